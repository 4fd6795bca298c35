// Package web holds the built web client, so that one binary serves all.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:apps/console/dist
var built embed.FS

// Dist gives the files of the built console, index.html at their root. It is false when the client was not built
// before the binary was: then the folder holds only its placeholder.
func Dist() (fs.FS, bool) {
	dist, err := fs.Sub(built, "apps/console/dist")
	if err != nil {
		return nil, false
	}
	if _, err := fs.Stat(dist, "index.html"); err != nil {
		return nil, false
	}
	return dist, true
}

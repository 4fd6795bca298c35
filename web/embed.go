// Package web holds the built web clients, so that one binary serves all.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:apps/console/dist all:apps/field/dist
var built embed.FS

// Dist gives the files of the built console, index.html at their root. It is false when the client was not built
// before the binary was: then the folder holds only its placeholder.
func Dist() (fs.FS, bool) { return app("console") }

// Field gives the files of the built field app, as Dist does.
func Field() (fs.FS, bool) { return app("field") }

func app(name string) (fs.FS, bool) {
	dist, err := fs.Sub(built, "apps/"+name+"/dist")
	if err != nil {
		return nil, false
	}
	if _, err := fs.Stat(dist, "index.html"); err != nil {
		return nil, false
	}
	return dist, true
}

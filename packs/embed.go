// Package packs holds the packs that ship with the binary.
package packs

import (
	"embed"
	"io/fs"
)

//go:embed all:guangqing
var shipped embed.FS

// Default is the pack that runs when no other is given.
const Default = "guangqing"

// Open gives a shipped pack by name.
func Open(name string) (fs.FS, error) { return fs.Sub(shipped, name) }

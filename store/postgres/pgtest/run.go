package pgtest

import (
	"os"
	"path/filepath"
	"syscall"
)

// Run starts a server outside of a test. Whoever starts it ends it by Remove.
func Run() (*Server, error) { return start() }

// RunIn is Run with a folder that is kept: it makes the cluster there, or goes on with the one it finds. Whoever starts it
// ends it by Stop.
func RunIn(dir string) (*Server, error) {
	s, err := located()
	if err != nil {
		return nil, err
	}
	s.dir = dir
	if _, err := os.Stat(filepath.Join(s.data(), "PG_VERSION")); err == nil {
		return s, s.Start()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := s.init(); err != nil {
		return nil, err
	}
	return s, s.Start()
}

// located is a server whose programs and user are found.
func located() (*Server, error) {
	bin, err := findPrograms()
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin}
	s.user, err = unprivileged()
	return s, err
}

// Make makes an empty database on the server and gives its URL.
func (s *Server) Make(name string) (string, error) {
	return s.url(name), s.exec("create database " + name)
}

// Known gives the URL of a database that stands on the server already.
func (s *Server) Known(name string) string { return s.url(name) }

// Stop ends the server and leaves its data.
func (s *Server) Stop() { s.signal(syscall.SIGINT) }

// Remove stops the server and deletes its data.
func (s *Server) Remove() { s.remove() }

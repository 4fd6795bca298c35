package main

import (
	"fmt"
	"os"
	"path/filepath"

	"jieli/store/postgres/pgtest"
)

// backend is one of the two databases.
type backend struct {
	name     string
	postgres bool
}

var backends = []backend{{"SQLite", false}, {"PostgreSQL", true}}

// servers keeps the PostgreSQL server of the run.
type servers struct {
	pg   *pgtest.Server
	made int
}

// database makes an empty database and gives its URL; "" for SQLite.
func (s *servers) database(b backend) (string, error) {
	if !b.postgres {
		return "", nil
	}
	if s.pg == nil {
		var err error
		if s.pg, err = pgtest.Run(); err != nil {
			return "", err
		}
	}
	s.made++
	return s.pg.Make(fmt.Sprintf("bench_%d", s.made))
}

func (s *servers) stop() {
	if s.pg != nil {
		s.pg.Remove()
	}
}

// prepared is a site with data in it, closed again.
type prepared struct{ dir, database string }

// large gives the site with many households, without rows of persons: it is filled once, for all who only read it or come
// last.
func (r *run) large(b backend) (*prepared, error) {
	if p := r.filled[b.name]; p != nil {
		return p, nil
	}
	p, err := r.prepare(b, r.many, false)
	if err != nil {
		return nil, err
	}
	r.filled[b.name] = p
	return p, r.settle(b, p)
}

// prepare makes a site with n households; persons too when wanted.
func (r *run) prepare(b backend, n int, persons bool) (*prepared, error) {
	database, err := r.servers.database(b)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(r.temp, "site-")
	if err != nil {
		return nil, err
	}
	p := &prepared{dir: filepath.Join(dir, "data"), database: database}
	if err := os.Mkdir(p.dir, 0o700); err != nil {
		return nil, err
	}
	s, err := openSite(r.ctx, p.dir, database)
	if err != nil {
		return nil, err
	}
	err = s.fill(r.ctx, n, persons, func(done int) {
		if n > 100_000 && done%100_000 < fillPage {
			say("   %s: %d households", b.name, done)
		}
	})
	if err == nil {
		err = s.admitAll(r.ctx)
	}
	if closed := s.close(); err == nil {
		err = closed
	}
	return p, err
}

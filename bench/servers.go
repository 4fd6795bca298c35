package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

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
	kept string // folder of a cluster that outlives the run, "" for none
	made int
}

// database makes an empty database and gives its URL; "" for SQLite.
func (s *servers) database(b backend) (string, error) {
	if !b.postgres {
		return "", nil
	}
	if err := s.start(); err != nil {
		return "", err
	}
	s.made++
	return s.pg.Make(fmt.Sprintf("bench_%d", s.made))
}

func (s *servers) start() (err error) {
	switch {
	case s.pg != nil:
	case s.kept != "":
		s.pg, err = pgtest.RunIn(s.kept)
	default:
		s.pg, err = pgtest.Run()
	}
	return err
}

func (s *servers) stop() {
	switch {
	case s.pg == nil:
	case s.kept != "":
		s.pg.Stop()
	default:
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
	p, err := r.keep(b, r.many, false)
	r.filled[b.name] = p
	return p, err
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
	return p, r.fillInto(b, p, n, persons)
}

// keep is prepare for parts that only read, and settles: with -sites the site stands there from one run to the next.
func (r *run) keep(b backend, n int, persons bool) (*prepared, error) {
	if r.sites == "" {
		p, err := r.prepare(b, n, persons)
		if err == nil {
			err = r.settle(b, p)
		}
		return p, err
	}
	name := fmt.Sprintf("%s_%d", strings.ToLower(b.name), n)
	p := &prepared{dir: filepath.Join(r.sites, name)}
	done := p.dir + ".filled" // beside the folder, which a fill that was cut off leaves too
	if b.postgres {
		if err := r.servers.start(); err != nil {
			return nil, err
		}
		p.database = r.servers.pg.Known(name)
	}
	if _, err := os.Stat(done); err == nil {
		return p, nil
	}
	if b.postgres {
		if _, err := r.servers.pg.Make(name); err != nil {
			return nil, err
		}
	}
	if err := r.fillInto(b, p, n, persons); err != nil {
		return nil, err
	}
	if err := r.settle(b, p); err != nil {
		return nil, err
	}
	return p, os.WriteFile(done, nil, 0o600)
}

func (r *run) fillInto(b backend, p *prepared, n int, persons bool) error {
	if err := os.Mkdir(p.dir, 0o700); err != nil {
		return err
	}
	s, err := openSite(r.ctx, p.dir, p.database)
	if err != nil {
		return err
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
	return err
}

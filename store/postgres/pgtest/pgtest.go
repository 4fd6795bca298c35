// Package pgtest gives tests a PostgreSQL server of their own: a temporary cluster on a unix socket, one for each test
// binary, a fresh database for each test. Nothing is left when the tests end.
package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// collation orders texts by code point, as Go and SQLite do.
const collation = "C.UTF-8"

var (
	shared     *Server
	sharedErr  error
	sharedOnce sync.Once
	databases  atomic.Int64
)

// Main runs the tests of a package and removes the shared server afterwards. Call it from TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if shared != nil {
		shared.remove()
	}
	os.Exit(code)
}

// Database makes an empty database on the shared server and gives its URL. It is dropped at the end of the test. The
// test is skipped where there is no PostgreSQL and none can be installed. Needs Main.
func Database(t testing.TB) string {
	t.Helper()
	return DatabaseWith(t, "")
}

// DatabaseWith is Database with further options of CREATE DATABASE.
func DatabaseWith(t testing.TB, options string) string {
	t.Helper()
	sharedOnce.Do(func() { shared, sharedErr = start() })
	if errors.Is(sharedErr, errMissing) {
		t.Skip(sharedErr)
	}
	if sharedErr != nil {
		t.Fatal(sharedErr)
	}
	return shared.database(t, options)
}

// New starts a server that the test may stop and kill. It is removed at the end of the test.
func New(t testing.TB) *Server {
	t.Helper()
	s, err := start()
	if errors.Is(err, errMissing) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.remove)
	return s
}

// Database makes an empty database on the server and gives its URL.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	return s.database(t, "")
}

func (s *Server) database(t testing.TB, options string) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", databases.Add(1))
	if err := s.exec("create database " + name + " " + options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.exec("drop database if exists " + name + " with (force)") }) // a killed server has none
	return s.url(name)
}

func (s *Server) url(database string) string {
	return fmt.Sprintf("postgres://postgres@/%s?host=%s", database, s.dir)
}

// exec runs a statement as the administrator.
func (s *Server) exec(text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.ExecContext(ctx, text)
	return err
}

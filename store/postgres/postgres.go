// Package postgres keeps a store in a PostgreSQL database, plain or distributed by Citus. The database is made with the
// collation C or C.UTF-8, so that texts stand in the same order as in Go and in SQLite.
package postgres

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"jieli/fault"
	"jieli/store"
	"jieli/store/portable"
)

const (
	connections = 16 // of one process; a server takes about 100 in all
	// writers is how many groups of bundles, each of other counties, are written at once: while one waits for the
	// database, the next is worked on. More make the groups smaller, and each commit dearer.
	writers = 2
	// patience is how long a statement may take here; the server gives up a little earlier, with a better message.
	patience     = 35 * time.Second
	serverMillis = 30_000
	lockMillis   = 10_000 // a lock of a stream is held for one group of bundles
	idleMillis   = 60_000 // a process that hangs in a transaction must not hold the stream for ever
)

// Store is a store in a PostgreSQL database.
type Store struct{ *portable.Store }

var _ store.Store = (*Store)(nil)

// Open connects to the database of a URL (postgres://user@host/database). cipher may be nil when no register has
// sensitive fields. Errors: Invalid for a URL that cannot be read, Unavailable when the server does not answer.
func Open(ctx context.Context, url string, cipher store.ColumnCipher) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, faultURL.Error(fault.Invalid).Because(err)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	for name, value := range map[string]string{
		"application_name":                    "jieli",
		"statement_timeout":                   strconv.Itoa(serverMillis),
		"lock_timeout":                        strconv.Itoa(lockMillis),
		"idle_in_transaction_session_timeout": strconv.Itoa(idleMillis),
		"plan_cache_mode":                     "force_custom_plan", // a plan must know how wide the area is
		"jit":                                 "off",               // compiling takes longer than our statements
	} {
		if _, set := config.RuntimeParams[name]; !set {
			config.RuntimeParams[name] = value
		}
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, dialect{}.Fault(err, false)
	}
	s, err := portable.New(ctx, db, db, dialect{}, cipher)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	return &Store{s}, nil
}

// Settle implements store.Store: the server sees to it.
func (s *Store) Settle(context.Context) error { return nil }

// Backup implements store.Store: a server has better means of its own.
func (s *Store) Backup(context.Context, string, func(done, total int)) error {
	return faultBackup.Error(fault.Invalid, "command", "pg_dump --format=custom")
}

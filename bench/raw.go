package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // drivers, bare
	_ "modernc.org/sqlite"

	"jieli/value"
)

// rawTime is how long each raw limit is measured.
const rawTime = 4 * time.Second

// rawOf gives a raw limit that was measured before, in words.
func (r *report) rawOf(name string) string { return rawLimits[name] }

var rawLimits = map[string]string{}

// raw measures what the machine can do without us.
func (r *run) raw() error {
	for _, m := range []struct {
		name, words, unit string
		measure           func() (float64, error)
	}{
		{"fsync", "fsync of 4 KiB appended, median", " ms", r.rawSync},
		{"echo", "bare Go JSON echo of such a visit over HTTP, 16 clients", "/s", r.rawEcho},
		{"SQLite", "bare SQLite rows of 700 bytes with one index, in groups of 100", "/s", r.rawSQLite},
		{"PostgreSQL", "bare PostgreSQL rows of 700 bytes with one index, one a transaction, 16 connections", "/s", r.rawPostgres},
	} {
		got, err := m.measure()
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		rawLimits[m.name] = m.words + ": " + number(got) + m.unit
		r.report.note("raw: "+m.words, number(got)+m.unit, "")
	}
	return nil
}

func (r *run) rawSync() (float64, error) {
	f, err := os.Create(filepath.Join(r.temp, "sync"))
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }() // it is thrown away
	page := make([]byte, 4096)
	var took []float64
	for begin := time.Now(); time.Since(begin) < rawTime; {
		if _, err := f.Write(page); err != nil {
			return 0, err
		}
		at := time.Now()
		if err := f.Sync(); err != nil {
			return 0, err
		}
		took = append(took, float64(time.Since(at).Microseconds())/1000)
	}
	sort.Float64s(took)
	return quantile(took, .5), nil
}

func rawRow() []any {
	body := make([]byte, 700)
	for i := range body {
		body[i] = 'x'
	}
	return []any{"441823", "441823111", string(body)}
}

func (r *run) rawSQLite() (float64, error) {
	q := url.Values{"_pragma": {"journal_mode(WAL)", "synchronous(FULL)"}}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(r.temp, "raw.db")+"?"+q.Encode())
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }() // it is thrown away
	db.SetMaxOpenConns(1)
	if err := rawTable(db); err != nil {
		return 0, err
	}
	stmt, err := db.Prepare("insert into raw values (?, ?, ?, ?)")
	if err != nil {
		return 0, err
	}
	n, begin := 0, time.Now()
	for ; time.Since(begin) < rawTime; n += 100 {
		tx, err := db.Begin()
		if err != nil {
			return 0, err
		}
		for i := range 100 {
			if _, err := tx.Stmt(stmt).Exec(append([]any{value.DeriveID("raw", fmt.Sprint(n+i))}, rawRow()...)...); err != nil {
				return 0, err
			}
		}
		if err := tx.Commit(); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(begin).Seconds(), nil
}

func rawTable(db *sql.DB) error {
	_, err := db.Exec("create table raw (id text primary key, county text not null, stream text not null, body text not null)")
	return err
}

func (r *run) rawPostgres() (float64, error) {
	url, err := r.servers.database(backend{"PostgreSQL", true})
	if err != nil {
		return 0, err
	}
	db, err := sql.Open("pgx", url)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }() // it is thrown away
	db.SetMaxOpenConns(clients)
	db.SetMaxIdleConns(clients)
	if err := rawTable(db); err != nil {
		return 0, err
	}
	return many(func(int) (func(int) error, error) {
		return func(n int) error {
			_, err := db.Exec("insert into raw values ($1, $2, $3, $4)", append([]any{value.DeriveID("raw", fmt.Sprint(n))}, rawRow()...)...)
			return err
		}, nil
	})
}

// many runs steps from sixteen clients for a while and gives how many a second.
func many(client func(k int) (func(n int) error, error)) (float64, error) {
	var wg sync.WaitGroup
	var done atomic.Int64
	failed := make(chan error, clients)
	begin := time.Now()
	for k := range clients {
		step, err := client(k)
		if err != nil {
			return 0, err
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			for time.Since(begin) < rawTime {
				if err := step(int(done.Add(1))); err != nil {
					failed <- err
					return
				}
			}
		}()
	}
	wg.Wait()
	select {
	case err := <-failed:
		return 0, err
	default:
		return float64(done.Load()) / time.Since(begin).Seconds(), nil
	}
}

// rawEcho is a server that reads JSON and writes it back, in a process of its own like the real one.
func (r *run) rawEcho() (float64, error) {
	c, err := spawn(echoFolder, "")
	if err != nil {
		return 0, err
	}
	defer c.stop()
	return many(func(k int) (func(int) error, error) {
		conn, err := dial(c.addr, token(member(k)))
		if err != nil {
			return nil, err
		}
		v := newVisits(k, sampleHouseholds)
		return func(int) error {
			status, _, err := conn.ask("POST", "/", v.one())
			if err == nil && status != http.StatusOK {
				err = fmt.Errorf("status %d", status)
			}
			return err
		}, nil
	})
}

// echoFolder asks the child for the echo instead of a site.
const echoFolder = "echo"

func serveEcho(ctx context.Context) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("serving", listener.Addr())
	h := &http.Server{Handler: http.HandlerFunc(echo)}
	go func() {
		<-ctx.Done()
		_ = h.Close() // the parent has what it wanted
	}()
	if err := h.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

func echo(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	var v map[string]any
	if err == nil {
		err = json.Unmarshal(body, &v)
	}
	if err == nil {
		body, err = json.Marshal(v)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // the client is gone when this fails
}

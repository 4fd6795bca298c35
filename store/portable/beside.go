package portable

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"jieli/journal"
	"jieli/store"
)

// Beside lets n Writes run side by side until they write: each reads a snapshot and gathers its statements, and waits for
// its turn only to run them. That keeps more than one processor busy where a database has one writer. Those that Lock
// streams of one county wait for each other; Lock must be the first that they call, and once for all counties. Call it
// before anything is written.
func (s *Store) Beside(n int) { s.beside = n }

// turn is how a transaction that runs beside others comes to write.
type turn struct {
	taken  bool
	made   []Queued               // streams that are new
	snap   *sql.Tx                // what it reads until then
	failed error                  // of what was gathered: nothing is committed any more
	held   map[string]*sync.Mutex // by county
}

// writeBeside is Write for such a transaction.
func (s *Store) writeBeside(ctx context.Context, do func(store.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return s.dialect.Fault(err, false)
	}
	ctx = context.WithoutCancel(ctx) // others' bundles stand in the same transaction
	return s.lanes.with(ctx, func(on *lane) error {
		snap, err := on.conn.BeginTx(ctx, s.dialect.SnapshotOptions())
		if err != nil {
			return s.dialect.Fault(err, false)
		}
		q := &session{s: s, db: s.write, tx: snap, prepare: on.prepared.get, writes: true,
			beside: &turn{snap: snap, held: map[string]*sync.Mutex{}}}
		defer q.leave()
		w := &writer{reader: reader{q}}
		if err := w.run(ctx, func(w *writer) error { return do(w) }); err != nil || !q.beside.taken {
			return err
		}
		if q.beside.failed != nil { // do overlooked it
			return q.beside.failed
		}
		if err := q.tx.Commit(); err != nil {
			return s.dialect.Fault(err, true)
		}
		q.tx = nil
		return nil
	})
}

// comeIn takes the turn, and runs in the writing transaction what was gathered; what is read from now on is read there.
func (q *session) comeIn(ctx context.Context) (err error) {
	defer func() { q.beside.failed = err }()
	list := append(q.beside.made, q.waiting...)
	q.beside.made, q.waiting = nil, nil
	_ = q.beside.snap.Rollback() // nothing was written
	q.tx = nil
	if err = q.s.takeTurn(ctx); err != nil {
		return err
	}
	q.beside.taken = true
	_, tx, err := q.s.begin(ctx)
	if err != nil {
		return q.s.dialect.Fault(err, false)
	}
	q.tx, q.prepare = tx, q.s.prepared.get
	for _, x := range list {
		if err = q.exec(ctx, x.Text, x.Args); err != nil {
			return err
		}
	}
	return nil
}

// leave ends what was begun and gives the turn back.
func (q *session) leave() {
	if q.tx != nil {
		_ = q.tx.Rollback() // lost, or only read
	}
	if q.beside.taken {
		q.s.endTurn()
	}
	for _, m := range q.beside.held {
		m.Unlock()
	}
}

// hold waits for those who have a county.
func (q *session) hold(county string) {
	if q.beside.held[county] != nil {
		return
	}
	m, _ := q.s.held.LoadOrStore(county, &sync.Mutex{})
	m.(*sync.Mutex).Lock()
	q.beside.held[county] = m.(*sync.Mutex)
}

// streamHeads reads what lockStream takes.
var streamHeads = define(OneCounty, `select county, stream, n, last_hash, frontier from stream where county = $1
	and stream in ({list})`)

// readHeads gives the heads of streams as they stand, and makes those that are new when its turn comes.
func (w *writer) readHeads(ctx context.Context, keys []journal.StreamKey, heads map[journal.StreamKey]*journal.Head) error {
	counties := map[string][]string{}
	for _, k := range keys { // in the order of their counties
		w.hold(k.County)
		counties[k.County] = append(counties[k.County], k.Stream)
	}
	for county, streams := range counties {
		err := w.listed(ctx, streamHeads, []any{county}, streams, func(rows *sql.Rows) error { return scanHead(rows, heads) })
		if err != nil {
			return err
		}
	}
	keys = slices.DeleteFunc(keys, func(k journal.StreamKey) bool { return heads[k] != nil })
	for _, k := range keys {
		heads[k] = &journal.Head{StreamKey: k}
	}
	return saveHead.each(len(keys), &w.args, func(i int, args []any) []any {
		return append(args, keys[i].County, keys[i].Stream, int64(0), make([]byte, 32), []byte{})
	}, func(text string, args []any) error {
		w.beside.made = append(w.beside.made, Queued{text, slices.Clone(args)})
		return nil
	})
}

package portable

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync"

	"jieli/store"
)

// Store implements all of store.Store but Backup over two pools of one database: readers and the one writer.
type Store struct {
	reader
	write   *sql.DB
	dialect Dialect
	cipher  store.ColumnCipher

	turn     chan struct{} // holds a token for each that may write at once
	conn     *sql.Conn     // the writer's connection, kept where statements are prepared by us
	prepared *preparer     // on conn
	lanes    *lanes        // of the readers, where statements are prepared by us
	beside   int           // transactions that run side by side until they write, see Beside; 0: none does
	held     sync.Map      // county → *sync.Mutex, of those
	tables   sync.Map      // *catalog.Register → *table

	vocabulary vocabulary
	blocks     *blocks // nil where other processes may write too
}

// New makes a store over open pools; it owns them from now on. read and write may be the same pool.
func New(ctx context.Context, read, write *sql.DB, d Dialect, cipher store.ColumnCipher) (*Store, error) {
	s := &Store{write: write, dialect: d, cipher: cipher, turn: make(chan struct{}, d.Writers())}
	for range d.Writers() {
		s.turn <- struct{}{}
	}
	s.reader = reader{&session{s: s, db: read}}
	if d.Alone() {
		s.blocks = newBlocks()
	}
	if !d.Prepares() {
		return s, nil
	}
	conn, err := write.Conn(ctx)
	if err != nil {
		return nil, d.Fault(err, false)
	}
	s.conn = conn
	s.prepared = newPreparer(s, conn.PrepareContext)
	s.lanes = newLanes(s)
	return s, nil
}

// Close waits for the running writes and closes both pools.
func (s *Store) Close() error {
	for range s.dialect.Writers() {
		<-s.turn // never given back: later writes wait for their context
	}
	if s.conn != nil {
		s.prepared.close()
		s.lanes.close()
		_ = s.conn.Close() // gives the connection back to the pool, which closes it
	}
	first := s.db.Close()
	if s.write != s.db {
		if err := s.write.Close(); first == nil {
			first = err
		}
	}
	if first != nil {
		return s.dialect.Fault(first, false)
	}
	return nil
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.query(ctx, "select 1", nil, func(*sql.Rows) error { return nil })
}

// Readers gives the pool of readers, for what only one back end has.
func (s *Store) Readers() *sql.DB { return s.db }

// Alone runs statements outside of any transaction while nobody writes, for what only one back end has.
func (s *Store) Alone(ctx context.Context, statements ...string) error {
	for range s.dialect.Writers() {
		select {
		case <-s.turn:
			defer func() { s.turn <- struct{}{} }()
		case <-ctx.Done():
			return s.dialect.Fault(ctx.Err(), false)
		}
	}
	for _, text := range statements {
		if _, err := s.conn.ExecContext(ctx, text); err != nil {
			return s.dialect.Fault(err, false)
		}
	}
	return nil
}

// Writers implements store.Store.
func (s *Store) Writers() int { return max(s.beside, s.dialect.Writers()) }

// Write implements store.Store.
func (s *Store) Write(ctx context.Context, do func(store.Tx) error) error {
	if s.beside > 0 {
		return s.writeBeside(ctx, do)
	}
	return s.transact(ctx, s.dialect.Batches(), func(w *writer) error { return do(w) })
}

// transact runs do in a write transaction of its own; statements without rows go together where that is worth it.
func (s *Store) transact(ctx context.Context, together bool, do func(*writer) error) error {
	if err := ctx.Err(); err != nil {
		return s.dialect.Fault(err, false)
	}
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.endTurn()
	conn, tx, err := s.begin(ctx)
	if err != nil {
		return s.dialect.Fault(err, false)
	}
	if s.conn == nil {
		defer func() { _ = conn.Close() }() // gives it back to the pool
	}
	done := false
	defer func() {
		if !done { // an error, or a panic of do that goes on upwards
			_ = tx.Rollback() // the transaction is lost either way
		}
	}()
	w := &writer{reader: reader{&session{s: s, db: s.write, tx: tx, writes: true}}}
	if s.prepared != nil {
		w.prepare = s.prepared.get
	}
	if s.blocks != nil {
		defer s.blocks.over(w)
	}
	if together {
		w.together = conn
	}
	if err := w.run(ctx, do); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return s.dialect.Fault(err, true)
	}
	done = true
	return nil
}

// takeTurn waits until one more may write.
func (s *Store) takeTurn(ctx context.Context) error {
	select {
	case <-s.turn:
		return nil
	case <-ctx.Done():
		return s.dialect.Fault(ctx.Err(), false)
	}
}

func (s *Store) endTurn() { s.turn <- struct{}{} }

// run does what is to be done and sends what still waits.
func (w *writer) run(ctx context.Context, do func(*writer) error) error {
	if err := do(w); err != nil {
		return err
	}
	if w.failed != nil { // do overlooked it; the transaction may hold half of what it should
		return w.failed
	}
	if w.beside != nil && len(w.beside.made) > 0 {
		return w.comeIn(ctx)
	}
	return w.send(ctx)
}

// begin gives the connection that writes, with a transaction begun on it. Those that lie idle have all gone stale when
// the server was started anew, and are found out one by one.
func (s *Store) begin(ctx context.Context) (conn *sql.Conn, tx *sql.Tx, err error) {
	ctx = context.WithoutCancel(ctx)
	if s.conn != nil {
		tx, err = s.conn.BeginTx(ctx, nil)
		return s.conn, tx, err
	}
	for range 1 + s.write.Stats().Idle {
		if conn, err = s.write.Conn(ctx); err != nil {
			return nil, nil, err
		}
		if tx, err = conn.BeginTx(ctx, nil); err == nil {
			return conn, tx, nil
		}
		_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // takes it out of the pool
		_ = conn.Close()
	}
	return nil, nil, err
}

// snapshot runs several reads on one state of the database.
func (s *Store) snapshot(ctx context.Context, do func(reader) error) error {
	if s.lanes == nil {
		return s.reading(ctx, s.db.BeginTx, nil, do)
	}
	return s.lanes.with(ctx, func(on *lane) error {
		return s.reading(ctx, on.conn.BeginTx, on.prepared.get, do)
	})
}

func (s *Store) reading(ctx context.Context, begin func(context.Context, *sql.TxOptions) (*sql.Tx, error),
	prepare func(context.Context, string) (*sql.Stmt, error), do func(reader) error) error {
	tx, err := begin(ctx, s.dialect.SnapshotOptions())
	if err != nil {
		return s.dialect.Fault(err, false)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return do(reader{&session{s: s, db: s.db, tx: tx, prepare: prepare}})
}

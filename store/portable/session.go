package portable

import (
	"context"
	"database/sql"
	"sync"
)

// Query runs a query in the portable subset and calls scan for each row.
type Query func(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) error

// session runs statements on the pool of readers (tx nil), on one snapshot, or in the write transaction.
type session struct {
	s       *Store
	db      *sql.DB
	tx      *sql.Tx
	prepare func(ctx context.Context, text string) (*sql.Stmt, error) // nil: not needed or not worth it

	writes    bool
	unhurried bool // no deadline

	together *sql.Conn // where statements without rows are sent together; nil: each at once
	waiting  []Queued
	beside   *turn // of a transaction that runs beside others until it writes
}

// maxWaiting bounds the statements that wait to be sent together.
const maxWaiting = 256

// send sends what waits.
func (q *session) send(ctx context.Context) error {
	if len(q.waiting) == 0 {
		return nil
	}
	if q.beside != nil {
		return q.comeIn(ctx)
	}
	list := q.waiting
	q.waiting = nil
	ctx, done := q.limit(ctx)
	defer done()
	return q.s.dialect.Fault(q.s.dialect.Batch(ctx, q.together, list), false)
}

// query runs a query and calls scan for each row.
func (q *session) query(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) error {
	if q.tx == nil && q.s.lanes != nil {
		return q.s.lanes.with(ctx, func(on *lane) error {
			return (&session{s: q.s, db: q.db, prepare: on.prepared.get}).each(ctx, text, args, scan)
		})
	}
	if err := q.send(ctx); err != nil {
		return err
	}
	return q.each(ctx, text, args, scan)
}

func (q *session) each(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) error {
	ctx, done := q.limit(ctx)
	defer done()
	rows, err := q.open(ctx, text, args)
	if err != nil {
		return q.s.dialect.Fault(err, false)
	}
	defer func() { _ = rows.Close() }() // its error is the one of rows.Err
	for rows.Next() {
		if err := scan(rows); err != nil {
			return q.s.dialect.Fault(err, false)
		}
	}
	if err := rows.Err(); err != nil {
		return q.s.dialect.Fault(err, false)
	}
	return nil
}

// exec runs a statement without rows, or lets it wait: its error comes with a later one then, at the latest before the
// commit.
func (q *session) exec(ctx context.Context, text string, args []any) error {
	if q.beside != nil && !q.beside.taken {
		q.waiting = append(q.waiting, Queued{text, args})
		return nil
	}
	if q.together != nil {
		q.waiting = append(q.waiting, Queued{q.s.dialect.Rewrite(text), args})
		if len(q.waiting) < maxWaiting {
			return nil
		}
		return q.send(ctx)
	}
	ctx, done := q.limit(ctx)
	defer done()
	if err := q.run(ctx, text, args); err != nil {
		return q.s.dialect.Fault(err, false)
	}
	return nil
}

// limit gives a statement its deadline. What is written in a transaction is not cut off when the person who waits for
// it goes away: other people's bundles stand in the same transaction.
func (q *session) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	if q.writes {
		ctx = context.WithoutCancel(ctx)
	}
	if patience := q.s.dialect.Patience(); patience > 0 && !q.unhurried {
		return context.WithTimeout(ctx, patience)
	}
	return ctx, func() {}
}

func (q *session) open(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	stmt, text, err := q.statement(ctx, text)
	switch {
	case err != nil:
		return nil, err
	case stmt != nil:
		return stmt.QueryContext(ctx, args...)
	case q.tx != nil:
		return q.tx.QueryContext(ctx, text, args...)
	}
	return q.db.QueryContext(ctx, text, args...)
}

func (q *session) run(ctx context.Context, text string, args []any) error {
	stmt, text, err := q.statement(ctx, text)
	switch {
	case err != nil:
	case stmt != nil:
		_, err = stmt.ExecContext(ctx, args...)
	case q.tx != nil:
		_, err = q.tx.ExecContext(ctx, text, args...)
	default:
		_, err = q.db.ExecContext(ctx, text, args...)
	}
	return err
}

// statement gives the prepared statement for a text, or nil and the text as the database takes it.
func (q *session) statement(ctx context.Context, text string) (*sql.Stmt, string, error) {
	if q.prepare != nil {
		stmt, err := q.prepare(ctx, text)
		if err != nil || stmt != nil {
			return stmt, "", err
		}
	}
	return nil, q.s.dialect.Rewrite(text), nil
}

// preparer keeps prepared statements by their portable text, up to a limit: texts of lists vary with what people ask.
type preparer struct {
	s    *Store
	make func(ctx context.Context, text string) (*sql.Stmt, error)
	mu   sync.Mutex
	kept map[string]*sql.Stmt
}

// maxPrepared bounds the memory that prepared statements hold; further ones are run without being kept.
const maxPrepared = 1000

// maxKept is from how many statements on a lane starts anew; a statement takes some 15 kB.
const maxKept = 300

func newPreparer(s *Store, prepare func(ctx context.Context, text string) (*sql.Stmt, error)) *preparer {
	return &preparer{s: s, make: prepare, kept: map[string]*sql.Stmt{}}
}

func (p *preparer) get(ctx context.Context, text string) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if stmt := p.kept[text]; stmt != nil {
		return stmt, nil
	}
	if len(p.kept) >= maxPrepared {
		return nil, nil
	}
	stmt, err := p.make(ctx, p.s.dialect.Rewrite(text))
	if err == nil {
		p.kept[text] = stmt
	}
	return stmt, err
}

// trim lets all statements go when there are too many: what is asked often is soon there again. Nothing may run.
func (p *preparer) trim() {
	if len(p.kept) >= maxKept {
		p.close()
	}
}

// close lets all statements go.
func (p *preparer) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for text, stmt := range p.kept {
		_ = stmt.Close() // nothing is lost with it
		delete(p.kept, text)
	}
}

package portable

import (
	"context"
	"database/sql"
	"sync"
)

// lanes are the connections for reading where statements are prepared by us. A lane keeps its statements from one
// snapshot to the next: a list of a city asks some thirty, and preparing them took longer than most of them run.
type lanes struct {
	s      *Store
	tokens chan struct{} // one for each lane that may run
	mu     sync.Mutex
	idle   []*lane // the last one used is the next: its pages are in memory
	closed bool
}

// lane is one connection and its statements.
type lane struct {
	conn     *sql.Conn
	prepared *preparer
}

// newLanes leaves one connection of the pool to what needs a whole one, such as a backup.
func newLanes(s *Store) *lanes {
	return &lanes{s: s, tokens: make(chan struct{}, max(s.db.Stats().MaxOpenConnections-1, 1))}
}

// with runs do on a lane of its own.
func (l *lanes) with(ctx context.Context, do func(*lane) error) error {
	select {
	case l.tokens <- struct{}{}:
		defer func() { <-l.tokens }()
	case <-ctx.Done():
		return l.s.dialect.Fault(ctx.Err(), false)
	}
	on, err := l.take(ctx)
	if err != nil {
		return l.s.dialect.Fault(err, false)
	}
	whole := false
	defer func() { l.give(on, whole) }()
	err = do(on)
	whole = err == nil && ctx.Err() == nil // a transaction that is cut off may take its connection along
	return err
}

func (l *lanes) take(ctx context.Context) (*lane, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := len(l.idle); n > 0 {
		on := l.idle[n-1]
		l.idle = l.idle[:n-1]
		return on, nil
	}
	conn, err := l.s.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &lane{conn, newPreparer(l.s, conn.PrepareContext)}, nil
}

// give puts a lane back, or ends it when it is not whole any more.
func (l *lanes) give(on *lane, whole bool) {
	on.prepared.trim()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || !whole {
		on.end()
		return
	}
	l.idle = append(l.idle, on)
}

// close ends the lanes that are idle; those that run end when they are given back.
func (l *lanes) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for _, on := range l.idle {
		on.end()
	}
	l.idle = nil
}

func (on *lane) end() {
	on.prepared.close()
	_ = on.conn.Close() // gives the connection back to the pool
}

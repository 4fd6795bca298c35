package engine_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"jieli/access"
	"jieli/engine"
	"jieli/journal"
	"jieli/store"
)

// gate is a store that lets one commit wait, so that what comes meanwhile gathers into one group.
type gate struct {
	store.Store
	mu   sync.Mutex
	wait chan struct{} // not nil: the next Write waits for it
	at   chan struct{} // closed when it waits
	fail int           // how many groups of more than one bundle fail at their end
	trip string        // whoever reads the entries of this record meets a bug
}

// trippingTx is a transaction in which reading the entries of one record panics.
type trippingTx struct {
	store.Tx
	trip string
}

func (t trippingTx) EntriesOf(ctx context.Context, county, record string) ([]*journal.Entry, error) {
	if record == t.trip {
		panic("a bug")
	}
	return t.Tx.EntriesOf(ctx, county, record)
}

func (g *gate) Write(ctx context.Context, do func(store.Tx) error) error {
	g.mu.Lock()
	wait, at := g.wait, g.at
	g.wait, g.at = nil, nil
	trip := g.trip
	fails := g.fail > 0 && wait == nil
	if fails {
		g.fail--
	}
	g.mu.Unlock()
	if wait != nil {
		close(at)
		<-wait
	}
	return g.Store.Write(ctx, func(tx store.Tx) error {
		if trip != "" {
			tx = trippingTx{tx, trip}
		}
		if err := do(tx); err != nil || !fails {
			return err
		}
		return errors.New("a statement failed")
	})
}

// together sends bundles so that they share one commit, and gives their receipts.
func (w *world) together(who *access.Actor, list ...engine.Bundle) []engine.Receipt {
	w.t.Helper()
	wait, at := make(chan struct{}), make(chan struct{})
	w.gate.mu.Lock()
	w.gate.wait, w.gate.at = wait, at
	w.gate.mu.Unlock()
	var sent sync.WaitGroup
	sent.Go(func() { _, _ = w.engine.Check(context.Background(), who, w.bundle()) })
	<-at
	var receipts []engine.Receipt
	var err error
	sent.Go(func() { receipts, err = w.engine.AcceptAll(context.Background(), who, list) })
	time.Sleep(20 * time.Millisecond) // until all stand in the queue
	close(wait)
	sent.Wait()
	if err != nil {
		w.t.Fatal(err)
	}
	return receipts
}

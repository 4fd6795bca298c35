package engine_test

import (
	"context"
	"sync"
	"time"

	"jieli/access"
	"jieli/engine"
	"jieli/store"
)

// gate is a store that lets one commit wait, so that what comes meanwhile gathers into one group.
type gate struct {
	store.Store
	mu   sync.Mutex
	wait chan struct{} // not nil: the next Write waits for it
	at   chan struct{} // closed when it waits
}

func (g *gate) Write(ctx context.Context, do func(store.Tx) error) error {
	g.mu.Lock()
	wait, at := g.wait, g.at
	g.wait, g.at = nil, nil
	g.mu.Unlock()
	if wait != nil {
		close(at)
		<-wait
	}
	return g.Store.Write(ctx, do)
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

package engine_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"jieli/engine"
	"jieli/journal"
	"jieli/store/postgres"
	"jieli/store/postgres/pgtest"
)

// Two processes on one database change the same records at once: nothing is lost, nothing is overwritten unseen.
func TestTwoProcessesOnOneDatabase(t *testing.T) {
	if unitOnly() {
		t.Skip("needs PostgreSQL; make test runs it")
	}
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	url := pgtest.Database(t)
	var worlds []*world
	for range 2 {
		st, err := postgres.Open(context.Background(), url, vault.Columns())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { st.Close() })
		worlds = append(worlds, worldOn(t, smallPack(t), st, vault))
	}
	h := worlds[0].household("000001", daping)
	const each = 30
	var wg sync.WaitGroup
	for n, w := range worlds {
		wg.Go(func() {
			for i := range each {
				b := engine.Bundle{ID: id("process", n, "-", i), County: yangshan, Device: fmt.Sprint("p", n), DeviceSeq: int64(i + 1),
					Entries: []engine.EntryIn{{Register: "person", Record: id("person", n, "-", i), Parent: h,
						Action: journal.Create, Fields: raw(answers{"name": "李四", "relation": "child"})}}}
				if i >= 2 { // a household takes five people: the rest meet each other at the error check
					b.Entries = []engine.EntryIn{{Register: "household", Record: h, Action: journal.Change, Base: 1,
						Fields: raw(answers{[]string{"income", "poor"}[n]: []any{i * 100, i%2 == 0}[n]})}}
				}
				r, err := w.engine.Accept(context.Background(), w.member(), b)
				if err != nil || !r.Accepted {
					t.Errorf("process %d, bundle %d: %v %v", n, i, r.Findings, err)
				}
			}
		})
	}
	wg.Wait()
	got := worlds[0].record("household", h)
	if got.Get("members") != int64(5) || got.Get("income") != int64((each-1)*100) || got.Get("poor") != ((each-1)%2 == 0) {
		t.Errorf("after both: %v", got.Fields)
	}
	worlds[0].verify()
}

package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
)

var key = journal.StreamKey{County: county, Stream: town}

var writeTests = []test{
	{"a write that returns an error leaves nothing", func(b *bench) {
		stop := errors.New("stop")
		err := b.Write(ctx, func(tx store.Tx) error {
			b.ok(saveAll(tx, []*register.Record{b.record(1, village)}))
			b.ok(tx.SaveReceipts(ctx, []store.Receipt{{County: county, Bundle: id(5)}}))
			b.ok(tx.AddCells(ctx, []store.Cell{{County: county, Indicator: "x", Grain: "day", Period: "2026-11-01", Count: 1}}))
			return stop
		})
		if !errors.Is(err, stop) {
			b.Fatal(err)
		}
		b.isEmpty()
	}},
	{"a write that panics leaves nothing and the next one goes on", func(b *bench) {
		func() {
			defer func() { _ = recover() }()
			_ = b.Write(ctx, func(tx store.Tx) error {
				b.ok(saveAll(tx, []*register.Record{b.record(1, village)}))
				panic("stop")
			})
		}()
		b.isEmpty()
		b.save(b.record(1, village))
	}},
	{"a write whose failed statement was overlooked leaves nothing", func(b *bench) {
		err := b.Write(ctx, func(tx store.Tx) error {
			b.ok(saveAll(tx, []*register.Record{b.record(1, village)}))
			two, three := b.record(2, village), b.record(3, village)
			two.Key, three.Key = "same", "same"
			_ = saveAll(tx, []*register.Record{two, three})
			return nil
		})
		b.fails(err, fault.Conflict, "store_duplicate")
		b.isEmpty()
	}},
	{"a write reads what it wrote", func(b *bench) {
		b.write(func(tx store.Tx) error {
			b.ok(saveAll(tx, []*register.Record{b.record(1, village, "members", int64(4))}))
			found, err := tx.Records(ctx, b.house, store.In(county, id(1), id(2)))
			b.ok(err)
			b.same(len(found), "1")
			b.same(found[store.Place{County: county, ID: id(1)}].Get("members"), "4")
			return nil
		})
	}},
	{"what is not committed is not read outside", func(b *bench) {
		b.write(func(tx store.Tx) error {
			b.ok(saveAll(tx, []*register.Record{b.record(1, village)}))
			b.isEmpty()
			return nil
		})
	}},
	{"a caller who has gone is refused before anything is written", func(b *bench) {
		gone, cancel := context.WithCancel(ctx)
		cancel()
		err := b.Write(gone, func(store.Tx) error { b.Error("ran"); return nil })
		b.fails(err, fault.Unavailable, "store_unavailable")
	}},
	{"a caller who goes away during a write does not spoil it for the others", func(b *bench) {
		going, cancel := context.WithCancel(ctx)
		b.ok(b.Write(going, func(tx store.Tx) error {
			cancel()
			return saveAll(tx, []*register.Record{b.record(1, village)})
		}))
		b.same(len(b.all()), "1")
	}},
	{"writes run one at a time and none is lost", func(b *bench) { b.manyWriters(b.Store, 8, 20) }},
	{"reads go on while a write is open", func(b *bench) {
		b.save(b.record(1, village))
		b.write(func(tx store.Tx) error {
			b.ok(saveAll(tx, []*register.Record{b.record(2, village)}))
			var wg sync.WaitGroup
			for range 20 {
				wg.Go(func() {
					if n, err := b.Count(ctx, store.Query{Register: b.house}, 0); err != nil || n != 1 {
						b.Errorf("%d records, %v", n, err)
					}
				})
			}
			wg.Wait()
			return nil
		})
	}},
	{"lists longer than a statement holds are written and read", func(b *bench) {
		var records []*register.Record
		var ids []string
		for n := range 5000 {
			records = append(records, b.record(n, village))
			ids = append(ids, id(n))
		}
		b.save(records...)
		b.write(func(tx store.Tx) error {
			found, err := tx.Records(ctx, b.house, store.In(county, ids...))
			b.same(len(found), "5000")
			return err
		})
		found, err := b.Find(ctx, store.Query{Register: b.house, IDs: ids, Limit: 4999})
		b.ok(err)
		b.same(len(found), "4999")
		n, err := b.Count(ctx, store.Query{Register: b.house, IDs: ids}, 0)
		b.ok(err)
		b.same(n, "5000")
	}},
}

// isEmpty ends the test when anything was kept of what the tests above write.
func (b *bench) isEmpty() {
	b.Helper()
	rec, err := b.Record(ctx, b.house, county, id(1))
	b.ok(err)
	receipt, err := b.Receipt(ctx, county, id(5))
	b.ok(err)
	cells := 0
	b.ok(b.Cells(ctx, county, func(store.Cell) error { cells++; return nil }))
	heads, err := b.Streams(ctx)
	b.ok(err)
	if rec != nil || receipt != nil || cells != 0 || len(heads) != 0 {
		b.Fatalf("kept: record %v, receipt %v, %d cells, %d streams", rec, receipt, cells, len(heads))
	}
}

func (b *bench) all() []*register.Record {
	b.Helper()
	found, err := b.Find(ctx, store.Query{Register: b.house, Void: true})
	b.ok(err)
	return found
}

// manyWriters adds to one head, one cell from many goroutines.
func (b *bench) manyWriters(s store.Store, writers, each int) {
	var wg sync.WaitGroup
	var failed atomic.Value
	for range writers {
		wg.Go(func() {
			for range each {
				if err := addOne(s); err != nil {
					failed.Store(fmt.Sprint(err))
					return
				}
			}
		})
	}
	wg.Wait()
	if why := failed.Load(); why != nil {
		b.Fatal(why)
	}
	heads, err := s.Streams(ctx)
	b.ok(err)
	b.same(heads[key].N, fmt.Sprint(writers*each))
	b.ok(s.Cells(ctx, county, func(c store.Cell) error { b.same(c.Count, fmt.Sprint(writers*each)); return nil }))
}

func addOne(s store.Store) error {
	return s.Write(ctx, func(tx store.Tx) error {
		heads, err := tx.Lock(ctx, []journal.StreamKey{key})
		if err != nil {
			return err
		}
		heads[key].N++
		if err := tx.SaveHeads(ctx, heads); err != nil {
			return err
		}
		return tx.AddCells(ctx, []store.Cell{{County: county, Indicator: "x", Area: town, Grain: "day",
			Period: "2026-11-01", Sum: 2, Count: 1}})
	})
}

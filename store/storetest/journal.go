package storetest

import (
	"encoding/json"
	"fmt"

	"jieli/fault"
	"jieli/journal"
	"jieli/store"
	"jieli/value"
)

// entry makes the next entry of a stream, of the record n.
func (b *bench) entry(h *journal.Head, record int, version int64) *journal.Entry {
	b.Helper()
	b.counter++
	e := &journal.Entry{
		StreamKey: h.StreamKey, Seq: h.N + 1, ID: id(100_000 + b.counter), Bundle: id(7), Register: "household",
		Record: id(record), Area: village, Action: journal.Change, Version: version, Actor: id(9001), Role: "team_member",
		Device: id(9003), MadeAt: 1_655_193_600_000_000, ReceivedAt: value.Instant(1_655_193_700_000_000 + b.counter),
		Pack: "2026.1", Prev: h.Last, Fields: map[string]json.RawMessage{"members": json.RawMessage("4")},
	}
	body, err := journal.Encode(e)
	b.ok(err)
	e.Body = body
	return e
}

// append writes n entries of a record to a stream, head and tiles with them.
func (b *bench) append(k journal.StreamKey, record, n int) []*journal.Entry {
	b.Helper()
	var entries []*journal.Entry
	b.write(func(tx store.Tx) error {
		heads, err := tx.Lock(ctx, []journal.StreamKey{k})
		b.ok(err)
		h := heads[k]
		var tiles []journal.Tile
		for range n {
			e := b.entry(h, record, int64(len(entries)+1))
			tiles = append(tiles, h.Append(journal.LeafHash(e.Body))...)
			entries = append(entries, e)
		}
		b.ok(tx.AppendEntries(ctx, entries))
		b.ok(tx.SaveTiles(ctx, tiles))
		return tx.SaveHeads(ctx, heads)
	})
	return entries
}

var journalTests = []test{
	{"a stream that is new begins empty, and its head comes back as it was saved", func(b *bench) {
		b.write(func(tx store.Tx) error {
			heads, err := tx.Lock(ctx, []journal.StreamKey{{County: county2, Stream: town3}, key, key})
			b.same(len(heads), "2")
			b.same(*heads[key], fmt.Sprint(journal.Head{StreamKey: key}))
			return err
		})
		b.append(key, 1, 300)
		heads, err := b.Streams(ctx)
		b.ok(err)
		b.same(len(heads), "2")
		b.same(heads[key].N, "300")
		if f := heads[key].Check(); f != nil {
			b.Fatal(f)
		}
	}},
	{"entries come back in order, byte for byte", func(b *bench) {
		entries := b.append(key, 1, 70)
		found, err := b.Entries(ctx, key, 5, 60)
		b.ok(err)
		b.same(len(found), "60")
		for i, e := range found {
			b.same(string(e.Body), string(entries[i+4].Body))
		}
		one, err := b.EntryByID(ctx, county, entries[9].ID)
		b.ok(err)
		b.same(one.Seq, "10")
		none, err := b.EntryByID(ctx, county2, entries[9].ID)
		b.ok(err)
		b.same(none == nil, "true")
	}},
	{"rows for the verifier stand the test of the verifier", func(b *bench) {
		b.append(key, 1, 600)
		v := journal.NewVerifier(key)
		for from := int64(1); ; from += 100 {
			rows, err := b.Rows(ctx, key, from, 100)
			b.ok(err)
			if len(rows) == 0 {
				break
			}
			for _, row := range rows {
				if _, f := v.Add(row); f != nil {
					b.Fatal(f)
				}
			}
		}
		heads, err := b.Streams(ctx)
		b.ok(err)
		tiles, err := b.Tiles(ctx, key, 1, 0, 1<<40)
		b.ok(err)
		b.same(len(tiles), "2")
		if f := v.Finish(heads[key], tiles); f != nil {
			b.Fatal(f)
		}
	}},
	{"leaf hashes and tiles are read by range", func(b *bench) {
		entries := b.append(key, 1, 520)
		leaves, err := b.LeafHashes(ctx, key, 3, 6)
		b.ok(err)
		b.same(len(leaves), "3")
		b.same(leaves[0], fmt.Sprint(journal.LeafHash(entries[2].Body)))
		tiles, err := b.Tiles(ctx, key, 1, 1, 2)
		b.ok(err)
		b.same(len(tiles), "1")
		b.same(tiles[0].Index, "1")
		b.same(tiles[0].StreamKey, fmt.Sprint(key))
	}},
	{"the history of a record follows it from stream to stream", func(b *bench) {
		b.append(key, 1, 2)
		b.write(func(tx store.Tx) error {
			other := journal.StreamKey{County: county, Stream: town2}
			heads, err := tx.Lock(ctx, []journal.StreamKey{other})
			b.ok(err)
			b.ok(tx.AppendEntries(ctx, []*journal.Entry{b.entry(heads[other], 1, 3)}))
			found, err := tx.EntriesOf(ctx, county, id(1))
			b.same(len(found), "3")
			return err
		})
		found, err := b.History(ctx, county, id(1))
		b.ok(err)
		b.same(len(found), "3")
		b.same(found[2].Version, "3")
	}},
	{"an id belongs to the register that wrote it", func(b *bench) {
		b.append(key, 1, 2)
		b.write(func(tx store.Tx) error {
			found, err := tx.RegistersOf(ctx, store.In(county, id(1), id(7)))
			b.same(found, fmt.Sprint(map[store.Place]string{{County: county, ID: id(1)}: "household"}))
			return err
		})
	}},
	{"an entry is appended once", func(b *bench) {
		e := b.append(key, 1, 1)[0]
		err := b.Write(ctx, func(tx store.Tx) error { return tx.AppendEntries(ctx, []*journal.Entry{e}) })
		b.fails(err, fault.Conflict, "store_duplicate")
	}},
	{"a bundle has one receipt, and a replay finds it", func(b *bench) {
		receipt := store.Receipt{County: county, Bundle: id(5), At: 77, Actor: id(1), Accepted: true, Body: `{"a":"村"}`}
		b.write(func(tx store.Tx) error { return tx.SaveReceipts(ctx, []store.Receipt{receipt}) })
		b.write(func(tx store.Tx) error {
			found, err := tx.Receipts(ctx, store.In(county, id(4), id(5), id(6)))
			b.same(len(found), "1")
			b.same(found[store.Place{County: county, ID: id(5)}], fmt.Sprint(receipt))
			return err
		})
		found, err := b.Receipt(ctx, county, id(5))
		b.ok(err)
		b.same(*found, fmt.Sprint(receipt))
		elsewhere, err := b.Receipt(ctx, county2, id(5))
		b.ok(err)
		b.same(elsewhere == nil, "true")
		later := receipt
		later.Body = "{}"
		b.write(func(tx store.Tx) error { return tx.SaveReceipts(ctx, []store.Receipt{later}) })
		found, err = b.Receipt(ctx, county, id(5))
		b.ok(err)
		b.same(*found, fmt.Sprint(receipt))
	}},
	{"a refusal gives way to a later receipt", func(b *bench) {
		refused := store.Receipt{County: county, Bundle: id(5), At: 77, Actor: id(1), Body: `{"no":1}`}
		accepted := store.Receipt{County: county, Bundle: id(5), At: 78, Actor: id(1), Accepted: true, Body: `{}`}
		for _, r := range []store.Receipt{refused, accepted} {
			b.write(func(tx store.Tx) error { return tx.SaveReceipts(ctx, []store.Receipt{r}) })
			found, err := b.Receipt(ctx, county, id(5))
			b.ok(err)
			b.same(*found, fmt.Sprint(r))
		}
	}},
	{"of several receipts of a bundle in one list the first acceptance stands", func(b *bench) {
		var list []store.Receipt
		for i, accepted := range []bool{false, false, true, true, false} {
			list = append(list, store.Receipt{County: county, Bundle: id(5), At: value.Instant(i), Accepted: accepted})
		}
		b.write(func(tx store.Tx) error { return tx.SaveReceipts(ctx, list) })
		found, err := b.Receipt(ctx, county, id(5))
		b.ok(err)
		b.same(*found, fmt.Sprint(list[2]))
	}},
	{"keys are kept, replaced and destroyed for good", func(b *bench) {
		b.write(func(tx store.Tx) error {
			b.ok(tx.SaveKeys(ctx, county, map[string][]byte{id(1): {0, 1}, id(2): {2}}))
			return tx.SaveKeys(ctx, county, map[string][]byte{id(2): {3}})
		})
		b.write(func(tx store.Tx) error {
			b.ok(tx.DestroyKeys(ctx, county, []string{id(1), id(8)}))
			found, err := tx.Keys(ctx, store.In(county, id(1), id(2)))
			b.same(found, fmt.Sprint(map[store.Place][]byte{{County: county, ID: id(2)}: {3}}))
			return err
		})
		found, err := b.RecordKeys(ctx, county, []string{id(1), id(2)})
		b.ok(err)
		b.same(len(found), "1")
	}},
}

package portable

import (
	"context"
	"database/sql"
	"slices"

	"jieli/compact"
	"jieli/store"
)

var (
	// A body stands packed, or in body where that does not give it back.
	receipts    = definePlaced("select county, bundle, answered_at, actor, accepted, body, packed from receipt", "", "bundle", "").short()
	saveReceipt = defineInsert("receipt", "county, bundle, answered_at, actor, accepted, body, packed",
		replaceAll([]string{"answered_at", "actor", "accepted", "body", "packed"}, "county, bundle")+" where not receipt.accepted")

	sealingKeys = definePlaced("select county, record, wrapped from sealing_key", "", "record", "").short()
	saveKey     = defineInsert("sealing_key", "county, record, wrapped",
		replaceAll([]string{"wrapped"}, "county, record"))
	destroyKeys = define(OneCounty, "delete from sealing_key where county = $1 and record in ({list})")
)

// Receipts implements store.Tx.
func (r reader) Receipts(ctx context.Context, bundles []store.Place) (map[store.Place]store.Receipt, error) {
	out := make(map[store.Place]store.Receipt, len(bundles))
	packed := map[store.Place][]byte{}
	err := r.placedRows(ctx, receipts, bundles, func(rows *sql.Rows) error {
		var c store.Receipt
		var body []byte
		err := rows.Scan(&c.County, scannedID{&c.Bundle}, &c.At, scannedID{&c.Actor}, &c.Accepted, &c.Body, &body)
		at := store.Place{County: c.County, ID: c.Bundle}
		if out[at] = c; body != nil {
			packed[at] = body
		}
		return err
	})
	for at, body := range packed {
		if err != nil {
			break
		}
		c := out[at]
		err = r.unpacked(ctx, func(w *compact.Words) error {
			text, err := compact.Restore(body, w)
			c.Body = string(text)
			return err
		})
		out[at], err = c, r.s.dialect.Fault(err, false)
	}
	return out, err
}

// Receipt implements store.Reader; nil when there is none.
func (r reader) Receipt(ctx context.Context, county, bundle string) (*store.Receipt, error) {
	at := store.Place{County: county, ID: bundle}
	found, err := r.Receipts(ctx, []store.Place{at})
	if c, ok := found[at]; ok {
		return &c, err
	}
	return nil, err
}

// SaveReceipts implements store.Tx. A bundle has one receipt: that of a refusal gives way to a later one, that of an
// acceptance stays.
func (w *writer) SaveReceipts(ctx context.Context, list []store.Receipt) error {
	list = oneEach(list)
	words, err := w.s.wordsNow(ctx, w.query)
	if err != nil {
		return err
	}
	return w.rows(ctx, saveReceipt, len(list), func(i int, args []any) []any {
		c := &list[i]
		args = append(args, c.County, w.s.id(c.Bundle), int64(c.At), w.s.id(c.Actor), c.Accepted)
		if packed, ok := compact.Pack([]byte(c.Body), words); ok {
			return append(args, "", packed)
		}
		return append(args, c.Body, nil)
	})
}

// oneEach leaves one receipt a bundle, by the same rule: one statement may not write a row twice.
func oneEach(list []store.Receipt) []store.Receipt {
	place := make(map[[2]string]int, len(list))
	out := make([]store.Receipt, 0, len(list))
	for _, c := range list {
		i, stands := place[[2]string{c.County, c.Bundle}]
		switch {
		case !stands:
			place[[2]string{c.County, c.Bundle}] = len(out)
			out = append(out, c)
		case !out[i].Accepted:
			out[i] = c
		}
	}
	return out
}

// Keys implements store.Tx.
func (r reader) Keys(ctx context.Context, records []store.Place) (map[store.Place][]byte, error) {
	out := make(map[store.Place][]byte, len(records))
	err := r.placedRows(ctx, sealingKeys, records, func(rows *sql.Rows) error {
		var at store.Place
		var wrapped []byte
		err := rows.Scan(&at.County, scannedID{&at.ID}, &wrapped)
		out[at] = wrapped
		return err
	})
	return out, err
}

// RecordKeys implements store.Reader.
func (r reader) RecordKeys(ctx context.Context, county string, records []string) (map[string][]byte, error) {
	found, err := r.Keys(ctx, store.In(county, records...))
	out := make(map[string][]byte, len(found))
	for at, wrapped := range found {
		out[at.ID] = wrapped
	}
	return out, err
}

// SaveKeys implements store.Tx.
func (w *writer) SaveKeys(ctx context.Context, county string, keys map[string][]byte) error {
	records := sortedKeys(keys)
	return w.rows(ctx, saveKey, len(records), func(i int, args []any) []any {
		return append(args, county, w.s.id(records[i]), keys[records[i]])
	})
}

// DestroyKeys implements store.Tx.
func (w *writer) DestroyKeys(ctx context.Context, county string, records []string) error {
	return w.dropIDs(ctx, destroyKeys, []any{county}, records)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

package portable

import (
	"context"
	"database/sql"
	"slices"

	"jieli/store"
)

var (
	receipts = define(OneCounty, `select bundle, answered_at, actor, accepted, body from receipt
		where county = $1 and bundle in ({list})`)
	saveReceipt = defineInsert("receipt", "county, bundle, answered_at, actor, accepted, body",
		replaceAll([]string{"answered_at", "actor", "accepted", "body"}, "county, bundle")+" where not receipt.accepted")

	sealingKeys = define(OneCounty, "select record, wrapped from sealing_key where county = $1 and record in ({list})")
	saveKey     = defineInsert("sealing_key", "county, record, wrapped",
		replaceAll([]string{"wrapped"}, "county, record"))
	destroyKeys = define(OneCounty, "delete from sealing_key where county = $1 and record in ({list})")
)

// Receipts implements store.Tx.
func (r reader) Receipts(ctx context.Context, county string, bundles []string) (map[string]store.Receipt, error) {
	out := make(map[string]store.Receipt, len(bundles))
	err := r.listed(ctx, receipts, []any{county}, bundles, func(rows *sql.Rows) error {
		c := store.Receipt{County: county}
		err := rows.Scan(&c.Bundle, &c.At, &c.Actor, &c.Accepted, &c.Body)
		out[c.Bundle] = c
		return err
	})
	return out, err
}

// Receipt implements store.Reader; nil when there is none.
func (r reader) Receipt(ctx context.Context, county, bundle string) (*store.Receipt, error) {
	found, err := r.Receipts(ctx, county, []string{bundle})
	if c, ok := found[bundle]; ok {
		return &c, err
	}
	return nil, err
}

// SaveReceipts implements store.Tx. A bundle has one receipt: that of a refusal gives way to a later one, that of an
// acceptance stays.
func (w *writer) SaveReceipts(ctx context.Context, list []store.Receipt) error {
	list = oneEach(list)
	return w.rows(ctx, saveReceipt, len(list), func(i int, args []any) []any {
		c := &list[i]
		return append(args, c.County, c.Bundle, int64(c.At), c.Actor, c.Accepted, c.Body)
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
func (r reader) Keys(ctx context.Context, county string, records []string) (map[string][]byte, error) {
	out := make(map[string][]byte, len(records))
	err := r.listed(ctx, sealingKeys, []any{county}, records, func(rows *sql.Rows) error {
		var record string
		var wrapped []byte
		err := rows.Scan(&record, &wrapped)
		out[record] = wrapped
		return err
	})
	return out, err
}

// RecordKeys implements store.Reader.
func (r reader) RecordKeys(ctx context.Context, county string, records []string) (map[string][]byte, error) {
	return r.Keys(ctx, county, records)
}

// SaveKeys implements store.Tx.
func (w *writer) SaveKeys(ctx context.Context, county string, keys map[string][]byte) error {
	records := sortedKeys(keys)
	return w.rows(ctx, saveKey, len(records), func(i int, args []any) []any {
		return append(args, county, records[i], keys[records[i]])
	})
}

// DestroyKeys implements store.Tx.
func (w *writer) DestroyKeys(ctx context.Context, county string, records []string) error {
	return w.drop(ctx, destroyKeys, []any{county}, records)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

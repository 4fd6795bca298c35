package portable

import (
	"context"
	"database/sql"

	"jieli/compact"
	"jieli/journal"
	"jieli/value"
)

// entryColumns are those of an entry behind its county. A body stands packed, without what the other columns say; where
// that would not give it back byte for byte, and where a former version wrote it, it stands as it is in body.
const entryColumns = "stream, seq, id, register, record, version, action, actor, received_at, leaf, body, packed"

// AppendEntries implements store.Tx.
func (w *writer) AppendEntries(ctx context.Context, entries []*journal.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	words, err := w.s.wordsNow(ctx, w.query)
	if err != nil {
		return err
	}
	return w.rows(ctx, insertEntry, len(entries), func(i int, args []any) []any {
		e := entries[i]
		leaf := journal.LeafHash(e.Body)
		args = append(args, e.County, e.Stream, e.Seq, w.s.id(e.ID), e.Register, w.s.id(e.Record), e.Version, string(e.Action), w.s.id(e.Actor),
			int64(e.ReceivedAt), leaf[:])
		if packed, ok := journal.Pack(e, words); ok {
			return append(args, "", packed)
		}
		return append(args, string(e.Body), nil)
	})
}

// entryRow is a row of the table entry as it stands there.
type entryRow struct {
	journal.Entry // what stands in columns
	leaf, packed  []byte
}

// entryRows reads rows by a statement that gives entryColumns.
func (r reader) entryRows(ctx context.Context, q *Statement, county string, args ...any) ([]entryRow, error) {
	var out []entryRow
	err := r.query(ctx, q.Text, append([]any{county}, args...), func(rows *sql.Rows) error {
		e := entryRow{Entry: journal.Entry{StreamKey: journal.StreamKey{County: county}}}
		var action string
		var received int64
		err := rows.Scan(&e.Stream, &e.Seq, scannedID{&e.ID}, &e.Register, scannedID{&e.Record}, &e.Version, &action,
			scannedID{&e.Actor}, &received, &e.leaf, &e.Body, &e.packed)
		e.Action, e.ReceivedAt = journal.Action(action), value.Instant(received)
		out = append(out, e)
		return err
	})
	return out, err
}

// unpack makes the body of a row that is packed.
func (e *entryRow) unpack(ctx context.Context, r reader) error {
	if e.packed == nil {
		return nil
	}
	return r.unpacked(ctx, func(w *compact.Words) error { return e.Unpack(e.packed, w) })
}

func (r reader) entries(ctx context.Context, q *Statement, county string, args ...any) ([]*journal.Entry, error) {
	list, err := r.entryRows(ctx, q, county, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	out := make([]*journal.Entry, len(list))
	for i := range list {
		if err := list[i].unpack(ctx, r); err != nil {
			return nil, r.s.dialect.Fault(err, false)
		}
		if out[i], err = journal.Decode(list[i].Body); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Rows implements store.Reader. What is packed and does not unpack is given as it stands: no body, and found to be none.
func (r reader) Rows(ctx context.Context, key journal.StreamKey, from int64, limit int) ([]journal.Row, error) {
	list, err := r.entryRows(ctx, entriesOfStream, key.County, key.Stream, from, int64(limit))
	out := make([]journal.Row, 0, len(list))
	for i := range list {
		e := &list[i]
		row := journal.Row{Seq: e.Seq, Columns: []journal.Column{
			{Name: "id", Value: e.ID}, {Name: "register", Value: e.Register}, {Name: "record", Value: e.Record},
			{Name: "version", Value: e.Version}, {Name: "action", Value: string(e.Action)}, {Name: "actor", Value: e.Actor},
			{Name: "received_at", Value: int64(e.ReceivedAt)},
		}}
		copy(row.Leaf[:], e.leaf) // one of another length cannot be the leaf of the body, and is found so
		if row.Body = e.packed; e.unpack(ctx, r) == nil {
			row.Body = e.Body
		}
		out = append(out, row)
	}
	return out, err
}

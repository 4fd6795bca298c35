package portable

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Record implements store.Reader.
func (r reader) Record(ctx context.Context, reg *catalog.Register, county, id string) (*register.Record, error) {
	at := store.Place{County: county, ID: id}
	found, err := r.Records(ctx, reg, []store.Place{at})
	return found[at], err
}

// Records implements store.Tx.
func (r reader) Records(
	ctx context.Context, reg *catalog.Register, ids []store.Place,
) (map[store.Place]*register.Record, error) {
	out := make(map[store.Place]*register.Record, len(ids))
	t := r.s.table(reg)
	return out, r.load(ctx, t, t.byID, ids, func(rec *register.Record) { out[store.Place{County: rec.County, ID: rec.ID}] = rec })
}

// RecordsByKey implements store.Tx.
func (r reader) RecordsByKey(
	ctx context.Context, reg *catalog.Register, keys []store.Place,
) (map[store.Place]*register.Record, error) {
	out := make(map[store.Place]*register.Record, len(keys))
	t := r.s.table(reg)
	return out, r.load(ctx, t, t.byKey, keys, func(rec *register.Record) { out[store.Place{County: rec.County, ID: rec.Key}] = rec })
}

// ChildrenOf implements store.Tx. They are put in order here: the database would carry all columns through its sort.
func (r reader) ChildrenOf(
	ctx context.Context, child *catalog.Register, parents []store.Place,
) (map[store.Place][]*register.Record, error) {
	out := make(map[store.Place][]*register.Record, len(parents))
	t := r.s.table(child)
	err := r.load(ctx, t, t.byParent, parents, func(rec *register.Record) {
		at := store.Place{County: rec.County, ID: rec.Parent}
		out[at] = append(out[at], rec)
	})
	for _, list := range out {
		slices.SortFunc(list, func(a, b *register.Record) int {
			return cmp.Or(cmp.Compare(a.CreatedAt, b.CreatedAt), strings.Compare(a.ID, b.ID))
		})
	}
	return out, err
}

// Children implements store.Reader.
func (r reader) Children(
	ctx context.Context, child *catalog.Register, county, parent string,
) ([]*register.Record, error) {
	at := store.Place{County: county, ID: parent}
	found, err := r.ChildrenOf(ctx, child, []store.Place{at})
	return found[at], err
}

func (r reader) load(
	ctx context.Context, t *table, s *placed, list []store.Place, each func(*register.Record),
) error {
	scan := t.scanner(r.s)
	return r.placedRows(ctx, s, list, func(rows *sql.Rows) error {
		rec, err := scan.next(rows)
		if err == nil {
			each(rec)
		}
		return err
	})
}

// SaveRecords implements store.Tx.
func (w *writer) SaveRecords(ctx context.Context, reg *catalog.Register, records []*register.Record) error {
	t := w.s.table(reg)
	records = lastOf(records, func(r *register.Record) [2]string { return [2]string{r.County, r.ID} })
	for _, r := range records {
		if len(r.Fields) != len(reg.Fields) {
			return internal(fmt.Errorf("record of %s has %d fields for %d", reg.Name, len(r.Fields), len(reg.Fields)))
		}
	}
	return w.rows(ctx, t.save, len(records), func(i int, args []any) []any { return t.write(w.s, records[i], args) })
}

// write appends the columns of a record.
func (t *table) write(s *Store, r *register.Record, args []any) []any {
	args = append(args, r.County, r.ID, r.Stream, r.Area, orNull(r.Key), orNull(r.Parent),
		r.Version, r.State, int64(r.CreatedAt), r.CreatedBy, int64(r.UpdatedAt), r.UpdatedBy,
		dayOrNull(r.LastDay), orNull(packList(r.Warnings)))
	for i, f := range t.reg.Fields {
		args = s.column(args, f, r.Fields[i])
	}
	return args
}

// column appends the columns of one field.
func (s *Store) column(args []any, f *catalog.Field, v any) []any {
	var cell any
	if f.Filed() {
		cell = cellOf(v)
	}
	if v != nil {
		v = f.Type.ToColumn(v)
	}
	if f.Privacy == catalog.Sensitive {
		return s.seal(args, v)
	}
	if f.Filed() {
		return append(args, v, cell)
	}
	return append(args, v)
}

// seal appends the ciphertext and the digest of a column value.
func (s *Store) seal(args []any, v any) []any {
	if v == nil {
		return append(args, nil, nil)
	}
	plain := plainText(v)
	return append(args, s.cipher.Seal(plain), s.cipher.Digest(plain))
}

// plainText is what is sealed of a column value; fromPlain is its inverse.
func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	}
	return fmt.Sprint(v)
}

func fromPlain(plain string, c value.Column) (any, error) {
	switch c {
	case value.ColumnInteger:
		return strconv.ParseInt(plain, 10, 64)
	case value.ColumnBoolean:
		return strconv.ParseBool(plain)
	}
	return plain, nil
}

// scanner reads rows of one register; it keeps its targets from row to row.
type scanner struct {
	t        *table
	s        *Store
	row      register.Record
	key      sql.NullString
	parent   sql.NullString
	lastDay  sql.NullString
	warnings sql.NullString
	values   []any
	targets  []any
}

func (t *table) scanner(s *Store) *scanner {
	c := &scanner{t: t, s: s, values: make([]any, len(t.reg.Fields))}
	r := &c.row
	c.targets = append(c.targets, &r.County, &r.ID, &r.Stream, &r.Area, &c.key, &c.parent, &r.Version, &r.State,
		&r.CreatedAt, &r.CreatedBy, &r.UpdatedAt, &r.UpdatedBy, &c.lastDay, &c.warnings)
	for i := range c.values {
		c.targets = append(c.targets, &c.values[i])
	}
	return c
}

// next reads the row that rows stands on.
func (c *scanner) next(rows *sql.Rows) (*register.Record, error) {
	if err := rows.Scan(c.targets...); err != nil {
		return nil, err
	}
	r := c.row
	r.Register = c.t.reg
	r.Key, r.Parent = c.key.String, c.parent.String
	r.Warnings = unpackList(c.warnings.String)
	var err error
	if r.LastDay, err = parseDay(c.lastDay.String); err != nil {
		return nil, err
	}
	r.Fields = make([]any, len(c.values))
	for i, f := range c.t.reg.Fields {
		if r.Fields[i], err = c.s.fromColumn(f, c.values[i]); err != nil {
			return nil, internal(fmt.Errorf("%s.%s of %s: %w", c.t.reg.Name, f.Name, r.ID, err))
		}
	}
	return &r, nil
}

// fromColumn gives the value in memory of what the driver returned.
func (s *Store) fromColumn(f *catalog.Field, v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	if raw, ok := v.([]byte); ok {
		v = string(raw)
	}
	if sealed, ok := v.(string); ok && f.Privacy == catalog.Sensitive {
		plain, err := s.cipher.Open(sealed)
		if err != nil {
			return nil, err
		}
		if v, err = fromPlain(plain, f.Type.Column()); err != nil {
			return nil, err
		}
	}
	if n, ok := v.(int64); ok && f.Type.Column() == value.ColumnBoolean {
		v = n != 0
	}
	return f.Type.FromColumn(v)
}

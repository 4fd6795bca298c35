package portable

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"jieli/register"
	"jieli/value"
)

const conflictColumns = "county, register, record, field, opened_at, area, entries, closed_at, closed_by"

var (
	saveConflict = defineInsert("conflict", conflictColumns,
		replaceAll(splitColumns(conflictColumns), "county, record, register, field, opened_at"))
	openConflictsOf = define(OneCounty, "select "+conflictColumns+` from conflict
		where county = $1 and record = $2 and closed_at is null order by opened_at, register, field`)
)

// SaveConflicts implements store.Tx. A conflict is known by its record, field and the instant at which it was opened.
func (w *writer) SaveConflicts(ctx context.Context, list []register.Conflict) error {
	type key struct {
		county, register, record, field string
		opened                          value.Instant
	}
	list = lastOf(list, func(c register.Conflict) key {
		return key{c.County, c.Register, c.Record, c.Field, c.OpenedAt}
	})
	return w.rows(ctx, saveConflict, len(list), func(i int, args []any) []any {
		c := &list[i]
		var closed any
		if c.ClosedAt != 0 {
			closed = int64(c.ClosedAt)
		}
		return append(args, c.County, c.Register, c.Record, c.Field, int64(c.OpenedAt), c.Area, packList(c.Entries),
			closed, orNull(c.ClosedBy))
	})
}

// Conflicts implements store.Tx.
func (r reader) Conflicts(ctx context.Context, county, record string) ([]register.Conflict, error) {
	return r.conflicts(ctx, openConflictsOf.Text, []any{county, record})
}

func (r reader) conflicts(ctx context.Context, text string, args []any) ([]register.Conflict, error) {
	var out []register.Conflict
	err := r.query(ctx, text, args, func(rows *sql.Rows) error {
		var c register.Conflict
		var entries string
		var closedAt sql.NullInt64
		var closedBy sql.NullString
		err := rows.Scan(&c.County, &c.Register, &c.Record, &c.Field, &c.OpenedAt, &c.Area, &entries, &closedAt, &closedBy)
		c.Entries, c.ClosedAt, c.ClosedBy = unpackList(entries), value.Instant(closedAt.Int64), closedBy.String
		out = append(out, c)
		return err
	})
	return out, err
}

// OpenConflicts implements store.Reader: the oldest first.
func (r reader) OpenConflicts(ctx context.Context, areas []string, limit int) ([]register.Conflict, error) {
	var out []register.Conflict
	err := r.eachCounty(ctx, areas, func(r reader, county string) error {
		b := &builder{}
		b.put("select " + conflictColumns + " from conflict where county = " + b.arg(county) + " and closed_at is null")
		b.areas("area", narrowed(county, areas))
		b.put(" order by opened_at, record, field")
		b.limit(limit)
		more, err := r.conflicts(ctx, b.text(), b.args)
		out = append(out, more...)
		return err
	})
	slices.SortFunc(out, func(a, b register.Conflict) int {
		return cmp.Or(cmp.Compare(a.OpenedAt, b.OpenedAt), strings.Compare(a.Record, b.Record),
			strings.Compare(a.Field, b.Field))
	})
	return firstOf(out, limit), err
}

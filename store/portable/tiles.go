package portable

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// InTile implements store.Reader.
func (r reader) InTile(
	ctx context.Context, q store.Query, f *catalog.Field, cell value.Cell, limit int,
) ([]*register.Record, error) {
	t := r.s.table(q.Register)
	var out []*register.Record
	err := r.eachTilePart(ctx, &q, f, cell, func(p part, place string) error {
		if len(out) >= limit {
			return nil
		}
		b := &builder{}
		b.put("select " + t.columns + " from " + r.filedIn(t, f))
		if err := r.s.where(b, &q, p); err != nil {
			return err
		}
		b.put(place)
		b.limit(limit - len(out))
		scan := t.scanner(r.s)
		return r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
			rec, err := scan.next(rows)
			if err == nil {
				out = append(out, rec)
			}
			return err
		})
	})
	return out, err
}

// CountInTile implements store.Reader.
func (r reader) CountInTile(
	ctx context.Context, q store.Query, f *catalog.Field, cell value.Cell, zoom int,
) (map[int64]int64, error) {
	t := r.s.table(q.Register)
	out := map[int64]int64{}
	err := r.eachTilePart(ctx, &q, f, cell, func(p part, place string) error {
		b := &builder{}
		b.put("select part, count(*) from (select t." + f.CellColumn() + " / " + strconv.FormatInt(value.Part(zoom), 10) +
			" as part from " + r.filedIn(t, f))
		if err := r.s.where(b, &q, p); err != nil {
			return err
		}
		b.put(place + ") as x group by part")
		return r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
			var at, n int64
			err := rows.Scan(&at, &n)
			out[at] += n
			return err
		})
	})
	return out, err
}

// filedIn names the table, read by the index of cells.
func (r reader) filedIn(t *table, f *catalog.Field) string {
	name := t.reg.Table()
	return r.s.dialect.From(name, catalog.Alias, indexName(name, f.CellColumn()))
}

// eachTilePart asks for each share of a query, within the cell and around it, on one snapshot. What is around is asked
// for apart, since a database that is asked for one or the other reads the whole county; points never lie there.
func (r reader) eachTilePart(
	ctx context.Context, q *store.Query, f *catalog.Field, cell value.Cell, ask func(p part, place string) error,
) error {
	within, around := cell.Filed()
	column := " and t." + f.CellColumn()
	places := []string{column + " between " + cellText(within.From) + " and " + cellText(within.To)}
	if f.Type.Name() != "point" && len(around) > 0 {
		codes := make([]string, len(around))
		for i, c := range around {
			codes[i] = cellText(c)
		}
		places = append(places, column+" in ("+strings.Join(codes, ", ")+")")
	}
	return r.s.snapshot(ctx, func(r reader) error {
		parts, err := r.parts(ctx, q)
		if err != nil {
			return err
		}
		for _, p := range parts {
			for _, place := range places {
				if err := ask(p, place); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func cellText(c value.Cell) string { return strconv.FormatInt(int64(c), 10) }

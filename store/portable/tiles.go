package portable

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/store"
	"jieli/value"
)

// InTile implements store.Reader.
func (r reader) InTile(
	ctx context.Context, q store.Query, f, by *catalog.Field, cells []value.Cell, limit int,
) ([]store.Drawn, error) {
	columns := "t.county, t.id, t.area, t." + f.Column() + ", "
	if by != nil {
		columns += "t." + by.Column()
	} else {
		columns += "null"
	}
	t := r.s.table(q.Register)
	var out []store.Drawn
	err := r.eachTilePart(ctx, &q, f, cells, func(p part, place string) error {
		if len(out) >= limit {
			return nil
		}
		b := &builder{}
		b.put("select " + columns + " from " + r.filedIn(t, f))
		if err := r.s.where(b, &q, p); err != nil {
			return err
		}
		b.put(place)
		b.limit(limit - len(out))
		return r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
			var d store.Drawn
			var shape, raw any
			err := rows.Scan(&d.County, &d.ID, &d.Area, &shape, &raw)
			if err == nil {
				shape, err = r.s.fromColumn(f, shape)
			}
			if err == nil && by != nil {
				d.Value, err = r.s.fromColumn(by, raw)
			}
			d.Shape, _ = shape.(value.Geometry)
			out = append(out, d)
			return err
		})
	})
	return out, err
}

// Squares implements store.Reader.
func (r reader) Squares(ctx context.Context, q store.Query, f, by *catalog.Field, zoom int) ([]store.Square, error) {
	column := "null"
	part, filed := "0", ""
	if f != nil {
		part = "t." + f.CellColumn() + " / " + strconv.FormatInt(value.Part(zoom), 10)
		filed = " and t." + f.CellColumn() + " is not null"
	}
	if by != nil {
		column = "t." + by.Column()
	}
	t := r.s.table(q.Register)
	var out []store.Square
	err := r.s.snapshot(ctx, func(r reader) error {
		parts, err := r.parts(ctx, &q)
		if err != nil {
			return err
		}
		for _, p := range parts {
			b := &builder{}
			b.put("select area, part, value, count(*) from (select t.area as area, " + part + " as part, " + column + " as value from " +
				r.s.dialect.From(q.Register.Table(), catalog.Alias, t.indexes["area"]))
			if err := r.s.where(b, &q, p); err != nil {
				return err
			}
			b.put(filed + ") as x group by area, part, value")
			if err := r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
				var x store.Square
				var raw any
				err := rows.Scan(&x.Area, &x.Part, &raw, &x.Count)
				if err == nil && by != nil {
					x.Value, err = r.s.fromColumn(by, raw)
				}
				out = append(out, x)
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// filedIn names the table, read by the index of cells.
func (r reader) filedIn(t *table, f *catalog.Field) string {
	name := t.reg.Table()
	return r.s.dialect.From(name, catalog.Alias, indexName(name, f.CellColumn()))
}

// eachTilePart asks for each share of a query, within the cells and around them, on one snapshot. What is around is asked
// for apart, since a database that is asked for one or the other reads the whole county; points never lie there.
func (r reader) eachTilePart(
	ctx context.Context, q *store.Query, f *catalog.Field, cells []value.Cell, ask func(p part, place string) error,
) error {
	column := " and t." + f.CellColumn()
	var places, codes []string
	for _, cell := range cells {
		within, around := cell.Filed()
		places = append(places, column+" between "+cellText(within.From)+" and "+cellText(within.To))
		for _, c := range around {
			if code := cellText(c); !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	if f.Type.Name() != "point" && len(codes) > 0 {
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

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

// A shape that is kept apart, or drawn on the map, has a further column beside its own: the cell in which it is filed, so
// that an index finds what may meet it, and what lies in a tile. Nobody reads it but Near and the tiles.

// cellOf gives the cell column of a value.
func cellOf(v any) any {
	g, _ := v.(value.Geometry)
	if c, ok := value.CellOf(g); ok {
		return int64(c)
	}
	return nil
}

// Shapes meet within at most four runs of cells; the single cells above them are asked for in whole steps, so that there
// are few different statements.
const (
	maxRuns     = 4
	singleSteps = 16
)

// Near implements store.Tx.
func (r reader) Near(
	ctx context.Context, reg *catalog.Register, f *catalog.Field, county string, shape value.Geometry,
) ([]*register.Record, error) {
	runs, single := value.CellsMeeting(shape)
	if len(runs) == 0 {
		return nil, nil
	}
	for len(runs) < maxRuns {
		runs = append(runs, value.Range{From: 1}) // holds nothing
	}
	for len(single)%singleSteps > 0 {
		single = append(single, 0) // no cell
	}
	args := []any{county}
	for _, x := range runs {
		args = append(args, int64(x.From), int64(x.To))
	}
	for _, c := range single {
		args = append(args, int64(c))
	}
	t := r.s.table(reg)
	var out []*register.Record
	scan := t.scanner(r.s)
	return out, r.query(ctx, nearText(t, f, len(single)), args, func(rows *sql.Rows) error {
		rec, err := scan.next(rows)
		if err == nil {
			out = append(out, rec)
		}
		return err
	})
}

// nearText asks for each run apart, since a database that is asked for one or the other reads the whole county.
func nearText(t *table, f *catalog.Field, single int) string {
	var parts []string
	n := 2
	next := func() string { n++; return "$" + strconv.Itoa(n-1) }
	part := func(condition string) {
		parts = append(parts, "select "+t.columns+" from "+t.reg.Table()+" as t where t.county = $1 and t."+f.CellColumn()+
			condition+" and t.state = '"+register.StateActive+"'")
	}
	for range maxRuns {
		part(" between " + next() + " and " + next())
	}
	if single > 0 {
		places := make([]string, single)
		for i := range places {
			places[i] = next()
		}
		part(" in (" + strings.Join(places, ", ") + ")")
	}
	return strings.Join(parts, " union all ")
}

// fileShapes fills the cell columns that are new: the shapes that stood before are filed too.
func (s *Store) fileShapes(ctx context.Context, c *catalog.Catalog) error {
	for _, reg := range c.Registers {
		for _, f := range reg.Fields {
			if !f.Filed() {
				continue
			}
			if err := s.fileField(ctx, reg, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) fileField(ctx context.Context, reg *catalog.Register, f *catalog.Field) error {
	const text = "select county, id, %column from %table where %column is not null and %cell is null"
	names := strings.NewReplacer("%column", f.Column(), "%table", reg.Table(), "%cell", f.CellColumn())
	type filed struct {
		at   store.Place
		cell any
	}
	var list []filed
	err := s.query(ctx, names.Replace(text), nil, func(rows *sql.Rows) error {
		var x filed
		var shape string
		err := rows.Scan(&x.at.County, &x.at.ID, &shape)
		x.cell = cellOf(value.Geometry(shape))
		list = append(list, x)
		return err
	})
	if err != nil || len(list) == 0 {
		return err
	}
	update := updateText(reg.Table(), []string{f.CellColumn()})
	return s.transact(ctx, false, func(w *writer) error {
		for _, x := range list {
			if err := w.exec(ctx, update, []any{x.cell, x.at.County, x.at.ID}); err != nil {
				return err
			}
		}
		return nil
	})
}

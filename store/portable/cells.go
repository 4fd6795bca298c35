package portable

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"jieli/store"
)

var (
	addCell = defineInsert("cell", "county, grain, indicator, period, area, breakdown, amount, number",
		"on conflict (county, grain, indicator, period, area, breakdown) do update "+
			"set amount = cell.amount + excluded.amount, number = cell.number + excluded.number")
	clearCells    = define(OneCounty, "delete from cell where county = $1")
	cellsOfCounty = define(OneCounty, `select indicator, area, grain, period, breakdown, amount, number from cell
		where county = $1 and (amount <> 0 or number <> 0)
		order by county, grain, indicator, period, area, breakdown`)
)

// AddCells implements store.Tx. Deltas of one cell are added up first, and go in key order: one statement may not touch
// a row twice, and neighbours lie on one page.
func (w *writer) AddCells(ctx context.Context, deltas []store.Cell) error {
	list := mergeCells(deltas)
	if w.s.blocks != nil {
		w.s.blocks.write(w, periodsOf(list))
	}
	return w.rows(ctx, addCell, len(list), func(i int, args []any) []any {
		c := &list[i]
		return append(args, c.County, c.Grain, c.Indicator, c.Period, c.Area, c.Breakdown, c.Sum, c.Count)
	})
}

// ClearCells implements store.Tx.
func (w *writer) ClearCells(ctx context.Context, county string) error {
	if w.s.blocks != nil {
		w.s.blocks.write(w, []period{{county: county}})
	}
	return w.exec(ctx, clearCells.Text, []any{county})
}

func mergeCells(deltas []store.Cell) []store.Cell {
	sorted := slices.Clone(deltas)
	slices.SortFunc(sorted, compareCells)
	out := sorted[:0]
	for _, c := range sorted {
		if last := len(out) - 1; last >= 0 && compareCells(out[last], c) == 0 {
			out[last].Sum += c.Sum
			out[last].Count += c.Count
			continue
		}
		out = append(out, c)
	}
	return slices.DeleteFunc(out, func(c store.Cell) bool { return c.Sum == 0 && c.Count == 0 })
}

func compareCells(a, b store.Cell) int {
	if c := strings.Compare(a.County, b.County); c != 0 {
		return c
	}
	if c := strings.Compare(a.Grain, b.Grain); c != 0 {
		return c
	}
	if c := strings.Compare(a.Indicator, b.Indicator); c != 0 {
		return c
	}
	return cmp.Or(strings.Compare(a.Period, b.Period), strings.Compare(a.Area, b.Area),
		strings.Compare(a.Breakdown, b.Breakdown))
}

// Cells implements store.Reader. Cells that came back to nothing are left out: a recount would not make them.
func (r reader) Cells(ctx context.Context, county string, each func(store.Cell) error) error {
	return r.query(ctx, cellsOfCounty.Text, []any{county}, func(rows *sql.Rows) error {
		c := store.Cell{County: county}
		err := rows.Scan(&c.Indicator, &c.Area, &c.Grain, &c.Period, &c.Breakdown, &c.Sum, &c.Count)
		if err != nil {
			return err
		}
		return each(c)
	})
}

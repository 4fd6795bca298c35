package indicator

import (
	"context"
	"sort"

	"jieli/store"
	"jieli/value"
)

// Series gives the figures of a query's area at the end of each of the days, which stand in order: a list for each
// day, in the order of the query's indicators. It reads the cells up to the first day as one sum and those after it by
// day or month, so that a year of points costs little more than one. The query's own days are not used.
func Series(ctx context.Context, r Reader, q Query, days []value.Date) ([][]Value, error) {
	q.Below, q.Since = 0, 0
	now, err := begin(ctx, r, q, stored(q.Indicators, false), days)
	if err != nil {
		return nil, err
	}
	earlier := make([]value.Date, len(days))
	for i, d := range days {
		earlier[i] = d.AddYears(-1)
	}
	past, err := begin(ctx, r, q, stored(q.Indicators, true), earlier)
	if err != nil {
		return nil, err
	}
	out := make([][]Value, len(days))
	for i := range days {
		now.step(i)
		past.step(i)
		for _, ind := range q.Indicators {
			out[i] = append(out[i], valueOf(ind, q.Area, now.sums, past.sums, false))
		}
	}
	return out, nil
}

// walk is the way of the sums of an area through days: what stands at the end of one, and what each adds.
type walk struct {
	sums
	area  string
	added [][]store.Figure
}

// begin reads what stands at the end of the first day and what came until the last.
func begin(ctx context.Context, r Reader, q Query, names []string, days []value.Date) (*walk, error) {
	w := &walk{sums: sums{}, area: q.Area, added: make([][]store.Figure, len(days))}
	if len(names) == 0 || len(days) == 0 {
		return w, nil
	}
	var err error
	q.AsOf = days[0]
	if w.sums, err = read(ctx, r, q, names); err != nil {
		return nil, err
	}
	last := len(days) - 1
	if days[last] == days[0] {
		return w, nil
	}
	cq := cellQuery(q, names)
	cq.From, cq.To, cq.ByPeriod = days[0]+1, days[last], "day"
	if monthly(days) {
		cq.ByPeriod = "month"
	}
	list, err := r.Figures(ctx, cq)
	if err != nil {
		return nil, err
	}
	ends := make([]string, len(days))
	for i, d := range days {
		ends[i] = d.String()
	}
	for _, f := range list {
		// A month is the beginning of the text of its days and sorts before them: it belongs to the first end from there.
		at := sort.SearchStrings(ends, f.Period)
		w.added[at] = append(w.added[at], f)
	}
	return w, nil
}

func (w *walk) step(i int) {
	for _, f := range w.added[i] {
		w.put(f, w.area)
	}
}

// monthly reports whether the steps between the days are whole months, of which the last may not be over.
func monthly(days []value.Date) bool {
	for i, d := range days {
		if i < len(days)-1 && (d + 1).String()[8:] != "01" || i > 0 && days[i-1].String()[:7] == d.String()[:7] {
			return false
		}
	}
	return true
}

package portable

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"jieli/catalog"
	"jieli/store"
)

// gathered gives a page of a list that is filtered down to few rows, by the measure of choose.go; ok is false where it must
// be walked. A database that plans by itself takes the rows of a condition for spread over every order, and walks too often:
// those of a day lie in a village, behind thousands of others.
func (r reader) gathered(ctx context.Context, q *store.Query, order *ordering, parts []part) (out []store.Place, ok bool, err error) {
	if !r.s.dialect.Chooses() || q.IDs != nil || q.Parent != "" || len(q.Conds) == 0 || q.Limit == 0 || order.byID() {
		return nil, false, nil
	}
	rows := 0
	for _, p := range parts {
		n, err := r.size(ctx, r.s.table(q.Register), p.county)
		if err != nil {
			return nil, false, err
		}
		rows += n
	}
	switch {
	case r.atOnce(q, parts):
		parts = []part{{counties: countiesOf(parts)}}
	case len(parts) != 1:
		return nil, false, nil
	}
	where := func(b *builder) error { return r.s.where(b, q, parts[0]) }
	most := int(gatherShare * math.Sqrt(float64(q.Limit)*float64(rows)))
	n, err := r.count(ctx, q.Register.Table(), "", most+1, where)
	if err != nil || n > most {
		return nil, false, err
	}
	b := &builder{}
	b.put("with m as materialized (select t.county, " + order.columns() + " from " +
		r.s.dialect.From(q.Register.Table(), catalog.Alias, ""))
	if err := where(b); err != nil {
		return nil, false, err
	}
	order.put(b, whole, order.after)
	b.put(") select t.county, " + order.columns() + " from m as t" + order.by(whole) + ", t.county")
	b.limit(q.Limit)
	err = r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
		var county string
		next, err := order.scan(rows, "", &county)
		out = append(out, store.Place{County: county, ID: next.at.ID})
		return err
	})
	return out, true, err
}

// A database that plans by itself and stands in another process takes longer to plan a statement and to be asked than to
// give a dozen rows. So the counties of a list are asked together there: the statement is planned once, for a county.

// atOnce reports whether the shares of a query can be asked by one statement.
func (r reader) atOnce(q *store.Query, parts []part) bool {
	return r.s.dialect.Chooses() && len(parts) > 1 && q.IDs == nil &&
		!slices.ContainsFunc(parts, func(p part) bool { return p.areas(q) != nil })
}

func countiesOf(parts []part) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.county
	}
	return out
}

// readTogether reads the first rows of lists of different counties, n of each.
func (r reader) readTogether(ctx context.Context, cursors []*cursor, n int) error {
	lacking := cursors
	for len(lacking) > 0 && len(lacking[0].phases) > 0 { // all are at the same phase
		if err := r.readPhase(ctx, lacking, n); err != nil {
			return err
		}
		var short []*cursor
		for _, c := range lacking {
			if len(c.rows) < n {
				c.phases = c.phases[1:]
				short = append(short, c)
			}
		}
		lacking = short
	}
	return nil
}

func (r reader) readPhase(ctx context.Context, cursors []*cursor, n int) error {
	by := make(map[string]*cursor, len(cursors))
	b := &builder{}
	b.put("select c.county, x.* from (values ")
	for i, c := range cursors {
		by[c.part.county] = c
		if i > 0 {
			b.put(", ")
		}
		b.put("(" + b.arg(c.part.county) + ")")
	}
	first := cursors[0]
	b.put(") as c (county) cross join lateral (select " + first.order.columns() + " from " +
		r.s.dialect.From(first.q.Register.Table(), catalog.Alias, ""))
	if err := r.s.where(b, first.q, part{each: true}); err != nil {
		return err
	}
	first.order.put(b, first.phases[0], first.order.after)
	b.put(first.order.by(first.phases[0]))
	b.limit(n)
	b.put(") as x")
	err := r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
		var county string
		next, err := first.order.scan(rows, "", &county)
		next.at.County = county
		if c := by[county]; c != nil {
			c.rows = append(c.rows, next)
		}
		return err
	})
	for _, c := range cursors {
		slices.SortFunc(c.rows, c.order.compare)
		if len(c.rows) > 0 {
			c.after = c.rows[len(c.rows)-1].keys
		}
	}
	return err
}

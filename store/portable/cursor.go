package portable

import (
	"cmp"
	"context"
	"database/sql"

	"jieli/catalog"
	"jieli/store"
)

// cursor reads the list of one share of a query, batch by batch.
type cursor struct {
	r     reader
	q     *store.Query
	order *ordering
	part  part

	way    choice // at the first batch
	chosen bool
	phases []phase // still to be read; the first is under way
	after  []any   // column values of the last row read
	rows   []row
}

// row is where a record stands in a list.
type row struct {
	at   store.Place
	keys []any // column values, parallel to the keys of the order
}

// cursors gives the sorted lists of which a share of a query is made: one, or one for each place of a town.
func (r reader) cursors(ctx context.Context, q *store.Query, order *ordering, p part) ([]*cursor, error) {
	one := &cursor{r: r, q: q, order: order, part: p, phases: order.phases(q.Conds), after: order.after}
	if !order.byID() {
		return []*cursor{one}, nil // the way is chosen when it is known how much is read
	}
	if err := one.choose(ctx, q.Limit); err != nil || !one.way.places {
		return []*cursor{one}, err
	}
	places, err := r.placesOf(ctx, r.s.table(q.Register), p.county, p.areas(q))
	list := make([]*cursor, len(places))
	for i, place := range places {
		c := *one
		c.part.place = place
		list[i] = &c
	}
	return list, err
}

// allRows stands for a page without end: a walk would pass every row.
const allRows = 1 << 30

// choose decides once how the list is read.
func (c *cursor) choose(ctx context.Context, n int) (err error) {
	if c.chosen {
		return nil
	}
	if c.way, err = c.r.choose(ctx, c.q, c.order, c.part, cmp.Or(n, allRows)); err != nil {
		return err
	}
	c.chosen = true
	if c.way.empty {
		c.phases = nil
	}
	return nil
}

// fill reads up to n rows more when there are none left; n 0 reads all.
func (c *cursor) fill(ctx context.Context, n int) error {
	if len(c.rows) > 0 || len(c.phases) == 0 {
		return nil
	}
	if err := c.choose(ctx, n); err != nil {
		return err
	}
	if c.way.beside != "" {
		n = (2*n + 2) / 3 // each row has cost a long way: better to come again than to have walked for nothing
	}
	for len(c.phases) > 0 {
		want := 0
		if n > 0 {
			want = n - len(c.rows)
		}
		got, err := c.read(ctx, want)
		if err != nil {
			return err
		}
		if n > 0 && got == want {
			return nil
		}
		if c.way.steps > 0 {
			if c.way, err = c.instead(ctx); err != nil {
				return err
			}
			continue // behind the rows that were found
		}
		c.phases = c.phases[1:]
	}
	return nil
}

// read reads up to n rows of the phase under way.
func (c *cursor) read(ctx context.Context, n int) (got int, err error) {
	b := &builder{}
	if err := c.put(b, n); err != nil {
		return 0, err
	}
	err = c.r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
		next, err := c.order.scan(rows, c.part.county)
		c.rows = append(c.rows, next)
		got++
		return err
	})
	if err == nil && got > 0 {
		c.after = c.rows[len(c.rows)-1].keys
	}
	return got, err
}

// put writes the statement of a batch.
func (c *cursor) put(b *builder, n int) error {
	if c.way.steps > 0 {
		return c.putSteps(b, n)
	}
	b.put("select " + c.order.columns() + " from " + c.r.s.dialect.From(c.q.Register.Table(), catalog.Alias, c.way.index))
	if err := c.where(b); err != nil {
		return err
	}
	c.order.put(b, c.phases[0], c.after)
	b.put(c.order.by(c.phases[0]))
	b.limit(n)
	return nil
}

// putSteps writes the statement of a walk that ends after so many rows, found or not.
func (c *cursor) putSteps(b *builder, n int) error {
	column := ""
	if c.way.carried {
		o, _ := operandOf(c.q.Register, c.q.Conds[0].Field)
		column = ", t." + o.column
	}
	b.put("select " + c.order.columns() + " from (select " + c.order.columns() + column + ", t.county from " +
		c.r.s.dialect.From(c.q.Register.Table(), catalog.Alias, c.way.index))
	if err := c.whereBare(b); err != nil {
		return err
	}
	c.order.put(b, c.phases[0], c.after)
	b.put(c.order.by(c.phases[0]))
	b.limit(c.way.steps)
	b.put(") as t where 1 = 1")
	if err := c.putOne(b); err != nil {
		return err
	}
	b.put(c.order.by(c.phases[0]))
	b.limit(n)
	return nil
}

// where puts the conditions of a batch.
func (c *cursor) where(b *builder) error {
	if c.way.beside == "" {
		return c.r.s.where(b, c.q, c.part)
	}
	if err := c.whereBare(b); err != nil {
		return err
	}
	return c.putOne(b)
}

// whereBare puts all but the one condition that is looked up beside.
func (c *cursor) whereBare(b *builder) error {
	bare := *c.q
	bare.Conds = nil
	return c.r.s.where(b, &bare, c.part)
}

// putOne puts that condition: in the index that is walked, or looked up beside.
func (c *cursor) putOne(b *builder) error {
	if c.way.carried {
		return b.cond(c.r.s, c.q.Register, c.q.Conds[0])
	}
	b.put(" and exists (select 1 from " + c.r.s.dialect.From(c.q.Register.Table(), "m", c.way.beside) +
		" where m.county = t.county and m.id = t.id")
	err := b.condOn("m", c.r.s, c.q.Register, c.q.Conds[0])
	b.put(")")
	return err
}

// where puts the conditions of one share of a query, the county first.
func (s *Store) where(b *builder, q *store.Query, p part) error {
	switch {
	case p.each:
		b.put(" where t.county = c.county")
		putState(b, q)
	case p.counties != nil:
		b.put(" where 1 = 1")
		in(b, "t.county", p.counties)
		putState(b, q)
	default:
		s.scope(b, q, p.county)
	}
	p.put(b, q)
	if q.IDs != nil {
		in(b, "t.id", p.ids)
	}
	if q.Parent != "" {
		b.put(" and t.parent = " + b.arg(q.Parent))
	}
	for _, c := range q.Conds {
		if err := b.cond(s, q.Register, c); err != nil {
			return err
		}
	}
	if q.Where != nil {
		b.put(" and (" + shift(q.Where.SQL, len(b.args)) + ")")
		b.args = append(b.args, q.Where.Args...)
	}
	if c := q.Covered; c != nil {
		b.put(" and ")
		if !c.Yes {
			b.put("not ")
		}
		b.put("exists (select 1 from cover as c where c.county = t.county and c.round = " + b.arg(c.Round) +
			" and c.target = t.id)")
	}
	if l := q.Listed; l != nil {
		b.put(" and exists (select 1 from round_target as l where l.county = t.county and l.round = " + b.arg(l.Round) +
			" and l.target = t.id)")
	}
	return nil
}

// scope puts the county, and that void records are left out.
func (s *Store) scope(b *builder, q *store.Query, county string) {
	b.put(" where t.county = " + b.arg(county))
	putState(b, q)
}

func putState(b *builder, q *store.Query) {
	if !q.Void {
		b.put(" and t.state = 'active'")
	}
}

package portable

import (
	"context"
	"database/sql"
	"slices"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
)

// maxIDs is how many ids one statement restricts to; longer lists are asked in parts and merged.
const maxIDs = 4096

// part is one statement's share of a query: one county, and some of the ids.
type part struct {
	county string
	ids    []string
}

// parts cuts a query into shares.
func (r reader) parts(ctx context.Context, q *store.Query) ([]part, error) {
	counties, err := r.counties(ctx, nil, q.Areas)
	if err != nil {
		return nil, err
	}
	var out []part
	for _, county := range counties {
		if q.IDs == nil {
			out = append(out, part{county: county})
			continue
		}
		for ids := range slices.Chunk(unique(q.IDs), maxIDs) {
			out = append(out, part{county, ids})
		}
	}
	return out, nil
}

// Find implements store.Reader. Each county gives its own first rows; they are merged here, so that every statement
// reads one county by an index that begins with it.
func (r reader) Find(ctx context.Context, q store.Query) ([]*register.Record, error) {
	order, err := orderOf(&q)
	if err != nil {
		return nil, err
	}
	var out []*register.Record
	err = r.s.snapshot(ctx, func(r reader) error {
		parts, err := r.parts(ctx, &q)
		if err != nil {
			return err
		}
		for _, p := range parts {
			found, err := r.findPart(ctx, &q, order, p)
			if err != nil {
				return err
			}
			out = append(out, found...)
		}
		if len(parts) > 1 {
			slices.SortFunc(out, order.compare)
		}
		return nil
	})
	return firstOf(out, q.Limit), err
}

// findPart reads one share, phase by phase, until the page is full.
func (r reader) findPart(
	ctx context.Context, q *store.Query, order *ordering, p part,
) ([]*register.Record, error) {
	t := r.s.table(q.Register)
	scan := t.scanner(r.s)
	var out []*register.Record
	for _, phase := range order.phases() {
		b := &builder{}
		b.put("select " + t.columns + " from " + r.s.dialect.From(q.Register.Table(), catalog.Alias, ""))
		if err := r.s.where(b, q, p); err != nil {
			return nil, err
		}
		order.put(b, phase)
		b.put(order.by(phase))
		if q.Limit > 0 {
			b.limit(q.Limit - len(out))
		}
		err := r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
			rec, err := scan.next(rows)
			out = append(out, rec)
			return err
		})
		if err != nil || q.Limit > 0 && len(out) >= q.Limit {
			return out, err
		}
	}
	return out, nil
}

// where puts the conditions of one share of a query, the county first.
func (s *Store) where(b *builder, q *store.Query, p part) error {
	b.put(" where t.county = " + b.arg(p.county))
	if !q.Void {
		b.put(" and t.state = 'active'")
	}
	b.areas("t.area", narrowed(p.county, q.Areas))
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
	return nil
}

// Count implements store.Reader.
func (r reader) Count(ctx context.Context, q store.Query, most int) (int, error) {
	total := 0
	err := r.s.snapshot(ctx, func(r reader) error {
		parts, err := r.parts(ctx, &q)
		if err != nil {
			return err
		}
		for _, p := range parts {
			if most > 0 && total >= most {
				return nil
			}
			n, err := r.countPart(ctx, &q, p, max(most-total, 0))
			if err != nil {
				return err
			}
			total += n
		}
		return nil
	})
	return total, err
}

func (r reader) countPart(ctx context.Context, q *store.Query, p part, most int) (n int, err error) {
	b := &builder{}
	b.put("select count(*) from (select 1 as one from " + r.s.dialect.From(q.Register.Table(), catalog.Alias, ""))
	if err := r.s.where(b, q, p); err != nil {
		return 0, err
	}
	b.limit(most)
	b.put(") as x")
	err = r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, err
}

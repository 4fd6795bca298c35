package portable

import (
	"context"
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
	place  string // the one code under which its records stand; "" for any in the areas of the query
	// counties of which all is asked, by one statement; county is "" then.
	counties []string
	each     bool // of the county that the statement has at hand as c.county
}

// areas are the prefixes that the records of the share must be asked for, nil for none.
func (p part) areas(q *store.Query) []string { return narrowed(p.county, q.Areas) }

// put puts where the records of the share lie.
func (p part) put(b *builder, q *store.Query) {
	if p.each || p.counties != nil {
		return
	}
	if p.place != "" {
		b.put(" and t.area = " + b.arg(p.place))
		return
	}
	b.areas("t.area", p.areas(q))
}

// parts cuts a query into shares.
func (r reader) parts(ctx context.Context, q *store.Query) ([]part, error) {
	var named []string
	if q.County != "" {
		named = []string{q.County}
	}
	counties, err := r.counties(ctx, named, q.Areas)
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
			out = append(out, part{county: county, ids: ids})
		}
	}
	return out, nil
}

// Find implements store.Reader. Each county is a list of its own, read by an index that begins with the county; the
// lists are merged here, and read a little at a time, so that a page over many counties costs little more than one.
// They are lists of places: whole records, a hundred columns wide, are read of those only that are on the page.
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
		if places, ok, err := r.gathered(ctx, &q, order, parts); ok || err != nil {
			if err == nil {
				out, err = r.inOrder(ctx, q.Register, places)
			}
			return err
		}
		var cursors []*cursor
		for _, p := range parts {
			more, err := r.cursors(ctx, &q, order, p)
			if err != nil {
				return err
			}
			cursors = append(cursors, more...)
		}
		if batch := batchOf(len(cursors), q.Limit); batch > 0 && r.atOnce(&q, parts) {
			if err := r.readTogether(ctx, cursors, batch); err != nil {
				return err
			}
		}
		places, err := merge(ctx, cursors, order, q.Limit)
		if err != nil {
			return err
		}
		out, err = r.inOrder(ctx, q.Register, places)
		return err
	})
	return out, err
}

// inOrder gives the records of places in their order.
func (r reader) inOrder(ctx context.Context, reg *catalog.Register, places []store.Place) ([]*register.Record, error) {
	found, err := r.Records(ctx, reg, places)
	if err != nil {
		return nil, err
	}
	out := make([]*register.Record, 0, len(places))
	for _, at := range places {
		if rec := found[at]; rec != nil {
			out = append(out, rec)
		}
	}
	return out, nil
}

// batchOf is how much is read of each of some lists at a time; 0 is all.
func batchOf(lists, limit int) int {
	if lists > 1 && limit > 0 {
		return min(limit, limit/lists+6)
	}
	return limit // all that may be wanted of one list
}

// merge gives the first places of sorted lists; limit 0 is all.
func merge(ctx context.Context, cursors []*cursor, order *ordering, limit int) ([]store.Place, error) {
	batch := batchOf(len(cursors), limit)
	var out []store.Place
	for limit == 0 || len(out) < limit {
		var best *cursor
		for _, c := range cursors {
			if err := c.fill(ctx, batch); err != nil {
				return nil, err
			}
			if len(c.rows) > 0 && (best == nil || order.compare(c.rows[0], best.rows[0]) < 0) {
				best = c
			}
		}
		if best == nil {
			break
		}
		out = append(out, best.rows[0].at)
		best.rows = best.rows[1:]
	}
	return out, nil
}

// Count implements store.Reader.
func (r reader) Count(ctx context.Context, q store.Query, most int) (int, error) {
	total := 0
	err := r.s.snapshot(ctx, func(r reader) error {
		parts, err := r.parts(ctx, &q)
		if err != nil {
			return err
		}
		if r.atOnce(&q, parts) {
			parts = []part{{counties: countiesOf(parts)}}
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

func (r reader) countPart(ctx context.Context, q *store.Query, p part, most int) (int, error) {
	index, err := r.indexToCount(ctx, q, p)
	if err != nil {
		return 0, err
	}
	return r.count(ctx, q.Register.Table(), index, most, func(b *builder) error { return r.s.where(b, q, p) })
}

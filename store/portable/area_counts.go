package portable

import (
	"context"
	"strconv"

	"jieli/catalog"
	"jieli/store"
)

// CountByArea implements store.Reader. What lies in the scope of a query alone is counted within the index of areas.
func (r reader) CountByArea(ctx context.Context, q store.Query, digits int) (map[string]int64, error) {
	out := map[string]int64{}
	err := r.s.snapshot(ctx, func(r reader) error {
		parts, err := r.parts(ctx, &q)
		if err != nil {
			return err
		}
		for _, p := range parts {
			b, err := r.areaCountText(ctx, &q, p, digits)
			if err != nil {
				return err
			}
			counts, err := r.placeCounts(ctx, b)
			if err != nil {
				return err
			}
			for place, n := range counts {
				out[place] += n
			}
		}
		return nil
	})
	return out, err
}

func (r reader) areaCountText(ctx context.Context, q *store.Query, p part, digits int) (*builder, error) {
	index, err := r.indexToCount(ctx, q, p)
	if err != nil {
		return nil, err
	}
	if index == "" && !r.s.dialect.Chooses() {
		index = r.s.table(q.Register).indexes["area"]
	}
	b := &builder{}
	b.put("select place, count(*) from (select substr(t.area, 1, " + strconv.Itoa(digits) + ") as place from " +
		r.s.dialect.From(q.Register.Table(), catalog.Alias, index))
	if err := r.s.where(b, q, p); err != nil {
		return nil, err
	}
	b.put(") as x group by place")
	return b, nil
}

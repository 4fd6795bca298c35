package portable

import (
	"context"
	"database/sql"
	"math"
	"sync/atomic"

	"jieli/catalog"
	"jieli/store"
)

// How an index is chosen where the database does not choose well itself. A list is either gathered by the index of a
// condition and then sorted, which costs the n rows that the condition has, or walked in its order by the index of the
// order until the page is full, which passes page × rows of the county / n rows, if the condition has no favourites in
// that order. Both cost the same where n is the root of page × rows of the county. So the rows of each condition are
// counted in its index up to there: where there are fewer they are gathered.
const (
	// gatherShare is the part of that root up to which rows are gathered: measured with pages of 50 of 125,000 rows,
	// where gathering has to sort besides.
	gatherShare = 0.6
	// gatherAreaShare is the same for the rows of an area when nothing else is asked: a walk passes over the rows outside
	// it within the index. When more is asked, a walk reads the rows of the area too, perhaps all of them.
	gatherAreaShare     = 0.3
	gatherAreaShareMore = 2
)

// candidate is an index by which the rows of one condition can be gathered.
type candidate struct {
	index  string
	share  float64
	ranks  bool // rows come in order of id: one value, or none
	ofCond bool // that of a condition, not of the area
	put    func(b *builder) error
}

// candidates are the conditions of a query that have an index.
func (s *Store) candidates(t *table, q *store.Query, p part) []candidate {
	var out []candidate
	for _, c := range q.Conds {
		index := t.indexOf(c)
		if index == "" {
			continue
		}
		out = append(out, candidate{index, gatherShare, c.Op == "=" || c.Op == "unknown", true,
			func(b *builder) error { return b.cond(s, q.Register, c) }})
	}
	if areas := p.areas(q); areas != nil {
		share := float64(gatherAreaShareMore)
		if len(q.Conds) == 0 && q.Where == nil && q.Covered == nil {
			share = gatherAreaShare
		}
		out = append(out, candidate{t.indexes["area"], share, false, false,
			func(b *builder) error { b.areas("t.area", areas); return nil }})
	}
	return out
}

// indexOf gives the index that finds the rows of a condition, "" for none.
func (t *table) indexOf(c store.Cond) string {
	o, ok := operandOf(t.reg, c.Field)
	switch {
	case !ok, c.Op == "!=", c.Op == "has", o.field == nil && o.column == "id":
		return ""
	case o.sensitive():
		return t.indexes[o.field.DigestColumn()]
	}
	return t.indexes[o.column]
}

// choice is how a share of a list is read.
type choice struct {
	index  string // "" leaves it to the database
	places bool   // the list is one of several, one for each code under which records stand
	// beside is an index that tells of a row whether the one condition holds: a walk then goes through two narrow indexes
	// and reads no row, which is a page of the file each.
	beside string
	// carried says that the index walked tells it too, so that the other is only there to be gathered by.
	carried bool
	// steps is how many rows of the index such a walk passes at most before the condition's own rows are counted again,
	// generously, and gathered when they are not too many: they may lie together behind all others. 0: no bound.
	steps int
	empty bool // there are no rows
}

// choose gives the way to read a share of a list, page rows at a time.
func (r reader) choose(ctx context.Context, q *store.Query, order *ordering, p part, page int) (choice, error) {
	t := r.s.table(q.Register)
	if index, known := r.given(t, q); known {
		return choice{index: index}, nil
	}
	candidates := r.s.candidates(t, q, p)
	if order.byID() {
		for _, c := range candidates {
			if c.ranks {
				return choice{index: c.index}, nil
			}
		}
	}
	best, n, err := r.fewest(ctx, t, q, p, candidates, page)
	if err != nil || best != "" {
		return choice{index: best, empty: n == 0}, err
	}
	if order.byID() {
		return walkByID(t, p.areas(q)), nil
	}
	if walk := t.indexes[order.keys[0].column]; walk != "" {
		way := t.beside(q, candidates, walk)
		if way.beside != "" && !way.carried {
			way.steps, err = r.stepsOf(ctx, t, p.county, page)
		}
		return way, err
	}
	if len(candidates) > 0 {
		return choice{index: candidates[0].index}, nil
	}
	return choice{}, nil
}

const (
	// walkShare is how many times the root of page × rows a walk goes on, in hope: it fills its page by then when the rows
	// of the condition are spread, however few they are to be walked for.
	walkShare = 2
	// gatherMost is the part of a county up to which rows are gathered when a walk has found too few: to read one costs
	// as much as to pass six.
	gatherMost = 6
)

func (r reader) stepsOf(ctx context.Context, t *table, county string, page int) (int, error) {
	rows, err := r.size(ctx, t, county)
	return int(walkShare * math.Sqrt(float64(page)*float64(rows))), err
}

// instead gives the way to go on after a walk that has found too few.
func (c *cursor) instead(ctx context.Context) (choice, error) {
	t := c.r.s.table(c.q.Register)
	rows, err := c.r.size(ctx, t, c.part.county)
	if err != nil {
		return choice{}, err
	}
	n, err := c.r.count(ctx, t.reg.Table(), c.way.beside, rows/gatherMost+1, func(b *builder) error {
		c.r.s.scope(b, c.q, c.part.county)
		return b.cond(c.r.s, c.q.Register, c.q.Conds[0])
	})
	if n <= rows/gatherMost {
		return choice{index: c.way.beside}, err
	}
	return choice{index: c.way.index, beside: c.way.beside, carried: c.way.carried}, err
}

// beside gives a walk with the index beside it: that of an only condition, if what is walked carries its column or the rows
// stand there in order of id.
func (t *table) beside(q *store.Query, candidates []candidate, walk string) choice {
	way := choice{index: walk}
	if len(q.Conds) != 1 || q.Where != nil || q.Covered != nil || q.Listed != nil {
		return way
	}
	o, _ := operandOf(t.reg, q.Conds[0].Field)
	for _, c := range candidates {
		if carried := t.carried[walk][o.column]; c.ofCond && c.index != walk && (carried || c.ranks) {
			way.beside, way.carried = c.index, carried
		}
	}
	return way
}

// walkByID gives the index that has the rows of the areas, and few others, in the order of their ids: each village of a town
// is a list of its own then.
func walkByID(t *table, areas []string) choice {
	town := ""
	for _, a := range areas {
		if len(a) < townDigits || town != "" && a[:townDigits] != town {
			return choice{index: t.indexes["id"]}
		}
		town = a[:townDigits]
	}
	if town == "" {
		return choice{index: t.indexes["id"]}
	}
	return choice{index: t.indexes["area"], places: true}
}

// placesOf gives the codes within the areas under which records stand. Each is looked up behind the one before, so that it
// costs the same however many records there are.
func (r reader) placesOf(ctx context.Context, t *table, county string, areas []string) ([]string, error) {
	var out []string
	for last := ""; ; last = out[len(out)-1] {
		b := &builder{}
		b.put("select t.area from " + r.s.dialect.From(t.reg.Table(), catalog.Alias, t.indexes["area"]) +
			" where t.county = " + b.arg(county) + " and t.area > " + b.arg(last))
		b.areas("t.area", areas)
		b.put(" order by t.area")
		b.limit(1)
		n := len(out)
		err := r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
			var area string
			err := rows.Scan(&area)
			out = append(out, area)
			return err
		})
		if err != nil || len(out) == n {
			return out, err
		}
	}
}

// given gives the index where there is nothing to choose.
func (r reader) given(t *table, q *store.Query) (index string, known bool) {
	switch {
	case r.s.dialect.Chooses():
		return "", true
	case q.IDs != nil:
		return t.indexes["id"], true
	case q.Parent != "":
		return t.indexes["parent"], true
	}
	return "", false
}

// fewest counts the rows of each candidate and gives the index of the one with the fewest, "" when all have many.
func (r reader) fewest(
	ctx context.Context, t *table, q *store.Query, p part, candidates []candidate, page int,
) (index string, best int, err error) {
	if len(candidates) == 0 {
		return "", 0, nil
	}
	rows, err := r.size(ctx, t, p.county)
	if err != nil {
		return "", 0, err
	}
	root := math.Sqrt(float64(page) * float64(rows))
	for _, c := range candidates {
		most := int(c.share * root)
		n, err := r.count(ctx, t.reg.Table(), c.index, most+1, func(b *builder) error {
			r.s.scope(b, q, p.county)
			return c.put(b)
		})
		if err != nil {
			return "", 0, err
		}
		if n <= most && (index == "" || n < best) {
			best, index = n, c.index
		}
	}
	return index, best, nil
}

// sizeMost is where the rows of a county stop being counted.
const sizeMost = 200_000

// size is about how many rows a county has of a register. It only decides between two right ways, so it is counted
// again after some uses only: the sooner the fewer rows there were.
type size struct {
	rows int
	left atomic.Int64 // uses
}

func (r reader) size(ctx context.Context, t *table, county string) (int, error) {
	if known, ok := t.sizes.Load(county); ok && known.(*size).left.Add(-1) >= 0 {
		return known.(*size).rows, nil
	}
	n, err := r.count(ctx, t.reg.Table(), t.indexes["area"], sizeMost, func(b *builder) error {
		b.put(" where t.county = " + b.arg(county))
		return nil
	})
	if err != nil {
		return 0, err
	}
	counted := &size{rows: n}
	counted.left.Store(int64(max(n/50, 50)))
	t.sizes.Store(county, counted)
	return n, nil
}

// countPage stands for the page when nothing is walked: a condition is counted as far as is worth it.
const countPage = 50

// indexToCount is choose for counting, where no order is kept: the condition with the fewest rows, or any.
func (r reader) indexToCount(ctx context.Context, q *store.Query, p part) (string, error) {
	t := r.s.table(q.Register)
	if index, known := r.given(t, q); known {
		return index, nil
	}
	candidates := r.s.candidates(t, q, p)
	if len(candidates) > 1 {
		if best, _, err := r.fewest(ctx, t, q, p, candidates, countPage); err != nil || best != "" {
			return best, err
		}
	}
	if len(candidates) > 0 {
		return candidates[0].index, nil
	}
	return "", nil
}

// count counts rows of a register up to a maximum, 0 for all.
func (r reader) count(
	ctx context.Context, table, index string, most int, where func(b *builder) error,
) (n int, err error) {
	b := &builder{}
	b.put("select count(*) from (select 1 as one from " + r.s.dialect.From(table, catalog.Alias, index))
	if err := where(b); err != nil {
		return 0, err
	}
	b.limit(most)
	b.put(") as x")
	err = r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, err
}

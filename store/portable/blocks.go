package portable

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"

	"jieli/store"
)

// Sums of months and years that are over hardly ever change, and all figures of a day read thousands of them. So where
// no other process writes the database they are kept in memory, county by county, until a cell of theirs is written.

const (
	// blockFrom is from how many indicators a query is worth reading those of all.
	blockFrom = 40
	// blockCellsMost bounds the sums that are kept, some 100 bytes each; those used least recently go.
	blockCellsMost = 200_000
)

// blockKey names the cells of one county in a run of months or years.
type blockKey struct {
	county string
	span
}

// block are the sums of those cells by indicator, area and breakdown.
type block struct {
	key   blockKey
	sums  []store.Figure
	ready bool // read whole
	stale bool // one of its cells has been written
	used  int64
}

// weight is what a block takes, in sums; one without any takes something too.
func (x *block) weight() int { return len(x.sums) + 8 }

// blocks are those that are kept. A block is entered before it is read, and goes when a transaction that writes one of its
// cells does so, which is before it commits: so no block outlives what it was read from.
type blocks struct {
	mu      sync.Mutex
	kept    map[blockKey]*block
	names   map[string]string    // texts that many sums share
	writing map[*writer][]period // what transactions have written that are not over
	cells   int
	clock   int64
}

// period is what a cell adds to: a month or a year of a county; with no grain all of the county.
type period struct{ county, grain, name string }

func newBlocks() *blocks {
	return &blocks{kept: map[blockKey]*block{}, names: map[string]string{}, writing: map[*writer][]period{}}
}

func (p period) within(k blockKey) bool {
	return p.county == k.county && (p.grain == "" || p.grain == k.grain && k.from <= p.name && p.name <= k.to)
}

// take gives the blocks of some spans in their counties; those that are not ready are the caller's to read, none for a query
// that is not wide. ok is false when one cannot be had now, because it is being written or read.
func (b *blocks) take(counties []string, pieces []span, wide bool) (out []*block, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clock++
	var made []*block
	for _, county := range counties {
		for _, s := range pieces {
			k := blockKey{county, s}
			x := b.kept[k]
			if x != nil && !x.ready || x == nil && (!wide || b.isWritten(k)) {
				b.forget(made)
				return nil, false
			}
			if x == nil {
				x = &block{key: k}
				b.kept[k] = x
				made = append(made, x)
			}
			x.used = b.clock
			out = append(out, x)
		}
	}
	return out, true
}

func (b *blocks) isWritten(k blockKey) bool {
	for _, list := range b.writing {
		if slices.ContainsFunc(list, func(p period) bool { return p.within(k) }) {
			return true
		}
	}
	return false
}

// forget lets blocks go; mu is held.
func (b *blocks) forget(list []*block) {
	for _, x := range list {
		if b.kept[x.key] == x {
			delete(b.kept, x.key)
			if x.ready {
				b.cells -= x.weight()
			}
		}
		x.stale = true
	}
}

// finish ends the use of blocks: those that were read are kept from now on. ok is false when a cell of theirs has been
// written meanwhile: what was read beside them may be newer.
func (b *blocks) finish(list []*block, read bool) (ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	ok = read && !slices.ContainsFunc(list, func(x *block) bool { return x.stale })
	for _, x := range list {
		switch {
		case x.ready || x.stale:
		case read:
			x.ready = true
			b.cells += x.weight()
		default:
			b.forget([]*block{x})
		}
	}
	for b.cells > blockCellsMost {
		b.forget([]*block{b.oldest()})
	}
	return ok
}

func (b *blocks) oldest() (old *block) {
	for _, x := range b.kept {
		if x.ready && (old == nil || x.used < old.used) {
			old = x
		}
	}
	return old
}

// write notes what a transaction writes, before it commits.
func (b *blocks) write(w *writer, list []period) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.writing[w] = append(b.writing[w], list...)
	for k, x := range b.kept {
		if slices.ContainsFunc(list, func(p period) bool { return p.within(k) }) {
			b.forget([]*block{x})
		}
	}
}

// over notes that a transaction has ended, either way.
func (b *blocks) over(w *writer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.writing, w)
}

// shared gives one text for all that are alike.
func (b *blocks) shared(text string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if known, ok := b.names[text]; ok {
		return known
	}
	text = strings.Clone(text)
	b.names[text] = text
	return text
}

// periodsOf gives the months and years that cells add to.
func periodsOf(cells []store.Cell) []period {
	seen := map[period]bool{}
	var out []period
	for i := range cells {
		c := &cells[i]
		p := period{c.County, c.Grain, c.Period}
		if c.Grain != store.GrainMonth && c.Grain != store.GrainYear || seen[p] {
			continue
		}
		seen[p] = true
		out = append(out, p)
	}
	return out
}

// blockSpans gives the spans of a query that are read as blocks, and the others.
func (s *Store) blockSpans(q store.CellQuery, pieces []span) (kept, rest []span) {
	if s.blocks == nil || q.Own || q.ByPeriod != "" {
		return nil, pieces
	}
	for _, p := range pieces {
		if p.grain == store.GrainMonth || p.grain == store.GrainYear {
			kept = append(kept, p)
			continue
		}
		rest = append(rest, p)
	}
	return kept, rest
}

// readBlock reads the sums of a block.
func (r reader) readBlock(ctx context.Context, x *block) error {
	b := &builder{}
	b.put("select indicator, area, breakdown, cast(sum(amount) as bigint), cast(sum(number) as bigint) from cell where county = " +
		b.arg(x.key.county) + " and grain = " + b.arg(x.key.grain) + " and period >= " + b.arg(x.key.from) + " and period <= " +
		b.arg(x.key.to) + " group by indicator, area, breakdown")
	return r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
		var f store.Figure
		err := rows.Scan(&f.Indicator, &f.Area, &f.Breakdown, &f.Sum, &f.Count)
		f.Indicator, f.Area = r.s.blocks.shared(f.Indicator), r.s.blocks.shared(f.Area)
		x.sums = append(x.sums, f)
		return err
	})
}

// addTo adds the sums of a block that a query asks for.
func (x *block) addTo(t *tally, q *store.CellQuery, indicators map[string]bool) {
	for i := range x.sums {
		f := &x.sums[i]
		if (indicators == nil || indicators[f.Indicator]) && liesIn(f.Area, q.Areas) {
			t.add(f, q)
		}
	}
}

// liesIn says what builder.areas asks of an area.
func liesIn(area string, prefixes []string) bool {
	return prefixes == nil || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(area, p) })
}

// tally sums figures by what a query groups by.
type tally struct {
	sums map[store.Figure]*store.Figure
}

func (t *tally) add(f *store.Figure, q *store.CellQuery) {
	key := store.Figure{Indicator: f.Indicator, Area: f.Area[:min(q.Level, len(f.Area))]}
	if q.ByBreakdown {
		key.Breakdown = f.Breakdown
	}
	sum := t.sums[key]
	if sum == nil {
		sum = &store.Figure{}
		*sum = key
		t.sums[key] = sum
	}
	sum.Sum += f.Sum
	sum.Count += f.Count
}

func (t *tally) list() []store.Figure {
	out := make([]store.Figure, 0, len(t.sums))
	for _, f := range t.sums {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b store.Figure) int {
		if c := strings.Compare(a.Indicator, b.Indicator); c != 0 {
			return c
		}
		if c := strings.Compare(a.Area, b.Area); c != 0 {
			return c
		}
		return strings.Compare(a.Breakdown, b.Breakdown)
	})
	return out
}

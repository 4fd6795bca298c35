package ledger

import (
	"context"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/store"
	"jieli/value"
)

// Total is what the transfers of an area did with one commodity: what came into the books, what left them, and what the
// accounts with a floor hold of it. At every commit Held before plus In less Out is Held.
type Total struct {
	Commodity   *catalog.Commodity
	Goods       string // of commodities that stand for many
	Before      int64  // held at the beginning of the period
	In, Out     int64
	Held        int64 // at its end
	Kinds       []KindTotal
	kindsByName map[[2]string]int
}

// KindTotal is the same for the accounts of one kind, and of one code of its Each.
type KindTotal struct {
	Kind            *catalog.AccountKind
	Each            string
	Opening, Closed int64
	Came, Went      int64
}

// TotalsQuery asks for totals of the transfers of an area from a day to a day; From 0 is the beginning.
type TotalsQuery struct {
	Counties []string // nil: all that have streams
	Areas    []string // nil: everywhere
	From, To value.Date
}

// Totals sums what transfers did, by commodity in the order of the catalog, then by goods.
func Totals(ctx context.Context, r Reader, c *catalog.Catalog, q TotalsQuery) ([]Total, error) {
	ask := store.TurnoverQuery{Counties: q.Counties, Areas: q.Areas, From: q.From, To: q.To}
	during, err := r.Turnover(ctx, ask)
	if err != nil {
		return nil, err
	}
	sums := totals{c: c, byName: map[[2]string]*Total{}}
	if q.From != 0 {
		ask.From, ask.To = 0, q.From.AddDays(-1)
		before, err := r.Turnover(ctx, ask)
		if err != nil {
			return nil, err
		}
		for _, m := range before {
			sums.add(m, true)
		}
	}
	for _, m := range during {
		sums.add(m, false)
	}
	return sums.list(), nil
}

// totals gathers movements by commodity and goods.
type totals struct {
	c      *catalog.Catalog
	byName map[[2]string]*Total
}

func (s *totals) add(m store.Movement, before bool) {
	a, ok := ParseKey(m.Account)
	kind := s.c.AccountKind(a.Kind)
	if !ok || kind == nil {
		return // of a former pack; verification knows of it
	}
	name := [2]string{kind.Commodity.Name, a.Goods}
	t := s.byName[name]
	if t == nil {
		t = &Total{Commodity: kind.Commodity, Goods: a.Goods, kindsByName: map[[2]string]int{}}
		s.byName[name] = t
	}
	t.add(t.kind(kind, a.Each), m, before)
}

func (t *Total) kind(kind *catalog.AccountKind, each string) *KindTotal {
	at, known := t.kindsByName[[2]string{kind.Name, each}]
	if !known {
		at = len(t.Kinds)
		t.kindsByName[[2]string{kind.Name, each}] = at
		t.Kinds = append(t.Kinds, KindTotal{Kind: kind, Each: each})
	}
	return &t.Kinds[at]
}

func (t *Total) add(k *KindTotal, m store.Movement, before bool) {
	change := m.Came - m.Went
	k.Closed += change
	if before {
		k.Opening += change
	} else {
		k.Came += m.Came
		k.Went += m.Went
	}
	switch {
	case k.Kind.Floored:
		t.Held += change
		if before {
			t.Before += change
		}
	case !before: // what leaves an account without a floor comes into the books
		t.In += m.Went
		t.Out += m.Came
	}
}

func (s *totals) list() []Total {
	var out []Total
	for _, c := range s.c.Commodities {
		var some []Total
		for _, t := range s.byName {
			if t.Commodity == c {
				slices.SortFunc(t.Kinds, s.compareKinds)
				some = append(some, *t)
			}
		}
		slices.SortFunc(some, func(a, b Total) int { return strings.Compare(a.Goods, b.Goods) })
		out = append(out, some...)
	}
	return out
}

// compareKinds puts kinds in the order of the pack, their parts in that of the codes.
func (s *totals) compareKinds(a, b KindTotal) int {
	if a.Kind != b.Kind {
		return slices.Index(s.c.Accounts, a.Kind) - slices.Index(s.c.Accounts, b.Kind)
	}
	return strings.Compare(a.Each, b.Each)
}

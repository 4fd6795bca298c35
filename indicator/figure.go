package indicator

import (
	"context"
	"math/big"
	"slices"
	"sort"
	"strings"

	"jieli/catalog"
	"jieli/store"
	"jieli/value"
)

// Reader is what figures are read from.
type Reader interface {
	Figures(ctx context.Context, q store.CellQuery) ([]store.Figure, error)
}

// Value is one figure: an indicator for an area on a day.
type Value struct {
	Indicator *catalog.Indicator
	Area      string
	// Number is the exact value in the indicator's unit; nil when there is none (nothing to divide by, no value a year
	// before).
	Number *big.Rat
	// Top and Bottom are numerator and denominator of ratios and means, in their own units.
	Top, Bottom *big.Rat
	Parts       []Part // by breakdown, sorted by key; empty for indicators without
}

// Part is the share of one breakdown.
type Part struct {
	Key    string
	Number *big.Rat
}

// Query asks for figures as of the end of a day.
type Query struct {
	AsOf       value.Date
	Since      value.Date // flows count from this day on; 0: from the beginning
	Area       string     // prefix; "" for everywhere
	Below      int        // 0: one figure for Area; 6, 9 or 12: one for each area of that level below it
	Indicators []*catalog.Indicator
	Parts      bool
	Counties   []string // counties to read; nil: all
}

// Compute gives the figures of a query in the order of its indicators, then by area. Cost: the number of cells of the
// last year at town level, whatever the number of records.
func Compute(ctx context.Context, r Reader, q Query) ([]Value, error) {
	now, err := read(ctx, r, q, stored(q.Indicators, false))
	if err != nil {
		return nil, err
	}
	past := sums{}
	if growing := stored(q.Indicators, true); len(growing) > 0 {
		before := q
		before.AsOf = q.AsOf.AddYears(-1)
		if q.Since != 0 {
			before.Since = q.Since.AddYears(-1)
		}
		if past, err = read(ctx, r, before, growing); err != nil {
			return nil, err
		}
	}
	areas := areasOf(q, now, past)
	var out []Value
	for _, ind := range q.Indicators {
		for _, area := range areas {
			out = append(out, valueOf(ind, area, now, past, q.Parts))
		}
	}
	return out, nil
}

// stored gives the names of the indicators whose cells are needed; of growth only, or of all.
func stored(list []*catalog.Indicator, growth bool) []string {
	seen := map[string]bool{}
	var visit func(i *catalog.Indicator)
	visit = func(i *catalog.Indicator) {
		switch {
		case i == nil:
		case i.Stored():
			seen[i.Name] = true
		default:
			visit(i.Numerator)
			visit(i.Denominator)
			visit(i.Of)
		}
	}
	for _, i := range list {
		if !growth || i.Kind == catalog.Growth {
			visit(i)
		}
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// sums holds what was read: indicator → area → breakdown → sum.
type sums map[string]map[string]map[string]store.Figure

// read sums the cells of the named indicators; with Since those of flows apart, from that day on.
func read(ctx context.Context, r Reader, q Query, names []string) (sums, error) {
	out := sums{}
	if q.Since == 0 {
		return out, out.read(ctx, r, q, cellQuery(q, names))
	}
	flows := kindsOf(q.Indicators, catalog.Flow)
	standing := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return flows[n] })
	if err := out.read(ctx, r, q, cellQuery(q, standing)); err != nil {
		return nil, err
	}
	moving := cellQuery(q, slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !flows[n] }))
	moving.From = q.Since
	return out, out.read(ctx, r, q, moving)
}

func cellQuery(q Query, names []string) store.CellQuery {
	cq := store.CellQuery{Counties: q.Counties, Indicators: names, To: q.AsOf, Level: q.Below, ByBreakdown: true,
		Own: len(q.Area) > 9 || q.Below > 9}
	if q.Area != "" {
		cq.Areas = []string{q.Area}
	}
	return cq
}

func (s sums) read(ctx context.Context, r Reader, q Query, cq store.CellQuery) error {
	if q.Parts {
		return s.readCells(ctx, r, q, cq)
	}
	// Breakdowns only of what counts them: they are most of the cells of a figure.
	distinct := kindsOf(q.Indicators, catalog.Distinct)
	whole := cq
	whole.ByBreakdown = false
	whole.Indicators = slices.DeleteFunc(slices.Clone(cq.Indicators), func(n string) bool { return distinct[n] })
	cq.Indicators = slices.DeleteFunc(slices.Clone(cq.Indicators), func(n string) bool { return !distinct[n] })
	if err := s.readCells(ctx, r, q, whole); err != nil {
		return err
	}
	return s.readCells(ctx, r, q, cq)
}

func (s sums) readCells(ctx context.Context, r Reader, q Query, cq store.CellQuery) error {
	if len(cq.Indicators) == 0 {
		return nil
	}
	list, err := r.Figures(ctx, cq)
	for _, f := range list {
		area := f.Area
		if q.Below == 0 {
			area = q.Area
		}
		s.put(f, area)
	}
	return err
}

// kindsOf says which of the indicators and their parts are of a kind.
func kindsOf(list []*catalog.Indicator, kind catalog.IndicatorKind) map[string]bool {
	of := map[string]bool{}
	var visit func(i *catalog.Indicator)
	visit = func(i *catalog.Indicator) {
		if i == nil {
			return
		}
		of[i.Name] = i.Kind == kind
		visit(i.Numerator)
		visit(i.Denominator)
		visit(i.Of)
	}
	for _, i := range list {
		visit(i)
	}
	return of
}

func (s sums) put(f store.Figure, area string) {
	if s[f.Indicator] == nil {
		s[f.Indicator] = map[string]map[string]store.Figure{}
	}
	if s[f.Indicator][area] == nil {
		s[f.Indicator][area] = map[string]store.Figure{}
	}
	old := s[f.Indicator][area][f.Breakdown]
	old.Sum += f.Sum
	old.Count += f.Count
	s[f.Indicator][area][f.Breakdown] = old
}

func areasOf(q Query, all ...sums) []string {
	if q.Below == 0 {
		return []string{q.Area}
	}
	seen := map[string]bool{}
	var out []string
	for _, s := range all {
		for _, byArea := range s {
			for area := range byArea {
				if !seen[area] && len(area) == q.Below {
					seen[area] = true
					out = append(out, area)
				}
			}
		}
	}
	sort.Strings(out)
	return out
}

func valueOf(ind *catalog.Indicator, area string, now, past sums, parts bool) Value {
	v := Value{Indicator: ind, Area: area}
	switch ind.Kind {
	case catalog.Ratio, catalog.Mean:
		v.Top, v.Bottom = now.total(ind.Numerator, area), now.total(ind.Denominator, area)
		v.Number = quotient(v.Top, v.Bottom, percentOf(ind))
	case catalog.Growth:
		v.Top = valueOf(ind.Of, area, now, past, false).Number
		v.Bottom = valueOf(ind.Of, area, past, sums{}, false).Number
		if v.Top != nil && v.Bottom != nil {
			v.Number = quotient(new(big.Rat).Sub(v.Top, v.Bottom), v.Bottom, 100)
		}
	default:
		v.Number = now.total(ind, area)
		if parts && len(ind.By) > 0 {
			v.Parts = now.parts(ind, area)
		}
	}
	return v
}

// percentOf is what a ratio is multiplied with: 100 for percent, else 1.
func percentOf(ind *catalog.Indicator) int64 {
	if ind.Unit.Zh == "%" {
		return 100
	}
	return 1
}

// quotient gives top × times / bottom, nil when there is nothing to divide by.
func quotient(top, bottom *big.Rat, times int64) *big.Rat {
	if top == nil || bottom == nil || bottom.Sign() == 0 {
		return nil
	}
	q := new(big.Rat).Quo(top, bottom)
	return q.Mul(q, new(big.Rat).SetInt64(times))
}

// total gives the value of a stored indicator in its unit.
func (s sums) total(ind *catalog.Indicator, area string) *big.Rat {
	if !ind.Stored() {
		return valueOf(ind, area, s, sums{}, false).Number
	}
	var n int64
	for _, f := range s[ind.Name][area] {
		switch {
		case ind.Kind == catalog.Distinct:
			if f.Count > 0 {
				n++
			}
		case ind.Sum != nil:
			n += f.Sum
		default:
			n += f.Count
		}
	}
	return scaled(ind, n)
}

func scaled(ind *catalog.Indicator, n int64) *big.Rat {
	return big.NewRat(n, max(ind.Factor, 1))
}

func (s sums) parts(ind *catalog.Indicator, area string) []Part {
	var out []Part
	for key, f := range s[ind.Name][area] {
		n := f.Count
		if ind.Sum != nil {
			n = f.Sum
		}
		if n != 0 {
			out = append(out, Part{Key: key, Number: scaled(ind, n)})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Key < out[j].Key })
	return out
}

// PartLabel gives the words of a breakdown's key.
func PartLabel(ind *catalog.Indicator, key, lang string) string {
	if ind.Register == nil {
		return key
	}
	parts := strings.Split(key, "|")
	for i, name := range ind.By {
		f := ind.Register.Field(name)
		if i >= len(parts) || f == nil {
			continue
		}
		parts[i] = partWord(f, parts[i], lang)
	}
	return strings.Join(parts, " · ")
}

func partWord(f *catalog.Field, code, lang string) string {
	if code == "" {
		if lang == "en" {
			return "not known"
		}
		return "未填"
	}
	if f.Limits.Choices != nil {
		if words, ok := f.Limits.Choices.Label(code); ok {
			return words.In(lang)
		}
	}
	if f.Type.Name() == "yes_no" {
		return f.Type.Display(code == "true", &f.Limits, lang)
	}
	return code
}

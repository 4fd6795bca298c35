// Package indicator computes the figures: what a record contributes to the stored parts (cells) of every indicator,
// the differences that an entry makes, and figures out of sums of cells. It reads no database and writes none.
package indicator

import (
	"math"
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Contribution is what one record adds to one indicator.
type Contribution struct {
	Indicator  *catalog.Indicator
	County     string
	Stream     string
	Area       string
	Day        value.Date // 0: from the business day of the change (an undated stock)
	Breakdown  string
	Sum, Count int64
}

// Set holds the stored indicators by register, ready for use on every write.
type Set struct {
	byRegister map[*catalog.Register][]*catalog.Indicator
}

// NewSet prepares the indicators of a catalog, parts of ratios and rounds included.
func NewSet(c *catalog.Catalog) *Set {
	s := &Set{byRegister: map[*catalog.Register][]*catalog.Indicator{}}
	for _, ind := range c.Indicators {
		if ind.Stored() && ind.Register != nil {
			s.byRegister[ind.Register] = append(s.byRegister[ind.Register], ind)
		}
	}
	return s
}

// Of gives the indicators that a register feeds.
func (s *Set) Of(reg *catalog.Register) []*catalog.Indicator { return s.byRegister[reg] }

// Contributions gives what a record in its present state adds; nil for no record or a void one.
func (s *Set) Contributions(r *register.Record) []Contribution {
	if r == nil || r.State == register.StateVoid {
		return nil
	}
	var out []Contribution
	for _, ind := range s.byRegister[r.Register] {
		out = contribute(out, ind, r)
	}
	return out
}

// Of gives what a record adds to one indicator; nil for a void one.
func Of(ind *catalog.Indicator, r *register.Record) []Contribution {
	if r == nil || r.State == register.StateVoid {
		return nil
	}
	return contribute(nil, ind, r)
}

func contribute(out []Contribution, ind *catalog.Indicator, r *register.Record) []Contribution {
	vars := ownVars{r}
	if ind.Where != nil && !ind.Where.Holds(vars) {
		return out
	}
	c := Contribution{Indicator: ind, County: r.County, Stream: r.Stream, Area: r.Area, Count: 1}
	if ind.Sum != nil {
		n, known := summed(ind, vars)
		if !known {
			return out
		}
		c.Sum = n
	}
	c.Breakdown = breakdown(ind, r)
	if ind.Kind == catalog.Distinct && c.Breakdown == "" {
		return out // what is not known is no different value
	}
	return dated(out, ind, r, c)
}

// summed gives what a record adds to a sum: whole numbers as they are, numbers with unit scaled by 10^Scale.
func summed(ind *catalog.Indicator, vars ownVars) (int64, bool) {
	v, known := ind.Sum.Eval(vars)
	switch x := v.(type) {
	case int64:
		return x, known
	case float64:
		scaled := math.Round(x * math.Pow10(ind.Scale))
		return int64(scaled), known && math.Abs(scaled) < 1<<53
	}
	return 0, false
}

// dated places a contribution on its days.
func dated(out []Contribution, ind *catalog.Indicator, r *register.Record, c Contribution) []Contribution {
	switch {
	case ind.Kind == catalog.Flow:
		day, ok := r.Get(ind.Date).(value.Date)
		if !ok {
			return out
		}
		c.Day = day
		return append(out, c)
	case ind.From == "":
		return append(out, c)
	}
	from, ok := r.Get(ind.From).(value.Date)
	if !ok {
		return out
	}
	c.Day = from
	out = append(out, c)
	if until, ok := r.Get(ind.Until).(value.Date); ok && ind.Until != "" {
		c.Day, c.Sum, c.Count = max(until, from), -c.Sum, -c.Count
		out = append(out, c)
	}
	return out
}

// breakdown gives the values of By joined with "|"; for a distinct count the value that is told apart.
func breakdown(ind *catalog.Indicator, r *register.Record) string {
	if ind.Kind == catalog.Distinct {
		return distinctKey(ind.Distinct, r)
	}
	if len(ind.By) == 0 {
		return ""
	}
	parts := make([]string, len(ind.By))
	for i, name := range ind.By {
		parts[i] = text(r.Get(name))
	}
	return strings.Join(parts, "|")
}

func distinctKey(of string, r *register.Record) string {
	digits := map[string]int{"county": 6, "town": 9, "village": 12}[of]
	if digits == 0 {
		return text(r.Get(of))
	}
	if len(r.Area) < digits {
		return "" // it belongs to a larger area than those that are counted
	}
	return r.Area[:digits]
}

func text(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case bool:
		return strconv.FormatBool(x)
	case int64:
		return strconv.FormatInt(x, 10)
	case value.Date:
		return x.String()
	case []string:
		return strings.Join(x, "+")
	}
	return ""
}

// ownVars lets an expression read the record's own fields; indicators read nothing else.
type ownVars struct{ r *register.Record }

// Cells adds to deltas the difference that a change from before to after makes; day is the business day of the change.
// Both lists stand in the order of the register's indicators; what is the same in both, as most is, costs nothing.
func Cells(deltas Deltas, before, after []Contribution, day value.Date) {
	for len(before) > 0 && len(after) > 0 {
		switch {
		case before[0] == after[0]:
			before, after = before[1:], after[1:]
		case before[0].Indicator == after[0].Indicator:
			deltas.add(&before[0], day, -1)
			deltas.add(&after[0], day, 1)
			before, after = before[1:], after[1:]
		case holds(after, before[0].Indicator):
			deltas.add(&after[0], day, 1)
			after = after[1:]
		default:
			deltas.add(&before[0], day, -1)
			before = before[1:]
		}
	}
	for i := range before {
		deltas.add(&before[i], day, -1)
	}
	for i := range after {
		deltas.add(&after[i], day, 1)
	}
}

func holds(list []Contribution, ind *catalog.Indicator) bool {
	for i := range list {
		if list[i].Indicator == ind {
			return true
		}
	}
	return false
}

// CellKey names a cell.
type CellKey struct{ County, Indicator, Area, Grain, Period, Breakdown string }

// Amount is what a cell holds.
type Amount struct{ Sum, Count int64 }

// Deltas gathers differences before they are written.
type Deltas map[CellKey]Amount

func (d Deltas) add(c *Contribution, day value.Date, sign int64) {
	if c.Day != 0 {
		day = c.Day
	}
	period := day.String()
	key := CellKey{c.County, c.Indicator.Name, c.Area, store.GrainOwn, period, c.Breakdown}
	d.bump(key, sign*c.Sum, sign*c.Count)
	key.Area = c.Stream
	key.Grain = store.GrainDay
	d.bump(key, sign*c.Sum, sign*c.Count)
	key.Grain, key.Period = store.GrainMonth, period[:7]
	d.bump(key, sign*c.Sum, sign*c.Count)
	key.Grain, key.Period = store.GrainYear, period[:4]
	d.bump(key, sign*c.Sum, sign*c.Count)
}

func (d Deltas) bump(key CellKey, sum, count int64) {
	a := d[key]
	a.Sum += sum
	a.Count += count
	d[key] = a
}

// Merge adds all of other.
func (d Deltas) Merge(other Deltas) {
	for k, a := range other {
		d.bump(k, a.Sum, a.Count)
	}
}

// List gives the differences that are not zero as cells.
func (d Deltas) List() []store.Cell {
	out := make([]store.Cell, 0, len(d))
	for k, a := range d {
		if a != (Amount{}) {
			out = append(out, store.Cell{County: k.County, Indicator: k.Indicator, Area: k.Area, Grain: k.Grain,
				Period: k.Period, Breakdown: k.Breakdown, Sum: a.Sum, Count: a.Count})
		}
	}
	return out
}

package expr

import (
	"math"

	"jieli/value"
)

// span is an interval of int64, both ends included: what an integer, a date, an instant or a span of time can be. wide
// says that the arithmetic may leave int64; the ends are then those of int64.
type span struct {
	lo, hi int64
	wide   bool
}

var (
	spanAll      = span{lo: math.MinInt64, hi: math.MaxInt64}
	spanInt      = span{lo: -value.MaxInteger, hi: value.MaxInteger}
	spanDays     = span{lo: int64(value.MinDate), hi: int64(value.MaxDate)}
	spanField    = span{lo: int64(value.FirstDay), hi: int64(value.LastDay)}
	spanInstants = span{lo: int64(value.MinInstant), hi: int64(value.MaxInstant)}
	spanCount    = span{lo: 0, hi: 1 << 31}
)

// maxDays is the longest distance of two dates; days(n) beyond it is unknown.
const maxDays = int64(value.MaxDate) - int64(value.MinDate)

// fieldSpan gives the bounds of a field; a bound of 0,0 and a Max below Min mean the type's own.
func fieldSpan(f *Field) span {
	own := spanInt
	switch f.Kind {
	case value.KindDate:
		own = spanField
	case value.KindInstant:
		return spanInstants
	case value.KindDouble:
		own = spanAll
	}
	out := span{lo: f.Min, hi: f.Max}
	switch {
	case f.Min == 0 && f.Max == 0:
		return own
	case f.Max < f.Min:
		out.hi = max(own.hi, f.Min)
	}
	if f.Kind == value.KindDate {
		return out.cut(spanDays)
	}
	return out
}

func (a span) within(b span) bool { return !a.wide && a.lo >= b.lo && a.hi <= b.hi }

func (a span) hull(b span) span {
	return span{lo: min(a.lo, b.lo), hi: max(a.hi, b.hi), wide: a.wide || b.wide}
}

// cut gives what is left of a when values outside b become unknown.
func (a span) cut(b span) span {
	if a.hi < b.lo || a.lo > b.hi {
		return b
	}
	return span{lo: max(a.lo, b.lo), hi: min(a.hi, b.hi)}
}

// corners gives the interval that an operation monotonic in each side spans; beyond int64 it is wide.
func corners(a, b span, do func(x, y int64) (int64, bool)) span {
	out := span{lo: math.MaxInt64, hi: math.MinInt64}
	for _, x := range [2]int64{a.lo, a.hi} {
		for _, y := range [2]int64{b.lo, b.hi} {
			z, ok := do(x, y)
			if !ok {
				return span{lo: math.MinInt64, hi: math.MaxInt64, wide: true}
			}
			out.lo, out.hi = min(out.lo, z), max(out.hi, z)
		}
	}
	return out
}

// divide bounds a/b and reports by wide whether the one overflow of division (least / -1) can happen.
func (a span) divide(b span) span {
	if a.lo == math.MinInt64 && b.lo <= -1 && b.hi >= -1 {
		return span{lo: math.MinInt64, hi: math.MaxInt64, wide: true}
	}
	if a.lo == math.MinInt64 {
		return spanAll
	}
	m := max(a.hi, -a.hi, -a.lo, a.lo)
	if a.lo >= 0 && b.lo >= 0 {
		return span{lo: 0, hi: m}
	}
	return span{lo: -m, hi: m}
}

// remainder bounds a%b: below |b| in size, with the sign of a.
func (a span) remainder(b span) span {
	if a.lo == math.MinInt64 && b.lo <= -1 && b.hi >= -1 {
		return span{lo: math.MinInt64, hi: math.MaxInt64, wide: true}
	}
	if b.lo == math.MinInt64 {
		return spanAll
	}
	m := max(b.hi, -b.hi, -b.lo, b.lo)
	out := span{lo: -m, hi: m}
	if a.lo >= 0 {
		out.lo = 0
	}
	if a.hi <= 0 {
		out.hi = 0
	}
	return out
}

// extent bounds a double in size: it is zero, or between least and most.
type extent struct{ least, most float64 }

// Doubles must stay well within these, so that no operation over- or underflows: PostgreSQL makes that an error.
const (
	extentLeast = 1e-290
	extentMost  = 1e290
)

func (e extent) fine() bool { return e.least >= extentLeast && e.most <= extentMost }

func (e extent) hull(f extent) extent {
	return extent{least: math.Min(e.least, f.least), most: math.Max(e.most, f.most)}
}

// add bounds a sum or difference: what is left after cancellation is a multiple of the last place of the smaller.
func (e extent) add(f extent) extent {
	return extent{least: math.Min(e.least, f.least) / (1 << 53), most: e.most + f.most}
}

func (e extent) multiply(f extent) extent {
	return extent{least: e.least * f.least, most: e.most * f.most}
}

func (e extent) divide(f extent) extent {
	return extent{least: e.least / f.most, most: e.most / f.least}
}

// extentOf bounds an integer taken as a double, divided by 10^decimals.
func extentOf(s span, decimals int) extent {
	scale := math.Pow10(decimals)
	most := math.Max(math.Abs(float64(s.lo)), math.Abs(float64(s.hi)))
	return extent{least: 1 / scale, most: math.Max(most, 1) / scale}
}

func addInt(a, b int64) (int64, bool) {
	c := a + b
	return c, (c > a) == (b > 0)
}

func subtractInt(a, b int64) (int64, bool) {
	c := a - b
	return c, (c < a) == (b > 0)
}

func multiplyInt(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	if a == -1 && b == math.MinInt64 || b == -1 && a == math.MinInt64 {
		return 0, false
	}
	c := a * b
	return c, c/b == a
}

func divideInt(a, b int64) (int64, bool) {
	if b == 0 || a == math.MinInt64 && b == -1 {
		return 0, false
	}
	return a / b, true
}

func remainderInt(a, b int64) (int64, bool) {
	if b == 0 || a == math.MinInt64 && b == -1 {
		return 0, false
	}
	return a % b, true
}

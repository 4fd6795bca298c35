package expr

import (
	"math"
	"math/rand/v2"
	"testing"

	"jieli/value"
)

func TestBoundsHoldForEveryValueWithin(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	draw := func() int64 {
		switch r.IntN(4) {
		case 0:
			return []int64{math.MinInt64, math.MaxInt64, 0, -1, 1}[r.IntN(5)]
		case 1:
			return int64(r.Uint64())
		}
		return r.Int64N(200) - 100
	}
	ops := map[string]struct {
		bound func(a, b span) span
		do    func(a, b int64) (int64, bool)
	}{
		"+": {func(a, b span) span { return corners(a, b, addInt) }, addInt},
		"-": {func(a, b span) span { return corners(a, b, subtractInt) }, subtractInt},
		"*": {func(a, b span) span { return corners(a, b, multiplyInt) }, multiplyInt},
		"/": {span.divide, divideInt},
		"%": {span.remainder, remainderInt},
	}
	for range 20_000 {
		x, y, v, w := draw(), draw(), draw(), draw()
		a, b := span{lo: min(x, v), hi: max(x, v)}, span{lo: min(y, w), hi: max(y, w)}
		for name, o := range ops {
			got := o.bound(a, b)
			for _, p := range [][2]int64{{x, y}, {x, w}, {v, y}, {v, w}} {
				z, ok := o.do(p[0], p[1])
				zero := p[1] == 0 && (name == "/" || name == "%")
				if !ok && !zero && !got.wide {
					t.Fatalf("%d %s %d overflows, the bounds of %v and %v say it cannot", p[0], name, p[1], a, b)
				}
				if ok && !within(got, z) {
					t.Fatalf("%d %s %d = %d is not within %v", p[0], name, p[1], z, got)
				}
			}
		}
	}
}

func TestBoundsOfFields(t *testing.T) {
	for name, c := range map[string]struct {
		field Field
		want  span
	}{
		"no bounds are the type's own": {Field{Kind: value.KindInt}, spanInt},
		"bounds as given":              {Field{Kind: value.KindInt, Min: 1, Max: 30}, span{lo: 1, hi: 30}},
		"only a lower bound":           {Field{Kind: value.KindInt, Min: 5, Max: 4}, span{lo: 5, hi: value.MaxInteger}},
		"dates have their own":         {Field{Kind: value.KindDate}, spanField},
		"dates end with the calendar":  {Field{Kind: value.KindDate, Min: -1e15, Max: 7}, span{lo: spanDays.lo, hi: 7}},
	} {
		if got := fieldSpan(&c.field); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

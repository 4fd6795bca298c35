package value

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func ringOf(list ...[2]float64) string {
	s := ""
	for _, p := range append(list, list[0]) {
		s += fmt.Sprintf("[%.7f,%.7f],", 113+p[0]/1e4, 24+p[1]/1e4)
	}
	return "[" + s[:len(s)-1] + "]"
}

func outlineOf(t testing.TB, rings ...string) *Outline {
	t.Helper()
	text := ""
	for _, r := range rings {
		text += r + ","
	}
	g, finding := ParseGeometry(`{"type":"Polygon","coordinates":[`+text[:len(text)-1]+`]}`, Polygon)
	if finding != nil {
		t.Fatal(finding, rings)
	}
	return OutlineOf(g)
}

func box(w, s, e, n float64) string {
	return ringOf([2]float64{w, s}, [2]float64{e, s}, [2]float64{e, n}, [2]float64{w, n})
}

func TestOverlapIsThePartOfTheSmallerThatLiesInBoth(t *testing.T) {
	square := outlineOf(t, box(0, 0, 4, 4))
	for name, c := range map[string]struct {
		other *Outline
		want  float64
	}{
		"itself":                          {outlineOf(t, box(0, 0, 4, 4)), 1},
		"far away":                        {outlineOf(t, box(10, 10, 12, 12)), 0},
		"a neighbour along the border":    {outlineOf(t, box(4, 0, 8, 4)), 0},
		"a neighbour along half of it":    {outlineOf(t, box(4, 2, 8, 9)), 0},
		"at the corner":                   {outlineOf(t, box(4, 4, 8, 8)), 0},
		"half over it":                    {outlineOf(t, box(2, 0, 6, 4)), 0.5},
		"a small one within":              {outlineOf(t, box(1, 1, 2, 2)), 1},
		"a quarter of the corner":         {outlineOf(t, box(3, 3, 5, 5)), 0.25},
		"a triangle over the slope":       {outlineOf(t, ringOf([2]float64{0, 0}, [2]float64{8, 0}, [2]float64{0, 8})), 1},
		"in the pond of another":          {outlineOf(t, box(-9, -9, 9, 9), box(-1, -1, 5, 5)), 0},
		"over the bank of another's pond": {outlineOf(t, box(-9, -9, 9, 9), box(2, -1, 5, 5)), 0.5},
		"a horseshoe around it": {outlineOf(t, ringOf([2]float64{-2, -2}, [2]float64{6, -2}, [2]float64{6, 6}, [2]float64{4, 6},
			[2]float64{4, 0}, [2]float64{0, 0}, [2]float64{0, 6}, [2]float64{-2, 6})), 0},
	} {
		got, back := square.Overlap(c.other), c.other.Overlap(square)
		if math.Abs(got-c.want) > 1e-6 || math.Abs(got-back) > 1e-9 {
			t.Errorf("%s: %f and back %f, want %f", name, got, back, c.want)
		}
	}
}

// star is a random simple outline around a centre.
func star(r *rand.Rand) string {
	n := 3 + r.IntN(12)
	x, y, turn := r.Float64()*20, r.Float64()*20, r.Float64()*6
	list := make([][2]float64, n)
	for i := range list {
		at, far := turn+2*math.Pi*float64(i)/float64(n), 1+r.Float64()*6
		list[i] = [2]float64{x + far*math.Cos(at), y + far*math.Sin(at)}
	}
	return ringOf(list...)
}

// Counting points of a fine grid is slow and stupid, and right.
func TestOverlapEqualsACountOfPoints(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	met := 0
	for range 150 {
		a, b := outlineOf(t, star(r)), outlineOf(t, star(r))
		inA, inB, both := 0, 0, 0
		for lon := min(a.southWest.Lon, b.southWest.Lon); lon < max(a.northEast.Lon, b.northEast.Lon); lon += 97 {
			for lat := min(a.southWest.Lat, b.southWest.Lat); lat < max(a.northEast.Lat, b.northEast.Lat); lat += 89 {
				p := Position{lon, lat}
				x, y := a.Contains(p), b.Contains(p)
				if x {
					inA++
				}
				if y {
					inB++
				}
				if x && y {
					both++
				}
			}
		}
		want := float64(both) / float64(min(inA, inB))
		got := a.Overlap(b)
		if math.Abs(got-want) > 0.03 {
			t.Fatalf("%f, counted %f of %d", got, want, min(inA, inB))
		}
		if got > 0.02 {
			met++
		}
	}
	if met < 30 || met > 120 {
		t.Errorf("%d of 150 pairs overlap: too dull", met)
	}
}

func TestWhateverMeetsIsFiledWhereOneLooks(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	shapes := make([]Geometry, 400)
	for i := range shapes {
		lon, lat := 113+r.Float64()/10, 24+r.Float64()/10
		if r.IntN(3) == 0 { // at a great border of the map, where squares are large
			lon, lat = 112.5, 21.94304553343818
		}
		size := math.Pow(10, -5+4*r.Float64())
		w, e, s, n := lon-size*r.Float64(), lon+size*r.Float64(), lat-size*r.Float64(), lat+size*r.Float64()
		shapes[i] = shapeOf(t, fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%f,%f],[%f,%f],[%f,%f],[%f,%f],[%f,%f]]]}`,
			w, s, e+1e-6, s, e+1e-6, n+1e-6, w, n+1e-6, w, s), Polygon)
	}
	looked, meeting := 0, 0
	for _, g := range shapes {
		runs, single := CellsMeeting(g)
		if len(runs) > 4 || len(single) > 4*cellLevels {
			t.Fatalf("%d runs and %d squares", len(runs), len(single))
		}
		for _, other := range shapes {
			c, _ := CellOf(other)
			seen := slices.Contains(single, c) || slices.ContainsFunc(runs, func(x Range) bool { return x.From <= c && c <= x.To })
			if seen {
				looked++
			}
			a, b, _ := g.Bounds()
			p, q, _ := other.Bounds()
			if a.Lon <= q.Lon && p.Lon <= b.Lon && a.Lat <= q.Lat && p.Lat <= b.Lat {
				meeting++
				if !seen {
					t.Fatalf("%s meets %s, which is filed in %x", g, other, c)
				}
			}
		}
	}
	if looked > 10*meeting {
		t.Errorf("%d shapes are looked at where %d meet", looked, meeting)
	}
}

func TestASquareHoldsWhatLiesInIt(t *testing.T) {
	c, ok := CellOf(pointOf(t, 113.2, 24.5))
	if !ok || c.within() != (Range{c, c}) || len(c.holders()) != cellLevels {
		t.Fatalf("%x %v %d", c, c.within(), len(c.holders()))
	}
	for _, above := range c.holders() {
		if x := above.within(); c < x.From || c > x.To {
			t.Errorf("%x lies outside of %x", c, above)
		}
	}
	if last := c.holders()[cellLevels-1]; last != 1<<(2*cellLevels) {
		t.Errorf("the world is %x", last)
	}
}

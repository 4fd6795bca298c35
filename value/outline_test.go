package value_test

import (
	"math/rand/v2"
	"testing"

	"jieli/value"
)

const (
	square   = `{"type":"Polygon","coordinates":[[[113,24],[114,24],[114,25],[113,25],[113,24]]]}`
	withHole = `{"type":"Polygon","coordinates":[[[113,24],[114,24],[114,25],[113,25],[113,24]],
		[[113.4,24.4],[113.4,24.6],[113.6,24.6],[113.6,24.4],[113.4,24.4]]]}`
	bowTie = `{"type":"Polygon","coordinates":[[[113,24],[114,25],[114,24],[113,25],[113,24]]]}`
	crook  = `{"type":"Polygon","coordinates":[[[113,24],[114,24],[114,25],[113.9,25],[113.9,24.1],[113,24.1],[113,24]]]}`
)

func at(lon, lat float64) value.Position {
	return value.Position{Lon: int32(lon * 1e7), Lat: int32(lat * 1e7)}
}

func outline(t *testing.T, text string) *value.Outline {
	t.Helper()
	g, finding := value.ParseGeometry(text, value.Polygon)
	if finding != nil {
		t.Fatal(finding)
	}
	return value.OutlineOf(g)
}

func TestWhatLiesInAnOutline(t *testing.T) {
	for name, c := range map[string]struct {
		shape string
		p     value.Position
		want  bool
	}{
		"in the middle":            {square, at(113.5, 24.5), true},
		"outside":                  {square, at(112.9, 24.5), false},
		"north of it":              {square, at(113.5, 25.1), false},
		"on an edge":               {square, at(113, 24.5), true},
		"in a corner":              {square, at(114, 25), true},
		"in a hole":                {withHole, at(113.5, 24.5), false},
		"on the edge of a hole":    {withHole, at(113.4, 24.5), true},
		"beside the hole":          {withHole, at(113.2, 24.5), true},
		"in the bend of an L":      {crook, at(113.5, 24.5), false},
		"in the arm of an L":       {crook, at(113.95, 24.5), true},
		"level with a corner, out": {crook, at(113.5, 24.1000001), false},
	} {
		t.Run(name, func(t *testing.T) {
			o := outline(t, c.shape)
			if got := o.Contains(c.p); got != c.want {
				t.Errorf("got %v", got)
			}
			if got := o.ContainsPoint(value.PointAt(c.p)); got != c.want {
				t.Errorf("as a point: %v", got)
			}
		})
	}
}

func TestAnOutlineThatCrossesItselfIsRefused(t *testing.T) {
	_, finding := value.ParseGeometry(bowTie, value.Polygon)
	if finding == nil || finding.Code != "geometry_crossing" {
		t.Errorf("got %v", finding)
	}
	if value.OutlineOf(value.PointAt(at(113, 24))) != nil {
		t.Error("a point is no outline")
	}
}

func TestAnOutlineSaysHowFarItReaches(t *testing.T) {
	if wide, high := outline(t, square).Extent(); wide != 1 || high != 1 {
		t.Errorf("got %v × %v", wide, high)
	}
}

func TestAHoleAndItsOutlineShareAllThatLiesInThem(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	whole, holed := outline(t, square), outline(t, withHole)
	hole := outline(t, `{"type":"Polygon","coordinates":[[[113.4,24.4],[113.6,24.4],[113.6,24.6],[113.4,24.6],[113.4,24.4]]]}`)
	for range 10_000 {
		p := at(112.9+dice.Float64()*1.2, 23.9+dice.Float64()*1.2)
		if whole.Contains(p) != (holed.Contains(p) || hole.Contains(p)) {
			t.Fatalf("%v", p)
		}
	}
}

package value

import (
	"math"
	"testing"
)

func shapeOf(t *testing.T, text, kind string) Geometry {
	t.Helper()
	g, finding := ParseGeometry(text, kind)
	if finding != nil {
		t.Fatal(finding)
	}
	return g
}

func pointOf(t *testing.T, lon, lat float64) Geometry {
	t.Helper()
	p, finding := positionAt(lon, lat)
	if finding != nil {
		t.Fatal(finding)
	}
	return PointAt(p)
}

// dms turns degrees, minutes and seconds into degrees.
func dms(d, m, s float64) float64 { return d + m/60 + s/3600 }

func TestDistancesAreThoseOfTheGeodesists(t *testing.T) {
	for name, c := range map[string]struct{ lon1, lat1, lon2, lat2, km, off float64 }{
		"a degree along the equator":                {0, 0, 1, 0, 111.319491, 1e-6},
		"a degree of the meridian from the equator": {0, 0, 0, 1, 110.574389, 1e-5},
		"from the equator to the pole":              {0, 0, 0, 90, 10001.965729, 0.02},
		"Flinders Peak to Buninyong (GDA manual)": {dms(144, 25, 29.5244), -dms(37, 57, 3.7203),
			dms(143, 55, 35.3839), -dms(37, 39, 10.1561), 54.972271, 1e-4},
		"New York to London (GeographicLib's sample)": {-73.8, 40.6, -0.5, 51.6, 5551.759400, 0.02},
		"nowhere": {113.2, 24.5, 113.2, 24.5, 0, 0},
	} {
		got, ok := DistanceOf(pointOf(t, c.lon1, c.lat1), pointOf(t, c.lon2, c.lat2))
		back, _ := DistanceOf(pointOf(t, c.lon2, c.lat2), pointOf(t, c.lon1, c.lat1))
		if !ok || math.Abs(got-c.km) > c.off || got != back {
			t.Errorf("%s: %.6f km and back %.6f, want %.6f", name, got, back, c.km)
		}
	}
	if _, ok := DistanceOf(shapeOf(t, `{"type":"LineString","coordinates":[[0,0],[1,1]]}`, Line), pointOf(t, 0, 0)); ok {
		t.Error("a line has a distance")
	}
}

func TestAreasAreThoseOfTheEllipsoid(t *testing.T) {
	earth := 510065621.724 * 1e6 / squareMetresOfMu // of WGS 84
	for name, c := range map[string]struct {
		text string
		mu   float64
		off  float64
	}{
		"a quarter of the northern half": {`[[[0,0],[90,0],[90,90],[0,90],[0,0]]]`, earth / 8, 1e4},
		// 0.0009° by 0.0009° at 24.5°: by the radii of curvature there, 99.689 m by 91.219 m.
		"a field":             {`[[[113.2,24.5],[113.2009,24.5],[113.2009,24.5009],[113.2,24.5009],[113.2,24.5]]]`, 13.6403, 0.0002},
		"drawn the other way": {`[[[113.2,24.5],[113.2,24.5009],[113.2009,24.5009],[113.2009,24.5],[113.2,24.5]]]`, 13.6403, 0.0002},
		"a field with a pond": {`[[[113.2,24.5],[113.2009,24.5],[113.2009,24.5009],[113.2,24.5009],[113.2,24.5]],` +
			`[[113.2003,24.5003],[113.2003,24.5006],[113.2006,24.5006],[113.2006,24.5003],[113.2003,24.5003]]]`, 13.6403 * 8 / 9, 0.0002},
		"half of the same field": {`[[[113.2,24.5],[113.2009,24.5],[113.2009,24.5009],[113.2,24.5]]]`, 13.6403 / 2, 0.0002},
	} {
		got, ok := AreaOf(shapeOf(t, `{"type":"Polygon","coordinates":`+c.text+`}`, Polygon))
		if !ok || math.Abs(got-c.mu) > c.off {
			t.Errorf("%s: %.4f mu, want %.4f", name, got, c.mu)
		}
	}
	if _, ok := AreaOf(pointOf(t, 113, 24)); ok {
		t.Error("a point has an area")
	}
}

func TestLengthIsTheSumOfItsPieces(t *testing.T) {
	got, ok := LengthOf(shapeOf(t, `{"type":"LineString","coordinates":[[0,0],[1,0],[0,0]]}`, Line))
	if !ok || math.Abs(got-2*111.319491) > 2e-6 {
		t.Errorf("there and back along a degree of the equator is %.6f km", got)
	}
	if _, ok := LengthOf(pointOf(t, 113, 24)); ok {
		t.Error("a point has a length")
	}
}

func TestTheCentreLiesWithin(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a square": {`[[[113,24],[113.002,24],[113.002,24.002],[113,24.002],[113,24]]]`, "[113.001,24.001]"},
		"a horseshoe open to the north": {
			`[[[113,24],[113.003,24],[113.003,24.003],[113.002,24.003],` +
				`[113.002,24.001],[113.001,24.001],[113.001,24.003],[113,24.003],[113,24]]]`,
			"[113.0005,24.0013571]"},
		"a ring around a pond": {
			`[[[113,24],[113.003,24],[113.003,24.003],[113,24.003],[113,24]],` +
				`[[113.001,24.001],[113.001,24.002],[113.002,24.002],[113.002,24.001],[113.001,24.001]]]`,
			"[113.0005,24.0015]"},
	} {
		g := shapeOf(t, `{"type":"Polygon","coordinates":`+c.text+`}`, Polygon)
		got, ok := CentreOf(g)
		if !ok || got != Geometry(`{"coordinates":`+c.want+`,"type":"Point"}`) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if !OutlineOf(g).ContainsPoint(got) {
			t.Errorf("%s: the centre %s lies outside", name, got)
		}
	}
}

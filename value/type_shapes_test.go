package value

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestPointType(t *testing.T) {
	at := Geometry(`{"coordinates":[113.1234567,24.5],"type":"Point"}`)
	try(t, typePoint, []example{
		{says: "GeoJSON", json: `{"type":"Point","coordinates":[113.1234567,24.5]}`, want: at, zh: "113.1234567, 24.5"},
		{says: "a phone's many digits are rounded to a centimetre",
			json: `{"type":"Point","coordinates":[113.12345669999999,24.500000001]}`, want: at},
		{says: "height is dropped", json: `{"type":"Point","coordinates":[113.1234567,24.5,88.2]}`, want: at},
		{says: "exponents", json: `{"type":"Point","coordinates":[1131234567e-7,2.45e1]}`, want: at},
		{says: "south and west", json: `{"type":"Point","coordinates":[-0.5,-0.0000001]}`,
			want: Geometry(`{"coordinates":[-0.5,-0.0000001],"type":"Point"}`)},
		{says: "swapped beyond the pole", json: `{"type":"Point","coordinates":[24.5,113.1]}`, code: "geometry_range"},
		{says: "beyond the date line", json: `{"type":"Point","coordinates":[180.0000001,0]}`, code: "geometry_range"},
		{says: "one number", json: `{"type":"Point","coordinates":[113]}`, code: "geometry_wrong"},
		{says: "four numbers", json: `{"type":"Point","coordinates":[113,24,1,2]}`, code: "geometry_wrong"},
		{says: "numbers as texts", json: `{"type":"Point","coordinates":["113","24"]}`, code: "geometry_wrong"},
		{says: "a height that is no number", json: `{"type":"Point","coordinates":[113,24,null]}`, code: "geometry_wrong"},
		{says: "another kind", json: `{"type":"LineString","coordinates":[[1,1],[2,2]]}`, code: "geometry_wrong"},
		{says: "foreign members", json: `{"type":"Point","coordinates":[1,2],"crs":null}`, code: "geometry_wrong"},
		{says: "text in JSON", json: `"113,24"`, code: "value_shape"},
		{says: "GeoJSON in a cell", text: ` {"type":"Point","coordinates":[113.1234567,24.5]} `, want: at},
		{says: "a pair", text: "113.1234567,24.5", want: at},
		{says: "a pair with the Chinese comma", text: "113.1234567，24.5", want: at},
		{says: "a pair with a blank", text: "113.1234567 24.5", want: at},
		{says: "latitude first, as some apps copy it", text: "24.5, 113.1234567", want: at},
		{says: "with words", text: "东经113.1234567°，北纬24.5°", want: at},
		{says: "with letters", text: "113.1234567E 24.5N", want: at},
		{says: "three numbers", text: "113,24,5", code: "geometry_wrong"},
		{says: "words", text: "村口", code: "geometry_wrong"},
	})
	if PointAt(Position{Lon: 1131234567, Lat: 245000000}) != at {
		t.Error("PointAt gives another text")
	}
}

func TestLineType(t *testing.T) {
	try(t, typeLine, []example{
		{says: "two points", json: `{"type":"LineString","coordinates":[[113,24],[113.5,24.25]]}`,
			want: Geometry(`{"coordinates":[[113,24],[113.5,24.25]],"type":"LineString"}`), zh: "线路（2个点）",
			en: "line of 2 points"},
		{says: "a repeated point is left out", json: `{"type":"LineString","coordinates":[[1,1],[1,1.00000000001],[2,2]]}`,
			want: Geometry(`{"coordinates":[[1,1],[2,2]],"type":"LineString"}`)},
		{says: "it may cross itself", json: `{"type":"LineString","coordinates":[[0,0],[2,2],[2,0],[0,2]]}`,
			want: Geometry(`{"coordinates":[[0,0],[2,2],[2,0],[0,2]],"type":"LineString"}`)},
		{says: "one point", json: `{"type":"LineString","coordinates":[[1,1]]}`, code: "geometry_too_few"},
		{says: "one point twice", json: `{"type":"LineString","coordinates":[[1,1],[1,1]]}`, code: "geometry_too_few"},
		{says: "no points", json: `{"type":"LineString","coordinates":[]}`, code: "geometry_too_few"},
		{says: "too many", json: `{"type":"LineString","coordinates":[` + strings.Repeat("[1,1],", MaxPositions) + `[2,2]]}`,
			code: "geometry_too_many"},
		{says: "not text", text: "113,24;114,25", code: "geometry_wrong"},
	})
}

func TestPolygonType(t *testing.T) {
	square := Geometry(`{"coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]]],"type":"Polygon"}`)
	ring := func(rings string) string { return `{"type":"Polygon","coordinates":[` + rings + `]}` }
	const outer = `[[0,0],[4,0],[4,4],[0,4],[0,0]]`
	try(t, typePolygon, []example{
		{says: "counter-clockwise stays", json: ring(outer), want: square, zh: "地块范围（4个点）", en: "outline of 4 points"},
		{says: "clockwise is turned", json: ring(`[[0,0],[0,4],[4,4],[4,0],[0,0]]`), want: square},
		{says: "in a cell", text: ring(outer), want: square},
		{says: "a hole is turned clockwise", json: ring(outer + `,[[1,1],[2,1],[2,2],[1,1]]`),
			want: Geometry(`{"coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[2,2],[2,1],[1,1]]],"type":"Polygon"}`)},
		{says: "points on a straight side are fine", json: ring(`[[0,0],[2,0],[4,0],[4,4],[0,4],[0,2],[0,0]]`),
			want: Geometry(`{"coordinates":[[[0,0],[2,0],[4,0],[4,4],[0,4],[0,2],[0,0]]],"type":"Polygon"}`)},
		{says: "not closed", json: ring(`[[0,0],[4,0],[4,4],[0,4]]`), code: "geometry_open"},
		{says: "two corners", json: ring(`[[0,0],[4,0],[0,0]]`), code: "geometry_too_few"},
		{says: "nothing", json: ring(``), code: "geometry_too_few"},
		{says: "an empty ring", json: ring(`[]`), code: "geometry_too_few"},
		{says: "all points one", json: ring(`[[1,1],[1,1],[1,1],[1,1]]`), code: "geometry_too_few"},
		{says: "a bow tie", json: ring(`[[0,0],[4,4],[4,0],[0,4],[0,0]]`), code: "geometry_crossing"},
		{says: "touching itself in a corner", json: ring(`[[0,0],[2,2],[4,0],[4,4],[2,2],[0,4],[0,0]]`),
			code: "geometry_crossing"},
		{says: "touching a side", json: ring(`[[0,0],[4,0],[4,4],[2,0],[0,4],[0,0]]`), code: "geometry_crossing"},
		{says: "turning back on itself", json: ring(`[[0,0],[4,0],[2,0],[2,4],[0,0]]`), code: "geometry_crossing"},
		{says: "a flat one", json: ring(`[[0,0],[2,0],[4,0],[0,0]]`), code: "geometry_crossing"},
		{says: "going round twice", json: ring(`[[0,0],[4,0],[4,4],[0,4],[0,0],[4,0],[4,4],[0,4],[0,0]]`),
			code: "geometry_crossing"},
		{says: "a hole outside", json: ring(outer + `,[[5,5],[6,5],[6,6],[5,5]]`), code: "geometry_hole"},
		{says: "a hole across the border", json: ring(outer + `,[[3,3],[6,3],[3,2],[3,3]]`), code: "geometry_crossing"},
		{says: "a hole in a hole", json: ring(outer + `,[[1,1],[3,1],[3,3],[1,3],[1,1]],[[1.5,1.5],[2,1.5],[2,2],[1.5,1.5]]`),
			code: "geometry_hole"},
		{says: "two holes apart", json: ring(outer + `,[[1,1],[2,2],[2,1],[1,1]],[[3,1],[3.5,2],[3.5,1],[3,1]]`),
			want: Geometry(`{"coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[2,2],[2,1],[1,1]],` +
				`[[3,1],[3.5,2],[3.5,1],[3,1]]],"type":"Polygon"}`)},
		{says: "the whole earth", json: ring(`[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]`),
			want: Geometry(`{"coordinates":[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]],"type":"Polygon"}`)},
		{says: "a multipolygon", json: `{"type":"MultiPolygon","coordinates":[[` + outer + `]]}`, code: "geometry_wrong"},
	})
}

// circle gives an outline of n points, with one point pushed through the other side when torn.
func circle(n int, torn bool) string {
	var b strings.Builder
	b.WriteString(`{"type":"Polygon","coordinates":[[`)
	for i := range n + 1 {
		a := 2 * math.Pi * float64(i%n) / float64(n)
		r := 0.05
		if torn && i == n/2 {
			r = -0.06
		}
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "[%.7f,%.7f]", 113+r*math.Cos(a), 24+r*math.Sin(a))
	}
	b.WriteString(`]]}`)
	return b.String()
}

func TestLargeOutlinesAreCheckedThroughout(t *testing.T) {
	if _, finding := ParseGeometry(circle(MaxPositions-1, false), Polygon); finding != nil {
		t.Errorf("a circle was refused: %v", finding)
	}
	if _, finding := ParseGeometry(circle(1000, true), Polygon); finding == nil || finding.Code != "geometry_crossing" {
		t.Errorf("a torn circle: %v", finding)
	}
	if _, finding := ParseGeometry(circle(MaxPositions, false), Polygon); finding.Code != "geometry_too_many" {
		t.Errorf("too many points: %v", finding)
	}
}

func TestGeometryGivesItsPartsAndBounds(t *testing.T) {
	g := Geometry(`{"coordinates":[[[0,0],[4,0],[4,4.5],[0,0]],[[1,1],[2,2],[2,1],[1,1]]],"type":"Polygon"}`)
	parts, err := g.Parts()
	if err != nil || len(parts) != 2 || len(parts[1]) != 4 || parts[0][2] != (Position{40_000_000, 45_000_000}) {
		t.Errorf("parts %v %v", parts, err)
	}
	low, high, ok := g.Bounds()
	if !ok || low != (Position{}) || high != (Position{40_000_000, 45_000_000}) {
		t.Errorf("bounds %v %v %v", low, high, ok)
	}
	if lon, lat := high.Degrees(); lon != 4 || lat != 4.5 {
		t.Errorf("degrees %v %v", lon, lat)
	}
	for _, broken := range []Geometry{"", "{}", `{"coordinates":],"type":"Point"}`, `{"coordinates":[1],"type":"Point"}`,
		`{"coordinates":[[1,2]],"type":"Point"}`, `{"coordinates":[1,2],"type":"Polygon"}`,
		`{"coordinates":[[[1,2]],"type":"Polygon"}`, `{"coordinates":[1,2,3],"type":"Point"}`} {
		if parts, err := broken.Parts(); err == nil {
			t.Errorf("%s has parts %v", broken, parts)
		}
	}
}

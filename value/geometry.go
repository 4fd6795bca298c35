package value

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"jieli/fault"
)

// Geometry is a GeoJSON Point, LineString or Polygon (RFC 7946) as canonical text:
//
//	{"coordinates":[113.1234567,24.1],"type":"Point"}
//
// Longitude stands first, WGS 84 (CGCS2000 is the same to centimetres), at most seven decimals (a centimetre).
// Polygons are simple: rings closed, not crossing or touching themselves or each other, holes within the outer ring,
// the outer ring counter-clockwise, holes clockwise.
type Geometry string

// Position is a place in units of 10^-7 degree.
type Position struct{ Lon, Lat int32 }

// Names of the three kinds of geometry, as GeoJSON has them.
const (
	Point   = "Point"
	Line    = "LineString"
	Polygon = "Polygon"
)

// MaxPositions bounds one geometry: the outline of a village takes some 500 points, and the check for crossings stays
// below some milliseconds.
const MaxPositions = 5000

const degree = 10_000_000

var (
	problemGeometry = fault.Define("geometry_wrong",
		"图形数据不是有效的{want}，请在地图上重新标绘", "The shape is not a valid {want}; draw it again on the map")
	problemRange = fault.Define("geometry_range",
		"坐标超出范围（经度应在前，±180以内；纬度在后，±90以内），请核对经纬度是否写反",
		"A coordinate is out of range: longitude (±180) comes first, then latitude (±90); see whether they are swapped")
	problemShort = fault.Define("geometry_too_few",
		"点太少：线路至少2个不同的点，地块至少3个不同的点，请补画",
		"Too few points: a line has at least 2 different ones, an outline 3; add some")
	problemPositions = fault.Define("geometry_too_many",
		"有{count}个点，最多{max}个点，请简化图形", "There are {count} points, at most {max} are allowed; simplify the shape")
	problemOpen = fault.Define("geometry_open",
		"地块的边界没有闭合，首尾两点应相同，请重新标绘", "The outline is not closed: its last point must be its first; draw it again")
	problemCrossing = fault.Define("geometry_crossing",
		"地块的边界自己相交或相碰，请调整后再提交", "The outline crosses or touches itself; move its points apart")
	problemHole = fault.Define("geometry_hole",
		"地块中的空洞不在地块范围内，或空洞互相重叠，请重新标绘", "A hole lies outside the outline or inside another hole; draw it again")
)

// ParseGeometry reads GeoJSON text of the kind Point, Line or Polygon ("" for any of them) and gives it in canonical
// form. Only "type" and "coordinates" may stand in it; a third coordinate (height) is dropped, repeated points too.
func ParseGeometry(text, kind string) (Geometry, *fault.Finding) {
	v, finding := DecodeStrict([]byte(text), JSONLimits{MaxValues: 4*MaxPositions + 100})
	if finding != nil {
		return "", notGeometry(kind)
	}
	m, ok := v.(map[string]any)
	if !ok {
		return "", notGeometry(kind)
	}
	return geometryOf(m, kind)
}

// PointAt gives the point at a place.
func PointAt(p Position) Geometry {
	b := appendPosition(append(make([]byte, 0, 64), `{"coordinates":`...), p)
	return Geometry(append(b, `,"type":"Point"}`...))
}

func notGeometry(kind string) *fault.Finding {
	words := map[string]fault.Text{
		Point: {Zh: "位置点", En: "point"}, Line: {Zh: "线路", En: "line"}, Polygon: {Zh: "地块范围", En: "outline"},
	}[kind]
	if words.Zh == "" {
		words = fault.Text{Zh: "图形", En: "geometry"}
	}
	f := problemGeometry.At("", "want", words.Zh)
	f.Text.En = problemGeometry.At("", "want", words.En).Text.En
	return &f
}

func geometryOf(m map[string]any, kind string) (Geometry, *fault.Finding) {
	name, _ := m["type"].(string)
	raw, ok := m["coordinates"].([]any)
	if !ok || len(m) != 2 || kind != "" && name != kind {
		return "", notGeometry(kind)
	}
	switch name {
	case Point:
		p, finding := positionOf(raw, kind)
		if finding != nil {
			return "", finding
		}
		return PointAt(p), nil
	case Line:
		line, finding := positionsOf(raw, kind)
		if finding == nil && len(line) < 2 {
			finding = found(problemShort)
		}
		if finding != nil {
			return "", finding
		}
		return formatShape(Line, [][]Position{line}), nil
	case Polygon:
		return polygonOf(raw, kind)
	}
	return "", notGeometry(kind)
}

func polygonOf(raw []any, kind string) (Geometry, *fault.Finding) {
	count := 0
	for _, r := range raw {
		ring, _ := r.([]any)
		count += len(ring)
	}
	if count > MaxPositions {
		return "", found(problemPositions, "count", count, "max", MaxPositions)
	}
	rings := make([][]Position, 0, len(raw))
	for _, r := range raw {
		list, ok := r.([]any)
		if !ok {
			return "", notGeometry(kind)
		}
		ring, finding := positionsOf(list, kind)
		if finding != nil {
			return "", finding
		}
		rings = append(rings, ring)
	}
	if finding := checkRings(rings); finding != nil {
		return "", finding
	}
	for i, ring := range rings {
		orient(ring, i == 0)
	}
	return formatShape(Polygon, rings), nil
}

// positionsOf reads a list of positions; a position that repeats the one before it is left out.
func positionsOf(raw []any, kind string) ([]Position, *fault.Finding) {
	if len(raw) > MaxPositions {
		return nil, found(problemPositions, "count", len(raw), "max", MaxPositions)
	}
	list := make([]Position, 0, len(raw))
	for _, r := range raw {
		pair, ok := r.([]any)
		if !ok {
			return nil, notGeometry(kind)
		}
		p, finding := positionOf(pair, kind)
		if finding != nil {
			return nil, finding
		}
		if len(list) == 0 || list[len(list)-1] != p {
			list = append(list, p)
		}
	}
	return list, nil
}

func positionOf(raw []any, kind string) (Position, *fault.Finding) {
	if len(raw) != 2 && len(raw) != 3 {
		return Position{}, notGeometry(kind)
	}
	lon, okLon := coordinate(raw[0])
	lat, okLat := coordinate(raw[1])
	if !okLon || !okLat {
		return Position{}, notGeometry(kind)
	}
	if len(raw) == 3 {
		if _, ok := coordinate(raw[2]); !ok {
			return Position{}, notGeometry(kind)
		}
	}
	return positionAt(lon, lat)
}

func positionAt(lon, lat float64) (Position, *fault.Finding) {
	if !(math.Abs(lon) <= 180 && math.Abs(lat) <= 90) {
		return Position{}, found(problemRange)
	}
	return Position{Lon: int32(math.Round(lon * degree)), Lat: int32(math.Round(lat * degree))}, nil
}

func coordinate(raw any) (float64, bool) {
	s, ok := numberText(raw)
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

func formatShape(kind string, parts [][]Position) Geometry {
	n := 0
	for _, part := range parts {
		n += len(part)
	}
	b := append(make([]byte, 0, 40+n*26), `{"coordinates":[`...)
	for i, part := range parts {
		if i > 0 {
			b = append(b, ',')
		}
		if kind == Polygon {
			b = append(b, '[')
		}
		for j, p := range part {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendPosition(b, p)
		}
		if kind == Polygon {
			b = append(b, ']')
		}
	}
	b = append(append(append(b, `],"type":"`...), kind...), `"}`...)
	return Geometry(b)
}

func appendPosition(dst []byte, p Position) []byte {
	dst = appendScaled(append(dst, '['), int64(p.Lon), 7)
	return append(appendScaled(append(dst, ','), int64(p.Lat), 7), ']')
}

// MarshalJSON gives the text itself, which is JSON.
func (g Geometry) MarshalJSON() ([]byte, error) {
	if g.Kind() == "" {
		return nil, errGeometry
	}
	return []byte(g), nil
}

// Kind gives Point, Line or Polygon; "" for what is no canonical geometry.
func (g Geometry) Kind() string {
	for _, kind := range [...]string{Point, Line, Polygon} {
		if strings.HasSuffix(string(g), `,"type":"`+kind+`"}`) {
			return kind
		}
	}
	return ""
}

var errGeometry = errors.New("value: not a canonical geometry")

// Parts gives the positions: of a point one list of one, of a line one list, of a polygon its rings, the outer first.
// It reads canonical text only and is quick, for maps of many records.
func (g Geometry) Parts() ([][]Position, error) {
	s, ok := strings.CutPrefix(string(g), `{"coordinates":`)
	depth := map[string]int{Point: 1, Line: 2, Polygon: 3}[g.Kind()]
	if !ok || depth == 0 {
		return nil, errGeometry
	}
	parts := make([][]Position, 0, 1)
	if depth < 3 {
		parts = append(parts, make([]Position, 0, len(s)/16))
	}
	level := 0
	for len(s) > 0 && s[0] != '"' {
		switch c := s[0]; {
		case c == '[':
			if level++; level == 2 && depth == 3 {
				parts = append(parts, nil)
			}
			s = s[1:]
		case c == ']' || c == ',':
			if c == ']' {
				level--
			}
			s = s[1:]
		default:
			p, rest, ok := scanPosition(s)
			if !ok || level != depth {
				return nil, errGeometry
			}
			last := len(parts) - 1
			parts[last] = append(parts[last], p)
			s = rest
		}
	}
	if level != 0 {
		return nil, errGeometry
	}
	return parts, nil
}

// scanPosition reads "113.1,24.2" at the beginning of s.
func scanPosition(s string) (Position, string, bool) {
	lon, s, ok := scanDegrees(s)
	if !ok || s == "" || s[0] != ',' {
		return Position{}, s, false
	}
	lat, s, ok := scanDegrees(s[1:])
	return Position{Lon: lon, Lat: lat}, s, ok
}

func scanDegrees(s string) (int32, string, bool) {
	n := scanNumber(s)
	d, ok := readDecimal(s[:n])
	if !ok {
		return 0, s, false
	}
	v, f := d.scaled(7)
	return int32(v), s[n:], f == fits && v >= -180*degree && v <= 180*degree
}

// geometryFrom gives the canonical form of a decoded JSON value of a geometry type.
func geometryFrom(raw any, kind string) (any, *fault.Finding) {
	var g Geometry
	var finding *fault.Finding
	switch x := raw.(type) {
	case nil:
		return nil, nil
	case map[string]any:
		g, finding = geometryOf(x, kind)
	case Geometry:
		g, finding = ParseGeometry(string(x), kind)
	default:
		return nil, wrongShape(raw, "图形", "a GeoJSON geometry")
	}
	if finding != nil {
		return nil, finding
	}
	return g, nil
}

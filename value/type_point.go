package value

import (
	"strconv"
	"strings"

	"jieli/fault"
)

var typePoint Type = &pointType{shapeType{kind: Point, meta: meta{
	name: "point", label: fault.Text{Zh: "位置点", En: "point"}, column: ColumnText, kind: KindOpaque,
}}}

// pointType is a place on the ground.
type pointType struct{ shapeType }

// ParseText takes GeoJSON and pairs as "113.12, 24.45" or "东经113.12° 北纬24.45°": longitude first, but a pair that can
// only be a place in China with the latitude first is turned round.
func (t pointType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := tidy(s)
	if isBlank(cell) || strings.HasPrefix(cell, "{") {
		return t.shapeType.ParseText(s, l)
	}
	cell = placeWords.Replace(cell)
	parts := strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || r == ' ' || r == ';' || r == '、' })
	if len(parts) != 2 {
		return nil, notGeometry(Point)
	}
	lon, okLon := plainFloat(parts[0])
	lat, okLat := plainFloat(parts[1])
	if !okLon || !okLat {
		return nil, notGeometry(Point)
	}
	if lon >= 3 && lon <= 54 && lat >= 73 && lat <= 136 {
		lon, lat = lat, lon
	}
	p, finding := positionAt(lon, lat)
	if finding != nil {
		return nil, finding
	}
	return PointAt(p), nil
}

// placeWords takes the words around decimal degrees away. Degrees in minutes and seconds are not read.
var placeWords = strings.NewReplacer("东经", " ", "北纬", " ", "经度", " ", "纬度", " ", "°", " ", "度", " ", ":", " ",
	"E", " ", "N", " ", "(", " ", ")", " ", "[", " ", "]", " ")

// plainFloat reads a plain decimal without exponent.
func plainFloat(s string) (float64, bool) {
	if strings.Trim(s, "-.0123456789") != "" || len(s) > maxNumber {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

func (pointType) Display(v any, _ *Limits, _ string) string {
	g, _ := v.(Geometry)
	parts, err := g.Parts()
	if err != nil || len(parts) == 0 || len(parts[0]) == 0 {
		return ""
	}
	p := parts[0][0]
	b := appendScaled(make([]byte, 0, 32), int64(p.Lon), 7)
	return string(appendScaled(append(b, ", "...), int64(p.Lat), 7))
}

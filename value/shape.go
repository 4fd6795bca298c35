package value

import (
	"fmt"
	"strconv"
	"strings"

	"jieli/fault"
)

// shapeType is what point, line and polygon have in common.
type shapeType struct {
	meta
	kind string // Point, Line, Polygon
}

func (t shapeType) Parse(raw any, _ *Limits) (any, *fault.Finding) { return geometryFrom(raw, t.kind) }

// ParseText takes GeoJSON.
func (t shapeType) ParseText(s string, _ *Limits) (any, *fault.Finding) {
	cell := strings.TrimSpace(s)
	if isBlank(tidy(cell)) {
		return nil, nil
	}
	g, finding := ParseGeometry(cell, t.kind)
	if finding != nil {
		return nil, finding
	}
	return g, nil
}

// JSON gives the Geometry itself, which encoding/json and Canonical write as the GeoJSON object.
func (shapeType) JSON(v any, _ *Limits) any { return v }

// Display says how many points the shape has; what it looks like the map shows.
func (t shapeType) Display(v any, _ *Limits, lang string) string {
	g, _ := v.(Geometry)
	parts, err := g.Parts()
	if err != nil {
		return ""
	}
	n := 0
	for _, part := range parts {
		n += len(part)
	}
	if t.kind == Polygon {
		n -= len(parts) // the closing point of a ring is its first
	}
	if lang == "en" {
		return t.label.En + " of " + strconv.Itoa(n) + " points"
	}
	return t.label.Zh + "（" + strconv.Itoa(n) + "个点）"
}

func (shapeType) ToColumn(v any) any {
	if g, ok := v.(Geometry); ok {
		return string(g)
	}
	return nil
}

func (t shapeType) FromColumn(v any) (any, error) {
	s, ok, err := columnText(v)
	if !ok || s == "" {
		return nil, err
	}
	if g := Geometry(s); g.Kind() == t.kind {
		return g, nil
	}
	return nil, fmt.Errorf("value: %s column holds %q", t.name, shown(s))
}

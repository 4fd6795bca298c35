package pack

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

// outlineFile is the file of places of areas: GeoJSON, of which only this is read.
type outlineFile struct {
	Features []struct {
		Properties struct{ Code string }
		Geometry   struct {
			Type        string
			Coordinates json.RawMessage
		}
	}
}

// buildOutlines reads where areas lie on the map. Places of areas that the programme does not have are left out.
func (b *builder) buildOutlines(d *packDoc) {
	name := d.Outlines.text
	if name == "" {
		return
	}
	if path.Clean(name) != name || strings.HasPrefix(name, "..") {
		b.report(d.Outlines.pos, codeFileUnreadable, "file", name, "why", "not a path inside the pack")
		return
	}
	data, ok := b.readFile(name, limitAreasBytes)
	if !ok {
		return
	}
	sum := sha256.New()
	sum.Write(b.digest)
	digestFile(sum, name, data)
	b.digest = sum.Sum(nil)
	var file outlineFile
	if err := json.Unmarshal(data, &file); err != nil {
		b.report(fault.Pos{File: name, Line: 1, Column: 1}, codeOutlines, "why", err.Error())
		return
	}
	for i, f := range file.Features {
		code := f.Properties.Code
		if _, known := b.cat.Areas.Get(code); !known {
			continue
		}
		shape, err := areaShape(code, f.Geometry.Type, f.Geometry.Coordinates)
		if err != nil {
			b.report(fault.Pos{File: name, Line: 1, Column: 1}, codeOutlines, "why", fmt.Sprintf("feature %d, %s: %v", i+1, code, err))
			continue
		}
		b.cat.Areas.Shapes = append(b.cat.Areas.Shapes, shape)
	}
	slices.SortFunc(b.cat.Areas.Shapes, func(x, y catalog.AreaShape) int { return cmp.Compare(x.Code, y.Code) })
}

func areaShape(code, kind string, raw json.RawMessage) (catalog.AreaShape, error) {
	s := catalog.AreaShape{Code: code}
	var polygons [][][][]float64
	var err error
	switch kind {
	case "Point":
		var at []float64
		if err = json.Unmarshal(raw, &at); err == nil {
			s.At, err = place(at)
		}
		return s, err
	case "Polygon":
		polygons = make([][][][]float64, 1)
		err = json.Unmarshal(raw, &polygons[0])
	case "MultiPolygon":
		err = json.Unmarshal(raw, &polygons)
	default:
		err = fmt.Errorf("not a Point, Polygon or MultiPolygon: %q", kind)
	}
	if err != nil {
		return s, err
	}
	largest := 0
	for _, p := range polygons {
		if len(p) == 0 || len(p[0]) < 4 {
			return s, fmt.Errorf("an outline has fewer than three corners")
		}
		var ring []value.Position
		for _, corner := range p[0] { // holes are not drawn
			at, err := place(corner)
			if err != nil {
				return s, err
			}
			ring = append(ring, at)
		}
		if s.Rings = append(s.Rings, ring); len(ring) > len(s.Rings[largest]) {
			largest = len(s.Rings) - 1
		}
	}
	if len(s.Rings) == 0 {
		return s, fmt.Errorf("there is no outline")
	}
	s.At = middle(s.Rings[largest])
	return s, nil
}

func place(c []float64) (value.Position, error) {
	if len(c) < 2 || math.Abs(c[0]) > 180 || math.Abs(c[1]) > 85 {
		return value.Position{}, fmt.Errorf("not a place in degrees: %v", c)
	}
	return value.Position{Lon: int32(math.Round(c[0] * 1e7)), Lat: int32(math.Round(c[1] * 1e7))}, nil
}

// middle gives the centre of mass of an outline.
func middle(ring []value.Position) value.Position {
	var twice, lon, lat float64
	origin := ring[0]
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		ax, ay := float64(a.Lon-origin.Lon), float64(a.Lat-origin.Lat)
		bx, by := float64(b.Lon-origin.Lon), float64(b.Lat-origin.Lat)
		cross := ax*by - bx*ay
		twice += cross
		lon += (ax + bx) * cross
		lat += (ay + by) * cross
	}
	if twice == 0 {
		return origin
	}
	return value.Position{Lon: origin.Lon + int32(lon/(3*twice)), Lat: origin.Lat + int32(lat/(3*twice))}
}

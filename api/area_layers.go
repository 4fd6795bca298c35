package api

import (
	"slices"

	"jieli/catalog"
	"jieli/layer"
	"jieli/store"
	"jieli/value"
)

// Layers of records that have no place of their own: they are counted where their areas are.

// areaKind is the kind of such a layer.
const areaKind = "area"

func layerKind(l *catalog.Layer) string {
	if l.Geometry == nil {
		return areaKind
	}
	return l.Geometry.Type.Name()
}

// placeOf gives the area at whose place the records of an area are counted: itself or the first above it of which the pack
// says where it is, as a town for its villages. "" when there is none, or when records are drawn where they are.
func (t *tileQuery) placeOf(area string) string {
	if t.layer.Geometry != nil {
		return ""
	}
	for _, digits := range []int{villageDigits, townDigits, countyDigits} {
		if len(area) < digits {
			continue
		}
		if _, known := t.Catalog.Areas.Shape(area[:digits]); known {
			return area[:digits]
		}
	}
	return ""
}

// placed puts counts of areas into the squares in which their places lie; what lies nowhere is left out.
func (t *tileQuery) placed(rows []store.Square) []store.Square {
	out := rows[:0]
	for _, r := range rows {
		shape, known := t.Catalog.Areas.Shape(t.placeOf(r.Area))
		if !known {
			continue
		}
		if cell, ok := value.CellOf(value.PointAt(shape.At)); ok {
			r.Part = int64(cell) / value.Part(squareZoom)
			out = append(out, r)
		}
	}
	return out
}

// drawAreas draws the counts of a tile; of one that is smaller than the squares, those of its square that lie in it.
func (t *tileQuery) drawAreas() ([]byte, error) {
	asked := t.tile
	if deeper := asked.Zoom - squareZoom; deeper > 0 {
		t.tile = layer.Tile{Zoom: squareZoom, X: asked.X >> deeper, Y: asked.Y >> deeper}
		t.cell, _ = t.tile.Cell()
	}
	squares, err := t.squares()
	if err != nil {
		return nil, err
	}
	clusters := slices.DeleteFunc(t.clusters(squares), func(c layer.Cluster) bool { return !asked.Holds(c.At) })
	return layer.Encode(asked, t.layer.Name, nil, clusters)
}

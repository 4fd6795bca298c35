// Package layer draws records on the map: squares of the web map as vector tiles (Mapbox Vector Tile 2.1), single records
// or counts of them, places of people moved to a grid. It is given records and reads nothing.
package layer

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"

	"jieli/value"
)

// MaxZoom is the last zoom of which there are tiles; beyond it they are enlarged.
const MaxZoom = 18

// Tile is a square of the web map.
type Tile struct{ Zoom, X, Y int }

// Cell gives the tile as the number by which shapes are filed; ok is false beyond the map.
func (t Tile) Cell() (value.Cell, bool) {
	if t.Zoom > MaxZoom {
		return 0, false
	}
	return value.TileCell(t.Zoom, t.X, t.Y)
}

// Holds reports whether a place lies in the tile; each place lies in one tile of a zoom.
func (t Tile) Holds(p value.Position) bool {
	own, ok := t.Cell()
	at, known := value.CellOf(value.PointAt(p))
	within, _ := own.Filed()
	return ok && known && within.From <= at && at <= within.To
}

// ringZooms are the zooms by which the squares around a tile are smaller than it.
const ringZooms = 2

// Around gives the squares of the map that have the places which a grid of some metres may move into the tile: the tile
// itself and a ring around it, or, where the grid is wider than the tile, larger squares. Without a grid it is the tile.
func (t Tile) Around(metres int) []value.Cell {
	own, ok := t.Cell()
	if !ok {
		return nil
	}
	if metres <= 0 {
		return []value.Cell{own}
	}
	zoom := t.Zoom + ringZooms
	for zoom > 0 && t.metres(zoom) < float64(metres) {
		zoom--
	}
	var out []value.Cell
	finer := zoom - t.Zoom
	west, north, side := t.X<<max(finer, 0)>>max(-finer, 0), t.Y<<max(finer, 0)>>max(-finer, 0), 1<<max(finer, 0)
	if finer >= 0 {
		out = append(out, own)
	}
	for x := west - 1; x <= west+side; x++ {
		for y := north - 1; y <= north+side; y++ {
			inner := x >= west && x < west+side && y >= north && y < north+side
			if c, ok := value.TileCell(zoom, x, y); ok && !(inner && finer >= 0) {
				out = append(out, c)
			}
		}
	}
	return out
}

// metres gives the side of a square of a zoom where the tile lies.
func (t Tile) metres(zoom int) float64 {
	own, _ := t.Cell()
	_, lat := value.PartCentre(int64(own)/value.Part(t.Zoom), t.Zoom).Degrees()
	return 360 * metresPerDegree * math.Cos(lat*math.Pi/180) / float64(int(1)<<zoom)
}

// Feature is one record as it is drawn. Nothing of it is said in the tile but what tells it apart: whoever points at it
// asks for the record.
type Feature struct {
	County, ID string
	Shape      value.Geometry
	Color      string // code of the choice, "" for none
}

// Cluster is a number of records around a place.
type Cluster struct {
	At    value.Position
	Count int64
	Area  string // code of the area whose records it counts, "" where it counts what lies around the place
}

// extent is the number of units of a tile's side; buffer what is drawn beyond its edges, so that signs are not cut.
const (
	extent = 4096
	buffer = 256
)

// Encode gives the tile of a layer, uncompressed.
func Encode(t Tile, name string, features []Feature, clusters []Cluster) ([]byte, error) {
	collection := geojson.NewFeatureCollection()
	for _, f := range features {
		shape, err := Shape(f.Shape)
		if err != nil {
			return nil, err
		}
		x := geojson.NewFeature(shape)
		x.Properties["id"], x.Properties["county"] = f.ID, f.County
		if f.Color != "" {
			x.Properties["color"] = f.Color
		}
		collection.Append(x)
	}
	for _, c := range clusters {
		x := geojson.NewFeature(pointOf(c.At))
		x.Properties["count"] = c.Count
		if c.Area != "" {
			x.Properties["area"] = c.Area
		}
		collection.Append(x)
	}
	l := mvt.NewLayer(name, collection)
	l.Version, l.Extent = 2, extent
	l.ProjectToTile(maptile.New(uint32(t.X), uint32(t.Y), maptile.Zoom(t.Zoom)))
	l.Clip(orb.Bound{Min: orb.Point{-buffer, -buffer}, Max: orb.Point{extent + buffer, extent + buffer}})
	if t.Zoom < MaxZoom {
		l.Simplify(simplify.DouglasPeucker(1))
		l.RemoveEmpty(0, 0)
	}
	return mvt.Marshal(mvt.Layers{l})
}

func pointOf(p value.Position) orb.Point {
	lon, lat := p.Degrees()
	return orb.Point{lon, lat}
}

// Shape gives a geometry as the map draws it.
func Shape(g value.Geometry) (orb.Geometry, error) {
	parts, err := g.Parts()
	if err != nil {
		return nil, err
	}
	rings := make([]orb.LineString, len(parts))
	for i, part := range parts {
		for _, p := range part {
			rings[i] = append(rings[i], pointOf(p))
		}
	}
	switch g.Kind() {
	case value.Point:
		return rings[0][0], nil
	case value.Line:
		return rings[0], nil
	}
	polygon := make(orb.Polygon, len(rings))
	for i, r := range rings {
		polygon[i] = orb.Ring(r)
	}
	return polygon, nil
}

const metresPerDegree = 111_320 // of latitude

// Snap moves a place to the middle of its square in a grid of some metres, so that it tells the hamlet and not the house.
func Snap(p value.Position, metres int) value.Position {
	if metres <= 0 {
		return p
	}
	lon, lat := p.Degrees()
	high := float64(metres) / metresPerDegree
	lat = (math.Floor(lat/high) + 0.5) * high
	wide := high / math.Max(math.Cos(lat*math.Pi/180), 0.01)
	lon = (math.Floor(lon/wide) + 0.5) * wide
	return value.Position{Lon: int32(math.Round(lon * 1e7)), Lat: int32(math.Round(lat * 1e7))}
}

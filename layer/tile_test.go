package layer_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"jieli/layer"
	"jieli/value"
)

// xiaojiang is a place in the town of Xiaojiang, and the tile of zoom 12 in which it lies.
var (
	xiaojiang = value.Position{Lon: 1126500000, Lat: 244700000}
	tile      = func() layer.Tile {
		t := maptile.At(orb.Point{112.65, 24.47}, 12)
		return layer.Tile{Zoom: 12, X: int(t.X), Y: int(t.Y)}
	}()
)

func decoded(t *testing.T, body []byte) *mvt.Layer {
	t.Helper()
	layers, err := mvt.Unmarshal(body)
	if err != nil || len(layers) != 1 {
		t.Fatalf("%d layers, %v", len(layers), err)
	}
	layers.ProjectToWGS84(maptile.New(uint32(tile.X), uint32(tile.Y), maptile.Zoom(tile.Zoom)))
	return layers[0]
}

func TestATileHasTheRecordsWhereTheyAre(t *testing.T) {
	plot := value.Geometry(`{"coordinates":[[[112.64,24.46],[112.65,24.46],[112.65,24.47],[112.64,24.46]]],"type":"Polygon"}`)
	road := value.Geometry(`{"coordinates":[[112.64,24.46],[112.66,24.48]],"type":"LineString"}`)
	body, err := layer.Encode(tile, "plots", []layer.Feature{
		{County: "441823", ID: "a", Shape: value.PointAt(xiaojiang), Color: "idle"},
		{County: "441823", ID: "b", Shape: plot}, {County: "441823", ID: "c", Shape: road}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	l := decoded(t, body)
	if l.Name != "plots" || l.Version != 2 || len(l.Features) != 3 {
		t.Fatalf("layer %q, version %d, %d features", l.Name, l.Version, len(l.Features))
	}
	first := l.Features[0]
	p, ok := first.Geometry.(orb.Point)
	if !ok || math.Abs(p[0]-112.65) > 1e-4 || math.Abs(p[1]-24.47) > 1e-4 {
		t.Errorf("the point is drawn at %v", first.Geometry)
	}
	if first.Properties["id"] != "a" || first.Properties["county"] != "441823" || first.Properties["color"] != "idle" {
		t.Errorf("of the point is said %v", first.Properties)
	}
	if kinds := l.Features[1].Geometry.GeoJSONType() + l.Features[2].Geometry.GeoJSONType(); kinds != "PolygonLineString" {
		t.Errorf("outline and line are drawn as %s", kinds)
	}
}

func TestCountsAreDrawnAsPoints(t *testing.T) {
	body, err := layer.Encode(tile, "households", nil, []layer.Cluster{{At: xiaojiang, Count: 412}})
	if err != nil {
		t.Fatal(err)
	}
	l := decoded(t, body)
	if len(l.Features) != 1 || l.Features[0].Properties["count"] != float64(412) {
		t.Errorf("%+v", l.Features[0].Properties)
	}
}

func TestAPlaceIsMovedWithinItsSquareAndTellsNoHouse(t *testing.T) {
	a := layer.Snap(xiaojiang, 500)
	b := layer.Snap(value.Position{Lon: xiaojiang.Lon + 2000, Lat: xiaojiang.Lat + 2000}, 500) // some 20 metres away
	if a != b {
		t.Errorf("two neighbours are told apart: %v, %v", a, b)
	}
	if far := math.Hypot(float64(a.Lat-xiaojiang.Lat)/1e7*111_320, float64(a.Lon-xiaojiang.Lon)/1e7*101_300); far > 360 {
		t.Errorf("moved by %.0f metres: half the diagonal of the square is 354", far)
	}
	if layer.Snap(xiaojiang, 0) != xiaojiang {
		t.Error("without a grid a place stays")
	}
}

func TestBeyondTheMapThereIsNoTile(t *testing.T) {
	for _, x := range []layer.Tile{{-1, 0, 0}, {3, 8, 0}, {3, 0, -1}, {19, 0, 0}} {
		if _, ok := x.Cell(); ok {
			t.Errorf("%v is a tile", x)
		}
	}
	if _, ok := tile.Cell(); !ok {
		t.Errorf("%v is none", tile)
	}
}

func TestATileIsAskedForAllThatTheGridMovesIntoIt(t *testing.T) {
	for zoom := maptile.Zoom(8); zoom <= 18; zoom++ {
		at := maptile.At(orb.Point{112.65, 24.47}, zoom)
		around := layer.Tile{Zoom: int(zoom), X: int(at.X), Y: int(at.Y)}
		cells := around.Around(500)
		if len(cells) > 40 {
			t.Errorf("zoom %d: %d squares are looked through", zoom, len(cells))
		}
		bound := at.Bound()
		for i := range 400 {
			p := value.Position{Lon: int32((bound.Min[0] - 0.01 + float64(i%20)/20*(bound.Max[0]-bound.Min[0]+0.02)) * 1e7),
				Lat: int32((bound.Min[1] - 0.01 + float64(i/20)/20*(bound.Max[1]-bound.Min[1]+0.02)) * 1e7)}
			own, _ := value.CellOf(value.PointAt(p))
			found := 0
			for _, c := range cells {
				if within, _ := c.Filed(); within.From <= own && own <= within.To {
					found++
				}
			}
			if found > 1 || found == 0 && (around.Holds(layer.Snap(p, 500)) || around.Holds(p)) {
				t.Fatalf("zoom %d: %v is found in %d squares", zoom, p, found)
			}
		}
	}
}

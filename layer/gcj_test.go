package layer_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"jieli/layer"
)

func TestAPlaceIsShiftedAsChineseMapServicesDo(t *testing.T) {
	lon, lat := layer.GCJ(116.397428, 39.90923) // the middle of Beijing: known values
	if math.Abs(lon-116.403671) > 2e-5 || math.Abs(lat-39.910634) > 2e-5 {
		t.Errorf("%f, %f", lon, lat)
	}
}

// A service draws a mark where GCJ-02 has a place: after alignment it lies where WGS 84 has it.
func TestAShiftedMapIsBroughtBack(t *testing.T) {
	const zoom = 16
	place := orb.Point{112.5805, 24.5571}
	lon, lat := layer.GCJ(place[0], place[1])
	mark := maptile.Fraction(orb.Point{lon, lat}, zoom)
	fetch := func(x, y int) (image.Image, error) {
		img := image.NewRGBA(image.Rect(0, 0, 256, 256))
		if x == int(mark[0]) && y == int(mark[1]) {
			img.Set(int((mark[0]-float64(x))*256), int((mark[1]-float64(y))*256), color.Black)
		}
		return img, nil
	}
	want := maptile.Fraction(place, zoom)
	got, err := layer.Aligned(layer.Tile{Zoom: zoom, X: int(want[0]), Y: int(want[1])}, fetch)
	if err != nil {
		t.Fatal(err)
	}
	wx, wy := (want[0]-math.Floor(want[0]))*256, (want[1]-math.Floor(want[1]))*256
	for x := range 256 {
		for y := range 256 {
			if r, _, _, _ := got.At(x, y).RGBA(); r == 0 {
				if math.Hypot(float64(x)-wx, float64(y)-wy) > 2.5 {
					t.Errorf("the mark lies at %d, %d; it belongs to %.1f, %.1f", x, y, wx, wy)
				}
				return
			}
		}
	}
	t.Error("the mark is nowhere")
}

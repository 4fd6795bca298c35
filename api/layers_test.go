package api_test

import (
	"fmt"
	"math"
	"net/http"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"
)

// drawn asks for the tile of a layer around a place and gives what is drawn in it.
func (w *world) drawn(t *testing.T, login, layer, query string, at orb.Point, zoom maptile.Zoom) mvt.Layers {
	t.Helper()
	x := maptile.At(at, zoom)
	rec := w.ask(login, "GET", fmt.Sprintf("/api/v1/layers/%s/tiles/%d/%d/%d%s", layer, zoom, x.X, x.Y, query), nil)
	if rec.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", login, rec.Code, rec.Body)
	}
	layers, err := mvt.Unmarshal(rec.Body.Bytes())
	check(t, err)
	layers.ProjectToWGS84(x)
	return layers
}

// features counts what is drawn and gives where the first of it is.
func features(layers mvt.Layers) (n int, first orb.Point, said map[string]any) {
	for _, l := range layers {
		for _, f := range l.Features {
			if n == 0 {
				first, _ = f.Geometry.(orb.Point)
				said = f.Properties
			}
			n++
		}
	}
	return n, first, said
}

func metres(a, b orb.Point) float64 {
	return math.Hypot((a[0]-b[0])*101_300, (a[1]-b[1])*111_320)
}

func TestPlacesOfPeopleAreDrawnAsTheRolesMaySeeThem(t *testing.T) {
	w := newWorld(t)
	home := orb.Point{112.6512, 24.4711}
	fields := household("441823111205000009", "测试丁", jiacun)
	fields["dwelling"] = map[string]any{"type": "Point", "coordinates": home}
	w.must(w.people["li"], yangshan, entry("household", w.id("mapped"), "", fields))

	n, at, said := features(w.drawn(t, "li", "homes", "", home, 14))
	if n != 1 || metres(at, home) > 5 || said["id"] != w.id("mapped") || said["color"] != "unstable" || len(said) != 3 {
		t.Errorf("the member of the town sees %d, %.0f m away, of which is said %v", n, metres(at, home), said)
	}
	if n, at, _ := features(w.drawn(t, "county", "homes", "", home, 12)); n != 1 || metres(at, home) < 20 || metres(at, home) > 360 {
		t.Errorf("the county's office sees %d, %.0f m away: a hamlet and not the house", n, metres(at, home))
	}
	for login, layer := range map[string]string{"wang": "homes", "surveyor": "homes", "admin": "homes", "county": "houses"} {
		if n, _, _ := features(w.drawn(t, login, layer, "", home, 14)); n != 0 {
			t.Errorf("%s sees %d on the layer %s", login, n, layer)
		}
	}
	if n, _, _ := features(w.drawn(t, "li", "homes", "?color=sudden", home, 14)); n != 0 {
		t.Errorf("of another colour there are %d", n)
	}
}

func TestATileIsDrawnAnewWhenItsRecordsChange(t *testing.T) {
	w := newWorld(t)
	home := orb.Point{112.6512, 24.4711}
	if n, _, _ := features(w.drawn(t, "li", "homes", "", home, 14)); n != 0 {
		t.Fatalf("%d are drawn before there is any", n)
	}
	fields := household("441823111205000009", "测试丁", jiacun)
	fields["dwelling"] = map[string]any{"type": "Point", "coordinates": home}
	w.must(w.people["li"], yangshan, entry("household", w.id("mapped"), "", fields))
	if n, _, _ := features(w.drawn(t, "li", "homes", "", home, 14)); n != 1 {
		t.Errorf("%d are drawn after one came", n)
	}
}

func TestManyRecordsAreCountedAndTheCountsAreRight(t *testing.T) {
	w := newWorld(t)
	for i := range 1600 {
		fields := household(fmt.Sprintf("441823111205%06d", 1000+i), "测试丁", jiacun)
		fields["dwelling"] = map[string]any{"type": "Point", "coordinates": []float64{112.6 + float64(i%40)/2000, 24.45 + float64(i/40)/2000}}
		w.must(w.people["li"], yangshan, entry("household", w.id("m", fmt.Sprint(i)), "", fields))
	}
	sum := int64(0)
	for _, l := range w.drawn(t, "li", "homes", "", orb.Point{112.61, 24.46}, 8) {
		for _, f := range l.Features {
			n, counted := f.Properties["count"].(float64)
			if !counted {
				t.Fatalf("a single record among counts: %v", f.Properties)
			}
			sum += int64(n)
		}
	}
	if sum != 1600 {
		t.Errorf("the counts add up to %d", sum)
	}
}

func TestATileThatIsNoneIsNotFound(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"homes/tiles/19/0/0", "homes/tiles/3/8/0", "homes/tiles/a/0/0", "homes/tiles/-1/0/0", "none/tiles/1/0/0"} {
		if rec := w.ask("li", "GET", "/api/v1/layers/"+path, nil); rec.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, rec.Code)
		}
	}
	if rec := w.ask("li", "GET", "/api/v1/layers/homes/tiles/3/6/3?color=purple", nil); rec.Code != http.StatusBadRequest {
		t.Errorf("a colour that there is not: %d", rec.Code)
	}
}

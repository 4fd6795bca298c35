package api_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"jieli/engine"
	"jieli/journal"
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

// counted gives the sum of what is drawn in all tiles of a zoom around a place: counts, and single records.
func (w *world) counted(t *testing.T, login, query string, at orb.Point, zoom maptile.Zoom) (sum int64) {
	t.Helper()
	mid := maptile.At(at, zoom)
	reach := uint32(1) << max(0, int(zoom)-11) // tiles on each side: the records lie within some ten kilometres
	most := uint32(1) << zoom
	for x := mid.X - min(reach, mid.X); x <= min(mid.X+reach, most-1); x++ {
		for y := mid.Y - min(reach, mid.Y); y <= min(mid.Y+reach, most-1); y++ {
			rec := w.ask(login, "GET", fmt.Sprintf("/api/v1/layers/homes/tiles/%d/%d/%d%s", zoom, x, y, query), nil)
			if rec.Code != http.StatusOK {
				t.Fatalf("%d %s", rec.Code, rec.Body)
			}
			if n := rec.Body.Len(); n > 200_000 {
				t.Errorf("the tile %d/%d/%d has %d bytes", zoom, x, y, n)
			}
			layers, err := mvt.Unmarshal(rec.Body.Bytes())
			check(t, err)
			layers.Clip(orb.Bound{Max: orb.Point{4096, 4096}}) // what lies in it, not beyond its edges
			for _, l := range layers {
				for _, f := range l.Features {
					if p, _ := f.Geometry.(orb.Point); p[0] == 4096 || p[1] == 4096 {
						continue // the next tile's
					}
					n, many := f.Properties["count"].(float64)
					if !many {
						n = 1
					}
					sum += int64(n)
				}
			}
		}
	}
	return sum
}

func TestTheCountsOfEveryZoomAddUpToTheRecordsOfTheScope(t *testing.T) {
	w := newWorld(t)
	for i := range 1700 {
		village := jiacun
		if i%5 == 0 {
			village = "441823111206"
		}
		fields := household(fmt.Sprintf("%s%06d", village, 1000+i), "测试丁", village)
		at := []float64{112.6003 + float64(i%40)/2000, 24.4503 + float64(i/40)/2000}
		fields["dwelling"] = map[string]any{"type": "Point", "coordinates": at}
		w.must(w.people["li"], yangshan, entry("household", w.id("m", fmt.Sprint(i)), "", fields))
	}
	at := orb.Point{112.61, 24.46}
	for zoom := maptile.Zoom(0); zoom <= 15; zoom++ {
		for query, want := range map[string]int64{"": 1700, "?area=" + jiacun: 1360, "?color=unstable": 1700, "?color=sudden": 0} {
			if got := w.counted(t, "li", query, at, zoom); got != want {
				t.Errorf("zoom %d%s: %d are drawn, there are %d", zoom, query, got, want)
			}
		}
		if got := w.counted(t, "county", "", at, zoom); got != 1700 {
			t.Errorf("zoom %d: the county's office, for which places are moved, sees %d", zoom, got)
		}
	}
	w.must(w.people["li"], yangshan, engine.EntryIn{Register: "household",
		Record: w.id("m", "1"), Base: 1, Action: journal.Change, Fields: json.RawMessage(`{"village":"441823111206"}`)})
	if got := w.counted(t, "li", "?area="+jiacun, at, 10); got != 1359 {
		t.Errorf("one moved to another village, and %d are drawn", got)
	}
}

func TestCountsTellNoMoreOfAPlaceThanTheGridDoes(t *testing.T) {
	w := newWorld(t)
	home := orb.Point{112.6512, 24.4711}
	fields := household("441823111205000009", "测试丁", jiacun)
	fields["dwelling"] = map[string]any{"type": "Point", "coordinates": home}
	w.must(w.people["li"], yangshan, entry("household", w.id("mapped"), "", fields))
	for zoom := maptile.Zoom(0); zoom <= 18; zoom++ {
		for _, l := range w.drawn(t, "county", "homes", "", home, zoom) {
			for _, f := range l.Features {
				p, _ := f.Geometry.(orb.Point)
				if zoom >= 10 && metres(p, home) < 20 {
					t.Errorf("zoom %d: the county's office sees the house, %.0f m", zoom, metres(p, home))
				}
			}
		}
	}
}

// What has no place of its own is counted once, where its town is, at every zoom, and the count names the town.
func TestRecordsWithoutAPlaceAreCountedWhereTheirTownIs(t *testing.T) {
	w := newWorld(t)
	town := orb.Point{112.61, 24.46}
	before, _, _ := features(w.drawn(t, "wang", "by_town", "", town, 12))
	if before != 0 {
		t.Errorf("the member of another town sees %d signs", before)
	}
	_, _, said := features(w.drawn(t, "li", "by_town", "", town, 12))
	there, _ := said["count"].(float64)
	for i, village := range []string{jiacun, "441823111206", jiacun} {
		w.must(w.people["li"], yangshan, entry("household", w.id("placeless", fmt.Sprint(i)), "",
			household(fmt.Sprintf("%s00090%d", village, i), "测试丁", village)))
	}
	for zoom := maptile.Zoom(0); zoom <= 18; zoom++ {
		n, at, said := features(w.drawn(t, "li", "by_town", "", town, zoom))
		if zoom > 7 && (n != 1 || metres(at, town) > 600) || said["count"] != there+3 || said["area"] != "441823111" {
			t.Errorf("zoom %d: %d signs, %.0f m from the town, of which is said %v; there were %v", zoom, n, metres(at, town), said, there)
		}
	}
	if _, _, said := features(w.drawn(t, "li", "by_town", "?area="+jiacun, town, 12)); said["count"] == there+3 {
		t.Errorf("of one village there are as many as of the town")
	}
}

func TestALayerIsFilteredAsItsRegisterIs(t *testing.T) {
	w := newWorld(t)
	home := orb.Point{112.6512, 24.4711}
	for i, members := range []int{3, 5} {
		fields := household(fmt.Sprintf("44182311120500090%d", i), "测试丁", jiacun)
		fields["dwelling"] = map[string]any{"type": "Point", "coordinates": home}
		fields["members"] = members
		w.must(w.people["li"], yangshan, entry("household", w.id("mapped", fmt.Sprint(i)), "", fields))
	}
	for query, want := range map[string]int{"": 2, "?members=5": 1, "?members.min=4": 1, "?members.known=no": 0} {
		if n, _, _ := features(w.drawn(t, "li", "homes", query, home, 14)); n != want {
			t.Errorf("%s: %d are drawn, not %d", query, n, want)
		}
	}
	if rec := w.ask("li", "GET", "/api/v1/layers/homes/tiles/3/6/3?nothing=1", nil); rec.Code != http.StatusBadRequest {
		t.Errorf("a filter that there is not: %d", rec.Code)
	}
	if n, _, _ := features(w.drawn(t, "county", "homes", "?head_name=测试丁", home, 14)); n != 0 {
		t.Errorf("who does not see names finds %d by them", n)
	}
}

func (w *world) askWith(login, path, header, text string) *httptest.ResponseRecorder {
	r := w.request("GET", path, nil)
	r.Header.Set("Authorization", "Bearer "+w.token(login))
	r.Header.Set(header, text)
	return w.do(r)
}

func TestATileThatIsKnownIsNotSentAgain(t *testing.T) {
	w := newWorld(t)
	path := "/api/v1/layers/homes/tiles/3/6/3"
	tag := w.ask("li", "GET", path, nil).Header().Get("ETag")
	if tag == "" {
		t.Fatal("a tile has no tag")
	}
	if rec := w.askWith("li", path, "If-None-Match", tag); rec.Code != http.StatusNotModified || rec.Body.Len() != 0 {
		t.Errorf("%d, %d bytes", rec.Code, rec.Body.Len())
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

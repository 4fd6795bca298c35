package api_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"jieli/api"
)

func TestTheBaseMapIsHandedOnAndAligned(t *testing.T) {
	var asked []string
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/1") {
			http.Error(w, "gone", http.StatusGone)
			return
		}
		check(t, png.Encode(w, image.NewRGBA(image.Rect(0, 0, 256, 256))))
	}))
	defer service.Close()
	for _, shifted := range []bool{false, true} {
		asked = nil
		w := newWorldOf(t, withPhotos, func(c *api.Config) {
			c.BaseMap = &api.BaseMap{URL: service.URL + "/{z}/{x}/{y}", GCJ: shifted, Credit: "测试地图"}
		})
		w.populate()
		for range 2 { // the second from memory
			rec := w.ask("li", "GET", "/api/v1/base-map/16/53274/28142", nil)
			if _, _, err := image.Decode(bytes.NewReader(rec.Body.Bytes())); rec.Code != http.StatusOK || err != nil {
				t.Errorf("%d %v", rec.Code, err)
			}
		}
		if want := map[bool]int{false: 1, true: 4}[shifted]; len(asked) != want {
			t.Errorf("shifted %v: asked %v", shifted, asked)
		}
		if rec := w.ask("li", "GET", "/api/v1/base-map/3/1/1", nil); rec.Code != http.StatusNotFound {
			t.Errorf("a service that does not answer: %d", rec.Code)
		}
		if rec := w.ask("", "GET", "/api/v1/base-map/16/53274/28142", nil); rec.Code != http.StatusUnauthorized {
			t.Errorf("a stranger: %d", rec.Code)
		}
		if text := w.ask("li", "GET", "/api/v1/catalog", nil).Body.String(); !strings.Contains(text, `"credit":"测试地图"`) {
			t.Error("the catalog does not tell of it")
		}
	}
}

func TestWithoutABaseMapThereIsNone(t *testing.T) {
	w := newWorld(t)
	if rec := w.ask("li", "GET", "/api/v1/base-map/16/53274/28142", nil); rec.Code != http.StatusNotFound {
		t.Errorf("%d", rec.Code)
	}
	for url, good := range map[string]bool{"https://t.example.cn/{z}/{x}/{y}.png": true, "https://t.example.cn/{z}/{x}.png": false,
		"file:///etc/{z}{x}{y}": false} {
		if err := api.CheckBaseMap(url); (err == nil) != good {
			t.Errorf("%s: %v", url, err)
		}
	}
}

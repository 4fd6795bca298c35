package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"sort"
	"strings"
	"sync"

	"jieli/value"
)

// viewsKept bounds the cache of views: one for each set of roles that anybody has, some 100 KiB each.
const viewsKept = 64

// viewCache keeps the encoded catalog by set of roles.
type viewCache struct {
	mu    sync.Mutex
	bytes map[string][]byte
}

func newViewCache() *viewCache { return &viewCache{bytes: map[string][]byte{}} }

// kitCache keeps kits by roles, areas and day.
type kitCache struct {
	mu   sync.Mutex
	kept map[string]*SyncKit
}

// get gives what is kept under a key, or makes and keeps it.
func (v *viewCache) get(key string, build func() any) ([]byte, error) {
	v.mu.Lock()
	body, ok := v.bytes[key]
	v.mu.Unlock()
	if ok {
		return body, nil
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(build()); err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.bytes) >= viewsKept {
		clear(v.bytes)
	}
	v.bytes[key] = buf.Bytes()
	return buf.Bytes(), nil
}

// roleKey names the set of the actor's roles; "" for a stranger.
func (c *call) roleKey() string {
	if c.actor == nil {
		return ""
	}
	roles := c.actor.Roles()
	sort.Strings(roles)
	return strings.Join(roles, " ")
}

// getCatalog answers GET /catalog.
func getCatalog(c *call) error {
	body, err := c.views.get("catalog "+c.roleKey(), func() any {
		v := catalogView(c.Catalog, c.actor)
		v.BaseMap = c.baseMapView()
		return v
	})
	if err != nil {
		return err
	}
	c.send(http.StatusOK, "application/json", body, true)
	return nil
}

// AreaView is an area.
type AreaView struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
	Level  string `json:"level"`
	Parent string `json:"parent"`
}

// getAreas answers GET /areas. The areas themselves are public; what lies in them is not.
func getAreas(c *call) error {
	within, err := c.area("within")
	if err != nil {
		return err
	}
	level, err := c.oneOf("level", "", value.Province, value.City, value.County6, value.Town, value.Village)
	if err != nil {
		return err
	}
	list := []AreaView{}
	add := func(code string, all bool) {
		areas := c.Catalog.Areas.Children(code)
		if all {
			areas = c.Catalog.Areas.Below(code, level)
		}
		for _, a := range areas {
			list = append(list, AreaView{a.Code, a.Name, a.NameEn, a.Level, a.Parent})
		}
	}
	if within != "" {
		add(within, true)
		return c.json(list)
	}
	for _, code := range c.actor.Reach() {
		add(code, level != "")
	}
	return c.json(list)
}

// AreaShapeView is where an area lies on the map.
type AreaShapeView struct {
	Code   string         `json:"code"`
	Name   string         `json:"name"`
	NameEn string         `json:"name_en,omitempty"`
	At     [2]float64     `json:"at" doc:"a place within it: longitude, latitude"`
	Rings  [][][2]float64 `json:"rings" doc:"its outer edges; none: only a place is known"`
}

// getAreaShapes answers with where areas lie, as far as the pack says it.
func getAreaShapes(c *call) error {
	list := []AreaShapeView{}
	for _, s := range c.Catalog.Areas.Shapes {
		name := c.Catalog.Areas.Words(s.Code)
		v := AreaShapeView{Code: s.Code, Name: name.Zh, NameEn: name.En, At: degrees(s.At), Rings: [][][2]float64{}}
		for _, ring := range s.Rings {
			out := make([][2]float64, len(ring))
			for i, p := range ring {
				out[i] = degrees(p)
			}
			v.Rings = append(v.Rings, out)
		}
		list = append(list, v)
	}
	return c.json(list)
}

func degrees(p value.Position) [2]float64 {
	lon, lat := p.Degrees()
	return [2]float64{lon, lat}
}

// getParameters answers GET /parameters: the numbers of policy that hold in an area on a day, in JSON form.
func getParameters(c *call) error {
	area, err := c.area("area")
	if err != nil {
		return err
	}
	day, err := c.day("day", c.Engine.Today())
	if err != nil {
		return err
	}
	if area == "" {
		area = c.Catalog.Pack.Root
	}
	return c.json(c.parametersOf(area, day))
}

func (c *call) parametersOf(area string, day value.Date) map[string]any {
	out := map[string]any{}
	for _, p := range c.Catalog.Parameters {
		if v := p.At(area, day); v != nil {
			out[p.Name] = p.Type.JSON(v, &p.Limits)
		}
	}
	return out
}

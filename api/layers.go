package api

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/layer"
	"jieli/store"
	"jieli/value"
)

var errLayer = fault.Define("layer_unknown", "没有名为“{name}”的图层。", "There is no layer \"{name}\".")

const (
	// featuresMost is how many records one tile draws one by one; with more it draws counts.
	featuresMost = 1500
	// tileMost is how many bytes a tile of single records may have: outlines with many corners are counted instead.
	tileMost = 200_000
	// clusterZooms are the zooms by which the squares of counts are finer than the tile: 8 by 8 in a tile, so that their
	// signs do not lie on one another.
	clusterZooms = 3
	// colorsMost bounds how many codes a tile can be asked for.
	colorsMost = 60
)

// LayerView is a layer of the map as the caller may see it.
type LayerView struct {
	Name     string     `json:"name"`
	Label    fault.Text `json:"label"`
	Folder   string     `json:"folder"`
	Register string     `json:"register"`
	Kind     string     `json:"kind" doc:"point, line or polygon; area where records are counted by town"`
	Color    string     `json:"color,omitempty" doc:"field by which records are coloured"`
	Shows    []string   `json:"shows" doc:"fields that are said of a record when it is pointed at"`
	Dated    bool       `json:"dated,omitempty" doc:"it can be drawn as of a day"`
	MinZoom  int        `json:"minzoom,omitempty" doc:"zoom from which single records are drawn"`
}

func layerRoutes() []*route {
	return []*route{
		{method: get, path: "/layers/{layer}/tiles/{zoom}/{x}/{y}", id: "tile", who: signedIn, answer: tileBody{},
			doc: "A square of a layer of the map as a vector tile: records, or counts of them where there are many; " +
				"empty where the caller sees nothing",
			query: []param{paramArea, {name: "on", kind: "date", doc: "what is drawn on this day; today when missing"},
				{name: "color", kind: "string", doc: "only these codes of the colour, with commas"}},
			filters: true, refusals: []int{403}, handle: getTile},
		{method: get, path: "/base-map/{zoom}/{x}/{y}", id: "baseMap", who: signedIn, answer: fileBody{},
			doc: "A picture of the base map, in WGS 84; not found where there is none", handle: getBaseMap},
	}
}

// layerViews lists the layers of which the caller sees something somewhere.
func layerViews(c *catalog.Catalog, a *access.Actor) []LayerView {
	list := []LayerView{}
	for _, l := range c.Layers {
		if len(layerScope(a, l, nil)) == 0 {
			continue
		}
		v := LayerView{Name: l.Name, Label: l.Label, Folder: l.Folder, Register: l.Register.Name, Kind: layerKind(l),
			Shows: []string{}, Dated: l.From != nil || l.Until != nil, MinZoom: l.MinZoom}
		if l.Color != nil && len(a.Seeing(l.Register, fieldPlaces(l.Register, l.Color))) > 0 {
			v.Color = l.Color.Name
		}
		for _, f := range l.Shows {
			v.Shows = append(v.Shows, f.Name)
		}
		list = append(list, v)
	}
	return list
}

// layerScope gives the areas in which an actor may see a layer: where the fields are seen by which it is drawn, since a
// sign on the map tells that they hold. Where places are moved to a grid, it is enough not to be barred from the place.
func layerScope(a *access.Actor, l *catalog.Layer, more []int) []string {
	fields := append(layerReads(l), more...)
	if l.Snap == 0 {
		fields = append(fields, fieldPlaces(l.Register, l.Geometry)...)
	}
	areas := a.Seeing(l.Register, fields)
	if l.Geometry == nil {
		return areas
	}
	at := fieldPlaces(l.Register, l.Geometry)[0]
	return slices.DeleteFunc(areas, func(area string) bool { return a.View(l.Register, area).Hidden(at) })
}

// layerReads gives the fields that decide whether a record is drawn, by place.
func layerReads(l *catalog.Layer) []int {
	fields := fieldPlaces(l.Register, l.From, l.Until)
	if l.Where == nil {
		return fields
	}
	for _, name := range l.Where.Reads() {
		field, own := strings.CutPrefix(name, l.Register.Name+".")
		if i, ok := l.Register.FieldIndex(field); own && ok {
			fields = append(fields, i)
		}
	}
	return fields
}

func fieldPlaces(reg *catalog.Register, fields ...*catalog.Field) []int {
	var out []int
	for _, f := range fields {
		if f == nil {
			continue
		}
		if i, ok := reg.FieldIndex(f.Name); ok {
			out = append(out, i)
		}
	}
	return out
}

// tileQuery is a tile that is asked for.
type tileQuery struct {
	*call
	layer  *catalog.Layer
	tile   layer.Tile
	cell   value.Cell
	on     value.Date
	colors []any
	query  store.Query
	asked  string // filters and colours, as words that tell queries apart
}

func getTile(c *call) error {
	t, err := c.readTile()
	if err != nil {
		return err
	}
	if len(t.query.Areas) == 0 {
		c.sendTile(nil)
		return nil
	}
	key := t.key()
	version := c.tiles.version(t.layer.Register.Name)
	if body, ok := c.tiles.get(key, version); ok {
		c.sendTile(body)
		return nil
	}
	body, err := t.draw()
	if err != nil {
		return err
	}
	c.tiles.put(key, version, body)
	c.sendTile(body)
	return nil
}

func (c *call) sendTile(body []byte) {
	c.w.Header().Set("Cache-Control", "private, no-cache")
	c.send(http.StatusOK, "application/vnd.mapbox-vector-tile", body, true)
}

func (c *call) readTile() (*tileQuery, error) {
	t := &tileQuery{call: c, layer: c.Catalog.Layer(c.r.PathValue("layer"))}
	if t.layer == nil {
		return nil, notFound(errLayer.At("", "name", clip(c.r.PathValue("layer"))))
	}
	for name, into := range map[string]*int{"zoom": &t.tile.Zoom, "x": &t.tile.X, "y": &t.tile.Y} {
		n, err := strconv.Atoi(c.r.PathValue(name))
		if err != nil {
			return nil, nothing()
		}
		*into = n
	}
	var ok bool
	var err error
	if t.cell, ok = t.tile.Cell(); !ok {
		return nil, nothing()
	}
	if t.on, err = c.day("on", c.Engine.Today()); err != nil {
		return nil, err
	}
	area, err := c.area("area")
	if err != nil {
		return nil, err
	}
	return t, t.restrict(area)
}

// restrict makes the query of the records that the caller may see drawn: those of the layer for which the filters hold.
func (t *tileQuery) restrict(area string) error {
	list := &listQuery{call: t.call, reg: t.layer.Register, q: store.Query{Register: t.layer.Register}}
	for _, name := range slices.Sorted(maps.Keys(t.call.query)) {
		if tileParams[name] {
			continue
		}
		if err := list.filter(name, t.call.query.Get(name)); err != nil {
			return err
		}
		t.asked += name + "=" + t.call.query.Get(name) + "&"
	}
	if err := t.colored(list); err != nil {
		return err
	}
	return t.restrictTo(area, list)
}

// restrictTo is restrict with filters that are read; nil: none.
func (t *tileQuery) restrictTo(area string, list *listQuery) error {
	l := t.layer
	t.query = store.Query{Register: l.Register}
	var uses []int
	if list != nil {
		t.query, uses = list.q, list.uses
	}
	t.query.Areas = access.Narrow(layerScope(t.actor, l, uses), area)
	if len(t.query.Areas) == 0 {
		return nil
	}
	where, err := t.whereOf(l.Register, l.Where)
	if err != nil {
		return err
	}
	t.query.Where = t.dated(where)
	return nil
}

// tileParams are the parameters of a tile that are no filters.
var tileParams = map[string]bool{"area": true, "on": true, "color": true}

// colored reads the codes to which the layer is restricted.
func (t *tileQuery) colored(list *listQuery) error {
	text := t.call.query.Get("color")
	if text == "" || t.layer.Color == nil {
		return nil
	}
	list.uses = append(list.uses, fieldPlaces(t.layer.Register, t.layer.Color)...)
	codes := strings.Split(text, ",")
	if len(codes) > colorsMost {
		return badParameter("color", "不超过 60 个代码", "at most 60 codes")
	}
	for _, code := range codes {
		v, ok := filterValue(t.layer.Color, code)
		if _, finding := t.layer.Color.Type.Parse(v, &t.layer.Color.Limits); !ok || finding != nil {
			return badParameter("color", "这个图层颜色字段的代码", "codes of the colour of this layer")
		}
		t.colors = append(t.colors, v)
	}
	return nil
}

// dated adds that a record is drawn on the day.
func (t *tileQuery) dated(where *store.Where) *store.Where {
	out := store.Where{}
	var parts []string
	if where != nil {
		out.Args = where.Args
		parts = append(parts, "("+where.SQL+")")
	}
	add := func(f *catalog.Field, text string) {
		if f == nil {
			return
		}
		out.Args = append(out.Args, t.on.String())
		column := catalog.Alias + "." + f.Column()
		parts = append(parts, fmt.Sprintf(text, column, len(out.Args)))
	}
	add(t.layer.From, "%[1]s <= $%[2]d")
	add(t.layer.Until, "(%[1]s is null or %[1]s > $%[2]d)")
	if len(parts) == 0 {
		return nil
	}
	out.SQL = strings.Join(parts, " and ")
	return &out
}

// key tells tiles apart that may differ: by what is asked, and by what the roles of the caller see where.
func (t *tileQuery) key() string {
	var b strings.Builder
	fmt.Fprint(&b, t.layer.Name, " ", t.tile, " ", t.on, " ", t.asked, " ", t.colors, " ", t.query.Areas)
	for _, g := range t.actor.Grants {
		fmt.Fprint(&b, " ", g.Role.Name, "@", g.Area)
	}
	return b.String()
}

// draw reads what lies in the tile: records, or counts of them where there are many or the layer says so.
func (t *tileQuery) draw() ([]byte, error) {
	if t.layer.Geometry == nil {
		return t.drawAreas()
	}
	if t.tile.Zoom > squareZoom {
		return t.drawDeep()
	}
	squares, err := t.squares()
	if err != nil {
		return nil, err
	}
	counted := int64(0)
	for _, s := range squares {
		counted += s.Count
	}
	if t.tile.Zoom >= t.layer.MinZoom && counted <= featuresMost {
		records, err := t.records(2*featuresMost + 1)
		if err != nil {
			return nil, err
		}
		if features := t.features(records); len(records) <= 2*featuresMost && len(features) <= featuresMost {
			body, err := layer.Encode(t.tile, t.layer.Name, features, nil)
			if err != nil || len(body) <= tileMost {
				return body, err
			}
		}
	}
	return layer.Encode(t.tile, t.layer.Name, nil, t.clusters(squares))
}

// drawDeep draws a tile that is smaller than the squares in which records are counted.
func (t *tileQuery) drawDeep() ([]byte, error) {
	records, err := t.records(pileMost)
	if err != nil {
		return nil, err
	}
	features := t.features(records)
	if len(features) <= featuresMost {
		return layer.Encode(t.tile, t.layer.Name, features, nil)
	}
	at := value.PartCentre(int64(t.cell)/value.Part(t.tile.Zoom), t.tile.Zoom)
	return layer.Encode(t.tile, t.layer.Name, nil, []layer.Cluster{{At: layer.Snap(at, t.layer.Snap), Count: int64(len(features))}})
}

// pileMost bounds the records that are read of a place where more than a tile can draw lie on one another.
const pileMost = 50_000

func (t *tileQuery) records(most int) ([]store.Drawn, error) {
	q := t.query
	if t.colors != nil {
		q.Conds = append(slices.Clip(q.Conds), store.Cond{Field: t.layer.Color.Name, Op: "in", Values: t.colors})
	}
	grid := t.layer.Snap
	if t.allExact() {
		grid = 0
	}
	cells := t.tile.Around(grid)
	if t.layer.Geometry.Type.Name() == "point" && t.tile.Zoom > 0 {
		var err error
		if cells, q.Areas, err = t.filled(cells); err != nil || len(cells) == 0 {
			return nil, err
		}
	}
	return t.Reader.InTile(t.ctx, q, t.layer.Geometry, t.layer.Color, cells, most)
}

// allExact reports whether the caller sees all places of the layer as they are.
func (t *tileQuery) allExact() bool {
	return !slices.ContainsFunc(t.query.Areas, func(a string) bool { return !t.sight(a).exact })
}

// clusters brings the counts of squares to fewer and larger ones, each drawn where its records are on the whole; places of
// people within the grid to which single ones are moved.
func (t *tileQuery) clusters(squares []store.Square) []layer.Cluster {
	zoom := min(t.tile.Zoom+clusterZooms, squareZoom)
	type sum struct {
		n, lon, lat int64
		area        string // whose records alone are counted
	}
	sums := map[int64]*sum{}
	for _, x := range squares {
		part := x.Part >> (2 * (squareZoom - zoom))
		if sums[part] == nil {
			sums[part] = &sum{area: t.placeOf(x.Area)}
		}
		if sums[part].area != t.placeOf(x.Area) {
			sums[part].area = ""
		}
		at := value.PartCentre(x.Part, squareZoom)
		sums[part].n += x.Count
		sums[part].lon += int64(at.Lon) * x.Count
		sums[part].lat += int64(at.Lat) * x.Count
	}
	counts := map[layer.Cluster]int64{}
	for _, s := range sums {
		at := layer.Snap(value.Position{Lon: int32(s.lon / s.n), Lat: int32(s.lat / s.n)}, t.layer.Snap)
		if shape, own := t.Catalog.Areas.Shape(s.area); own {
			at = shape.At
		}
		counts[layer.Cluster{At: at, Area: s.area}] += s.n
	}
	out := make([]layer.Cluster, 0, len(counts))
	for c, n := range counts {
		c.Count = n
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b layer.Cluster) int {
		return cmp.Or(cmp.Compare(a.At.Lat, b.At.Lat), cmp.Compare(a.At.Lon, b.At.Lon))
	})
	return out
}

// features are the records as the caller may see them: their colour where it is seen, their place moved to the grid where
// it is not for the caller's roles.
func (t *tileQuery) features(records []store.Drawn) []layer.Feature {
	out := make([]layer.Feature, 0, len(records))
	seen := map[string]sight{}
	for _, r := range records {
		s, known := seen[r.Area]
		if !known {
			s = t.sight(r.Area)
			seen[r.Area] = s
		}
		f := layer.Feature{County: r.County, ID: r.ID, Shape: r.Shape}
		if t.layer.Snap > 0 {
			if !s.exact {
				f.Shape = snapped(r.Shape, t.layer.Snap)
			}
			if _, place, _ := f.Shape.Bounds(); !t.tile.Holds(place) {
				continue // another tile draws it
			}
		}
		if s.color && r.Value != nil {
			f.Color = fmt.Sprint(r.Value)
		}
		out = append(out, f)
	}
	return out
}

// sight is what the caller sees of the records of one area: their colour, their exact places.
type sight struct{ color, exact bool }

func (t *tileQuery) sight(area string) sight {
	l := t.layer
	seen := t.actor.View(l.Register, area)
	s := sight{exact: t.exact(area) && seen.Shown(fieldPlaces(l.Register, l.Geometry)[0])}
	if l.Color != nil {
		s.color = seen.Shown(fieldPlaces(l.Register, l.Color)[0])
	}
	return s
}

// exact reports whether one of the caller's roles sees the places of the layer as they are.
func (t *tileQuery) exact(area string) bool {
	return slices.ContainsFunc(t.actor.Grants, func(g access.Grant) bool {
		return slices.Contains(t.layer.ExactFor, g.Role.Name) && strings.HasPrefix(area, g.Area)
	})
}

func snapped(shape value.Geometry, metres int) value.Geometry {
	parts, err := shape.Parts()
	if err != nil || len(parts) != 1 || len(parts[0]) != 1 {
		return shape
	}
	return value.PointAt(layer.Snap(parts[0][0], metres))
}

package api

import (
	"bytes"
	"mime"
	"net/http"
	"slices"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/indicator"
	"jieli/notice"
	"jieli/register"
	"jieli/report"
	"jieli/store"
	"jieli/value"
	"jieli/wall"
)

var (
	errWallChart = fault.Define("wall_chart_unknown", "没有名为“{name}”的挂图。", "There is no wall chart \"{name}\".")
	errWallArea  = fault.Define("wall_chart_area",
		"请选一个您负责范围内、这种挂图适用的地区。", "Choose an area of yours for which this chart is made.")
)

const (
	// marksMost bounds the records of one layer on a chart: more cannot be told apart on the largest sheet.
	marksMost = 20_000
	// wallRowsMost bounds the rows that are read of one table.
	wallRowsMost = 500
)

// WallChartView is a wall chart that can be printed.
type WallChartView struct {
	Name   string     `json:"name"`
	Label  fault.Text `json:"label"`
	Levels []string   `json:"levels" doc:"levels of the areas for which it is made"`
	Layers []string   `json:"layers" doc:"names of the layers that are drawn"`
	Sizes  []string   `json:"sizes" doc:"sizes of paper"`
}

func wallChartRoutes() []*route {
	var sizes []string
	for _, s := range wall.Sizes {
		sizes = append(sizes, s.Name)
	}
	return []*route{
		{method: get, path: "/wall-charts/{chart}", id: "wallChart", who: signedIn, answer: chartBody{},
			doc: "A map to hang on the wall, with legend, figures and who answers for what. Only what everybody may see stands on it",
			query: []param{paramArea, {name: "size", kind: "string", doc: "of the paper, landscape; A3 when missing", enum: sizes},
				{name: "format", kind: "string", doc: "svg when missing", enum: []string{"svg", "pdf"}},
				{name: "layers", kind: "string", doc: "names of layers, with commas; all of the chart when missing"},
				{name: "lang", kind: "string", doc: "zh when missing", enum: []string{"zh", "en"}}},
			refusals: []int{403}, handle: getWallChart},
	}
}

func wallChartViews(c *catalog.Catalog) []WallChartView {
	list := []WallChartView{}
	for _, w := range c.WallCharts {
		v := WallChartView{Name: w.Name, Label: w.Label, Levels: w.Levels, Layers: []string{}}
		for _, l := range w.Layers {
			v.Layers = append(v.Layers, l.Name)
		}
		for _, s := range wall.Sizes {
			v.Sizes = append(v.Sizes, s.Name)
		}
		list = append(list, v)
	}
	return list
}

// wallQuery is a wall chart being made.
type wallQuery struct {
	*call
	def    *catalog.WallChart
	area   catalog.Area
	chart  *wall.Chart
	points map[string]*place // where the records of an area lie on the whole
	reach  wall.Bounds       // of all that is drawn
}

// place is the middle of the records of an area, as far as squares of the map tell it.
type place struct{ n, lon, lat int64 }

func getWallChart(c *call) error {
	w, size, err := c.readWallChart()
	if err != nil {
		return err
	}
	format, err := c.oneOf("format", "svg", "svg", "pdf")
	if err != nil {
		return err
	}
	if err := w.compose(); err != nil {
		return err
	}
	var body bytes.Buffer
	kind := "image/svg+xml"
	if format == "pdf" {
		kind, err = "application/pdf", w.chart.PDF(&body, size)
	} else {
		err = w.chart.SVG(&body, size)
	}
	if err != nil {
		return err
	}
	name := w.chart.Title + " " + size.Name + " " + c.Engine.Today().String() + "." + format
	c.w.Header().Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name}))
	c.w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'")
	c.w.Header().Set("Cache-Control", "no-store")
	c.send(http.StatusOK, kind, body.Bytes(), false)
	return nil
}

func (c *call) readWallChart() (*wallQuery, wall.Size, error) {
	w := &wallQuery{call: c, def: c.Catalog.WallChart(c.r.PathValue("chart")), points: map[string]*place{}}
	if w.def == nil {
		return nil, wall.Size{}, notFound(errWallChart.At("", "name", clip(c.r.PathValue("chart"))))
	}
	name, err := c.oneOf("size", "A3", "A3", "A2", "A1", "A0")
	if err != nil {
		return nil, wall.Size{}, err
	}
	size, _ := wall.SizeOf(name)
	if c.lang, err = c.oneOf("lang", "zh", "zh", "en"); err != nil {
		return nil, size, err
	}
	code, err := c.area("area")
	if err != nil {
		return nil, size, err
	}
	w.area, _ = c.Catalog.Areas.Get(code)
	if !slices.Contains(w.def.Levels, w.area.Level) || !access.Covers(c.actor.Reach(), code) {
		return nil, size, errorOf(http.StatusForbidden, errWallArea.At("area"))
	}
	return w, size, nil
}

// compose gathers what stands on the chart.
func (w *wallQuery) compose() error {
	areas := w.Catalog.Areas
	w.chart = &wall.Chart{Lang: w.lang, Crowded: len(w.area.Code) < townDigits, Title: w.title(), Words: wallWords(w.lang)}
	for _, s := range areas.Shapes {
		if len(s.Rings) > 0 {
			w.chart.Outlines = append(w.chart.Outlines, wall.Outline{Rings: s.Rings, Own: value.Within(s.Code, w.area.Code)})
		}
	}
	chosen := w.call.query.Get("layers")
	for _, l := range w.def.Layers {
		if chosen != "" && !slices.Contains(strings.Split(chosen, ","), l.Name) {
			continue
		}
		drawn, err := w.layer(l)
		if err != nil {
			return err
		}
		w.chart.Layers = append(w.chart.Layers, drawn)
	}
	if err := w.places(); err != nil {
		return err
	}
	w.frame()
	if err := w.figures(); err != nil {
		return err
	}
	for _, t := range w.def.Tables {
		if len(t.Levels) > 0 && !slices.Contains(t.Levels, w.area.Level) {
			continue
		}
		table, err := w.table(t)
		if err != nil {
			return err
		}
		w.chart.Tables = append(w.chart.Tables, table)
	}
	w.chart.Foot = w.foot()
	return nil
}

func (w *wallQuery) name(code string) string { return w.Catalog.Areas.Words(code).In(w.lang) }

func (w *wallQuery) title() string {
	if w.lang == "en" {
		return w.name(w.area.Code) + ": " + w.def.Title.In(w.lang)
	}
	return w.name(w.area.Code) + w.def.Title.In(w.lang)
}

func wallWords(lang string) wall.Words {
	if lang == "en" {
		return wall.Words{Legend: "Legend", Figures: "Figures", None: "none", More: "and %d more", Few: "<5"}
	}
	return wall.Words{Legend: "图例", Figures: "指标", None: "无", More: "另有 %d 行，见系统", Few: "<5"}
}

func (w *wallQuery) say(zh, en string) string {
	if w.lang == "en" {
		return en
	}
	return zh
}

func (w *wallQuery) foot() []string {
	day := report.Day(w.Engine.Today(), w.lang)
	lines := []string{w.say("截至"+day+"　"+w.Catalog.Pack.Label.Zh, "As of "+day+". "+w.Catalog.Pack.Label.En)}
	if source := w.def.Source.In(w.lang); source != "" {
		lines = append(lines, source)
	}
	return lines
}

func (w *wallQuery) figures() error {
	if len(w.def.Figures) == 0 || !access.Covers(w.actor.Has(catalog.SeeFigures), w.area.Code) {
		return nil
	}
	values, err := indicator.Compute(w.ctx, w.Reader, indicator.Query{AsOf: w.Engine.Today(), Area: w.area.Code,
		Indicators: w.def.Figures, Counties: w.counties([]string{w.area.Code})})
	for i := range values {
		v := &values[i]
		w.chart.Figures = append(w.chart.Figures, wall.Figure{Label: v.Indicator.Label.In(w.lang), Shown: v.Shown(w.lang)})
	}
	return err
}

// table reads who answers for what. It is left out for those who may not read it where the chart is about.
func (w *wallQuery) table(t *catalog.WallTable) (wall.Table, error) {
	out := wall.Table{Label: t.Label.In(w.lang)}
	for _, x := range t.Columns {
		head := x.Field.Label.In(w.lang)
		if x.Field.Type.Name() == "reference" {
			head = w.say("姓名", "Name") // the only references on a wall are people who work with the system
		}
		out.Heads = append(out.Heads, head)
	}
	for _, x := range t.Columns {
		if !access.Covers(w.actor.Seeing(x.Register, fieldPlaces(x.Register, x.Field)), w.area.Code) {
			out.Note = w.say("打印人无权查看", "not seen by who prints")
			return out, nil
		}
	}
	where, err := w.whereOf(t.Register, t.Where)
	if err != nil {
		return out, err
	}
	found, err := w.Reader.Find(w.ctx, store.Query{Register: t.Register, Areas: []string{w.area.Code}, Where: where,
		Sort: []store.Sort{{Field: "area"}, {Field: "created_at"}}, Limit: wallRowsMost})
	if err != nil {
		return out, err
	}
	lines, err := w.lines(found)
	if err != nil {
		return out, err
	}
	for i := range found {
		row := make([]string, len(t.Columns))
		for k, x := range t.Columns {
			if of := lines[i][x.Register]; of != nil {
				row[k] = w.cell(of, x.Field)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// lines gives each record with those above it, by register.
func (w *wallQuery) lines(list []*register.Record) ([]map[*catalog.Register]*register.Record, error) {
	out := make([]map[*catalog.Register]*register.Record, len(list))
	byID := map[string]*register.Record{}
	for i, r := range list {
		out[i] = map[*catalog.Register]*register.Record{r.Register: r}
		for r != nil && r.Register.Parent != nil && r.Parent != "" {
			above := byID[r.Parent]
			if above == nil {
				var err error
				if above, err = w.Reader.Record(w.ctx, r.Register.Parent, r.County, r.Parent); err != nil {
					return nil, err
				}
				byID[r.Parent] = above
			}
			if above != nil {
				out[i][above.Register] = above
			}
			r = above
		}
	}
	return out, nil
}

// cell gives a value as it may stand on a wall: the white-list is looked at again, whatever the pack says.
func (w *wallQuery) cell(r *register.Record, f *catalog.Field) string {
	v := r.Get(f.Name)
	if v == nil {
		return ""
	}
	if id, ok := v.(string); ok && f.Type.Name() == "reference" {
		if f.Limits.Register != access.AccountRegister {
			return ""
		}
		people, err := w.Directory.Names(w.ctx, []string{id})
		if err != nil {
			return ""
		}
		return people[id]
	}
	text := w.presenter().words(f, v)
	if f.Privacy != catalog.Open || !notice.MayHang(f) || notice.HasLongNumber(text) {
		return ""
	}
	return text
}

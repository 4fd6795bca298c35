package api

import (
	"cmp"
	"fmt"
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/layer"
	"jieli/notice"
	"jieli/store"
	"jieli/value"
	"jieli/wall"
)

// What is drawn on the map of a wall chart: layers, places and the part of the world that is seen.

// layer draws a layer: records one by one where everybody may see where they are, counts by village where their places
// are people's.
func (w *wallQuery) layer(l *catalog.Layer) (wall.Layer, error) {
	out := wall.Layer{Label: l.Label.In(w.lang)}
	t := &tileQuery{call: w.call, layer: l, on: w.Engine.Today()}
	if err := t.restrictTo(w.area.Code, nil); err != nil {
		return out, err
	}
	if !access.Covers(t.query.Areas, w.area.Code) {
		out.Note = w.say("打印人无权查看", "not seen by who prints")
		return out, nil
	}
	squares, err := t.allSquares()
	if err != nil {
		return out, err
	}
	if l.Geometry == nil {
		for i, s := range squares {
			squares[i].Area = t.placeOf(s.Area) // one number where they are all drawn
		}
	}
	if l.Geometry == nil || l.Snap > 0 || l.Geometry.Privacy != catalog.Open {
		w.counted(&out, squares)
		return out, nil
	}
	t.cell, _ = value.TileCell(0, 0, 0)
	t.tile = layer.Tile{}
	records, err := t.records(marksMost)
	if err != nil {
		return out, err
	}
	w.marked(&out, l, records)
	return out, nil
}

// note remembers where the records of an area lie.
func (w *wallQuery) note(s store.Square) {
	at := value.PartCentre(s.Part, squareZoom)
	p := w.points[s.Area]
	if p == nil {
		p = &place{}
		w.points[s.Area] = p
	}
	p.n += s.Count
	p.lon += int64(at.Lon) * s.Count
	p.lat += int64(at.Lat) * s.Count
}

func (p *place) at() value.Position {
	return value.Position{Lon: int32(p.lon / p.n), Lat: int32(p.lat / p.n)}
}

// counted draws one number for each village, or for each town where the chart is of more than one.
func (w *wallQuery) counted(out *wall.Layer, squares []store.Square) {
	digits := len(w.area.Code)
	for _, longer := range []int{townDigits, villageDigits} {
		if digits < longer {
			digits = longer
			break
		}
	}
	sums := map[string]*place{}
	total := int64(0)
	for _, s := range squares {
		code := upTo(s.Area, digits)
		if sums[code] == nil {
			sums[code] = &place{}
		}
		at := value.PartCentre(s.Part, squareZoom)
		p := sums[code]
		p.n, p.lon, p.lat = p.n+s.Count, p.lon+int64(at.Lon)*s.Count, p.lat+int64(at.Lat)*s.Count
		total += s.Count
	}
	for _, p := range sums {
		at := layer.Snap(p.at(), wallGrid)
		w.reach.Hold(at)
		out.Marks = append(out.Marks, wall.Mark{Points: [][]value.Position{{at}}, Count: int(p.n)})
	}
	slices.SortFunc(out.Marks, func(a, b wall.Mark) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Points[0][0].Lon, b.Points[0][0].Lon))
	})
	kind := w.say("按村合计 ", "counted by village ")
	if digits == townDigits {
		kind = w.say("按镇合计 ", "counted by town ")
	}
	out.Note = kind + fmt.Sprint(total)
}

// wallGrid is the grid, in metres, to which counts of people's places are moved on a wall.
const wallGrid = 1000

// marked draws records one by one, with the values of their colour as kinds.
func (w *wallQuery) marked(out *wall.Layer, l *catalog.Layer, records []store.Drawn) {
	kinds := map[string]int{}
	color := l.Color
	if color != nil && !notice.MayHang(color) {
		color = nil
	}
	for _, r := range records {
		parts, err := r.Shape.Parts()
		if err != nil {
			continue
		}
		m := wall.Mark{Points: parts, Area: r.Shape.Kind() == value.Polygon}
		if color != nil {
			label := w.say("未填", "not known")
			if r.Value != nil {
				label = w.presenter().words(color, r.Value)
			}
			k, known := kinds[label]
			if !known {
				k = len(out.Kinds)
				kinds[label] = k
				out.Kinds = append(out.Kinds, wall.Kind{Label: label})
			}
			m.Kind = k
			out.Kinds[k].Count++
		}
		for _, part := range parts {
			for _, p := range part {
				w.reach.Hold(p)
			}
		}
		out.Marks = append(out.Marks, m)
	}
	if color == nil || len(records) == 0 {
		out.Note = fmt.Sprint(len(records))
	}
}

// places names towns where the pack says they lie, and, on a town's chart, villages in the middle of all records of them
// that the map can draw.
func (w *wallQuery) places() error {
	for _, s := range w.Catalog.Areas.Shapes {
		if len(s.Rings) == 0 && value.Within(s.Code, w.area.Code) {
			w.chart.Places = append(w.chart.Places, wall.Place{At: s.At, Name: w.name(s.Code)})
			w.reach.Hold(s.At)
		}
	}
	if len(w.area.Code) < townDigits {
		return nil
	}
	for _, l := range w.Catalog.Layers {
		if l.Geometry == nil {
			continue // its records tell no place
		}
		t := &tileQuery{call: w.call, layer: l, on: w.Engine.Today()}
		if err := t.restrictTo(w.area.Code, nil); err != nil {
			return err
		}
		if len(t.query.Areas) == 0 {
			continue
		}
		squares, err := t.allSquares()
		if err != nil {
			return err
		}
		for _, s := range squares {
			w.note(s)
		}
	}
	const enough = 5 // records, so that the place tells the village and no house
	for _, code := range sortedCodes(w.points) {
		if p := w.points[code]; len(code) == villageDigits && p.n >= enough {
			at := layer.Snap(p.at(), wallGrid)
			w.reach.Hold(at)
			w.chart.Places = append(w.chart.Places, wall.Place{At: at, Name: w.name(code), Small: true})
		}
	}
	return nil
}

func sortedCodes(m map[string]*place) []string {
	out := make([]string, 0, len(m))
	for code := range m {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// frame chooses what the map shows: the outline of the area, else all that is drawn.
func (w *wallQuery) frame() {
	for _, s := range w.Catalog.Areas.Shapes {
		if value.Within(s.Code, w.area.Code) {
			for _, ring := range s.Rings {
				for _, p := range ring {
					w.chart.Seen.Hold(p)
				}
			}
		}
	}
	if w.chart.Seen == (wall.Bounds{}) {
		w.chart.Seen = w.reach
	}
	if w.chart.Seen == (wall.Bounds{}) {
		for _, o := range w.chart.Outlines { // nothing is known of the area: the programme
			for _, ring := range o.Rings {
				for _, p := range ring {
					w.chart.Seen.Hold(p)
				}
			}
		}
	}
}

package pack

import (
	"strings"

	"jieli/catalog"
)

func (b *builder) buildWallCharts() {
	charts := b.newNames("wall_chart", codeUnknownWallChart)
	layers := map[string]*catalog.Layer{}
	var names []string
	for _, l := range b.cat.Layers {
		layers[l.Name] = l
		names = append(names, l.Name)
	}
	for _, d := range b.docs.walls {
		if !charts.declare(d.WallChart) {
			continue
		}
		b.checkName(d.WallChart, namePattern)
		w := &catalog.WallChart{Name: d.WallChart.text, Label: d.Label.text, Title: d.Title.text, Folder: d.folder,
			Source: d.Source.text}
		for _, level := range d.Levels {
			if b.level(level) {
				w.Levels = append(w.Levels, level.text)
			}
		}
		for _, name := range d.Layers {
			if l := layers[name.text]; l != nil {
				w.Layers = append(w.Layers, l)
			} else {
				b.reportUnknown(name, codeUnknownLayer, names)
			}
		}
		b.later(func() { w.Figures = b.wallFigures(d.Figures) })
		for _, t := range d.Tables {
			if table := b.wallTable(t); table != nil {
				w.Tables = append(w.Tables, table)
			}
		}
		b.cat.WallCharts = append(b.cat.WallCharts, w)
	}
}

func (b *builder) wallFigures(names words) []*catalog.Indicator {
	var out []*catalog.Indicator
	for _, name := range knownTexts(names, b.indicators) {
		for _, ind := range b.cat.Indicators {
			if ind.Name == name {
				out = append(out, ind)
			}
		}
	}
	return out
}

func (b *builder) wallTable(d *wallTableDoc) *catalog.WallTable {
	t := &catalog.WallTable{Label: d.Label.text, Register: b.register(d.Subject)}
	if t.Register == nil {
		return nil
	}
	for _, level := range d.Levels {
		if b.level(level) {
			t.Levels = append(t.Levels, level.text)
		}
	}
	var line []*catalog.Register
	for r := t.Register; r != nil; r = r.Parent {
		line = append(line, r)
	}
	for _, w := range d.Columns {
		path := w
		if !strings.Contains(w.text, ".") {
			path.text = t.Register.Name + "." + w.text
		}
		x := b.target(path, line, codeWallElsewhere)
		if x == nil {
			continue
		}
		if !MayStandOnWall(x.Field) {
			b.report(w.pos, codeWallPrivate, "name", w.text)
			continue
		}
		t.Columns = append(t.Columns, *x)
	}
	b.later(func() {
		t.Where = b.compile(d.Where, b.recordEnv(t.Register), kindBool)
		b.requireSQL(d.Where, t.Where, codeWallNoSQL)
	})
	return t
}

// wallTypes are the types of open fields whose values may stand on a wall.
var wallTypes = map[string]bool{"area": true, "choice": true, "choices": true, "date": true, "integer": true, "number": true,
	"money": true, "yes_no": true, "text": true}

// MayStandOnWall reports whether a field may stand on a wall chart: an open one of a harmless type, or a person who works
// with the system, by name. Names of other people never do.
func MayStandOnWall(f *catalog.Field) bool {
	if f.Privacy != catalog.Open || f.Type == nil {
		return false
	}
	return wallTypes[f.Type.Name()] || f.Type.Name() == "reference" && f.Limits.Register == "account"
}

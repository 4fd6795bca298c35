// Package wall draws wall charts: a map with its legend, figures and tables on one sheet of paper, as SVG and as PDF, both by
// the same strokes. It is given what stands on a chart and reads nothing.
package wall

import (
	"io"

	"jieli/value"
)

// Size is a size of paper, landscape, in millimetres.
type Size struct {
	Name        string
	Wide, High  float64
	enlargement float64 // of what is drawn, against A3: less than the paper's, so that larger sheets hold more
}

// Sizes are the sizes of paper on which charts are drawn.
var Sizes = []Size{{"A3", 420, 297, 1}, {"A2", 594, 420, 1.3}, {"A1", 841, 594, 1.68}, {"A0", 1189, 841, 2.18}}

// SizeOf gives a size by name.
func SizeOf(name string) (Size, bool) {
	for _, s := range Sizes {
		if s.Name == name {
			return s, true
		}
	}
	return Size{}, false
}

// Chart is what stands on a wall chart.
type Chart struct {
	Lang     string
	Title    string
	Crowded  bool // of many towns: signs are small
	Outlines []Outline
	Places   []Place
	Layers   []Layer
	Figures  []Figure
	Tables   []Table
	Foot     []string // lines at the bottom
	Seen     Bounds   // what the map shows
	Words    Words
}

// Words are the headings of the sheet itself.
type Words struct{ Legend, Figures, None, More, Few string }

// Outline is the edge of an area.
type Outline struct {
	Rings [][]value.Position
	Own   bool // of the area that the chart is about
}

// Place is a place with a name.
type Place struct {
	At    value.Position
	Name  string
	Small bool // a village among towns
}

// Layer is one layer with its kinds, in the order of the legend.
type Layer struct {
	Label string
	Kinds []Kind
	Marks []Mark
	// Note says why there is nothing, or how it is drawn.
	Note string
}

// Kind is one colour of a layer.
type Kind struct {
	Label string
	Count int
}

// Mark is a record, or a number of them.
type Mark struct {
	Points [][]value.Position // one place, a line, or rings
	Area   bool               // the points are rings
	Kind   int                // place in Kinds
	Count  int                // 0: one record; else so many, drawn as a number
}

// Figure is a figure in words.
type Figure struct{ Label, Shown string }

// Table is rows under heads.
type Table struct {
	Label string
	Heads []string
	Rows  [][]string
	Note  string
}

// Bounds is a part of the map.
type Bounds struct{ SouthWest, NorthEast value.Position }

// Hold widens the bounds so that a place is in them; the zero value holds nothing yet.
func (b *Bounds) Hold(p value.Position) {
	if *b == (Bounds{}) {
		*b = Bounds{p, p}
		return
	}
	b.SouthWest.Lon, b.SouthWest.Lat = min(b.SouthWest.Lon, p.Lon), min(b.SouthWest.Lat, p.Lat)
	b.NorthEast.Lon, b.NorthEast.Lat = max(b.NorthEast.Lon, p.Lon), max(b.NorthEast.Lat, p.Lat)
}

// pen draws on a sheet, in millimetres from the upper left corner. Colours are "#rrggbb", "" for none.
type pen interface {
	shape(rings [][]point, closed bool, fill, stroke string, width, opacity float64)
	circle(at point, r float64, fill, stroke string, width float64)
	text(at point, words string, size float64, color string, bold bool, anchor anchor)
	clip(x, y, w, h float64)
	unclip()
	finish(w io.Writer) error
}

type point struct{ x, y float64 }

type anchor int

const (
	start anchor = iota
	middle
	end
)

// SVG writes the chart as SVG.
func (c *Chart) SVG(w io.Writer, size Size) error {
	p := newSVG(size, c.Title, c.Lang)
	c.draw(p, size)
	return p.finish(w)
}

// PDF writes the chart as PDF with the characters that it uses.
func (c *Chart) PDF(w io.Writer, size Size) error {
	p, err := newPDF(size, c.Title)
	if err != nil {
		return err
	}
	c.draw(p, size)
	return p.finish(w)
}

package wall

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// drawColumn draws what stands beside the map, from above: figures, legend, tables.
func (s *sheet) drawColumn(x, y, w, bottom float64) {
	if len(s.Figures) > 0 {
		y = s.drawFigures(x, y, w)
	}
	y = s.drawLegend(x, y, w)
	for i, t := range s.Tables {
		left := len(s.Tables) - i
		y = s.drawTable(t, x, y, w, y+(bottom-y)/float64(left), bottom, left == 1)
	}
}

func (s *sheet) head(text string, x, y, w float64) float64 {
	s.text(point{x, y + s.mm(headSize)}, text, s.mm(headSize), accent, true, start)
	y += s.mm(headSize + 1.8)
	s.shape([][]point{{{x, y}, {x + w, y}}}, false, "", accent, s.mm(0.4), 1)
	return y
}

func (s *sheet) drawFigures(x, y, w float64) float64 {
	y = s.head(s.Words.Figures, x, y, w)
	const columns = 4
	cell := w / columns
	for i, f := range s.Figures {
		at := point{x + float64(i%columns)*cell, y + float64(i/columns)*s.mm(figureHigh)}
		s.text(point{at.x, at.y + s.mm(5.6)}, s.fit(f.Shown, s.mm(4.2), cell-s.mm(1)), s.mm(4.2), ink, true, start)
		s.text(point{at.x, at.y + s.mm(9.2)}, s.fit(f.Label, s.mm(smallSize), cell-s.mm(1)), s.mm(smallSize), paleInk, false, start)
	}
	return y + float64((len(s.Figures)+columns-1)/columns)*s.mm(figureHigh) + s.mm(3)
}

func (s *sheet) drawLegend(x, y, w float64) float64 {
	y = s.head(s.Words.Legend, x, y, w) + s.mm(1)
	for i, l := range s.Layers {
		label := l.Label
		if l.Note != "" {
			label += "（" + l.Note + "）"
			if s.Lang == "en" {
				label = l.Label + " (" + l.Note + ")"
			}
		}
		if len(l.Kinds) == 0 {
			s.sign(point{x + s.mm(1.8), y + s.mm(2.6)}, i, s.color(i, 0), s.mm(markSize))
			s.text(point{x + s.mm(5), y + s.mm(3.7)}, s.fit(label, s.mm(textSize), w-s.mm(5)), s.mm(textSize), ink, true, start)
			y += s.mm(lineHigh)
			continue
		}
		s.text(point{x, y + s.mm(3.7)}, s.fit(label, s.mm(textSize), w), s.mm(textSize), ink, true, start)
		y = s.drawKinds(i, l, x, y+s.mm(lineHigh), w)
	}
	return y + s.mm(3)
}

// drawKinds sets the kinds of a layer one behind the other, in as many lines as they need.
func (s *sheet) drawKinds(layer int, l Layer, x, y, w float64) float64 {
	at := x + s.mm(1.8)
	for k, kind := range l.Kinds {
		text := kind.Label + " " + strconv.Itoa(kind.Count)
		long := s.mm(3) + wide(text, s.mm(smallSize)) + s.mm(4)
		if at+long > x+w && at > x+s.mm(2) {
			at, y = x+s.mm(1.8), y+s.mm(lineHigh*0.85)
		}
		s.sign(point{at, y + s.mm(2.2)}, layer, s.color(layer, k), s.mm(markSize))
		s.text(point{at + s.mm(2.4), y + s.mm(3.2)}, text, s.mm(smallSize), ink, false, start)
		at += long
	}
	return y + s.mm(lineHigh)
}

// drawTable draws a table down to a share of the column, the last to its end; rows for which there is no room are told.
func (s *sheet) drawTable(t Table, x, y, w, share, bottom float64, last bool) float64 {
	y = s.head(t.Label, x, y, w)
	if last {
		share = bottom
	}
	size, high := s.mm(2.7), s.mm(4.1)
	if len(t.Rows) == 0 {
		note := t.Note
		if note == "" {
			note = s.Words.None
		}
		s.text(point{x, y + s.mm(3.8)}, note, size, paleInk, false, start)
		return y + s.mm(8)
	}
	room := int((share-y-s.mm(2))/high) - 1 // the heads
	blocks := 1                             // tables side by side, where there are too many rows for one
	widths := s.widths(t, size, w)
	total := 0.0
	for _, x := range widths {
		total += x
	}
	if len(t.Rows) > room && total <= (w-s.mm(3))/2 {
		blocks = 2
	}
	rows := t.Rows
	if most := max(room*blocks, 1); len(rows) > most {
		rows = rows[:max(most-1, 1)]
	}
	per := (len(rows) + blocks - 1) / blocks
	for b := range blocks {
		left := x + float64(b)*(w+s.mm(3))/2
		s.row(t.Heads, widths, left, y, size, paleInk)
		for i, row := range rows[min(b*per, len(rows)):min((b+1)*per, len(rows))] {
			s.row(row, widths, left, y+float64(i+1)*high, size, ink)
		}
	}
	y += float64(per+1) * high
	if more := len(t.Rows) - len(rows); more > 0 {
		s.text(point{x, y + s.mm(2.9)}, fmt.Sprintf(s.Words.More, more), size, paleInk, false, start)
		y += high
	}
	return y + s.mm(4)
}

func (s *sheet) row(cells []string, widths []float64, x, y, size float64, color string) {
	for i, text := range cells {
		s.text(point{x, y + s.mm(2.9)}, s.fit(text, size, widths[i]-s.mm(1.5)), size, color, false, start)
		x += widths[i]
	}
}

// widths gives each column what its longest text needs, and less of all where that is too much.
func (s *sheet) widths(t Table, size, w float64) []float64 {
	out := make([]float64, len(t.Heads))
	total := 0.0
	for i := range out {
		out[i] = wide(t.Heads[i], size)
		for _, row := range t.Rows {
			out[i] = max(out[i], wide(row[i], size))
		}
		out[i] += s.mm(3)
		total += out[i]
	}
	for total > w { // the widest gives way, so that names are not cut for a long list of units
		at := 0
		for i := range out {
			if out[i] > out[at] {
				at = i
			}
		}
		take := min(total-w, out[at]*0.1)
		out[at] -= take
		total -= take
		if take < s.mm(0.01) {
			break
		}
	}
	return out
}

// Widths of letters, of their size: Chinese ones are as wide as high.
const cjkFrom, cjkWide, latinWide, narrowWide = 0x2e80, 1.0, 0.58, 0.3

// wide is about how wide a text is drawn.
func wide(text string, size float64) float64 {
	w := 0.0
	for _, r := range text {
		switch {
		case r >= cjkFrom:
			w += cjkWide
		case r == ' ' || r == '.' || r == ',' || r == 'i' || r == 'l':
			w += narrowWide
		default:
			w += latinWide
		}
	}
	return w * size
}

// fit cuts a text to a width.
func (s *sheet) fit(text string, size, w float64) string {
	if wide(text, size) <= w {
		return text
	}
	for text != "" && wide(text+"…", size) > w {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	return text + "…"
}

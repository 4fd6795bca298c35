package wall

import (
	"fmt"
	"math"
	"strconv"

	"jieli/value"
)

// Measures of a sheet of A3 in millimetres; larger sheets enlarge them.
const (
	margin     = 10
	titleSize  = 11
	titleHigh  = 20
	columnWide = 118
	gap        = 6
	headSize   = 4.4
	textSize   = 3.1
	smallSize  = 2.6
	lineHigh   = 4.7
	footHigh   = 9
	markSize   = 1.25
	figureHigh = 11
)

const (
	ink, paleInk, line, water, land, own, accent = "#16211d", "#55645e", "#9fb3ac", "#eaf0ee", "#ffffff", "#f3f8f6", "#0b6a5f"
)

// colors are told apart by those who do not see red or green well, as on the map of the console.
var colors = []string{"#0b7a63", "#c2571a", "#5b54b0", "#b3337a", "#5c8a12", "#b8860b", "#35658f", "#7b5a3c", "#6b7280"}

// sheet is a chart being drawn.
type sheet struct {
	*Chart
	pen
	size Size
	e    float64 // enlargement
	to   func(value.Position) point
	km   float64 // millimetres
}

func (c *Chart) draw(p pen, size Size) {
	s := &sheet{Chart: c, pen: p, size: size, e: size.enlargement}
	s.shape(box(0, 0, size.Wide, size.High), true, "#ffffff", "", 0, 1)
	s.text(point{size.Wide / 2, s.mm(margin + titleSize)}, c.Title, s.mm(titleSize), accent, true, middle)
	top, bottom := s.mm(margin+titleHigh-3), size.High-s.mm(margin+footHigh)
	right := size.Wide - s.mm(margin+columnWide+gap)
	s.drawMap(s.mm(margin), top, right-s.mm(margin), bottom-top)
	s.drawColumn(right+s.mm(gap), top, s.mm(columnWide), bottom)
	for i, text := range c.Foot {
		s.text(point{s.mm(margin), bottom + s.mm(4.6+float64(i)*3.6)}, text, s.mm(smallSize), paleInk, false, start)
	}
}

func (s *sheet) mm(v float64) float64 { return v * s.e }

func box(x, y, w, h float64) [][]point {
	return [][]point{{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}}
}

const metresPerDegree = 111_320

// project lays the part of the map that is seen into a frame: longitudes shrunk by the cosine of the latitude, north above.
func (s *sheet) project(x, y, w, h float64) {
	west, south := s.Seen.SouthWest.Degrees()
	east, north := s.Seen.NorthEast.Degrees()
	shrink := math.Cos((south + north) / 2 * math.Pi / 180)
	const air = 1.06
	wide, high := math.Max((east-west)*shrink, 0.02)*air, math.Max(north-south, 0.02)*air
	scale := math.Min(w/wide, h/high)
	lon, lat := (west+east)/2, (south+north)/2
	s.km = scale / metresPerDegree * 1000
	s.to = func(p value.Position) point {
		pLon, pLat := p.Degrees()
		return point{x + w/2 + (pLon-lon)*shrink*scale, y + h/2 - (pLat-lat)*scale}
	}
}

func (s *sheet) points(parts [][]value.Position) [][]point {
	out := make([][]point, len(parts))
	for i, part := range parts {
		for _, p := range part {
			out[i] = append(out[i], s.to(p))
		}
	}
	return out
}

func (s *sheet) drawMap(x, y, w, h float64) {
	s.project(x, y, w, h)
	s.clip(x, y, w, h)
	s.shape(box(x, y, w, h), true, water, "", 0, 1)
	for _, o := range s.Outlines {
		fill := land
		if o.Own {
			fill = own
		}
		s.shape(s.points(o.Rings), true, fill, line, s.mm(0.25), 1)
	}
	for _, o := range s.Outlines {
		if o.Own {
			s.shape(s.points(o.Rings), true, "", accent, s.mm(0.7), 1)
		}
	}
	s.drawMarks()
	s.drawPlaces(x, y, w, h)
	s.drawScale(x+s.mm(4), y+h-s.mm(5))
	s.unclip()
	s.shape(box(x, y, w, h), true, "", ink, s.mm(0.35), 1)
	s.north(point{x + w - s.mm(8), y + s.mm(13)})
}

// drawMarks draws what is wide first and counts last, so that nothing is hidden under an outline.
func (s *sheet) drawMarks() {
	for pass := range 3 {
		for i, l := range s.Layers {
			for _, m := range l.Marks {
				single := !m.Area && len(m.Points) == 1 && len(m.Points[0]) == 1
				switch {
				case pass == 0 && (m.Area || !single):
					s.drawWide(m, s.color(i, m.Kind))
				case pass == 1 && single && m.Count == 0:
					s.sign(s.to(m.Points[0][0]), i, s.color(i, m.Kind), s.mm(markSize)*s.scale())
				case pass == 2 && single && m.Count > 0:
					s.drawCount(s.to(m.Points[0][0]), m.Count, s.color(i, m.Kind))
				}
			}
		}
	}
}

// scale makes signs smaller where they crowd.
func (s *sheet) scale() float64 {
	if s.Crowded {
		const small = 0.5
		return small
	}
	return 1
}

// color gives the colour of a kind; layers without kinds take turns.
func (s *sheet) color(layer, kind int) string {
	if len(s.Layers[layer].Kinds) == 0 {
		return colors[layer%len(colors)]
	}
	return colors[kind%len(colors)]
}

func (s *sheet) drawWide(m Mark, color string) {
	if !m.Area {
		s.shape(s.points(m.Points), false, "", color, s.mm(0.7), 1)
		return
	}
	const pale = 0.45
	s.shape(s.points(m.Points), true, color, color, s.mm(0.25), pale)
	if at := s.to(m.Points[0][0]); s.extent(m) < s.mm(1.2) { // too small to be seen as it is
		r := s.mm(0.8) * s.scale()
		s.shape(box(at.x-r, at.y-r, 2*r, 2*r), true, color, "#ffffff", s.mm(0.15)*s.scale(), 1)
	}
}

func (s *sheet) extent(m Mark) float64 {
	var b Bounds
	for _, p := range m.Points[0] {
		b.Hold(p)
	}
	from, to := s.to(b.SouthWest), s.to(b.NorthEast)
	return math.Max(to.x-from.x, from.y-to.y)
}

// few is the number below which a count of people's places is not told.
const few = 5

func (s *sheet) drawCount(at point, n int, color string) {
	text, r := strconv.Itoa(n), s.mm(2+0.28*math.Sqrt(float64(min(n, 400))))
	if n < few {
		text = s.Words.Few
	}
	s.circle(at, r, color, "#ffffff", s.mm(0.3))
	s.text(point{at.x, at.y + s.mm(0.95)}, text, s.mm(smallSize), "#ffffff", true, middle)
}

// sign draws the sign of a layer: each has a form of its own, so that colour is not all that tells layers apart.
func (s *sheet) sign(at point, layer int, color string, r float64) {
	edge := r * 0.16
	corner := func(n int, turn float64) [][]point {
		ring := make([]point, n)
		for i := range ring {
			a := turn + float64(i)*2*math.Pi/float64(n)
			ring[i] = point{at.x + 1.15*r*math.Sin(a), at.y - 1.15*r*math.Cos(a)}
		}
		return [][]point{ring}
	}
	switch layer % 6 {
	case 0:
		s.circle(at, r, color, "#ffffff", edge)
	case 1:
		s.shape(corner(4, math.Pi/4), true, color, "#ffffff", edge, 1)
	case 2:
		s.shape(corner(3, 0), true, color, "#ffffff", edge, 1)
	case 3:
		s.shape(corner(4, 0), true, color, "#ffffff", edge, 1)
	case 4:
		s.shape(corner(6, 0), true, color, "#ffffff", edge, 1)
	default:
		s.shape(corner(3, math.Pi), true, color, "#ffffff", edge, 1)
	}
}

func (s *sheet) drawPlaces(x, y, w, h float64) {
	var taken [][4]float64
	for _, small := range []bool{false, true} {
		for _, p := range s.Places {
			if p.Small != small {
				continue
			}
			size := s.mm(3.2)
			if small {
				size = s.mm(2.4)
			}
			at := s.to(p.At)
			long := wide(p.Name, size)
			at.x = min(max(at.x, x+long/2+s.mm(1)), x+w-long/2-s.mm(1)) // names are not cut by the frame
			at.y = min(max(at.y, y+size*2.4), y+h-s.mm(2))
			area := [4]float64{at.x - long/2, at.y - size*2.1, at.x + long/2, at.y - size*0.7}
			if meets(area, taken) {
				continue
			}
			taken = append(taken, area)
			if !small && !s.Crowded {
				s.shape(box(at.x-s.mm(0.7), at.y-s.mm(0.7), s.mm(1.4), s.mm(1.4)), true, ink, "#ffffff", s.mm(0.2), 1)
			}
			for _, d := range []point{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} { // a pale edge, so that it is read above anything
				s.text(point{at.x + d.x*size*0.06, at.y - size + d.y*size*0.06}, p.Name, size, "#ffffff", !small, middle)
			}
			s.text(point{at.x, at.y - size}, p.Name, size, ink, !small, middle)
		}
	}
}

func meets(a [4]float64, list [][4]float64) bool {
	for _, b := range list {
		if a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3] {
			return true
		}
	}
	return false
}

func (s *sheet) drawScale(x, y float64) {
	length := 50.0 // km
	for _, n := range []float64{0.5, 1, 2, 5, 10, 20} {
		if n*s.km > s.mm(18) {
			length = n
			break
		}
	}
	w := length * s.km
	s.shape([][]point{{{x, y - s.mm(1.5)}, {x, y}, {x + w, y}, {x + w, y - s.mm(1.5)}}}, false, "", ink, s.mm(0.35), 1)
	s.text(point{x + w/2, y - s.mm(1)}, fmt.Sprintf("%g km", length), s.mm(smallSize), ink, false, middle)
}

func (s *sheet) north(at point) {
	s.shape([][]point{{{at.x, at.y - s.mm(7)}, {at.x + s.mm(2.2), at.y}, {at.x, at.y - s.mm(1.6)}, {at.x - s.mm(2.2), at.y}}},
		true, ink, "", 0, 1)
	s.text(point{at.x, at.y + s.mm(3.4)}, "N", s.mm(textSize), ink, true, middle)
}

package wall

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
)

// fonts are what browsers and printers look for; every system in the field has one of them.
const fonts = "'Noto Sans SC','Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','SimHei',sans-serif"

type svg struct {
	b     bytes.Buffer
	clips int
}

func newSVG(size Size, title, lang string) *svg {
	s := &svg{}
	fmt.Fprintf(&s.b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]gmm" height="%[2]gmm" viewBox="0 0 %[1]g %[2]g" `+
		`xml:lang="%[3]s" font-family="%[4]s"><title>%[5]s</title>`, size.Wide, size.High, lang, fonts, escaped(title))
	return s
}

func escaped(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}

// short writes a number to a hundredth of a millimetre.
func short(v float64) string {
	return strconv.FormatFloat(float64(int(v*100+0.5*sign(v)))/100, 'f', -1, 64)
}

func sign(v float64) float64 {
	if v < 0 {
		return -1
	}
	return 1
}

func paint(fill, stroke string, width float64) string {
	out := ` fill="none"`
	if fill != "" {
		out = ` fill="` + fill + `"`
	}
	if stroke != "" {
		out += ` stroke="` + stroke + `" stroke-width="` + short(width) + `" stroke-linejoin="round"`
	}
	return out
}

func (s *svg) shape(rings [][]point, closed bool, fill, stroke string, width, opacity float64) {
	s.b.WriteString(`<path d="`)
	for _, ring := range rings {
		for i, p := range ring {
			s.b.WriteString(map[bool]string{true: "M", false: "L"}[i == 0])
			s.b.WriteString(short(p.x) + " " + short(p.y))
		}
		if closed {
			s.b.WriteString("Z")
		}
	}
	s.b.WriteString(`"` + paint(fill, stroke, width))
	if opacity < 1 {
		s.b.WriteString(` fill-opacity="` + short(opacity) + `"`)
	}
	s.b.WriteString("/>")
}

func (s *svg) circle(at point, r float64, fill, stroke string, width float64) {
	fmt.Fprintf(&s.b, `<circle cx="%s" cy="%s" r="%s"%s/>`, short(at.x), short(at.y), short(r), paint(fill, stroke, width))
}

func (s *svg) text(at point, words string, size float64, color string, bold bool, to anchor) {
	more := [...]string{"", ` text-anchor="middle"`, ` text-anchor="end"`}[to]
	if bold {
		more += ` font-weight="700"`
	}
	fmt.Fprintf(&s.b, `<text x="%s" y="%s" font-size="%s" fill="%s"%s>%s</text>`, short(at.x), short(at.y), short(size), color, more,
		escaped(words))
}

func (s *svg) clip(x, y, w, h float64) {
	s.clips++
	fmt.Fprintf(&s.b, `<clipPath id="c%[1]d"><rect x="%[2]s" y="%[3]s" width="%[4]s" height="%[5]s"/></clipPath><g clip-path="url(#c%[1]d)">`,
		s.clips, short(x), short(y), short(w), short(h))
}

func (s *svg) unclip() { s.b.WriteString("</g>") }

func (s *svg) finish(w io.Writer) error {
	s.b.WriteString("</svg>\n")
	_, err := s.b.WriteTo(w)
	return err
}

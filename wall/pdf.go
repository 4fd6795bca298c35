package wall

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strconv"
	"sync"

	"codeberg.org/go-pdf/fpdf"
)

// font is Noto Sans SC (SIL Open Font License, font/OFL.txt) with the characters of GB 2312 and of the names of areas.
//
//go:embed font/NotoSansSC-GB2312.ttf.gz
var font []byte

// plainFont is the font as PDF takes it.
var plainFont = sync.OnceValues(func() ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(font))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
})

const (
	fontName        = "sc"
	pointsPerMM     = 72 / 25.4
	boldShare       = 0.028 // width of the edge by which bold letters are drawn, of their size
	textStroked     = 2     // rendering mode of PDF: fill and edge
	textFilled      = 0
	hexBase, bytes1 = 16, 8
)

type pdf struct{ f *fpdf.Fpdf }

func newPDF(size Size, title string) (*pdf, error) {
	data, err := plainFont()
	if err != nil {
		return nil, err
	}
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: size.Wide, Ht: size.High}})
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.AddUTF8FontFromBytes(fontName, "", data)
	f.SetTitle(title, true)
	f.AddPage()
	f.SetLineJoinStyle("round")
	return &pdf{f}, f.Error()
}

func rgb(color string) (r, g, b int) {
	n, err := strconv.ParseUint(color[1:], hexBase, 32)
	if err != nil {
		return 0, 0, 0
	}
	const mask = 1<<bytes1 - 1
	return int(n >> (2 * bytes1)), int(n >> bytes1 & mask), int(n & mask)
}

// paint sets the colours and gives the letters by which PDF knows what to do.
func (p *pdf) paint(fill, stroke string, width float64) string {
	do := ""
	if fill != "" {
		p.f.SetFillColor(rgb(fill))
		do = "F"
	}
	if stroke != "" {
		p.f.SetDrawColor(rgb(stroke))
		p.f.SetLineWidth(width)
		do += "D"
	}
	return do
}

func (p *pdf) shape(rings [][]point, closed bool, fill, stroke string, width, opacity float64) {
	if opacity < 1 && fill != "" {
		p.f.SetAlpha(opacity, "Normal")
		p.path(rings, closed, p.paint(fill, "", 0))
		p.f.SetAlpha(1, "Normal")
		fill = ""
	}
	p.path(rings, closed, p.paint(fill, stroke, width))
}

func (p *pdf) path(rings [][]point, closed bool, do string) {
	if do == "" {
		return
	}
	for _, ring := range rings {
		for i, at := range ring {
			if i == 0 {
				p.f.MoveTo(at.x, at.y)
			} else {
				p.f.LineTo(at.x, at.y)
			}
		}
		if closed {
			p.f.ClosePath()
		}
	}
	p.f.DrawPath(do)
}

func (p *pdf) circle(at point, r float64, fill, stroke string, width float64) {
	if do := p.paint(fill, stroke, width); do != "" {
		p.f.Circle(at.x, at.y, r, do)
	}
}

func (p *pdf) text(at point, words string, size float64, color string, bold bool, to anchor) {
	p.f.SetFont(fontName, "", size*pointsPerMM)
	p.f.SetTextColor(rgb(color))
	p.f.SetFillColor(rgb(color))
	if bold {
		p.f.SetDrawColor(rgb(color))
		p.f.SetLineWidth(size * boldShare)
		p.f.SetTextRenderingMode(textStroked)
		defer p.f.SetTextRenderingMode(textFilled)
	}
	p.f.Text(at.x-float64(to)/2*p.f.GetStringWidth(words), at.y, words)
}

func (p *pdf) clip(x, y, w, h float64) { p.f.ClipRect(x, y, w, h, false) }
func (p *pdf) unclip()                 { p.f.ClipEnd() }

func (p *pdf) finish(w io.Writer) error { return p.f.Output(w) }

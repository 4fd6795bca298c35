// Package scenery draws the photographs of the sample: made-up landscapes with what a report is about, before and after the
// work. The same view is always the same picture, byte for byte.
package scenery

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// Subject is what a picture shows.
type Subject string

// The subjects of pictures.
const (
	Road   Subject = "road"
	Field  Subject = "field"
	Ditch  Subject = "ditch"
	Tank   Subject = "tank"
	House  Subject = "house"
	School Subject = "school"
	Board  Subject = "board"
	Lamps  Subject = "lamps"
)

// Subjects are all of them.
var Subjects = []Subject{Road, Field, Ditch, Tank, House, School, Board, Lamps}

// View is one picture: a place, and whether the work is done there. Places are told apart by their number.
type View struct {
	Subject Subject
	Place   int
	Done    bool
}

// Size of pictures in pixels. They are drawn twice as large and made smaller, so that edges are smooth.
const (
	width, height = 640, 480
	scale         = 2
	quality       = 72
	horizon       = 0.52 // of the height, from above
)

// Draw gives the picture as JPEG, some 15 kB.
func Draw(v View) []byte {
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, width*scale, height*scale)), place: rand.New(rand.NewPCG(11, uint64(v.Place)))}
	c.vanish = 0.4 + c.place.Float64()*0.2
	c.sky()
	c.hills()
	paint[v.Subject](c, v.Done)
	var out bytes.Buffer
	_ = jpeg.Encode(&out, c.smaller(), &jpeg.Options{Quality: quality}) // a buffer takes everything
	return out.Bytes()
}

var paint = map[Subject]func(*canvas, bool){Road: (*canvas).road, Field: (*canvas).field, Ditch: (*canvas).ditch, Tank: (*canvas).tank,
	House: (*canvas).house, School: (*canvas).school, Board: (*canvas).board, Lamps: (*canvas).lamps}

// canvas is a picture being drawn. Coordinates are shares of width and height, from the upper left.
type canvas struct {
	img    *image.RGBA
	place  *rand.Rand
	vanish float64 // where roads and ditches reach the horizon
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

// mix gives a colour between two.
func mix(a, b color.RGBA, t float64) color.RGBA {
	part := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*t) }
	return color.RGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 255}
}

// band fills between two levels; left and right give the edges at a level.
func (c *canvas) band(top, bottom float64, left, right func(y float64) float64, fill func(y float64) color.RGBA) {
	w, h := float64(width*scale), float64(height*scale)
	for row := max(0, int(top*h)); row < min(height*scale, int(bottom*h)); row++ {
		y := float64(row) / h
		ink := fill(y)
		from, to := max(0, int(left(y)*w)), min(width*scale, int(right(y)*w))
		for at := row*c.img.Stride + 4*from; at < row*c.img.Stride+4*to; at += 4 {
			c.put(at, ink)
		}
	}
}

// quad fills a figure with level edges above and below.
func (c *canvas) quad(top, topLeft, topRight, bottom, bottomLeft, bottomRight float64, ink color.RGBA) {
	along := func(from, to float64) func(float64) float64 {
		return func(y float64) float64 { return from + (to-from)*(y-top)/(bottom-top) }
	}
	c.band(top, bottom, along(topLeft, bottomLeft), along(topRight, bottomRight), func(float64) color.RGBA { return ink })
}

func (c *canvas) box(left, top, right, bottom float64, ink color.RGBA) {
	c.quad(top, left, right, bottom, left, right, ink)
}

func (c *canvas) put(at int, ink color.RGBA) {
	p := c.img.Pix[at : at+4 : at+4]
	p[0], p[1], p[2], p[3] = ink.R, ink.G, ink.B, 255
}

func edge(x float64) func(float64) float64 { return func(float64) float64 { return x } }

func (c *canvas) sky() {
	above, below := rgb(0x7fb2dd), rgb(0xe9f1f4)
	if c.place.IntN(3) == 0 {
		above, below = rgb(0xb9c4cb), rgb(0xeef0ee)
	}
	c.band(0, horizon, edge(0), edge(1), func(y float64) color.RGBA { return mix(above, below, y/horizon) })
}

// hills draws three ranges, the nearer the greener, and the ground before them.
func (c *canvas) hills() {
	foot := height * scale * 54 / 100 // just below the horizon
	for i, ink := range []color.RGBA{rgb(0x9db4bd), rgb(0x7d9f8b), rgb(0x5f8a5c)} {
		base, rise := 0.30+0.09*float64(i), 0.10-0.02*float64(i)
		a, b, d := c.place.Float64()*6, c.place.Float64()*6, 2+c.place.Float64()*3
		for x := range width * scale {
			t := float64(x) / (width * scale)
			top := base - rise*(math.Sin(t*d*2+a)*0.6+math.Sin(t*d*5+b)*0.4)
			for y := max(0, int(top*height*scale)); y < foot; y++ {
				c.put(y*c.img.Stride+4*x, ink)
			}
		}
	}
	c.ground(rgb(0x86a55a), rgb(0x6d8c45))
}

func (c *canvas) ground(far, near color.RGBA) {
	c.band(horizon, 1, edge(0), edge(1), func(y float64) color.RGBA { return mix(far, near, (y-horizon)/(1-horizon)) })
}

// tufts strews weeds or stones over the ground, larger the nearer.
func (c *canvas) tufts(n int, inks ...color.RGBA) {
	for range n {
		x, y := c.place.Float64(), horizon+0.03+c.place.Float64()*(0.95-horizon)
		size := 0.004 + 0.03*(y-horizon)
		c.quad(y-size*2, x, x+size/4, y, x-size/2, x+size, inks[c.place.IntN(len(inks))])
	}
}

// smaller gives the picture in its own size: each pixel is the mean of four.
func (c *canvas) smaller() *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	from, line := c.img.Pix, c.img.Stride
	for y := range height {
		for x := range width {
			at, to := y*scale*line+x*scale*4, out.PixOffset(x, y)
			for k := range 4 {
				sum := int(from[at+k]) + int(from[at+k+4]) + int(from[at+k+line]) + int(from[at+k+line+4])
				out.Pix[to+k] = uint8(sum / 4)
			}
		}
	}
	return out
}

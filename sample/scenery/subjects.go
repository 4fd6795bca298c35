package scenery

import "image/color"

var (
	earth, concrete, line = rgb(0xa5835a), rgb(0xc2c2bd), rgb(0xf2f2ee)
	weed, dry, crop       = rgb(0x4f6d2f), rgb(0xb49b5c), rgb(0x4c9440)
	stone, wall, tile     = rgb(0x8d8f8c), rgb(0xece6d8), rgb(0xa8503c)
	glass, wood, steel    = rgb(0x87a9bf), rgb(0x7a5a3c), rgb(0x6f7a82)
	water, mud, paper     = rgb(0x5f95ad), rgb(0x8a7350), rgb(0xfaf8f0)
	red, glow             = rgb(0xc4372f), rgb(0xffe9a6)
)

// way draws a strip that runs to the horizon.
func (c *canvas) way(ink color.RGBA, near float64) {
	c.quad(horizon, c.vanish-0.012, c.vanish+0.012, 1, 0.5-near, 0.5+near, ink)
}

func (c *canvas) road(done bool) {
	if !done {
		c.way(earth, 0.34)
		c.tufts(90, mud, weed, stone)
		return
	}
	c.tufts(40, weed, crop)
	c.way(line, 0.36) // its edge lines
	c.way(concrete, 0.34)
}

func (c *canvas) field(done bool) {
	if !done {
		c.ground(rgb(0x9c9a5a), rgb(0x84803f))
		c.tufts(700, weed, dry, mud)
		return
	}
	c.ground(rgb(0x9a7f52), rgb(0x7c633c))
	for i := range 23 {
		at := float64(i)/11 - 0.5
		c.quad(horizon+0.01, 0.25+at/2-0.004, 0.25+at/2+0.006, 1, at*2.2-0.55, at*2.2-0.46, crop)
	}
}

func (c *canvas) ditch(done bool) {
	if !done {
		c.way(mud, 0.2)
		c.tufts(160, weed, stone, mud)
		return
	}
	c.tufts(60, weed, crop)
	c.way(concrete, 0.27)
	c.way(stone, 0.2)
	c.way(water, 0.17)
}

func (c *canvas) tank(done bool) {
	c.tufts(60, weed, stone)
	if !done {
		c.box(0.3, 0.72, 0.72, 0.78, stone)
		c.box(0.34, 0.66, 0.4, 0.78, earth)
		c.tufts(60, mud)
		return
	}
	c.box(0.28, 0.34, 0.66, 0.82, wall)
	c.box(0.28, 0.34, 0.34, 0.82, concrete)
	c.quad(0.29, 0.33, 0.61, 0.34, 0.28, 0.66, steel)
	c.box(0.44, 0.5, 0.56, 0.6, water)
	c.box(0.66, 0.74, 0.98, 0.765, steel)
	c.box(0.94, 0.66, 0.97, 0.86, steel)
}

func (c *canvas) house(done bool) {
	front, roof := wall, tile
	if !done {
		front, roof = rgb(0xb9a98a), rgb(0x77695c)
	}
	c.box(0.22, 0.46, 0.76, 0.84, front)
	c.quad(0.3, 0.34, 0.64, 0.47, 0.18, 0.8, roof)
	c.box(0.45, 0.62, 0.54, 0.84, wood)
	for _, x := range []float64{0.28, 0.62} {
		c.box(x, 0.56, x+0.09, 0.68, glass)
	}
	if !done {
		c.quad(0.48, 0.36, 0.365, 0.8, 0.38, 0.395, rgb(0x4a4036))
		c.quad(0.33, 0.5, 0.56, 0.42, 0.48, 0.6, rgb(0x3d3a37))
		c.tufts(70, weed, stone)
	}
}

func (c *canvas) school(done bool) {
	c.box(0.1, 0.36, 0.9, 0.84, wall)
	c.box(0.1, 0.34, 0.9, 0.37, tile)
	for row := range 2 {
		for i := range 7 {
			x, y := 0.14+0.108*float64(i), 0.42+0.2*float64(row)
			if done || (i+row)%3 > 0 {
				c.box(x, y, x+0.07, y+0.11, glass)
			}
		}
	}
	c.box(0.48, 0.14, 0.485, 0.36, steel)
	if done {
		c.box(0.485, 0.14, 0.56, 0.2, red)
		c.box(0, 0.9, 1, 0.91, line)
	}
}

func (c *canvas) board(bool) {
	c.box(0.2, 0.3, 0.22, 0.9, steel)
	c.box(0.78, 0.3, 0.8, 0.9, steel)
	c.box(0.16, 0.24, 0.84, 0.7, wood)
	c.box(0.18, 0.32, 0.82, 0.68, paper)
	c.box(0.18, 0.26, 0.82, 0.31, red)
	for i := range 9 {
		y := 0.36 + 0.033*float64(i)
		c.box(0.22, y, 0.5+c.place.Float64()*0.26, y+0.008, rgb(0x55585a))
	}
}

func (c *canvas) lamps(done bool) {
	c.way(concrete, 0.3)
	if !done {
		c.tufts(50, weed)
		return
	}
	for _, x := range []struct{ at, foot, size float64 }{{0.72, 0.62, 0.4}, {0.8, 0.74, 0.7}, {0.93, 0.95, 1.2}} {
		top := x.foot - 0.5*x.size
		c.box(x.at, top, x.at+0.008*x.size, x.foot, steel)
		c.box(x.at-0.08*x.size, top, x.at+0.008*x.size, top+0.012*x.size, steel)
		c.box(x.at-0.09*x.size, top, x.at-0.04*x.size, top+0.025*x.size, glow)
		c.quad(top-0.05*x.size, x.at-0.02*x.size, x.at+0.06*x.size, top-0.01*x.size, x.at-0.04*x.size, x.at+0.04*x.size, rgb(0x2f4858))
	}
}

package layer

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// Chinese map services shift places by up to some 700 metres (GCJ-02). These are the terms of that shift as everybody knows
// them; it has no published definition.
const (
	gcjAxis         = 6378245.0 // metres, of the ellipsoid that it is made on
	gcjEccentricity = 0.00669342162296594323
	gcjLon, gcjLat  = 105.0, 35.0
)

// GCJ gives where a Chinese map service draws a place, in degrees.
func GCJ(lon, lat float64) (float64, float64) {
	x, y := lon-gcjLon, lat-gcjLat
	wave := func(v float64) float64 { return math.Sin(v * math.Pi) }
	short := (20*wave(6*x) + 20*wave(2*x)) * 2 / 3
	dLat := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*math.Sqrt(math.Abs(x)) + short +
		(20*wave(y)+40*wave(y/3))*2/3 + (160*wave(y/12)+320*wave(y/30))*2/3
	dLon := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*math.Sqrt(math.Abs(x)) + short +
		(20*wave(x)+40*wave(x/3))*2/3 + (150*wave(x/12)+300*wave(x/30))*2/3
	rad := lat * math.Pi / 180
	magic := 1 - gcjEccentricity*math.Sin(rad)*math.Sin(rad)
	root := math.Sqrt(magic)
	dLat = dLat * 180 / (gcjAxis * (1 - gcjEccentricity) / (magic * root) * math.Pi)
	dLon = dLon * 180 / (gcjAxis / root * math.Cos(rad) * math.Pi)
	return lon + dLon, lat + dLat
}

// tilePixels is the side of a picture of the map.
const tilePixels = 256

// pixelAt gives a place in pixels of the whole map of a zoom.
func pixelAt(lon, lat float64, zoom int) (x, y float64) {
	side := float64(int(tilePixels) << zoom)
	return (lon + 180) / 360 * side, (1 - math.Asinh(math.Tan(lat*math.Pi/180))/math.Pi) / 2 * side
}

// Aligned makes the picture of a tile out of those of a service that shifts places: pieces of up to four of its tiles.
// fetch gives one of them, nil where there is none.
func Aligned(t Tile, fetch func(x, y int) (image.Image, error)) (image.Image, error) {
	side := float64(int(1) << t.Zoom)
	lon := (float64(t.X)+0.5)/side*360 - 180
	lat := math.Atan(math.Sinh(math.Pi*(1-2*(float64(t.Y)+0.5)/side))) * 180 / math.Pi
	x, y := pixelAt(lon, lat, t.Zoom)
	shiftedX, shiftedY := pixelAt(first(GCJ(lon, lat)), second(GCJ(lon, lat)), t.Zoom)
	left, top := t.X*tilePixels+int(math.Round(shiftedX-x)), t.Y*tilePixels+int(math.Round(shiftedY-y))
	out := image.NewRGBA(image.Rect(0, 0, tilePixels, tilePixels))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	for tx := floor(left); tx <= floor(left+tilePixels-1); tx++ {
		for ty := floor(top); ty <= floor(top+tilePixels-1); ty++ {
			piece, err := fetch(tx, ty)
			if err != nil {
				return nil, err
			}
			if piece != nil {
				at := image.Rect(0, 0, tilePixels, tilePixels).Add(image.Pt(tx*tilePixels-left, ty*tilePixels-top))
				draw.Draw(out, at, piece, piece.Bounds().Min, draw.Over)
			}
		}
	}
	return out, nil
}

func first(a, _ float64) float64  { return a }
func second(_, b float64) float64 { return b }

// floor gives the tile in which a pixel lies.
func floor(pixel int) int { return int(math.Floor(float64(pixel) / tilePixels)) }

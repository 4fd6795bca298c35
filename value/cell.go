package value

import (
	"math"
	"slices"
)

// Cell is a square of the map as one number, by which shapes are found in an index. The squares are the tiles of web
// maps: at level 0 one has the world, and each has four of the next level, down to level 28 (15 cm). Its number is the
// Morton code of the tile with a mark behind it that says the level, so that all squares within a square have numbers
// around its own. A tile of a map is therefore a range of numbers, and the few squares that it lies in.
type Cell int64

const cellLevels = 28

// CellOf gives the smallest square that holds a geometry whole: of a point one of the last level.
func CellOf(g Geometry) (Cell, bool) {
	southWest, northEast, ok := g.Bounds()
	if !ok {
		return 0, false
	}
	west, north := tileAt(Position{southWest.Lon, northEast.Lat})
	east, south := tileAt(Position{northEast.Lon, southWest.Lat})
	up := 0
	for west>>up != east>>up || north>>up != south>>up {
		up++
	}
	return cellAt(west>>up, north>>up, up), true
}

// tileAt gives the tile of the last level at a place, by the map's projection; the poles lie at its edges.
func tileAt(p Position) (x, y int64) {
	lon, lat := p.Degrees()
	const most = 1 << cellLevels
	part := func(f float64) int64 { return max(0, min(int64(math.Floor(f*most)), most-1)) }
	return part((lon + 180) / 360), part((1 - math.Asinh(math.Tan(lat*math.Pi/180))/math.Pi) / 2)
}

// cellAt numbers the tile x, y that is `up` levels above the last.
func cellAt(x, y int64, up int) Cell {
	code := int64(0)
	for bit := range cellLevels - up {
		code |= (x>>bit&1)<<(2*bit) | (y>>bit&1)<<(2*bit+1)
	}
	return Cell((code<<1 | 1) << (2 * up))
}

// Range is a run of numbers of cells, both ends included.
type Range struct{ From, To Cell }

// within is the run of all cells inside a cell, itself included.
func (c Cell) within() Range {
	mark := c & -c
	return Range{c - mark + 1, c + mark - 1}
}

// holders are the cells in which a cell lies, nearest first.
func (c Cell) holders() []Cell {
	var out []Cell
	for mark := c & -c; mark < 1<<(2*cellLevels); {
		mark <<= 2
		c = c&^(2*mark-1) | mark
		out = append(out, c)
	}
	return out
}

// CellsMeeting says where shapes that may meet a geometry are filed: in a few runs of cells and in single cells above
// them. Whoever asks compares the shapes themselves afterwards.
func CellsMeeting(g Geometry) (runs []Range, single []Cell) {
	southWest, northEast, ok := g.Bounds()
	if !ok {
		return nil, nil
	}
	west, north := tileAt(Position{southWest.Lon, northEast.Lat})
	east, south := tileAt(Position{northEast.Lon, southWest.Lat})
	up := 0
	for east>>up-west>>up > 1 || south>>up-north>>up > 1 {
		up++
	}
	for x := west >> up; x <= east>>up; x++ {
		for y := north >> up; y <= south>>up; y++ {
			c := cellAt(x, y, up)
			runs = append(runs, c.within())
			for _, above := range c.holders() {
				if !slices.Contains(single, above) {
					single = append(single, above)
				}
			}
		}
	}
	return runs, single
}

// TileCell gives the cell that is the tile x, y of a zoom of web maps; ok is false beyond the map or the last level.
func TileCell(zoom, x, y int) (Cell, bool) {
	if zoom < 0 || zoom > cellLevels || x < 0 || y < 0 || x >= 1<<zoom || y >= 1<<zoom {
		return 0, false
	}
	up := cellLevels - zoom
	return cellAt(int64(x), int64(y), up), true
}

// Filed says where shapes are filed that may reach into the cell: within it, or in the cells around it. A point is
// always within.
func (c Cell) Filed() (within Range, around []Cell) { return c.within(), c.holders() }

// Squares gives the numbers, both included, that Part makes of the cells within c, which is a square of the zoom or a larger
// one. A cell that is larger than the squares has the number of one of them, so that each is counted once.
func (c Cell) Squares(zoom int) (from, to int64) {
	mark := c & -c
	return int64(c-mark) / Part(zoom), int64(c+mark-1) / Part(zoom)
}

// Part gives a divisor of the numbers of cells, by which all within one square of a zoom are brought to one number.
func Part(zoom int) int64 { return 1 << (2*(cellLevels-zoom) + 1) }

// PartCentre gives the middle of the square of a zoom whose cells have a number in common, as Part makes it.
func PartCentre(part int64, zoom int) Position {
	x, y := int64(0), int64(0)
	for bit := range zoom {
		x |= (part >> (2 * bit) & 1) << bit
		y |= (part >> (2*bit + 1) & 1) << bit
	}
	most := float64(int64(1) << zoom)
	lon := (float64(x)+0.5)/most*360 - 180
	lat := math.Atan(math.Sinh(math.Pi*(1-2*(float64(y)+0.5)/most))) * 180 / math.Pi
	return Position{int32(math.Round(lon * degree)), int32(math.Round(lat * degree))}
}

package sample

import (
	"math"

	"jieli/value"
)

// The published figures of idle land.
const (
	reclaimedTenths = 76_235 // of mu, under crops again on the last day: over 7,600 mu
	irrigationWorks = 66
	tractorRoads    = 15
	chimiRice       = 360
)

// chimi is the village in Xiniu whose idle land became rice fields.
const chimi = "441881110209"

// farming plans what becomes of idle land with dice of its own.
type farming struct {
	*world
	d      dice
	cells  map[[2]int]bool // where a plot lies already
	number map[string]int  // of plots, by village
	blocks []*block
}

// block is a block of land and how its use goes.
type block struct {
	flow
	use       flow
	v         *village
	t         *town
	no        int // in its town
	name, way string
	plots     []*plot
	other     int // tenths of mu of cultivated land that goes with it
	opened    value.Date
	ends      string // stage that it has come to on the last day
	operator  string // id
	rivals    []string
	signed    value.Date
	rent      int // yuan a mu and year
	crop      string
}

// plot is an idle plot; its size is what is accepted of it, in tenths of mu.
type plot struct {
	flow
	v       *village
	no      string
	size    int
	corners []position
	found   value.Date
	holder  *household
	reason  string
}

// scheduleLand plans idle plots, blocks, leases, works, seasons, acceptance and later checks.
func (w *world) scheduleLand() {
	f := &farming{world: w, d: newDice(21), cells: map[[2]int]bool{}, number: map[string]int{}}
	f.planBlocks()
	for _, b := range f.blocks {
		f.scheduleBlock(b)
	}
	f.planIdle()
	f.planWorks()
	f.planLandSeekers()
}

// blocksOfTown is how many blocks each town joins; the last is not accepted before the last day in half of the towns.
const blocksOfTown = 4

// openSince is how many days before the last one a block was opened that has come to a stage.
var openSince = map[string]int{"preparing": 14, "call": 24, "meeting": 27, "notice": 33, "signing": 45, "joined": 80}

func (f *farming) planBlocks() {
	d := f.d
	f.blocks = append(f.blocks, f.chimiBlock())
	for i, t := range f.towns {
		for k := range blocksOfTown {
			v := f.villages[t.villages[(k*3+i)%len(t.villages)]]
			if v.code == chimi {
				v = f.villages[t.villages[(k*3+i+1)%len(t.villages)]]
			}
			b := &block{v: v, t: t, no: k + 1, way: "operator", ends: "accepted", crop: "rice", rent: d.spread(20, 52) * 10}
			b.opened = value.DateOf(2021, 8, 23).AddDays(k*70 + d.between(0, 30))
			if k%2 == 1 {
				b.way = []string{"collective", "self", "trusteeship"}[(i+k)%3]
			}
			if k == blocksOfTown-1 && i%2 == 0 {
				b.ends = []string{"preparing", "call", "meeting", "notice", "signing", "joined"}[i/2%6]
				b.opened = lastDay.AddDays(-openSince[b.ends])
				b.way = "operator"
			}
			b.crop = []string{"rice", "rice", "vegetables", "maize", "sweet_potato", "rice"}[d.IntN(6)]
			f.blocks = append(f.blocks, b)
		}
	}
	f.planSizes()
	f.planOperators()
}

// chimiBlock is the block of Chimi: over 300 mu that lay idle, with neighbouring fields 360 mu of rice.
func (f *farming) chimiBlock() *block {
	v := f.villages[f.villageAt(chimi)]
	b := &block{v: v, t: f.towns[v.town], way: "operator", ends: "accepted", crop: "rice", rent: 400, other: 620,
		opened: value.DateOf(2021, 9, 6)}
	for range 9 {
		b.plots = append(b.plots, &plot{v: v, size: 346})
	}
	return b
}

// planSizes makes the plots of the blocks, so that what is accepted and not idle again comes to the published size.
func (f *farming) planSizes() {
	var counted []*plot
	var weights []float64
	left := reclaimedTenths
	for i, b := range f.blocks {
		n := 3 + (i+b.no)%2
		if len(b.plots) == 0 {
			for range n {
				b.plots = append(b.plots, &plot{v: b.v, size: f.d.between(80, 420)})
			}
			if b.ends == "accepted" {
				list := b.plots
				if f.lapses(b) {
					list = list[1:] // the first lies idle again
				}
				for _, p := range list {
					counted = append(counted, p)
					weights = append(weights, 0.3+f.d.Float64())
				}
			}
		} else {
			for _, p := range b.plots {
				left -= p.size
			}
		}
	}
	for i, n := range shares(left, 60, weights) {
		counted[i].size = n
	}
	for _, b := range f.blocks {
		f.place(b)
	}
}

// lapses reports whether a plot of a block lies idle again at the later check.
func (f *farming) lapses(b *block) bool { return b.no == 1 && b.v.town%5 == 2 }

// A cell of the grid on which plots lie is about 320 m wide: no plot of the sample is larger.
const cellLon, cellLat = 0.0032, 0.0029

// place gives each plot of a block a cell of its own near the block, and an outline within it.
func (f *farming) place(b *block) {
	centre := position{b.v.place.lon + float64(f.d.between(-60, 60))/10000, b.v.place.lat + float64(f.d.between(-60, 60))/10000}
	for i, p := range b.plots {
		f.placePlot(p, centre, b.v.hamlets[i%len(b.v.hamlets)])
		p.found = b.opened.AddDays(-f.d.between(8, 45))
		p.found = max(p.found, value.DateOf(2021, 7, 20))
	}
}

func (f *farming) placePlot(p *plot, centre position, name string) {
	f.number[p.v.code]++
	p.no = p.v.code + "-" + pad(f.number[p.v.code], 3)
	p.id = madeID("plot", p.no)
	p.holder = pick(f.d, p.v.houses)
	p.reason = []string{"labour_away", "no_water", "no_road", "low_return", "scattered", "disaster"}[f.d.weighted(30, 24, 14, 14, 12, 6)]
	x, y := int(centre.lon/cellLon), int(centre.lat/cellLat)
	for ring := 0; ; ring++ {
		for dx := -ring; dx <= ring; dx++ {
			for dy := -ring; dy <= ring; dy++ {
				cell := [2]int{x + dx, y + dy}
				if max(dx, -dx, dy, -dy) == ring && !f.cells[cell] {
					f.cells[cell] = true
					p.corners = f.outline(cell, float64(p.size)*(1.003+0.017*f.d.Float64())/10)
					return
				}
			}
		}
	}
}

// outline draws a plot of some mu into a cell.
func (f *farming) outline(cell [2]int, mu float64) []position {
	mid := position{(float64(cell[0]) + 0.5) * cellLon, (float64(cell[1]) + 0.5) * cellLat}
	n := 6 + f.d.IntN(4)
	radius := make([]float64, n)
	area := 0.0
	for i := range radius {
		radius[i] = 0.82 + 0.3*f.d.Float64()
	}
	for i, r := range radius {
		area += r * radius[(i+1)%n] * math.Sin(2*math.Pi/float64(n)) / 2
	}
	scale := math.Sqrt(mu * squareMetresOfMu / area)
	corners := make([]position, n)
	for i, r := range radius {
		turn := 2 * math.Pi * float64(i) / float64(n)
		east, north := scale*r*math.Cos(turn), scale*r*math.Sin(turn)
		corners[i] = position{mid.lon + east/(metresOfDegree*math.Cos(mid.lat*math.Pi/180)), mid.lat + north/metresOfLatitude}
	}
	return corners
}

const (
	squareMetresOfMu = 2000.0 / 3
	metresOfDegree   = 111_320.0 // of longitude on the equator
	metresOfLatitude = 110_760.0 // of latitude near 24° north
)

func (f *fields) polygon(name string, corners []position) {
	if !f.key(name) {
		return
	}
	f.b = append(f.b, `{"type":"Polygon","coordinates":[[`...)
	for _, p := range append(corners[:len(corners):len(corners)], corners[0]) {
		f.corner(p)
	}
	f.b = append(f.b[:len(f.b)-1], "]]}"...)
}

func (f *fields) line(name string, corners []position) {
	if !f.key(name) {
		return
	}
	f.b = append(f.b, `{"type":"LineString","coordinates":[`...)
	for _, p := range corners {
		f.corner(p)
	}
	f.b = append(f.b[:len(f.b)-1], "]}"...)
}

// corner writes a position and a comma.
func (f *fields) corner(p position) {
	f.b = append(f.b, '[')
	f.b = appendDegrees(f.b, p.lon)
	f.b = append(f.b, ',')
	f.b = appendDegrees(f.b, p.lat)
	f.b = append(f.b, "],"...)
}

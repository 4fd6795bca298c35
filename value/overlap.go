package value

import (
	"cmp"
	"math"
	"slices"
)

// Overlap gives which part of the smaller of two outlines lies in both, 0 to 1. Outlines that share a border or a
// corner have nothing in common.
func (o *Outline) Overlap(p *Outline) float64 {
	if o.southWest.Lon >= p.northEast.Lon || p.southWest.Lon >= o.northEast.Lon ||
		o.southWest.Lat >= p.northEast.Lat || p.southWest.Lat >= o.northEast.Lat {
		return 0
	}
	from := o.southWest
	a, b := edgesOf(o, from, 0), edgesOf(p, from, 1)
	least := min(flatArea(a), flatArea(b))
	if least <= 0 {
		return 0
	}
	return min(1, common(a, b)/least)
}

// edge is a side of an outline as a plane has it, in units of 10^-7 degree from a corner; it goes up.
type edge struct {
	x1, y1, x2, y2 float64
	sign           float64 // 1 when the ring goes up here, -1 when it goes down
	owner          int
}

func (e *edge) at(y float64) float64 { return e.x1 + (y-e.y1)/(e.y2-e.y1)*(e.x2-e.x1) }

// edgesOf gives the sides of an outline and its holes that are not level: level ones bound no strip.
func edgesOf(o *Outline, from Position, owner int) []edge {
	var out []edge
	for _, ring := range o.rings {
		for i := 0; i+1 < len(ring); i++ {
			p, q := ring[i], ring[i+1]
			if p.Lat == q.Lat {
				continue
			}
			e := edge{float64(p.Lon) - float64(from.Lon), float64(p.Lat) - float64(from.Lat),
				float64(q.Lon) - float64(from.Lon), float64(q.Lat) - float64(from.Lat), 1, owner}
			if e.y1 > e.y2 {
				e = edge{e.x2, e.y2, e.x1, e.y1, -1, owner}
			}
			out = append(out, e)
		}
	}
	return out
}

// flatArea gives the area within sides: those that go up stand east of those that go down.
func flatArea(list []edge) float64 {
	sum := 0.0
	for i := range list {
		e := &list[i]
		sum += e.sign * (e.x1 + e.x2) / 2 * (e.y2 - e.y1)
	}
	return math.Abs(sum)
}

// common gives the area that lies in both: strip by strip from south to north, between whose borders no sides cross.
func common(a, b []edge) float64 {
	all := append(slices.Clone(a), b...)
	slices.SortFunc(all, func(p, q edge) int { return cmp.Compare(p.y1, q.y1) })
	total, next := 0.0, 0
	var live []edge
	levels := levelsOf(a, b)
	for i := 0; i+1 < len(levels); i++ {
		low, high := levels[i], levels[i+1]
		live = slices.DeleteFunc(live, func(e edge) bool { return e.y2 <= low })
		for ; next < len(all) && all[next].y1 <= low; next++ {
			if all[next].y2 > low {
				live = append(live, all[next])
			}
		}
		total += inStrip(live, low, high)
	}
	return total
}

// levelsOf gives the latitudes at which something changes: corners, and places where sides cross.
func levelsOf(a, b []edge) []float64 {
	var out []float64
	for _, list := range [][]edge{a, b} {
		for i := range list {
			out = append(out, list[i].y1, list[i].y2)
		}
	}
	for i := range a {
		for j := range b {
			if y, ok := crossing(&a[i], &b[j]); ok {
				out = append(out, y)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// crossing gives the latitude at which two sides cross.
func crossing(e, f *edge) (float64, bool) {
	low, high := max(e.y1, f.y1), min(e.y2, f.y2)
	if low >= high || max(e.x1, e.x2) < min(f.x1, f.x2) || max(f.x1, f.x2) < min(e.x1, e.x2) {
		return 0, false
	}
	before, after := e.at(low)-f.at(low), e.at(high)-f.at(high)
	if before*after >= 0 {
		return 0, false
	}
	return low + (high-low)*before/(before-after), true
}

// inStrip gives the area within both outlines between two latitudes.
func inStrip(live []edge, low, high float64) float64 {
	middle := (low + high) / 2
	slices.SortFunc(live, func(p, q edge) int { return cmp.Compare(p.at(middle), q.at(middle)) })
	var inside [2]bool
	sum := 0.0
	for i := range live {
		if e := &live[i]; i > 0 && inside[0] && inside[1] {
			before := &live[i-1]
			sum += (e.at(low) - before.at(low) + e.at(high) - before.at(high)) / 2
		}
		inside[live[i].owner] = !inside[live[i].owner]
	}
	return max(0, sum) * (high - low)
}

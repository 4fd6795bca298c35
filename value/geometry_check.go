package value

import (
	"cmp"
	"math"
	"slices"

	"jieli/fault"
)

// checkRings holds a polygon to its rules: closed rings of at least three different points, no crossing, holes inside.
func checkRings(rings [][]Position) *fault.Finding {
	if len(rings) == 0 {
		return found(problemShort)
	}
	for _, ring := range rings {
		if len(ring) > 1 && ring[0] != ring[len(ring)-1] {
			return found(problemOpen)
		}
		if len(ring) < 4 {
			return found(problemShort)
		}
	}
	if anyCrossing(rings) {
		return found(problemCrossing)
	}
	for i, hole := range rings[1:] {
		if !encloses(rings[0], hole[0]) {
			return found(problemHole)
		}
		for j, other := range rings[1:] {
			if i != j && encloses(other, hole[0]) {
				return found(problemHole)
			}
		}
	}
	return nil
}

// side is one straight piece of a ring.
type side struct {
	a, b       Position
	minX, maxX int32
	ring, at   int
	last       bool // the piece that closes its ring
}

// anyCrossing reports whether two pieces meet elsewhere than in the corner that neighbours share. Pieces are compared
// only with those that overlap in longitude, so that an outline of n points costs about n·√n comparisons. All
// arithmetic is on integers and exact.
func anyCrossing(rings [][]Position) bool {
	sides := make([]side, 0, 64)
	for r, ring := range rings {
		for i := 0; i+1 < len(ring); i++ {
			a, b := ring[i], ring[i+1]
			sides = append(sides, side{
				a: a, b: b, minX: min(a.Lon, b.Lon), maxX: max(a.Lon, b.Lon), ring: r, at: i, last: i+2 == len(ring),
			})
		}
	}
	slices.SortFunc(sides, func(s, t side) int { return cmp.Compare(s.minX, t.minX) })
	for i := range sides {
		for j := i + 1; j < len(sides) && sides[j].minX <= sides[i].maxX; j++ {
			if clash(&sides[i], &sides[j]) {
				return true
			}
		}
	}
	return false
}

func clash(s, t *side) bool {
	if s.ring == t.ring {
		if t.at == s.at+1 || t.at == 0 && s.last {
			return foldsBack(s.a, s.b, t.b)
		}
		if s.at == t.at+1 || s.at == 0 && t.last {
			return foldsBack(t.a, t.b, s.b)
		}
	}
	if max(s.a.Lat, s.b.Lat) < min(t.a.Lat, t.b.Lat) || max(t.a.Lat, t.b.Lat) < min(s.a.Lat, s.b.Lat) {
		return false
	}
	return meets(s.a, s.b, t.a, t.b)
}

// foldsBack reports whether the path a-b-c turns back on itself in b.
func foldsBack(a, b, c Position) bool {
	return turn(a, b, c) == 0 && (between(a, b, c) || between(c, b, a))
}

// between reports whether p, on the line through a and b, lies on the piece from a to b.
func between(a, b, p Position) bool {
	return min(a.Lon, b.Lon) <= p.Lon && p.Lon <= max(a.Lon, b.Lon) &&
		min(a.Lat, b.Lat) <= p.Lat && p.Lat <= max(a.Lat, b.Lat)
}

// turn gives 1 when a-b-c turns left, -1 when right, 0 when straight. Differences are below 2^32 in longitude and 2^31
// in latitude, so that each product fits in 63 bits; their difference would not.
func turn(a, b, c Position) int {
	left := (int64(b.Lon) - int64(a.Lon)) * (int64(c.Lat) - int64(a.Lat))
	right := (int64(b.Lat) - int64(a.Lat)) * (int64(c.Lon) - int64(a.Lon))
	return cmp.Compare(left, right)
}

// meets reports whether the pieces a-b and c-d have a point in common.
func meets(a, b, c, d Position) bool {
	t1, t2, t3, t4 := turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
	if t1*t2 < 0 && t3*t4 < 0 {
		return true
	}
	return t1 == 0 && between(a, b, c) || t2 == 0 && between(a, b, d) ||
		t3 == 0 && between(c, d, a) || t4 == 0 && between(c, d, b)
}

// encloses reports whether p lies inside a ring that it does not lie on: a ray to the east crosses it an odd number of
// times.
func encloses(ring []Position, p Position) bool {
	inside := false
	for i := 0; i+1 < len(ring); i++ {
		a, b := ring[i], ring[i+1]
		if (a.Lat > p.Lat) == (b.Lat > p.Lat) {
			continue
		}
		if a.Lat > b.Lat {
			a, b = b, a
		}
		if turn(a, b, p) > 0 {
			inside = !inside
		}
	}
	return inside
}

// orient turns a simple ring counter-clockwise (left) or clockwise. The lowest of the leftmost corners is convex, so
// that the turn there is the turn of the whole.
func orient(ring []Position, left bool) {
	n := len(ring) - 1
	corner := 0
	for i := range n {
		p, q := ring[i], ring[corner]
		if p.Lon < q.Lon || p.Lon == q.Lon && p.Lat < q.Lat {
			corner = i
		}
	}
	if turn(ring[(corner+n-1)%n], ring[corner], ring[(corner+1)%n]) > 0 != left {
		slices.Reverse(ring)
	}
}

// Bounds gives the corners of the smallest box around a geometry; false for what is no canonical geometry.
func (g Geometry) Bounds() (southWest, northEast Position, ok bool) {
	parts, err := g.Parts()
	if err != nil {
		return southWest, northEast, false
	}
	southWest = Position{Lon: math.MaxInt32, Lat: math.MaxInt32}
	northEast = Position{Lon: math.MinInt32, Lat: math.MinInt32}
	for _, part := range parts {
		for _, p := range part {
			ok = true
			southWest = Position{Lon: min(southWest.Lon, p.Lon), Lat: min(southWest.Lat, p.Lat)}
			northEast = Position{Lon: max(northEast.Lon, p.Lon), Lat: max(northEast.Lat, p.Lat)}
		}
	}
	return southWest, northEast, ok
}

// Degrees gives longitude and latitude in degrees.
func (p Position) Degrees() (lon, lat float64) {
	return float64(p.Lon) / degree, float64(p.Lat) / degree
}

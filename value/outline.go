package value

// Outline is a polygon made ready to be asked what lies in it.
type Outline struct {
	rings                [][]Position
	southWest, northEast Position
}

// OutlineOf reads a polygon; nil for any other geometry.
func OutlineOf(g Geometry) *Outline {
	if g.Kind() != Polygon {
		return nil
	}
	rings, err := g.Parts()
	southWest, northEast, ok := g.Bounds()
	if err != nil || !ok {
		return nil
	}
	return &Outline{rings, southWest, northEast}
}

// Contains reports whether a place lies within the outline and in none of its holes. What lies on an edge lies within: a
// house on the line that somebody drew is not left out.
func (o *Outline) Contains(p Position) bool {
	if p.Lon < o.southWest.Lon || p.Lon > o.northEast.Lon || p.Lat < o.southWest.Lat || p.Lat > o.northEast.Lat {
		return false
	}
	for _, ring := range o.rings {
		if onRing(ring, p) {
			return true
		}
	}
	inside := encloses(o.rings[0], p)
	for _, hole := range o.rings[1:] {
		inside = inside && !encloses(hole, p)
	}
	return inside
}

// ContainsPoint is Contains for a geometry of kind Point; false for any other.
func (o *Outline) ContainsPoint(g Geometry) bool {
	parts, err := g.Parts()
	return err == nil && g.Kind() == Point && o.Contains(parts[0][0])
}

// Extent gives how far the outline reaches from west to east and from south to north, in degrees.
func (o *Outline) Extent() (wide, high float64) {
	return (float64(o.northEast.Lon) - float64(o.southWest.Lon)) / degree, (float64(o.northEast.Lat) - float64(o.southWest.Lat)) / degree
}

func onRing(ring []Position, p Position) bool {
	for i := 0; i+1 < len(ring); i++ {
		if turn(ring[i], ring[i+1], p) == 0 && between(ring[i], ring[i+1], p) {
			return true
		}
	}
	return false
}

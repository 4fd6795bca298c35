package value

import (
	"math"
	"slices"
)

// CentreOf gives a point that stands for a polygon: its centre of gravity, or, where that lies outside (a plot bent
// like a horseshoe, a hole in the middle), the middle of the widest part on the same latitude. False for any other
// geometry.
func CentreOf(g Geometry) (Geometry, bool) {
	if g.Kind() != Polygon {
		return "", false
	}
	rings, err := g.Parts()
	if err != nil || len(rings) == 0 {
		return "", false
	}
	lon, lat := gravity(rings)
	if cuts := cutsAt(rings, lat); !insideAt(cuts, lon) {
		lon = widest(cuts, lon)
	}
	return PointAt(Position{Lon: int32(math.Round(lon)), Lat: int32(math.Round(lat))}), true
}

// gravity gives the centre of gravity in units of 10^-7 degree, seen from the first corner so that nothing is lost to
// large numbers. Holes turn the other way and so count against it.
func gravity(rings [][]Position) (lon, lat float64) {
	from := rings[0][0]
	var area, x, y float64
	for _, ring := range rings {
		for i := 0; i+1 < len(ring); i++ {
			ax, ay := float64(ring[i].Lon)-float64(from.Lon), float64(ring[i].Lat)-float64(from.Lat)
			bx, by := float64(ring[i+1].Lon)-float64(from.Lon), float64(ring[i+1].Lat)-float64(from.Lat)
			cross := ax*by - bx*ay
			area += cross
			x += (ax + bx) * cross
			y += (ay + by) * cross
		}
	}
	if area == 0 {
		return float64(from.Lon), float64(from.Lat)
	}
	return float64(from.Lon) + x/(3*area), float64(from.Lat) + y/(3*area)
}

// cutsAt gives where a latitude cuts the rings, from west to east: between the first and the second cut lies the
// inside, between the third and the fourth, and so on.
func cutsAt(rings [][]Position, lat float64) []float64 {
	var cuts []float64
	for _, ring := range rings {
		for i := 0; i+1 < len(ring); i++ {
			a, b := ring[i], ring[i+1]
			ay, by := float64(a.Lat), float64(b.Lat)
			if (ay > lat) == (by > lat) {
				continue
			}
			cuts = append(cuts, float64(a.Lon)+(lat-ay)/(by-ay)*(float64(b.Lon)-float64(a.Lon)))
		}
	}
	slices.Sort(cuts)
	return cuts
}

func insideAt(cuts []float64, lon float64) bool {
	for i := 0; i+1 < len(cuts); i += 2 {
		if cuts[i] <= lon && lon <= cuts[i+1] {
			return true
		}
	}
	return false
}

// widest gives the middle of the widest part inside; without any the longitude that was given.
func widest(cuts []float64, lon float64) float64 {
	most := 0.0
	for i := 0; i+1 < len(cuts); i += 2 {
		if wide := cuts[i+1] - cuts[i]; wide > most {
			most, lon = wide, (cuts[i]+cuts[i+1])/2
		}
	}
	return lon
}

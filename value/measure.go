package value

import "math"

// Measures on the ellipsoid of WGS 84 (CGCS2000 differs by less than a millimetre). They are what a surveyor would get,
// not those of a sphere, which is off by half a percent at 24° north.
const (
	semiMajor  = 6378137.0 // metres
	flattening = 1 / 298.257223563
)

// Measures are rounded, so that the last digits do not depend on whose sine it is: the browser shows what is kept.
const (
	areaSteps     = 10_000    // a ten-thousandth of a mu, 0.07 m²
	distanceSteps = 1_000_000 // a millimetre of a km
)

func rounded(v, steps float64) float64 { return math.Round(v*steps) / steps }

// squareMetresOfMu is what a mu has: 2000/3 m².
const squareMetresOfMu = 2000.0 / 3

// AreaOf gives the area of a polygon in mu, holes left out; false for any other geometry. Edges are straight on an
// equal-area map, which is nowhere near a step of rounding off within a county.
func AreaOf(g Geometry) (float64, bool) {
	if g.Kind() != Polygon {
		return 0, false
	}
	rings, err := g.Parts()
	if err != nil || len(rings) == 0 {
		return 0, false
	}
	total := math.Abs(ringArea(rings[0]))
	for _, hole := range rings[1:] {
		total -= math.Abs(ringArea(hole))
	}
	return rounded(max(0, total)/squareMetresOfMu, areaSteps), true
}

// ringArea gives square metres, positive when the ring turns left. The first corner is taken off every height, so that
// a small plot is not the difference of two large strips.
func ringArea(ring []Position) float64 {
	sum, base := 0.0, stripTo(ring[0])
	for i := 0; i+1 < len(ring); i++ {
		a, b := ring[i], ring[i+1]
		sum += radians(float64(a.Lon)-float64(b.Lon)) * ((stripTo(a)+stripTo(b))/2 - base)
	}
	return semiMajor * semiMajor / 2 * sum
}

// stripTo gives the area from the equator to a latitude, a strip one radian wide, in units of half a semi-major axis
// squared.
func stripTo(p Position) float64 {
	e := math.Sqrt(flattening * (2 - flattening))
	s := math.Sin(radians(float64(p.Lat)))
	return (1 - e*e) * (s/(1-e*e*s*s) + math.Atanh(e*s)/e)
}

// radians turns units of 10^-7 degree.
func radians(units float64) float64 { return units / degree * math.Pi / 180 }

// DistanceOf gives the shortest way over the ground between two points in km; false for any other geometry. It is right
// to some metres over a thousand km, and to millimetres within a county.
func DistanceOf(a, b Geometry) (float64, bool) {
	p, okP := placeOf(a)
	q, okQ := placeOf(b)
	return rounded(metres(p, q)/1000, distanceSteps), okP && okQ
}

func placeOf(g Geometry) (Position, bool) {
	parts, err := g.Parts()
	if err != nil || g.Kind() != Point || len(parts[0]) != 1 {
		return Position{}, false
	}
	return parts[0][0], true
}

// metres is Lambert's formula: the way on a sphere between the reduced latitudes, mended for the flattening.
func metres(p, q Position) float64 {
	reduced := func(x Position) float64 { return math.Atan((1 - flattening) * math.Tan(radians(float64(x.Lat)))) }
	a, b := reduced(p), reduced(q)
	north, east := math.Sin((b-a)/2), math.Sin(radians(float64(q.Lon)-float64(p.Lon))/2)
	h := min(1, north*north+math.Cos(a)*math.Cos(b)*east*east)
	if h == 0 {
		return 0
	}
	way := 2 * math.Asin(math.Sqrt(h))
	mid := (a + b) / 2
	mend := (way + math.Sin(way)) * sq(math.Cos(mid)) * sq(north) / h
	if h < 1 {
		mend += (way - math.Sin(way)) * sq(math.Sin(mid)) * sq(math.Cos((b-a)/2)) / (1 - h)
	}
	return semiMajor * (way - flattening/2*mend)
}

func sq(v float64) float64 { return v * v }

// LengthOf gives the length of a line in km; false for any other geometry.
func LengthOf(g Geometry) (float64, bool) {
	if g.Kind() != Line {
		return 0, false
	}
	parts, err := g.Parts()
	if err != nil {
		return 0, false
	}
	total := 0.0
	for i := 0; i+1 < len(parts[0]); i++ {
		total += metres(parts[0][i], parts[0][i+1])
	}
	return rounded(total/1000, distanceSteps), true
}

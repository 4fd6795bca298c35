package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"jieli/value"
)

// Targets of tiles in ms, by zoom, and of one that is remembered; of all in bytes.
const (
	tileFarMost, tileNearMost, tileKnownMost = 100, 30, 5
	tileFar, tileNear                        = 8, 12
	tileBytesMost                            = 200_000
)

// Where the made-up places lie, in degrees: towns in the programme's counties, villages around their town, households around
// their village.
const (
	west, south, wide, high = 112.0, 23.7, 1.8, 1.3
	aroundTown              = 0.06
	aroundVillage           = 0.008
)

// dwellingOf gives the place of a household, always the same: in a village of some two kilometres.
func dwellingOf(i int, village string) value.Geometry {
	spot := func(code string, reach float64) (lon, lat float64) {
		r := rand.New(rand.NewPCG(3, uint64(len(code))<<60^hash(code)))
		return (r.Float64()*2 - 1) * reach, (r.Float64()*2 - 1) * reach
	}
	r := rand.New(rand.NewPCG(2, uint64(i)))
	lon, lat := spot(village[:9], 0.5)
	dLon, dLat := spot(village, aroundTown)
	return value.PointAt(value.Position{
		Lon: int32((west + wide*(lon+0.5) + dLon + r.NormFloat64()*aroundVillage) * 1e7),
		Lat: int32((south + high*(lat+0.5) + dLat + r.NormFloat64()*aroundVillage) * 1e7)})
}

func hash(text string) (h uint64) {
	for _, c := range text {
		h = h*31 + uint64(c)
	}
	return h
}

// tiles measures tiles of the map with many households, on SQLite.
func (r *run) tiles() error {
	p, err := r.large(backends[0])
	if err != nil {
		return err
	}
	c, err := spawn(p.dir, p.database)
	if err != nil {
		return err
	}
	defer c.stop()
	return r.tilesOf(c, fmt.Sprintf("%s, %s households", backends[0].name, number(float64(r.many))))
}

// tilesOf asks for the tiles in which the households lie, as an office that sees them all, and as the team of a town.
func (r *run) tilesOf(c *child, site string) error {
	office, err := dial(c.addr, token(officeLogin))
	if err != nil {
		return err
	}
	defer office.close()
	begin := time.Now()
	if _, err := askTile(office, placesOf(tileFar)[0], ""); err != nil {
		return err
	}
	r.report.note(site+": the first tile after a start, for which all are counted", number(ms(begin))+" ms", "")
	largest := 0
	for _, zoom := range []int{tileFar, tileNear, 14, 16} {
		took, known, bytes, err := timeTiles(office, zoom)
		if err != nil {
			return err
		}
		largest = max(largest, bytes)
		figure := fmt.Sprintf("%s: tiles of zoom %d, p95 of %d", site, zoom, len(took))
		switch middle := fmt.Sprintf("p50 %.1f ms", quantile(took, .5)); zoom {
		case tileFar:
			r.report.atMost(figure, quantile(took, .95), tileFarMost, " ms", middle)
			r.report.atMost(site+": the same, remembered", quantile(known, .95), tileKnownMost, " ms", "")
		case tileNear:
			r.report.atMost(figure, quantile(took, .95), tileNearMost, " ms", middle)
		default:
			r.report.note(figure, number(quantile(took, .95))+" ms", middle)
		}
	}
	r.report.atMost(site+": the largest tile", float64(largest)/1000, tileBytesMost/1000, " kB", "")
	r.report.note(site+": memory of the server after it", number(c.memory())+" MB", "")
	return nil
}

// tileColors are the ways in which tiles of low zooms, of which there are few, are asked for.
var tileColors = []string{"", "?color=formerly_poor", "?color=ordinary", "?color=formerly_poor,ordinary",
	"?color=minimum_living", "?color=destitute", "?color=formerly_poor,destitute", "?color=ordinary,destitute"}

// timeTiles asks for every tile of a zoom that has households, at most some hundred, and for each again.
func timeTiles(conn *client, zoom int) (took, known []float64, largest int, err error) {
	places := placesOf(zoom)
	colors := tileColors[:1]
	if len(places) < 20 {
		colors = tileColors
	}
	for _, color := range colors {
		for _, at := range places {
			for _, into := range []*[]float64{&took, &known} {
				begin := time.Now()
				n, err := askTile(conn, at, color)
				if err != nil {
					return nil, nil, 0, err
				}
				*into = append(*into, ms(begin))
				largest = max(largest, n)
			}
		}
	}
	sort.Float64s(took)
	sort.Float64s(known)
	return took, known, largest, nil
}

func askTile(conn *client, at maptile.Tile, query string) (bytes int, err error) {
	path := fmt.Sprintf("/api/v1/layers/households/tiles/%d/%d/%d%s", at.Z, at.X, at.Y, query)
	status, body, err := conn.ask("GET", path, nil)
	if err == nil && status != 200 {
		err = fmt.Errorf("GET %s: %d %.200s", path, status, body)
	}
	return len(body), err
}

const tilesAsked = 300

// placesOf gives tiles of a zoom in which households lie, in an order that begins anywhere.
func placesOf(zoom int) []maptile.Tile {
	seen := map[maptile.Tile]bool{}
	var out []maptile.Tile
	for i := range 4000 {
		village := fmt.Sprintf("%s%03d", programmeTowns[i%len(programmeTowns)], 200+i/len(programmeTowns)%10)
		_, at, _ := dwellingOf(i, village).Bounds()
		lon, lat := at.Degrees()
		if t := maptile.At(orb.Point{lon, lat}, maptile.Zoom(zoom)); !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	dice := rand.New(rand.NewPCG(5, uint64(zoom)))
	dice.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return slices.Clip(out[:min(len(out), tilesAsked)])
}

func ms(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }

package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"jieli/store"
	"jieli/value"
)

// tileAround is the tile of a zoom with the corner of the squares in it.
func tileAround(zoom int) value.Cell {
	x, y := 0, 0
	for z := 1; z <= zoom; z++ { // from the world down, the quarter that holds the corner
		for quarter := range 4 {
			nx, ny := 2*x+quarter%2, 2*y+quarter/2
			c, _ := value.TileCell(z, nx, ny)
			corner, _ := value.CellOf(value.PointAt(value.Position{Lon: 1125050000, Lat: 243050000}))
			if run, _ := c.Filed(); run.From <= corner && corner <= run.To {
				x, y = nx, ny
				break
			}
		}
	}
	c, _ := value.TileCell(zoom, x, y)
	return c
}

var tileTests = []test{
	{"a tile has the shapes of the scope that may reach into it", func(b *bench) {
		plots := b.cat.Register("field_plot")
		outline := plots.Field("outline")
		dice := rand.New(rand.NewPCG(7, 7))
		shapes := map[int]value.Geometry{}
		for n := 1; n <= 120; n++ {
			shapes[n] = square(dice.IntN(4900), dice.IntN(6000), 1+dice.IntN(40))
			area := village
			if n%4 == 0 {
				area = village4
			}
			b.save(newRecord(plots, n, area, "outline", shapes[n]))
		}
		for zoom := 6; zoom <= 15; zoom++ {
			cell := tileAround(zoom)
			for _, areas := range [][]string{nil, {county}, {village}, {county2}} {
				q := store.Query{Register: plots, Areas: areas}
				found, err := b.InTile(ctx, q, outline, plots.Field("lent"), []value.Cell{cell}, 1000)
				b.ok(err)
				got := make([]int, len(found))
				for i, d := range found {
					_, _ = fmt.Sscanf(d.ID[len(d.ID)-12:], "%d", &got[i])
					b.same(fmt.Sprint(d.Shape == shapes[got[i]], d.Value), "true <nil>")
				}
				slices.Sort(got)
				var want []int
				for n := 1; n <= len(shapes); n++ {
					if inScope(n, areas) && reaches(shapes[n], cell) {
						want = append(want, n)
					}
				}
				b.same(got, fmt.Sprint(want))
			}
		}
		few, err := b.InTile(ctx, store.Query{Register: plots}, outline, nil, []value.Cell{tileAround(6)}, 5)
		b.ok(err)
		b.same(len(few), "5")
	}},
	{"at every zoom each shape of the scope is counted in one square, by its area and the value of a field", func(b *bench) {
		plots := b.cat.Register("field_plot")
		outline := plots.Field("outline")
		dice := rand.New(rand.NewPCG(8, 8))
		for n := 1; n <= 90; n++ {
			area := village
			if n%4 == 0 {
				area = village4
			}
			b.save(newRecord(plots, n, area, "outline", square(dice.IntN(4900), dice.IntN(6000), 1+dice.IntN(400)),
				"lent", []any{true, false, nil}[n%3]))
		}
		b.save(newRecord(plots, 91, village))
		for zoom := 4; zoom <= 18; zoom += 2 {
			for _, areas := range [][]string{nil, {county}, {village}, {county2}} {
				squares, err := b.Squares(ctx, store.Query{Register: plots, Areas: areas}, outline, plots.Field("lent"), zoom)
				b.ok(err)
				got := map[string]int64{}
				for _, s := range squares {
					got[fmt.Sprint(s.Area, " ", s.Value)] += s.Count
				}
				want := map[string]int64{}
				for n := 1; n <= 90; n++ {
					if inScope(n, areas) {
						place := village
						if n%4 == 0 {
							place = village4
						}
						want[fmt.Sprint(place, " ", []any{true, false, nil}[n%3])]++
					}
				}
				b.same(got, fmt.Sprint(want))
			}
		}
		all, err := b.Squares(ctx, store.Query{Register: plots, Areas: []string{county}}, nil, nil, 0)
		b.ok(err)
		sum := int64(0)
		for _, s := range all {
			b.same(fmt.Sprint(s.Part, s.Value), "0 <nil>")
			sum += s.Count
		}
		b.same(sum, "69") // two thirds of ninety and the one without a shape, as far as they lie in the county
	}},
}

// inScope says whether the plot of a number lies in the areas.
func inScope(n int, areas []string) bool {
	place := village
	if n%4 == 0 {
		place = village4
	}
	return areas == nil || slices.ContainsFunc(areas, func(a string) bool { return len(place) >= len(a) && place[:len(a)] == a })
}

// reaches says whether a shape is filed where a tile asks.
func reaches(g value.Geometry, tile value.Cell) bool {
	c, _ := value.CellOf(g)
	run, around := tile.Filed()
	return run.From <= c && c <= run.To || slices.Contains(around, c)
}

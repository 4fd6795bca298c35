package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"jieli/store"
	"jieli/value"
)

// fact is what happened in one village on one day: the source of cells and of the sums to expect.
type fact struct {
	county, indicator, area, part string
	day                           value.Date
	sum, count                    int64
}

// cells of a fact, as the engine makes them: own, and those of the stream by day, month and year.
func (f fact) cells() []store.Cell {
	_, stream := value.StreamOf(f.area)
	day := f.day.String()
	var out []store.Cell
	for _, g := range []struct{ grain, area, period string }{
		{store.GrainOwn, f.area, day}, {store.GrainDay, stream, day}, {store.GrainMonth, stream, day[:7]},
		{store.GrainYear, stream, day[:4]},
	} {
		out = append(out, store.Cell{County: f.county, Indicator: f.indicator, Area: g.area, Grain: g.grain,
			Period: g.period, Breakdown: f.part, Sum: f.sum, Count: f.count})
	}
	return out
}

// facts are 400 facts over four years, saved.
func (b *bench) facts() []fact {
	b.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	areas := []string{village, village2, village3, village4, town, county, city}
	var facts []fact
	var cells []store.Cell
	for range 400 {
		area := areas[random.IntN(len(areas))]
		f := fact{county: value.County(area), indicator: []string{"households", "income"}[random.IntN(2)], area: area,
			part: []string{"", "a|b", "村"}[random.IntN(3)], day: value.DateOf(2023, 1, 1).AddDays(random.IntN(1400)),
			sum: random.Int64N(2000) - 900, count: random.Int64N(3) - 1}
		facts = append(facts, f)
		cells = append(cells, f.cells()...)
	}
	b.save(b.record(1, village), b.record(2, village4), b.record(3, city)) // the streams
	b.write(func(tx store.Tx) error {
		b.ok(tx.AddCells(ctx, cells[:901]))
		return tx.AddCells(ctx, cells[901:])
	})
	return facts
}

// expect sums the facts as a query asks.
func expect(facts []fact, q store.CellQuery) map[store.Figure][2]int64 {
	out := map[store.Figure][2]int64{}
	for _, f := range facts {
		area := f.area
		if !q.Own {
			_, area = value.StreamOf(f.area)
		}
		if q.From != 0 && f.day < q.From || q.To != 0 && f.day > q.To || !among(area, q.Areas, value.Within) ||
			!among(f.indicator, q.Indicators, equal) || !among(f.county, q.Counties, equal) {
			continue
		}
		k := store.Figure{Indicator: f.indicator}
		if q.Level > 0 {
			k.Area = area[:min(q.Level, len(area))]
		}
		if q.ByBreakdown {
			k.Breakdown = f.part
		}
		if width := map[string]int{"month": 7, "day": 10}[q.ByPeriod]; width > 0 {
			k.Period = f.day.String()[:width]
		}
		out[k] = [2]int64{out[k][0] + f.sum, out[k][1] + f.count}
	}
	return out
}

func equal(a, b string) bool { return a == b }

func among(x string, list []string, fits func(x, y string) bool) bool {
	for _, y := range list {
		if fits(x, y) {
			return true
		}
	}
	return list == nil
}

func (b *bench) compareFigures(facts []fact, q store.CellQuery) {
	b.Helper()
	got, err := b.Figures(ctx, q)
	b.ok(err)
	want := expect(facts, q)
	for _, f := range got {
		k := store.Figure{Indicator: f.Indicator, Area: f.Area, Period: f.Period, Breakdown: f.Breakdown}
		if sums := want[k]; sums != [2]int64{f.Sum, f.Count} {
			b.Fatalf("%+v: got %+v, want %v", q, f, sums)
		}
		delete(want, k)
	}
	for k, sums := range want {
		if sums != [2]int64{} {
			b.Fatalf("%+v: lacks %+v %v", q, k, sums)
		}
	}
}

var figureTests = []test{
	{"a figure of any range of days, places and groups is the sum of its facts", func(b *bench) {
		facts := b.facts()
		random := rand.New(rand.NewPCG(3, 4))
		start := value.DateOf(2022, 12, 20)
		for range 300 {
			q := store.CellQuery{Own: random.IntN(3) == 0, Level: []int{0, 2, 4, 6, 9, 12}[random.IntN(6)],
				ByPeriod: []string{"", "", "month", "day"}[random.IntN(4)], ByBreakdown: random.IntN(2) == 0}
			if random.IntN(3) > 0 {
				q.From = start.AddDays(random.IntN(1500))
			}
			if random.IntN(3) > 0 {
				q.To = start.AddDays(random.IntN(1500))
			}
			q.Areas = [][]string{nil, {city}, {county}, {town, county2}, {village}}[random.IntN(5)]
			q.Indicators = [][]string{nil, {"income"}, {"income", "households", "x"}}[random.IntN(3)]
			q.Counties = [][]string{nil, nil, {county}, {county, cityKey}}[random.IntN(4)]
			b.compareFigures(facts, q)
		}
	}},
	{"figures at the edges of months and years", func(b *bench) {
		facts := b.facts()
		days := []value.Date{0}
		for _, y := range []int{2023, 2024, 2025} {
			for _, md := range [][2]int{{1, 1}, {1, 31}, {2, 1}, {2, 28}, {3, 1}, {12, 1}, {12, 31}} {
				days = append(days, value.DateOf(y, md[0], md[1]))
			}
		}
		for _, from := range days {
			for _, to := range days {
				b.compareFigures(facts, store.CellQuery{From: from, To: to, Level: 6})
			}
		}
	}},
	{"cells add up, and those that came back to nothing are not given", func(b *bench) {
		one := store.Cell{County: county, Indicator: "x", Area: town, Grain: store.GrainDay, Period: "2026-11-01",
			Sum: 1 << 50, Count: 1}
		two := one
		two.Breakdown = "村"
		minus := two
		minus.Sum, minus.Count = -two.Sum, -two.Count
		b.write(func(tx store.Tx) error { return tx.AddCells(ctx, []store.Cell{two, one, two, minus}) })
		b.write(func(tx store.Tx) error { return tx.AddCells(ctx, []store.Cell{minus, one}) })
		var got []store.Cell
		b.ok(b.Cells(ctx, county, func(c store.Cell) error { got = append(got, c); return nil }))
		one.Sum, one.Count = 2*one.Sum, 2
		b.same(got, fmt.Sprint([]store.Cell{one}))
		b.ok(b.Cells(ctx, county2, func(c store.Cell) error { return fmt.Errorf("cell %v of another county", c) }))
	}},
	{"figures are the sums of all that is written, asked again and again between writes", func(b *bench) {
		facts := b.facts()
		random := rand.New(rand.NewPCG(5, 6))
		for i := range 60 {
			q := store.CellQuery{Level: []int{0, 6, 9}[random.IntN(3)], ByBreakdown: random.IntN(2) == 0,
				To: value.DateOf(2025, 1, 15).AddDays(random.IntN(60)), Areas: [][]string{nil, {county}}[random.IntN(2)]}
			b.compareFigures(facts, q)
			more := facts[random.IntN(len(facts))]
			more.sum, more.day = int64(i), value.DateOf(2023, 1, 1).AddDays(random.IntN(1400))
			b.write(func(tx store.Tx) error { return tx.AddCells(ctx, more.cells()) })
			facts = append(facts, more)
			b.compareFigures(facts, q)
		}
		b.write(func(tx store.Tx) error { return tx.ClearCells(ctx, county) })
		facts = slices.DeleteFunc(facts, func(f fact) bool { return f.county == county })
		b.compareFigures(facts, store.CellQuery{Level: 9})
	}},
	{"figures asked while cells move from month to month are those of one moment", func(b *bench) {
		f := fact{county: county, indicator: "x", area: town, day: value.DateOf(2024, 3, 5), sum: 7, count: 1}
		b.save(b.record(1, village))
		b.write(func(tx store.Tx) error { return tx.AddCells(ctx, f.cells()) })
		done := make(chan error, 1)
		go func() {
			for range 200 { // to the day that is read as a day, and back
				from, to := f, f
				to.day = value.DateOf(2024, 5, 5)
				if f.day != value.DateOf(2024, 3, 5) {
					to.day = value.DateOf(2024, 3, 5)
				}
				from.sum, from.count = -f.sum, -f.count
				if err := b.Write(ctx, func(tx store.Tx) error { return tx.AddCells(ctx, append(from.cells(), to.cells()...)) }); err != nil {
					done <- err
					return
				}
				f = to
			}
			done <- nil
		}()
		for running := true; running; {
			select {
			case err := <-done:
				b.ok(err)
				running = false
			default:
			}
			got, err := b.Figures(ctx, store.CellQuery{To: value.DateOf(2024, 5, 20)})
			b.ok(err)
			if len(got) != 1 || got[0].Sum != 7 || got[0].Count != 1 {
				b.Fatalf("a torn figure: %+v", got)
			}
		}
	}},
}

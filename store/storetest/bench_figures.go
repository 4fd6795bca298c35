package storetest

import (
	"fmt"
	"testing"

	"jieli/catalog"
	"jieli/journal"
	"jieli/store"
	"jieli/value"
)

const (
	benchIndicators = 30
	benchDays       = 1000 // from 2023-01-01 on
)

// BenchmarkFigures measures a dashboard of 30 indicators over 24 towns after 1,000 days, with a change of each on
// every day in every town: 745,000 cells.
func BenchmarkFigures(b *testing.B, s store.Store) {
	fillCells(b, s)
	var names []string
	for i := range benchIndicators {
		names = append(names, indicatorName(i))
	}
	day := value.DateOf(2023, 1, 1).AddDays(benchDays - 10)
	for _, c := range []struct {
		name string
		q    store.CellQuery
	}{
		{"city, all indicators", store.CellQuery{Areas: []string{city}, Indicators: names, To: day}},
		{"city by town, one indicator", store.CellQuery{Areas: []string{city}, Indicators: names[:1], To: day, Level: 9}},
		{"town, all indicators", store.CellQuery{Areas: []string{"441823109"}, Indicators: names, To: day}},
		{"county, trend by month", store.CellQuery{Areas: []string{"441823"}, Indicators: names[:1], To: day, ByPeriod: "month"}},
		{"city, trend by day", store.CellQuery{Areas: []string{city}, Indicators: names[:1], From: day - 365, To: day,
			ByPeriod: "day"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if f, err := s.Figures(ctx, c.q); err != nil || len(f) == 0 {
					b.Fatal(len(f), err)
				}
			}
		})
	}
}

func indicatorName(i int) string { return fmt.Sprintf("indicator_%02d", i) }

func fillCells(b *testing.B, s store.Store) {
	b.Helper()
	if err := s.Migrate(ctx, &catalog.Catalog{}); err != nil {
		b.Fatal(err)
	}
	for d := range benchDays {
		var cells []store.Cell
		var keys []journal.StreamKey
		for t := 0; t < 240; t += 10 {
			in, stream := value.StreamOf(benchVillage(t))
			keys = append(keys, journal.StreamKey{County: in, Stream: stream})
			for i := range benchIndicators {
				cells = append(cells, fact{county: in, indicator: indicatorName(i), area: stream,
					day: value.DateOf(2023, 1, 1).AddDays(d), sum: 100, count: 1}.cells()[1:]...)
			}
		}
		if err := s.Write(ctx, func(tx store.Tx) error {
			if _, err := tx.Lock(ctx, keys); err != nil {
				return err
			}
			return tx.AddCells(ctx, cells)
		}); err != nil {
			b.Fatal(err)
		}
	}
}

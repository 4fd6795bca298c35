package indicator_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"jieli/catalog"
	"jieli/fault"
	"jieli/indicator"
	"jieli/value"
)

// someCells are random cells of a few indicators in two towns over three years.
func someCells(random *rand.Rand) cells {
	var out cells
	for range 200 {
		out = append(out, cell{[]string{"visited", "all", "units"}[random.IntN(3)],
			[]string{"441823111", "441823110"}[random.IntN(2)],
			value.DateOf(2021, 1, 1).AddDays(random.IntN(1100)).String(),
			[]string{"a", "b"}[random.IntN(2)], 0, int64(random.IntN(7) - 2)})
	}
	return out
}

func kinds() []*catalog.Indicator {
	flow := &catalog.Indicator{Name: "visited", Kind: catalog.Flow}
	return []*catalog.Indicator{flow, stock("all"),
		{Name: "share", Kind: catalog.Ratio, Unit: fault.Text{Zh: "%"}, Numerator: flow, Denominator: stock("all")},
		{Name: "growth", Kind: catalog.Growth, Of: stock("all")},
		{Name: "units", Kind: catalog.Distinct, Distinct: "unit"}}
}

func TestASeriesIsTheFiguresOfItsDays(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	at := func(y, m, d int) value.Date { return value.DateOf(y, m, d) }
	ways := map[string][]value.Date{
		"one day":                  {at(2022, 5, 3)},
		"days":                     {at(2022, 2, 27), at(2022, 2, 28), at(2022, 3, 1), at(2022, 3, 2)},
		"weeks":                    {at(2022, 12, 25), at(2023, 1, 1), at(2023, 1, 8), at(2023, 1, 11)},
		"months, the last begun":   {at(2022, 10, 31), at(2022, 11, 30), at(2022, 12, 31), at(2023, 1, 17)},
		"years":                    {at(2021, 12, 31), at(2022, 12, 31), at(2023, 12, 31)},
		"around a leap day":        {at(2024, 2, 28), at(2024, 2, 29), at(2024, 3, 1)},
		"two days of one month":    {at(2022, 4, 30), at(2022, 5, 30), at(2022, 5, 31)},
		"before anything happened": {at(2019, 1, 1), at(2019, 2, 1)},
	}
	for name, days := range ways {
		t.Run(name, func(t *testing.T) {
			here := someCells(random)
			for _, area := range []string{"4418", "441823110"} {
				q := indicator.Query{Area: area, Indicators: kinds()}
				series, err := indicator.Series(context.Background(), here, q, days)
				if err != nil || len(series) != len(days) {
					t.Fatal(len(series), err)
				}
				for i, day := range days {
					q.AsOf = day
					if got, want := line(series[i]), line(figures(t, here, q)); got != want {
						t.Errorf("%s at %s in %s: %s, alone %s", name, day, area, got, want)
					}
				}
			}
		})
	}
}

func line(values []indicator.Value) string {
	text := ""
	for _, v := range values {
		text += fmt.Sprint(v.Indicator.Name, "=", shown(v), " ")
	}
	return text
}

func TestWithinAPeriodFlowsCountWhatCameInIt(t *testing.T) {
	here := someCells(rand.New(rand.NewPCG(5, 6)))
	since, until := value.DateOf(2022, 3, 1), value.DateOf(2022, 5, 31)
	all := indicator.Query{AsOf: until, Area: "4418", Indicators: kinds()}
	before, within := all, all
	before.AsOf = since - 1
	within.Since = since
	end, start, got := figures(t, here, all), figures(t, here, before), figures(t, here, within)
	if want := end[0].Number.Sub(end[0].Number, start[0].Number).RatString(); shown(got[0]) != want {
		t.Errorf("the flow is %s in the period, want %s", shown(got[0]), want)
	}
	for _, i := range []int{1, 3, 4} {
		if shown(got[i]) != shown(end[i]) {
			t.Errorf("%s is what stands at the end: %s, not %s", got[i].Indicator.Name, shown(end[i]), shown(got[i]))
		}
	}
}

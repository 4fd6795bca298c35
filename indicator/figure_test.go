package indicator_test

import (
	"context"
	"testing"

	"jieli/catalog"
	"jieli/fault"
	"jieli/indicator"
	"jieli/store"
	"jieli/value"
)

// cells is a fake reader: the cells of a small programme, summed as a store sums them.
type cells []cell

type cell struct {
	indicator, area, day, part string
	sum, count                 int64
}

func (c cells) Figures(_ context.Context, q store.CellQuery) ([]store.Figure, error) {
	type key struct{ indicator, area, period, part string }
	sums := map[key]*store.Figure{}
	var out []*store.Figure
	for _, x := range c {
		if x.day > q.To.String() || q.From != 0 && x.day < q.From.String() || !wanted(q.Indicators, x.indicator) || !within(q.Areas, x.area) {
			continue
		}
		k := key{x.indicator, "", x.day[:map[string]int{"day": 10, "month": 7}[q.ByPeriod]], x.part}
		if q.Level > 0 {
			k.area = x.area[:min(q.Level, len(x.area))]
		}
		if sums[k] == nil {
			sums[k] = &store.Figure{Indicator: k.indicator, Area: k.area, Period: k.period, Breakdown: k.part}
			out = append(out, sums[k])
		}
		sums[k].Sum += x.sum
		sums[k].Count += x.count
	}
	list := make([]store.Figure, len(out))
	for i, f := range out {
		list[i] = *f
	}
	return list, nil
}

func wanted(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func within(prefixes []string, area string) bool {
	for _, p := range prefixes {
		if value.Within(area, p) {
			return true
		}
	}
	return len(prefixes) == 0
}

func stock(name string) *catalog.Indicator {
	return &catalog.Indicator{Name: name, Kind: catalog.Stock}
}

func figures(t *testing.T, c cells, q indicator.Query) []indicator.Value {
	t.Helper()
	got, err := indicator.Compute(context.Background(), c, q)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// shown gives a value as a fraction, "none" when there is no value.
func shown(v indicator.Value) string {
	if v.Number == nil {
		return "none"
	}
	return v.Number.RatString()
}

func asOf(s string) value.Date {
	d, err := value.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestFiguresOfEachKind(t *testing.T) {
	here := cells{
		{"visited", "441823111", "2022-03-01", "", 0, 3}, {"visited", "441823110", "2022-04-01", "", 0, 1},
		{"all", "441823111", "2021-01-01", "", 0, 4}, {"all", "441823110", "2022-01-01", "", 0, 4},
		{"units", "441823111", "2022-01-01", "a", 0, 2}, {"units", "441823110", "2022-01-01", "a", 0, 1},
		{"units", "441823110", "2022-01-01", "b", 0, 1}, {"units", "441823110", "2022-02-01", "b", 0, -1},
	}
	share := &catalog.Indicator{Name: "share", Kind: catalog.Ratio, Unit: fault.Text{Zh: "%"}, Numerator: stock("visited"),
		Denominator: stock("all")}
	mean := &catalog.Indicator{Name: "mean", Kind: catalog.Mean, Numerator: stock("visited"), Denominator: stock("none")}
	growth := &catalog.Indicator{Name: "growth", Kind: catalog.Growth, Of: stock("all")}
	units := &catalog.Indicator{Name: "units", Kind: catalog.Distinct, Distinct: "unit"}
	for name, c := range map[string]struct {
		ind  *catalog.Indicator
		day  string
		area string
		want string
	}{
		"a count up to the day":                {stock("visited"), "2022-03-31", "4418", "3"},
		"a count of one town":                  {stock("all"), "2022-12-31", "441823110", "4"},
		"a share in percent":                   {share, "2022-12-31", "4418", "50"},
		"a share before anything was there":    {share, "2020-12-31", "4418", "none"},
		"a mean over nothing":                  {mean, "2022-12-31", "4418", "none"},
		"growth over a year":                   {growth, "2022-06-30", "4418", "100"},
		"growth from nothing":                  {growth, "2021-06-30", "4418", "none"},
		"different units, each counted once":   {units, "2022-01-31", "4418", "2"},
		"a unit that is gone counts no more":   {units, "2022-02-28", "4418", "1"},
		"an indicator of which nothing stands": {stock("nothing"), "2022-01-01", "4418", "0"},
	} {
		t.Run(name, func(t *testing.T) {
			got := figures(t, here, indicator.Query{AsOf: asOf(c.day), Area: c.area, Indicators: []*catalog.Indicator{c.ind}})
			if len(got) != 1 || shown(got[0]) != c.want {
				t.Errorf("got %s, want %s", shown(got[0]), c.want)
			}
		})
	}
}

func TestFiguresBelowAnAreaStandOneForEach(t *testing.T) {
	here := cells{{"all", "441823111", "2022-01-01", "", 0, 4}, {"all", "441823110", "2022-01-01", "", 0, 2},
		{"visited", "441823111", "2022-01-01", "", 0, 1}, {"all", "441823", "2022-01-01", "", 0, 9}}
	share := &catalog.Indicator{Name: "share", Kind: catalog.Ratio, Numerator: stock("visited"), Denominator: stock("all")}
	got := figures(t, here, indicator.Query{AsOf: asOf("2022-12-31"), Area: "441823", Below: 9,
		Indicators: []*catalog.Indicator{stock("all"), share}})
	want := []string{"441823110 2", "441823111 4", "441823110 0", "441823111 1/4"}
	if len(got) != len(want) {
		t.Fatalf("%d figures: what belongs to no town stands with no town", len(got))
	}
	for i, v := range got {
		if line := v.Area + " " + shown(v); line != want[i] {
			t.Errorf("got %s, want %s", line, want[i])
		}
	}
}

func TestPartsStandByTheirKeysWithoutTheEmptyOnes(t *testing.T) {
	by := stock("all")
	by.By, by.Factor = []string{"mode"}, 1
	here := cells{{"all", "441823111", "2022-01-01", "b", 0, 4}, {"all", "441823111", "2022-01-01", "a", 0, 1},
		{"all", "441823110", "2022-01-02", "a", 0, 2}, {"all", "441823111", "2022-01-01", "c", 0, 1},
		{"all", "441823111", "2022-01-03", "c", 0, -1}}
	got := figures(t, here, indicator.Query{AsOf: asOf("2022-12-31"), Area: "4418", Indicators: []*catalog.Indicator{by}, Parts: true})
	if shown(got[0]) != "7" || len(got[0].Parts) != 2 || got[0].Parts[0].Key != "a" || got[0].Parts[0].Number.RatString() != "3" ||
		got[0].Parts[1].Key != "b" || got[0].Parts[1].Number.RatString() != "4" {
		t.Errorf("got %s in parts %+v", shown(got[0]), got[0].Parts)
	}
}

func TestAFigureIsShownInItsUnit(t *testing.T) {
	many := stock("all")
	many.Factor = 3
	got := figures(t, cells{{"all", "441823111", "2022-01-01", "", 0, 10}},
		indicator.Query{AsOf: asOf("2022-12-31"), Area: "4418", Indicators: []*catalog.Indicator{many}})
	if shown(got[0]) != "10/3" {
		t.Errorf("an exact fraction stays exact: %s", shown(got[0]))
	}
}

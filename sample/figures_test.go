package sample

import (
	"context"
	"encoding/csv"
	"math/big"
	"strings"
	"testing"

	"jieli/catalog"
	"jieli/indicator"
	"jieli/packs"
	"jieli/value"
)

// published is a figure as the programme's anniversary report prints it.
type published struct {
	id, mechanism, value, unit, precision string
}

// byVisits are the mechanisms whose figures come of rounds, visits and monitoring.
var byVisits = map[string]bool{"survey": true, "monitoring": true}

func publishedFigures(t *testing.T) []published {
	t.Helper()
	fsys, err := packs.Open(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	f, err := fsys.Open("sample/figures.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []published
	for _, c := range rows[1:] {
		list = append(list, published{id: c[0], mechanism: c[1], value: c[3], unit: c[4], precision: c[5]})
	}
	return list
}

// checkFigures holds every published figure that the pack declares to its value and its words.
func checkFigures(t *testing.T, s *site, part part) {
	q := indicator.Query{AsOf: value.DateOf(2022, 7, 28), Indicators: s.cat.Indicators}
	values, err := indicator.Compute(context.Background(), s.store, q)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*indicator.Value{}
	for i := range values {
		byName[values[i].Indicator.Name] = &values[i]
	}
	var missing []string
	for _, p := range publishedFigures(t) {
		switch v := byName[p.id]; {
		case v == nil:
			missing = append(missing, p.id)
		case part == wholeYear || !byVisits[p.mechanism]:
			p.compare(t, v)
		}
	}
	if len(missing) > 0 {
		t.Errorf("%d published figures are not in the pack: %s", len(missing), strings.Join(missing, " "))
	}
}

func (p published) compare(t *testing.T, v *indicator.Value) {
	t.Helper()
	want, ok := new(big.Rat).SetString(p.value)
	if !ok || v.Number == nil {
		t.Errorf("%s has the value %v, published %s", p.id, v.Number, p.value)
		return
	}
	if got := v.Indicator.Precision; got != catalog.Precision(p.precision) {
		t.Errorf("%s is printed %q, published %q", p.id, got, p.precision)
	}
	exact, _ := new(big.Rat).SetString(v.Plain())
	if p.precision == "exact" && exact.Cmp(want) != 0 {
		t.Errorf("%s is %s, published %s", p.id, v.Plain(), p.value)
	}
	if plain := strings.ReplaceAll(v.Shown("zh"), ",", ""); plain != p.words() {
		t.Errorf("%s (%s) prints %s, published %s", p.id, v.Plain(), plain, p.words())
	}
}

// words are what the newspaper prints.
func (p published) words() string {
	number := p.value + p.unit
	switch p.precision {
	case "over":
		return p.value + "余" + p.unit
	case "nearly":
		return "近" + number
	case "about":
		return "约" + number
	case "upto":
		return "达" + number
	}
	return number
}

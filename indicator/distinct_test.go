package indicator_test

import (
	"testing"

	"jieli/catalog"
	"jieli/indicator"
	"jieli/register"
	"jieli/value"
)

func TestWhatIsNotKnownIsNoDifferentValue(t *testing.T) {
	text, _ := value.ByName("text")
	reg := &catalog.Register{Name: "team", Fields: []*catalog.Field{{Name: "unit", Type: text}}}
	reg.Index()
	units := &catalog.Indicator{Name: "units", Kind: catalog.Distinct, Register: reg, Distinct: "unit"}
	towns := &catalog.Indicator{Name: "towns", Kind: catalog.Distinct, Register: reg, Distinct: "town"}
	for name, c := range map[string]struct {
		ind  *catalog.Indicator
		area string
		unit any
		want int
	}{
		"a team with a unit":    {units, "441823111", "a", 1},
		"a team without a unit": {units, "441823111", nil, 0},
		"a team of a town":      {towns, "441823111", nil, 1},
		"a team of a village":   {towns, "441823111201", nil, 1},
		"a team of the county":  {towns, "441823", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := &register.Record{Register: reg, Area: c.area, State: register.StateActive, Fields: []any{c.unit}}
			if got := indicator.Of(c.ind, r); len(got) != c.want {
				t.Errorf("got %+v", got)
			}
		})
	}
}

package api_test

import (
	"fmt"
	"testing"
)

func TestAFigureIsHeldAgainstItsPastAndItsPlanAndNothingElse(t *testing.T) {
	w := newWorld(t)
	w.ask("li", "POST", "/api/v1/bundles", w.visit(100))
	one := func(query string) map[string]any {
		return w.get("li", "/figures?compare=yes&"+query)["figures"].([]any)[0].(map[string]any)
	}
	households := one("indicator=monitored_households")
	plan, _ := households["plan"].(map[string]any)
	if plan["id"] != "households" || plan["value"] != "1" || households["before"] != "0" {
		t.Errorf("%v", households)
	}
	cost := one("indicator=medical_cost")
	if plan, _ = cost["plan"].(map[string]any); plan["id"] != "parameter.monitoring_line" || plan["value"] != "7000.00" ||
		cost["value"] != "1.00" || plan["share"] != "0.0" {
		t.Errorf("%v", cost)
	}
	if cost = one("indicator=medical_cost&since=2022-06-14"); cost["value"] != "1.00" || cost["plan"] != nil {
		t.Errorf("of a period: %v", cost)
	}
	if cost = one("indicator=medical_cost&since=2022-06-15"); cost["value"] != "0.00" {
		t.Errorf("from a day that has not come: %v", cost)
	}
	if alone := w.get("li", "/figures?indicator=medical_cost")["figures"].([]any)[0].(map[string]any); alone["plan"] != nil {
		t.Errorf("nobody asked for a comparison: %v", alone)
	}
}

func TestEachPointOfASeriesIsTheFigureOfThatDay(t *testing.T) {
	w := newWorld(t)
	w.ask("li", "POST", "/api/v1/bundles", w.visit(100))
	const names = "households,medical_cost,monitored_share"
	for _, by := range []string{"day", "week", "month", "year"} {
		view := w.get("li", "/series?indicator="+names+"&from=2022-05-20&by="+by)
		for i, p := range view["periods"].([]any) {
			day := p.(map[string]any)["day"]
			alone := w.get("li", fmt.Sprint("/figures?indicator="+names+"&as_of=", day))["figures"].([]any)
			for k, f := range alone {
				line := view["series"].([]any)[k].(map[string]any)
				if got, want := line["values"].([]any)[i], f.(map[string]any)["value"]; got != want {
					t.Errorf("%s %v %v: %v, alone %v", by, day, line["id"], got, want)
				}
			}
		}
	}
}

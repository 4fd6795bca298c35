package round_test

import (
	"testing"

	"jieli/catalog"
	"jieli/register"
	"jieli/round"
	"jieli/value"
)

var (
	opener    = made("survey_round", "starts_on", "ends_on")
	household = made("household")
	visit     = made("home_visit", "visited_on")
	kind      = &catalog.Round{Name: "visits", Opener: opener, From: "starts_on", To: "ends_on", Target: household,
		CoveredBy: visit, On: "visited_on"}
	programme = &catalog.Catalog{Rounds: []*catalog.Round{kind}}
)

// made is a register with date fields of the given names.
func made(name string, fields ...string) *catalog.Register {
	r := &catalog.Register{Name: name}
	date, _ := value.ByName("date")
	for _, f := range fields {
		r.Fields = append(r.Fields, &catalog.Field{Name: f, Type: date})
	}
	r.Index()
	return r
}

func on(s string) any {
	if s == "" {
		return nil
	}
	d, err := value.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func rec(reg *catalog.Register, area string, dates ...string) *register.Record {
	r := &register.Record{Register: reg, County: "441823", ID: reg.Name + area, Area: area, State: register.StateActive}
	for _, d := range dates {
		r.Fields = append(r.Fields, on(d))
	}
	return r
}

func holds(yes bool) round.Source {
	return round.Source{Holds: func(*catalog.Round, *register.Record) bool { return yes }}
}

var always = holds(true)

// reached says that all targets in the area of a round are its targets.
func reached(o *round.Open, target *register.Record) bool { return value.Within(target.Area, o.Area) }

func TestARecordOpensARoundWhenItHasABeginningAndStands(t *testing.T) {
	void := rec(opener, "4418", "2022-01-01", "")
	void.State = register.StateVoid
	for name, c := range map[string]struct {
		r    *register.Record
		want int
	}{
		"from a day on":              {rec(opener, "4418", "2022-01-01", ""), 1},
		"without a beginning":        {rec(opener, "4418", "", "2022-01-31"), 0},
		"void":                       {void, 0},
		"a record of something else": {rec(visit, "4418", "2022-01-01"), 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := round.FromRecord(programme, c.r, always); len(got) != c.want {
				t.Errorf("got %+v", got)
			}
		})
	}
	if got := round.FromRecord(programme, rec(opener, "4418", "2022-01-01", ""), holds(false)); got != nil {
		t.Errorf("a record for which the condition does not hold opens nothing: %+v", got)
	}
}

func TestAVisitCoversItsTargetWithinThePeriodAndTheArea(t *testing.T) {
	rounds := round.FromRecord(programme, rec(opener, "441823111", "2022-01-10", "2022-01-20"), always)
	target := rec(household, "441823111201")
	for name, c := range map[string]struct {
		day    string
		target *register.Record
		want   int
	}{
		"on the first day":          {"2022-01-10", target, 1},
		"on the last day":           {"2022-01-20", target, 1},
		"a day too early":           {"2022-01-09", target, 0},
		"a day too late":            {"2022-01-21", target, 0},
		"without a day":             {"", target, 0},
		"in another town":           {"2022-01-15", rec(household, "441823110201"), 0},
		"of a household that is no": {"2022-01-15", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := round.Covers(rounds, rec(visit, "441823111201", c.day), c.target, reached)
			if len(got) != c.want {
				t.Fatalf("got %+v", got)
			}
			if c.want == 1 && (got[0].Target != target.ID || got[0].Area != target.Area || got[0].Round != rounds[0].ID) {
				t.Errorf("got %+v", got[0])
			}
		})
	}
	void := rec(visit, "441823111201", "2022-01-15")
	void.State = register.StateVoid
	if got := round.Covers(rounds, void, target, reached); got != nil {
		t.Errorf("a void visit covers nobody: %+v", got)
	}
	none := func(*round.Open, *register.Record) bool { return false }
	if got := round.Covers(rounds, rec(visit, "441823111201", "2022-01-15"), target, none); got != nil {
		t.Errorf("what is no target is not covered: %+v", got)
	}
}

func TestARoundWithoutAnEndGoesOnAndAnEndedOneStandsAsOnItsLastDay(t *testing.T) {
	open := round.FromRecord(programme, rec(opener, "4418", "2022-01-10", ""), always)[0]
	ended := round.FromRecord(programme, rec(opener, "4418", "2022-01-10", "2022-01-20"), always)[0]
	later := on("2030-06-01").(value.Date)
	if got := open.AsOf(later); got != later {
		t.Errorf("open: %s", got)
	}
	if got := ended.AsOf(later); got != on("2022-01-20") {
		t.Errorf("ended: %s", got)
	}
	if got := ended.AsOf(on("2022-01-15").(value.Date)); got != on("2022-01-15") {
		t.Errorf("within: %s", got)
	}
}

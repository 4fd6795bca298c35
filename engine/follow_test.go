package engine_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"jieli/engine"
	"jieli/journal"
	"jieli/pack"
)

// newPowers is the programme of cases with workers, who have a unit of the programme's own level and a host.
func newPowers(t *testing.T) cases {
	t.Helper()
	dir := t.TempDir()
	for _, from := range []string{"testdata/cases", "testdata/powers"} {
		if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	cat, findings := pack.Load(os.DirFS(dir))
	if cat == nil {
		t.Fatal(findings)
	}
	w := newWorld(t)
	return cases{worldOn(t, cat, w.store, w.vault)}
}

// put makes a record by a direct entry in a county.
func (w cases) put(reg, county, record string, fields answers) {
	w.t.Helper()
	b := w.bundle()
	b.County = county
	b.Entries = []engine.EntryIn{{Register: reg, Record: record, Action: journal.Create, Fields: raw(fields)}}
	who := w.member()
	if reg == "unit" {
		who = w.as("headquarters", "4418")
	}
	w.must(who, b)
}

// unit keeps a sending unit at the programme's own level and gives its id.
func (w cases) unit(name, since string, full bool) string {
	w.t.Helper()
	w.put("unit", "441800", id("unit", name), answers{"place": "4418", "name": name, "since": since, "full": full})
	return id("unit", name)
}

func (w cases) worker(name string) string {
	w.t.Helper()
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: "worker", Record: id("worker", name), Action: journal.Create,
		Fields: raw(answers{"village": daping, "name": name})}}
	w.must(w.as("registrar", xiaojiang), b)
	return id("worker", name)
}

func TestAFormReadsThroughReferencesAlsoOfHigherAreas(t *testing.T) {
	w := newPowers(t)
	rich, poor := w.family("000001", 900000), w.family("000002", 30000)
	unit, x := w.unit("交投", "2021-07-01", false), w.worker("王五")
	w.refused(w.member(), w.form("join", x, answers{"unit": unit, "joined_on": "2021-06-30", "host": rich}), "constraint")
	w.must(w.member(), w.form("join", x, answers{"unit": unit, "joined_on": "2021-07-01", "host": rich}))
	w.want(w.record("worker", x), answers{"unit_since": "2021-07-01", "hosted_by": rich, "host_income": 900000})
	if warnings := w.record("worker", x).Warnings; len(warnings) > 0 {
		t.Errorf("warnings %v about a host with enough", warnings)
	}
	w.refused(w.member(), w.form("join", x, answers{"unit": unit, "joined_on": "2021-07-02", "host": poor}), "required")
	w.must(w.member(), w.form("join", x, answers{"unit": unit, "joined_on": "2021-07-02", "host": poor, "reason": "就近"}))
	if warnings := w.record("worker", x).Warnings; len(warnings) != 1 || warnings[0] != "poor_host" {
		t.Errorf("warnings %v about a poor host", warnings)
	}
	w.verify()
}

func TestACheckReadsThroughAReferenceEachTimeSomebodyWrites(t *testing.T) {
	w := newPowers(t)
	unit, x := w.unit("交投", "2021-07-01", false), w.worker("王五")
	w.must(w.member(), w.form("join", x, answers{"unit": unit, "joined_on": "2021-07-01"}))
	fill := w.change("unit", unit, 1, answers{"full": true})
	fill.County = "441800"
	w.must(w.as("headquarters", "4418"), fill)
	w.refused(w.member(), w.form("join", x, answers{"unit": unit, "joined_on": "2021-07-03"}), "full_unit")
	void := w.bundle()
	void.County = "441800"
	void.Entries = []engine.EntryIn{{Register: "unit", Record: unit, Action: journal.Void, Base: 2, Reason: "重复"}}
	w.must(w.as("headquarters", "4418"), void)
	w.must(w.member(), w.form("join", x, answers{"unit": unit, "joined_on": "2021-06-03"})) // what is void is not known
	w.verify()
}

func TestWhatIsReadThroughAReferenceIsNotSaidToWhoMayNotSeeIt(t *testing.T) {
	w := newPowers(t)
	host, x := w.family("000001", 12345678), w.worker("王五")
	unit := w.unit("交投", "2021-07-01", false)
	got := w.accept(w.member(), w.form("join", x, answers{"unit": unit, "joined_on": "2021-07-01", "host": host}))
	if got.Accepted || !hasCode(got.Findings, "computed_outside_limits") {
		t.Fatalf("%v", got)
	}
	for _, f := range got.Findings {
		if strings.Contains(f.Text.Zh+f.Text.En, "246") {
			t.Errorf("the sentence tells the value: %s", f.Text.Zh)
		}
	}
}

func TestAStepThatOpensACaseIsJudgedBeforeAndWhenItIsSent(t *testing.T) {
	w := newPowers(t)
	unit, x := w.unit("交投", "2021-06-01", false), w.worker("王五")
	w.must(w.member(), w.form("join", x, answers{"unit": unit, "joined_on": "2021-08-31"}))
	ask := func() engine.Bundle { return w.form("leave_ask", x, answers{"days": 3}) }
	w.refused(w.member(), ask(), "condition_unmet")
	w.wantOpening(x, "condition_unmet")
	w.on("2022-02-28") // the end of a month is the end of a shorter one
	w.wantOpening(x)
	w.must(w.member(), ask())
	w.wantOpening(x, "case_open")
	w.verify()
}

// wantOpening wants just these codes to stand in the way of the one step that opens a case about a worker.
func (w cases) wantOpening(worker string, codes ...string) {
	w.t.Helper()
	o, err := w.engine.Openings(context.Background(), w.record("worker", worker))
	if err != nil || len(o.Prospects) != 1 {
		w.t.Fatalf("%+v %v", o, err)
	}
	var have []string
	for _, f := range o.Prospects[0].WhyNot {
		have = append(have, f.Code)
	}
	if !slices.Equal(have, codes) {
		w.t.Errorf("on %s %v stand in the way, want %v", w.clock.Now().Day(), have, codes)
	}
}

func TestAKeyThatIsTakenIsSaidInWords(t *testing.T) {
	w := newPowers(t)
	w.unit("水务局", "2021-07-01", false)
	b := w.bundle()
	b.County = "441800"
	b.Entries = []engine.EntryIn{{Register: "unit", Record: id("again"), Action: journal.Create,
		Fields: raw(answers{"place": "4418", "name": "水务局"})}}
	r := w.accept(w.as("headquarters", "4418"), b)
	if text := fmt.Sprint(r.Findings); !hasCode(r.Findings, "key_taken") || !strings.Contains(text, "清远市 水务局") {
		t.Errorf("refused with %s", text)
	}
}

package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"jieli/catalog"
	"jieli/engine"
	"jieli/journal"
	"jieli/pack"
	"jieli/register"
	"jieli/store"
)

// ruleWorld is the programme of cases with a rule that a day makes true and one that is a draft.
func ruleWorld(t *testing.T) cases {
	t.Helper()
	w := newCases(t)
	return cases{worldOn(t, ruleCatalog(t), w.store, w.vault)}
}

func ruleCatalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	dir := t.TempDir()
	for _, from := range []string{"testdata/cases", "testdata/rules"} {
		if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	cat, findings := pack.Load(os.DirFS(dir))
	if cat == nil {
		t.Fatal(findings)
	}
	return cat
}

// runs runs the rules as the system does and wants so many records judged, and judged anew.
func (w cases) runs(records, reviewed int64) {
	w.t.Helper()
	r, err := w.engine.RunRules(context.Background(), engine.SystemActor(w.cat), engine.RunOptions{})
	if err != nil {
		w.t.Fatal(err)
	}
	if r.Records != records || r.Reviewed != reviewed || r.Refused != 0 {
		w.t.Fatalf("got %+v, want %d records and %d reviewed", r, records, reviewed)
	}
}

func rules(cat *catalog.Catalog, name string) *catalog.Rule {
	for _, r := range cat.Rules {
		if r.Name == name {
			return r
		}
	}
	return nil
}

func TestARunFindsWhatADayBroughtThoughNobodyWrote(t *testing.T) {
	w := ruleWorld(t)
	seen, fresh := w.family("1", 900_000), w.family("2", 900_000)
	w.must(w.member(), w.form("home_visit", seen, answers{"visited_on": "2022-01-10"}))
	w.runs(3, 0)
	w.on("2022-03-20")
	w.wantTasks(seen)
	w.runs(3, 1)
	w.wantTasks(seen, "see_again team_member")
	w.wantTasks(fresh)
	w.runs(3, 0) // it is as it should be
	w.must(w.member(), w.form("home_visit", seen, answers{"visited_on": "2022-03-20"}))
	w.wantTasks(seen)
	w.verify()
}

func TestARuleThatAPackBringsIsAskedOfWhatWasWrittenBefore(t *testing.T) {
	w := newCases(t)
	without := ruleCatalog(t)
	for _, r := range without.Rules {
		r.Draft = true
	}
	before := cases{worldOn(t, without, w.store, w.vault)}
	poor, rich := before.family("1", 500_000), before.family("2", 900_000)
	before.runs(0, 0)
	if n := len(before.open("signal", poor)); n != 0 {
		t.Fatalf("drafts have opened %d signals", n)
	}
	after := cases{worldOn(t, ruleCatalog(t), w.store, w.vault)}
	after.runs(2, 1)
	if n := len(after.open("signal", poor)); n != 1 {
		t.Errorf("%d signals of the household below the line", n)
	}
	if n := len(after.open("signal", rich)); n != 0 {
		t.Errorf("%d signals of the other", n)
	}
	after.runs(2, 0)
	after.verify()
}

func TestOnlyWhoMayRunRulesHasRecordsJudgedAnew(t *testing.T) {
	w := ruleWorld(t)
	h := w.family("1", 900_000)
	b := w.bundle()
	b.Review = []engine.ReviewIn{{Register: "household", Record: h}}
	w.refused(w.member(), b, "not_allowed")
}

func TestATrialSaysWhatARuleWouldFindAndMiss(t *testing.T) {
	w := ruleWorld(t)
	known, found, missed := w.family("1", 500_000), w.family("2", 650_000), w.family("3", 900_000)
	w.family("4", 900_000)
	w.must(w.member(), w.change("household", missed, 1, answers{"housing": true}))
	w.on("2022-02-10")
	w.must(w.member(), w.change("household", found, 1, answers{"income": 690_000}))
	late := w.family("5", 640_000)
	entries := w.entries()
	r, err := w.engine.TryRule(context.Background(), engine.Trial{Rule: rules(w.cat, "poor_draft"), Samples: 2, Since: day("2021-12-05")})
	if err != nil {
		t.Fatal(err)
	}
	if r.Records != 5 || r.Found != 3 || r.Known != 1 || r.Missed != 1 {
		t.Errorf("got %+v", r)
	}
	if fmt.Sprint(r.Months) != "[{2021-12 0} {2022-01 2} {2022-02 3}]" {
		t.Errorf("months: %v", r.Months)
	}
	if len(r.Samples) != 2 || len(r.MissedSamples) != 1 || r.MissedSamples[0].Record.ID != missed {
		t.Errorf("samples: %v, missed %v", r.Samples, r.MissedSamples)
	}
	for _, s := range r.Samples {
		if !map[string]bool{known: true, found: true, late: true}[s.Record.ID] || s.Why.Zh[:6] != "收入" {
			t.Errorf("sample %s: %v", s.Record.ID, s.Why)
		}
	}
	if w.entries() != entries {
		t.Error("a trial has written")
	}
	w.wantTasks(found)
}

// What the stream judges page by page equals what the rules say of each record alone, now and at the end of the past.
func TestATrialOfAnythingEqualsACount(t *testing.T) {
	for seed := range uint64(effort) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w, r := ruleWorld(t), rand.New(rand.NewPCG(seed, 3))
			var houses []string
			for n := range 60 {
				w.on(day("2022-01-10").AddDays(2 * n).String())
				if n < 10 || r.IntN(5) == 0 {
					houses = append(houses, w.family(fmt.Sprint(n), r.IntN(12)*100_000))
					continue
				}
				h := houses[r.IntN(len(houses))]
				base := w.record("household", h).Version
				switch r.IntN(3) {
				case 0:
					w.accept(w.member(), w.change("household", h, base, answers{"income": r.IntN(12) * 100_000}))
				case 1:
					w.accept(w.member(), w.change("household", h, base, answers{"village": []string{daping, xiaping}[r.IntN(2)]}))
				case 2:
					w.accept(w.member(), w.form("home_visit", h, answers{"visited_on": w.clock.Now().Day().String()}))
				}
			}
			w.on("2022-07-01")
			for _, name := range []string{"poor_draft", "long_unseen"} {
				w.wantTrial(name)
			}
			run, err := w.engine.RunRules(context.Background(), engine.SystemActor(w.cat), engine.RunOptions{})
			if err != nil || run.Refused > 0 {
				t.Fatal(run, err)
			}
			open, _ := w.store.OpenTasks(context.Background(), store.TaskQuery{Areas: []string{"4418"}, Owners: []string{"team_member"}})
			n := int64(0)
			for _, x := range open {
				if x.Kind == "see_again" {
					n++
				}
			}
			if want := w.count("long_unseen"); n != want {
				t.Errorf("%d tasks after the run, the rule holds for %d", n, want)
			}
			w.verify()
		})
	}
}

func (w cases) wantTrial(name string) {
	w.t.Helper()
	got, err := w.engine.TryRule(context.Background(), engine.Trial{Rule: rules(w.cat, name), Since: day("2022-01-01")})
	if err != nil {
		w.t.Fatal(err)
	}
	want := w.count(name)
	if last := got.Months[len(got.Months)-1]; got.Found != want || last.Found != want || last.Month != "2022-07" {
		w.t.Errorf("%s: found %d, at the end of the past %v, want %d", name, got.Found, last, want)
	}
}

// count asks each household alone.
func (w cases) count(name string) (n int64) {
	w.t.Helper()
	list, err := w.store.Find(context.Background(), store.Query{Register: w.cat.Register("household")})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, h := range list {
		x, err := w.engine.Read(context.Background(), h)
		if err != nil {
			w.t.Fatal(err)
		}
		if h.State == register.StateActive && rules(w.cat, name).When.Holds(x.Vars(h)) {
			n++
		}
	}
	return n
}

func TestATrialTakesWhatAVoidRecordWasIntoThePastOnly(t *testing.T) {
	w := ruleWorld(t)
	h := w.family("1", 650_000)
	w.on("2022-02-10")
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: "household", Record: h, Action: journal.Void, Base: 1, Reason: "重复"}}
	w.must(w.as("clerk", yangshan), b)
	r, err := w.engine.TryRule(context.Background(), engine.Trial{Rule: rules(w.cat, "poor_draft"), Since: day("2022-01-10")})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(r.Months) != "[{2022-01 1} {2022-02 0}]" || r.Found != 0 {
		t.Errorf("%+v", r)
	}
}

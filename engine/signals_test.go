package engine_test

import (
	"context"
	"testing"

	"jieli/engine"
	"jieli/journal"
	"jieli/store"
)

// income sends a visit that finds an income, in fen.
func (w cases) income(h string, fen int) {
	w.t.Helper()
	w.must(w.member(), w.form("home_visit", h, answers{"visited_on": w.clock.Now().Day().String(), "income": fen}))
}

func TestARuleFiresWhenItBeginsToHoldAndNotWhileItHolds(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	w.income(h, 500000)
	list := w.open("signal", h)
	if len(list) != 1 {
		t.Fatalf("one signal wanted, there are %d", len(list))
	}
	w.want(list[0], answers{"cause": "income", "rule": "income_below_line", "stage": "check", "due_on": "2022-01-20",
		"why": "人均纯收入5,000.00 元低于监测线6,000.00 元"})
	w.want(w.record("household", h), answers{"signal_count": 1})
	w.wantTasks(list[0].ID, "signal/check team_member")
	w.must(w.member(), w.form("signal_dismiss", list[0].ID, answers{"reason": "收入有误"}))
	w.want(w.record("household", h), answers{"signal_count": 0})
	w.income(h, 400000)
	if n := len(w.open("signal", h)); n != 0 {
		t.Errorf("it held all the time: no new signal, there are %d", n)
	}
	w.income(h, 900000)
	w.income(h, 500000)
	if n := len(w.open("signal", h)); n != 1 {
		t.Errorf("it ended and began again: one signal wanted, there are %d", n)
	}
	w.verify()
}

func TestTwoRulesOfOneCauseOpenOneSignal(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 0) // below the line, and none at all
	if n := len(w.open("signal", h)); n != 1 {
		t.Fatalf("one signal wanted, there are %d", n)
	}
	w.must(w.member(), w.change("household", h, w.record("household", h).Version, answers{"housing": true}))
	if n := len(w.open("signal", h)); n != 2 {
		t.Errorf("another cause is another signal, there are %d", n)
	}
	w.verify()
}

func TestARuleAboutAVisitOpensACaseOfTheHousehold(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	w.must(w.member(), w.form("home_visit", h, answers{"visited_on": "2022-01-10", "medical": 2000000}))
	list := w.open("signal", h)
	if len(list) != 1 || list[0].Get("cause") != "cost" || list[0].Area != daping {
		t.Fatalf("signals %v", list)
	}
	steps, err := w.store.Children(context.Background(), w.cat.Register("signal_step"), yangshan, list[0].ID)
	if err != nil || len(steps) != 1 {
		t.Fatalf("steps %v %v", steps, err)
	}
	w.want(steps[0], answers{"did": nil, "to_stage": "check", "done_on": "2022-01-10"})
	w.verify()
}

func TestTheDaysOfATaskFollowTheRecord(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	due := func(on string) {
		w.must(w.member(), w.change("household", h, w.record("household", h).Version, answers{"visit_due_on": on}))
	}
	due("2022-02-20")
	w.wantTasks(h)
	due("2022-01-15")
	x := w.wantTasks(h, "visit team_member")["visit team_member"]
	if x.Due != day("2022-01-15") || x.From != day("2022-01-08") {
		t.Errorf("days %+v", x)
	}
}

func (w cases) review(records ...string) engine.Bundle {
	b := w.bundle()
	for _, id := range records {
		b.Review = append(b.Review, engine.ReviewIn{Register: "household", Record: id})
	}
	return b
}

// A rule that is new in the pack fires for records that nobody touches when they are judged anew.
func TestRecordsAreJudgedAnewByWhoMayRunRules(t *testing.T) {
	w := newCases(t)
	rules := w.cat.Rules
	w.engine.Close()
	w.cat.Rules = nil
	w.restart()
	poor, fine := w.family("000001", 500000), w.family("000002", 900000)
	w.engine.Close()
	w.cat.Rules = rules
	w.restart()
	w.refused(w.member(), w.review(poor), "not_allowed")
	w.refused(w.as("county_office", "441826"), w.review(poor), "not_allowed")
	w.must(w.county(), w.review(poor, fine))
	if len(w.open("signal", poor)) != 1 || len(w.open("signal", fine)) != 0 {
		t.Errorf("signals %v %v", w.open("signal", poor), w.open("signal", fine))
	}
	before := w.entries()
	w.must(w.county(), w.review(poor, fine))
	if w.entries() != before {
		t.Error("nothing follows, nothing is entered")
	}
	w.verify()
}

// restart begins an engine anew on the same store.
func (w cases) restart() {
	w.t.Helper()
	var err error
	w.world.engine, err = engine.New(context.Background(), engine.Options{Store: w.gate, Catalog: w.cat, Vault: w.vault,
		Cipher: w.vault.Columns(), Clock: w.clock})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(w.world.engine.Close)
}

func TestNobodySeesTheMarksOfRules(t *testing.T) {
	w := newCases(t)
	w.family("000001", 500000)
	list, err := w.store.OpenTasks(context.Background(), store.TaskQuery{Areas: []string{"4418"},
		Owners: []string{"team_member", "county_office"}, Limit: 10})
	if err != nil || len(list) != 1 || list[0].Kind != "signal/check" {
		t.Errorf("tasks %+v %v", list, err)
	}
}

func TestWhatCannotBeJudgedAnewIsSaid(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	both := w.form("home_visit", h, answers{"visited_on": "2022-01-10"})
	both.Review = w.review(h).Review
	w.refused(w.county(), both, "bundle_both")
	w.refused(w.county(), w.review(id("nobody")), "record_unknown")
	w.refused(w.county(), w.review("nonsense"), "record_id_invalid")
	w.refused(w.county(), w.review(make([]string, 501)...), "bundle_too_large")
	odd := w.bundle()
	odd.Review = []engine.ReviewIn{{Register: "nonsense", Record: h}}
	w.refused(w.county(), odd, "register_unknown")
}

func TestAVoidRecordFiresNoRule(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	b := w.form("home_visit", h, answers{"visited_on": "2022-01-10", "medical": 2000000})
	b.Record = id("costly")
	w.must(w.member(), b)
	mark := func() bool {
		list, err := w.store.OpenTasks(context.Background(), store.TaskQuery{Areas: []string{"4418"}, Owners: []string{""},
			Record: b.Record, Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		return len(list) > 0
	}
	if !mark() {
		t.Fatal("the rule should have fired")
	}
	v := w.bundle()
	v.Entries = []engine.EntryIn{{Register: "home_visit", Record: b.Record, Action: journal.Void, Base: 1, Reason: "录错户"}}
	w.must(w.as("corrector", xiaojiang), v)
	if mark() {
		t.Error("the rule should have ended")
	}
	w.must(w.county(), engine.Bundle{ID: id("again"), County: yangshan, Device: "x", MadeAt: w.clock.Now().String(),
		Review: []engine.ReviewIn{{Register: "home_visit", Record: b.Record}}})
	w.verify()
}

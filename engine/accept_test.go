package engine_test

import (
	"context"
	"reflect"
	"testing"

	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
)

func TestAVisitChangesTheHouseholdTheRoundAndTheFigures(t *testing.T) {
	w := newWorld(t)
	office := w.as("office", "4418")
	b := w.bundle()
	b.County = "441800"
	round := id("round")
	b.Entries = []engine.EntryIn{{Register: "survey_round", Record: round, Action: journal.Create,
		Fields: raw(answers{"name": "第一轮", "place": "4418", "starts_on": "2022-01-01", "ends_on": "2022-03-31"})}}
	w.must(office, b)
	h := w.household("000001", daping)
	w.household("000002", xiaping)
	w.on("2022-01-12")
	r := w.must(w.member(), w.visit(h, answers{"visited_on": "2022-01-12", "income": 1500000}))
	if len(r.Entries) != 2 {
		t.Errorf("a visit makes one entry of the visit and one of the household, got %d", len(r.Entries))
	}
	got := w.record("household", h)
	if got.Get("last_visited_on") != day("2022-01-12") || got.Get("income") != int64(1500000) || got.Get("income_each") != int64(1500000) {
		t.Errorf("household after the visit: %v", got.Fields)
	}
	w.wantFigure("visited", "2022-01-12", "4418", "1")
	w.wantFigure("visited", "2022-01-11", "4418", "0")
	w.wantFigure("persons_visited", "2022-01-12", xiaojiang, "1")
	w.wantFigure("visits", "2022-01-31", daping, "1")
	w.wantFigure("visited_share", "2022-01-31", "4418", "50")
	w.wantFigure("towns", "2022-01-31", "4418", "1")
	covers, err := w.store.Covers(context.Background(), yangshan, round, "village", []string{xiaojiang}, day("2022-02-01"))
	if err != nil || covers[daping] != 1 || covers[xiaping] != 0 {
		t.Errorf("coverage is %v, %v", covers, err)
	}
	w.verify()
}

func TestWhoMayNotIsRefusedAndNothingStays(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	w.refused(w.as("team_member", dalang), w.visit(h, answers{"visited_on": "2022-01-10"}), "out_of_area")
	w.refused(w.as("office", "4418"), w.visit(h, answers{"visited_on": "2022-01-10"}), "not_allowed")
	w.refused(w.member(), w.change("household", h, 1, answers{"note": "x"}), "field_read_only")
	w.refused(w.member(), w.change("household", h, 1, answers{"members": 9}), "field_calculated")
	w.refused(w.member(), w.change("household", h, 1, answers{"village": "441823110201"}), "moved_between_towns")
	w.verify()
}

func TestBadAnswersAreRefusedWithAllFindingsAtOnce(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.visit(h, answers{"visited_on": "2022-02-30", "income": -5, "nonsense": 1})
	r := w.accept(w.member(), b)
	if r.Accepted || len(r.Findings) != 3 {
		t.Errorf("three findings wanted, got %v", r.Findings)
	}
	w.refused(w.member(), w.visit(h, answers{"visited_on": "2022-02-01"}), "constraint")
	w.refused(w.member(), w.visit(h, answers{}), "required")
	w.refused(w.member(), w.visit(h, answers{"visited_on": "2022-01-10", "by_phone": true}), "required")
	w.refused(w.member(), w.visit(id("nobody"), answers{"visited_on": "2022-01-10"}), "record_unknown")
	w.verify()
}

func TestAnAnswerThatWasNotAskedIsLeftOutWithAWarning(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	r := w.must(w.member(), w.visit(h, answers{"visited_on": "2022-01-10", "phone": "13800000000"}))
	if !hasCode(r.Findings, "answer_not_relevant") || w.record("household", h).Get("phone") != nil {
		t.Errorf("findings %v, phone %v", r.Findings, w.record("household", h).Get("phone"))
	}
	w.verify()
}

func TestAReplayGetsTheFirstReceiptAndChangesNothing(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.visit(h, answers{"visited_on": "2022-01-10"})
	first := w.must(w.member(), b)
	before := w.entries()
	again := w.must(w.member(), b)
	if first.Replayed = true; !reflect.DeepEqual(again, first) || w.entries() != before {
		t.Errorf("replay: %+v, want %+v", again, first)
	}
}

// The answer is made out of what is kept of it and of the journal: in the commit that it belongs to, and later.
func TestAReplayOfManyEntriesWithFindingsIsTheFirstReceiptWordForWord(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.visit(h, answers{"visited_on": "2022-01-10", "phone": "13800000000"})
	both := w.together(w.member(), b, b)
	later := w.must(w.member(), b)
	first := both[0]
	if len(first.Entries) < 2 || len(first.Findings) == 0 || first.Replayed {
		t.Fatalf("the first answer: %+v", first)
	}
	first.Replayed = true
	for i, again := range []engine.Receipt{both[1], later} {
		if !reflect.DeepEqual(again, first) {
			t.Errorf("replay %d: %+v\nwant %+v", i, again, first)
		}
	}
}

func TestTwoPeopleChangeDifferentFieldsAndBothStay(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	base := w.record("household", h).Version
	a := w.change("household", h, base, answers{"phone": "13800000001"})
	b := w.change("household", h, base, answers{"income": 100})
	a.Device, b.Device = "one", "two"
	w.must(w.member(), a)
	r := w.must(w.member(), b)
	got := w.record("household", h)
	if got.Get("phone") != "13800000001" || got.Get("income") != int64(100) || len(r.Conflicts) != 0 {
		t.Errorf("fields %v, conflicts %v", got.Fields, r.Conflicts)
	}
	w.verify()
}

func TestTwoPeopleChangeTheSameFieldAndBothValuesAreKept(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	base := w.record("household", h).Version
	a := w.change("household", h, base, answers{"income": 200})
	b := w.change("household", h, base, answers{"income": 100})
	a.Device, b.Device = "one", "two"
	w.must(w.member(), a)
	r := w.must(w.member(), b)
	if len(r.Conflicts) != 1 || !hasCode(r.Findings, "conflict") {
		t.Fatalf("a conflict wanted: %+v", r)
	}
	open, err := w.store.OpenConflicts(context.Background(), []string{xiaojiang}, 10)
	if err != nil || len(open) != 1 || len(open[0].Entries) != 2 {
		t.Fatalf("open conflicts %v, %v", open, err)
	}
	tasks, err := w.store.OpenTasks(context.Background(), store.TaskQuery{Areas: []string{xiaojiang}, Limit: 10})
	if err != nil || !hasTask(tasks, "conflict") {
		t.Fatalf("a task to settle it wanted: %v, %v", tasks, err)
	}
	w.on("2022-01-20") // settled days later, the conflict is still the one that was opened
	w.must(w.member(), w.change("household", h, w.record("household", h).Version, answers{"income": 150}))
	open, _ = w.store.OpenConflicts(context.Background(), []string{xiaojiang}, 10)
	if got := w.record("household", h); len(open) != 0 || got.Get("income") != int64(150) || len(got.Warnings) != 0 {
		t.Errorf("after settling: open %v, record %v %v", open, got.Fields, got.Warnings)
	}
	w.verify()
}

func hasTask(list []store.Task, kind string) bool {
	for _, x := range list {
		if x.Kind == kind {
			return true
		}
	}
	return false
}

func TestARuleOpensATaskAndClosesItWhenItNoLongerHolds(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	w.must(w.member(), w.visit(h, answers{"visited_on": "2022-01-10", "income": 100000}))
	tasks, _ := w.store.OpenTasks(context.Background(), store.TaskQuery{Areas: []string{daping}, Limit: 10})
	if !hasTask(tasks, "verify_income") || tasks[0].Due != day("2022-01-15") {
		t.Fatalf("tasks %+v", tasks)
	}
	w.must(w.member(), w.visit(h, answers{"visited_on": "2022-01-10", "income": 900000}))
	tasks, _ = w.store.OpenTasks(context.Background(), store.TaskQuery{Areas: []string{daping}, Limit: 10})
	if hasTask(tasks, "verify_income") {
		t.Errorf("tasks %+v", tasks)
	}
}

func TestABirthAddsAPersonAndTheTotalsFollow(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.bundle()
	b.Form, b.Subject, b.Base = "birth", h, w.record("household", h).Version
	b.Answers = raw(answers{"born_on": "2022-01-09", "child_name": "李小山"})
	w.must(w.member(), b)
	if got := w.record("household", h); got.Get("members") != int64(2) {
		t.Errorf("members %v", got.Get("members"))
	}
	kids, err := w.store.Children(context.Background(), w.cat.Register("person"), yangshan, h)
	if err != nil || len(kids) != 2 {
		t.Errorf("children %v, %v", kids, err)
	}
	w.verify()
}

func TestTheSameNumberIsNotRegisteredTwice(t *testing.T) {
	w := newWorld(t)
	w.household("000001", daping)
	b := w.bundle()
	b.Form, b.Subject = "registration", id("other")
	b.Answers = raw(answers{"household_no": "000001", "head_name": "王小河", "village": xiaping})
	w.refused(w.member(), b, "key_taken")
}

func TestAnErrorCheckRefusesAndAWarningCheckIsKept(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	add := func(n int, relation string) engine.Bundle {
		b := w.bundle()
		b.Entries = []engine.EntryIn{{Register: "person", Record: id("person", n), Parent: h, Action: journal.Create,
			Fields: raw(answers{"name": "李二", "relation": relation})}}
		return b
	}
	r := w.must(w.member(), add(1, "head"))
	if !hasCode(r.Findings, "two_heads") || len(w.record("household", h).Warnings) != 1 {
		t.Errorf("warning wanted: %v %v", r.Findings, w.record("household", h).Warnings)
	}
	for n := 2; n < 5; n++ {
		w.must(w.member(), add(n, "child"))
	}
	w.refused(w.member(), add(5, "child"), "too_many")
	w.verify()
}

func TestErasingAPersonKeepsProofAndFigures(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: "household", Record: h, Action: journal.Erase, Reason: "本人申请"}}
	w.must(w.member(), b)
	got := w.record("household", h)
	if got.Get("head_name") != nil || got.Get("household_no") != "000001" || got.Warnings[0] != register.ErasedMark {
		t.Errorf("after erasure: %v %v", got.Fields, got.Warnings)
	}
	keys, err := w.store.RecordKeys(context.Background(), yangshan, []string{h})
	if err != nil || len(keys) != 0 {
		t.Errorf("the key should be gone: %v %v", keys, err)
	}
	w.wantFigure("households", "2022-01-31", "4418", "1")
	w.refused(w.member(), w.change("household", h, got.Version, answers{"income": 1}), "record_erased")
	w.verify()
}

func TestAVoidVisitCountsNowhereFromThenOn(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.visit(h, answers{"visited_on": "2022-01-10"})
	b.Record = id("visit")
	w.must(w.member(), b)
	v := w.bundle()
	v.Entries = []engine.EntryIn{{Register: "home_visit", Record: b.Record, Action: journal.Void, Base: 1, Reason: "录错户"}}
	w.must(w.member(), v)
	w.wantFigure("visits", "2022-01-31", "4418", "0")
	w.verify()
}

func TestAClockThatIsAheadIsNoted(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.visit(h, answers{"visited_on": "2022-01-10"})
	b.MadeAt = "2022-01-15T09:00:00+08:00"
	r := w.must(w.member(), b)
	if !hasCode(r.Findings, "clock_ahead") {
		t.Errorf("findings %v", r.Findings)
	}
	w.verify()
}

func TestACheckKeepsNothing(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	before := w.entries()
	r, err := w.engine.Check(context.Background(), w.member(), w.visit(h, answers{"visited_on": "2022-01-10"}))
	if err != nil || !r.Accepted || w.entries() != before {
		t.Errorf("check: %+v %v", r, err)
	}
}

func TestAClosedEngineRefusesClearly(t *testing.T) {
	w := newWorld(t)
	w.engine.Close()
	_, err := w.engine.Accept(context.Background(), w.member(), w.bundle())
	if fault.KindOf(err) == fault.Internal {
		t.Errorf("want a clear refusal, got %v", err)
	}
}

func TestABundleThatWasRefusedIsJudgedAnewUnderTheSameID(t *testing.T) {
	w := newWorld(t)
	b := w.visit(id("household", "000001"), answers{"visited_on": "2022-01-10"})
	w.refused(w.member(), b, "record_unknown")
	w.household("000001", daping)
	b.Base = 1
	w.must(w.member(), b)
	w.verify()
}

func TestSomebodyElsesBundleIDIsRefused(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.visit(h, answers{"visited_on": "2022-01-10"})
	w.must(w.member(), b)
	w.refused(w.as("team_member", dalang), b, "bundle_id_taken")
}

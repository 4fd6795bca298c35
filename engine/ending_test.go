package engine_test

import (
	"context"
	"testing"

	"jieli/engine"
	"jieli/journal"
	"jieli/store"
)

// end voids or erases a record that the sender has seen as it is.
func (w *world) end(reg, record string, action journal.Action) engine.Bundle {
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: reg, Record: record, Action: action, Base: w.record(reg, record).Version,
		Reason: "重复登记"}}
	return b
}

func (w *world) tasks(area string) []store.Task {
	w.t.Helper()
	list, err := w.store.OpenTasks(context.Background(), store.TaskQuery{Areas: []string{area}, Limit: 50})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func TestAVoidTakesNoFieldsAlong(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.end("household", h, journal.Void)
	b.Entries[0].Fields = raw(answers{"village": xiaping})
	w.refused(w.member(), b, "fields_unwanted")
	w.verify()
}

func TestThePersonalDataOfAVoidRecordCanBeErased(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	w.must(w.member(), w.end("household", h, journal.Void))
	w.must(w.member(), w.end("household", h, journal.Erase))
	if got := w.record("household", h); got.Get("head_name") != nil || got.State != "void" {
		t.Errorf("%v %v", got.Fields, got.State)
	}
	w.verify()
}

func TestThePeopleOfAVoidOrErasedHouseholdCanStillBeVoided(t *testing.T) {
	for _, action := range []journal.Action{journal.Void, journal.Erase} {
		t.Run(string(action), func(t *testing.T) {
			w := newWorld(t)
			h := w.household("000001", daping)
			p := w.child("李二", h)
			w.must(w.member(), w.end("household", h, action))
			w.must(w.member(), w.end("person", p, journal.Void))
			w.verify()
		})
	}
}

func TestAHouseholdWithAnErasedMemberMovesToAnotherVillage(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	p := w.child("李二", h)
	w.must(w.member(), w.end("person", p, journal.Erase))
	w.must(w.member(), w.change("household", h, w.record("household", h).Version, answers{"village": xiaping}))
	if got := w.record("person", p); got.Area != xiaping || got.Get("name") != nil {
		t.Errorf("the person is in %s: %v", got.Area, got.Fields)
	}
	w.verify()
}

func TestAVoidRecordHasNoOpenConflictInWhateverOrder(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {2, 0, 1}} {
		w := newWorld(t)
		h := w.household("000001", daping)
		base := w.record("household", h).Version
		list := []engine.Bundle{w.change("household", h, base, answers{"income": 1}),
			w.change("household", h, base, answers{"income": 2}), w.end("household", h, journal.Void)}
		for i := range list {
			list[i].Device = id("device", i)
		}
		for _, i := range order {
			w.accept(w.member(), list[i])
		}
		open, err := w.store.OpenConflicts(context.Background(), []string{xiaojiang}, 10)
		if err != nil || len(open) != 0 || hasTask(w.tasks(xiaojiang), "conflict") {
			t.Errorf("order %v: nobody can settle the conflict of a void record: %v %v", order, open, err)
		}
		w.verify()
	}
}

func TestATaskFollowsItsRecordToAnotherVillage(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	w.must(w.member(), w.visit(h, answers{"visited_on": "2022-01-10", "income": 100000}))
	w.must(w.member(), w.change("household", h, w.record("household", h).Version, answers{"village": xiaping}))
	if !hasTask(w.tasks(xiaping), "verify_income") || hasTask(w.tasks(daping), "verify_income") {
		t.Errorf("in the new village %v, in the old one %v", w.tasks(xiaping), w.tasks(daping))
	}
}

func TestARuleAboutThePeopleOfAHouseholdFollowsThePeople(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	head := id("head", "000001")
	w.child("李二", h)
	w.must(w.member(), w.change("person", head, w.record("person", head).Version, answers{"relation": "spouse"}))
	if !hasTask(w.tasks(daping), "name_head") {
		t.Errorf("nobody is the head, and no task says so: %v", w.tasks(daping))
	}
	w.must(w.member(), w.change("person", head, w.record("person", head).Version, answers{"relation": "head"}))
	if hasTask(w.tasks(daping), "name_head") {
		t.Errorf("the head is back, the task stays: %v", w.tasks(daping))
	}
	w.verify()
}

func TestOneBundleDoesNotTakeTheSameNumberTwice(t *testing.T) {
	w := newWorld(t)
	b := w.bundle()
	for n := range 2 {
		b.Entries = append(b.Entries, engine.EntryIn{Register: "household", Record: id("twin", n), Action: journal.Create,
			Fields: raw(answers{"household_no": "000007", "head_name": "李大山", "village": daping})})
	}
	w.refused(w.member(), b, "key_taken")
}

func TestANumberThatWasTakenInTheSameCommitIsTaken(t *testing.T) {
	w := newWorld(t)
	a := w.household("000001", daping)
	take := func(n int) engine.Bundle {
		b := w.bundle()
		b.Entries = []engine.EntryIn{{Register: "household", Record: id("taker", n), Action: journal.Create,
			Fields: raw(answers{"household_no": "000001", "head_name": "李大山", "village": daping})}}
		return b
	}
	rename := w.change("household", a, w.record("household", a).Version, answers{"household_no": "000002"})
	receipts := w.together(w.member(), rename, take(1), take(2))
	if !receipts[0].Accepted || !receipts[1].Accepted || !hasCode(receipts[2].Findings, "key_taken") {
		t.Errorf("receipts %+v", receipts)
	}
	w.verify()
}

func TestAVoidedVisitCoversNobodyAlthoughItCameInTheSameCommit(t *testing.T) {
	w := newWorld(t)
	b := w.bundle()
	b.County = "441800"
	round := id("round")
	b.Entries = []engine.EntryIn{{Register: "survey_round", Record: round, Action: journal.Create,
		Fields: raw(answers{"name": "第一轮", "place": "4418", "starts_on": "2022-01-01"})}}
	w.must(w.as("office", "4418"), b)
	h := w.household("000001", daping)
	visit := w.visit(h, answers{"visited_on": "2022-01-10"})
	visit.Record = id("visit")
	void := w.bundle()
	void.Entries = []engine.EntryIn{{Register: "home_visit", Record: visit.Record, Action: journal.Void, Base: 1, Reason: "录错户"}}
	for _, r := range w.together(w.member(), visit, void) {
		if !r.Accepted {
			t.Fatalf("%v", r.Findings)
		}
	}
	w.coveredInDaping(round, 0)
	first, second := w.visit(h, answers{"visited_on": "2022-01-05"}), w.visit(h, answers{"visited_on": "2022-01-06"})
	first.Record, second.Record = id("first"), id("second")
	w.must(w.member(), first)
	w.must(w.member(), second)
	void = w.bundle()
	void.Entries = []engine.EntryIn{{Register: "home_visit", Record: first.Record, Action: journal.Void, Base: 1, Reason: "录错户"}}
	third := w.visit(h, answers{"visited_on": "2022-01-09"})
	for _, r := range w.together(w.member(), third, void) {
		if !r.Accepted {
			t.Fatalf("%v", r.Findings)
		}
	}
	covers, err := w.store.Covers(context.Background(), yangshan, round, "village", []string{xiaojiang}, day("2022-01-06"))
	if err != nil || covers[daping] != 1 {
		t.Errorf("the visit of the 6th covers the household on the 6th: %v %v", covers, err)
	}
}

func (w *world) coveredInDaping(round string, want int64) {
	w.t.Helper()
	covers, err := w.store.Covers(context.Background(), yangshan, round, "village", []string{xiaojiang}, day("2022-02-01"))
	if err != nil || covers[daping] != want {
		w.t.Errorf("covered %v, want %d, %v", covers, want, err)
	}
}

func TestAVisitInTheCommitThatOpensItsRoundIsCounted(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", "441823111201")
	open := w.bundle()
	round := id("round")
	open.Entries = []engine.EntryIn{{Register: "survey_round", Record: round, Action: journal.Create,
		Fields: raw(answers{"name": "第一轮", "place": xiaojiang, "starts_on": "2022-01-01"})}}
	who := w.member()
	who.Grants = append(who.Grants, w.as("office", "4418").Grants...)
	for _, r := range w.together(who, open, w.visit(h, answers{"visited_on": "2022-01-10"})) {
		if !r.Accepted {
			t.Fatalf("%v", r.Findings)
		}
	}
	w.coveredInDaping(round, 1)
}

package engine_test

import (
	"context"
	"testing"

	"jieli/engine"
	"jieli/journal"
)

// openRound opens a round over the whole city and gives its id.
func (w *world) openRound(name, from, to string) string {
	w.t.Helper()
	b := w.bundle()
	b.County = "441800"
	round := id("round", name)
	b.Entries = []engine.EntryIn{{Register: "survey_round", Record: round, Action: journal.Create,
		Fields: raw(answers{"name": name, "place": "4418", "starts_on": from, "ends_on": to})}}
	w.must(w.as("office", "4418"), b)
	return round
}

func (w *world) wantCovered(round, area string, want int64) {
	w.t.Helper()
	covers, err := w.store.Covers(context.Background(), yangshan, round, "village", []string{area}, day("2022-12-31"))
	if err != nil {
		w.t.Fatal(err)
	}
	if covers[area] != want {
		w.t.Errorf("%d covered in %s, want %d", covers[area], area, want)
	}
}

func TestARoundOpenedLateCountsTheVisitsOfItsPeriod(t *testing.T) {
	w := newWorld(t)
	first, second := w.household("000001", daping), w.household("000002", daping)
	w.must(w.member(), w.visit(first, answers{"visited_on": "2022-01-10"}))
	w.must(w.member(), w.visit(second, answers{"visited_on": "2021-12-20"}))
	round := w.openRound("一月", "2022-01-01", "2022-01-31")
	w.wantCovered(round, daping, 1)
}

func TestARoundWhoseDaysAreCorrectedCountsTheVisitsOfItsNewDays(t *testing.T) {
	w := newWorld(t)
	round := w.openRound("一月", "2022-01-01", "2022-01-31")
	early, late := w.household("000001", daping), w.household("000002", xiaping)
	w.must(w.member(), w.visit(early, answers{"visited_on": "2022-01-03"}))
	w.must(w.member(), w.visit(late, answers{"visited_on": "2022-01-08"}))
	w.wantCovered(round, daping, 1)
	for _, x := range []struct {
		begin        string
		early, later int64
	}{{"2022-01-05", 0, 1}, {"2022-01-02", 1, 1}, {"2022-01-09", 0, 0}} {
		opener, err := w.store.Record(context.Background(), w.cat.Register("survey_round"), "441800", round)
		if err != nil {
			t.Fatal(err)
		}
		b := w.change("survey_round", round, opener.Version, answers{"starts_on": x.begin})
		b.County = "441800"
		w.must(w.as("office", "4418"), b)
		w.wantCovered(round, daping, x.early)
		w.wantCovered(round, xiaping, x.later)
	}
}

func TestNobodyIsCountedTwiceAndNoOneWhoIsNoTarget(t *testing.T) {
	w := newWorld(t)
	round := w.openRound("一月", "2022-01-01", "2022-01-31")
	h, other := w.household("000001", daping), w.household("000002", daping)
	w.must(w.member(), w.change("household", other, 1, answers{"poor": false}))
	for range 3 {
		w.must(w.member(), w.visit(h, answers{"visited_on": "2022-01-10"}))
	}
	w.must(w.member(), w.visit(other, answers{"visited_on": "2022-01-10"}))
	w.wantCovered(round, daping, 1)
}

func TestAVoidVisitNoLongerCovers(t *testing.T) {
	w := newWorld(t)
	round := w.openRound("一月", "2022-01-01", "2022-01-31")
	h := w.household("000001", daping)
	var visits []string
	for range 2 {
		b := w.visit(h, answers{"visited_on": "2022-01-10"})
		b.Record = id("visit", b.ID)
		visits = append(visits, b.Record)
		w.must(w.member(), b)
	}
	for i, v := range visits {
		b := w.bundle()
		b.Entries = []engine.EntryIn{{Register: "home_visit", Record: v, Action: journal.Void, Base: 1, Reason: "录错户"}}
		w.must(w.member(), b)
		w.wantCovered(round, daping, int64(1-i))
	}
}

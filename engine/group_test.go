package engine_test

import (
	"context"
	"testing"

	"jieli/engine"
	"jieli/journal"
)

// Bundles of one commit see each other, a refused one among them changes nothing, and what they touch together (a record, a
// cover, cells) comes out as if each had come alone.
func TestBundlesOfOneCommitWorkOnOneRecord(t *testing.T) {
	w := newWorld(t)
	b := w.bundle()
	b.County = "441800"
	b.Entries = []engine.EntryIn{{Register: "survey_round", Record: id("round"), Action: journal.Create,
		Fields: raw(answers{"name": "第一轮", "place": "4418", "starts_on": "2022-01-01", "ends_on": "2022-03-31"})}}
	w.must(w.as("office", "4418"), b)
	h := w.household("000001", daping)
	w.on("2022-01-15")
	receipts := w.together(w.member(),
		w.visit(h, answers{"visited_on": "2022-01-14", "income": 1500000}),
		w.visit(h, answers{"visited_on": "2022-01-99", "income": 1}),
		w.visit(h, answers{"visited_on": "2022-01-12"}),
		w.visit(id("nobody"), answers{"visited_on": "2022-01-12"}),
		w.visit(h, answers{"visited_on": "2022-01-13", "income": 1600000}))
	for i, want := range []bool{true, false, true, false, true} {
		if receipts[i].Accepted != want {
			t.Errorf("bundle %d: %+v", i, receipts[i])
		}
	}
	if got := w.record("household", h); got.Get("last_visited_on") != day("2022-01-14") {
		t.Errorf("household after the visits: %v", got.Fields)
	}
	w.wantFigure("visits", "2022-01-31", daping, "3")
	w.wantFigure("visits", "2022-01-12", "4418", "1")
	w.wantFigure("visited", "2022-01-31", "4418", "1")
	for asOf, want := range map[string]int64{"2022-01-11": 0, "2022-01-12": 1, "2022-01-31": 1} {
		covers, err := w.store.Covers(context.Background(), yangshan, id("round"), "village", []string{xiaojiang}, day(asOf))
		if err != nil || covers[daping] != want {
			t.Errorf("coverage on %s is %v, %v", asOf, covers, err)
		}
	}
	w.verify()
}

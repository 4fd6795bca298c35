package engine_test

import (
	"testing"
	"unicode"

	"jieli/engine"
	"jieli/journal"
)

func TestAnEnglishReaderMeetsEnglishWordsOnly(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	wrong := w.change("household", h, 1, answers{"note": "x", "members": 2, "nonsense": 1})
	same := w.bundle()
	same.Entries = []engine.EntryIn{{Register: "household", Record: id("same"), Action: journal.Create,
		Fields: raw(answers{"household_no": "000001", "head_name": "Li", "village": xiaping})}}
	orphan := w.bundle()
	orphan.Entries = []engine.EntryIn{{Register: "person", Record: id("orphan"), Action: journal.Create}}
	for _, b := range []engine.Bundle{wrong, same, orphan, w.change("household", h, 1, answers{"note": "x"}),
		w.visit(h, answers{"visited_on": "2022-02-01"}), w.visit(h, answers{}), w.visit(id("none"), answers{})} {
		r := w.accept(w.member(), b)
		if r.Accepted {
			t.Fatalf("accepted %+v", b)
		}
		for _, f := range r.Findings {
			for _, c := range f.Text.En {
				if unicode.Is(unicode.Han, c) {
					t.Errorf("%s: %s", f.Code, f.Text.En)
					break
				}
			}
		}
	}
}

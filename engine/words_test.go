package engine_test

import (
	"strings"
	"testing"
	"unicode"

	"jieli/access"
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

func TestWhyAStepIsRefusedIsSaidInEnglishToo(t *testing.T) {
	w := newCases(t)
	ann := w.person("ann", "Ann Lee", "team_member", xiaojiang)
	h := w.family("000001", 900000)
	open := w.form("recognition_open", h, answers{"category": "unstable"})
	open.Record = id("english")
	w.must(ann, open)
	direct := w.bundle()
	direct.Entries = []engine.EntryIn{{Register: "recognition", Record: id("none"), Parent: h, Action: journal.Create,
		Fields: raw(answers{"stage": "notice"})}}
	late := w.form("recognition_extend", open.Record, answers{"days": 1, "reason": "flood"})
	late.MadeAt = "2022-01-02T09:00:00+08:00"
	for _, b := range []engine.Bundle{w.form("recognition_open", h, answers{}), direct, late, w.handOn(id("none"), ann),
		w.form("recognition_confirm", open.Record, answers{"second": "Ann Lee", "found": "yes", "category": "sudden"}),
		w.form("recognition_confirm", open.Record, answers{"second": "Bob Wu", "found": "yes", "category": "sudden"}),
		w.form("recognition_proceed", open.Record, answers{}), w.form("recognition_resume", open.Record, answers{})} {
		for _, who := range []*access.Actor{ann, w.committee(), w.county()} {
			r := w.accept(who, b)
			if r.Accepted {
				t.Fatalf("accepted %+v", b)
			}
			for _, f := range r.Findings {
				if strings.ContainsFunc(f.Text.En, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
					t.Errorf("%s: %s", f.Code, f.Text.En)
				}
			}
		}
	}
}

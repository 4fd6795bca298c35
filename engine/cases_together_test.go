package engine_test

import (
	"testing"

	"jieli/engine"
)

// What comes in one commit is judged in its order, each by what those before it have done.
func TestACaseOpensAndGoesOnWithinOneCommit(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	w.must(w.member(), w.form("home_visit", h, answers{"visited_on": "2022-01-10"}))
	open := w.form("recognition_open", h, answers{"category": "unstable"})
	open.Record = id("quick")
	again := w.form("recognition_open", h, answers{})
	step := w.bundle()
	step.Form, step.Subject, step.Base, step.Answers = "recognition_confirm", open.Record, 1, raw(confirmation())
	twice := w.bundle()
	twice.Form, twice.Subject, twice.Base, twice.Answers = "recognition_confirm", open.Record, 1, raw(confirmation())
	got := w.together(w.member(), open, again, step, twice)
	if !got[0].Accepted || !hasCode(got[1].Findings, "case_open") || !got[2].Accepted || !hasCode(got[3].Findings, "stage_moved") {
		t.Fatalf("%+v", got)
	}
	w.wantTasks(open.Record, "recognition/notice village_committee")
	if n := len(w.children("recognition_step", open.Record)); n != 2 {
		t.Errorf("two steps wanted, there are %d", n)
	}
	w.verify()
}

func TestARuleFiresOnceInOneCommit(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	list := make([]engine.Bundle, 3)
	for i := range list {
		list[i] = w.form("home_visit", h, answers{"visited_on": "2022-01-10", "income": 100 + i})
	}
	for _, r := range w.together(w.member(), list...) {
		if !r.Accepted {
			t.Fatalf("%+v", r)
		}
	}
	if n := len(w.open("signal", h)); n != 1 {
		t.Errorf("one signal wanted, there are %d", n)
	}
	w.want(w.record("household", h), answers{"signal_count": 1})
	w.verify()
}

// A group whose transaction fails is taken again one by one: cases and steps have the same ids then.
func TestACaseIsTheSameWhenItsGroupIsTriedAgain(t *testing.T) {
	w := newCases(t)
	h, other := w.family("000001", 900000), w.family("000002", 900000)
	w.gate.mu.Lock()
	w.gate.fail = 1
	w.gate.mu.Unlock()
	visit := func(h string) engine.Bundle {
		return w.form("home_visit", h, answers{"visited_on": "2022-01-10", "income": 100})
	}
	for _, r := range w.together(w.member(), visit(h), visit(other)) {
		if !r.Accepted {
			t.Fatalf("%+v", r)
		}
	}
	if len(w.open("signal", h)) != 1 || len(w.open("signal", other)) != 1 {
		t.Error("one signal each")
	}
	w.verify()
}

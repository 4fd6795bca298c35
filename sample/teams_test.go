package sample

import (
	"slices"
	"testing"

	"jieli/register"
	"jieli/store"
)

// checkRelay holds that who left answers for nothing any more, and that one handover still goes on with an item disputed.
func checkRelay(t *testing.T, s *site) {
	w := plan(t)
	for _, r := range w.rotations {
		kept := s.count(t, store.Query{Register: s.cat.Register("household"), Conds: []store.Cond{
			{Field: "responsible", Op: "=", Values: []any{r.old.who.account}}, {Field: "dissolved_on", Op: "unknown"}}})
		if left := r.day <= lastDay; left == (kept > 0) {
			t.Errorf("%s, who leaves on %s, answers for %d households", r.old.who.login, r.day, kept)
		}
	}
	open := s.all(t, "project")
	for _, r := range w.rotations {
		left := slices.ContainsFunc(open, func(p *register.Record) bool {
			return p.Get("closed_on") == nil && p.Get("responsible") == r.old.who.account
		})
		if left && r.day <= lastDay {
			t.Errorf("%s, who left on %s, answers for a project", r.old.who.login, r.day)
		}
	}
	if n := len(open); slices.ContainsFunc(open, func(p *register.Record) bool { return p.Get("responsible") == nil }) {
		t.Errorf("some of %d projects have nobody who answers for them", n)
	}
	stages := func(register, stage string) int {
		return s.count(t, store.Query{Register: s.cat.Register(register), Conds: []store.Cond{
			{Field: "stage", Op: "=", Values: []any{stage}}}})
	}
	if done, going := stages("handover", "done"), stages("handover", "confirming"); done != len(w.rotations)-1 || going != 1 {
		t.Errorf("%d handovers done, %d under way", done, going)
	}
	if s.tally(t, "handover_item", "thing_kind")["project"] < 5 {
		t.Error("hardly a project is handed over")
	}
	for _, stage := range []string{"listed", "disputed", "confirmed"} {
		if stages("handover_item", stage) == 0 {
			t.Errorf("no item of a handover is %s", stage)
		}
	}
	if n := s.count(t, store.Query{Register: s.cat.Register("household"), Conds: []store.Cond{
		{Field: "formerly_poor", Op: "=", Values: []any{true}}, {Field: "responsible", Op: "unknown"}}}); n != 0 {
		t.Errorf("%d households have nobody who answers for them", n)
	}
}

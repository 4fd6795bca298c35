package sample

import (
	"testing"

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
	stages := func(register, stage string) int {
		return s.count(t, store.Query{Register: s.cat.Register(register), Conds: []store.Cond{
			{Field: "stage", Op: "=", Values: []any{stage}}}})
	}
	if done, going := stages("handover", "done"), stages("handover", "confirming"); done != len(w.rotations)-1 || going != 1 {
		t.Errorf("%d handovers done, %d under way", done, going)
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

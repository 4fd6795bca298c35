package engine_test

import (
	"context"
	"testing"

	"jieli/engine"
)

// A new version of the pack gives a stage to another role: who had the task has it no more, the other one has it.
func TestANewPackGivesOpenTasksToTheNewOwners(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.confirmed(c)
	w.wantTasks(c, "recognition/notice village_committee")
	before := engine.OwnersDigest(w.cat)
	w.cat.Workflow("recognition").Stage("notice").Owners = []string{"county_office"}
	if engine.OwnersDigest(w.cat) == before {
		t.Error("other owners are not noticed")
	}
	// The committee's task and that which would have climbed to the county are closed, the county's own is opened; then
	// nothing is left to do.
	for _, want := range []int{3, 0} {
		n, err := engine.Retask(context.Background(), w.store, w.cat, w.clock.Now().Day())
		if err != nil || n != want {
			t.Fatalf("%d tasks changed, want %d: %v", n, want, err)
		}
	}
	w.wantTasks(c, "recognition/notice county_office")
}

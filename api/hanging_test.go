package api

import (
	"testing"

	"jieli/catalog"
)

func TestANoticeIsPrintedInOneStageAndHangsInTheNext(t *testing.T) {
	doc := &catalog.Document{}
	flow := &catalog.Workflow{Stages: []*catalog.Stage{{Name: "check"}, {Name: "posting", Document: doc},
		{Name: "notice", Document: doc}}}
	for at, want := range map[string]string{"posting": "posting", "notice": "notice", "check": "posting"} {
		if got := hangingIn(flow, doc, at); got == nil || got.Name != want {
			t.Errorf("at %s it hangs in %v", at, got)
		}
	}
	if hangingIn(flow, &catalog.Document{}, "notice") != nil || hangingIn(nil, doc, "notice") != nil {
		t.Error("a paper that no stage names hangs")
	}
}

package api_test

import (
	"fmt"
	"testing"

	"jieli/access"
)

// TestWhatACaseShowsAsPossibleIsWhatTheEngineAccepts asks, wherever the case stands, of every step that is shown whether
// the engine would take it: as possible, or refused for a reason that was shown.
func TestWhatACaseShowsAsPossibleIsWhatTheEngineAccepts(t *testing.T) {
	w := newCase(t)
	w.must(access.Operator(w.cat), yangshan, entry("grant", w.id("li in the town"), w.people["li"].Account,
		map[string]any{"role": "township_office", "area": lingbei}))
	asked := map[bool]int{}
	look := func(where string) {
		t.Helper()
		for _, login := range []string{"li", "committee", "town", "county"} {
			for _, x := range w.caseOf(login)["actions"].([]any) {
				a := x.(map[string]any)
				possible := a["possible"] == true
				asked[possible]++
				if accepted, why := w.wouldTake(login, a["form"].(string)); accepted != possible {
					t.Errorf("%s, %s by %s: possible %v, accepted %v: shown %v, said %s", where, a["do"], login, possible, accepted,
						a["why_not"], why)
				}
			}
		}
	}
	look("opened")
	w.step("li", "pause", map[string]any{"reason": "全家外出务工"})
	look("paused")
	w.step("li", "resume", nil)
	w.toNotice()
	look("notice, first day")
	w.after(4)
	look("notice, last day but one")
	w.after(1)
	look("notice, over")
	w.step("committee", "proceed", nil)
	look("review")
	if a := action(w.caseOf("li"), "approve"); a["possible"] != false || len(a["why_not"].([]any)) != 1 {
		t.Errorf("li has confirmed it and may not approve it too: %v", a)
	}
	w.step("town", "approve", nil)
	look("over")
	if asked[true] < 8 || asked[false] < 5 {
		t.Errorf("too little was asked: %v", asked)
	}
}

// wouldTake checks a form about the case, every question answered.
func (w *world) wouldTake(login, form string) (bool, string) {
	w.t.Helper()
	answers := map[string]any{}
	for name := range w.cat.Form(form).ByName() {
		answers[name] = map[string]any{"category": "sudden", "second": "赵测试丁", "found": "属实", "reason": "情况有变化"}[name]
	}
	rec, err := w.store.Record(w.t.Context(), w.cat.Register("recognition"), yangshan, w.kase)
	check(w.t, err)
	w.seq++
	out := w.ask(login, "POST", "/api/v1/bundles/check", map[string]any{"id": w.id("law", fmt.Sprint(w.seq)), "county": yangshan,
		"device": "phone", "device_seq": w.seq, "made_at": w.clock.Now().String(), "form": form, "subject": w.kase,
		"base": rec.Version, "answers": answers})
	return decode(w.t, out)["accepted"] == true, out.Body.String()
}

package engine_test

import (
	"testing"
)

func TestACaseGoesFromItsOpeningToItsDecision(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	c := w.recognition(h)
	w.want(w.record("recognition", c), answers{"stage": "verification", "stage_on": "2022-01-10", "due_on": "2022-01-15",
		"deadline_on": "2022-01-30", "opened_on": "2022-01-10", "category": "unstable", "closed_on": nil})
	w.wantTasks(c, "recognition/verification team_member")
	w.on("2022-01-12")
	w.must(w.member(), w.visitOf(c))
	confirm := w.form("recognition_confirm", c, confirmation())
	confirm.Record = id("the step")
	w.must(w.member(), confirm)
	w.want(w.record("recognition", c), answers{"stage": "notice", "due_on": nil, "category": "sudden"})
	w.want(w.record("recognition_step", id("the step")), answers{"did": "confirm", "from_stage": "verification",
		"to_stage": "notice", "done_on": "2022-01-12", "due_was": "2022-01-15", "second": "王二", "found": "属实"})
	w.want(w.record("household", h), answers{"visit_due_on": "2022-02-11", "category": "none"})
	w.wantTasks(c, "recognition/notice village_committee")
	w.on("2022-01-17")
	w.must(w.committee(), w.form("recognition_proceed", c, answers{}))
	w.want(w.record("recognition", c), answers{"stage": "review", "due_on": "2022-01-20"})
	w.must(w.township(), w.form("recognition_approve", c, answers{}))
	w.want(w.record("recognition", c), answers{"stage": "monitored", "closed_on": "2022-01-17", "due_on": nil, "late_days": nil})
	w.want(w.record("household", h), answers{"category": "sudden"})
	w.wantTasks(c)
	w.verify()
}

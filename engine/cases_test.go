package engine_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"jieli/engine"
	"jieli/journal"
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

// Two officers of one town send their decision in the same instant: one counts, the other is told who was first.
func TestOfTwoWhoDecideAtOnceTheSecondIsToldWhoWasFirst(t *testing.T) {
	w := newCases(t)
	first, second := w.person("first", "张三", "township_office", xiaojiang), w.person("second", "李四", "township_office", xiaojiang)
	c := w.recognition(w.family("000001", 900000))
	w.reviewed(c, "2022-01-17")
	a, b := w.form("recognition_approve", c, answers{}), w.form("recognition_return", c, answers{"reason": "材料不全"})
	a.Device, b.Device = "one", "two"
	got, err := w.engine.AcceptSent(context.Background(), slices.Values([]engine.Sent{{Actor: first, Bundle: a}, {Actor: second, Bundle: b}}))
	if err != nil || !got[0].Accepted || got[1].Accepted || !hasCode(got[1].Findings, "stage_moved") {
		t.Fatalf("%+v %v", got, err)
	}
	if words := got[1].Findings[0].Text.Zh; !strings.Contains(words, "张三") || !strings.Contains(words, "纳入监测") {
		t.Errorf("it should say who and where: %s", words)
	}
	w.want(w.record("recognition", c), answers{"stage": "monitored"})
	w.verify()
}

func TestOnePersonDoesNotSignTwice(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.must(w.member(), w.visitOf(c))
	alone := confirmation()
	alone["second"] = "张三"
	w.refused(w.person("one", "张三", "team_member", xiaojiang), w.form("recognition_confirm", c, alone), "same_person")
	w.reviewed(c, "2022-01-17")
	w.refused(w.member(), w.form("recognition_approve", c, answers{}), "four_eyes")
	w.must(w.township(), w.form("recognition_approve", c, answers{}))
	w.verify()
}

func TestANoticeIsNotClosedOnItsFourthDay(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.confirmed(c)
	w.on("2022-01-14")
	w.refused(w.committee(), w.form("recognition_proceed", c, answers{}), "too_early")
	w.wantTasks(c, "recognition/notice village_committee")
	w.must(w.committee(), w.form("recognition_object", c, answers{"reason": "有人反映情况不实"}))
	w.want(w.record("recognition", c), answers{"stage": "verification", "due_on": "2022-01-19"})
	w.verify()
}

func TestAClockThatIsFiveDaysOffIsNoticed(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.must(w.member(), w.visitOf(c))
	behind := w.form("recognition_confirm", c, confirmation())
	behind.MadeAt = "2022-01-05T09:00:00+08:00"
	w.refused(w.member(), behind, "step_before")
	w.confirmed(c)
	ahead := w.form("recognition_proceed", c, answers{})
	ahead.MadeAt = "2022-01-15T09:00:00+08:00" // a device that would end the notice early
	w.refused(w.committee(), ahead, "too_early")
	w.verify()
}

func TestANoticeThatIsToldOfLateHangsItsDaysFromThenOn(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.must(w.member(), w.visitOf(c))
	late := w.form("recognition_confirm", c, confirmation())
	w.on("2022-01-19") // a week in a pocket without network, or so the device says
	w.must(w.member(), late)
	w.want(w.record("recognition", c), answers{"stage": "notice", "stage_on": "2022-01-19"})
	w.refused(w.committee(), w.form("recognition_proceed", c, answers{}), "too_early")
	w.on("2022-01-24")
	w.must(w.committee(), w.form("recognition_proceed", c, answers{}))
	w.verify()
}

func TestAServerThatWasSetBackTakesNoSteps(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.confirmed(c)
	w.on("2022-01-08")
	w.refused(w.committee(), w.form("recognition_proceed", c, answers{}), "step_before")
	w.verify()
}

func TestAStepThatIsSentAgainIsTakenOnce(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.must(w.member(), w.visitOf(c))
	b := w.form("recognition_confirm", c, confirmation())
	first, before := w.must(w.member(), b), w.entries()
	again := w.must(w.member(), b)
	if !again.Replayed || len(again.Entries) != len(first.Entries) || w.entries() != before {
		t.Errorf("replay: %+v", again)
	}
	w.wantTasks(c, "recognition/notice village_committee")
}

func TestACaseElsewhereIsOutOfReach(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.must(w.member(), w.visitOf(c))
	b := w.form("recognition_confirm", c, confirmation())
	b.County = "441826"
	w.refused(w.as("team_member", "441826102"), b, "record_unknown")
	w.refused(w.as("team_member", dalang), w.form("recognition_confirm", c, confirmation()), "out_of_area")
	w.refused(w.township(), w.form("recognition_confirm", c, confirmation()), "not_allowed")
}

func TestWhatTheEngineKeepsIsWrittenByNobodyElse(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	c := w.recognition(h)
	w.refused(w.member(), w.change("recognition", c, 1, answers{"stage": "monitored"}), "field_kept")
	direct := func(reg, record string, action journal.Action, parent string) engine.Bundle {
		b := w.bundle()
		b.Entries = []engine.EntryIn{{Register: reg, Record: record, Action: action, Parent: parent, Reason: "直接", Base: 1}}
		return b
	}
	w.refused(w.member(), direct("recognition", id("new"), journal.Create, h), "case_by_steps")
	w.refused(w.member(), direct("recognition", c, journal.Void, ""), "case_by_steps")
	w.refused(w.member(), direct("recognition_step", id("new"), journal.Create, c), "case_by_steps")
	fix := direct("recognition", c, journal.Correct, "")
	fix.Entries[0].Fields = raw(answers{"category": "sudden"})
	w.must(w.member(), fix)
	w.want(w.record("recognition", c), answers{"category": "sudden", "stage": "verification"})
	w.verify()
}

func TestOneCaseOfACauseAtATime(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	w.recognition(h)
	w.refused(w.member(), w.form("recognition_open", h, answers{}), "case_open")
	w.must(w.member(), w.form("signal_report", h, answers{"cause": "illness"}))
	w.must(w.member(), w.form("signal_report", h, answers{"cause": "fire"}))
	w.refused(w.member(), w.form("signal_report", h, answers{"cause": "fire"}), "case_open")
	w.refused(w.member(), w.form("signal_prove", w.open("signal", h)[0].ID, answers{}), "case_open") // it would open a second recognition
	w.verify()
}

func TestAnExtensionAPauseAndAResumptionMoveDaysAndTasks(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.on("2022-01-14")
	w.must(w.member(), w.form("recognition_extend", c, answers{"days": 5, "reason": "外出务工"}))
	w.want(w.record("recognition", c), answers{"due_on": "2022-01-20", "deadline_on": "2022-02-04"})
	if x := w.wantTasks(c, "recognition/verification team_member")["recognition/verification team_member"]; x.Due != day("2022-01-20") {
		t.Errorf("the task should follow: %+v", x)
	}
	w.must(w.member(), w.form("recognition_pause", c, answers{"reason": "住院"}))
	w.on("2022-02-20")
	if x := w.wantTasks(c, "recognition/verification team_member")["recognition/verification team_member"]; x.Due != 0 {
		t.Errorf("nobody is hurried while it is paused: %+v", x)
	}
	w.refused(w.member(), w.form("recognition_dismiss", c, answers{"reason": "不符合"}), "case_paused")
	w.must(w.member(), w.form("recognition_resume", c, answers{}))
	w.want(w.record("recognition", c), answers{"due_on": "2022-02-26", "deadline_on": "2022-03-13", "paused_on": nil})
	w.on("2022-02-27")
	w.wantTasks(c, "recognition/verification team_member", "recognition/verification@township_office")
	w.verify()
}

func TestALateStepClimbsUntilItIsTaken(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.on("2022-01-15")
	w.wantTasks(c, "recognition/verification team_member")
	w.on("2022-01-16")
	w.wantTasks(c, "recognition/verification team_member", "recognition/verification@township_office")
	w.on("2022-01-19")
	w.wantTasks(c, "recognition/verification team_member", "recognition/verification@township_office",
		"recognition/verification@county_office")
	w.must(w.member(), w.form("recognition_dismiss", c, answers{"reason": "不符合"}))
	w.wantTasks(c)
	w.want(w.record("recognition", c), answers{"late_days": 4, "closed_on": "2022-01-19"})
	w.verify()
}

func TestAHouseholdThatSplitsOrMovesKeepsItsCase(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	c := w.recognition(h)
	w.must(w.member(), w.form("split", h, answers{"new_no": "000002", "people": []any{}}))
	w.want(w.record("recognition", c), answers{"stage": "verification"})
	if w.record("recognition", c).Parent != h || len(w.open("recognition", h)) != 1 {
		t.Error("the case should stay where it is")
	}
	w.must(w.member(), w.change("household", h, w.record("household", h).Version, answers{"village": xiaping}))
	if got := w.record("recognition", c); got.Area != xiaping {
		t.Errorf("the case should come along, is in %s", got.Area)
	}
	for _, x := range w.wantTasks(c, "recognition/verification team_member") {
		if x.Area != xiaping {
			t.Errorf("the task should come along: %+v", x)
		}
	}
	w.verify()
}

// It has no subject; its owners have a task each, and whoever is first closes both.
func TestACaseThatStandsAloneLiesWhereItIsSaidToLie(t *testing.T) {
	w := newCases(t)
	b := w.bundle()
	b.Form, b.Record, b.Answers = "incident_tell", id("incident"), raw(answers{"place": xiaping})
	w.must(w.member(), b)
	if got := w.record("incident", b.Record); got.Area != xiaping || got.Get("stage") != "told" {
		t.Fatalf("%v %v", got.Area, got.Fields)
	}
	w.wantTasks(b.Record, "incident/told team_member", "incident/told township_office")
	w.must(w.township(), w.form("incident_end", b.Record, answers{"how": "已转移安置"}))
	w.wantTasks(b.Record)
	b = w.bundle()
	b.Form, b.Answers = "incident_tell", raw(answers{"place": "441823110201"})
	w.refused(w.member(), b, "out_of_area")
	w.verify()
}

func TestAFormMakesRecordsBelowWhatItsSubjectOrAnAnswerPointsTo(t *testing.T) {
	w := newCases(t)
	team := func(name string) string {
		b := w.bundle()
		b.Entries = []engine.EntryIn{{Register: "team", Record: id("team", name), Action: journal.Create,
			Fields: raw(answers{"name": name, "town": xiaojiang})}}
		w.must(w.member(), b)
		return id("team", name)
	}
	own, asked := team("一队"), team("二队")
	h := w.family("000001", 900000)
	w.must(w.member(), w.form("home_visit", h, answers{"visited_on": "2022-01-10", "medical": 100}))
	if n := len(w.children("team_note", own)) + len(w.children("team_note", asked)); n != 0 {
		t.Fatalf("nothing is pointed to, %d notes were made", n)
	}
	w.must(w.member(), w.change("household", h, w.record("household", h).Version, answers{"team": own}))
	w.must(w.member(), w.form("home_visit", h, answers{"visited_on": "2022-01-10", "medical": 100, "asked": asked}))
	if len(w.children("team_note", own)) != 1 || len(w.children("team_note", asked)) != 1 {
		t.Errorf("one note each: %v %v", w.children("team_note", own), w.children("team_note", asked))
	}
	w.verify()
}

func TestAnAnswerOfAStepReachesTheSubject(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	c := w.recognition(h)
	w.must(w.member(), w.visitOf(c))
	a := confirmation()
	a["income"] = 700000
	w.must(w.member(), w.form("recognition_confirm", c, a))
	w.want(w.record("household", h), answers{"income": 700000, "visit_due_on": "2022-02-09"})
	a["income"] = 100
	w.refused(w.member(), w.form("recognition_confirm", c, a), "stage_moved")
	w.want(w.record("household", h), answers{"income": 700000})
	w.verify()
}

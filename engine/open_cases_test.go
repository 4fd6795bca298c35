package engine_test

import (
	"testing"

	"jieli/access"
	"jieli/engine"
	"jieli/journal"
)

// Whoever would end a record about which a case goes on is told which: nobody could take another step in it.
func TestARecordWhoseCasesAreOpenIsNotEnded(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	c := w.recognition(h)
	w.refused(w.member(), w.end("household", h, journal.Void), "cases_open")
	w.refused(w.member(), w.end("household", h, journal.Erase), "cases_open")
	w.refused(w.member(), w.end("recognition", c, journal.Erase), "cases_open")
	w.wantTasks(c, "recognition/verification team_member")
	w.must(w.member(), w.form("recognition_dismiss", c, answers{"reason": "重复登记"}))
	w.must(w.member(), w.end("household", h, journal.Void))
	w.must(w.member(), w.end("recognition", c, journal.Erase))
	w.verify()
}

func TestWhoVoidsInOneCommitWithAnOpeningIsRefused(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	got := w.together(w.member(), w.form("recognition_open", h, answers{}), w.end("household", h, journal.Void))
	if !got[0].Accepted || !hasCode(got[1].Findings, "cases_open") {
		t.Errorf("%+v", got)
	}
	w.verify()
}

// A phone that was offline does not know that a household is void. What it saw is kept, but no case begins there.
func TestNoCaseOpensForAVoidRecord(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	late, visit := w.form("recognition_open", h, answers{}), w.form("home_visit", h, answers{"visited_on": "2022-01-10"})
	w.must(w.member(), w.end("household", h, journal.Void))
	w.refused(w.member(), late, "record_void")
	w.must(w.member(), visit)
	w.verify()
}

// What somebody decides without knowing that the case was returned and has come back is no decision about what it is now.
func TestAStepIsTakenInTheStageThatItsSenderHasSeen(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.reviewed(c, "2022-01-20")
	second := &access.Actor{Account: id("second"), Name: "李四", County: yangshan, Grants: w.township().Grants}
	approve := w.form("recognition_approve", c, answers{})
	w.must(w.township(), w.form("recognition_return", c, answers{"reason": "再核"}))
	w.must(w.member(), w.visitOf(c))
	w.must(w.member(), w.form("recognition_confirm", c, confirmation()))
	w.on("2022-01-28")
	w.must(w.committee(), w.form("recognition_proceed", c, answers{}))
	w.refused(second, approve, "stage_moved")
	w.must(second, w.form("recognition_approve", c, answers{}))
	w.verify()
}

// A phone that takes two steps before it comes online has seen the first when it takes the second.
func TestOneDeviceTakesTwoStepsOffline(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.must(w.member(), w.visitOf(c))
	confirm, proceed := w.form("recognition_confirm", c, confirmation()), w.form("recognition_proceed", c, answers{})
	confirm.Device, confirm.DeviceSeq, proceed.Device, proceed.DeviceSeq = "phone", 1, "phone", 2
	w.must(w.member(), confirm)
	w.on("2022-01-20")
	proceed.MadeAt = w.clock.Now().String()
	w.must(w.committee(), proceed)
	w.verify()
}

// A cause that is written anew does not make two cases of one.
func TestACauseIsNotCorrectedIntoThatOfAnotherOpenCase(t *testing.T) {
	w := newCases(t)
	h := w.family("000001", 900000)
	fire, flood := w.form("signal_report", h, answers{"cause": "fire"}), w.form("signal_report", h, answers{"cause": "flood"})
	fire.Record, flood.Record = id("fire"), id("flood")
	w.must(w.member(), fire)
	w.must(w.member(), flood)
	correct := func(base int64, cause string) engine.Bundle {
		b := w.change("signal", flood.Record, base, answers{"cause": cause})
		b.Entries[0].Action, b.Entries[0].Reason = journal.Correct, "记错了"
		return b
	}
	w.refused(w.member(), correct(1, "fire"), "case_open")
	w.must(w.member(), correct(1, "storm"))
	w.must(w.member(), w.form("signal_dismiss", fire.Record, answers{"reason": "不属实"}))
	w.must(w.member(), correct(2, "fire"))
	w.verify()
}

package workflow_test

import (
	"strings"
	"testing"

	"jieli/catalog"
	"jieli/register"
	"jieli/value"
	"jieli/workflow"
)

func TestACaseThatOpensIsDueByItsStageAndAsAWhole(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.at(c, "look", "2022-01-15", "2022-01-30")
	if !c.IsOpen() || c.Paused() {
		t.Error("it should be open and running")
	}
}

func TestANoticeOfFiveDaysIsOverOnTheSixth(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.does(c, "confirm", "2022-01-12", "ann", "bob")
	o.at(c, "notice", "", "2022-01-30")
	f := o.refused(c, "proceed", "2022-01-16", "village", "", "too_early")
	if !strings.Contains(f[0].Text.En, "2022-01-17") {
		t.Errorf("it should name the first possible day: %s", f[0].Text.En)
	}
	o.does(c, "proceed", "2022-01-17", "village", "")
}

func TestAnObjectionEndsANoticeAtOnce(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.does(c, "confirm", "2022-01-12", "ann", "bob")
	o.does(c, "object", "2022-01-13", "village", "")
	o.at(c, "look", "2022-01-18", "2022-01-30")
}

func TestACaseIsGivenUpDuringItsNotice(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.does(c, "confirm", "2022-01-12", "ann", "bob")
	o.refused(c, "proceed", "2022-01-13", "village", "", "too_early")
	o.does(c, "give_up", "2022-01-13", "village", "")
	if c.IsOpen() || c.Stage().Name != "given_up" {
		t.Errorf("the case is at %s", c.Stage().Name)
	}
}

func TestWorkingDaysLeaveOutWeekendsAndHolidays(t *testing.T) {
	o := newOffice(t)
	o.days.Holidays = map[value.Date]bool{day("2022-01-31"): true, day("2022-02-01"): true}
	o.days.Workdays = map[value.Date]bool{day("2022-01-29"): true} // a Saturday at work
	c := o.open("2022-01-20")
	o.does(c, "confirm", "2022-01-21", "ann", "bob")
	o.does(c, "proceed", "2022-01-28", "village", "") // a Friday
	o.at(c, "review", "2022-02-03", "2022-02-09")     // Saturday at work, then Wednesday and Thursday
}

func TestNobodySignsTwiceWhereFourEyesAreAsked(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.does(c, "confirm", "2022-01-12", "ann", "bob")
	o.does(c, "proceed", "2022-01-17", "village", "")
	o.refused(c, "approve", "2022-01-17", "ann", "", "four_eyes")
	f := o.refused(c, "approve", "2022-01-17", "bob", "", "four_eyes") // came along as the second
	if !strings.Contains(f[0].Text.En, "look") || !strings.Contains(f[0].Text.En, "bob") {
		t.Errorf("it should say who and which step: %s", f[0].Text.En)
	}
	o.refused(c, "approve", "2022-01-17", "eve", "Ann", "four_eyes") // named as the second now
	o.refused(c, "return", "2022-01-17", "village", "", "four_eyes")
	o.does(c, "approve", "2022-01-17", "opener", "") // to open a case decides nothing
}

func TestWhoOnlyRemarkedMaySignLater(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.does(c, "remark", "2022-01-11", "ned", "")
	o.does(c, "confirm", "2022-01-12", "ann", "bob")
	o.does(c, "proceed", "2022-01-17", "village", "")
	o.does(c, "return", "2022-01-17", "ned", "")
	o.does(c, "confirm", "2022-01-18", "ann", "bob")
	o.does(c, "proceed", "2022-01-23", "village", "")
	o.does(c, "approve", "2022-01-23", "ned", "") // he returned it from this very stage
}

func TestTheSecondPersonIsAnotherOne(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.refused(c, "confirm", "2022-01-12", "An Na", "anna", "same_person")
	o.refused(c, "confirm", "2022-01-12", "An Na", "An·Na ", "same_person")
	o.does(c, "confirm", "2022-01-12", "An Na", "bob")
}

func TestAStepOfAnotherStageIsToldWhoWasFirst(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.does(c, "confirm", "2022-01-12", "ann", "bob")
	f := o.refused(c, "confirm", "2022-01-12", "eve", "zoe", "stage_moved")
	for _, word := range []string{"notice", "ann", "2022-01-12"} {
		if !strings.Contains(f[0].Text.En, word) {
			t.Errorf("%q should be in: %s", word, f[0].Text.En)
		}
	}
	c.Steps = nil
	if f := o.refused(c, "confirm", "2022-01-12", "eve", "zoe", "stage_moved"); !strings.Contains(f[0].Text.En, "somebody else") {
		t.Errorf("without the steps nobody is named: %s", f[0].Text.En)
	}
}

func TestADayBeforeTheStageIsAWrongClock(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.refused(c, "confirm", "2022-01-05", "ann", "bob", "step_before")
}

func TestAnExtensionMovesBothDays(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.asks(c, "extend", "2022-01-14", "ann", "", 7)
	o.at(c, "look", "2022-01-22", "2022-02-06")
}

func TestAPauseStopsTheClocksAndAllSteps(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.refused(c, "resume", "2022-01-11", "ann", "", "case_not_paused")
	o.does(c, "pause", "2022-01-12", "ann", "")
	o.refused(c, "confirm", "2022-01-13", "ann", "bob", "case_paused")
	o.refused(c, "pause", "2022-01-13", "ann", "", "case_paused")
	for _, x := range workflow.Tasks(*c) {
		if x.Due != 0 || x.Level != 0 {
			t.Errorf("while it is paused nobody is hurried: %+v", x)
		}
	}
	o.does(c, "resume", "2022-01-20", "ann", "")
	o.at(c, "look", "2022-01-23", "2022-02-07")
	if c.Paused() {
		t.Error("it should run again")
	}
}

func TestLateDaysAddUpWhenStagesAreLeft(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	o.does(c, "remark", "2022-01-18", "ann", "")
	o.does(c, "confirm", "2022-01-20", "ann", "bob") // due on 15
	o.does(c, "proceed", "2022-01-25", "village", "")
	o.does(c, "approve", "2022-02-01", "town", "") // due on Friday 28
	if got := c.Record.Get(catalog.CaseLateDays); got != int64(9) {
		t.Errorf("5 and 4 days late, got %v", got)
	}
	if c.IsOpen() || len(workflow.Tasks(*c)) != 0 || c.Due() != 0 {
		t.Error("it is over and nobody's task")
	}
	o.refused(c, "approve", "2022-02-01", "town", "", "stage_moved")
}

func TestEachOwnerHasATaskAndALateStepClimbs(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	list := workflow.Tasks(*c)
	if len(list) != 3 || list[0].Owner != "team" || list[0].Due != day("2022-01-15") || list[0].From != 0 || list[0].Form != "case_confirm" {
		t.Fatalf("tasks %+v", list)
	}
	if list[1].Owner != "town" || list[1].From != day("2022-01-16") || list[1].Level != 1 ||
		list[2].Owner != "county" || list[2].From != day("2022-01-19") || list[2].Level != 2 {
		t.Errorf("climbs %+v", list[1:])
	}
	o.does(c, "confirm", "2022-01-12", "ann", "bob")
	o.does(c, "proceed", "2022-01-17", "village", "")
	if list := workflow.Tasks(*c); len(list) != 3 || list[0].Owner != "town" || list[1].Owner != "bureau" || list[2].Owner != "county" {
		t.Errorf("two owners, and the one role above them to which it is new: %+v", list)
	}
}

func TestComingBackToAStageIsANewTask(t *testing.T) {
	o := newOffice(t)
	c := o.open("2022-01-10")
	first := workflow.Tasks(*c)[0].ID
	o.does(c, "remark", "2022-01-11", "ann", "")
	if workflow.Tasks(*c)[0].ID != first {
		t.Error("a remark leaves the task as it is")
	}
	o.does(c, "confirm", "2022-01-12", "ann", "bob")
	o.does(c, "object", "2022-01-13", "village", "")
	if workflow.Tasks(*c)[0].ID == first {
		t.Error("it should be a new task")
	}
}

func TestOneCaseOfACauseIsOpenAtATime(t *testing.T) {
	o := newOffice(t)
	one, two := o.open("2022-01-10").Record, o.open("2022-01-11").Record
	one.Set("cause", "income")
	two.Set("cause", "income")
	if workflow.SameCause(o.flow, two, []*register.Record{one, two}) != one {
		t.Error("the first should be found")
	}
	two.Set("cause", "housing")
	if workflow.SameCause(o.flow, two, []*register.Record{one, two}) != nil {
		t.Error("another cause is another case")
	}
	two.Set("cause", "income")
	one.Set(catalog.CaseClosedOn, day("2022-01-12"))
	if workflow.SameCause(o.flow, two, []*register.Record{one}) != nil {
		t.Error("a closed case is in nobody's way")
	}
	o.flow.OneOpen = false
	one.Set(catalog.CaseClosedOn, nil)
	if workflow.SameCause(o.flow, two, []*register.Record{one}) != nil {
		t.Error("as many as one likes may be open")
	}
}

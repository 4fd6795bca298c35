package engine_test

import (
	"context"
	"testing"

	"jieli/access"
	"jieli/engine"
	"jieli/journal"
)

// person makes an account with one grant and gives who signs in with it.
func (w cases) person(login, name, role, area string) *access.Actor {
	w.t.Helper()
	account := id("account", login)
	b := w.bundle()
	b.Entries = []engine.EntryIn{
		{Register: "account", Record: account, Action: journal.Create, Fields: raw(answers{"login": login, "name": name, "home": yangshan})},
		{Register: "grant", Record: id("grant", login), Parent: account, Action: journal.Create,
			Fields: raw(answers{"role": role, "area": area})}}
	w.must(w.as("keeper", "4418"), b)
	return &access.Actor{Account: account, Login: login, Name: name, County: yangshan,
		Grants: []access.Grant{{Role: w.cat.Role(role), Area: area}}}
}

// handOn gives a task to somebody.
func (w cases) handOn(task string, to *access.Actor) engine.Bundle {
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: "delegation", Record: id("delegation", w.seq), Action: journal.Create,
		Fields: raw(answers{"task": task, "to": to.Account, "note": "我出差"})}}
	return b
}

func TestATaskIsHandedToWhoCanDoItThere(t *testing.T) {
	w := newCases(t)
	here, there := w.person("here", "张三", "team_member", xiaojiang), w.person("there", "李四", "team_member", dalang)
	village, clerk := w.person("village", "王五", "team_member", daping), w.person("clerk", "赵六", "village_committee", daping)
	c := w.recognition(w.family("000001", 900000))
	task := w.wantTasks(c, "recognition/verification team_member")["recognition/verification team_member"].ID
	w.refused(here, w.handOn(task, there), "delegate_unfit") // of another town
	w.refused(here, w.handOn(task, clerk), "delegate_unfit") // of another post
	w.refused(here, w.handOn(task, &access.Actor{Account: id("nobody")}), "delegate_unfit")
	w.refused(there, w.handOn(task, here), "not_allowed")
	w.refused(here, w.handOn(id("no task"), village), "task_gone")
	w.must(here, w.handOn(task, village))
	x := w.tasks(c)["recognition/verification team_member"]
	if x.Assignee != village.Account || x.Note != "我出差" {
		t.Errorf("task %+v", x)
	}
	w.must(w.member(), w.form("recognition_extend", c, answers{"days": 3, "reason": "等材料"}))
	if x := w.tasks(c)["recognition/verification team_member"]; x.Assignee != village.Account || x.Due != day("2022-01-18") {
		t.Errorf("who has it keeps it: %+v", x)
	}
	w.must(village, w.handOn(task, here))
	w.must(here, w.form("recognition_dismiss", c, answers{"reason": "不符合"}))
	w.refused(here, w.handOn(task, village), "task_gone")
	w.verify()
}

func TestAnAccountWithTasksIsNotClosed(t *testing.T) {
	w := newCases(t)
	one, two := w.person("one", "张三", "team_member", xiaojiang), w.person("two", "李四", "team_member", xiaojiang)
	c := w.recognition(w.family("000001", 900000))
	task := w.tasks(c)["recognition/verification team_member"].ID
	w.must(one, w.handOn(task, two))
	closing := func() engine.Bundle { return w.change("account", two.Account, 1, answers{"disabled": true}) }
	w.refused(w.as("keeper", "4418"), closing(), "still_answers")
	w.must(two, w.handOn(task, one))
	w.must(w.as("keeper", "4418"), closing())
	w.refused(one, w.handOn(task, two), "delegate_unfit") // nobody hands a task to a closed account
	left, err := w.store.TasksOf(context.Background(), one.Account, 10)
	if err != nil || len(left) != 1 {
		t.Errorf("tasks of one: %v %v", left, err)
	}
	w.verify()
}

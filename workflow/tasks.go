package workflow

import (
	"encoding/json"
	"slices"
	"strconv"

	"jieli/catalog"
	"jieli/fault"
	"jieli/store"
	"jieli/value"
)

// Tasks gives the tasks that stand open for a case as it is: one for each owner of its stage, and one for each role to
// which a late step climbs, shown from the day on which it is that late. A paused case is nobody's to hurry. Each time
// that a case comes into a stage its tasks are new ones; their ids follow from the case, the stage and the how-manieth
// time it is, so that a repetition makes the same.
func Tasks(c Case) []store.Task {
	s := c.Stage()
	if s == nil || s.Final || !c.IsOpen() {
		return nil
	}
	due := c.Due()
	if due == 0 {
		due = c.Deadline()
	}
	if c.Paused() {
		due = 0
	}
	time := strconv.Itoa(c.entered(s.Name))
	var list []store.Task
	owners := s.Owners
	if s.For != "" {
		owners = owners[:1] // it is one person's, in whatever role
	}
	for _, role := range owners {
		list = append(list, c.task(s, time, role, 0, due))
	}
	if due == 0 {
		return list
	}
	for i, climb := range c.Flow.Climbs {
		if slices.Contains(owners, climb.Role) {
			continue // whose task it is anyway
		}
		x := c.task(s, time, climb.Role, i+1, due)
		x.From = due.AddDays(climb.After + 1)
		list = append(list, x)
	}
	return list
}

func (c Case) task(s *catalog.Stage, time, role string, level int, due value.Date) store.Task {
	r := c.Record
	why, _ := json.Marshal(fault.Text{Zh: c.Flow.Label.Zh + "：" + s.Label.Zh, En: c.Flow.Label.In("en") + ": " + s.Label.In("en")})
	assignee := ""
	if s.For != "" && level == 0 {
		assignee = text(r, s.For)
	}
	return store.Task{County: r.County, ID: value.DeriveID("task", c.Flow.StageTask(s), r.ID, time, role, strconv.Itoa(level)),
		Kind: c.Flow.StageTask(s), Register: r.Register.Name, Record: r.ID, Area: r.Area, Owner: role, Level: level,
		Opened: c.Since(), Due: due, Why: string(why), Form: onlyForm(c.Flow, s), Assignee: assignee}
}

// onlyForm gives the form that goes on from a stage when there is one alone, else "".
func onlyForm(flow *catalog.Workflow, s *catalog.Stage) string {
	form := ""
	for _, t := range flow.Transitions {
		if t.Form == nil || t.Back || t.To == nil || t.To == s || !t.Leaves(s) {
			continue
		}
		if form != "" {
			return ""
		}
		form = t.Form.Name
	}
	return form
}

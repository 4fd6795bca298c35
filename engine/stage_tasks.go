package engine

import (
	"slices"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/workflow"
)

// task gives a task as the draft would leave it, for the caller to change and set; nil when there is none.
func (d *draft) task(at store.Place) *store.Task {
	if x := d.tasks[at]; x != nil {
		task := *x
		return &task
	}
	if _, known := d.u.tasks[at]; !known {
		d.u.loadTasks([]store.Place{at})
	}
	x := d.u.tasks[at]
	if x == nil {
		return nil
	}
	task := x.Task
	return &task
}

func (d *draft) setTask(x store.Task) { d.tasks[store.Place{County: x.County, ID: x.ID}] = &x }

// caseFields are those on which the tasks of a case hang.
var caseFields = []string{catalog.CaseStage, catalog.CaseDueOn, catalog.CaseDeadline, catalog.CasePausedOn, catalog.CaseClosedOn}

// stageTasks closes the tasks of the stage that a case has left, opens those of the one into which it came, and has them
// follow the case's days and place.
func (d *draft) stageTasks(t *touch) {
	if t.reg.Case == nil || t.before != nil && !movesTasks(t.before, t.after) {
		return
	}
	before := d.caseBefore(t)
	var was []store.Task
	if t.before != nil {
		was = workflow.Tasks(before)
	}
	now := workflow.Tasks(d.caseAfter(t))
	for _, x := range was {
		if !slices.ContainsFunc(now, func(y store.Task) bool { return y.ID == x.ID }) {
			d.closeStageTask(x)
		}
	}
	stays := t.before != nil && before.Record.Get(catalog.CaseStage) == t.after.Get(catalog.CaseStage)
	for _, x := range now {
		d.openStageTask(x, stays)
	}
}

func movesTasks(before, after *register.Record) bool {
	if before.Area != after.Area || before.State != after.State {
		return true
	}
	differs := func(name string) bool { return before.Get(name) != after.Get(name) }
	return slices.ContainsFunc(caseFields, differs) ||
		slices.ContainsFunc(after.Register.Case.Stages, func(s *catalog.Stage) bool { return s.For != "" && differs(s.For) })
}

// caseBefore is a case with its steps as they stand before the bundle.
func (d *draft) caseBefore(t *touch) workflow.Case {
	if t.before == nil {
		return workflow.Case{Flow: t.reg.Case}
	}
	return d.u.caseOf(t.before)
}

// caseAfter is a case with its steps as the bundle leaves them.
func (d *draft) caseAfter(t *touch) workflow.Case {
	return workflow.Case{Flow: t.reg.Case, Record: t.after, Steps: d.children(t.reg.Case.Steps, t.after.ID)}
}

func (d *draft) closeStageTask(x store.Task) {
	if task := d.task(store.Place{County: x.County, ID: x.ID}); task != nil && task.Closed == 0 {
		task.Closed = d.today
		d.setTask(*task)
	}
}

// openStageTask opens a task, or keeps the one that stands: who it was handed to keeps it, unless the case itself names
// whose it is.
func (d *draft) openStageTask(x store.Task, stays bool) {
	if stays {
		if task := d.task(store.Place{County: x.County, ID: x.ID}); task != nil {
			x.Opened, x.Note = task.Opened, task.Note
			if x.Assignee == "" {
				x.Assignee = task.Assignee
			}
		}
	}
	d.setTask(x)
}

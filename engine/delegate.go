package engine

import (
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Names of the built-in register by which people hand tasks to one another.
const (
	delegationRegister = "delegation"
	delegatedTask      = "task"
	delegatedTo        = "to"
	delegatedName      = "to_name"
	delegationNote     = "note"
)

var (
	taskGone = fault.Define("task_gone",
		"这项待办已办结或不存在，不用再转交。", "This task is done or does not exist; there is nothing to hand on.")
	delegateUnfit = fault.Define("delegate_unfit",
		"{name}没有在 {area} 办理这项待办的岗位，请转交给有相应岗位的同志。",
		"{name} has no role that does this task in {area}; hand it to somebody who has.")
	nobodyKnown = fault.Text{Zh: "所选账号", En: "The chosen account"}
)

func delegates(t *touch) bool {
	return t.reg.BuiltIn && t.reg.Name == delegationRegister && t.in.action == journal.Create
}

// placeDelegation puts the handing on of a task where the task is.
func (d *draft) placeDelegation(t *touch) {
	if !delegates(t) {
		return
	}
	task := d.delegated(t)
	if task == nil {
		d.add(taskGone.At(t.in.pathOf(delegatedTask)))
		return
	}
	if f := t.reg.AreaField; f != "" {
		t.in.fields[f] = task.Area
	}
}

// delegated gives the open task that a delegation is about, nil for none.
func (d *draft) delegated(t *touch) *store.Task {
	id, _ := t.in.fields[delegatedTask].(string)
	if !value.IsID(id) {
		return nil
	}
	task := d.task(store.Place{County: d.county(), ID: id})
	if task == nil || task.Closed != 0 {
		return nil
	}
	return task
}

// authorizeDelegation lets those hand a task on whose it is: by their role where it lies, or because it was handed to
// them.
func (d *draft) authorizeDelegation(t *touch) {
	task := d.delegated(t)
	for i := range d.j.actor.Grants {
		g := &d.j.actor.Grants[i]
		owns := g.Role.Name == task.Owner || task.Assignee == d.j.actor.Account
		if owns && access.Covers([]string{g.Area}, task.Area) {
			d.role, t.role = g.Role, g.Role
			return
		}
	}
	d.add(notAllowed.At(t.in.path, "name", t.reg.Label, "what", rightWords[catalog.MayCreate]))
}

// validateDelegation holds a delegation to somebody who can do the task there, and hands the task over.
func (d *draft) validateDelegation(t *touch) {
	if !delegates(t) {
		return
	}
	task, to := d.delegated(t), t.in.fields[delegatedTo]
	id, _ := to.(string)
	account := d.account(id)
	if account == nil || !d.fit(account, task) {
		name := nobodyKnown
		if account != nil {
			shown := d.nameOf(id)
			name = fault.Text{Zh: shown, En: shown}
		}
		d.add(delegateUnfit.At(t.in.pathOf(delegatedTo), "name", name, "area", d.u.e.cat.Areas.Words(task.Area)))
		return
	}
	d.putKept(t, map[string]any{delegatedName: account.Get("name")})
	task.Assignee = id
	task.Note, _ = t.in.fields[delegationNote].(string)
	d.setTask(*task)
}

// fit reports whether an account may do a task: by a grant of its owner's role, or of one that may send its form.
func (d *draft) fit(account *register.Record, task *store.Task) bool {
	if account.State != register.StateActive || account.Get("disabled") == true {
		return false
	}
	return slices.ContainsFunc(d.grantsOf(account), func(g access.Grant) bool {
		return g.Holds(d.today) && value.Within(task.Area, g.Area) && d.does(g.Role, task)
	})
}

func (d *draft) does(role *catalog.Role, task *store.Task) bool {
	if role.Name == task.Owner {
		return true
	}
	for _, form := range d.u.e.FormsOf(task) {
		if role.May(form, catalog.MaySubmit, false) {
			return true
		}
	}
	return false
}

// FormsOf names the forms that answer a task: the one that its rule names, or those of the steps that lead on from the
// stage of its case.
func (e *Engine) FormsOf(task *store.Task) []string {
	if task.Form != "" {
		return []string{task.Form}
	}
	reg := e.cat.Register(task.Register)
	if reg == nil || reg.Case == nil {
		return nil
	}
	var list []string
	for _, s := range reg.Case.Stages {
		if reg.Case.StageTask(s) != task.Kind {
			continue
		}
		for _, t := range reg.Case.Transitions {
			if t.Form != nil && t.Leaves(s) {
				list = append(list, t.Form.Name)
			}
		}
	}
	return list
}

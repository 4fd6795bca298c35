package engine

import (
	"slices"

	"jieli/register"
	"jieli/store"
	"jieli/workflow"
)

// takesStep reports whether the form of a bundle takes a step of a case that is open.
func (j *job) takesStep() bool {
	return j.answers != nil && j.answers.form.Transition != nil && !j.answers.form.Transition.Opens()
}

// caseOf is a case with the steps that the unit has at hand.
func (u *unit) caseOf(r *register.Record) workflow.Case {
	c := workflow.Case{Flow: r.Register.Case, Record: r}
	for _, id := range u.childIDs(c.Flow.Steps, r.County, r.ID) {
		if s := u.record(c.Flow.Steps, r.County, id); s != nil {
			c.Steps = append(c.Steps, s)
		}
	}
	return c
}

// parentTasks wants the tasks of those rules of a record's parent that read the list in which the record stands.
func (u *unit) parentTasks(wanted []store.Place, j *job, in *intent) []store.Place {
	parent := in.parent
	if r := u.at(j, in); r != nil {
		parent = r.Parent
	}
	if in.reg.Parent == nil || parent == "" {
		return wanted
	}
	p := u.e.plans[in.reg.Parent]
	for i, x := range p.rules {
		if slices.Contains(p.ruleNeeds[i].lists, in.reg) {
			wanted = append(wanted, store.Place{County: j.bundle.County, ID: ruleTaskID(x, parent)})
		}
	}
	return wanted
}

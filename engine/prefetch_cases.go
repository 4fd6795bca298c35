package engine

import (
	"slices"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/workflow"
)

// takesStep reports whether the form of a bundle takes a step of a case that is open.
func (j *job) takesStep() bool {
	return j.answers != nil && j.answers.form.Transition != nil && !j.answers.form.Transition.Opens()
}

// wantCases notes the lists that steps and rules read beside what their programs do: the steps of a case that goes on,
// and the cases of a record that is judged anew, of which one may be open for the same cause.
func (u *unit) wantCases(lists wants, j *job, in *intent, r *register.Record) {
	if r == nil {
		return
	}
	if in.reg.Case != nil && j.takesStep() {
		lists.add(in.reg.Case.Steps, r.County, r.ID)
	}
	if !in.review {
		return
	}
	var done []*catalog.Workflow
	for _, x := range u.e.plans[in.reg].rules {
		if x.Open == nil || x.Open.Workflow.Subject != in.reg || !x.Open.Workflow.OneOpen || slices.Contains(done, x.Open.Workflow) {
			continue
		}
		done = append(done, x.Open.Workflow)
		lists.add(x.Open.Workflow.Case, r.County, r.ID)
	}
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

package engine

import (
	"cmp"
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
	"jieli/workflow"
)

var (
	answersUnfit = fault.Define("answers_unfit",
		"“{label}”应是在用账号，并在 {area} 有授权，{name}不符合，请换一位同志。",
		"“{label}” must have an account in use and a grant in {area}, which {name} has not; name somebody else.")
	answersNeeded = fault.Define("answers_needed",
		"“{label}”不能清空：这条“{register}”记录要一直有人负责，请改选接手的同志。",
		"“{label}” cannot be emptied: somebody answers for this record of “{register}”; name who takes it over.")
)

// maxDuties is as far as the duties of a person are looked up in one register. Who answers for more hands them over in
// parts.
const maxDuties = 2000

// duty is one thing that a person answers for.
type duty struct {
	kind         string     // name of the register, catalog.ThingTask, or the workflow of an item that is not settled
	label        fault.Text // of the kind
	county, area string
	id           string
}

// answering gives the registers whose records somebody answers for.
func answering(c *catalog.Catalog) []*catalog.Register {
	return slices.DeleteFunc(slices.Clone(c.Registers), func(r *catalog.Register) bool { return r.Answerer() == nil })
}

// validateAnswerer holds who answers for a record to somebody who works where it lies, and leaves no record without.
func (d *draft) validateAnswerer(t *touch) {
	f := t.reg.Answerer()
	if f == nil || !d.answeredFor(t.after) {
		return
	}
	was, is := any(nil), t.after.Get(f.Name)
	if t.before != nil {
		was = t.before.Get(f.Name)
	}
	if was == is {
		return
	}
	id, _ := is.(string)
	if id == "" {
		d.add(answersNeeded.At(t.in.pathOf(f.Name), "label", f.Label, "register", t.reg.Label))
		return
	}
	account := d.account(id)
	if account == nil || !d.worksIn(account, t.after.Area, d.today) {
		name := nobodyKnown
		if shown := d.nameOf(id); shown != "" {
			name = fault.Text{Zh: shown, En: shown}
		}
		d.add(answersUnfit.At(t.in.pathOf(f.Name), "label", f.Label, "area", d.u.e.cat.Areas.Words(t.after.Area), "name", name))
	}
}

// worksIn reports whether an account is in use and holds a grant for an area on a day.
func (d *draft) worksIn(account *register.Record, area string, day value.Date) bool {
	if account.State != register.StateActive || account.Get("disabled") == true {
		return false
	}
	return slices.ContainsFunc(d.grantsOf(account), func(g access.Grant) bool { return g.Holds(day) && value.Within(area, g.Area) })
}

// grantsOf gives the grants of an account as the draft would leave them.
func (d *draft) grantsOf(account *register.Record) []access.Grant {
	reg := d.u.e.cat.Register(access.GrantRegister)
	ids := d.u.childIDs(reg, account.County, account.ID)
	ids = append(ids[:len(ids):len(ids)], d.newIDs[childKey{reg.Name, account.ID}]...)
	var list []access.Grant
	for _, id := range ids {
		r := d.u.record(reg, account.County, id)
		if t := d.touched[id]; t != nil {
			r = t.after
		}
		if r != nil && r.State == register.StateActive {
			list = append(list, access.GrantOf(d.u.e.cat, r))
		}
	}
	return list
}

// answeredFor reports whether somebody answers for a record, if it names one: as long as it goes on.
func (d *draft) answeredFor(r *register.Record) bool {
	if isOver(r) || r.Register.Case != nil && !workflow.Open(r) {
		return false
	}
	while := r.Register.Answerer().AnswersWhile
	return while == nil || while.Holds(d.seen(r))
}

// duties gives all that a person answers for, in all counties, as the draft would leave it: records, and tasks that were
// handed to them.
func (d *draft) duties(account string) []duty {
	var list []duty
	for _, reg := range d.u.e.answering {
		for _, r := range d.answeredBy(reg, account) {
			list = append(list, duty{reg.Name, reg.Label, r.County, r.Area, r.ID})
		}
	}
	for _, x := range d.assigned(account) {
		list = append(list, duty{catalog.ThingTask, taskWord, x.County, x.Area, x.ID})
	}
	return list
}

var taskWord = fault.Text{Zh: "转交的待办", En: "tasks handed on"}

// answeredBy gives the records of a register for which a person answers, by area.
func (d *draft) answeredBy(reg *catalog.Register, account string) []*register.Record {
	list := d.naming(reg, reg.Answerer().Name, account)
	return slices.DeleteFunc(list, func(r *register.Record) bool { return !d.answeredFor(r) })
}

// naming gives the records of a register whose field names an account, by area, as the draft would leave them.
func (d *draft) naming(reg *catalog.Register, field, account string) []*register.Record {
	found, err := d.u.e.store.Find(d.u.ctx, store.Query{Register: reg, Limit: maxDuties,
		Conds: []store.Cond{{Field: field, Op: "=", Values: []any{account}}}})
	d.u.fail(err)
	at := map[store.Place]*register.Record{}
	for _, r := range found {
		at[store.Place{County: r.County, ID: r.ID}] = r
	}
	for place, r := range d.u.dirty[reg] { // bundles before it in the group
		at[place] = r
	}
	for _, t := range d.order {
		if t.reg == reg {
			at[store.Place{County: t.after.County, ID: t.after.ID}] = t.after
		}
	}
	list := slices.DeleteFunc(values(at), func(r *register.Record) bool { return r.Get(field) != account })
	slices.SortFunc(list, func(a, b *register.Record) int { return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.ID, b.ID)) })
	return list
}

// assigned gives the open tasks that were handed to a person. Those of stages that name whose they are go with the case.
func (d *draft) assigned(account string) []store.Task {
	open, err := d.u.e.store.TasksOf(d.u.ctx, account, maxDuties)
	d.u.fail(err)
	at := map[store.Place]bool{}
	for _, x := range open {
		at[store.Place{County: x.County, ID: x.ID}] = true
	}
	for place := range d.u.tasks { // the bundles before it in the group may have handed some over, or back
		at[place] = true
	}
	for place := range d.tasks {
		at[place] = true
	}
	var list []store.Task
	for place := range at {
		x := d.task(place)
		if x == nil || x.Assignee != account || x.Closed != 0 {
			continue
		}
		if _, stage := d.u.e.cat.StageOfTask(x.Kind); stage == nil || stage.For == "" {
			list = append(list, *x)
		}
	}
	slices.SortFunc(list, func(a, b store.Task) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

package engine

import (
	"slices"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
	"jieli/workflow"
)

// maxGathered bounds the items that one step makes; a further one makes the rest.
const maxGathered = 500

var gatherMore = fault.DefineWarning("gather_more",
	"名下事项较多，这次列出了 {max} 项，其余请再清点一次。",
	"There is much to hand over: {max} items were listed; gather once more for the rest.")

// handOver makes the items of a handover, and hands on what the items that came to a good end stand for.
func (d *draft) handOver() {
	if a := d.j.answers; a != nil && a.form.Gathers != nil {
		d.gather(a)
	}
	for _, t := range d.order[:len(d.order):len(d.order)] {
		if t.reg.Case == nil || t.reg.Case.HandsOver == nil || t.before == nil {
			continue
		}
		is := workflow.Case{Flow: t.reg.Case, Record: t.after}.Stage()
		if is != nil && is.Good && workflow.Open(t.before) {
			d.hand(t)
		}
	}
}

// gather makes an item of each thing in the county for which who leaves answers, and which is no open item yet.
func (d *draft) gather(a *answers) {
	items := a.form.Gathers
	id := a.on.record
	if a.form.Transition.Opens() {
		id = a.own.record
	}
	leaver, _ := d.touched[id].after.Get(items.HandsOver.From.Field.Name).(string)
	listed := map[any]bool{id: true} // a handover is not an item of itself
	for _, r := range d.children(items.Case, id) {
		if workflow.Open(r) {
			listed[r.Get(catalog.Thing)] = true
		}
	}
	n := 0
	for _, x := range d.duties(leaver) {
		if x.county != d.county() || listed[x.id] {
			continue
		}
		if n++; n > maxGathered {
			d.add(gatherMore.At("", "max", maxGathered))
			return
		}
		d.item(items, id, x)
	}
}

func (d *draft) item(items *catalog.Workflow, handover string, x duty) {
	in := newIntent(items.Case, value.DeriveID(d.j.bundle.ID, "gather", x.id), journal.Create, "")
	in.entryID, in.parent = value.DeriveID(in.record, "entry"), handover
	t := d.touch(in)
	if t == nil {
		return
	}
	t.derived, t.raised = true, true
	d.settleArea(t)
	d.putKept(t, map[string]any{catalog.ThingKind: x.kind, catalog.Thing: x.id})
	d.open(t, nil)
}

// hand gives what an item stands for to who takes over. What is no longer the leaver's stays with whose it is by now.
func (d *draft) hand(t *touch) {
	from, to := d.handedBy(t)
	kind, _ := t.after.Get(catalog.ThingKind).(string)
	id, _ := t.after.Get(catalog.Thing).(string)
	if from == "" || to == "" || id == "" {
		return
	}
	if kind == catalog.ThingTask {
		d.handTask(id, from, to)
		return
	}
	reg := d.u.e.cat.Register(kind)
	if r := d.record(reg, id); r == nil || reg.Answerer() == nil || r.Get(reg.Answerer().Name) != from || !d.answeredFor(r) {
		return
	}
	if x := d.touchFor(reg, id, ""); x != nil {
		x.derived = true
		d.putEffect(x, reg.Answerer().Name, to)
	}
}

// handedBy gives who hands an item over, and who takes it.
func (d *draft) handedBy(t *touch) (from, to string) {
	h, at := t.reg.Case.HandsOver, d.personAt(t.after)
	for _, x := range h.To {
		if to = at(x); to != "" {
			break
		}
	}
	return at(&h.From), to
}

// handTask hands a task on as people do, so that it says who did.
func (d *draft) handTask(id, from, to string) {
	task := d.task(store.Place{County: d.county(), ID: id})
	if task == nil || task.Closed != 0 || task.Assignee != from {
		return
	}
	reg := d.u.e.cat.Register(delegationRegister)
	in := newIntent(reg, value.DeriveID(d.j.bundle.ID, "delegation", id), journal.Create, "")
	in.entryID = value.DeriveID(in.record, "entry")
	in.fields[delegatedTask], in.fields[delegatedTo] = id, to
	if task.Note != "" {
		in.fields[delegationNote] = task.Note
	}
	if t := d.touch(in); t != nil {
		t.derived = true
		d.placeDelegation(t)
		d.settleArea(t)
		d.fill(t)
	}
}

// putEffect writes one value that the system sets.
func (d *draft) putEffect(t *touch, field string, v any) {
	t.in.effects[field] = v
	t.after.Set(field, v)
}

// unsettled gives the items of handovers from a person that are not settled: what was written down there is nobody's yet.
func (d *draft) unsettled(account string) []duty {
	var list []duty
	for _, flow := range d.u.e.cat.Workflows {
		if flow.HandsOver == nil {
			continue
		}
		from := flow.HandsOver.From
		for _, r := range d.naming(from.Register, from.Field.Name, account) {
			for _, item := range d.itemsOf(flow, r) {
				if workflow.Open(item) {
					list = append(list, duty{flow.Name, flow.Label, item.County, item.Area, item.ID})
				}
			}
		}
	}
	return list
}

// itemsOf gives the items of a handover, or the record itself when it is one.
func (d *draft) itemsOf(flow *catalog.Workflow, r *register.Record) []*register.Record {
	if r.Register == flow.Case {
		return []*register.Record{r}
	}
	if r.County == d.county() {
		return d.children(flow.Case, r.ID)
	}
	list, err := d.u.e.store.Children(d.u.ctx, flow.Case, r.County, r.ID)
	d.u.fail(err)
	return slices.Clone(list)
}

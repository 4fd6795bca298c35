package engine

import (
	"jieli/catalog"
	"jieli/expr"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
	"jieli/workflow"
)

// openNew opens a case that a form makes, unless one of the same cause goes on: then the form is refused. So it is when
// the record that it is about is over: its sender could not know, but nobody could take the next step.
func (d *draft) openNew(t *touch, opened *catalog.Transition) {
	flow := t.reg.Case
	if subject := d.parentOf(t.after); subject != nil && subject.State == register.StateVoid {
		d.add(recordVoid.At(t.in.path))
		return
	}
	if other := workflow.SameCause(flow, t.after, d.cases(flow, t.after.Parent)); other != nil {
		d.add(workflow.AlreadyOpen(flow, other, t.in.path))
		return
	}
	d.open(t, opened)
}

// validateCause refuses to give an open case the cause of another one by writing it anew.
func (d *draft) validateCause(t *touch) {
	flow := t.reg.Case
	if flow == nil || t.before == nil || t.in.action == journal.Erase || !workflow.Open(t.after) {
		return
	}
	for _, name := range flow.OneOpenBy {
		if register.SameValue(t.before.Get(name), t.after.Get(name)) {
			continue
		}
		if other := workflow.SameCause(flow, t.after, d.cases(flow, t.after.Parent)); other != nil {
			d.add(workflow.AlreadyOpen(flow, other, t.in.pathOf(name)))
		}
		return
	}
}

// cases gives the cases of a subject.
func (d *draft) cases(flow *catalog.Workflow, subject string) []*register.Record {
	if flow.Subject == nil || !flow.OneOpen {
		return nil
	}
	return d.children(flow.Case, subject)
}

// open sets the clocks of a new case and makes the record of its first step.
func (d *draft) open(t *touch, opened *catalog.Transition) {
	e := workflow.Begin(t.reg.Case, opened, d.today, d.clocks(t.after))
	d.putKept(t, e.Case)
	if t.reg.Case.HandsOver != nil && t.after.Get(catalog.ThingKind) == nil {
		d.putKept(t, map[string]any{catalog.ThingKind: catalog.ThingNote})
	}
	in := newIntent(t.reg.Case.Steps, value.DeriveID(t.after.ID, "step", "open"), journal.Create, "")
	in.entryID, in.parent = value.DeriveID(in.record, "entry"), t.after.ID
	step := d.touch(in)
	if step == nil {
		return
	}
	step.derived = true
	d.settleArea(step)
	d.putKept(step, e.Step)
}

// openByRule opens the case of a rule that began to hold, about the record or about the one of its parents that is the
// subject of such cases. Where one of the same cause goes on, that one is enough.
func (d *draft) openByRule(x *catalog.Rule, t *touch, s *scope, why string) {
	flow := x.Open.Workflow
	subject := d.subjectOf(flow, t.after)
	if flow.Subject != nil && (subject == nil || isOver(subject)) {
		return
	}
	in := newIntent(flow.Case, value.DeriveID(d.j.bundle.ID, "raise", x.Name, t.after.ID), journal.Create, "")
	in.entryID = value.DeriveID(in.record, "entry")
	if subject != nil {
		in.parent = subject.ID
	} else {
		in.fields[flow.Case.AreaField] = t.after.Area
	}
	d.ruleValues(in, x.Open.Fields, s)
	if workflow.SameCause(flow, imagined(in), d.cases(flow, in.parent)) != nil {
		return
	}
	c := d.touch(in)
	if c == nil {
		return
	}
	c.derived, c.raised = true, true
	d.settleArea(c)
	d.fill(c)
	d.putKept(c, map[string]any{catalog.CaseRule: x.Name, catalog.CaseWhy: why})
	d.open(c, nil)
}

// ruleValues works out the fields of a case that a rule opens; what is not known stays empty.
func (d *draft) ruleValues(in *intent, fields map[string]*expr.Program, s *scope) {
	for name, program := range fields {
		if v, known := program.Eval(s); known {
			in.fields[name] = fitted(in.reg.Field(name), v)
		}
	}
}

// imagined is the record that a create would make.
func imagined(in *intent) *register.Record {
	r := &register.Record{Register: in.reg, ID: in.record, State: register.StateActive, Fields: make([]any, len(in.reg.Fields))}
	for i, f := range in.reg.Fields {
		r.Fields[i] = f.Default
	}
	for name, v := range in.fields {
		r.Set(name, v)
	}
	return r
}

// subjectOf finds the subject of a workflow among a record and its parents, nil for none.
func (d *draft) subjectOf(flow *catalog.Workflow, r *register.Record) *register.Record {
	for ; r != nil; r = d.parentOf(r) {
		if r.Register == flow.Subject {
			return r
		}
	}
	return nil
}

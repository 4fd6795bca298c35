package engine

import (
	"jieli/catalog"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

// maxDerived bounds how many records one bundle may change by derivation: the children of a household that moves are
// some dozens.
const maxDerived = 2000

// derive is stage 5: calculated fields, and totals over child records up the chain of parents; the area of children
// when a parent moved within its town.
func (d *draft) derive() {
	sent := len(d.order)
	for i := 0; i < len(d.order); i++ {
		if len(d.order) > sent+maxDerived {
			d.add(derivedMany.At("", "max", maxDerived))
			return
		}
		t := d.order[i]
		d.calculate(t)
		d.cascadeArea(t)
		d.deriveParent(t, t.after.Parent)
		if t.before != nil && t.before.Parent != t.after.Parent {
			d.deriveParent(t, t.before.Parent)
		}
	}
}

func (d *draft) calculate(t *touch) {
	if isOver(t.after) || len(t.reg.Calculated) == 0 {
		return
	}
	s := d.seen(t.after)
	for n, i := range t.reg.Calculated {
		f := t.reg.Fields[i]
		var v any
		if d.stands(&t.plan.calcNeeds[n], t) {
			v = t.before.Fields[i]
		} else if got, known := f.Calculate.Eval(s); known {
			v = fitted(f, got)
		}
		if register.SameValue(v, t.after.Fields[i]) {
			continue
		}
		t.after.Fields[i] = v
		t.in.effects[f.Name] = v
		d.limitsOf(f, v, t.in.pathOf(f.Name))
	}
}

// deriveParent works out the calculated fields of a parent that read its children, and touches it when one changed.
func (d *draft) deriveParent(t *touch, parent string) {
	reg := t.reg.Parent
	if reg == nil || parent == "" || !d.u.e.plans[reg].listCalcs {
		return
	}
	if p := d.touched[parent]; p != nil {
		d.calculate(p)
		return
	}
	r := d.u.record(reg, d.county(), parent)
	if r == nil || isOver(r) || !d.wouldChange(r) {
		return
	}
	d.calculate(d.derived(reg, r))
}

func (d *draft) wouldChange(r *register.Record) bool {
	s := d.seen(r)
	for _, i := range r.Register.Calculated {
		f := r.Register.Fields[i]
		got, known := f.Calculate.Eval(s)
		var v any
		if known {
			v = fitted(f, got)
		}
		if !register.SameValue(v, r.Fields[i]) {
			return true
		}
	}
	return false
}

// derived touches a record that changes only by derivation; an erased one may, its area follows its parent's.
func (d *draft) derived(reg *catalog.Register, r *register.Record) *touch {
	in := newIntent(reg, r.ID, journal.Change, "")
	in.entryID = value.DeriveNear(d.j.bundle.ID, "derived", r.ID)
	in.base = r.Version
	t := &touch{in: in, reg: reg, plan: d.u.e.plans[reg], before: r, after: r.Clone(), parent: r.Parent,
		derived: true}
	d.touched[r.ID] = t
	d.order = append(d.order, t)
	return t
}

// cascadeArea takes the children along when a record moved within its town.
func (d *draft) cascadeArea(t *touch) {
	if t.before == nil || t.before.Area == t.after.Area {
		return
	}
	for _, child := range t.reg.Children {
		if child.AreaField != "" {
			continue
		}
		for _, r := range d.children(child, t.after.ID) {
			c := d.touched[r.ID]
			if c == nil {
				c = d.derived(child, r)
			}
			c.after.Area = t.after.Area
		}
	}
}

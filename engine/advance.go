package engine

import (
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/register"
	"jieli/value"
	"jieli/workflow"
)

// mayAdvance asks, before the effects of a form, whether the step of a case that it takes is possible: it is judged by
// the case as it stands, with the answers.
func (d *draft) mayAdvance() {
	a := d.j.answers
	if a == nil || a.form.Transition == nil {
		return
	}
	s := d.settledScope(a)
	if a.form.Transition.Opens() {
		d.mayOpen(a)
	} else {
		taking := d.taking(a)
		taking.Unseen = d.arrivedUnseen(a)
		for _, f := range taking.Obstacles() {
			d.add(f)
		}
		if d.blocked() {
			return
		}
	}
	for _, f := range workflow.Unmet(a.form.Transition, s) {
		d.add(f)
	}
}

// mayOpen asks whether who opens a case is the person who may.
func (d *draft) mayOpen(a *answers) {
	taking := workflow.Taking{Step: a.form.Transition, Account: d.j.actor.Account, Name: d.j.actor.Name, NameOf: d.nameOf,
		PersonAt: d.personAt(d.touched[a.own.record].after)}
	if f, wrong := taking.WrongPerson(); wrong {
		d.add(f)
	}
}

// personAt gives what account a field of a record, or of one of its parents, names.
func (d *draft) personAt(r *register.Record) func(*catalog.Target) string {
	s := &scope{d: d, rec: r}
	return func(t *catalog.Target) string {
		at := s.find(t.Register.Name)
		if at == nil {
			return ""
		}
		account, _ := at.Get(t.Field.Name).(string)
		return account
	}
}

// taking is the step that a form takes, over the case and its earlier steps.
func (d *draft) taking(a *answers) *workflow.Taking {
	flow, own := a.form.Transition.Workflow, d.touched[a.own.record].after
	c := workflow.Case{Flow: flow, Record: d.touched[a.on.record].after}
	for _, s := range d.children(flow.Steps, c.Record.ID) {
		if s.ID != own.ID {
			c.Steps = append(c.Steps, s)
		}
	}
	second, _ := own.Get(catalog.StepSecond).(string)
	return &workflow.Taking{Case: c, Step: a.form.Transition, Clocks: d.clocks(c.Record), Today: d.today, Arrived: d.u.now.Day(),
		Account: d.j.actor.Account, Name: d.j.actor.Name, Second: second, NameOf: d.nameOf, PersonAt: d.personAt(c.Record)}
}

// arrivedUnseen reports whether others have brought the case into its stage since the sender saw it, be it into the same
// one again.
func (d *draft) arrivedUnseen(a *answers) bool {
	t := d.touched[a.on.record]
	b := d.j.bundle
	for _, e := range slices.Backward(t.history) {
		if _, arrived := e.Fields[catalog.CaseStage]; !arrived {
			continue
		}
		own := b.Device != "" && e.Device == b.Device && b.DeviceSeq > e.DeviceSeq
		return e.Version > t.in.base && !own
	}
	return false
}

func (d *draft) clocks(r *register.Record) workflow.Clocks {
	return workflow.Clocks{Days: d.u.e.workdays(), Vars: &scope{d: d, rec: r}}
}

// nameOf gives the name of an account of the county or of the programme's own level, "" when it is not known.
func (d *draft) nameOf(account string) string {
	r := d.account(account)
	if r == nil {
		return ""
	}
	name, _ := r.Get("name").(string)
	return name
}

// account finds an account where those are kept who work on a county's records.
func (d *draft) account(id string) *register.Record {
	reg := d.u.e.cat.Register(access.AccountRegister)
	if r := d.record(reg, id); r != nil || !value.IsID(id) {
		return r
	}
	return d.u.rootRecord(reg, id)
}

// advance opens the cases that a bundle makes and takes the step of its form.
func (d *draft) advance() {
	a := d.j.answers
	for i := 0; i < len(d.order); i++ {
		if t := d.order[i]; t.reg.Case != nil && t.before == nil {
			var opened *catalog.Transition
			if a != nil && a.own == t.in {
				opened = a.form.Transition
			}
			d.openNew(t, opened)
		}
	}
	if a != nil && a.form.Transition != nil && !a.form.Transition.Opens() {
		d.takeStep(a)
	}
}

func (d *draft) takeStep(a *answers) {
	own := d.touched[a.own.record]
	days, _ := own.after.Get(catalog.StepDays).(int64)
	e := d.taking(a).Take(int(days))
	d.putKept(d.touched[a.on.record], e.Case)
	d.putKept(own, e.Step)
}

// putKept writes values that the engine keeps, those that the register has.
func (d *draft) putKept(t *touch, values map[string]any) {
	for name, v := range values {
		if t.reg.Field(name) == nil || register.SameValue(t.after.Get(name), v) {
			continue
		}
		t.in.effects[name] = v
		t.after.Set(name, v)
	}
}

package engine

import (
	"jieli/catalog"
	"jieli/value"
)

// inLine gives the record of a register among a form's subject and its line of parents, "" when there is none.
func (d *draft) inLine(a *answers, reg *catalog.Register) string {
	if a.on == nil {
		return ""
	}
	t := d.touched[a.on.record]
	if t == nil || reg == nil {
		return ""
	}
	id, at := a.on.record, a.form.Subject
	for parent := t.parent; at != reg; {
		if at = at.Parent; at == nil {
			return ""
		}
		if id = parent; at != reg {
			r := d.record(at, id)
			if r == nil {
				return ""
			}
			parent = r.Parent
		}
	}
	return id
}

// placeLine finds the parents of the subject that a form asks about, and begins to change them as they stand.
func (d *draft) placeLine() {
	a := d.j.answers
	if a == nil {
		return
	}
	for _, in := range a.line {
		in.record = d.inLine(a, in.reg)
		r := d.u.record(in.reg, d.county(), in.record)
		if r == nil {
			d.add(recordUnknown.At(in.path, "register", in.reg.Label))
			continue
		}
		in.base, in.entryID = r.Version, value.DeriveID(d.j.bundle.ID, "on", r.ID)
		d.touch(in)
	}
}

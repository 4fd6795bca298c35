package engine

import (
	"fmt"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/value"
)

// decodeReview reads which records are to be judged anew.
func (e *Engine) decodeReview(j *job) {
	if n := len(j.bundle.Review); n > maxEntries {
		j.refuse(bundleLarge.At("review", "max", maxEntries, "n", n))
		return
	}
	for i, x := range j.bundle.Review {
		path := fmt.Sprintf("review[%d]", i)
		reg := e.cat.Register(x.Register)
		switch {
		case reg == nil:
			j.refuse(registerUnknown.At(path+".register", "name", clip(x.Register)))
			continue
		case !value.IsID(x.Record):
			j.refuse(recordID.At(path+".record", "value", clip(x.Record)))
			continue
		}
		in := newIntent(reg, x.Record, journal.Change, path)
		in.review, in.entryID = true, value.DeriveID(j.bundle.ID, "review", x.Record)
		j.intents = append(j.intents, in)
	}
}

// authorizeReview asks for the power to run rules where the record is.
func (d *draft) authorizeReview(t *touch) {
	for i := range d.j.actor.Grants {
		g := &d.j.actor.Grants[i]
		if g.Role.Has(catalog.RunRules) && access.Covers([]string{g.Area}, t.after.Area) {
			d.role, t.role = g.Role, g.Role
			return
		}
	}
	d.add(notAllowed.At(t.in.path, "name", t.reg.Label, "what", fault.Text{Zh: "重新评判", En: "judge anew"}))
}

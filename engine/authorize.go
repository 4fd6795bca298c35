package engine

import (
	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

// authorize is stage 2 (it needs the records' places, so it runs after place): role × register or form × action ×
// area. Areas of new records are settled here.
func (d *draft) authorize() {
	for _, t := range d.order {
		d.placeDelegation(t)
		d.settleArea(t)
	}
	if d.blocked() {
		return
	}
	if d.j.answers != nil {
		d.authorizeForm()
		return
	}
	for _, t := range d.order {
		d.authorizeEntry(t)
	}
}

// settleArea finds the area of a record after the draft: its area field, else its parent's area.
func (d *draft) settleArea(t *touch) {
	area, path := t.after.Area, t.in.path
	if f := t.reg.AreaField; f != "" {
		if v, given := t.in.fields[f]; given {
			area, _ = v.(string)
		} else if t.before == nil {
			area, _ = t.after.Get(f).(string)
		}
		path = t.in.pathOf(f)
		if area == "" {
			d.add(areaMissing.At(path, "label", t.reg.Field(f).Label))
			return
		}
	} else if parent := d.record(t.reg.Parent, t.parent); parent != nil {
		area = parent.Area
	} else if t.before == nil {
		d.add(recordUnknown.At(path, "register", parentLabel(t.reg)))
		return
	}
	d.checkArea(t, area, path)
}

func parentLabel(reg *catalog.Register) fault.Text {
	if reg.Parent == nil {
		return reg.Label
	}
	return reg.Parent.Label
}

func (d *draft) checkArea(t *touch, area, path string) {
	county, stream := value.StreamOf(area)
	switch _, known := d.u.e.cat.Areas.Get(area); {
	case !known:
		d.add(areaUnknown.At(path, "value", clip(area)))
	case county != d.county():
		d.add(areaCounty.At(path, "area", d.u.e.cat.Areas.Words(area), "county", d.county()))
	case t.before != nil && t.before.Stream != stream:
		d.add(movedTown.At(path))
	default:
		t.after.Area, t.after.Stream = area, stream
	}
}

func (d *draft) authorizeForm() {
	form := d.j.answers.form
	main := d.mainTouch()
	if main == nil {
		return
	}
	d.role = d.mayOr(form.Name, false, catalog.MaySubmit, main, form.Label, "form")
}

// withinReach refuses a form that reaches beyond its area: through its own record, a row, a reference, a record that it
// adds or moves. It is asked when all is known, so that a pack's own words for the same mistake are said too.
func (d *draft) withinReach(t *touch) {
	if d.j.answers == nil || d.role == nil || t.derived {
		return
	}
	form := d.j.answers.form
	for _, r := range []*register.Record{t.before, t.after} {
		if r == nil || r.Area == "" {
			continue
		}
		if _, ok := d.j.actor.Allows(form.Name, false, catalog.MaySubmit, r.Area, d.role.Name); !ok {
			d.add(outOfArea.At(t.in.path, "name", t.reg.Label, "area", d.u.e.cat.Areas.Words(r.Area)))
			return
		}
	}
}

// mainTouch is the record that says where a form belongs: the subject, else the form's own record.
func (d *draft) mainTouch() *touch {
	a := d.j.answers
	if a.on != nil {
		return d.touched[a.on.record]
	}
	if a.own != nil {
		return d.touched[a.own.record]
	}
	return nil
}

var rightOf = map[journal.Action]catalog.Right{
	journal.Create: catalog.MayCreate, journal.Change: catalog.MayChange, journal.Correct: catalog.MayCorrect,
	journal.Void: catalog.MayVoid, journal.Erase: catalog.MayErase,
}

func (d *draft) authorizeEntry(t *touch) {
	if t.in.review {
		d.authorizeReview(t)
		return
	}
	if delegates(t) {
		d.authorizeDelegation(t)
		return
	}
	role := d.mayOr(t.reg.Name, t.reg.BuiltIn, rightOf[t.in.action], t, t.reg.Label, t.in.path)
	if role == nil {
		return
	}
	d.role, t.role = role, role
	for name := range t.in.fields {
		if listed(role.ReadOnly[t.reg.Name], name) || listed(role.Hides[t.reg.Name], name) {
			d.add(fieldReadOnly.At(t.in.pathOf(name), "label", t.reg.Field(name).Label))
		}
	}
}

// mayOr gives the role in which the actor may act on a record, before and after its change; else it adds a finding.
func (d *draft) mayOr(name string, builtIn bool, right catalog.Right, t *touch, label fault.Text, path string) *catalog.Role {
	actor := d.j.actor
	for _, role := range actor.Roles() {
		if d.j.bundle.Role != "" && d.j.bundle.Role != role {
			continue
		}
		r, ok := actor.Allows(name, builtIn, right, t.after.Area, role)
		if ok && t.before != nil {
			_, ok = actor.Allows(name, builtIn, right, t.before.Area, role)
		}
		if ok {
			return r
		}
	}
	if len(actor.Areas(name, builtIn, right)) == 0 {
		words := rightWords[right]
		d.add(notAllowed.At(path, "name", label, "what", words))
		return nil
	}
	d.add(outOfArea.At(path, "name", label, "area", d.u.e.cat.Areas.Words(t.after.Area)))
	return nil
}

var rightWords = map[catalog.Right]fault.Text{
	catalog.MayRead:    {Zh: "查看", En: "read"},
	catalog.MayCreate:  {Zh: "新建", En: "create"},
	catalog.MayChange:  {Zh: "修改", En: "change"},
	catalog.MayCorrect: {Zh: "更正", En: "correct"},
	catalog.MayVoid:    {Zh: "作废", En: "void"},
	catalog.MayErase:   {Zh: "清除", En: "erase"},
	catalog.MaySubmit:  {Zh: "提交", En: "submit"},
}

func listed(list []string, name string) bool {
	for _, x := range list {
		if x == name {
			return true
		}
	}
	return false
}

// parentOf gives the parent of a record as the draft would leave it.
func (d *draft) parentOf(r *register.Record) *register.Record {
	if r.Register.Parent == nil {
		return nil
	}
	return d.record(r.Register.Parent, r.Parent)
}

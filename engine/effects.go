package engine

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

// effects applies what a form does besides its answers: sets, adds, moves.
func (d *draft) effects() {
	a := d.j.answers
	if a == nil {
		return
	}
	s := d.settledScope(a)
	made := d.adds(a, s)
	for _, set := range a.form.Sets {
		d.set(a, set, s)
	}
	for _, m := range a.form.Moves {
		d.move(a, m, made)
	}
}

// settledScope is what effects see: the records after merging, their calculated fields worked out.
func (d *draft) settledScope(a *answers) *scope {
	for _, in := range []*intent{a.on, a.own} {
		if in != nil {
			d.calculate(d.touched[in.record])
		}
	}
	if a.own != nil {
		return &scope{d: d, rec: d.touched[a.own.record].after}
	}
	if a.on != nil {
		return &scope{d: d, rec: d.touched[a.on.record].after}
	}
	return &scope{d: d, rec: &register.Record{Register: &catalog.Register{}}}
}

// adds makes the further records of a form and gives the id of the one of the subject's own register, "" when none.
func (d *draft) adds(a *answers, s *scope) string {
	made := ""
	for i, x := range a.form.Adds {
		if !holdsOrNone(x.When, s) {
			continue
		}
		id := value.DeriveID(d.j.bundle.ID, "add", strconv.Itoa(i))
		in := newIntent(x.Register, id, journal.Create, "")
		in.entryID = value.DeriveNear(d.j.bundle.ID, "entry", id)
		if in.parent = d.parentFor(a, x); in.parent == "" && x.Register.Parent != nil && x.On != "" {
			continue // what is pointed to is not known
		}
		for name, program := range x.Fields {
			if v, known := program.Eval(s); known {
				in.fields[name] = fitted(x.Register.Field(name), v)
			}
		}
		t := d.touch(in)
		if t == nil {
			continue
		}
		d.settleArea(t)
		d.fill(t)
		if x.Register == a.form.Subject {
			made = id
		}
	}
	return made
}

// parentFor finds the record that is to be the parent of a new one: the one pointed to, or one of the form's line.
func (d *draft) parentFor(a *answers, x *catalog.Add) string {
	switch reg := x.Register.Parent; {
	case reg == nil:
		return ""
	case x.On != "":
		return d.pointedTo(a, x.On)
	case reg == a.form.Own:
		return a.own.record
	default:
		return d.inLine(a, reg)
	}
}

// pointedTo gives the record that a reference question of the form names, or a field of its subject ("register.field").
func (d *draft) pointedTo(a *answers, on string) string {
	_, field, ofSubject := strings.Cut(on, ".")
	switch {
	case !ofSubject:
		return d.chosen(a, on)
	case a.on == nil:
		return ""
	}
	id, _ := d.touched[a.on.record].after.Get(field).(string)
	return id
}

func (d *draft) set(a *answers, x *catalog.Set, s *scope) {
	if !holdsOrNone(x.When, s) {
		return
	}
	var v any
	if !x.Clear {
		value, known := x.Value.Eval(s)
		if !known {
			return // what is not known changes nothing
		}
		v = fitted(x.Field, value)
	}
	t := d.setTarget(a, x)
	if t == nil {
		return
	}
	if reflect.DeepEqual(t.after.Get(x.Field.Name), v) {
		return
	}
	t.in.effects[x.Field.Name] = v
	t.after.Set(x.Field.Name, v)
}

// setTarget finds the record that a set writes: the form's own, the subject or one of its parents, or the one that a
// reference question chose or a field of the subject points to.
func (d *draft) setTarget(a *answers, x *catalog.Set) *touch {
	id, path := "", "answers"
	switch {
	case x.On != "":
		id, path = d.pointedTo(a, x.On), "answers."+x.On
	case a.own != nil && x.Register == a.form.Own:
		id = a.own.record
	default:
		id = d.inLine(a, x.Register)
	}
	if id == "" {
		return nil
	}
	return d.touchFor(x.Register, id, path)
}

// chosen gives the record that a reference question of the form names.
func (d *draft) chosen(a *answers, question string) string {
	if a.own == nil {
		return ""
	}
	id, _ := d.touched[a.own.record].after.Get(question).(string)
	return id
}

// touchFor gives the touch of a record that exists, begun when the bundle has not touched it yet.
func (d *draft) touchFor(reg *catalog.Register, id, path string) *touch {
	if t := d.touched[id]; t != nil && t.reg == reg {
		return t
	}
	r := d.u.record(reg, d.county(), id)
	if r == nil {
		d.add(recordUnknown.At(path, "register", reg.Label))
		return nil
	}
	in := newIntent(reg, id, journal.Change, path)
	in.entryID = value.DeriveNear(d.j.bundle.ID, "on", id)
	in.base = r.Version
	t := d.touch(in)
	if t != nil {
		d.settleArea(t)
	}
	return t
}

func (d *draft) move(a *answers, m *catalog.Move, made string) {
	to := made
	if m.To != "" {
		to = d.chosen(a, m.To)
	}
	if to == "" {
		return
	}
	for _, r := range a.rows[m.Repeat] {
		t := d.touched[r.in.record]
		if t == nil || !r.picked || t.after.Parent == to {
			continue
		}
		t.parent, t.moved = to, true
		t.after.Parent = to
		k := childKey{t.reg.Name, to}
		d.newIDs[k] = append(d.newIDs[k], t.after.ID)
		d.settleArea(t)
	}
}

// fitted brings the value of an expression into the form of its field: a number with unit is scaled and rounded to the
// field's decimals.
func fitted(f *catalog.Field, v any) any {
	x, ok := v.(float64)
	if !ok {
		return v
	}
	scaled := math.Round(x * math.Pow10(f.Limits.Decimals))
	if math.Abs(scaled) > maxScaled {
		return nil
	}
	return int64(scaled)
}

// maxScaled is the greatest number that a float64 holds exactly.
const maxScaled = 1 << 53

// shownIn gives a value as it is shown in both languages.
func shownIn(f *catalog.Field, v any) fault.Text {
	return fault.Text{Zh: f.Type.Display(v, &f.Limits, "zh"), En: f.Type.Display(v, &f.Limits, "en")}
}

// sayable gives a value for a sentence, or that it is kept to itself: who sends may not be who sees it.
func sayable(f *catalog.Field, v any) fault.Text {
	if f.Privacy != catalog.Open {
		return fault.Text{Zh: "（隐私，不显示）", En: "(private, not shown)"}
	}
	return shownIn(f, v)
}

// limitsOf holds a computed value to the limits of its field.
func (d *draft) limitsOf(f *catalog.Field, v any, path string) {
	n, ok := v.(int64)
	if !ok {
		return
	}
	if l := f.Limits; l.Min != nil && n < *l.Min || l.Max != nil && n > *l.Max {
		d.add(computedOutside.At(path, "label", f.Label, "value", sayable(f, v)))
	}
}

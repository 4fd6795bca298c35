package engine

import (
	"jieli/catalog"
	"jieli/expr"
	"jieli/register"
)

// askRelevant asks of a form what its reader was asked: answers to questions that were not asked are left out with a
// warning, questions that were asked and must be answered are demanded.
func (d *draft) askRelevant() {
	a := d.j.answers
	if a == nil {
		return
	}
	main := d.formScope()
	for _, s := range a.form.Sections {
		shown := holdsOrNone(s.Relevant, main)
		for _, q := range s.Questions {
			d.askQuestion(a, q, shown && holdsOrNone(q.Relevant, main))
		}
	}
}

// formScope is what the expressions of a form see: the form's own record (whose parent is the subject) or the subject,
// with the answers filled in.
func (d *draft) formScope() *scope {
	a := d.j.answers
	for _, t := range d.order {
		d.fill(t)
	}
	if a.own != nil {
		return &scope{d: d, rec: d.touched[a.own.record].after}
	}
	if a.on != nil {
		return &scope{d: d, rec: d.touched[a.on.record].after}
	}
	return &scope{d: d, rec: &register.Record{Register: &catalog.Register{}}}
}

// fill puts the sent values of a touch into its record, provisionally: merge settles them.
func (d *draft) fill(t *touch) {
	for name, v := range t.in.fields {
		t.after.Set(name, v)
	}
}

func holdsOrNone(p *expr.Program, v expr.Vars) bool { return p == nil || p.Holds(v) }

func (d *draft) askQuestion(a *answers, q *catalog.Question, shown bool) {
	if q.Repeat != nil {
		d.askRows(a, q, shown)
		return
	}
	if q.Field == nil || q.ReadOnly {
		return
	}
	in := a.own
	if q.SaveTo != nil {
		in = a.inLine(q.SaveTo.Register)
	}
	if in == nil {
		return
	}
	if t := d.touched[in.record]; t != nil {
		d.askField(t, q, fieldOf(q), a.sent[q.Name], shown)
	}
}

func fieldOf(q *catalog.Question) *catalog.Field {
	if q.SaveTo != nil {
		return q.SaveTo.Field
	}
	return q.Field
}

func (d *draft) askField(t *touch, q *catalog.Question, f *catalog.Field, sent, shown bool) {
	path := t.in.path + "." + q.Name
	if !shown {
		if v, given := t.in.fields[f.Name]; sent && given && v != nil {
			d.add(notRelevant.At(path, "label", f.Label))
		}
		delete(t.in.fields, f.Name)
		t.restore(f.Name)
		return
	}
	if q.Required && t.after.Get(f.Name) == nil {
		d.add(required.At(path, "label", f.Label))
	}
}

// restore takes back a provisional value.
func (t *touch) restore(name string) {
	i, _ := t.reg.FieldIndex(name)
	t.after.Fields[i] = t.in.effects[name]
	if t.before != nil {
		t.after.Fields[i] = t.before.Fields[i]
	}
}

func (d *draft) askRows(a *answers, q *catalog.Question, shown bool) {
	for _, r := range a.rows[q.Name] {
		t := d.touched[r.in.record]
		if t == nil {
			continue
		}
		if !r.isNew && t.before.Parent != d.j.bundle.Subject {
			d.add(rowForeign.At(r.in.path, "label", q.Repeat.Register.Label))
			continue
		}
		v := &scope{d: d, rec: t.after}
		for _, x := range q.Repeat.Questions {
			if x.SaveTo != nil && !x.ReadOnly {
				_, sent := r.in.fields[x.SaveTo.Field.Name]
				d.askField(t, x, x.SaveTo.Field, sent, shown && holdsOrNone(x.Relevant, v))
			}
		}
	}
}

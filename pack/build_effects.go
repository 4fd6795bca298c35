package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
)

// effects builds what a submission does besides saving answers.
func (b *builder) effects(x *formBuild) {
	for _, d := range x.doc.Set {
		if s := b.set(x, d); s != nil {
			x.form.Sets = append(x.form.Sets, s)
		}
	}
	for _, d := range x.doc.Add {
		if a := b.add(x, d); a != nil {
			x.form.Adds = append(x.form.Adds, a)
		}
	}
	for _, d := range x.doc.Move {
		if m := b.move(x, d); m != nil {
			x.form.Moves = append(x.form.Moves, m)
		}
	}
	b.ledgerEffects(x)
}

func (b *builder) set(x *formBuild, d *setDoc) *catalog.Set {
	if d.Field.text == "" {
		return nil
	}
	into := b.settable(x, d)
	if len(into) == 0 {
		return nil
	}
	t := b.target(d.Field, into, codeSetElsewhere)
	if t == nil {
		return nil
	}
	b.asked[t.Field] = true
	b.written[t.Register] = true
	b.mustBeWritable(d.Field.pos, t.Register, t.Field)
	if before, both := x.saves[t.Field]; both && d.On.text == "" && !d.When.set() {
		b.report(d.Field.pos, codeSavedTwice, "name", d.Field.text, "before", before.String())
	}
	if d.On.text == "" && !d.When.set() {
		x.sets[t.Field] = true
	}
	b.setShape(d, t.Field)
	s := &catalog.Set{On: d.On.text, Field: t.Field, Register: t.Register, Clear: bool(d.Clear)}
	b.effectValue(x, d.Value, t.Field, func(p *expr.Program) { s.Value = p })
	b.effectWhen(x, d.When, func(p *expr.Program) { s.When = p })
	return s
}

// setShape holds an effect to one of value and clear; a required field cannot be emptied.
func (b *builder) setShape(d *setDoc, f *catalog.Field) {
	switch {
	case d.Value.set() == bool(d.Clear):
		b.report(d.pos, codeSetValue, "name", f.Name)
	case bool(d.Clear) && f.Required:
		b.report(d.keyPos("clear"), codeClearRequired, "name", f.Name)
	}
}

// settable lists the registers that an effect may write: what the form itself makes, the subject and its parents, or what
// a question or a field of the subject points to. A form that makes its subject writes that alone: its parent is chosen
// only when it is submitted.
func (b *builder) settable(x *formBuild, d *setDoc) []*catalog.Register {
	s := x.form.Subject
	switch {
	case d.On.text != "":
		if r := b.pointedTo(x, d.On); r != nil {
			return []*catalog.Register{r}
		}
	case s == nil && x.doc.Subject.text == "" && x.form.Own == nil:
		b.report(d.Field.pos, codeSaveNoSubject, "name", d.Field.text)
	case s != nil && x.form.Creates:
		return []*catalog.Register{s}
	case x.form.Own != nil && (x.doc.step == nil || x.doc.step.opens()):
		return append([]*catalog.Register{x.form.Own}, lineOf(s)...)
	default:
		return lineOf(s)
	}
	return nil
}

// effectValue compiles a value that is written into a field.
func (b *builder) effectValue(x *formBuild, v formula, f *catalog.Field, keep func(*expr.Program)) {
	if !v.set() {
		return
	}
	b.later(func() {
		p := b.compile(v, b.formEnv(x.form, nil), f.Type.Kind())
		keep(p)
		b.checkLiteral(v, f)
		b.sameShape(v, p, f)
		b.keepsPrivate(v, p, f)
	})
}

func (b *builder) effectWhen(x *formBuild, when formula, keep func(*expr.Program)) {
	if when.set() {
		b.later(func() { keep(b.compile(when, b.formEnv(x.form, nil), kindBool)) })
	}
}

// referenceQuestion gives the register that a question of type reference points to.
func (b *builder) referenceQuestion(x *formBuild, w word) *catalog.Register {
	q := x.questions[w.text]
	switch {
	case q == nil:
		var known []string
		for name := range x.questions {
			known = append(known, name)
		}
		b.reportUnknown(w, codeUnknownQuestion, sorted(known), "form", x.form.Name)
		return nil
	case q.Field == nil || q.Field.Type.Name() != "reference":
		b.report(w.pos, codeNotAReference, "name", w.text)
		return nil
	}
	if r := b.reg[q.Field.Limits.Register]; r != nil {
		return r.reg
	}
	return nil
}

func (b *builder) add(x *formBuild, d *addDoc) *catalog.Add {
	r := b.register(d.Register)
	if r == nil {
		return nil
	}
	if !b.addable(x, d, r) {
		return nil
	}
	a := &catalog.Add{On: d.On.text, Register: r, Fields: map[string]*expr.Program{}}
	x.adds[r] = true
	b.written[r] = true
	given := map[*catalog.Field]bool{}
	for _, p := range d.Fields {
		f := b.field(r, p.key)
		if f == nil {
			continue
		}
		given[f] = true
		b.asked[f] = true
		b.mustBeWritable(p.key.pos, r, f)
		b.effectValue(x, p.value, f, func(v *expr.Program) {
			if v != nil {
				a.Fields[f.Name] = v
			}
		})
	}
	b.requireAll(d.keyPos("fields"), r, codeAddLacks, func(f *catalog.Field) bool { return given[f] })
	b.effectWhen(x, d.When, func(v *expr.Program) { a.When = v })
	return a
}

// addable reports whether a form may make a record of r, and says why not.
func (b *builder) addable(x *formBuild, d *addDoc, r *catalog.Register) bool {
	s := x.form.Subject
	switch {
	case d.On.text != "":
		parent := b.pointedTo(x, d.On)
		if parent != nil && r.Parent != parent {
			b.report(d.Register.pos, codeAddElsewhere, "name", r.Name, "subject", parent.Name)
		}
		return parent != nil && r.Parent == parent
	case s == nil && x.doc.Subject.text == "":
		b.report(d.Register.pos, codeSaveNoSubject, "name", r.Name)
	case s != nil && r != s && (r.Parent == nil || !slices.Contains(lineOf(s), r.Parent)):
		b.report(d.Register.pos, codeAddElsewhere, "name", r.Name, "subject", s.Name)
	default:
		return s != nil
	}
	return false
}

// pointedTo gives the register that a question, or a field of the subject as register.field, points to.
func (b *builder) pointedTo(x *formBuild, w word) *catalog.Register {
	if !strings.Contains(w.text, ".") || x.form.Subject == nil {
		return b.referenceQuestion(x, w)
	}
	t := b.target(w, []*catalog.Register{x.form.Subject}, codeSetElsewhere)
	switch {
	case t == nil:
		return nil
	case t.Field.Type.Name() != "reference":
		b.report(w.pos, codeNotAReference, "name", w.text)
		return nil
	}
	if r := b.reg[t.Field.Limits.Register]; r != nil {
		return r.reg
	}
	return nil
}

// requireAll reports required fields of a new record that nothing fills.
func (b *builder) requireAll(pos fault.Pos, r *catalog.Register, c *fault.Code, given func(*catalog.Field) bool) {
	for _, f := range r.Fields {
		if f.Required && f.Default == nil && !given(f) && !b.isCalculated(r, f) && !f.Retired {
			b.report(pos, c, "name", f.Name, "register", r.Name)
		}
	}
}

func (b *builder) move(x *formBuild, d *moveDoc) *catalog.Move {
	if d.People.text == "" || d.To.text == "" || x.form.Subject == nil {
		return nil
	}
	q := x.questions[d.People.text]
	switch {
	case q == nil || q.Repeat == nil || !q.Repeat.Pick:
		b.report(d.People.pos, codeMoveNoPick, "name", d.People.text)
	case d.To.text == "new" && !x.adds[x.form.Subject]:
		b.report(d.To.pos, codeMoveNoNew, "subject", x.form.Subject.Name)
	case d.To.text == "new":
		return &catalog.Move{Repeat: d.People.text}
	default:
		if r := b.referenceQuestion(x, d.To); r == x.form.Subject {
			return &catalog.Move{Repeat: d.People.text, To: d.To.text}
		} else if r != nil {
			b.report(d.To.pos, codeMoveElsewhere, "name", r.Name, "subject", x.form.Subject.Name)
		}
	}
	return nil
}

// isCalculated reports whether a field follows from others; known before expressions are compiled.
func (b *builder) isCalculated(r *catalog.Register, f *catalog.Field) bool {
	x := b.regDocs[r]
	switch {
	case x == nil:
	case x.doc != nil:
		for _, p := range x.doc.Fields {
			if p.key.text == f.Name {
				return p.value.Calculate.set()
			}
		}
	case x.form != nil:
		for _, s := range x.form.sections() {
			for _, p := range s.Questions {
				if p.key.text == f.Name && p.value != nil {
					return p.value.Calculate.set()
				}
			}
		}
	}
	return false
}

package pack

import (
	"fmt"

	"jieli/catalog"
)

// ofWorkflow ties a register to the workflow that makes it.
func (b *builder) ofWorkflow(r *catalog.Register, d *registerDoc) {
	for _, x := range b.flows {
		switch x.doc {
		case d.cases:
			r.Case, x.flow.Case = x.flow, r
		case d.steps:
			r.Step, x.flow.Steps = x.flow, r
		}
	}
}

// madeRegister gives the register of cases or steps that a workflow made; nil when its name was taken.
func (b *builder) madeRegister(w word) *catalog.Register {
	if x := b.reg[w.text]; x != nil && (x.reg.Case != nil || x.reg.Step != nil) {
		return x.reg
	}
	return nil
}

// openingQuestion makes a question that fills a field of the case that the form opens an own question of the form: the
// case is its own register. It bears the name of the field, as own questions do.
func (b *builder) openingQuestion(q *catalog.Question, d *questionDoc, t *catalog.Target) {
	if q.Name != t.Field.Name {
		b.report(d.SaveTo.pos, codeOpeningName, "name", q.Name, "field", t.Field.Name)
	}
	q.Field = t.Field
	q.Required = q.Required || t.Field.Required && !d.Relevant.set()
}

// sharedAnswer reports a question of a step that has the name of a question of another step and asks something else:
// both answers are kept in one field.
func (b *builder) sharedAnswer(x *formBuild, f *catalog.Field, name word, q *questionDoc) {
	if x.doc.step == nil || stepNames[name.text] {
		return
	}
	if x.form.Own.Step == nil || b.regDocs[x.form.Own] == nil {
		return
	}
	if answerText(f) == b.answerOf(name, q) {
		return
	}
	b.report(name.pos, codeSharedAnswer, "name", name.text, "before", b.places[f].String())
}

// answerOf gives what decides the meaning of a question, without reporting it again.
func (b *builder) answerOf(name word, q *questionDoc) string {
	quiet := &builder{}
	*quiet = *b
	silent := *b.loader
	quiet.loader, quiet.pending = &silent, nil
	return answerText(quiet.makeField(name, &q.fieldDoc, nil))
}

func answerText(f *catalog.Field) string {
	l := f.Limits
	bound := func(n *int64) string {
		if n == nil {
			return ""
		}
		return fmt.Sprint(*n)
	}
	return fmt.Sprint(f.Label, f.Type.Name(), f.Privacy, bound(l.Min), bound(l.Max), l.MinLength, l.MaxLength, l.Pattern, l.Unit,
		l.Decimals, l.Per, l.Level, l.MaxCount, l.Register, listName(&l))
}

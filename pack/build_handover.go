package pack

import (
	"slices"

	"jieli/catalog"
	"jieli/fault"
)

// thingList is the code list of what can be handed over: the registers whose records somebody answers for, tasks, and
// what the leaver writes down.
const thingList = "thing"

// thingChoices makes that list when some workflow hands over.
func (b *builder) thingChoices() {
	i := slices.IndexFunc(b.docs.workflows, func(d *workflowDoc) bool { return d.HandsOver != nil })
	if i < 0 {
		return
	}
	first := b.docs.workflows[i]
	word := func(name string) word { return word{text: name, pos: first.Workflow.pos} }
	list := &choicesDoc{at: first.made(), Choices: word(thingList)}
	list.Label = label{text: fault.Text{Zh: "交接内容", En: "What is handed over"}, pos: first.pos}
	for _, d := range b.docs.registers { // those that workflows make are among them
		if slices.ContainsFunc(d.Fields, func(p pair[fieldDoc]) bool { return bool(p.value.Answers) }) {
			list.Values = append(list.Values, choiceOf(d.Register, d.Label, false))
		}
	}
	for _, d := range b.docs.forms {
		if d.step == nil && d.asksWhoAnswers() {
			list.Values = append(list.Values, choiceOf(d.Form, d.Label, false))
		}
	}
	own := func(zh, en string) label { return label{text: fault.Text{Zh: zh, En: en}, pos: first.pos} }
	list.Values = append(list.Values, choiceOf(word(catalog.ThingTask), own("转交的待办", "Task handed on"), false),
		choiceOf(word(catalog.ThingNote), own("写明的事项", "Written down by who leaves"), false))
	b.docs.choices = append(b.docs.choices, list)
}

func (d *formDoc) asksWhoAnswers() bool {
	for _, s := range d.sections() {
		for _, p := range s.Questions {
			if p.value != nil && bool(p.value.Answers) {
				return true
			}
		}
	}
	return false
}

// handsOver settles who hands over to whom. What stands open for somebody who leaves is looked up by the person: the
// field is one to filter by.
func (b *builder) handsOver(w *catalog.Workflow, d *handsOverDoc) {
	if d == nil {
		return
	}
	from := b.personAt(d.From, lineOf(w.Case))
	if from == nil {
		return
	}
	h := &catalog.HandsOver{From: *from}
	for _, name := range d.To {
		if to := b.personAt(name, lineOf(w.Case)); to != nil {
			h.To = append(h.To, to)
		}
	}
	if from.Register != w.Case && from.Register != w.Subject {
		b.report(d.From.pos, codeHandsFrom, "name", d.From.text)
		return
	}
	from.Field.Filter = true
	w.HandsOver = h
}

// personAt resolves register.field to a reference to an account; nil when nothing is written or it is none.
func (b *builder) personAt(w word, line []*catalog.Register) *catalog.Target {
	if w.text == "" {
		return nil
	}
	t := b.target(w, slices.DeleteFunc(line, func(r *catalog.Register) bool { return r == nil }), codeShowElsewhere)
	if t != nil && !b.namesPerson(w, t.Field) {
		return nil
	}
	return t
}

func (b *builder) namesPerson(w word, f *catalog.Field) bool {
	if f.Type.Name() == "reference" && f.Limits.Register == accountRegister {
		return true
	}
	if !b.poor[f.Name] {
		b.report(w.pos, codeNoPerson, "name", w.text)
	}
	return false
}

func (b *builder) stageFor(w *catalog.Workflow, s *catalog.Stage, name word) {
	if name.text == "" {
		return
	}
	f := b.field(w.Case, name)
	switch {
	case f == nil || !b.namesPerson(name, f):
	case !f.Answers:
		b.report(name.pos, codeForAnswers, "name", f.Name)
	default:
		s.For = f.Name
	}
	if len(s.Owners) == 0 {
		b.report(name.pos, codeForNobody, "name", s.Name)
	}
}

// gathers ties the steps that gather to the workflow whose cases they make.
func (b *builder) gathers() {
	for _, x := range b.flows {
		for _, d := range x.doc.Transitions {
			fb := b.formOf[d.form]
			if d.Gather.text == "" || fb == nil || !b.workflows.known(d.Gather) {
				continue
			}
			i := slices.IndexFunc(b.flows, func(y *flowBuild) bool { return y.flow.Name == d.Gather.text })
			if i < 0 {
				continue // its name is taken, which is reported
			}
			items := b.flows[i].flow
			if items.HandsOver == nil || items.Subject != x.flow.Case || items.HandsOver.From.Register != x.flow.Case {
				b.report(d.Gather.pos, codeGather, "name", d.Gather.text, "workflow", x.flow.Name)
				continue
			}
			fb.form.Gathers = items
		}
	}
}

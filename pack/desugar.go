package pack

import (
	"jieli/catalog"
	"jieli/fault"
)

// A workflow is written once and becomes what the rest of the language knows: code lists, registers and forms. Their
// places are those of the workflow's own document, so that whatever is wrong with them is reported there.

const (
	stepSuffix  = "_step"
	stageSuffix = "_stage"
	actSuffix   = "_act"
	stepsList   = "steps" // of a case
)

// desugarWorkflows adds the documents that workflows make.
func (b *builder) desugarWorkflows() {
	for _, d := range b.docs.workflows {
		if !b.workflows.declare(d.Workflow) {
			continue
		}
		if !b.checkName(d.Workflow, namePattern) {
			b.broken["workflow "+d.Workflow.text] = true
			continue
		}
		b.flows = append(b.flows, &flowBuild{doc: d, flow: &catalog.Workflow{}})
		b.stageChoices(d)
		b.actChoices(d)
		b.caseRegisters(d)
		b.transitionForms(d)
	}
	b.ruleChoices()
	b.thingChoices()
}

// made is where something that a workflow makes stands.
func (d *workflowDoc) made() at { return at{pos: d.pos, folder: d.folder} }

// suffixed gives a name that is made of another, at its place.
func (w word) suffixed(suffix string) word {
	if w.text == "" {
		return word{pos: w.pos}
	}
	return word{text: w.text + suffix, pos: w.pos}
}

func (t label) suffixed(zh, en string) label {
	return label{text: fault.Text{Zh: t.text.Zh + zh, En: t.text.In("en") + en}, pos: t.pos}
}

func (b *builder) stageChoices(d *workflowDoc) {
	list := &choicesDoc{at: d.made(), Choices: d.Workflow.suffixed(stageSuffix), Label: d.Label.suffixed("环节", ": stage")}
	for _, p := range d.Stages {
		list.Values = append(list.Values, choiceOf(p.key, p.value.Label, bool(p.value.Retired)))
	}
	b.docs.choices = append(b.docs.choices, list)
}

func (b *builder) actChoices(d *workflowDoc) {
	list := &choicesDoc{at: d.made(), Choices: d.Workflow.suffixed(actSuffix), Label: d.Label.suffixed("步骤", ": step")}
	seen := map[string]fault.Pos{}
	for _, t := range d.Transitions {
		if before, dup := seen[t.Do.text]; dup && t.Do.text != "" {
			b.duplicate("transition", t.Do, before)
			continue
		}
		seen[t.Do.text] = t.Do.pos
		list.Values = append(list.Values, choiceOf(t.Do, t.Label, bool(t.Retired)))
	}
	b.docs.choices = append(b.docs.choices, list)
}

// ruleChoices makes the code list of the rules that open cases; the field `rule` of a case says which one did.
func (b *builder) ruleChoices() {
	var list *choicesDoc
	for _, d := range b.docs.rules {
		if d.Then == nil || d.Then.Open.text == "" || d.Rule.text == "" {
			continue
		}
		if list == nil {
			list = &choicesDoc{at: at{pos: d.pos, folder: d.folder}, Choices: word{text: ruleList, pos: d.Rule.pos}}
			list.Label = label{text: fault.Text{Zh: "规则", En: "Rule"}, pos: d.pos}
			b.docs.choices = append(b.docs.choices, list)
		}
		list.Values = append(list.Values, choiceOf(d.Rule, d.Label, false))
	}
}

// ruleList is the code list of the rules that open cases.
const ruleList = "rule"

func choiceOf(name word, text label, retired bool) pair[choiceDoc] {
	c := choiceDoc{
		at: at{pos: name.pos}, Zh: word{text: text.text.Zh, pos: text.pos}, En: word{text: text.text.In("en"), pos: text.pos},
		Retired: truth(retired),
	}
	return pair[choiceDoc]{key: name, value: c}
}

// caseRegisters makes the registers of the cases and of their steps.
func (b *builder) caseRegisters(d *workflowDoc) {
	cases := &registerDoc{
		at: d.made(), Register: d.Workflow, Label: d.Label, Help: d.Help, Parent: d.Subject, As: d.As, Area: d.Area,
		Key: d.Key, Title: d.Title, Fields: d.Fields, cases: d,
	}
	steps := &registerDoc{
		at: d.made(), Register: d.Workflow.suffixed(stepSuffix), Label: d.Label.suffixed("办理记录", ": steps"),
		Parent: d.Workflow, As: word{text: stepsList, pos: d.pos}, Date: word{text: catalog.StepDoneOn, pos: d.pos}, steps: d,
	}
	b.docs.registers = append(b.docs.registers, cases, steps)
}

// transitionForms makes a form of each step.
func (b *builder) transitionForms(d *workflowDoc) {
	seen := map[string]bool{}
	for _, t := range d.Transitions {
		if t.Do.text == "" || bool(t.Retired) || seen[t.Do.text] {
			continue
		}
		seen[t.Do.text] = true
		f := &formDoc{
			at: t.at, Form: word{text: d.Workflow.text + "_" + t.Do.text, pos: t.Do.pos}, Label: t.Label, Help: t.Help,
			Subject: d.Workflow, Set: t.Set, Add: t.Add, Post: t.Post, Reverse: t.Reverse, Leaves: t.Leaves, step: t,
		}
		f.Subject.pos = t.Do.pos
		if t.opens() {
			f.Subject, f.own = d.Subject, d.Workflow
			f.Questions = t.Asks
		} else {
			f.own = d.Workflow.suffixed(stepSuffix)
			f.Questions = b.stepQuestions(t)
		}
		b.docs.forms = append(b.docs.forms, f)
		t.form = f
	}
}

// opens reports whether a step opens a case.
func (t *transitionDoc) opens() bool { return !t.has("from") }

// stepQuestions gives the questions of a step: the second person first, the reason last.
func (b *builder) stepQuestions(t *transitionDoc) dict[*questionDoc] {
	var out dict[*questionDoc]
	ask := func(name string) {
		q := &questionDoc{}
		q.Required = true
		out = append(out, pair[*questionDoc]{key: word{text: name, pos: t.Do.pos}, value: q})
	}
	if t.Persons == 2 {
		ask(catalog.StepSecond)
	}
	if t.Clock.text == string(catalog.ClockExtend) {
		ask(catalog.StepDays)
	}
	for _, p := range t.Asks {
		if p.value != nil && p.value.own() && stepNames[p.key.text] {
			b.report(p.key.pos, codeStepName, "name", p.key.text)
			continue
		}
		out = append(out, p)
	}
	clock := catalog.ClockAct(t.Clock.text)
	if bool(t.Back) || bool(t.Reason) || clock == catalog.ClockExtend || clock == catalog.ClockPause {
		ask(catalog.StepReason)
	}
	return out
}

// stepNames are the fields that every register of steps has.
var stepNames = map[string]bool{
	catalog.StepDid: true, catalog.StepFrom: true, catalog.StepTo: true, catalog.StepDoneOn: true, catalog.StepDueWas: true,
	catalog.StepSecond: true, catalog.StepReason: true, catalog.StepDays: true,
}

package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

// flowBuild keeps a workflow beside what it was made from.
type flowBuild struct {
	flow *catalog.Workflow
	doc  *workflowDoc
}

// buildWorkflows builds what the registers and forms of a workflow do not say: who, how long, under which conditions.
func (b *builder) buildWorkflows() {
	for _, x := range b.flows {
		w, d := x.flow, x.doc
		if w.Case == nil || w.Steps == nil {
			continue // its name is taken, which is reported
		}
		w.Name, w.Label, w.Help, w.Folder = d.Workflow.text, d.Label.text, d.Help.text, d.folder
		w.Subject = w.Case.Parent
		b.places[w] = d.pos
		b.oneOpen(w, d)
		b.clock(w, d.Within, func(s *catalog.Span) { w.Within = s })
		b.climbs(w, d)
		b.handsOver(w, d.HandsOver)
		b.stages(x)
		b.transitions(x)
		b.checkWorkflow(x)
		b.cat.Workflows = append(b.cat.Workflows, w)
	}
	b.gathers()
}

func (b *builder) oneOpen(w *catalog.Workflow, d *workflowDoc) {
	if d.OneOpen == nil {
		return
	}
	if w.Subject == nil {
		b.report(d.keyPos("one_open"), codeOneOpenAlone, "name", w.Name)
	}
	w.OneOpen = true
	for _, name := range *d.OneOpen {
		f := b.field(w.Case, name)
		switch {
		case f == nil:
		case f.Kept && f.Name != catalog.CaseRule:
			b.report(name.pos, codeOneOpenKept, "name", f.Name)
		default:
			w.OneOpenBy = append(w.OneOpenBy, f.Name)
		}
	}
}

// clock builds a number of days, in calendar days or working days.
func (b *builder) clock(w *catalog.Workflow, d *clockDoc, keep func(*catalog.Span)) {
	if d == nil {
		return
	}
	if d.Days.set() == d.Workdays.set() {
		b.report(d.pos, codeClockForm)
		return
	}
	s, days := &catalog.Span{Workdays: d.Workdays.set()}, d.Days
	if s.Workdays {
		days = d.Workdays
	}
	keep(s)
	b.later(func() { s.Days = b.compile(days, b.recordEnv(w.Case), value.KindInt) })
}

func (b *builder) climbs(w *catalog.Workflow, d *workflowDoc) {
	last := -1
	for _, c := range d.Overdue {
		if int(c.After) < last {
			b.report(c.keyPos("after"), codeClimbOrder, "last", last)
		}
		last = int(c.After)
		if b.roles.known(c.Role) {
			w.Climbs = append(w.Climbs, catalog.Climb{Role: c.Role.text, After: int(c.After)})
		}
	}
}

func (b *builder) stages(x *flowBuild) {
	for i, p := range x.doc.Stages {
		d := p.value
		s := &catalog.Stage{
			Name: p.key.text, Label: d.Label.text, Help: d.Help.text, Place: i, Final: bool(d.Final), Good: bool(d.Good),
			FourEyes: bool(d.FourEyes), Retired: bool(d.Retired), Owners: knownTexts(d.Owner, b.roles),
		}
		b.places[s] = p.key.pos
		b.clock(x.flow, d.Within, func(c *catalog.Span) { s.Within = c })
		b.clock(x.flow, d.AtLeast, func(c *catalog.Span) { s.AtLeast = c })
		b.stageDocument(x.flow, s, d.Document)
		b.stageFor(x.flow, s, d.For)
		x.flow.Stages = append(x.flow.Stages, s)
	}
}

func (b *builder) transitions(x *flowBuild) {
	for _, d := range x.doc.Transitions {
		fb := b.formOf[d.form]
		if d.form == nil || fb == nil || d.Retired {
			continue
		}
		t := &catalog.Transition{
			Workflow: x.flow, Name: d.Do.text, Label: d.Label.text, Help: d.Help.text, Form: fb.form,
			From: b.stageNames(x.flow, d.From), To: b.stageName(x.flow, d.To), By: knownTexts(d.By, b.roles),
			Back: bool(d.Back), Clock: catalog.ClockAct(d.Clock.text),
		}
		b.places[t] = d.Do.pos
		t.Only, t.Except = b.personAt(d.Only, lineOf(x.flow.Case)), b.personAt(d.Except, lineOf(x.flow.Case))
		fb.form.Transition = t
		if len(d.By) == 0 {
			t.By = ownersOf(t.From)
		}
		b.transitionShape(t, d)
		b.conditions(t, d)
		x.flow.Transitions = append(x.flow.Transitions, t)
		b.grantTransition(x.flow, t)
	}
}

func (b *builder) stageNames(w *catalog.Workflow, list words) []*catalog.Stage {
	var out []*catalog.Stage
	for _, name := range list {
		s := b.stageName(w, name)
		if slices.Contains(out, s) {
			b.report(name.pos, codeKeyTwice, "name", name.text)
		} else if s != nil {
			out = append(out, s)
		}
	}
	return out
}

func (b *builder) stageName(w *catalog.Workflow, name word) *catalog.Stage {
	if name.text == "" {
		return nil
	}
	s := w.Stage(name.text)
	if s == nil {
		var known []string
		for _, k := range w.Stages {
			known = append(known, k.Name)
		}
		b.reportUnknown(name, codeUnknownStage, known, "workflow", w.Name)
		b.poor[brokenStages+w.Name] = true
	}
	return s
}

// ownersOf gives the roles that own any of some stages.
func ownersOf(stages []*catalog.Stage) []string {
	var out []string
	for _, s := range stages {
		for _, role := range s.Owners {
			if !slices.Contains(out, role) {
				out = append(out, role)
			}
		}
	}
	return out
}

func (b *builder) conditions(t *catalog.Transition, d *transitionDoc) {
	for _, p := range d.Requires {
		b.checkName(p.key, namePattern)
		c := &catalog.Condition{Name: p.key.text, Label: p.value.Label.text}
		when := p.value.When
		about := t.Workflow.Case
		if t.Opens() {
			about = about.Parent // the case does not exist yet
		}
		b.later(func() { c.When = b.compile(when, b.writingEnv(about), kindBool) })
		for _, path := range p.value.Shows {
			if s := b.shownAt(path, about); s != nil {
				c.Shows = append(c.Shows, *s)
			}
		}
		t.Requires = append(t.Requires, c)
	}
}

// shownAt resolves register.field or register.list in the line of a register.
func (b *builder) shownAt(w word, from *catalog.Register) *catalog.Shown {
	name, rest, ok := strings.Cut(w.text, ".")
	if !ok || strings.Contains(rest, ".") {
		b.report(w.pos, codePathForm, "path", w.text)
		return nil
	}
	r := b.register(word{text: name, pos: w.pos})
	if r == nil {
		return nil
	}
	if line := lineOf(from); !slices.Contains(line, r) {
		b.report(w.pos, codeShowElsewhere, "name", name, "allowed", registerNames(line))
		return nil
	}
	if f := r.Field(rest); f != nil {
		return &catalog.Shown{Register: r, Field: f}
	}
	known := fieldNames(r)
	for _, c := range r.Children {
		if c.As == rest {
			return &catalog.Shown{Register: r, List: c}
		}
		known = append(known, c.As)
	}
	w.pos.Column += len([]rune(name)) + 1
	b.reportUnknown(word{text: rest, pos: w.pos}, codeUnknownField, known, "register", r.Name)
	return nil
}

func registerNames(list []*catalog.Register) string {
	var names []string
	for _, r := range list {
		names = append(names, r.Name)
	}
	return strings.Join(names, " ")
}

// grantTransition gives the roles of a step the right to take it and to read cases and their steps. "*" of a role never
// reaches a step: who takes it is said in the workflow, or with the form's own name.
func (b *builder) grantTransition(w *catalog.Workflow, t *catalog.Transition) {
	for _, r := range b.cat.Roles {
		_, named := r.Can[t.Form.Name]
		switch {
		case slices.Contains(t.By, r.Name):
			grant(r, t.Form.Name, catalog.MayRead, catalog.MaySubmit)
			grant(r, w.Case.Name, catalog.MayRead)
			grant(r, w.Steps.Name, catalog.MayRead)
		case !named && slices.Contains(r.Can["*"], catalog.MaySubmit):
			r.Can[t.Form.Name] = without(r.Can["*"], catalog.MaySubmit)
		}
	}
}

// grant adds rights on one name to those that a role has there, by a line of its own or by "*".
func grant(r *catalog.Role, name string, rights ...catalog.Right) {
	have, named := r.Can[name]
	if !named {
		have = r.Can["*"]
	}
	have = slices.Clone(have)
	for _, right := range rights {
		if !slices.Contains(have, right) {
			have = append(have, right)
		}
	}
	r.Can[name] = have
}

func without(rights []catalog.Right, right catalog.Right) []catalog.Right {
	return slices.DeleteFunc(slices.Clone(rights), func(x catalog.Right) bool { return x == right })
}

// transitionShape reports keys of a step that do not go together.
func (b *builder) transitionShape(t *catalog.Transition, d *transitionDoc) {
	if d.Persons == 2 {
		t.Persons = 2
	}
	type clash struct {
		bad bool
		key string
		c   *fault.Code
	}
	opens := d.opens()
	for _, x := range []clash{
		{opens && d.To.text == "", "do", codeOpenNoTo},
		{opens && len(d.By) == 0, "do", codeOpenNoBy},
		{opens && d.Clock.text != "", "clock", codeOpenKey},
		{opens && bool(d.Back), "back", codeOpenKey},
		{opens && d.Persons > 0, "persons", codeOpenKey},
		{opens && bool(d.Reason), "reason", codeOpenKey},
		{opens && len(d.Requires) > 0 && t.Workflow.Subject == nil, "requires", codeOpenAlone},
		{d.Persons > 2, "persons", codePersons},
		{bool(d.Back) && d.To.text == "", "back", codeBackNoTo},
		{d.Clock.text != "" && d.To.text != "", "clock", codeClockMoves},
	} {
		if x.bad {
			b.report(d.keyPos(x.key), x.c, "name", t.Name, "key", x.key)
		}
	}
	if clocks := []string{"extend", "pause", "resume"}; d.Clock.text != "" && !slices.Contains(clocks, d.Clock.text) {
		b.reportUnknown(d.Clock, codeUnknownClock, clocks)
		t.Clock = catalog.ClockRuns
	}
}

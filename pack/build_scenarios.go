package pack

import (
	"regexp"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

var (
	aliasPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	actions      = []string{"change", "correct", "void", "erase"}
	coverForm    = regexp.MustCompile(`^[0-9]+/[0-9]+$`)
)

// aliases are the records that the steps of a scenario speak of.
type aliases map[string]aliased

type aliased struct {
	register *catalog.Register // nil when the record's own definition is wrong
	pos      fault.Pos
}

func (a aliases) names() []string {
	var out []string
	for name := range a {
		out = append(out, name)
	}
	return sorted(out)
}

// buildScenarios runs last: it needs the finished catalog with its look-ups.
func (b *builder) buildScenarios() {
	scenarios := b.newNames("scenario", codeUnknownForm)
	for _, d := range b.docs.scenarios {
		scenarios.declare(d.Scenario)
		s := &catalog.Scenario{
			Name: d.Scenario.text, File: d.pos.File, Start: d.Start.date, Area: d.Area.text,
			People: map[string]catalog.ScenarioPerson{},
		}
		b.area(d.Area)
		for _, p := range d.People {
			s.People[p.key.text] = b.person(p.key, p.value)
		}
		if len(d.Steps) > limitScenarioSteps {
			b.report(d.keyPos("steps"), codeTooManyEntries, "max", limitScenarioSteps)
		}
		known := aliases{}
		for _, g := range d.Given {
			s.Given = append(s.Given, b.given(g, known))
		}
		last := 0
		for _, step := range d.Steps {
			if int(step.Day) < last {
				b.report(step.keyPos("day"), codeStepBackwards, "day", int(step.Day), "last", last)
			}
			last = int(step.Day)
			s.Steps = append(s.Steps, b.step(s, step, known))
		}
		b.cat.Scenarios = append(b.cat.Scenarios, s)
	}
}

// person reads role@area.
func (b *builder) person(name, w word) catalog.ScenarioPerson {
	role, area, ok := strings.Cut(w.text, "@")
	if !ok {
		b.report(w.pos, codePersonForm, "text", w.text)
		return catalog.ScenarioPerson{}
	}
	if !aliasPattern.MatchString(name.text) {
		b.report(name.pos, codeAlias, "name", name.text)
	}
	known := b.roles.known(word{text: role, pos: w.pos})
	place := w.pos
	place.Column += len(role) + 1
	inside := b.area(word{text: area, pos: place})
	if r := b.cat.Role(role); known && inside && r != nil && r.Level != value.AreaLevel(area) {
		b.report(place, codePersonLevel, "role", role, "level", r.Level, "area", area)
	}
	return catalog.ScenarioPerson{Role: role, Area: area}
}

func (b *builder) given(d *givenDoc, known aliases) catalog.ScenarioRecord {
	g := catalog.ScenarioRecord{
		Register: d.Record.text, Alias: d.As.text, Parent: d.Of.text, Fields: map[string]any{}, Line: d.pos.Line,
	}
	r := b.register(d.Record)
	if r == nil {
		return g
	}
	switch parent := b.alias(d.Of, known); {
	case d.Of.text == "" && r.Parent != nil:
		b.report(d.pos, codeGivenParent, "register", r.Name, "parent", r.Parent.Name)
	case parent != nil && parent != r.Parent:
		b.report(d.Of.pos, codeGivenParentKind, "name", d.Of.text, "register", r.Name)
	}
	b.newAlias(d.As, r, known)
	g.Fields = b.scenarioFields(r, d.Fields, false)
	return g
}

func (b *builder) newAlias(w word, r *catalog.Register, known aliases) {
	if w.text == "" {
		return
	}
	if !aliasPattern.MatchString(w.text) {
		b.report(w.pos, codeAlias, "name", w.text)
	}
	if before, dup := known[w.text]; dup {
		b.duplicate("record", w, before.pos)
	}
	known[w.text] = aliased{register: r, pos: w.pos}
}

// alias gives the register of a record that an earlier step or `given` made.
func (b *builder) alias(w word, known aliases) *catalog.Register {
	if w.text == "" {
		return nil
	}
	a, ok := known[w.text]
	if !ok {
		b.reportUnknown(w, codeUnknownAlias, known.names())
	}
	return a.register
}

// scenarioFields reads values by field: each must be a field, and fit its type unless the step is to be refused.
func (b *builder) scenarioFields(r *catalog.Register, d dict[raw], refused bool) map[string]any {
	out := map[string]any{}
	for _, p := range d {
		if f := b.field(r, p.key); f != nil && !refused {
			b.scenarioValue(p.value.node, f)
		}
		out[p.key.text] = plain(p.value.node)
	}
	return out
}

// refuses reports whether the step is to be refused: then its values may be as wrong as they like.
func (d *expectDoc) refuses() bool { return d != nil && d.Refused.text != "" }

// scenarioValue warns of a value that does not fit: the scenario would not run as it says.
func (b *builder) scenarioValue(n *node, f *catalog.Field) {
	if n == nil || n.kind == nodeNull || n.kind == nodeMapping || f.Type.Name() == "reference" {
		return
	}
	if _, why := readValue(n, f.Type, &f.Limits); why != nil {
		b.report(n.pos, codeScenarioValue, "name", f.Name, "why", why.Text)
	}
}

func (b *builder) step(s *catalog.Scenario, d *stepDoc, known aliases) catalog.ScenarioStep {
	step := catalog.ScenarioStep{
		Day: int(d.Day), By: d.By.text, Submit: d.Submit.text, Change: d.Change.text, Action: d.Action.text,
		Task: d.Delegate.text, To: d.To.text, On: d.On.text, As: d.As.text, Line: d.pos.Line,
	}
	for _, who := range []word{d.By, d.To} {
		if _, ok := s.People[who.text]; !ok && who.text != "" {
			b.reportUnknown(who, codeUnknownPerson, sorted(mapKeys(s.People)))
		}
	}
	switch n := d.acts(); {
	case n > 1:
		b.report(d.pos, codeStepBoth)
	case d.To.text != "" && d.Delegate.text == "" || d.To.text == "" && d.Delegate.text != "":
		b.report(d.pos, codeStepDelegate)
	case n > 0 && d.By.text == "":
		b.report(d.pos, codeStepNobody)
	case d.Submit.text != "":
		b.submitStep(&step, d, known)
	case d.Change.text != "":
		b.changeStep(&step, d, known)
	case d.Delegate.text != "":
		b.knownTask(d.Delegate)
	case d.Expect == nil:
		b.report(d.pos, codeStepNothing)
	}
	for _, p := range d.Find {
		step.Find = append(step.Find, b.find(p.key, p.value, known))
	}
	if d.Expect != nil {
		step.Expect = b.expect(d.Expect, known)
	}
	return step
}

// acts counts what a step does: one thing, or nothing when it only expects.
func (d *stepDoc) acts() int {
	n := 0
	for _, w := range []word{d.Submit, d.Change, d.Delegate} {
		if w.text != "" {
			n++
		}
	}
	return n
}

// find names a record that comes about by itself.
func (b *builder) find(name word, d *findDoc, known aliases) catalog.ScenarioFind {
	f := catalog.ScenarioFind{Alias: name.text}
	if d == nil {
		return f
	}
	f.Register, f.Parent = d.Record.text, d.Of.text
	r := b.register(d.Record)
	if parent := b.alias(d.Of, known); r != nil && parent != nil && parent != r.Parent {
		b.report(d.Of.pos, codeGivenParentKind, "name", d.Of.text, "register", r.Name)
	}
	if r != nil {
		f.Fields = b.scenarioFields(r, d.Fields, false)
	}
	b.newAlias(name, r, known)
	return f
}

// knownTask reports whether tasks of a name may stand open: of a rule, a conflict, or of a stage of a workflow, which
// may have climbed to a role.
func (b *builder) knownTask(w word) bool {
	kind, role, climbed := strings.Cut(w.text, "@")
	for _, flow := range b.cat.Workflows {
		for _, s := range flow.Stages {
			if flow.StageTask(s) == kind {
				return !climbed || b.roles.known(word{text: role, pos: w.pos})
			}
		}
	}
	return w.text == "conflict" || b.tasks.known(w)
}

func mapKeys[T any](m map[string]T) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	return out
}

func (b *builder) submitStep(step *catalog.ScenarioStep, d *stepDoc, known aliases) {
	if !b.forms.known(d.Submit) {
		return
	}
	f := b.cat.Form(d.Submit.text)
	on := b.alias(d.On, known)
	switch {
	case d.On.text == "" && f.Subject != nil && !f.Creates:
		b.report(d.pos, codeStepNoSubject, "form", f.Name, "subject", f.Subject.Name)
	case on != nil && f.Subject != nil && on != f.Subject:
		b.report(d.On.pos, codeStepSubject, "name", d.On.text, "form", f.Name, "subject", f.Subject.Name)
	}
	if f.Creates {
		b.newAlias(d.As, f.Subject, known)
	} else {
		b.newAlias(d.As, f.Own, known)
	}
	step.Answers = map[string]any{}
	for _, p := range d.Answers {
		step.Answers[p.key.text] = plain(p.value.node)
		q := f.ByName()[p.key.text]
		switch {
		case q == nil:
			b.reportUnknown(p.key, codeUnknownQuestion, sorted(mapKeys(f.ByName())), "form", f.Name)
		case q.Field != nil && q.Repeat == nil && !d.Expect.refuses():
			b.scenarioValue(p.value.node, q.Field)
		}
	}
	if len(d.Fields) > 0 {
		b.report(d.keyPos("fields"), codeStepFields)
	}
}

func (b *builder) changeStep(step *catalog.ScenarioStep, d *stepDoc, known aliases) {
	r := b.alias(d.Change, known)
	if d.Action.text != "" && !slices.Contains(actions, d.Action.text) {
		b.reportUnknown(d.Action, codeUnknownAction, actions)
	}
	if r != nil {
		step.Fields = b.scenarioFields(r, d.Fields, d.Expect.refuses())
	}
	if len(d.Answers) > 0 {
		b.report(d.keyPos("answers"), codeStepAnswers)
	}
}

func (b *builder) expect(d *expectDoc, known aliases) catalog.ScenarioExpect {
	e := catalog.ScenarioExpect{Refused: d.Refused.text, Records: map[string]map[string]any{}}
	if d.Warnings != nil {
		e.Warnings = append([]string{}, d.Warnings.texts()...)
	}
	if d.Tasks != nil {
		e.Tasks = []string{}
		for _, w := range *d.Tasks {
			if b.knownTask(w) {
				e.Tasks = append(e.Tasks, w.text)
			}
		}
	}
	for _, p := range d.Records {
		if r := b.alias(p.key, known); r != nil {
			e.Records[p.key.text] = b.scenarioFields(r, p.value, false)
		}
	}
	for _, p := range d.Figures {
		if b.indicators.known(p.key) {
			if e.Figures == nil {
				e.Figures = map[string]any{}
			}
			e.Figures[p.key.text] = plain(p.value.node)
		}
	}
	for _, p := range d.Coverage {
		b.alias(p.key, known)
		if !coverForm.MatchString(p.value.text) {
			b.report(p.value.pos, codeCoverageForm, "text", p.value.text)
		}
		if e.Coverage == nil {
			e.Coverage = map[string]string{}
		}
		e.Coverage[p.key.text] = p.value.text
	}
	e.Balances = b.balances(d, known)
	return e
}

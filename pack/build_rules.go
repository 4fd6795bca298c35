package pack

import (
	"slices"

	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

func (b *builder) buildChecks() {
	for _, d := range b.docs.checks {
		if !b.checks.declare(d.Check) {
			continue
		}
		b.checkName(d.Check, ruleName)
		c := &catalog.Check{
			Name: d.Check.text, Label: d.Label.text, Register: b.register(d.Subject), Severity: fault.Warn,
			Source: d.Source.text,
		}
		b.places[c] = d.pos
		switch d.Severity.text {
		case "", string(fault.Warn):
		case string(fault.Stop):
			c.Severity = fault.Stop
		default:
			severities := []string{string(fault.Warn), string(fault.Stop)}
			b.reportUnknown(d.Severity, codeUnknownSeverity, severities)
		}
		if b.field(c.Register, d.Field) != nil {
			c.Field = d.Field.text
		}
		b.later(func() { c.When = b.compile(d.When, b.recordEnv(c.Register), kindBool) })
		b.cat.Checks = append(b.cat.Checks, c)
	}
}

func (b *builder) buildRules() {
	for _, d := range b.docs.rules {
		if !b.rules.declare(d.Rule) {
			continue
		}
		b.checkName(d.Rule, namePattern)
		r := &catalog.Rule{Name: d.Rule.text, Label: d.Label.text, Folder: d.folder, Register: b.register(d.Subject)}
		b.places[r] = d.pos
		b.later(func() { r.When = b.compile(d.When, b.recordEnv(r.Register), kindBool) })
		if d.Then != nil {
			r.Task = b.task(r, d.Then)
		}
		b.cat.Rules = append(b.cat.Rules, r)
	}
}

func (b *builder) task(r *catalog.Rule, d *taskDoc) *catalog.TaskSpec {
	b.tasks.declare(d.Task)
	b.checkName(d.Task, namePattern)
	b.roles.known(d.Owner)
	t := &catalog.TaskSpec{
		Name: d.Task.text, Label: d.Label.text, Owner: d.Owner.text, Within: int(d.Within), Form: d.Form.text,
	}
	if d.Form.text == "" || !b.forms.known(d.Form) || r.Register == nil {
		return t
	}
	i := slices.IndexFunc(b.cat.Forms, func(f *catalog.Form) bool { return f.Name == d.Form.text })
	f := b.cat.Forms[i]
	if f.Subject != nil && !slices.Contains(lineOf(r.Register), f.Subject) || f.Creates {
		b.report(d.Form.pos, codeTaskForm, "form", f.Name, "register", r.Register.Name)
	}
	if j := slices.IndexFunc(b.cat.Roles, func(x *catalog.Role) bool { return x.Name == t.Owner }); j >= 0 {
		if !b.cat.Roles[j].May(f.Name, catalog.MaySubmit, false) {
			b.report(d.Owner.pos, codeTaskOwner, "role", t.Owner, "form", f.Name)
		}
	}
	return t
}

func (b *builder) buildRounds() {
	for _, d := range b.docs.rounds {
		if !b.rounds.declare(d.Round) {
			continue
		}
		b.checkName(d.Round, namePattern)
		r := &catalog.Round{
			Name: d.Round.text, Label: d.Label.text, Folder: d.folder, Opener: b.register(d.OpenedBy),
			Target: b.register(d.Target), CoveredBy: b.register(d.CoveredBy),
			From: d.From.text, To: d.To.text, On: d.On.text,
		}
		b.places[r] = d.pos
		b.dateField(r.Opener, d.From)
		b.dateField(r.Opener, d.To)
		b.dateField(r.CoveredBy, d.On)
		if r.CoveredBy != nil && r.Target != nil && r.CoveredBy.Parent != r.Target {
			b.report(d.CoveredBy.pos, codeCoverNoChild, "name", r.CoveredBy.Name, "target", r.Target.Name)
		}
		if r.Opener != nil && r.Opener == r.Target {
			b.report(d.OpenedBy.pos, codeOpenerTarget, "name", r.Opener.Name)
		}
		b.later(func() { r.When = b.compile(d.When, b.recordEnv(r.Opener), kindBool) })
		b.later(func() {
			r.Where = b.compile(d.Where, b.recordEnv(r.Target), kindBool)
			b.requireSQL(d.Where, r.Where, codeRoundNoSQL)
		})
		b.cat.Rounds = append(b.cat.Rounds, r)
	}
}

// listLike reports whether a field has no order and no single value.
func listLike(f *catalog.Field) bool {
	return f.Type.Kind() == value.KindStrings || f.Type.Kind() == value.KindOpaque
}

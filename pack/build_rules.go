package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/expr"
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
		b.later(func() { c.When = b.compile(d.When, b.writingEnv(c.Register), kindBool) })
		b.cat.Checks = append(b.cat.Checks, c)
	}
}

func (b *builder) buildRules() {
	for _, d := range b.docs.rules {
		if !b.rules.declare(d.Rule) {
			continue
		}
		b.checkName(d.Rule, namePattern)
		r := &catalog.Rule{
			Name: d.Rule.text, Label: d.Label.text, Folder: d.folder, Register: b.register(d.Subject), Draft: bool(d.Draft),
		}
		b.places[r] = d.pos
		b.later(func() { r.When = b.compile(d.When, b.recordEnv(r.Register), kindBool) })
		r.Because = b.template(d.Because, r.Register, false)
		b.raises(r, d)
		b.cat.Rules = append(b.cat.Rules, r)
	}
}

// raises builds what a rule raises: a task or a case. A draft may raise nothing yet.
func (b *builder) raises(r *catalog.Rule, d *ruleDoc) {
	switch t := d.Then; {
	case t == nil && !bool(d.Draft):
		b.report(d.pos, codeMissingKey, "key", "then")
	case t == nil:
	case t.Open.text != "" && t.Task.text != "":
		b.report(t.Open.pos, codeRaisesTwice)
	case t.Open.text != "":
		r.Open = b.open(r, t)
	default:
		r.Task = b.task(r, t)
	}
}

// onlyThen reports keys of then that mean nothing beside task or open.
func (b *builder) onlyThen(d *thenDoc, kind string, takes ...string) {
	if d.node == nil {
		return
	}
	for _, e := range d.node.entries {
		if e.key != kind && !slices.Contains(takes, e.key) {
			b.report(e.pos, codeRaisesKey, "key", e.key, "kind", kind, "keys", strings.Join(takes, " "))
		}
	}
}

func (b *builder) task(r *catalog.Rule, d *thenDoc) *catalog.TaskSpec {
	b.onlyThen(d, "task", "label", "owner", "within", "due", "from", "form")
	for _, key := range []string{"task", "label", "owner"} {
		if !d.has(key) {
			b.report(d.pos, codeMissingKey, "key", key)
		}
	}
	if d.has("within") == d.has("due") {
		b.report(d.pos, codeTaskDue)
	}
	b.tasks.declare(d.Task)
	b.checkName(d.Task, namePattern)
	b.roles.known(d.Owner)
	t := &catalog.TaskSpec{
		Name: d.Task.text, Label: d.Label.text, Owner: d.Owner.text, Within: int(d.Within), Form: d.Form.text,
	}
	b.later(func() {
		t.Due = b.compile(d.Due, b.recordEnv(r.Register), value.KindDate)
		t.From = b.compile(d.From, b.recordEnv(r.Register), value.KindDate)
	})
	b.taskForm(r, t, d)
	return t
}

// taskForm looks at the form that answers a task.
func (b *builder) taskForm(r *catalog.Rule, t *catalog.TaskSpec, d *thenDoc) {
	if d.Form.text == "" || !b.forms.known(d.Form) || r.Register == nil {
		return
	}
	f := b.form(d.Form.text)
	if f.Subject != nil && !slices.Contains(lineOf(r.Register), f.Subject) || f.Creates {
		b.report(d.Form.pos, codeTaskForm, "form", f.Name, "register", r.Register.Name)
	}
	if j := slices.IndexFunc(b.cat.Roles, func(x *catalog.Role) bool { return x.Name == t.Owner }); j >= 0 {
		if !b.cat.Roles[j].May(f.Name, catalog.MaySubmit, false) {
			b.report(d.Owner.pos, codeTaskOwner, "role", t.Owner, "form", f.Name)
		}
	}
}

// form gives a declared form.
func (b *builder) form(name string) *catalog.Form {
	i := slices.IndexFunc(b.cat.Forms, func(f *catalog.Form) bool { return f.Name == name })
	return b.cat.Forms[i]
}

// open builds the case that a rule opens.
func (b *builder) open(r *catalog.Rule, d *thenDoc) *catalog.OpenSpec {
	b.onlyThen(d, "open", "fields")
	if !b.workflows.known(d.Open) || r.Register == nil {
		return nil
	}
	i := slices.IndexFunc(b.cat.Workflows, func(w *catalog.Workflow) bool { return w.Name == d.Open.text })
	if i < 0 {
		return nil
	}
	w := b.cat.Workflows[i]
	if w.Subject == nil || !slices.Contains(lineOf(r.Register), w.Subject) {
		b.report(d.Open.pos, codeOpenSubject, "workflow", w.Name, "register", r.Register.Name)
		return nil
	}
	o := &catalog.OpenSpec{Workflow: w, Fields: map[string]*expr.Program{}}
	given := map[*catalog.Field]bool{}
	for _, p := range d.Fields {
		f := b.field(w.Case, p.key)
		if f == nil {
			continue
		}
		given[f], b.asked[f] = true, true
		b.mustBeWritable(p.key.pos, w.Case, f)
		b.later(func() {
			if v := b.compile(p.value, b.recordEnv(r.Register), f.Type.Kind()); v != nil {
				o.Fields[f.Name] = v
				b.checkLiteral(p.value, f)
			}
		})
	}
	b.requireAll(d.Open.pos, w.Case, codeAddLacks, func(f *catalog.Field) bool { return given[f] })
	return o
}

// listLike reports whether a field has no order and no single value.
func listLike(f *catalog.Field) bool {
	return f.Type.Kind() == value.KindStrings || f.Type.Kind() == value.KindOpaque
}

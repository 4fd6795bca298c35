package pack

import (
	"slices"

	"jieli/catalog"
)

// checkForm looks at a form as a whole: whether what it makes is complete, and whether all it prepares is used.
func (b *builder) checkForm(x *formBuild) {
	f := x.form
	if f.Creates && f.Subject != nil {
		b.written[f.Subject] = true
		given := func(y *catalog.Field) bool { _, saved := x.saves[y]; return saved || x.sets[y] }
		b.requireAll(x.doc.pos, f.Subject, codeCreatesLacks, given)
	}
	if x.doc.step != nil && x.doc.step.opens() && f.Own != nil {
		b.requireAll(x.doc.Form.pos, f.Own, codeAddLacks, func(y *catalog.Field) bool { return asks(f, y) })
	}
	for _, s := range f.Sections {
		for _, q := range s.Questions {
			if q.Repeat != nil {
				b.checkRepeat(x, q)
			}
		}
	}
	if x.count > 0 && !x.doc.writes() && x.doc.step == nil {
		b.report(x.doc.pos, codeFormWritesNothing, "name", f.Name)
	}
}

// asks reports whether a question of a form fills a field.
func asks(f *catalog.Form, field *catalog.Field) bool {
	for _, s := range f.Sections {
		if slices.ContainsFunc(s.Questions, func(q *catalog.Question) bool { return q.Field == field && !q.ReadOnly }) {
			return true
		}
	}
	return false
}

// writes reports whether anything is kept of a submission.
func (d *formDoc) writes() bool {
	if len(d.Set)+len(d.Add)+len(d.Move)+len(d.Post)+len(d.Reverse) > 0 {
		return true
	}
	for _, s := range d.sections() {
		for _, p := range s.Questions {
			if p.value != nil && p.value.Show.text == "" {
				return true
			}
		}
	}
	return false
}

func (b *builder) checkRepeat(x *formBuild, q *catalog.Question) {
	if q.Repeat.Pick {
		if !slices.ContainsFunc(x.doc.Move, func(m *moveDoc) bool { return m.People.text == q.Name }) {
			b.report(b.places[q], codePickUnused, "name", q.Name)
		}
		return
	}
	if q.Repeat.Add {
		asked := map[*catalog.Field]bool{}
		for _, y := range q.Repeat.Questions {
			asked[y.Field] = !y.ReadOnly
		}
		lacks := func(f *catalog.Field) bool { return asked[f] }
		b.requireAll(b.places[q], q.Repeat.Register, codeAddLacks, lacks)
	}
}

// review looks at the pack as a whole, for what no single document shows.
func (b *builder) review() {
	for _, r := range b.cat.Registers {
		if !r.BuiltIn && r.Form == nil {
			b.reviewFields(r)
		}
	}
	for _, f := range b.cat.Forms {
		if !b.anyRole(f.Name, catalog.MaySubmit) && len(b.cat.Roles) > 0 && f.Transition == nil {
			b.report(b.places[f], codeFormNobody, "name", f.Name)
		}
	}
	for _, r := range b.cat.Registers {
		if !r.BuiltIn && !b.anyRole(r.Name, catalog.MayRead) && len(b.cat.Roles) > 0 {
			b.report(b.regDocs[r].pos, codeRegisterUnread, "name", r.Name)
		}
	}
	for _, w := range b.cat.Workflows {
		if !b.opensCases(w) {
			b.report(b.places[w], codeNeverOpened, "name", w.Name)
		}
	}
	b.reviewUnused()
}

// opensCases reports whether a step, a rule or an effect opens cases of a workflow.
func (b *builder) opensCases(w *catalog.Workflow) bool {
	byStep := slices.ContainsFunc(w.Transitions, (*catalog.Transition).Opens)
	byRule := slices.ContainsFunc(b.cat.Rules, func(r *catalog.Rule) bool { return r.Open != nil && r.Open.Workflow == w })
	byForm := slices.ContainsFunc(b.cat.Forms, func(f *catalog.Form) bool {
		return f.Gathers == w || slices.ContainsFunc(f.Adds, func(a *catalog.Add) bool { return a.Register == w.Case })
	})
	return byStep || byRule || byForm
}

func (b *builder) anyRole(name string, right catalog.Right) bool {
	return slices.ContainsFunc(b.cat.Roles, func(r *catalog.Role) bool { return r.May(name, right, false) })
}

// reviewFields warns of fields that no form asks, no effect or calculation fills and no role may write directly. A
// register that no form writes is kept by hand or by imports: there the right "*" is enough.
func (b *builder) reviewFields(r *catalog.Register) {
	for _, f := range r.Fields {
		if f.Kept || f.Retired || b.asked[f] || b.isCalculated(r, f) || b.writtenByRole(r, f) {
			continue
		}
		b.report(b.places[f], codeFieldUnasked, "name", f.Name, "register", r.Name)
	}
}

func (b *builder) writtenByRole(r *catalog.Register, f *catalog.Field) bool {
	return slices.ContainsFunc(b.cat.Roles, func(role *catalog.Role) bool {
		rights, named := role.Can[r.Name]
		if !named && !b.written[r] {
			rights = role.Can["*"]
		}
		direct := slices.Contains(rights, catalog.MayCreate) || slices.Contains(rights, catalog.MayChange)
		barred := slices.Contains(role.ReadOnly[r.Name], f.Name) || slices.Contains(role.Hides[r.Name], f.Name)
		return direct && !barred
	})
}

// reviewUnused warns of code lists and parameters that nothing uses.
func (b *builder) reviewUnused() {
	used := map[*catalog.ChoiceList]bool{}
	for _, r := range b.cat.Registers {
		for _, f := range r.Fields {
			if l, ok := f.Limits.Choices.(*catalog.ChoiceList); ok {
				used[l] = true
			}
		}
	}
	warn := func(x any, kind, name string) {
		if pos, ok := b.places[x]; ok && len(b.broken) == 0 {
			b.report(pos, codeUnused, "kind", kindWords(kind), "name", name)
		}
	}
	for _, l := range b.cat.Choices {
		if !used[l] {
			warn(l, "choices", l.Name)
		}
	}
	for _, p := range b.cat.Parameters {
		if !b.reads["parameter."+p.Name] {
			warn(p, "parameter", p.Name)
		}
	}
}

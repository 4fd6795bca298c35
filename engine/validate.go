package engine

import (
	"sort"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
)

// validate is stage 6: all findings at once.
func (d *draft) validate() {
	for _, t := range d.order {
		d.withinReach(t)
		d.validateGrant(t)
		d.validateAccount(t)
		d.validateDelegation(t)
		d.validateAnswerer(t)
		d.validateEnding(t)
		d.validateCause(t)
		d.validateLedger(t)
		if t.after.State == register.StateVoid || t.in.action == journal.Erase {
			continue
		}
		if !t.raised {
			d.validateFields(t)
		}
		d.validateKey(t)
		d.validateReferences(t)
		d.validateApart(t)
		d.runChecks(t)
	}
	d.validateLeaving()
	d.validateParents()
	sortFindings(d.findings)
}

func (d *draft) validateFields(t *touch) {
	s := d.seen(t.after)
	for i, f := range t.reg.Fields {
		v := t.after.Fields[i]
		if v == nil {
			if f.Required && t.reg.Form == nil && (t.before == nil || t.before.Fields[i] != nil) {
				d.add(required.At(t.in.pathOf(f.Name), "label", f.Label))
			}
			continue
		}
		_, changed := t.in.fields[f.Name]
		if changed && f.Type.Name() == "area" {
			d.validateArea(t, f, v)
		}
		if f.Constraint == nil || !changed && t.before != nil {
			continue
		}
		if ok, known := f.Constraint.Eval(s); known && ok == false {
			d.add(constraintBroken.At(t.in.pathOf(f.Name), "label", f.Label, "why", constraintText(f)))
		}
	}
}

// constraintText says what a field asks for: the pack's words, else the condition itself.
func constraintText(f *catalog.Field) fault.Text {
	why := f.ConstraintText
	if why.Zh == "" {
		why = fault.Text{Zh: f.Constraint.Source(), En: f.Constraint.Source()}
	}
	return why
}

func (d *draft) validateArea(t *touch, f *catalog.Field, v any) {
	code, _ := v.(string)
	if _, known := d.u.e.cat.Areas.Get(code); !known {
		d.add(areaUnknown.At(t.in.pathOf(f.Name), "value", clip(code)))
	}
}

// validateKey settles the key of a record and refuses one that another record of the county has.
func (d *draft) validateKey(t *touch) {
	if len(t.reg.Key) == 0 {
		return
	}
	key, missing := register.KeyOf(t.after, d.u.e.cipher.Digest)
	if missing != "" {
		if t.before == nil || t.before.Key != "" {
			d.add(keyMissing.At(t.in.pathOf(missing), "label", t.reg.Field(missing).Label))
		}
		return
	}
	t.after.Key = key
	if t.before != nil && t.before.Key == key {
		return
	}
	name := t.reg.Name + "|" + key
	owner, twice := d.keys[name]
	if d.keys[name] = t.after.ID; !twice {
		owner = d.u.keyOwner(t.reg, d.county(), key)
	}
	if owner != "" && owner != t.after.ID {
		d.add(keyTaken.At(t.in.pathOf(t.reg.Key[0]), "key", d.shownKey(t), "register", t.reg.Label))
	}
}

func (d *draft) shownKey(t *touch) fault.Text {
	zh, en := make([]string, 0, len(t.reg.Key)), make([]string, 0, len(t.reg.Key))
	for _, name := range t.reg.Key {
		f := t.reg.Field(name)
		if f.Privacy != catalog.Open {
			return f.Label
		}
		shown := d.inWords(f, t.after.Get(name))
		zh, en = append(zh, shown.In("zh")), append(en, shown.In("en"))
	}
	return fault.Text{Zh: strings.Join(zh, " "), En: strings.Join(en, " ")}
}

// inWords gives a value in both languages, an area by its name.
func (d *draft) inWords(f *catalog.Field, v any) fault.Text {
	if code, ok := v.(string); ok && f.Type.Name() == "area" {
		return d.u.e.cat.Areas.Words(code)
	}
	return shownIn(f, v)
}

func (d *draft) validateReferences(t *touch) {
	for _, i := range t.plan.references {
		f := t.reg.Fields[i]
		id, _ := t.after.Fields[i].(string)
		if _, changed := t.in.fields[f.Name]; id == "" || !changed {
			continue
		}
		if d.named(f.Limits.Register, id) == nil {
			d.add(referenceUnknown.At(t.in.pathOf(f.Name), "label", f.Label, "register", registerLabel(d.u.e.cat, f.Limits.Register)))
		}
	}
}

func registerLabel(cat *catalog.Catalog, name string) fault.Text {
	if reg := cat.Register(name); reg != nil {
		return reg.Label
	}
	return fault.Text{Zh: name}
}

// runChecks raises the data-quality findings of a record. Warnings are kept on the record; errors refuse.
func (d *draft) runChecks(t *touch) {
	s := d.seen(t.after)
	kept := t.after.Warnings[:0:0]
	for _, w := range t.after.Warnings {
		if w == register.ErasedMark || strings.HasPrefix(w, register.ConflictMark) {
			kept = append(kept, w)
		}
	}
	for i, c := range t.plan.checks {
		if !d.holds(&t.plan.checkNeeds[i], c, t, s) {
			continue
		}
		d.add(checkFinding(c, t.in))
		if c.Severity == fault.Warn {
			kept = append(kept, c.Name)
		}
	}
	sort.Strings(kept)
	t.after.Warnings = kept
}

// holds asks a check, or takes its standing answer. An error has none: it would have refused.
func (d *draft) holds(w *watch, c *catalog.Check, t *touch, s *scope) bool {
	if c.Severity == fault.Warn && d.stands(w, t) {
		return marked(t.before, c.Name)
	}
	return c.When.Holds(s)
}

func checkFinding(c *catalog.Check, in *intent) fault.Finding {
	f := fault.Finding{Code: c.Name, Severity: c.Severity, Text: c.Label, Path: in.path}
	if in.review {
		f.Severity = fault.Warn // it stands already; who has it judged anew cannot mend it
	}
	if c.Field != "" {
		f.Path = in.pathOf(c.Field)
	}
	return f
}

// validateParents runs the checks of parents that read their children, when a child came, changed or went and the parent
// did not change.
func (d *draft) validateParents() {
	seen := map[string]bool{}
	for _, t := range d.order {
		reg := t.reg.Parent
		if reg == nil || !d.u.e.plans[reg].watches() {
			continue
		}
		ids := []string{t.after.Parent}
		if t.before != nil && t.before.Parent != t.after.Parent {
			ids = append(ids, t.before.Parent)
		}
		for _, id := range ids {
			if !seen[id] && d.touched[id] == nil {
				seen[id] = true
				d.checkParent(reg, id, t)
			}
		}
	}
}

func (d *draft) checkParent(reg *catalog.Register, id string, t *touch) {
	r := d.u.record(reg, d.county(), id)
	if r == nil || isOver(r) {
		return
	}
	p := &touch{in: newIntent(reg, id, journal.Change, t.in.path), reg: reg, plan: d.u.e.plans[reg], before: r,
		after: r.Clone()}
	d.parents = append(d.parents, p)
	s := d.seen(r)
	stands := map[string]bool{}
	for _, w := range r.Warnings {
		stands[w] = true
	}
	for _, c := range p.plan.listChecks {
		delete(stands, c.Name)
		if !c.When.Holds(s) {
			continue
		}
		d.add(checkFinding(c, p.in))
		if c.Severity == fault.Warn {
			stands[c.Name] = true
		}
	}
	p.after.Warnings = sortedNames(stands)
}

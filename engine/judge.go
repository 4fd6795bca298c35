package engine

import (
	"encoding/json"

	"jieli/catalog"
	"jieli/expr"
	"jieli/journal"
	"jieli/rule"
	"jieli/store"
	"jieli/value"
)

// maxRaising bounds how often what a rule has opened may make further rules fire in one bundle.
const maxRaising = 4

// judge asks the rules of all records that a bundle changes, and of parents that read their child records: it opens and
// closes their tasks and opens their cases. What a new case changes is derived and judged again.
func (d *draft) judge() {
	for range maxRaising {
		n := len(d.order)
		for _, t := range append(d.order[:n:n], d.readingParents()...) {
			d.judgeOne(t)
		}
		if d.blocked() || len(d.order) == n {
			return
		}
		d.derive()
	}
}

// readingParents are parents that the bundle does not touch, whose rules read the child records that it does.
func (d *draft) readingParents() []*touch {
	var list []*touch
	seen := map[string]bool{}
	for _, t := range d.order {
		reg := t.reg.Parent
		if reg == nil || !d.u.e.plans[reg].listRules {
			continue
		}
		ids := []string{t.after.Parent}
		if t.before != nil && t.before.Parent != t.after.Parent {
			ids = append(ids, t.before.Parent)
		}
		for _, id := range ids {
			r := d.u.record(reg, d.county(), id)
			if seen[id] || d.touched[id] != nil || r == nil || isOver(r) {
				continue
			}
			seen[id] = true
			list = append(list, &touch{in: newIntent(reg, id, journal.Change, t.in.path), reg: reg, plan: d.u.e.plans[reg],
				before: r, after: r})
		}
	}
	return list
}

func (d *draft) judgeOne(t *touch) {
	if len(t.plan.rules) == 0 {
		return
	}
	s := d.seen(t.after)
	for i, x := range t.plan.rules {
		if t.before == nil || t.before.Area != t.after.Area || !d.stands(&t.plan.ruleNeeds[i], t) {
			d.judgeRule(x, t, s)
		}
	}
}

// judgeRule opens the task of a rule that begins to hold for a record and closes it when it no longer does. A rule that
// opens cases has a task too, which nobody sees: while that is open, the rule has fired.
func (d *draft) judgeRule(x *catalog.Rule, t *touch, s *scope) {
	at := store.Place{County: t.after.County, ID: ruleTaskID(x, t.after.ID)}
	holds := rule.Fires(x, t.after, s)
	if t.before == nil && !holds && d.tasks[at] == nil {
		return // a new record has no tasks yet
	}
	task := d.task(at)
	held := task != nil && task.Closed == 0
	switch {
	case holds && !held:
		d.raise(x, t, at.ID, s)
	case !holds && held:
		task.Closed = d.today
		d.setTask(*task)
	case holds:
		d.follow(x, task, t, s)
	}
}

// raise brings about what a rule does when it begins to hold.
func (d *draft) raise(x *catalog.Rule, t *touch, id string, s *scope) {
	words := rule.Words{Vars: s, Areas: d.u.e.cat.Areas}
	if x.Open != nil {
		d.setTask(markerOf(x, t, id, d.today))
		d.openByRule(x, t, s, clipped(words.Because(x).Zh))
	}
	if x.Task != nil {
		words.Open = true // whoever sees tasks reads them
		why, _ := json.Marshal(words.Because(x))
		d.setTask(taskOf(x, t, id, string(why), d.today, s))
	}
}

// maxWhy is how many characters of a rule's words a case keeps.
const maxWhy = 1000

func clipped(s string) string {
	if r := []rune(s); len(r) > maxWhy {
		return string(r[:maxWhy-1]) + "…"
	}
	return s
}

// follow keeps the place and the days of an open task at what the record says.
func (d *draft) follow(x *catalog.Rule, task *store.Task, t *touch, s *scope) {
	was := *task
	task.Area = t.after.Area
	if x.Task != nil && x.Task.Due != nil {
		task.Due = dayOf(x.Task.Due, s)
	}
	if x.Task != nil && x.Task.From != nil {
		task.From = dayOf(x.Task.From, s)
	}
	if *task != was {
		d.setTask(*task)
	}
}

func taskOf(x *catalog.Rule, t *touch, id, why string, today value.Date, s *scope) store.Task {
	task := markerOf(x, t, id, today)
	task.Kind, task.Owner, task.Form, task.Why = x.Task.Name, x.Task.Owner, x.Task.Form, why
	switch {
	case x.Task.Due != nil:
		task.Due = dayOf(x.Task.Due, s)
	case x.Task.Within > 0:
		task.Due = today.AddDays(x.Task.Within)
	}
	if x.Task.From != nil {
		task.From = dayOf(x.Task.From, s)
	}
	return task
}

// MarkerKind is the kind of the tasks that say that a rule has fired; nobody owns them and nobody is shown them.
const MarkerKind = "rule"

func markerOf(x *catalog.Rule, t *touch, id string, today value.Date) store.Task {
	why, _ := json.Marshal(x.Label)
	return store.Task{County: t.after.County, ID: id, Kind: MarkerKind, Register: t.reg.Name, Record: t.after.ID,
		Area: t.after.Area, Opened: today, Why: string(why)}
}

// dayOf gives the day that a program works out, 0 when it is not known.
func dayOf(p *expr.Program, v expr.Vars) value.Date {
	day, _ := p.Eval(v)
	on, _ := day.(value.Date)
	return on
}

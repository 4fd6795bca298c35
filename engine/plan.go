package engine

import (
	"jieli/catalog"
	"jieli/expr"
)

// plan is what the engine must know of a register on every write, found once.
type plan struct {
	reg        *catalog.Register
	checks     []*catalog.Check
	checkNeeds []watch          // of checks
	ruleNeeds  []watch          // of rules
	calcNeeds  []watch          // of the calculated fields, in the order of Register.Calculated
	listChecks []*catalog.Check // those that read child records: run again when a child changes
	rules      []*catalog.Rule
	listRules  bool  // some rule reads child records
	listCalcs  bool  // some calculated field reads child records
	coveredBy  bool  // records of it cover targets of rounds
	opens      bool  // records of it are rounds
	places     bool  // records of it are places of rounds
	undated    bool  // feeds stocks that follow the days of changes
	searched   []int // places of the fields by which a record is found
	references []int // places of reference fields
	followed   []int // of those, the ones that some expression follows
	apart      []int // places of polygons that are kept apart
	attached   []int // places of fields that hold photos or files
	personal   bool  // has personal or sensitive fields

	targetOf map[*catalog.Round]watch // kinds of rounds that have records of it as targets, and what decides which
}

func makePlans(c *catalog.Catalog) map[*catalog.Register]*plan {
	plans := make(map[*catalog.Register]*plan, len(c.Registers))
	for _, reg := range c.Registers {
		plans[reg] = planOf(reg)
	}
	for _, x := range c.Checks {
		p := plans[x.Register]
		p.checks, p.checkNeeds = append(p.checks, x), append(p.checkNeeds, watchOf(x.Register, x.When))
		if p.readsLists(x.When) {
			p.listChecks = append(p.listChecks, x)
		}
	}
	for _, x := range c.Rules {
		if x.Draft {
			continue
		}
		p, w := plans[x.Register], ruleWatch(x)
		p.rules, p.ruleNeeds = append(p.rules, x), append(p.ruleNeeds, w)
		p.listRules = len(w.lists) > 0 || p.listRules
	}
	for _, x := range c.Rounds {
		planRound(plans, x)
	}
	planFollowed(plans, c)
	for _, x := range c.Indicators {
		if x.Register != nil && x.Kind != catalog.Flow && x.Stored() && x.From == "" {
			plans[x.Register].undated = true
		}
	}
	return plans
}

// ruleWatch is what a rule depends on: its condition, and the days of its task.
func ruleWatch(x *catalog.Rule) watch {
	w := changesOf(x.Register, x.When)
	if x.Task == nil {
		return w
	}
	for _, p := range []*expr.Program{x.Task.Due, x.Task.From} {
		if p != nil {
			more := changesOf(x.Register, p)
			w.always = w.always || more.always
			w.own, w.lists = append(w.own, more.own...), append(w.lists, more.lists...)
		}
	}
	return w
}

func planRound(plans map[*catalog.Register]*plan, x *catalog.Round) {
	if x.Standing() {
		return // its targets fall due by themselves
	}
	plans[x.CoveredBy].coveredBy = true
	plans[x.Opener].opens = true
	if x.Places != nil {
		plans[x.Places].places = true
	}
	p := plans[x.Target]
	if p.targetOf == nil {
		p.targetOf = map[*catalog.Round]watch{}
	}
	p.targetOf[x] = watch{}
	if x.Where != nil {
		p.targetOf[x] = watchOf(x.Target, x.Where)
	}
}

func planOf(reg *catalog.Register) *plan {
	p := &plan{reg: reg}
	for i, f := range reg.Fields {
		if f.Search {
			p.searched = append(p.searched, i)
		}
		p.personal = p.personal || f.Privacy != catalog.Open
		if f.Calculate != nil && p.readsLists(f.Calculate) {
			p.listCalcs = true
		}
		if f.Apart {
			p.apart = append(p.apart, i)
		}
		switch f.Type.Name() {
		case "reference":
			p.references = append(p.references, i)
		case "photo", "file":
			p.attached = append(p.attached, i)
		}
	}
	for _, i := range reg.Calculated {
		p.calcNeeds = append(p.calcNeeds, watchOf(reg, reg.Fields[i].Calculate))
	}
	return p
}

// readsLists reports whether a program reads child records.
func (p *plan) readsLists(program *expr.Program) bool { return len(watchOf(p.reg, program).lists) > 0 }

// watches reports whether checks or rules of the register read child records.
func (p *plan) watches() bool { return p.listRules || len(p.listChecks) > 0 }

// needs gives what all programs about records of the register depend on.
func (p *plan) needs() [][]watch { return [][]watch{p.calcNeeds, p.checkNeeds, p.ruleNeeds} }

package engine

import (
	"strings"

	"jieli/catalog"
	"jieli/expr"
)

// plan is what the engine must know of a register on every write, found once.
type plan struct {
	reg        *catalog.Register
	checks     []*catalog.Check
	listChecks []*catalog.Check // those that read child records: run again when a child changes
	rules      []*catalog.Rule
	listRules  bool                       // some rule reads child records
	listCalcs  bool                       // some calculated field reads child records
	coveredBy  bool                       // records of it cover targets of rounds
	opens      bool                       // records of it are rounds
	undated    bool                       // feeds stocks that follow the days of changes
	searched   []int                      // places of the fields by which a record is found
	references []int                      // places of reference fields
	personal   bool                       // has personal or sensitive fields
	lists      map[*catalog.Register]bool // child registers that checks or calculated fields read
}

func makePlans(c *catalog.Catalog) map[*catalog.Register]*plan {
	plans := make(map[*catalog.Register]*plan, len(c.Registers))
	for _, reg := range c.Registers {
		plans[reg] = planOf(reg)
	}
	for _, x := range c.Checks {
		p := plans[x.Register]
		p.checks = append(p.checks, x)
		if p.note(x.When) {
			p.listChecks = append(p.listChecks, x)
		}
	}
	for _, x := range c.Rules {
		p := plans[x.Register]
		p.rules = append(p.rules, x)
		p.listRules = p.note(x.When) || p.listRules
	}
	for _, x := range c.Rounds {
		plans[x.CoveredBy].coveredBy = true
		plans[x.Opener].opens = true
	}
	for _, x := range c.Indicators {
		if x.Register != nil && x.Kind != catalog.Flow && x.Stored() && x.From == "" {
			plans[x.Register].undated = true
		}
	}
	return plans
}

func planOf(reg *catalog.Register) *plan {
	p := &plan{reg: reg, lists: map[*catalog.Register]bool{}}
	for i, f := range reg.Fields {
		if f.Search {
			p.searched = append(p.searched, i)
		}
		p.personal = p.personal || f.Privacy != catalog.Open
		if f.Calculate != nil && p.note(f.Calculate) {
			p.listCalcs = true
		}
		if f.Type.Name() == "reference" {
			p.references = append(p.references, i)
		}
	}
	return p
}

// note remembers the child lists that a program reads and reports whether there are any.
func (p *plan) note(program *expr.Program) bool {
	found := false
	for _, name := range program.Reads() {
		for _, child := range p.reg.Children {
			if strings.HasPrefix(name+".", p.reg.Name+"."+child.As+".") {
				p.lists[child] = true
				found = true
			}
		}
	}
	return found
}

// watches reports whether checks or rules of the register read child records.
func (p *plan) watches() bool { return p.listRules || len(p.listChecks) > 0 }

// reads reports whether checks or calculated fields of the register read a list of child records.
func (p *plan) reads(child *catalog.Register) bool { return p.lists[child] }

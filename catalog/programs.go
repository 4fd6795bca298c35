package catalog

import "jieli/expr"

// Programs visits the expressions that are evaluated when somebody writes and may follow references: constraints,
// checks, what forms ask and make, what steps require.
func (c *Catalog) Programs(visit func(*expr.Program)) {
	known := func(list ...*expr.Program) {
		for _, p := range list {
			if p != nil {
				visit(p)
			}
		}
	}
	for _, r := range c.Registers {
		for _, f := range r.Fields {
			known(f.Constraint)
		}
	}
	for _, x := range c.Checks {
		known(x.When)
	}
	for _, f := range c.Forms {
		f.programs(known)
	}
	for _, w := range c.Workflows {
		for _, t := range w.Transitions {
			for _, x := range t.Requires {
				known(x.When)
			}
		}
	}
}

func (f *Form) programs(known func(...*expr.Program)) {
	for _, s := range f.Sections {
		known(s.Relevant)
		for _, q := range s.Questions {
			known(q.Relevant)
			if q.Repeat == nil {
				continue
			}
			for _, x := range q.Repeat.Questions {
				known(x.Relevant)
			}
		}
	}
	for _, s := range f.Sets {
		known(s.Value, s.When)
	}
	for _, a := range f.Adds {
		known(a.When)
		for _, p := range a.Fields {
			known(p)
		}
	}
}

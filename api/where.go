package api

import (
	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/store"
)

// whereOf gives the SQL of a condition over the records of one register; nil for no condition. Package pack lets no
// indicator or round pass whose condition has none.
func (c *call) whereOf(reg *catalog.Register, p *expr.Program) (*store.Where, error) {
	if p == nil {
		return nil, nil
	}
	sql, problems := p.SQL()
	if len(problems) > 0 {
		return nil, &fault.Error{Kind: fault.Internal, Findings: []fault.Finding{problems[0].Finding}}
	}
	today := c.Engine.Today()
	text, args := sql.BindWhere(expr.Binding{
		First: 1, Aliases: map[string]string{reg.Name: catalog.Alias}, Today: today, Now: c.Clock.Now(),
		Parameter: func(name string) any {
			if p := c.Catalog.Parameter(name); p != nil {
				return p.At(c.Catalog.Pack.Root, today)
			}
			return nil
		},
	})
	return &store.Where{SQL: text, Args: args}, nil
}

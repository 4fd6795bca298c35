package scenario

import (
	"jieli/catalog"
	"jieli/ledger"
	"jieli/value"
)

// checkBalance compares what an account holds, or all of a kind that a record owns when no part is named.
func (p *play) checkBalance(s *catalog.ScenarioStep, want *catalog.ScenarioBalance) {
	county, owner, name := value.County(p.s.Area), "", "county"
	if want.Alias != "" {
		x, ok := p.records[want.Alias]
		if !ok {
			p.fail(s.Line, "there is no record “%s”", want.Alias)
			return
		}
		owner, name = x.id, want.Alias
	}
	c := want.Kind.Commodity
	t, limits := c.Type()
	wanted, why := t.ParseText(want.Text, limits)
	if why != nil {
		p.fail(s.Line, "balance of %s: %s", name, why)
		return
	}
	list, err := p.store.Accounts(p.ctx, []string{county}, []string{ledger.OwnerPrefix(want.Kind.Name, owner)})
	if err != nil {
		p.err = err
		return
	}
	var have int64
	for _, x := range list {
		a, _ := ledger.ParseKey(x.Account)
		if (want.Each == "" || a.Each == want.Each) && (want.Goods == "" || a.Goods == p.goods(want.Goods)) {
			have += x.Amount
		}
	}
	if n, _ := wanted.(int64); ledger.Shown(c, have) != n {
		p.fail(s.Line, "%s of %s is %s, expected %s", want.Kind.Name, name, ledger.Words(c, have).In("en"), want.Text)
	}
}

// goods gives the record of an alias, or the code that stands there.
func (p *play) goods(name string) string {
	if x, ok := p.records[name]; ok {
		return x.id
	}
	return name
}

package pack

import (
	"strings"

	"jieli/catalog"
)

// countyAlias stands in a scenario for the county, whose accounts no record owns.
const countyAlias = "county"

// balances reads what accounts must hold after a step.
func (b *builder) balances(d *expectDoc, known aliases) []catalog.ScenarioBalance {
	var out []catalog.ScenarioBalance
	for _, p := range d.Balances {
		var of *catalog.Register
		alias := p.key.text
		if _, taken := known[alias]; alias == countyAlias && !taken {
			alias = ""
		} else if of = b.alias(p.key, known); of == nil {
			continue
		}
		for _, x := range p.value {
			if e := b.balance(x.key, x.value.node, of, known); e != nil {
				e.Alias = alias
				out = append(out, *e)
			}
		}
	}
	return out
}

// balance reads kind, kind/code or kind@goods, and the amount.
func (b *builder) balance(w word, n *node, of *catalog.Register, known aliases) *catalog.ScenarioBalance {
	name, goods, _ := strings.Cut(w.text, "@")
	name, each, _ := strings.Cut(name, "/")
	k := b.accountNamed(word{text: name, pos: w.pos})
	if k == nil || k.Commodity == nil || n == nil {
		return nil
	}
	e := &catalog.ScenarioBalance{Kind: k, Each: each, Goods: goods, Text: n.text}
	switch {
	case k.Of != of:
		b.report(w.pos, codeBalanceOwner, "account", k.Name)
	case each != "" && !hasCode(k.Each, each):
		b.report(w.pos, codeBalanceEach, "account", k.Name, "code", each)
	case k.Commodity.Apart() != (goods != ""):
		b.report(w.pos, codeBalanceGoods, "account", k.Name)
	}
	if k.Commodity.Each != nil && goods != "" {
		b.alias(word{text: goods, pos: w.pos}, known)
	}
	t, limits := k.Commodity.Type()
	if _, why := t.ParseText(n.text, limits); why != nil {
		b.report(n.pos, codeScenarioValue, "name", w.text, "why", why.Text)
	}
	return e
}

func hasCode(l *catalog.ChoiceList, code string) bool {
	if l == nil {
		return false
	}
	_, ok := l.Label(code)
	return ok
}

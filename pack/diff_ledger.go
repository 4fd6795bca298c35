package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
)

// The ledger. What was moved stays as it was entered, so whatever gives accounts or amounts another meaning is forbidden.

func (d *differ) ledger(old, new *catalog.Catalog) {
	d.commodities(old, new)
	d.accountKinds(old, new)
	d.transferKinds(old, new)
}

func (d *differ) commodities(old, new *catalog.Catalog) {
	name := func(c *catalog.Commodity) string { return c.Name }
	pairs(old.Commodities, new.Commodities, name, func(name string, a, b *catalog.Commodity) {
		path := "commodity " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增资金或物品", "the commodity is new")
		case b == nil:
			d.add(Forbidden, path, "资金或物品被删除，已入账的往来将无法读取；请保留", "the commodity is gone, and what was moved of it cannot be read; keep it")
		default:
			d.changed(Forbidden, path, "资金与物品互换，已入账的数会变成另一种东西", "money becomes goods, or goods money: what was entered would be something else",
				a.Money, b.Money)
			d.changed(Forbidden, path, "计量单位改变，已入账的数含义会变", "its unit changes: what was entered would mean something else", a.Unit, b.Unit)
			d.changed(Forbidden, path, "分别记账的口径改变，已有账户将对不上", "what it is kept apart by changes: present accounts would fit no more",
				apartText(a), apartText(b))
			if class := NeedsMigration; a.Decimals != b.Decimals {
				if b.Decimals > a.Decimals {
					class = Compatible
				}
				d.changed(class, path, "小数位数改变；变少时，更细的结存要先结清", "its decimals change; when there are fewer, finer balances are settled first",
					a.Decimals, b.Decimals)
			}
		}
	})
}

func apartText(c *catalog.Commodity) string {
	if c.EachCode != nil {
		return c.EachCode.Name
	}
	return registerName(c.Each)
}

func (d *differ) accountKinds(old, new *catalog.Catalog) {
	name := func(k *catalog.AccountKind) string { return k.Name }
	pairs(old.Accounts, new.Accounts, name, func(name string, a, b *catalog.AccountKind) {
		path := "account " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增账户种类", "the kind of account is new")
			return
		case b == nil:
			d.add(Forbidden, path, "账户种类被删除，其结存将无处可归；请保留", "the kind of account is gone, and what such accounts hold has no place; keep it")
			return
		}
		d.changed(Forbidden, path, "账户归谁所有改变", "whose accounts these are changes", registerName(a.Of), registerName(b.Of))
		d.changed(Forbidden, path, "账户所记的资金或物品改变", "what it holds changes", a.Commodity.Name, b.Commodity.Name)
		d.changed(Forbidden, path, "分别记账的代码表改变，已有账户将对不上", "the codes by which it is kept apart change: present accounts would fit no more",
			choicesName(a.Each), choicesName(b.Each))
		switch {
		case !a.Floored && b.Floored:
			d.add(NeedsMigration, path, "改为不得透支，已透支的账户在补足前不能再支出",
				"it may go below zero no more: accounts that are below can give nothing until they are filled")
		case a.Floored && !b.Floored:
			d.add(Compatible, path, "改为可以透支", "it may go below zero")
		}
	})
}

func choicesName(l *catalog.ChoiceList) string {
	if l == nil {
		return ""
	}
	return l.Name
}

func (d *differ) transferKinds(old, new *catalog.Catalog) {
	name := func(k *catalog.TransferKind) string { return k.Name }
	pairs(old.TransferKinds, new.TransferKinds, name, func(name string, a, b *catalog.TransferKind) {
		path := "transfer " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增往来种类", "the kind of transfer is new")
		case b == nil:
			d.add(Forbidden, path, "往来种类被删除，已入账的往来将无法读取；请保留", "the kind of transfer is gone, and such transfers cannot be read; keep it")
		default:
			d.changed(NeedsMigration, path, "两端账户改变，已入账的保持原样，按种类汇总的数会混在一起",
				"its two sides change: what was entered stays, and sums by kind hold both", wayOfMoney(a), wayOfMoney(b))
		}
	})
}

func wayOfMoney(k *catalog.TransferKind) string { return k.From.Name + "→" + k.To.Name }

// posts compares what a form enters in the ledger: that holds for what is submitted from now on.
func (d *differ) posts(path string, a, b *catalog.Form) {
	d.changed(Compatible, path, "提交后记的账改变，已入账的不变", "what it enters in the ledger changes; what was entered stays", postsText(a), postsText(b))
}

func postsText(f *catalog.Form) string {
	var parts []string
	for _, p := range f.Posts {
		parts = append(parts, p.Kind.Name, programText(p.Amount), p.Unit, sideText(&p.From), sideText(&p.To), programText(p.Goods),
			programText(p.On), programText(p.When), p.Rows)
	}
	for _, r := range f.Reverses {
		parts = append(parts, "reverse", registerName(r.Of), programText(r.On), programText(r.When))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

func sideText(s *catalog.Side) string {
	text := registerName(s.In)
	if s.Field != nil {
		text += "." + s.Field.Name
	}
	return text + programText(s.Each)
}

package pack

import (
	"slices"

	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

// Code lists that the kinds of the ledger make; the register of transfers uses them.
const (
	transferKindList = "transfer_kind"
	accountKindList  = "account_kind"
	commodityList    = "commodity"
	accountEachList  = "account_each"
)

var ledgerLists = []string{transferKindList, accountKindList, commodityList, accountEachList}

// ledgerLists makes the code lists of the ledger, so that transfers are shown, filtered and broken down in words.
func (b *builder) ledgerLists() {
	if len(b.docs.transfers) == 0 {
		return
	}
	kinds := b.ledgerList(transferKindList, "往来种类", "Kind of movement")
	for _, d := range b.docs.transfers {
		putCode(kinds, d.Transfer, d.Label)
	}
	accounts := b.ledgerList(accountKindList, "账户种类", "Kind of account")
	for _, d := range b.docs.accounts {
		putCode(accounts, d.Account, d.Label)
	}
	commodities := b.ledgerList(commodityList, "资金或物资", "Money or goods")
	for _, d := range b.docs.commodities {
		putCode(commodities, d.Commodity, d.Label)
	}
	b.eachList()
}

func (b *builder) ledgerList(name, zh, en string) *catalog.ChoiceList {
	l := &catalog.ChoiceList{Name: name, Title: fault.Text{Zh: zh, En: en}}
	b.choices.declare(word{text: name, pos: b.docs.transfers[0].pos})
	b.list[name] = l
	b.cat.Choices = append(b.cat.Choices, l)
	return l
}

func putCode(l *catalog.ChoiceList, name word, text label) {
	if name.text != "" {
		l.Values = append(l.Values, catalog.Choice{Code: name.text, Text: text.text})
	}
	l.Index()
}

// eachList joins the code lists by which accounts are kept apart; of a code in several the first words count.
func (b *builder) eachList() {
	var l *catalog.ChoiceList
	for _, d := range b.docs.accounts {
		from := b.list[d.Each.text]
		if from == nil {
			continue
		}
		if l == nil {
			l = b.ledgerList(accountEachList, "分账", "Kept apart by")
		}
		for _, c := range from.Values {
			if !slices.ContainsFunc(l.Values, func(x catalog.Choice) bool { return x.Code == c.Code }) {
				l.Values = append(l.Values, c)
			}
		}
		l.Index()
	}
}

// buildLedger resolves what is moved, the kinds of accounts and the kinds of movements.
func (b *builder) buildLedger() {
	for _, d := range b.docs.commodities {
		if b.commodities.declare(d.Commodity) && b.checkName(d.Commodity, namePattern) {
			b.cat.Commodities = append(b.cat.Commodities, b.commodity(d))
		}
	}
	for _, d := range b.docs.accounts {
		if b.accounts.declare(d.Account) && b.checkName(d.Account, namePattern) {
			b.cat.Accounts = append(b.cat.Accounts, b.accountKind(d))
		}
	}
	for _, d := range b.docs.transfers {
		if b.transfers.declare(d.Transfer) && b.checkName(d.Transfer, namePattern) {
			b.cat.TransferKinds = append(b.cat.TransferKinds, b.transferKind(d))
		}
	}
}

func (b *builder) commodity(d *commodityDoc) *catalog.Commodity {
	c := &catalog.Commodity{Name: d.Commodity.text, Label: d.Label.text, Folder: d.folder, Decimals: int(d.Decimals)}
	b.places[c] = d.pos
	u, ok := value.UnitOf(d.Unit.text)
	switch {
	case d.Unit.text == "":
	case !ok:
		b.reportUnknown(d.Unit, codeUnknownUnit, nil)
	case u.Name == "yuan":
		c.Money = true
	case u.Dimension == "money" || u.Dimension == "income":
		b.report(d.Unit.pos, codeCommodityMoney, "unit", d.Unit.text)
	}
	c.Unit = u.Name
	switch {
	case c.Money && (d.has("decimals") || d.Each.text != ""):
		b.report(d.pos, codeCommodityMoneyKeys, "name", c.Name)
	case c.Decimals > catalog.LedgerDecimals:
		b.report(d.keyPos("decimals"), codeCommodityDecimals, "max", catalog.LedgerDecimals)
	}
	if d.Each.text == "" {
		return c
	}
	if l := b.list[d.Each.text]; l != nil {
		c.EachCode = l
	} else {
		c.Each = b.register(d.Each)
	}
	return c
}

func (b *builder) accountKind(d *accountDoc) *catalog.AccountKind {
	k := &catalog.AccountKind{Name: d.Account.text, Label: d.Label.text, Folder: d.folder, Floored: d.Floor.text == ""}
	b.places[k] = d.pos
	if d.Floor.text != "" && d.Floor.text != "none" {
		b.report(d.Floor.pos, codeFloor)
	}
	if d.Of.text != "" {
		k.Of = b.register(d.Of)
	}
	if k.Of != nil && k.Of.BuiltIn {
		b.report(d.Of.pos, codeParentBuiltIn, "name", k.Of.Name)
	}
	if b.commodities.known(d.Commodity) {
		k.Commodity = declared(b.cat.Commodities, func(c *catalog.Commodity) bool { return c.Name == d.Commodity.text })
	}
	if d.Each.text != "" && b.choices.known(d.Each) {
		k.Each = b.list[d.Each.text]
	}
	return k
}

func (b *builder) transferKind(d *transferDoc) *catalog.TransferKind {
	k := &catalog.TransferKind{Name: d.Transfer.text, Label: d.Label.text, Folder: d.folder}
	b.places[k] = d.pos
	k.From, k.To = b.accountNamed(d.From), b.accountNamed(d.To)
	if k.From != nil && k.To != nil && k.From.Commodity != k.To.Commodity && k.From.Commodity != nil && k.To.Commodity != nil {
		b.report(d.To.pos, codeTransferCommodities, "name", k.Name, "from", k.From.Commodity.Name, "to", k.To.Commodity.Name)
	}
	return k
}

func (b *builder) accountNamed(w word) *catalog.AccountKind {
	if !b.accounts.known(w) {
		return nil
	}
	return declared(b.cat.Accounts, func(k *catalog.AccountKind) bool { return k.Name == w.text })
}

// declared finds a definition before the catalog has its look-ups, nil for none.
func declared[T any](list []*T, is func(*T) bool) *T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i]
	}
	return nil
}

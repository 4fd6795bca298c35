package pack

import (
	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

// ledgerField is a field of the built-in register of transfers. Nobody but the engine writes it.
type ledgerField struct {
	name, typ, zh, en string
	list              string // code list
	filter, shown     bool
	decimals          int
}

// transferRegister gives the register in which all movements stand; nil for a pack that moves nothing.
func (b *builder) transferRegister() *catalog.Register {
	if len(b.docs.transfers) == 0 {
		return nil
	}
	r := &catalog.Register{
		Name: catalog.TransferRegister, Label: fault.Text{Zh: "资金物资往来", En: "Transfer"}, BuiltIn: true,
		AreaField: catalog.TransferArea, DateField: catalog.TransferOn,
		Title: []catalog.TitlePart{{Field: catalog.TransferKindField}, {Text: " "}, {Field: catalog.TransferOn}},
	}
	for _, f := range []ledgerField{
		{name: catalog.TransferOn, typ: "date", zh: "日期", en: "Day", filter: true, shown: true},
		{name: catalog.TransferKindField, typ: "choice", zh: "种类", en: "Kind", list: transferKindList, filter: true, shown: true},
		{name: catalog.TransferAmount, typ: "money", zh: "金额", en: "Amount", shown: true},
		{name: catalog.TransferQuantity, typ: "number", zh: "数量", en: "Quantity", decimals: catalog.LedgerDecimals, shown: true},
		{name: catalog.TransferCommodity, typ: "choice", zh: "资金或物资", en: "Money or goods", list: commodityList, shown: true},
		{name: catalog.TransferGoods, typ: "text", zh: "品种", en: "Which goods"},
		{name: catalog.TransferFromKind, typ: "choice", zh: "转出账户", en: "From", list: accountKindList, shown: true},
		{name: catalog.TransferFromRecord, typ: "text", zh: "转出账户所属记录", en: "Whose account it leaves"},
		{name: catalog.TransferFromEach, typ: "choice", zh: "转出账户分账", en: "Part of the account it leaves", list: accountEachList},
		{name: catalog.TransferToKind, typ: "choice", zh: "转入账户", en: "To", list: accountKindList, shown: true},
		{name: catalog.TransferToRecord, typ: "text", zh: "转入账户所属记录", en: "Whose account it reaches"},
		{name: catalog.TransferToEach, typ: "choice", zh: "转入账户分账", en: "Part of the account it reaches", list: accountEachList},
		{name: catalog.TransferFrom, typ: "text", zh: "转出账户全名", en: "Account it leaves", filter: true},
		{name: catalog.TransferTo, typ: "text", zh: "转入账户全名", en: "Account it reaches", filter: true},
		{name: catalog.TransferRegisterOf, typ: "text", zh: "记账依据所属台账", en: "Register of what it was posted by"},
		{name: catalog.TransferForm, typ: "text", zh: "记账表单", en: "Form"},
		{name: catalog.TransferReverses, typ: "text", zh: "冲销的往来", en: "Reverses"},
		{name: catalog.TransferArea, typ: "area", zh: "所在地", en: "Area", shown: true},
	} {
		r.Fields = append(r.Fields, b.ledgerField(f))
	}
	r.Index()
	return r
}

func (b *builder) ledgerField(x ledgerField) *catalog.Field {
	if x.list != "" && b.list[x.list] == nil {
		x.typ = "text" // no account is kept apart
	}
	t, _ := value.ByName(x.typ)
	f := &catalog.Field{Name: x.name, Label: fault.Text{Zh: x.zh, En: x.en}, Type: t, Kept: true, Filter: x.filter, List: x.shown}
	f.Limits.Decimals = x.decimals
	if x.typ == "choice" {
		f.Limits.Choices = b.choiceList(x.list)
	}
	return f
}

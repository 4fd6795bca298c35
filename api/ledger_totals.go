package api

import (
	"net/http"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/ledger"
	"jieli/value"
)

// TotalsView is what the transfers of an area did, by commodity.
type TotalsView struct {
	Area     string      `json:"area"`
	AreaName string      `json:"area_name"`
	From     value.Date  `json:"from"`
	To       value.Date  `json:"to"`
	Totals   []TotalView `json:"totals"`
}

// TotalView is one commodity: what was held at the beginning and what came in is what went out and what is held.
type TotalView struct {
	Commodity CommodityView   `json:"commodity"`
	Goods     string          `json:"goods,omitempty"`
	GoodsName string          `json:"goods_name,omitempty"`
	Before    any             `json:"before"`
	In        any             `json:"in"`
	Out       any             `json:"out"`
	Held      any             `json:"held"`
	Accounts  []KindTotalView `json:"accounts"`
}

// KindTotalView is the share of one kind of account.
type KindTotalView struct {
	Kind      string      `json:"kind"`
	Label     fault.Text  `json:"label"`
	Each      string      `json:"each,omitempty"`
	EachLabel *fault.Text `json:"each_label,omitempty"`
	Floored   bool        `json:"floored"`
	Opening   any         `json:"opening"`
	Came      any         `json:"came"`
	Went      any         `json:"went"`
	Closing   any         `json:"closing"`
}

// getTotals answers with what the transfers of an area did; without area the first of those whose transfers the caller
// may read.
func getTotals(c *call) error {
	reg := c.Catalog.Transfers()
	if reg == nil || !c.mayRead(reg) {
		return errorOf(http.StatusForbidden, errRegister.At(""))
	}
	scope := c.actor.Areas(reg.Name, reg.BuiltIn, catalog.MayRead)
	area, err := c.area("area")
	switch {
	case err != nil:
		return err
	case area == "":
		area = scope[0]
	case !access.Covers(scope, area):
		return errorOf(http.StatusForbidden, errFigureArea.At("area"))
	}
	from, to, err := c.ledgerPeriod()
	if err != nil {
		return err
	}
	list, err := ledger.Totals(c.ctx, c.Reader, c.Catalog, ledger.TotalsQuery{Counties: c.counties([]string{area}),
		Areas: []string{area}, From: from, To: to})
	if err != nil {
		return err
	}
	out := TotalsView{Area: area, AreaName: c.Catalog.Areas.Name(area), From: from, To: to, Totals: []TotalView{}}
	for i := range list {
		out.Totals = append(out.Totals, c.total(&list[i]))
	}
	return c.json(out)
}

func (c *call) total(t *ledger.Total) TotalView {
	x := t.Commodity
	v := TotalView{Commodity: commodityView(x), Goods: t.Goods, GoodsName: c.goodsName(x, t.Goods), Before: amountJSON(x, t.Before),
		In: amountJSON(x, t.In), Out: amountJSON(x, t.Out), Held: amountJSON(x, t.Held), Accounts: []KindTotalView{}}
	for _, k := range t.Kinds {
		v.Accounts = append(v.Accounts, KindTotalView{Kind: k.Kind.Name, Label: k.Kind.Label, Each: k.Each,
			EachLabel: eachLabel(k.Kind, k.Each), Floored: k.Kind.Floored, Opening: amountJSON(x, k.Opening),
			Came: amountJSON(x, k.Came), Went: amountJSON(x, k.Went), Closing: amountJSON(x, k.Closed)})
	}
	return v
}

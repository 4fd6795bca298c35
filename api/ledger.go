package api

import (
	"net/http"
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/ledger"
	"jieli/register"
	"jieli/value"
)

// CommodityView is something that is moved and held.
type CommodityView struct {
	Name     string     `json:"name"`
	Label    fault.Text `json:"label"`
	Money    bool       `json:"money" doc:"amounts are whole fen; else numbers in the unit"`
	Unit     fault.Text `json:"unit"`
	Decimals int        `json:"decimals"`
}

// LedgerAccount is an account and what it holds.
type LedgerAccount struct {
	Kind      string        `json:"kind"`
	Label     fault.Text    `json:"label"`
	Each      string        `json:"each,omitempty" doc:"code by which accounts are kept apart"`
	EachLabel *fault.Text   `json:"each_label,omitempty"`
	Goods     string        `json:"goods,omitempty" doc:"record or code, of goods that are kept apart"`
	GoodsName string        `json:"goods_name,omitempty"`
	Floored   bool          `json:"floored" doc:"its balance never goes below zero"`
	Commodity CommodityView `json:"commodity"`
	Balance   any           `json:"balance" doc:"fen, or a number in the commodity's unit"`
}

// AccountsView answers with the accounts of a record, or of a county.
type AccountsView struct {
	Accounts []LedgerAccount `json:"accounts"`
	Posted   []PostedView    `json:"posted" doc:"transfers that the record itself has posted"`
}

// PostedView is a transfer that a record has posted.
type PostedView struct {
	ID        string        `json:"id"`
	Day       value.Date    `json:"day"`
	Label     fault.Text    `json:"label"`
	From      fault.Text    `json:"from" doc:"kind of the account that it left"`
	To        fault.Text    `json:"to"`
	FromOwner string        `json:"from_owner,omitempty" doc:"whose it is, for who may read that record"`
	ToOwner   string        `json:"to_owner,omitempty"`
	Commodity CommodityView `json:"commodity"`
	GoodsName string        `json:"goods_name,omitempty"`
	Amount    any           `json:"amount" doc:"below zero: posted back"`
	Reversal  bool          `json:"reversal"`
}

// errAccount is for accounts that are not there.
var errAccount = fault.Define("account_unknown",
	"没有这样的账户，请从账户列表打开。", "There is no such account. Open it from the list of accounts.")

// transfers gives the register of transfers when the caller may read those of an area; else an error.
func (c *call) transfers(area string) (*catalog.Register, error) {
	reg := c.Catalog.Transfers()
	if reg == nil || !access.Covers(c.actor.Areas(reg.Name, reg.BuiltIn, catalog.MayRead), area) {
		return nil, errorOf(http.StatusForbidden, errRegister.At(""))
	}
	return reg, nil
}

// getAccounts answers with the accounts of a record, for who may read it and the transfers of its area.
func getAccounts(c *call) error {
	r, _, err := c.load(c.register())
	if err != nil {
		return err
	}
	reg, err := c.transfers(r.Area)
	if err != nil {
		return err
	}
	view, err := c.accounts(c.countiesOf(r), c.Catalog.Owned(r.Register), r.ID)
	if err != nil {
		return err
	}
	posted, err := c.Reader.Children(c.ctx, reg, r.County, r.ID)
	if err != nil {
		return err
	}
	for _, x := range posted[:min(len(posted), statementMost)] {
		if v, ok := c.posted(ledger.Read(x)); ok {
			view.Posted = append(view.Posted, v)
		}
	}
	return c.json(view)
}

// countiesOf gives the counties whose accounts a record may own: its own or, kept at the programme's own level, all.
func (c *call) countiesOf(r *register.Record) []string {
	if r.County == value.County(c.Catalog.Pack.Root) {
		return nil
	}
	return []string{r.County}
}

// getCountyAccounts answers with the accounts that belong to a county as a whole.
func getCountyAccounts(c *call) error {
	county, err := c.ledgerCounty()
	if err != nil {
		return err
	}
	view, err := c.accounts([]string{county}, c.Catalog.Owned(nil), "")
	if err != nil {
		return err
	}
	return c.json(view)
}

// ledgerCounty reads the county of the path, whose transfers the caller must be able to read.
func (c *call) ledgerCounty() (string, error) {
	county := c.r.PathValue("county")
	if !isCounty(county) {
		return "", nothing()
	}
	_, err := c.transfers(county)
	return county, err
}

// accounts sums what an owner's accounts hold, those of all counties together.
func (c *call) accounts(counties []string, kinds []*catalog.AccountKind, owner string) (AccountsView, error) {
	view := AccountsView{Accounts: []LedgerAccount{}, Posted: []PostedView{}}
	for _, k := range kinds {
		list, err := c.Reader.Accounts(c.ctx, counties, []string{ledger.OwnerPrefix(k.Name, owner)})
		if err != nil {
			return view, err
		}
		sums, order := map[ledger.Account]int64{}, []ledger.Account{}
		for _, x := range list {
			a, _ := ledger.ParseKey(x.Account)
			if _, known := sums[a]; !known {
				order = append(order, a)
			}
			sums[a] += x.Amount
		}
		if len(order) == 0 && k.Each == nil && !k.Commodity.Apart() {
			order = append(order, ledger.Account{Kind: k.Name, Owner: owner}) // nothing has come into it yet
		}
		for _, a := range order {
			view.Accounts = append(view.Accounts, c.account(k, a, sums[a]))
		}
	}
	return view, nil
}

func (c *call) account(k *catalog.AccountKind, a ledger.Account, balance int64) LedgerAccount {
	v := LedgerAccount{Kind: k.Name, Label: k.Label, Each: a.Each, EachLabel: eachLabel(k, a.Each), Goods: a.Goods,
		GoodsName: c.goodsName(k.Commodity, a.Goods), Floored: k.Floored, Commodity: commodityView(k.Commodity),
		Balance: amountJSON(k.Commodity, balance)}
	return v
}

func eachLabel(k *catalog.AccountKind, each string) *fault.Text {
	if k.Each == nil || each == "" {
		return nil
	}
	label, _ := k.Each.Label(each)
	return &label
}

func commodityView(x *catalog.Commodity) CommodityView {
	u, _ := value.UnitOf(x.Unit)
	return CommodityView{Name: x.Name, Label: x.Label, Money: x.Money, Unit: u.Label, Decimals: x.Decimals}
}

func amountJSON(x *catalog.Commodity, amount int64) any {
	t, limits := x.Type()
	return t.JSON(ledger.Shown(x, amount), limits)
}

// goodsName names the goods of an account, for who may read their record; else they have their label only.
func (c *call) goodsName(x *catalog.Commodity, goods string) string {
	switch {
	case goods == "":
		return ""
	case x.EachCode != nil:
		label, _ := x.EachCode.Label(goods)
		return label.In(c.lang)
	case x.Each == nil:
		return ""
	}
	return c.recordTitle(x.Each, goods)
}

// recordTitle names a record that is kept in the county of the path or at the programme's own level, as the caller sees
// it; "" for who may not read it.
func (c *call) recordTitle(reg *catalog.Register, id string) string {
	r := c.recordAnywhere(reg, id)
	if r == nil {
		return ""
	}
	if seen := c.actor.View(reg, r.Area); seen.Readable() {
		return c.presenter().title(r, seen)
	}
	return ""
}

func (c *call) recordAnywhere(reg *catalog.Register, id string) *register.Record {
	for _, county := range []string{c.r.PathValue("county"), value.County(c.Catalog.Pack.Root)} {
		if !isCounty(county) {
			continue
		}
		if r, err := c.Reader.Record(c.ctx, reg, county, id); err == nil && r != nil {
			return r
		}
	}
	return nil
}

// posted shows a transfer beside the record that posted it; ok is false for one of a former pack.
func (c *call) posted(t ledger.Transfer) (v PostedView, ok bool) {
	kind, x := c.Catalog.TransferKind(t.Kind), c.Catalog.Commodity(t.Commodity)
	if kind == nil || x == nil {
		return v, false
	}
	v = PostedView{ID: t.ID, Day: t.Day, Label: kind.Label, From: kind.From.Label, To: kind.To.Label, Commodity: commodityView(x),
		GoodsName: c.goodsName(x, t.From.Goods), Amount: amountJSON(x, t.Amount), Reversal: t.Reverses != ""}
	if kind.From.Of != nil {
		v.FromOwner = c.recordTitle(kind.From.Of, t.From.Owner)
	}
	if kind.To.Of != nil {
		v.ToOwner = c.recordTitle(kind.To.Of, t.To.Owner)
	}
	return v, true
}

// keepsBooks reports whether records of a register own accounts, or post transfers, that the caller may read somewhere.
func keepsBooks(c *catalog.Catalog, r *catalog.Register, a *access.Actor) bool {
	reg := c.Transfers()
	if reg == nil || len(a.Areas(reg.Name, reg.BuiltIn, catalog.MayRead)) == 0 {
		return false
	}
	posts := slices.ContainsFunc(c.Forms, func(f *catalog.Form) bool { return f.Poster == r })
	return posts || len(c.Owned(r)) > 0
}

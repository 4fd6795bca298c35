package api

import (
	"jieli/catalog"
	"jieli/fault"
	"jieli/ledger"
	"jieli/register"
	"jieli/value"
)

// StatementView is what came into an account and went out of it.
type StatementView struct {
	LedgerAccount
	County  string          `json:"county"`
	Owner   string          `json:"owner" doc:"whose account it is, in words"`
	From    value.Date      `json:"from"`
	To      value.Date      `json:"to"`
	Opening any             `json:"opening"`
	Came    any             `json:"came"`
	Went    any             `json:"went"`
	Closing any             `json:"closing"`
	Lines   []StatementLine `json:"lines"`
	More    bool            `json:"more" doc:"there are further lines: ask for a shorter period"`
}

// StatementLine is one transfer of a statement.
type StatementLine struct {
	ID         string      `json:"id"`
	Day        value.Date  `json:"day"`
	Kind       string      `json:"kind"`
	Label      fault.Text  `json:"label"`
	Other      fault.Text  `json:"other" doc:"kind of the account on the other side"`
	OtherEach  *fault.Text `json:"other_each,omitempty"`
	OtherOwner string      `json:"other_owner,omitempty" doc:"whose it is, for who may read that record"`
	Change     any         `json:"change" doc:"what came; below zero: what went"`
	Balance    any         `json:"balance"`
	Reversal   bool        `json:"reversal" doc:"it posts an earlier transfer back"`
	Register   string      `json:"register" doc:"of the record that posted it"`
	Record     string      `json:"record,omitempty" doc:"that record, for who may read it"`
	Title      string      `json:"title,omitempty"`
}

// statementMost bounds the lines of one statement: a year of an account with some transfers a day.
const statementMost = 1000

// getStatement answers with the statement of an account of a record.
func getStatement(c *call) error {
	r, seen, err := c.load(c.register())
	if err != nil {
		return err
	}
	if _, err := c.transfers(r.Area); err != nil {
		return err
	}
	return c.statement(r.Register, r.County, r.ID, c.presenter().title(r, seen))
}

// getCountyStatement answers with the statement of an account of a county.
func getCountyStatement(c *call) error {
	county, err := c.ledgerCounty()
	if err != nil {
		return err
	}
	return c.statement(nil, county, "", c.Catalog.Areas.Name(county))
}

func (c *call) statement(of *catalog.Register, county, owner, title string) error {
	k := c.Catalog.AccountKind(c.query.Get("account"))
	if k == nil || k.Of != of {
		return notFound(errAccount.At("account"))
	}
	a := ledger.Account{Kind: k.Name, Owner: owner, Each: c.query.Get("each"), Goods: c.query.Get("goods")}
	if _, ok := ledger.ParseKey(a.Key()); !ok {
		return notFound(errAccount.At("account"))
	}
	from, to, err := c.ledgerPeriod()
	if err != nil {
		return err
	}
	if at := c.query.Get("county"); at != "" { // accounts of a record kept above the counties stand in each of them
		if !isCounty(at) {
			return notFound(errAccount.At("county"))
		}
		county = at
	}
	s, err := ledger.StatementOf(c.ctx, c.Reader, c.Catalog, county, a, from, to, statementMost)
	if err != nil {
		return err
	}
	view := StatementView{LedgerAccount: c.account(k, a, s.Closing), County: county, Owner: title, From: from, To: to, More: s.More,
		Lines: []StatementLine{}}
	for into, n := range map[*any]int64{&view.Opening: s.Opening, &view.Came: s.Came, &view.Went: s.Went, &view.Closing: s.Closing} {
		*into = amountJSON(k.Commodity, n)
	}
	for _, x := range s.Lines {
		view.Lines = append(view.Lines, c.statementLine(k.Commodity, county, x))
	}
	return c.json(view)
}

// ledgerPeriod reads from and to: the year of today, up to today, when they are missing.
func (c *call) ledgerPeriod() (from, to value.Date, err error) {
	today := c.Engine.Today()
	if to, err = c.day("to", today); err != nil {
		return 0, 0, err
	}
	year, _, _ := to.YMD()
	from, err = c.day("from", value.DateOf(year, 1, 1))
	return from, to, err
}

func (c *call) statementLine(x *catalog.Commodity, county string, line ledger.Line) StatementLine {
	v := StatementLine{ID: line.ID, Day: line.Day, Kind: line.Kind, Change: amountJSON(x, line.Change),
		Balance: amountJSON(x, line.Balance), Reversal: line.Reverses != "", Register: line.Register}
	if k := c.Catalog.TransferKind(line.Kind); k != nil {
		v.Label = k.Label
	}
	if k := c.Catalog.AccountKind(line.Other.Kind); k != nil {
		v.Other, v.OtherEach = k.Label, eachLabel(k, line.Other.Each)
		if k.Of != nil {
			v.OtherOwner = c.recordTitle(k.Of, line.Other.Owner)
		}
	}
	if r := c.posterOf(county, line.Transfer); r != nil {
		v.Record, v.Title = r.ID, c.presenter().title(r, c.actor.View(r.Register, r.Area))
	}
	return v
}

// posterOf gives the record that posted a transfer, nil for who may not read it.
func (c *call) posterOf(county string, t ledger.Transfer) *register.Record {
	reg := c.Catalog.Register(t.Register)
	if reg == nil {
		return nil
	}
	r, err := c.Reader.Record(c.ctx, reg, county, t.Record)
	if err != nil || r == nil || !c.actor.View(reg, r.Area).Readable() {
		return nil
	}
	return r
}

package main

import (
	"context"
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"

	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/ledger"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

type ledgerCmd struct {
	Totals    ledgerTotalsCmd    `cmd:"" help:"一个地区的收、支、结存 / What came in, went out and is held in an area."`
	Statement ledgerStatementCmd `cmd:"" help:"一个账户的对账单 / The statement of an account."`
}

var (
	ledgerNone = fault.Define("command_ledger_none",
		"这个定义包没有资金物资往来。", "This pack moves neither money nor goods.")
	ledgerAccount = fault.Define("command_ledger_account",
		"没有账户种类“{name}”，可用的有：{known}", "There is no kind of account “{name}”; there are {known}")
	ledgerOwner = fault.Define("command_ledger_owner",
		"“{account}”是每条“{register}”各有的账户，请用 --of 写明记录的编号；没有找到“{id}”。",
		"Each “{register}” has its own “{account}”: give the record's key or id with --of; “{id}” was not found.")
)

// periodFlags say from which day to which.
type periodFlags struct {
	From string `help:"起始日期 YYYY-MM-DD；不填为最早 / First day; the beginning by default." placeholder:"DATE"`
	To   string `help:"截止日期 YYYY-MM-DD；不填为今天 / Last day; today by default." placeholder:"DATE"`
}

func (f periodFlags) days(s *site) (from, to value.Date, err error) {
	to = s.clock.Now().Day()
	for text, into := range map[string]*value.Date{f.From: &from, f.To: &to} {
		if text == "" {
			continue
		}
		if *into, err = value.ParseDate(text); err != nil {
			return 0, 0, dateWrong.Error(fault.Invalid, "value", text)
		}
	}
	return from, to, nil
}

type ledgerTotalsCmd struct {
	siteFlags
	periodFlags
	Area string `help:"区划代码；不填为整个项目 / Area code; the whole programme by default." placeholder:"CODE"`
}

// Run prints totals by commodity, and the kinds of accounts below each.
func (c *ledgerTotalsCmd) Run(ctx context.Context, out io.Writer) error {
	s, from, to, err := openLedger(ctx, out, c.siteFlags, c.periodFlags)
	if err != nil {
		return err
	}
	defer s.close()
	q := ledger.TotalsQuery{From: from, To: to}
	if c.Area != "" {
		if _, ok := s.cat.Areas.Get(c.Area); !ok {
			return areaWrong.Error(fault.Invalid, "code", c.Area)
		}
		q.Areas = []string{c.Area}
	}
	list, err := ledger.Totals(ctx, s.store, s.cat, q)
	if err != nil {
		return err
	}
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.AppendHeader(table.Row{"", "期初 / before", "收入 / in", "支出 / out", "结存 / held"})
	for i := range list {
		printTotal(t, &list[i], goodsWords(ctx, s, list[i].Commodity, list[i].Goods))
	}
	t.Render()
	return nil
}

func printTotal(t table.Writer, x *ledger.Total, goods string) {
	words := func(n int64) string { return ledger.Words(x.Commodity, n).Zh }
	t.AppendRow(table.Row{x.Commodity.Label.Zh + goods, words(x.Before), words(x.In), words(x.Out), words(x.Held)})
	for _, k := range x.Kinds {
		name := "  " + k.Kind.Label.Zh
		if k.Kind.Each != nil {
			each, _ := k.Kind.Each.Label(k.Each)
			name += " · " + each.Zh
		}
		t.AppendRow(table.Row{name, words(k.Opening), words(k.Came), words(k.Went), words(k.Closed)})
	}
	t.AppendSeparator()
}

// goodsWords names what a total is of, when its commodity stands for many.
func goodsWords(ctx context.Context, s *site, c *catalog.Commodity, goods string) string {
	switch {
	case goods == "":
		return ""
	case c.EachCode != nil:
		label, _ := c.EachCode.Label(goods)
		return "：" + label.Zh
	case c.Each == nil:
		return "：" + goods
	}
	if r := findRecord(ctx, s, c.Each, goods); r != nil {
		return "：" + register.OpenTitle(r, s.cat.Areas)
	}
	return "：" + goods
}

func openLedger(ctx context.Context, out io.Writer, f siteFlags, p periodFlags) (s *site, from, to value.Date, err error) {
	if s, err = f.open(ctx, out, clock.System()); err != nil {
		return nil, 0, 0, err
	}
	if from, to, err = p.days(s); err == nil && s.cat.Transfers() == nil {
		err = ledgerNone.Error(fault.NotFound)
	}
	if err != nil {
		s.close()
	}
	return s, from, to, err
}

// findRecord finds a record by its id or by its key, nil when there is none.
func findRecord(ctx context.Context, s *site, reg *catalog.Register, name string) *register.Record {
	cond := store.Cond{Field: "key", Op: "=", Values: []any{name}}
	if value.IsID(name) {
		cond.Field = "id"
	}
	list, err := s.store.Find(ctx, store.Query{Register: reg, Limit: 1, Conds: []store.Cond{cond}})
	if err != nil || len(list) == 0 {
		return nil
	}
	return list[0]
}

type ledgerStatementCmd struct {
	siteFlags
	periodFlags
	Account string `arg:"" help:"账户种类 / Kind of account."`
	Of      string `help:"所属记录的编号或 ID；全县一个的账户写县代码 / Key or id of the record whose account it is; code of the county for accounts of a county."`
	Each    string `help:"分账代码 / Code by which accounts are kept apart."`
	Goods   string `help:"品种的记录 ID 或代码 / Record id or code, of goods kept apart."`
	Limit   int    `help:"最多列出的笔数 / Lines at most." default:"1000"`
}

// Run prints a statement.
func (c *ledgerStatementCmd) Run(ctx context.Context, out io.Writer) error {
	s, from, to, err := openLedger(ctx, out, c.siteFlags, c.periodFlags)
	if err != nil {
		return err
	}
	defer s.close()
	k := s.cat.AccountKind(c.Account)
	if k == nil {
		known := ""
		for _, x := range s.cat.Accounts {
			known += " " + x.Name
		}
		return ledgerAccount.Error(fault.NotFound, "name", c.Account, "known", known)
	}
	a := ledger.Account{Kind: k.Name, Each: c.Each, Goods: c.Goods}
	county, title := value.County(c.Of), s.cat.Areas.Name(c.Of)
	if k.Of != nil {
		r := findRecord(ctx, s, k.Of, c.Of)
		if r == nil {
			return ledgerOwner.Error(fault.NotFound, "account", k.Label, "register", k.Of.Label, "id", c.Of)
		}
		a.Owner, county, title = r.ID, r.County, register.OpenTitle(r, s.cat.Areas)
	}
	st, err := ledger.StatementOf(ctx, s.store, s.cat, county, a, from, to, c.Limit)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s  %s%s\n", k.Label.Zh, title, goodsWords(ctx, s, k.Commodity, c.Goods))
	printStatement(out, s, st)
	return nil
}

func printStatement(out io.Writer, s *site, st *ledger.Statement) {
	words := func(n int64) string { return ledger.Words(st.Kind.Commodity, n).Zh }
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.AppendHeader(table.Row{"日期 / day", "种类 / kind", "对方 / other side", "收支 / change", "余额 / balance", "依据 / posted by"})
	t.AppendRow(table.Row{"", "期初余额 / opening", "", "", words(st.Opening)})
	for _, x := range st.Lines {
		kind, other := x.Kind, x.Other.Kind
		if k := s.cat.TransferKind(x.Kind); k != nil {
			kind = k.Label.Zh
		}
		if k := s.cat.AccountKind(x.Other.Kind); k != nil {
			other = k.Label.Zh
		}
		if x.Reverses != "" {
			kind += "（冲销）"
		}
		t.AppendRow(table.Row{x.Day, kind, other, words(x.Change), words(x.Balance), x.Transfer.Register + " " + x.Transfer.Record})
	}
	t.AppendRow(table.Row{"", "期末余额 / closing", "", words(st.Came - st.Went), words(st.Closing)})
	t.Render()
	if st.More {
		fmt.Fprintln(out, "还有更多，请缩短时间 / there are more: take a shorter period")
	}
}

package engine_test

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"slices"
	"testing"

	"jieli/engine"
	"jieli/journal"
	"jieli/ledger"
	"jieli/register"
	"jieli/store/sqlite"
)

// Nobody makes, changes, corrects, voids or erases a transfer, whatever their rights.
func TestNobodyWritesTransfers(t *testing.T) {
	w := newBooks(t)
	project := w.project("1")
	w.appropriate(project, "central", 10000)
	transfer := w.transfers()[0]
	who := w.accountant()
	all := map[string]any{"amount": 1}
	for _, action := range []journal.Action{journal.Create, journal.Change, journal.Correct, journal.Void, journal.Erase} {
		b := w.bundle()
		e := engine.EntryIn{Register: "transfer", Record: transfer.ID, Action: action, Base: 1, Reason: "更正"}
		if action != journal.Void && action != journal.Erase {
			e.Fields = raw(all)
		}
		if action == journal.Create {
			e.Record = id("transfer of my own")
		}
		b.Entries = []engine.EntryIn{e}
		w.refused(who, b, "ledger_kept")
	}
	w.wantHeld(projectMoney(project, "central"), 10000)
	w.verify()
}

// A transfer says who moved what between whom, on which day and because of what; so does its reversal, in red.
func TestATransferSaysWhatMoved(t *testing.T) {
	w := newBooks(t)
	project, payee := w.project("1"), w.payee("路桥公司")
	w.appropriate(project, "central", 10000)
	c := w.asked(project, payee, "central", 700)
	b := w.form("payment_pay", c, answers{"paid_on": "2022-01-08"})
	w.must(w.cashier(), b)
	w.must(w.cashier(), w.form("payment_take_back", c, answers{"reason": "账号有误"}))
	posted := w.children("transfer", c)
	if len(posted) != 2 {
		t.Fatalf("%d transfers of the case", len(posted))
	}
	paid, back := ledger.Read(posted[0]), ledger.Read(posted[1])
	if paid.Reverses != "" {
		paid, back = back, paid // they were made at one moment
	}
	want := ledger.Transfer{County: yangshan, Area: daping, ID: paid.ID, Kind: "payment", Commodity: "money", Money: true,
		From: projectMoney(project, "central"), To: ledger.Account{Kind: "paid_out", Owner: payee}, Amount: 700,
		Day: day("2022-01-08"), Register: "payment", Record: c, Form: "payment_pay"}
	if paid != want {
		t.Errorf("got  %+v\nwant %+v", paid, want)
	}
	want.ID, want.Amount, want.Day, want.Form, want.Reverses = back.ID, -700, day("2022-01-10"), "payment_take_back", paid.ID
	if back != want {
		t.Errorf("got  %+v\nwant %+v", back, want)
	}
	w.wantFigure("paid", "2022-01-09", yangshan, "7")
	w.wantFigure("paid", "2022-01-10", yangshan, "0")
	w.verify()
}

// children gives the records below one.
func (w books) children(reg, parent string) []*register.Record {
	w.t.Helper()
	list, err := w.store.Children(context.Background(), w.cat.Register(reg), yangshan, parent)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// What a form is only tried with moves nothing.
func TestTryingAPaymentMovesNothing(t *testing.T) {
	w := newBooks(t)
	project, payee := w.project("1"), w.payee("路桥公司")
	w.appropriate(project, "central", 10000)
	b := w.form("payment_pay", w.asked(project, payee, "central", 700), answers{})
	r, err := w.engine.Check(context.Background(), w.cashier(), b)
	if err != nil || !r.Accepted {
		t.Fatal(r, err)
	}
	w.wantHeld(projectMoney(project, "central"), 10000)
	w.must(w.cashier(), b)
	w.wantHeld(projectMoney(project, "central"), 9300)
}

// A record whose accounts hold something is not voided: what it held would be nobody's.
func TestAProjectWithMoneyLeftIsNotVoided(t *testing.T) {
	w := newBooks(t)
	project := w.project("1")
	grant := w.appropriate(project, "central", 10000)
	void := func() engine.Bundle {
		b := w.bundle()
		b.Entries = []engine.EntryIn{{Register: "project", Record: project, Action: journal.Void,
			Base: w.record("project", project).Version, Reason: "取消"}}
		return b
	}
	w.refused(w.accountant(), void(), "ledger_holds")
	w.must(w.accountant(), w.form("withdraw", grant, answers{"reason": "收回"}))
	w.must(w.accountant(), void())
	w.balanced()
	w.verify()
}

// Whoever changes a balance, a movement or a transfer behind the back of the engine is found out; a recount mends the
// balances.
func TestAChangedBalanceIsFoundAndRecounted(t *testing.T) {
	dir := t.TempDir()
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(context.Background(), dir, vault.Columns())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w := books{worldOn(t, booksPack(t), st, vault)}
	project, payee := w.project("1"), w.payee("路桥公司")
	w.appropriate(project, "central", 10000)
	w.must(w.cashier(), w.form("payment_pay", w.asked(project, payee, "central", 700), answers{}))
	db, err := sql.Open("sqlite", "file:"+dir+"/"+sqlite.FileName)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := rand.New(rand.NewPCG(4, 4))
	for _, table := range []string{"balance", "movement", w.cat.Transfers().Table()} {
		for _, column := range columnsOf(t, db, table) {
			if column != "warnings" {
				t.Run(table+"."+column, func(t *testing.T) { flipAndFind(t, w.world, db, r, table, column) })
			}
		}
	}
	w.verify()
	w.recounted(db)
}

// recounted loses all balances and wants them back.
func (w books) recounted(db *sql.DB) {
	w.t.Helper()
	before := w.accounts()
	for _, q := range []string{"delete from balance", "update movement set came = came + 5"} {
		if _, err := db.Exec(q); err != nil {
			w.t.Fatal(err)
		}
	}
	v := engine.Verifier{Store: w.store, Catalog: w.cat, Vault: w.vault, Digest: w.vault.Columns().Digest}
	if _, err := v.Recount(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	if after := w.accounts(); !slices.Equal(before, after) {
		w.t.Errorf("before %v, after the recount %v", before, after)
	}
	w.verify()
}

// A row that no entry made is found, and so is one that is gone.
func TestARowThatNoEntryMadeIsFound(t *testing.T) {
	dir := t.TempDir()
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(context.Background(), dir, vault.Columns())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w := books{worldOn(t, booksPack(t), st, vault)}
	project := w.project("1")
	db, err := sql.Open("sqlite", "file:"+dir+"/"+sqlite.FileName)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	table := w.cat.Register("project").Table()
	for _, q := range []string{"create table one as select * from " + table, "update one set id = '" + id("nobody") + "', record_key = null",
		"insert into " + table + " select * from one", "drop table one"} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	w.finds("verify_record_unknown")
	if _, err := db.Exec("delete from "+table+" where id = ?", project); err != nil {
		t.Fatal(err)
	}
	w.finds("verify_record_missing")
}

func (w books) finds(code string) {
	w.t.Helper()
	v := engine.Verifier{Store: w.store, Catalog: w.cat, Vault: w.vault, Digest: w.vault.Columns().Digest}
	report, err := v.Run(context.Background())
	if err != nil || !hasCode(report.Findings, code) {
		w.t.Errorf("want %s, got %v %v", code, report.Findings, err)
	}
}

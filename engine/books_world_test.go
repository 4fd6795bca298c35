package engine_test

import (
	"context"
	"os"
	"testing"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/journal"
	"jieli/ledger"
	"jieli/pack"
	"jieli/register"
	"jieli/store"
)

// books is a world whose programme keeps money and goods.
type books struct{ *world }

func booksPack(t testing.TB) *catalog.Catalog {
	t.Helper()
	cat, findings := pack.Load(os.DirFS("../pack/testdata/good/books"))
	if cat == nil {
		t.Fatal(findings)
	}
	return cat
}

func newBooks(t *testing.T) books {
	t.Helper()
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	st := openStore(t, vault)
	t.Cleanup(func() { st.Close() })
	return books{worldOn(t, booksPack(t), st, vault)}
}

func (w books) accountant() *access.Actor { return w.as("accountant", xiaojiang) }
func (w books) cashier() *access.Actor    { return w.as("cashier", xiaojiang) }
func (w books) county() *access.Actor     { return w.as("county_office", yangshan) }

// made registers a record and gives its id.
func (w books) made(who *access.Actor, reg, name string, fields answers) string {
	w.t.Helper()
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: reg, Record: id(reg, name), Action: journal.Create, Fields: raw(fields)}}
	w.must(who, b)
	return id(reg, name)
}

func (w books) project(no string) string {
	w.t.Helper()
	return w.made(w.accountant(), "project", no, answers{"project_no": no, "name": "项目" + no, "village": daping})
}

func (w books) payee(name string) string {
	w.t.Helper()
	return w.made(w.county(), "payee", name, answers{"name": name, "county": yangshan})
}

// form fills a form about a record as it stands.
func (w books) form(name, subject string, a answers) engine.Bundle {
	b := w.bundle()
	b.Form, b.Subject, b.Answers = name, subject, raw(a)
	if reg := w.cat.Form(name).Subject; reg != nil {
		if r := w.record(reg.Name, subject); r != nil {
			b.Base = r.Version
		}
	}
	b.Record = id("own", w.t.Name(), w.seq)
	return b
}

// appropriate brings fen into the money of a project and gives the record that did.
func (w books) appropriate(project, source string, fen int64) string {
	w.t.Helper()
	b := w.form("appropriate", project, answers{"amount": fen, "source": source})
	w.must(w.accountant(), b)
	return b.Record
}

// asked opens a case of payment.
func (w books) asked(project, payee, source string, fen int64) string {
	w.t.Helper()
	b := w.form("payment_ask", project, answers{"payee": payee, "source": source, "amount": fen})
	w.must(w.accountant(), b)
	return b.Record
}

// holds gives what an account holds.
func (w books) holds(a ledger.Account) int64 {
	w.t.Helper()
	for _, x := range w.accounts(ledger.OwnerPrefix(a.Kind, a.Owner)) {
		if x.Account == a.Key() {
			return x.Amount
		}
	}
	return 0
}

func (w books) accounts(prefixes ...string) []store.Balance {
	w.t.Helper()
	list, err := w.store.Accounts(context.Background(), []string{yangshan}, prefixes)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func (w books) wantHeld(a ledger.Account, want int64) {
	w.t.Helper()
	if got := w.holds(a); got != want {
		w.t.Errorf("%s holds %d, want %d", a.Key(), got, want)
	}
}

// transfers gives all movements, void ones too: there should be none.
func (w books) transfers() []*register.Record {
	w.t.Helper()
	list, err := w.store.Find(context.Background(), store.Query{Register: w.cat.Transfers(), Void: true})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// balanced wants what must hold at every commit: for each commodity all accounts add up to nothing, no account is below
// its floor, and balances are what the transfers make of them.
func (w books) balanced() {
	w.t.Helper()
	sums, held := map[string]int64{}, map[string]int64{}
	for _, x := range w.accounts() {
		a, ok := ledger.ParseKey(x.Account)
		k := w.cat.AccountKind(a.Kind)
		if !ok || k == nil {
			w.t.Fatalf("%q is no account", x.Account)
		}
		sums[k.Commodity.Name+"@"+a.Goods] += x.Amount
		held[x.Account] = x.Amount
		if k.Floored && x.Amount < 0 {
			w.t.Fatalf("%s is below its floor: %d", x.Account, x.Amount)
		}
	}
	for commodity, sum := range sums {
		if sum != 0 {
			w.t.Fatalf("accounts of %s add up to %d", commodity, sum)
		}
	}
	for _, r := range w.transfers() {
		t := ledger.Read(r)
		held[t.From.Key()] += t.Amount
		held[t.To.Key()] -= t.Amount
	}
	for account, rest := range held {
		if rest != 0 {
			w.t.Fatalf("%s holds %d more than its transfers brought", account, rest)
		}
	}
}

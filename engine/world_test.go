package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/indicator"
	"jieli/journal"
	"jieli/pack"
	"jieli/register"
	"jieli/store"
	"jieli/store/sqlite"
	"jieli/value"
)

const (
	xiaojiang = "441823111"
	daping    = "441823111201"
	xiaping   = "441823111202"
	dalang    = "441823110"
	yangshan  = "441823"
)

// world is a small programme with a store, an engine and a clock of its own.
type world struct {
	t      *testing.T
	cat    *catalog.Catalog
	store  store.Store
	gate   *gate
	engine *engine.Engine
	vault  *journal.Vault
	clock  *clock.Movable
	seq    int64
}

func smallPack(t testing.TB) *catalog.Catalog {
	t.Helper()
	cat, findings := pack.Load(os.DirFS("testdata/pack"))
	if cat == nil {
		t.Fatal(findings)
	}
	return cat
}

func newWorld(t *testing.T) *world {
	t.Helper()
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	st := openStore(t, vault)
	t.Cleanup(func() { st.Close() })
	return worldOn(t, smallPack(t), st, vault)
}

// openStore opens an empty store: SQLite, or PostgreSQL while TestTheSameOnPostgreSQL runs.
var openStore = func(t *testing.T, vault *journal.Vault) store.Store {
	t.Helper()
	st, err := sqlite.Open(context.Background(), t.TempDir(), vault.Columns())
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func worldOn(t *testing.T, cat *catalog.Catalog, st store.Store, vault *journal.Vault) *world {
	t.Helper()
	if err := st.Migrate(context.Background(), cat); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, cat: cat, store: st, gate: &gate{Store: st}, vault: vault,
		clock: clock.Fixed(day("2022-01-10").Start() + 9*3600*1_000_000)}
	var err error
	w.engine, err = engine.New(context.Background(), engine.Options{Store: w.gate, Catalog: cat, Vault: vault,
		Cipher: vault.Columns(), Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.engine.Close)
	return w
}

func day(s string) value.Date {
	d, err := value.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (w *world) on(date string) { w.clock.Set(day(date).Start() + 9*3600*1_000_000) }

// as gives a person with a role in an area.
func (w *world) as(role, area string) *access.Actor {
	return &access.Actor{Account: value.DeriveID(role, area), Name: role + "@" + area,
		Grants: []access.Grant{{Role: w.cat.Role(role), Area: area}}}
}

func (w *world) member() *access.Actor { return w.as("team_member", xiaojiang) }

type answers map[string]any

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func id(parts ...any) string { return value.DeriveID(fmt.Sprint(parts...)) }

func (w *world) bundle() engine.Bundle {
	w.seq++
	return engine.Bundle{ID: id(w.t.Name(), w.seq), County: yangshan, Device: "phone", DeviceSeq: w.seq,
		MadeAt: w.clock.Now().String()}
}

func (w *world) accept(who *access.Actor, b engine.Bundle) engine.Receipt {
	w.t.Helper()
	r, err := w.engine.Accept(context.Background(), who, b)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// must accepts a bundle that has to be accepted.
func (w *world) must(who *access.Actor, b engine.Bundle) engine.Receipt {
	w.t.Helper()
	r := w.accept(who, b)
	if !r.Accepted {
		w.t.Fatalf("refused: %v", r.Findings)
	}
	return r
}

// refused expects a refusal with a code, and that nothing at all was kept.
func (w *world) refused(who *access.Actor, b engine.Bundle, code string) {
	w.t.Helper()
	before := w.entries()
	r := w.accept(who, b)
	if r.Accepted || !hasCode(r.Findings, code) {
		w.t.Fatalf("want refusal %s, got accepted=%v %v", code, r.Accepted, r.Findings)
	}
	if after := w.entries(); after != before {
		w.t.Fatalf("a refused bundle left %d entries", after-before)
	}
}

func hasCode(list []fault.Finding, code string) bool {
	for _, f := range list {
		if f.Code == code {
			return true
		}
	}
	return false
}

func (w *world) entries() int64 {
	w.t.Helper()
	heads, err := w.store.Streams(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	var n int64
	for _, h := range heads {
		n += h.N
	}
	return n
}

// household registers a household with a head and gives its id.
func (w *world) household(no, village string) string {
	w.t.Helper()
	b := w.bundle()
	b.Form, b.Subject = "registration", id("household", no)
	b.Answers = raw(answers{"household_no": no, "head_name": "李大山", "village": village,
		"people": []any{answers{"record": id("head", no), "new": true, "name": "李大山", "relation": "head"}}})
	w.must(w.as("team_member", village[:9]), b)
	return b.Subject
}

func (w *world) visit(household string, a answers) engine.Bundle {
	b := w.bundle()
	b.Form, b.Subject, b.Answers = "home_visit", household, raw(a)
	if r := w.record("household", household); r != nil {
		b.Base = r.Version
	}
	return b
}

func (w *world) change(reg, record string, base int64, fields answers) engine.Bundle {
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: reg, Record: record, Action: journal.Change, Base: base, Fields: raw(fields)}}
	return b
}

func (w *world) record(reg, id string) *register.Record {
	w.t.Helper()
	r, err := w.store.Record(context.Background(), w.cat.Register(reg), yangshan, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) figure(name, asOf, area string) string {
	w.t.Helper()
	v, err := indicator.Compute(context.Background(), w.store, indicator.Query{AsOf: day(asOf), Area: area,
		Indicators: []*catalog.Indicator{w.cat.Indicator(name)}})
	if err != nil {
		w.t.Fatal(err)
	}
	if v[0].Number == nil {
		return ""
	}
	return v[0].Number.RatString()
}

func (w *world) wantFigure(name, asOf, area, want string) {
	w.t.Helper()
	if got := w.figure(name, asOf, area); got != want {
		w.t.Errorf("%s in %s as of %s is %s, want %s", name, area, asOf, got, want)
	}
}

// verify replays the journal and wants everything to fit.
func (w *world) verify() {
	w.t.Helper()
	v := engine.Verifier{Store: w.store, Catalog: w.cat, Vault: w.vault, Digest: w.vault.Columns().Digest}
	report, err := v.Run(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range report.Findings {
		w.t.Errorf("verify: %s", f)
	}
}

package digest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"jieli/access"
	"jieli/clock"
	"jieli/digest"
	"jieli/engine"
	"jieli/journal"
	"jieli/pack"
	"jieli/store"
	"jieli/store/sqlite"
	"jieli/value"
)

const (
	town    = "441823111"
	village = "441823111205"
	county  = "441823"
)

// letters are what was sent: to whom and what about.
type letters []string

func (l *letters) Send(_ context.Context, to, subject, body string) error {
	*l = append(*l, to+" "+subject+"\n"+body)
	return nil
}

// site is an installation in which a task is due.
type site struct {
	*testing.T
	store  store.Store
	engine *engine.Engine
	clock  *clock.Movable
	job    digest.Job
	sent   letters
	seq    int
}

func newSite(t *testing.T) *site {
	t.Helper()
	cat, findings := pack.Load(os.DirFS("../api/testdata/pack"))
	if cat == nil {
		t.Fatal(findings)
	}
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	check(t, err)
	st, err := sqlite.Open(context.Background(), t.TempDir(), vault.Columns())
	check(t, err)
	t.Cleanup(func() { st.Close() })
	check(t, st.Migrate(context.Background(), cat))
	morning, _ := value.ParseInstant("2022-06-14T07:00:00+08:00")
	s := &site{T: t, store: st, clock: clock.Fixed(morning)}
	s.engine, err = engine.New(context.Background(), engine.Options{Store: st, Catalog: cat, Vault: vault,
		Cipher: vault.Columns(), Clock: s.clock})
	check(t, err)
	t.Cleanup(s.engine.Close)
	s.job = digest.Job{Reader: st, Catalog: cat, Clock: s.clock, Mail: &s.sent, Hour: 8, Site: "https://jieli.example.cn"}
	s.restart()
	return s
}

// restart forgets what a process remembers.
func (s *site) restart() { s.job.Directory = access.NewDirectory(s.store, s.job.Catalog, s.clock) }

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *site) accept(who *access.Actor, b engine.Bundle) {
	s.Helper()
	s.seq++
	b.ID, b.County, b.Device = value.DeriveID("bundle", fmt.Sprint(s.seq)), county, "test"
	r, err := s.engine.Accept(context.Background(), who, b)
	check(s.T, err)
	if !r.Accepted {
		s.Fatal(r.Findings)
	}
}

func raw(fields map[string]any) json.RawMessage {
	b, _ := json.Marshal(fields)
	return b
}

// account makes a member of the town's team and gives the id.
func (s *site) account(login string, more map[string]any) string {
	s.Helper()
	id := value.DeriveID("account", login)
	fields := map[string]any{"login": login, "name": "测试员", "home": town}
	for k, v := range more {
		fields[k] = v
	}
	s.accept(access.Operator(s.job.Catalog), engine.Bundle{Entries: []engine.EntryIn{
		{Register: "account", Record: id, Action: journal.Create, Fields: raw(fields)},
		{Register: "grant", Record: value.DeriveID("grant", login), Parent: id, Action: journal.Create,
			Fields: raw(map[string]any{"role": "team_member", "area": town})}}})
	return id
}

// hardship makes a task of the town's team: a visit finds a large expense.
func (s *site) hardship() {
	s.Helper()
	member := &access.Actor{Account: value.DeriveID("visitor"), Name: "测试员",
		Grants: []access.Grant{{Role: s.job.Catalog.Role("team_member"), Area: town}}}
	home := value.DeriveID("home")
	s.accept(member, engine.Bundle{Entries: []engine.EntryIn{{Register: "household", Record: home, Action: journal.Create,
		Fields: raw(map[string]any{"household_no": "441823111205000001", "head_name": "陈测试甲", "village": village})}}})
	s.accept(member, engine.Bundle{Form: "home_visit", Subject: home, Base: 1, MadeAt: s.clock.Now().String(),
		Answers: raw(map[string]any{"visited_on": "2022-06-14", "income_net": 800000, "medical_cost": 900000})})
}

// at sends what is to be sent at a time of day and wants so many letters in all.
func (s *site) at(instant string, want int) {
	s.Helper()
	now, err := value.ParseInstant(instant + ":00+08:00")
	check(s.T, err)
	s.clock.Set(now)
	check(s.T, s.job.Once(context.Background()))
	if len(s.sent) != want {
		s.Fatalf("at %s: %d letters, want %d: %q", instant, len(s.sent), want, s.sent)
	}
}

func TestWhoAskedForItIsToldOnceADayWhatIsDueAndNobodyElse(t *testing.T) {
	s := newSite(t)
	s.account("li", map[string]any{"email": "li@example.cn", "digest": true})
	s.account("wang", map[string]any{"email": "wang@example.cn"})
	s.account("zhao", map[string]any{"digest": true})
	gone := s.account("qian", map[string]any{"email": "qian@example.cn", "digest": true})
	s.accept(access.Operator(s.job.Catalog), engine.Bundle{Entries: []engine.EntryIn{{Register: "account", Record: gone,
		Action: journal.Change, Base: 1, Fields: raw(map[string]any{"disabled": true})}}})
	s.hardship()
	s.at("2022-06-14T07:59", 0)
	s.at("2022-06-14T08:00", 1)
	if l := s.sent[0]; !strings.HasPrefix(l, "li@example.cn ") || !strings.Contains(l, "五日内入户核实") || strings.Contains(l, "陈测试") {
		t.Errorf("letter: %s", l)
	}
	s.at("2022-06-14T08:01", 1)
	s.restart()
	s.at("2022-06-14T12:00", 1)
	s.at("2022-06-15T07:00", 1)
	s.at("2022-06-20T09:00", 2)
	if l := s.sent[1]; !strings.Contains(l, "逾期 1 项") {
		t.Errorf("letter: %s", l)
	}
}

func TestWhoHasNothingDueGetsNoLetter(t *testing.T) {
	s := newSite(t)
	s.account("li", map[string]any{"email": "li@example.cn", "digest": true})
	s.at("2022-06-14T08:00", 0)
}

func TestWhatIsNoAddressIsNotTaken(t *testing.T) {
	s := newSite(t)
	for _, email := range []string{"li", "li@", "li@example", "a b@example.cn", "li@example.cn\r\nBcc: x@example.cn", "<li@example.cn>"} {
		id := value.DeriveID(email)
		r, err := s.engine.Accept(context.Background(), access.Operator(s.job.Catalog), engine.Bundle{ID: value.DeriveID("b", email),
			County: county, Device: "test", Entries: []engine.EntryIn{{Register: "account", Record: id, Action: journal.Create,
				Fields: raw(map[string]any{"login": "li", "name": "测试员", "home": town, "email": email})}}})
		check(t, err)
		if r.Accepted {
			t.Errorf("%q is taken", email)
		}
	}
}

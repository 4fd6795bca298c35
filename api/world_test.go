package api_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"jieli/access"
	"jieli/api"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/journal"
	"jieli/pack"
	"jieli/store"
	"jieli/store/sqlite"
	"jieli/value"
)

const (
	lingbei  = "441823111" // the town of most tests
	jiacun   = "441823111205"
	dongpi   = "441882107" // a town of another county
	bingcun  = "441882107201"
	yangshan = "441823"
	lianzhou = "441882"
)

// world is a small programme behind the edge: people, two households, a round, a clock.
type world struct {
	t        testing.TB
	cat      *catalog.Catalog
	store    store.Store
	engine   *engine.Engine
	server   *api.Server
	clock    *clock.Movable
	log      *bytes.Buffer
	people   map[string]*access.Actor
	sessions *access.Sessions
	seq      int64

	home, far, member, round string // record ids: household, household of the other county, person, round
	kase, task               string // a case about the household, once one is opened, and its task
}

// people of the world: role and area.
var people = []struct{ login, role, area string }{
	{"li", "team_member", lingbei},
	{"wang", "team_member", dongpi},
	{"county", "county_office", yangshan},
	{"surveyor", "surveyor", jiacun},
	{"auditor", "auditor", "4418"},
	{"admin", "administrator", "4418"},
}

func newWorld(t testing.TB) *world { return newWorldWith(t, nil) }

func newWorldWith(t testing.TB, change func(*api.Config)) *world {
	t.Helper()
	w := newWorldOf(t, func() fs.FS { return os.DirFS("testdata/pack") }, change)
	w.populate()
	return w
}

func newWorldOf(t testing.TB, programme func() fs.FS, change func(*api.Config)) *world {
	t.Helper()
	cat, findings := pack.Load(programme())
	if cat == nil {
		t.Fatal(findings)
	}
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	check(t, err)
	st, err := sqlite.Open(context.Background(), t.TempDir(), vault.Columns())
	check(t, err)
	t.Cleanup(func() { st.Close() })
	check(t, st.Migrate(context.Background(), cat))
	noon, _ := value.ParseInstant("2022-06-14T12:00:00+08:00")
	w := &world{t: t, cat: cat, store: st, clock: clock.Fixed(noon), log: &bytes.Buffer{},
		people: map[string]*access.Actor{}}
	w.engine, err = engine.New(context.Background(), engine.Options{Store: st, Catalog: cat, Vault: vault,
		Cipher: vault.Columns(), Clock: w.clock})
	check(t, err)
	t.Cleanup(w.engine.Close)
	directory := access.NewDirectory(st, cat, w.clock)
	w.engine.Follow(func(c engine.Commit) {
		for _, e := range c.Entries {
			if e.Register == access.AccountRegister || e.Register == access.GrantRegister {
				directory.ForgetAll()
			}
		}
	})
	w.sessions = access.NewSessions(st, directory, w.clock)
	config := api.Config{Catalog: cat, Reader: st, Engine: w.engine, Directory: directory,
		Sessions: w.sessions, Clock: w.clock,
		Log:        slog.New(slog.NewJSONHandler(w.log, nil)),
		Checkpoint: func() (string, error) { return "signed\n", nil }, CursorKey: make([]byte, 32),
		Static: fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>接力</title>")},
			"assets/app-1a2b.js": {Data: bytes.Repeat([]byte("console.log(1);\n"), 500)}},
		PerSecond: 1e6, Burst: 1e6}
	if change != nil {
		change(&config)
	}
	w.server, err = api.New(config)
	check(t, err)
	return w
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) populate() {
	for _, p := range people {
		w.addPerson(p.login, p.role, p.area)
	}
	w.home, w.far, w.member, w.round = w.id("home"), w.id("far"), w.id("member"), w.id("round")
	w.must(w.people["li"], yangshan,
		entry("household", w.home, "", household("441823111205000001", "陈测试甲", jiacun)),
		entry("person", w.member, w.home, map[string]any{"name": "陈测试乙", "relation": "head",
			"national_id": "441823198001010014"}),
		entry("survey_round", w.round, "", map[string]any{"town": lingbei, "starts_on": "2022-06-01",
			"ends_on": "2022-06-30"}))
	w.must(w.people["wang"], lianzhou, entry("household", w.far, "", household("441882107201000001", "黄测试丙", bingcun)))
}

func (w *world) addPerson(login, role, area string) {
	w.t.Helper()
	county, account := value.County(area), w.id("account", login)
	w.must(access.Operator(w.cat), county,
		entry("account", account, "", map[string]any{"login": login, "name": "测试员", "home": area}),
		entry("grant", w.id("grant", login), account, map[string]any{"role": role, "area": area}))
	w.people[login] = &access.Actor{Account: account, Login: login, County: county,
		Grants: []access.Grant{{Role: w.cat.Role(role), Area: area}}}
}

func household(no, head, village string) map[string]any {
	return map[string]any{"household_no": no, "head_name": head, "village": village, "members": 3,
		"phone": "13800001234", "bank_account": "6222020000000000008", "formerly_poor": true, "income_net": 900000,
		"monitoring_category": "unstable"}
}

func (w *world) id(parts ...string) string { return value.DeriveID(parts...) }

func entry(reg, record, parent string, fields map[string]any) engine.EntryIn {
	raw, _ := json.Marshal(fields)
	return engine.EntryIn{Register: reg, Record: record, Parent: parent, Action: journal.Create, Fields: raw}
}

func (w *world) must(actor *access.Actor, county string, entries ...engine.EntryIn) {
	w.t.Helper()
	w.seq++
	r, err := w.engine.Accept(context.Background(), actor, engine.Bundle{ID: w.id("bundle", fmt.Sprint(w.seq)),
		County: county, Device: "test", DeviceSeq: w.seq, Entries: entries})
	check(w.t, err)
	if !r.Accepted {
		w.t.Fatalf("refused: %v", r.Findings)
	}
}

// token opens a session for a person without a password.
func (w *world) token(login string) string {
	w.t.Helper()
	w.seq++
	token := fmt.Sprintf("%043d", w.seq)
	sum := sha256.Sum256([]byte(token))
	a := w.people[login]
	check(w.t, w.store.SaveSession(context.Background(), store.Session{Digest: hex.EncodeToString(sum[:]),
		Account: a.Account, County: a.County, CreatedAt: w.clock.Now(), ExpiresAt: w.clock.Now() + 3600_000_000}))
	return token
}

// ask sends a request as a person ("" is a stranger); body nil is none, a string is sent as it is.
func (w *world) ask(login, method, path string, body any) *httptest.ResponseRecorder {
	w.t.Helper()
	r := w.request(method, path, body)
	if login != "" {
		r.Header.Set("Authorization", "Bearer "+w.token(login))
	}
	return w.do(r)
}

func (w *world) request(method, path string, body any) *http.Request {
	var in io.Reader
	switch x := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(x)
	default:
		raw, err := json.Marshal(x)
		check(w.t, err)
		in = bytes.NewReader(raw)
	}
	r := httptest.NewRequest(method, path, in)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
		if text, ok := body.(string); ok && !strings.HasPrefix(text, "{") { // a file
			r.Header.Set("Content-Type", "application/octet-stream")
		}
	}
	return r
}

func (w *world) do(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, r)
	return rec
}

// get asks and expects 200; the answer is decoded.
func (w *world) get(login, path string) map[string]any {
	w.t.Helper()
	rec := w.ask(login, "GET", "/api/v1"+path, nil)
	if rec.Code != http.StatusOK {
		w.t.Fatalf("%s GET %s: %d %s", login, path, rec.Code, rec.Body)
	}
	return decode(w.t, rec)
}

func decode(t testing.TB, rec *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil {
		var list []any
		if json.Unmarshal(rec.Body.Bytes(), &list) != nil {
			t.Fatalf("not JSON: %q", rec.Body)
		}
		out = map[string]any{"list": list}
	}
	return out
}

func (w *world) visit(cost int64) map[string]any {
	w.seq++
	r, err := w.store.Record(context.Background(), w.cat.Register("household"), yangshan, w.home)
	check(w.t, err)
	return map[string]any{"base": r.Version, "id": w.id("visit", fmt.Sprint(w.seq)), "county": yangshan, "device": "phone",
		"device_seq": w.seq, "made_at": w.clock.Now().String(), "form": "home_visit", "subject": w.home,
		"answers": map[string]any{"visited_on": "2022-06-14", "income_net": 800000, "medical_cost": cost}}
}

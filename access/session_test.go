package access

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// memory is a store of accounts and credentials; what else is asked of it panics.
type memory struct {
	store.Reader
	mu          sync.Mutex
	accounts    map[string]*register.Record
	grants      map[string][]*register.Record
	credentials map[string]store.Credential
	sessions    map[string]store.Session
	door        []store.SignIn
	loads       int
}

func (m *memory) SaveSignIn(_ context.Context, s store.SignIn) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.door = append(m.door, s)
	return nil
}

func (m *memory) TouchSession(_ context.Context, digest string, at value.Instant) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.sessions[digest]
	s.SeenAt = at
	m.sessions[digest] = s
	return nil
}

func (m *memory) SessionsIn(_ context.Context, county string, until value.Instant, _ int) (list []store.Session, err error) {
	for _, s := range m.sessions {
		if strings.HasPrefix(s.County, county) && s.ExpiresAt >= until {
			list = append(list, s)
		}
	}
	return list, nil
}

func (m *memory) Record(_ context.Context, _ *catalog.Register, county, id string) (*register.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.loads++
	if r := m.accounts[id]; r != nil && r.County == county {
		return r.Clone(), nil
	}
	return nil, nil
}

func (m *memory) Children(_ context.Context, _ *catalog.Register, _, parent string) ([]*register.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.grants[parent], nil
}

func (m *memory) Credential(_ context.Context, login string) (*store.Credential, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c, ok := m.credentials[login]; ok {
		return &c, nil
	}
	return nil, nil
}

func (m *memory) SaveCredential(_ context.Context, c store.Credential) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.credentials[c.Login] = c
	return nil
}

func (m *memory) SaveSession(_ context.Context, s store.Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sessions[s.Digest] = s
	return nil
}

func (m *memory) Session(_ context.Context, digest string) (*store.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, ok := m.sessions[digest]; ok {
		return &s, nil
	}
	return nil, nil
}

func (m *memory) DeleteSession(_ context.Context, digest string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, s := range m.sessions {
		if key == digest || s.Origin == digest {
			delete(m.sessions, key)
		}
	}
	return nil
}

func (m *memory) DeleteSessionsOf(_ context.Context, account string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for digest, s := range m.sessions {
		if s.Account == account {
			delete(m.sessions, digest)
		}
	}
	return nil
}

// office of accounts: a catalog with the built-in registers, a store, a clock.
type accounts struct {
	t         *testing.T
	store     *memory
	catalog   *catalog.Catalog
	clock     *clock.Movable
	directory *Directory
	sessions  *Sessions
}

const county = "441823"

func newAccounts(t *testing.T) *accounts {
	field := func(name, typ string) *catalog.Field { return &catalog.Field{Name: name, Type: typeOf(t, typ)} }
	c := &catalog.Catalog{Roles: []*catalog.Role{member, office, blind}, Registers: []*catalog.Register{
		{Name: "account", BuiltIn: true, Fields: []*catalog.Field{field("login", "text"), field("name", "person_name"),
			field("disabled", "yes_no")}},
		{Name: "grant", BuiltIn: true, Fields: []*catalog.Field{field("role", "text"), field("area", "area"),
			field("from", "date"), field("until", "date")}}}}
	c.Index()
	a := &accounts{t: t, catalog: c, clock: clock.Fixed(value.DateOf(2022, 6, 14).Start() + 12*value.Hour),
		store: &memory{accounts: map[string]*register.Record{}, grants: map[string][]*register.Record{},
			credentials: map[string]store.Credential{}, sessions: map[string]store.Session{}}}
	a.directory = NewDirectory(a.store, c, a.clock)
	a.sessions = NewSessions(a.store, a.directory, a.clock)
	return a
}

func (a *accounts) record(reg string, id string, fields map[string]any) *register.Record {
	r := &register.Record{Register: a.catalog.Register(reg), County: county, ID: id, Area: "441823111",
		State: register.StateActive, Fields: make([]any, len(a.catalog.Register(reg).Fields))}
	for name, v := range fields {
		r.Set(name, v)
	}
	return r
}

func (a *accounts) add(login string, grants ...map[string]any) {
	a.t.Helper()
	a.store.accounts[login] = a.record("account", login, map[string]any{"login": login, "name": "测试" + login})
	for i, g := range grants {
		a.store.grants[login] = append(a.store.grants[login], a.record("grant", fmt.Sprint(login, i), g))
	}
}

func (a *accounts) password(login, password string) {
	a.t.Helper()
	if err := a.sessions.SetPassword(context.Background(), login, county, login, password); err != nil {
		a.t.Fatal(err)
	}
}

func (a *accounts) signIn(login, password, address string) (string, error) {
	token, _, err := a.sessions.SignIn(context.Background(), login, password, Client{Address: address, Device: "phone"})
	return token, err
}

func code(err error) string {
	if e, ok := err.(*fault.Error); ok {
		return e.Findings[0].Code
	}
	return fmt.Sprint(err)
}

func TestAPasswordSignsInAndOnlyItsDigestIsKept(t *testing.T) {
	a := newAccounts(t)
	a.add("li", map[string]any{"role": "member", "area": "441823111"})
	a.password("li", "gleich um die ecke")
	token, err := a.signIn(" Li ", "gleich um die ecke", "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	for digest, s := range a.store.sessions {
		if strings.Contains(digest+fmt.Sprint(s), token) || len(digest) != 64 {
			t.Errorf("the store holds the token: %v", s)
		}
	}
	s, err := a.sessions.Open(context.Background(), token)
	if err != nil || s.Actor.Login != "li" || len(s.Actor.Grants) != 1 {
		t.Fatalf("%+v %v", s, err)
	}
	for _, wrong := range []string{"", "x", token[1:], token[:42] + "!", strings.Repeat("A", 43), s.Digest} {
		if _, err := a.sessions.Open(context.Background(), wrong); code(err) != "not_signed_in" {
			t.Errorf("%q opens: %v", wrong, err)
		}
	}
	a.clock.Advance(SessionLife)
	if _, err := a.sessions.Open(context.Background(), token); code(err) != "not_signed_in" {
		t.Errorf("after its life: %v", err)
	}
}

func TestAnUnknownLoginAndAWrongPasswordLookAlike(t *testing.T) {
	a := newAccounts(t)
	a.add("li")
	a.password("li", "gleich um die ecke")
	_, unknown := a.signIn("nobody", "gleich um die ecke", "192.0.2.1")
	_, wrong := a.signIn("li", "gleich um die egge", "192.0.2.1")
	if fmt.Sprint(unknown) != fmt.Sprint(wrong) || code(wrong) != "sign_in_failed" {
		t.Errorf("%v, %v", unknown, wrong)
	}
}

func TestRevocationTakesEffectAtOnce(t *testing.T) {
	a := newAccounts(t)
	a.add("li", map[string]any{"role": "member", "area": "441823111"})
	a.password("li", "gleich um die ecke")
	one, _ := a.signIn("li", "gleich um die ecke", "192.0.2.1")
	two, _ := a.signIn("li", "gleich um die ecke", "192.0.2.1")
	open := func(token string) string {
		if s, err := a.sessions.Open(context.Background(), token); err != nil {
			return code(err)
		} else {
			return fmt.Sprint(len(s.Actor.Grants))
		}
	}
	s, _ := a.sessions.Open(context.Background(), one)
	if err := a.sessions.SignOut(context.Background(), s.Digest); err != nil || open(one) != "not_signed_in" ||
		open(two) != "1" {
		t.Errorf("one signed out: %v %s %s", err, open(one), open(two))
	}
	a.store.grants["li"][0].Set("until", value.DateOf(2022, 6, 13))
	a.directory.Forget("li")
	if open(two) != "0" {
		t.Errorf("the grant has ended: %s", open(two))
	}
	a.store.accounts["li"].Set("disabled", true)
	a.directory.Forget("li")
	if open(two) != "account_gone" {
		t.Errorf("disabled: %s", open(two))
	}
	if _, err := a.signIn("li", "gleich um die ecke", "192.0.2.1"); code(err) != "account_gone" {
		t.Errorf("a disabled account signs in: %v", err)
	}
	a.store.accounts["li"].Set("disabled", nil)
	a.password("li", "noch eine ecke weiter")
	if open(two) != "not_signed_in" {
		t.Errorf("a new password leaves old sessions: %s", open(two))
	}
}

func TestGrantsHoldFromTheirFirstToTheirLastDay(t *testing.T) {
	a := newAccounts(t)
	day := func(d int) value.Date { return value.DateOf(2022, 6, d) }
	a.add("li", map[string]any{"role": "member", "area": "441823111", "from": day(15), "until": day(16)},
		map[string]any{"role": "gone", "area": "441823111"}, map[string]any{"role": "office"})
	for d, want := range map[int]int{14: 0, 15: 1, 16: 1, 17: 0} {
		a.clock.Set(day(d).Start() + 23*value.Hour)
		if x, err := a.directory.Actor(context.Background(), county, "li"); err != nil || len(x.Grants) != want {
			t.Errorf("June %d: %v %v", d, x, err)
		}
	}
}

func TestTheDirectoryRemembersButNotWhatItWasToldToForget(t *testing.T) {
	a := newAccounts(t)
	a.add("li")
	for range 5 {
		a.directory.Actor(context.Background(), county, "li")
	}
	if a.store.loads != 1 {
		t.Errorf("%d loads for five requests", a.store.loads)
	}
	a.directory.Forget("li")
	a.directory.Actor(context.Background(), county, "li")
	a.clock.Advance(6 * time.Second)
	a.directory.Actor(context.Background(), county, "li")
	if a.store.loads != 3 {
		t.Errorf("%d loads, want one more for being told and one more for age", a.store.loads)
	}
	if _, err := a.directory.Actor(context.Background(), "441882", "li"); code(err) != "account_gone" {
		t.Errorf("another county: %v", err)
	}
	for i := range directorySize + 50 {
		a.directory.Actor(context.Background(), county, fmt.Sprint("x", i))
	}
	if n := len(a.directory.actors); n > directorySize {
		t.Errorf("%d actors are kept", n)
	}
}

func TestAKeeperSetsPasswordsOnlyOfThoseWithinItsAreas(t *testing.T) {
	a := newAccounts(t)
	keeper := actor(blind, "441823111")
	a.add("here", map[string]any{"role": "member", "area": "441823111205"})
	a.add("wide", map[string]any{"role": "member", "area": "441823"})
	a.add("later", map[string]any{"role": "member", "area": "4418", "from": value.DateOf(2023, 1, 1)})
	a.add("once", map[string]any{"role": "member", "area": "4418", "until": value.DateOf(2022, 1, 1)})
	for login, want := range map[string]string{"here": "", "wide": "password_not_yours_to_set",
		"later": "password_not_yours_to_set",
		"once":  "", "nobody": "password_not_yours_to_set"} {
		err := a.sessions.SignOutOf(context.Background(), keeper, county, login)
		if err != nil && code(err) != want || err == nil && want != "" {
			t.Errorf("%s: %v", login, err)
		}
	}
}

package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jieli/access"
	"jieli/api"
)

// door signs in with a password and gives the answer.
func (w *world) door(login, password string) *httptest.ResponseRecorder {
	w.t.Helper()
	return w.do(w.request("POST", "/api/v1/session", map[string]any{"login": login, "password": password}))
}

// with asks by a token.
func (w *world) with(token, method, path string, body any) *httptest.ResponseRecorder {
	w.t.Helper()
	r := w.request(method, "/api/v1"+path, body)
	r.Header.Set("Authorization", "Bearer "+token)
	return w.do(r)
}

func into[T any](w *world, rec *httptest.ResponseRecorder) (out T) {
	w.t.Helper()
	if rec.Code != http.StatusOK {
		w.t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	check(w.t, json.Unmarshal(rec.Body.Bytes(), &out))
	return out
}

// code gives the code of a refusal, "" of a success.
func codeOf(rec *httptest.ResponseRecorder) string {
	var p api.Problem
	_ = json.Unmarshal(rec.Body.Bytes(), &p)
	return p.Code
}

func (w *world) users(login, query string) api.UsersView {
	w.t.Helper()
	return into[api.UsersView](w, w.ask(login, "GET", "/api/v1/users"+query, nil))
}

func TestWhoeverKeepsAccountsFindsThemByNameRoleAndArea(t *testing.T) {
	w := newWorld(t)
	w.addPerson("town-admin", "administrator", lingbei)
	if all := w.users("admin", ""); all.Total != len(people)+1 {
		t.Errorf("%d accounts for %d people", all.Total, len(people)+1)
	}
	for query, want := range map[string]string{"?q=surv": "surveyor", "?role=team_member&area=441882": "wang",
		"?role=county_office": "county"} {
		if got := w.users("admin", query); got.Total != 1 || got.Users[0].Login != want {
			t.Errorf("%s: %+v", query, got.Users)
		}
	}
	if got := w.users("admin", "?state=disabled"); got.Total != 0 {
		t.Errorf("nobody is disabled: %+v", got.Users)
	}
	for _, u := range w.users("town-admin", "").Users {
		if !strings.HasPrefix(u.Area, lingbei) || !u.Keeps || u.Password != "none" {
			t.Errorf("seen in the town: %+v", u)
		}
	}
}

func TestATemporaryPasswordOpensNothingButTheChoiceOfAnother(t *testing.T) {
	w := newWorld(t)
	w.addPerson("town-admin", "administrator", lingbei)
	path := "/api/v1/accounts/441823/" + w.people["li"].Account + "/temporary-password"
	far := "/api/v1/accounts/441882/" + w.people["wang"].Account + "/temporary-password"
	if rec := w.ask("town-admin", "POST", far, nil); codeOf(rec) != "password_not_yours_to_set" {
		t.Errorf("in another county: %s", rec.Body)
	}
	given := into[api.OncePassword](w, w.ask("town-admin", "POST", path, nil)).Password
	session := into[api.SessionView](w, w.door("li", given))
	if !session.MustChange {
		t.Errorf("%+v", session)
	}
	for _, trial := range [][2]string{{"GET", "/catalog"}, {"GET", "/registers/household/records"}, {"GET", "/sessions"},
		{"POST", "/bundles"}} {
		if rec := w.with(session.Token, trial[0], trial[1], nil); rec.Code != 403 || codeOf(rec) != "password_must_change" {
			t.Errorf("%v: %d %s", trial, rec.Code, rec.Body)
		}
	}
	choose := func(password string) *httptest.ResponseRecorder {
		return w.with(session.Token, "PUT", "/session/password", map[string]any{"old": given, "new": password})
	}
	if rec := choose(given); codeOf(rec) != "password_as_before" {
		t.Errorf("the same again: %s", rec.Body)
	}
	if rec := choose("am bach entlang"); rec.Code != 204 {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	if rec := w.door("li", given); rec.Code != 401 {
		t.Errorf("the temporary one still opens: %d", rec.Code)
	}
	own := into[api.SessionView](w, w.door("li", "am bach entlang"))
	if rec := w.with(own.Token, "GET", "/catalog", nil); own.MustChange || rec.Code != 200 {
		t.Errorf("%d %+v", rec.Code, own)
	}
	if u := w.users("town-admin", "?q=li").Users[0]; u.Password != "own" || u.Sessions != 1 || u.SeenAt == nil {
		t.Errorf("%+v", u)
	}
}

// A login belongs to one account of the whole system: the same login in another county must not take over the door.
func TestTheSameLoginInAnotherCountyTakesNobodysDoor(t *testing.T) {
	w := newWorld(t)
	check(t, w.sessions.SetPassword(context.Background(), "li", yangshan, w.people["li"].Account, "am bach entlang"))
	w.must(access.Operator(w.cat), lianzhou, entry("account", w.id("double"), "",
		map[string]any{"login": "li", "name": "同名", "home": dongpi}))
	rec := w.ask("admin", "POST", "/api/v1/accounts/441882/"+w.id("double")+"/temporary-password", nil)
	if rec.Code != 409 || codeOf(rec) != "login_taken" {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := w.door("li", "am bach entlang"); rec.Code != 200 {
		t.Errorf("li no longer comes in: %s", rec.Body)
	}
}

func TestAKeeperSeesAndEndsTheSessionsOfTheirPeopleAndOfNobodyElse(t *testing.T) {
	w := newWorld(t)
	w.addPerson("town-admin", "administrator", lingbei)
	li, wang := w.token("li"), w.token("wang")
	list := into[[]api.OpenSessionView](w, w.ask("town-admin", "GET", "/api/v1/users/sessions", nil))
	digest := map[string]string{}
	for _, s := range list {
		digest[s.Account] = s.ID
	}
	if digest[w.people["li"].Account] == "" || digest[w.people["wang"].Account] != "" ||
		digest[w.people["county"].Account] != "" {
		t.Fatalf("seen: %+v", list)
	}
	other := into[[]api.OpenSessionView](w, w.with(wang, "GET", "/sessions", nil))[0]
	if !other.This || other.Account != w.people["wang"].Account {
		t.Errorf("wang's own: %+v", other)
	}
	for _, who := range []string{"town-admin", "li"} {
		if rec := w.ask(who, "DELETE", "/api/v1/sessions/"+other.ID, nil); rec.Code != 404 {
			t.Errorf("%s ends the session of another county: %d", who, rec.Code)
		}
	}
	if rec := w.ask("town-admin", "DELETE", "/api/v1/sessions/"+digest[w.people["li"].Account], nil); rec.Code != 204 {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if a, b := w.with(li, "GET", "/session", nil).Code, w.with(wang, "GET", "/session", nil).Code; a != 401 || b != 200 {
		t.Errorf("li %d, wang %d", a, b)
	}
	if rec := w.with(wang, "DELETE", "/sessions/"+other.ID, nil); rec.Code != 204 || w.with(wang, "GET", "/session", nil).Code != 401 {
		t.Errorf("wang ends their own: %d", rec.Code)
	}
}

const usersHead = "登录名*,姓名*,电话,所在地*,角色,范围,起始日,截止日,权限同（登录名）\n"

func (w *world) sendUsers(login, query, file string) api.UsersImport {
	w.t.Helper()
	return into[api.UsersImport](w, w.ask(login, "POST", "/api/v1/users/import"+query, file))
}

func (w *world) entries() (n int64) {
	w.t.Helper()
	heads, err := w.store.Streams(context.Background())
	check(w.t, err)
	for _, h := range heads {
		n += h.N
	}
	return n
}

func TestAFileOfUsersIsJudgedWholeBeforeAnythingIsKept(t *testing.T) {
	w := newWorld(t)
	before := w.entries()
	report := w.sendUsers("admin", "", usersHead+
		"zhao,赵一,,"+lingbei+",驻镇工作队员,"+lingbei+",2022-06-01,2022-12-31,\n"+
		"Qian 2,钱二,,"+lingbei+",驻镇工作队员,"+lingbei+",,,\n"+
		"sun,孙三,,999999,不存在的角色,"+lingbei+",昨天,,\n"+
		"li,别人,,"+lingbei+",,,,,nobody\n")
	got := map[string]bool{}
	for _, f := range report.Findings {
		got[strings.Join([]string{string(rune('0' + f.Row)), f.Column, f.Finding.Code}, " ")] = true
	}
	for _, want := range []string{"3 登录名 users_login_form", "4 所在地 users_area_unknown", "4 角色 users_role_unknown",
		"5 登录名 users_login_of_other", "5 权限同（登录名） users_colleague_unknown"} {
		if !got[want] {
			t.Errorf("no finding %q in %v", want, got)
		}
	}
	if report.Applied || len(report.Passwords) > 0 || w.entries() != before {
		t.Errorf("something was kept: %+v", report)
	}
}

func TestAFileOfUsersMakesAccountsOnceAndGivesPasswordsUntilTheyHaveTheirOwn(t *testing.T) {
	w := newWorld(t)
	file := usersHead + "zhao,赵一,13800001234," + lingbei + ",驻镇工作队员," + lingbei + ",2022-06-01,2022-12-31,\n" +
		"zhao,赵一,," + lingbei + ",Team member," + dongpi + ",,,\n" +
		"zhou,周四,," + lingbei + ",,,,,li\n"
	before := w.entries()
	dry := w.sendUsers("admin", "?dry=yes", file)
	if len(dry.Findings) > 0 || len(dry.Users) != 2 || len(dry.Users[0].Grants) != 2 || !dry.Users[1].New || w.entries() != before {
		t.Fatalf("%+v", dry)
	}
	first := w.sendUsers("admin", "", file)
	if !first.Applied || len(first.Passwords) != 2 {
		t.Fatalf("%+v", first)
	}
	kept := w.entries()
	again := w.sendUsers("admin", "", file)
	if !again.Applied || len(again.Passwords) != 2 || w.entries() != kept || again.Users[0].New || len(again.Users[0].Grants) > 0 {
		t.Errorf("sent again: %+v, %d entries more", again, w.entries()-kept)
	}
	if rec := w.door("zhao", first.Passwords[0].Password); rec.Code != 401 {
		t.Errorf("the first list still opens: %d", rec.Code)
	}
	session := into[api.SessionView](w, w.door("zhou", again.Passwords[1].Password))
	if len(session.Account.Grants) != 1 || session.Account.Grants[0].Role != "team_member" {
		t.Errorf("the roles of the colleague: %+v", session.Account.Grants)
	}
	w.with(session.Token, "PUT", "/session/password", map[string]any{"old": again.Passwords[1].Password, "new": "am bach entlang"})
	third := w.sendUsers("admin", "", file)
	if len(third.Passwords) != 1 || third.Passwords[0].Login != "zhao" || w.door("zhou", "am bach entlang").Code != 200 {
		t.Errorf("whoever has a password of their own keeps it: %+v", third.Passwords)
	}
}

func TestNobodyGrantsByAFileWhatTheyCouldNotGrantByHand(t *testing.T) {
	w := newWorld(t)
	w.addPerson("town-admin", "administrator", lingbei)
	before := w.entries()
	for _, line := range []string{"zhao,赵一,," + lingbei + ",驻镇工作队员," + dongpi + ",,,\n", "zhao,赵一,," + dongpi + ",驻镇工作队员," + lingbei + ",,,\n",
		"zhao,赵一,," + lingbei + ",,,,,wang\n", "town-admin,测试员,," + lingbei + ",驻镇工作队员," + lingbei + ",,,\n"} {
		if report := w.sendUsers("town-admin", "", usersHead+line); report.Applied || len(report.Findings) == 0 {
			t.Errorf("%s: %+v", line, report)
		}
	}
	if w.entries() != before {
		t.Error("something was kept")
	}
}

func TestTheTemplateIsReadBackAsItIs(t *testing.T) {
	w := newWorld(t)
	rec := w.ask("admin", "GET", "/api/v1/users/template", nil)
	book, err := excelize.OpenReader(bytes.NewReader(rec.Body.Bytes()))
	check(t, err)
	defer book.Close()
	report := w.sendUsers("admin", "?dry=yes", rec.Body.String())
	if len(report.Findings) > 0 || len(report.Users) != 1 {
		t.Errorf("%+v", report)
	}
}

func TestWhatHappensAtTheDoorIsKeptForTheAuditorAlone(t *testing.T) {
	w := newWorld(t)
	check(t, w.sessions.SetPassword(context.Background(), "li", yangshan, w.people["li"].Account, "am bach entlang"))
	w.door("li", "am bach entlang")
	w.door("li", "am bach entlangg")
	w.door("Geheim-in-der-falschen-Zeile", "x")
	w.ask("admin", "DELETE", "/api/v1/accounts/441823/"+w.people["li"].Account+"/sessions", nil)
	view := into[api.DoorsView](w, w.ask("auditor", "GET", "/api/v1/audit/sign-ins", nil))
	var got []string
	for _, x := range view.SignIns {
		got = append(got, x.What+" "+x.Name)
	}
	if want := "sessions_ended 测试员,failed ,failed 测试员,in 测试员"; strings.Join(got, ",") != want {
		t.Errorf("%v", got)
	}
	list, err := w.store.SignIns(context.Background(), "", "", 0, w.clock.Now()+1, 10)
	check(t, err)
	for _, x := range list {
		if raw, _ := json.Marshal(x); strings.Contains(string(raw), "Geheim") {
			t.Errorf("what was typed is kept: %s", raw)
		}
	}
	if rec := w.ask("admin", "GET", "/api/v1/audit/sign-ins", nil); rec.Code != 403 {
		t.Errorf("who keeps accounts reads the audit: %d", rec.Code)
	}
}

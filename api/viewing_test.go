package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"jieli/api"
)

// view opens a session that sees as a role and gives its token.
func (w *world) view(token, role, area string) (string, string) {
	w.t.Helper()
	rec := w.with(token, "POST", "/session/view", map[string]any{"role": role, "area": area})
	if rec.Code != http.StatusOK {
		return "", codeOf(rec)
	}
	return into[api.SessionView](w, rec).Token, ""
}

func TestSeeingAsARoleShowsItsPagesAndNoMoreThanOneself(t *testing.T) {
	w := newWorld(t)
	token, code := w.view(w.token("county"), "team_member", lingbei)
	if code != "" {
		t.Fatal(code)
	}
	session := into[api.SessionView](w, w.with(token, "GET", "/session", nil))
	if session.Viewing == nil || session.Viewing.Role != "team_member" || session.Account.Grants[0].Area != lingbei {
		t.Errorf("%+v", session)
	}
	if !strings.Contains(w.with(token, "GET", "/catalog", nil).Body.String(), `"home_visit"`) {
		t.Error("the forms of the role are not there")
	}
	body := w.with(token, "GET", "/registers/household/records/441823/"+w.home, nil).Body.String()
	for _, secret := range []string{"陈测试甲", "13800001234", "bank_account"} {
		if strings.Contains(body, secret) { // li would see the name; the county's office neither it nor the account at all
			t.Errorf("%s is seen: %s", secret, body)
		}
	}
	if !strings.Contains(body, "陈**") {
		t.Errorf("no hint: %s", body)
	}
	if rec := w.with(token, "GET", "/registers/plot/records", nil); rec.Code != 404 { // li reads plots, the county's office does not
		t.Errorf("what one may not read oneself: %d", rec.Code)
	}
}

func TestSeeingAsARoleWritesNothing(t *testing.T) {
	w := newWorld(t)
	token, _ := w.view(w.token("county"), "team_member", lingbei)
	before := w.entries()
	home := "/registers/household/records/441823/" + w.home
	for _, trial := range [][2]string{{"POST", "/bundles"}, {"POST", "/bundles/check"}, {"POST", "/bundles/batch"}, {"POST", home + "/unmask"},
		{"POST", "/registers/household/export"}, {"PUT", "/session/password"}, {"POST", "/session/view"}, {"POST", "/attachments"},
		{"PUT", "/devices/01900000-0000-7000-8000-000000000001"}, {"GET", "/sync"}, {"POST", "/rules/try"}, {"DELETE", "/sessions/00"}} {
		rec := w.with(token, trial[0], trial[1], w.visit(1))
		if rec.Code != 403 || codeOf(rec) != "viewing_only" {
			t.Errorf("%v: %d %s", trial, rec.Code, rec.Body)
		}
	}
	if w.entries() != before {
		t.Error("something was written")
	}
}

func TestOnlyWhoMaySeesAsARoleAndOnlyWithinTheirAreas(t *testing.T) {
	w := newWorld(t)
	before := w.entries()
	for _, trial := range []struct{ who, role, area, want string }{
		{"li", "team_member", lingbei, "power_missing"}, {"auditor", "team_member", lingbei, "power_missing"},
		{"county", "team_member", dongpi, "view_not_allowed"}, {"county", "team_member", "4418", "view_not_allowed"},
		{"county", "nobody", lingbei, "view_not_allowed"}, {"county", "team_member", "", "view_not_allowed"},
		{"county", "team_member", "441823999", "view_not_allowed"}} {
		if _, code := w.view(w.token(trial.who), trial.role, trial.area); code != trial.want {
			t.Errorf("%v: %q", trial, code)
		}
	}
	if w.entries() != before {
		t.Error("a refused view is noted")
	}
}

// A keeper of accounts reads no household, as whomever they see.
func TestWhoReadsNoHouseholdReadsNoneAsARole(t *testing.T) {
	w := newCase(t)
	token, code := w.view(w.token("admin"), "team_member", lingbei)
	if code != "" {
		t.Fatal(code)
	}
	for _, path := range []string{"/tasks", "/search?q=chen", "/people", "/catalog", "/areas?within=441823", "/conflicts"} {
		rec := w.with(token, "GET", path, nil)
		if rec.Code != 200 {
			t.Errorf("%s: %d", path, rec.Code)
		}
		if body := rec.Body.String(); strings.Contains(body, w.home) || strings.Contains(body, "陈") || strings.Contains(body, w.kase) {
			t.Errorf("%s: %s", path, body)
		}
	}
	for _, path := range []string{"/registers/household/records", "/cases/recognition/441823/" + w.kase, "/figures", "/rounds"} {
		if rec := w.with(token, "GET", path, nil); rec.Code != 404 && rec.Code != 403 {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
	}
}

func TestAViewIsKeptEndsSoonAndEndsWithTheSessionItCameFrom(t *testing.T) {
	w := newWorld(t)
	origin := w.token("county")
	token, _ := w.view(origin, "team_member", lingbei)
	looks := w.looks("auditor", "?kind=view")
	if len(looks) != 1 || looks[0].Actor != w.people["county"].Account || looks[0].Area != lingbei || looks[0].Why != "以“驻镇工作队员”查看" {
		t.Errorf("%+v", looks)
	}
	if rec := w.with(token, "DELETE", "/session", nil); rec.Code != 204 {
		t.Fatal(rec.Body)
	}
	if a, b := w.with(token, "GET", "/session", nil).Code, w.with(origin, "GET", "/session", nil).Code; a != 401 || b != 200 {
		t.Errorf("ended: the view %d, oneself %d", a, b)
	}
	token, _ = w.view(origin, "team_member", lingbei)
	w.with(origin, "DELETE", "/session", nil)
	if rec := w.with(token, "GET", "/session", nil); rec.Code != 401 {
		t.Errorf("the view outlives the session it came from: %d", rec.Code)
	}
	origin = w.token("county")
	token, _ = w.view(origin, "team_member", lingbei)
	w.clock.Advance(31 * time.Minute)
	if rec := w.with(token, "GET", "/session", nil); rec.Code != 401 {
		t.Errorf("after half an hour: %d", rec.Code)
	}
}

// In a browser the view stands before one's own session while it lasts, and gives way to it afterwards.
func TestTheCookieOfAViewGivesWayToOnesOwn(t *testing.T) {
	w := newWorld(t)
	origin := w.token("county")
	token, _ := w.view(origin, "team_member", lingbei)
	who := func() string {
		r := w.request("GET", "/api/v1/session", nil)
		r.AddCookie(&http.Cookie{Name: "jieli_view", Value: token})
		r.AddCookie(&http.Cookie{Name: "jieli_session", Value: origin})
		return into[api.SessionView](w, w.do(r)).Account.Grants[0].Role
	}
	if got := who(); got != "team_member" {
		t.Error(got)
	}
	w.with(token, "DELETE", "/session", nil)
	if got := who(); got != "county_office" {
		t.Error(got)
	}
}

package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jieli/api"
	"jieli/engine"
	"jieli/journal"
)

func TestACookieChangesNothingWithoutTheHeaderOfOurPages(t *testing.T) {
	w := newWorld(t)
	send := func(change func(h http.Header)) int {
		r := w.request("POST", "/api/v1/bundles", w.bundleText())
		r.AddCookie(&http.Cookie{Name: "jieli_session", Value: w.token("li")})
		change(r.Header)
		return w.do(r).Code
	}
	for what, x := range map[string]struct {
		change func(h http.Header)
		want   int
	}{
		"no header":      {func(http.Header) {}, 403},
		"a wrong header": {func(h http.Header) { h.Set("X-Jieli", "0") }, 403},
		"the header":     {func(h http.Header) { h.Set("X-Jieli", "1") }, 200},
		"the header from elsewhere": {func(h http.Header) { h.Set("X-Jieli", "1"); h.Set("Sec-Fetch-Site", "cross-site") },
			403},
		"the header from our page": {func(h http.Header) {
			h.Set("X-Jieli", "1")
			h.Set("Sec-Fetch-Site",
				"same-origin")
		}, 200},
	} {
		if got := send(x.change); got != x.want {
			t.Errorf("%s: %d, want %d", what, got, x.want)
		}
	}
}

func TestSigningInOpensASessionThatSigningOutEnds(t *testing.T) {
	w := newWorld(t)
	a := w.people["li"]
	check(t, w.sessions.SetPassword(context.Background(), "li", a.County, a.Account, "gleich-um-die-ecke"))
	rec := w.ask("", "POST", "/api/v1/session", `{"login":" LI ","password":"gleich-um-die-ecke"}`)
	if rec.Code != 200 {
		t.Fatal(rec.Code, rec.Body)
	}
	cookie := rec.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Name != "jieli_session" {
		t.Errorf("the cookie: %v", cookie)
	}
	view := decode(t, rec)
	grants := view["account"].(map[string]any)["grants"].([]any)
	if view["token"] != cookie.Value || len(grants) != 1 || grants[0].(map[string]any)["area_name"] != "岭背镇" {
		t.Errorf("the session: %s", rec.Body)
	}
	ask := func(method string) int {
		r := w.request(method, "/api/v1/session", nil)
		r.AddCookie(cookie)
		r.Header.Set("X-Jieli", "1")
		return w.do(r).Code
	}
	if got := []int{ask("GET"), ask("DELETE"), ask("GET")}; fmt.Sprint(got) != "[200 204 401]" {
		t.Errorf("in, out, gone: %v", got)
	}
	rec = w.ask("", "POST", "/api/v1/session", `{"login":"li","password":"falsch-falsch"}`)
	if rec.Code != 401 || !strings.Contains(rec.Body.String(), "sign_in_failed") {
		t.Errorf("a wrong password: %d %s", rec.Code, rec.Body)
	}
}

func TestAnEndedGrantAndADisabledAccountTakeEffectAtOnce(t *testing.T) {
	w := newWorld(t)
	token := w.token("li")
	ask := func(path string) int {
		r := w.request("GET", "/api/v1"+path, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		return w.do(r).Code
	}
	change := func(reg, id string, fields map[string]any) {
		raw, _ := json.Marshal(fields)
		w.must(w.people["admin"], yangshan, engine.EntryIn{Register: reg, Record: id, Action: journal.Change, Base: 1,
			Fields: raw})
	}
	const list = "/registers/household/records"
	if got := ask(list); got != 200 {
		t.Fatalf("before: %d", got)
	}
	change("grant", w.id("grant", "li"), map[string]any{"until": "2022-06-13"})
	if got := ask(list); got != 404 {
		t.Errorf("after the grant ended: %d", got)
	}
	change("account", w.people["li"].Account, map[string]any{"disabled": true})
	if got := ask("/session"); got != 401 {
		t.Errorf("after the account was disabled: %d", got)
	}
}

func TestAnswersCarryTheirHeaders(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/", "/tasks/today", "/assets/app-1a2b.js", "/api/v1/session", "/api/v1/nothing",
		"/healthz", "/metrics"} {
		h := w.do(w.request("GET", path, nil)).Header()
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "default-src 'none'") ||
			strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
	}
}

func TestFilesAreCachedByTheirNamesAndCompressed(t *testing.T) {
	w := newWorld(t)
	r := w.request("GET", "/assets/app-1a2b.js", nil)
	r.Header.Set("Accept-Encoding", "br, gzip;q=0.8")
	rec := w.do(r)
	if !strings.Contains(rec.Header().Get("Cache-Control"), "immutable") ||
		rec.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("%v", rec.Header())
	}
	z, err := gzip.NewReader(rec.Body)
	check(t, err)
	if body, _ := io.ReadAll(z); !bytes.HasPrefix(body, []byte("console.log")) {
		t.Errorf("%.20q", body)
	}
	for path, want := range map[string]int{"/": 200, "/tasks/today": 200, "/missing.js": 404, "/server.go": 404,
		"/assets/": 200} {
		rec := w.do(w.request("GET", path, nil))
		if rec.Code != want || want == 200 && rec.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d %v", path, rec.Code, rec.Header())
		}
	}
	r = w.request("GET", "/", nil)
	r.Header.Set("If-None-Match", w.do(w.request("GET", "/", nil)).Header().Get("ETag"))
	if rec := w.do(r); rec.Code != 304 || rec.Body.Len() != 0 {
		t.Errorf("again: %d", rec.Code)
	}
}

func TestTheCatalogIsSentOnceAndHoldsWhatTheRolesSee(t *testing.T) {
	w := newWorld(t)
	r := w.request("GET", "/api/v1/catalog", nil)
	r.Header.Set("Authorization", "Bearer "+w.token("county"))
	r.Header.Set("Accept-Encoding", "gzip")
	rec := w.do(r)
	if rec.Header().Get("Content-Encoding") != "gzip" || rec.Header().Get("ETag") == "" {
		t.Fatalf("%v", rec.Header())
	}
	r.Header.Set("If-None-Match", rec.Header().Get("ETag"))
	if again := w.do(r); again.Code != 304 {
		t.Errorf("again: %d", again.Code)
	}
	names := map[string]bool{}
	fields := map[string]map[string]any{}
	for _, x := range w.get("county", "/catalog")["registers"].([]any) {
		reg := x.(map[string]any)
		names[reg["name"].(string)] = true
		for _, f := range reg["fields"].([]any) {
			fields[reg["name"].(string)+"."+f.(map[string]any)["name"].(string)] = f.(map[string]any)
		}
	}
	if !names["household"] || names["plot"] || names["account"] {
		t.Errorf("registers: %v", names)
	}
	if fields["household.bank_account"] != nil || fields["household.head_name"]["masked"] != true ||
		fields["household.members"] == nil {
		t.Errorf("fields: %v", fields)
	}
	if forms := newForms(w.get("li", "/catalog")); len(forms) != 4 ||
		forms[0].(map[string]any)["may_submit"] != true {
		t.Errorf("forms: %v", forms)
	}
}

// newForms gives the forms of a catalog that are no steps of a workflow.
func newForms(catalog map[string]any) []any {
	var list []any
	for _, x := range catalog["forms"].([]any) {
		if x.(map[string]any)["transition"] == nil {
			list = append(list, x)
		}
	}
	return list
}

func TestASessionThatAsksTooFastIsToldToWait(t *testing.T) {
	w := newWorldWith(t, func(c *api.Config) { c.PerSecond, c.Burst = 2, 3 })
	token := w.token("li")
	ask := func() *httptest.ResponseRecorder {
		r := w.request("GET", "/api/v1/session", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		return w.do(r)
	}
	for range 3 {
		if rec := ask(); rec.Code != 200 {
			t.Fatal(rec.Code)
		}
	}
	if rec := ask(); rec.Code != 429 || rec.Header().Get("Retry-After") != "1" {
		t.Errorf("the fourth: %d, %v", rec.Code, rec.Header())
	}
	w.clock.Advance(time.Second)
	if rec := ask(); rec.Code != 200 {
		t.Errorf("a second later: %d", rec.Code)
	}
}

func TestMetricsAreForTheCollectorAndTheOperator(t *testing.T) {
	w := newWorldWith(t, func(c *api.Config) { c.MetricsToken = "collector" })
	w.ask("li", "GET", "/api/v1/session", nil)
	ask := func(token string) *httptest.ResponseRecorder {
		r := w.request("GET", "/metrics", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		return w.do(r)
	}
	for token, want := range map[string]int{"": 404, "wrong": 404, w.token("li"): 404, w.token("admin"): 200,
		"collector": 200} {
		if got := ask(token).Code; got != want {
			t.Errorf("%q: %d, want %d", token, got, want)
		}
	}
	if text := ask("collector").Body.String(); !strings.Contains(text,
		`jieli_http_requests_total{route="session",status="2xx"} 1`) {
		t.Errorf("%.500s", text)
	}
}

func TestProblemsSpeakTheLanguageAskedFor(t *testing.T) {
	w := newWorld(t)
	for header, want := range map[string]string{"": "请先登录。", "en-GB, zh;q=0.5": "Sign in first.", "zh-CN,en": "请先登录。",
		"fr": "请先登录。"} {
		r := w.request("GET", "/api/v1/session", nil)
		r.Header.Set("Accept-Language", header)
		p := decode(t, w.do(r))
		if p["detail"] != want || p["detail_en"] != "Sign in first." || p["type"] != "urn:jieli:problem:not_signed_in" {
			t.Errorf("%q: %v", header, p)
		}
	}
}

func TestAFigureOpensDownToItsRecords(t *testing.T) {
	w := newWorld(t)
	figures := w.get("auditor", "/figures?area=4418&below=town&indicator=households,monitored_share")["figures"].([]any)
	if len(figures) != 4 {
		t.Fatalf("%v", figures)
	}
	first := figures[0].(map[string]any)
	if first["value"] != "1" || first["area_name"] != "岭背镇" || first["shown"].(map[string]any)["zh"] != "1户" {
		t.Errorf("%v", first)
	}
	const open = "/figures/monitored_share/records?area=4418&part=denominator&limit=1"
	behind := w.get("auditor", open)
	next := w.get("auditor", open+"&after="+behind["next"].(string))
	ids := fmt.Sprint(behind["records"], next["records"])
	if next["next"] != nil || !strings.Contains(ids, w.home) || !strings.Contains(ids, w.far) {
		t.Errorf("%v", ids)
	}
	w.ask("li", "POST", "/api/v1/bundles", w.visit(100))
	coverage := w.get("li", "/rounds/household_round/441823/"+w.round+"/coverage?level=village")
	if fmt.Sprint(coverage["total"]) != "map[covered:1 targets:1]" {
		t.Errorf("%v", coverage)
	}
	left := w.get("li", "/registers/household/records?round="+w.round+"&covered=no")
	if left["count"] != float64(0) {
		t.Errorf("still to visit: %v", left)
	}
	series := w.get("li", "/series?indicator=medical_cost&from=2022-05-01")
	if fmt.Sprint(series["periods"], series["series"]) != "[map[day:2022-05-31 period:2022-05] map[day:2022-06-14 period:2022-06]]"+
		" [map[id:medical_cost values:[0.00 1.00]]]" {
		t.Errorf("%v", series)
	}
}

func TestABatchAnswersEachBundleInItsPlace(t *testing.T) {
	w := newWorld(t)
	good, again := w.bundleText(), w.bundleText()
	rec := w.ask("li", "POST", "/api/v1/bundles/batch", `{"bundles":[`+good+`,{"id":"x","what":1},`+again+`,`+good+`]}`)
	var out api.Receipts
	check(t, json.Unmarshal(rec.Body.Bytes(), &out))
	if len(out.Receipts) != 4 || !out.Receipts[0].Accepted || out.Receipts[1].Accepted || !out.Receipts[2].Accepted ||
		!out.Receipts[3].Replayed || out.Receipts[1].Findings[0].Code != "body_unknown_key" {
		t.Errorf("%s", rec.Body)
	}
	rec = w.ask("wang", "POST", "/api/v1/bundles", w.visit(1))
	var refused api.RefusedBundle
	check(t, json.Unmarshal(rec.Body.Bytes(), &refused))
	if rec.Code != 422 || refused.Receipt.Accepted || len(refused.Receipt.Findings) == 0 || refused.Code == "" {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestATaskReachesItsRoleInItsTownOnly(t *testing.T) {
	w := newWorld(t)
	w.ask("li", "POST", "/api/v1/bundles", w.visit(50_000_00))
	tasks := w.get("li", "/tasks")["tasks"].([]any)
	if len(tasks) != 1 || tasks[0].(map[string]any)["due"] != "2022-06-19" || tasks[0].(map[string]any)["title"] == "" {
		t.Errorf("%v", tasks)
	}
	for _, login := range []string{"wang", "county", "auditor"} {
		if got := w.get(login, "/tasks")["tasks"].([]any); len(got) != 0 {
			t.Errorf("%s: %v", login, got)
		}
	}
}

package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"jieli/access"
	"jieli/api"
	"jieli/engine"
)

// refusedWith expects a problem with a status of the 400s and a code.
func refusedWith(t testing.TB, rec *httptest.ResponseRecorder, what string) {
	t.Helper()
	var p api.Problem
	if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil || rec.Code < 400 || rec.Code > 499 || p.Code == "" ||
		p.Status != rec.Code || p.Detail == "" || p.DetailEn == "" || len(p.Findings) == 0 ||
		rec.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: %d %.300s", what, rec.Code, rec.Body)
	}
}

func TestHostileBodiesAreRefusedWithACode(t *testing.T) {
	w := newWorld(t)
	deep := strings.Repeat("[", 100_000)
	good := w.bundleText()
	bodies := map[string]string{
		"empty": "", "blank": "  ", "null": "null", "an array": "[]", "a text": `"x"`, "a number": "12",
		"cut off": `{"id": "x`, "no colon": `{"id" "x"}`, "no comma": `{"id": "x" "county": "y"}`,
		"an open comma": `{"id": "x",}`, "two documents": good + good, "rubbish behind": good + "x",
		"deep answers": `{"id": "x", "answers": ` + deep + `}`, "deep objects": strings.Repeat(`{"answers":`, 50_000),
		"a duplicate key":           strings.Replace(good, `{`, `{"county":"441823",`, 1),
		"an escaped duplicate":      strings.Replace(good, `{`, `{"c\u006funty":"441823",`, 1),
		"an unknown key":            strings.Replace(good, `{`, `{"admin":true,`, 1),
		"a wrong type":              strings.Replace(good, `{`, `{"pack":12,`, 1),
		"a huge number":             strings.Replace(good, `{`, `{"base":9223372036854775808,`, 1),
		"a negative number":         strings.Replace(good, `{`, `{"base":-1,`, 1),
		"a fraction":                strings.Replace(good, `{`, `{"base":1.5,`, 1),
		"an exponent":               strings.Replace(good, `{`, `{"base":1e400,`, 1),
		"infinity":                  strings.Replace(good, `{`, `{"place":{"lon":1e999,"lat":0},`, 1),
		"a place of text":           strings.Replace(good, `{`, `{"place":{"lon":"1","lat":0},`, 1),
		"invalid UTF-8":             strings.Replace(good, `{`, "{\"pack\":\"\xff\xfe\",", 1),
		"half a surrogate":          strings.Replace(good, `{`, `{"pack":"\ud800",`, 1),
		"a control character":       strings.Replace(good, `{`, "{\"pack\":\"\x01\",", 1),
		"answers of the wrong kind": strings.Replace(good, `"answers":{`, `"answers":[{`, 1),
		"a key twice in answers":    strings.Replace(good, `"answers":{`, `"answers":{"income_net":1,`, 1),
		"a huge amount":             strings.Replace(good, `800000`, `1e300`, 1),
		"entries and answers":       strings.Replace(good, `{`, `{"entries":[{}],`, 1),
		"entries that are text":     `{"id":"x","entries":"all"}`,
		"too many entries":          `{"id":"x","entries":[` + strings.Repeat("{},", 600) + `{}]}`,
		"too large":                 `{"answers":"` + strings.Repeat("a", 2<<20) + `"}`,
	}
	for what, body := range bodies {
		refusedWith(t, w.ask("li", "POST", "/api/v1/bundles", body), what)
	}
	for _, path := range []string{"/session", "/session/password", "/bundles/batch"} {
		method := map[string]string{"/session/password": "PUT"}[path]
		if method == "" {
			method = "POST"
		}
		for _, what := range []string{"empty", "null", "an array", "cut off", "invalid UTF-8", "deep objects",
			"an open comma",
			"too large", "rubbish behind"} {
			if path == "/bundles/batch" && what == "too large" {
				continue // fits
			}
			refusedWith(t, w.ask("li", method, "/api/v1"+path, bodies[what]), path+" "+what)
		}
	}
}

func TestABodyMustBeJSONAndWithinItsLimitWhateverItsLengthSays(t *testing.T) {
	w := newWorld(t)
	r := w.request("POST", "/api/v1/bundles", w.bundleText())
	r.Header.Set("Content-Type", "text/plain")
	r.Header.Set("Authorization", "Bearer "+w.token("li"))
	if rec := w.do(r); rec.Code != http.StatusUnsupportedMediaType {
		t.Errorf("text/plain: %d", rec.Code)
	}
	r = w.request("POST", "/api/v1/bundles", `{"answers":"`+strings.Repeat("a", 2<<20)+`"}`)
	r.ContentLength = -1
	r.Header.Set("Authorization", "Bearer "+w.token("li"))
	if rec := w.do(r); rec.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("no length: %d", rec.Code)
	}
}

func TestHostileQueriesAreRefusedWithACode(t *testing.T) {
	w := newWorld(t)
	for _, query := range []string{"nothing=1", "limit=0", "limit=501", "limit=1e9", "limit=x", "limit=1&limit=2",
		"sort=x",
		"sort=-phone", "sort=bank_account", "sort=a,b,c,d", "sort=;drop", "area=x", "area=99", "area=441823%00",
		"members=x", "members=1e400", "members.min=99999999999999999999", "members.max=1.5", "members.near=1", "members.in=",
		"members.known=maybe", "village.min=1", "formerly_poor=maybe", "head_name.min=a", "bank_account=1", "phone=1",
		"last_visited_on=2022-02-30", "last_visited_on.min=x", "after=x", "after=" + strings.Repeat("A", 3000), "%zz=1",
		"a=%ff",
		"members.in=" + strings.Repeat("1,", 200), "parent=x", "round=x", "covered=x", "x" + strings.Repeat("&x", 50) + "=1",
		strings.Repeat("q", 5000) + "=1", "=1", ".min=1", "members.=1", "q=a%0a"} {
		refusedWith(t, w.ask("li", "GET", "/api/v1/registers/household/records?"+query, nil), query)
	}
	for _, path := range []string{"/figures?indicator=none", "/figures?as_of=x", "/figures?below=house", "/figures/none",
		"/series?indicator=none", "/series?from=0001-01-01&by=day", "/series?by=hour",
		"/figures?since=x", "/figures?compare=x", "/areas?level=x", "/parameters?day=x",
		"/registers/none/records", "/registers/household/records/441823/x", "/registers/household/records/44182/" + w.home,
		"/registers/household/records/441882/" + w.home, "/registers/household/records/441823/" + w.home + "/children/none",
		"/registers/household/records/441823/" + w.home + "?as_of=x", "/rounds/none/441823/" + w.round + "/coverage",
		"/rounds/household_round/441823/" + w.round + "/coverage?level=house", "/nothing", "/registers",
		"/figures/households/records?after=AAAA", "/registers/household/records/441823/" + url.PathEscape("../../x"),
		"/registers/household/records/441823/" + w.home + "?as_of=2021-01-01"} {
		refusedWith(t, w.ask("li", "GET", "/api/v1"+path, nil), path)
	}
	for _, path := range []string{"/journal/441823/441823111/0", "/journal/441823/441823111/x",
		"/journal/441823/441823111/99999",
		"/journal/441823/441823111/9223372036854775808", "/journal/x/y/1", "/journal/441823/441823111/999/proof"} {
		refusedWith(t, w.ask("auditor", "GET", "/api/v1"+path, nil), path)
	}
	refusedWith(t, w.ask("li", "PATCH", "/api/v1/bundles", nil), "a wrong method")
	if rec := w.ask("li", "DELETE", "/api/v1/catalog", nil); rec.Code != 405 || rec.Header().Get("Allow") != "GET" {
		t.Errorf("DELETE /catalog: %d, Allow %q", rec.Code, rec.Header().Get("Allow"))
	}
}

func TestAFilterTakesTheJSONFormOfEachType(t *testing.T) {
	w := newWorld(t)
	for query, want := range map[string]int{"members=3": 1, "members.min=4": 0, "income_net.max=900000": 1,
		"income_net=9000":    0,
		"formerly_poor=true": 1, "formerly_poor=no": 0, "monitoring_category=unstable": 1,
		"monitoring_category.in=none,sudden": 0,
		"village=441823111":                  1, "village=441823111206": 0, "last_visited_on.known=no": 1, "last_visited_on.known=yes": 0,
		"household_no.in=1,441823111205000001": 1, "q=cc": 1, "q=cd": 0, "q=ccsj": 1, "q=CHEN": 1, "q=陈测": 1,
		"area=441823": 1,
		"area=441882": 0, "sort=members,-income_net": 1} {
		page := w.get("li", "/registers/household/records?"+query)
		if n := len(page["records"].([]any)); n != want || page["count"] != float64(want) {
			t.Errorf("%s finds %d (count %v), want %d", query, n, page["count"], want)
		}
	}
}

// TestAFilterByPlaceStaysWithinTheScope: the filter on the field that places records becomes a scope, and must not be
// wider than the caller's own.
func TestAFilterByPlaceStaysWithinTheScope(t *testing.T) {
	w := newWorld(t)
	home, far, all := map[string]int{"li": 1, "auditor": 1}, map[string]int{"wang": 1, "auditor": 1}, map[string]int{"li": 1,
		"wang": 1, "auditor": 2}
	for query, finds := range map[string]map[string]int{
		"village=4418": all, "village=441823": home, "village=441823111": home, "village=" + jiacun: home,
		"village=441882": far, "village=" + bingcun: far, "village.in=" + jiacun + "," + bingcun: all,
		"village.in=441823111": {}, "village.in=441823111," + bingcun: far, "village.known=yes": all,
		"village=441823&area=441882": {}, "area=4418&village=" + jiacun: home, "village=441823111999": {},
		"village=4418&members=3&sort=-members": all, "village.in=" + jiacun + "&q=cc": {"li": 1},
	} {
		for _, login := range []string{"li", "wang", "auditor"} {
			page := w.get(login, "/registers/household/records?"+query)
			if n := len(page["records"].([]any)); n != finds[login] || page["count"] != float64(n) {
				t.Errorf("%s as %s finds %d (count %v), want %d", query, login, n, page["count"], finds[login])
			}
		}
	}
}

// panicking is an engine with a fault.
type panicking struct{ *engine.Engine }

func (panicking) Accept(context.Context, *access.Actor, engine.Bundle) (engine.Receipt, error) {
	panic("陈测试甲 stands in the message")
}

func TestAPanicIsAnswered500WithANumberAndLoggedWithoutItsMessage(t *testing.T) {
	w := newWorldWith(t, func(c *api.Config) { c.Engine = panicking{c.Engine.(*engine.Engine)} })
	rec := w.ask("li", "POST", "/api/v1/bundles", w.bundleText())
	var p api.Problem
	check(t, json.Unmarshal(rec.Body.Bytes(), &p))
	if rec.Code != 500 || p.Code != "server_fault" || !strings.Contains(p.Detail, rec.Header().Get("X-Request-Id")) {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	log := w.log.String()
	if strings.Contains(log, "陈") || !strings.Contains(log, `"panic"`) || !strings.Contains(log,
		rec.Header().Get("X-Request-Id")) {
		t.Errorf("the log: %s", log)
	}
	if rec := w.ask("li", "GET", "/api/v1/session", nil); rec.Code != 200 {
		t.Errorf("the next request: %d", rec.Code)
	}
}

func TestTheLogHoldsNoPersonalData(t *testing.T) {
	w := newWorld(t)
	w.ask("li", "GET", "/api/v1/registers/household/records?head_name="+url.QueryEscape("陈测试甲"), nil)
	w.ask("li", "GET", "/api/v1/search?q=chenceshi", nil)
	w.ask("", "POST", "/api/v1/session", `{"login":"chenceshi","password":"geheim-geheim"}`)
	log := w.log.String()
	for _, word := range []string{"陈", "%E9", "chenceshi", "geheim", "head_name", "192.0.2.1", "测试员"} {
		if strings.Contains(log, word) {
			t.Errorf("the log holds %q: %s", word, log)
		}
	}
	if strings.Count(log, `"route":"records"`) != 1 || !strings.Contains(log, `"route":"search","status":200`) {
		t.Errorf("the log lacks its lines: %s", log)
	}
}

func TestCursorsLeadThroughAllPagesOnceAndBelongToTheirList(t *testing.T) {
	w := newWorld(t)
	for i := range 25 {
		h := household(fmt.Sprintf("4418231112051%05d", i), "陈测试甲", jiacun)
		h["members"] = i%5 + 1
		if i%3 == 0 {
			delete(h, "income_net")
		}
		w.must(w.people["li"], yangshan, entry("household", w.id("page", fmt.Sprint(i)), "", h))
	}
	for _, order := range []string{"-updated_at", "members", "-income_net", "income_net,-members", "area",
		"-household_no"} {
		seen := map[string]bool{}
		after := ""
		for pages := 0; ; pages++ {
			page := w.get("li", "/registers/household/records?limit=7&sort="+order+"&after="+after)
			for _, r := range page["records"].([]any) {
				seen[r.(map[string]any)["id"].(string)] = true
			}
			if page["next"] == nil || pages > 5 {
				break
			}
			after = page["next"].(string)
		}
		if len(seen) != 26 {
			t.Errorf("%s: %d of 26", order, len(seen))
		}
		other := "/api/v1/registers/household/records?sort=created_at&after=" + after
		refusedWith(t, w.ask("li", "GET", other, nil), "a cursor of another order")
		forged := "/api/v1/registers/household/records?sort=" + order + "&after=" + after[:len(after)-2] + "AA"
		refusedWith(t, w.ask("li", "GET", forged, nil), "a changed cursor")
	}
}

func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"members=3", "sort=-updated_at&limit=2", "q=%E9%99%88", "after=AAAA",
		"village.in=441823111205",
		"household_no=%00", "members.known=yes", "round=x&covered=no", "last_visited_on.min=2022-01-01", "%", "a=b;c=d"} {
		f.Add(seed)
	}
	w := newWorld(f)
	token := w.token("li")
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest("GET", "/api/v1/registers/household/records", nil)
		r.URL.RawQuery = query
		r.Header.Set("Authorization", "Bearer "+token)
		if rec := w.do(r); rec.Code >= 500 {
			t.Fatalf("%q: %d %s", query, rec.Code, rec.Body)
		}
	})
}

func FuzzBundle(f *testing.F) {
	w := newWorld(f)
	f.Add(w.bundleText())
	for _, seed := range []string{`{}`, `{"id":1}`, `{"entries":[{"fields":{}}]}`, `{"place":{"lon":1,"lat":2}}`, `[`,
		`{"answers":{"a":[{}]}}`,
		`{"county":"441823","id":"01890000-0000-7000-8000-000000000000",` +
			`"entries":[{"register":"household","action":"create","fields":{"members":1e9}}]}`} {
		f.Add(seed)
	}
	token := w.token("li")
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest("POST", "/api/v1/bundles/check", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		rec := w.do(r)
		if rec.Code >= 500 {
			t.Fatalf("%q: %d %s", body, rec.Code, rec.Body)
		}
		if rec.Code == 200 && !json.Valid([]byte(body)) {
			t.Fatalf("what is no JSON was read: %q: %s", body, rec.Body)
		}
	})
}

// Whoever is signed in learns with each answer which programme the server has; nobody else does.
func TestPagesLearnWhichProgrammeTheServerHas(t *testing.T) {
	w := newWorld(t)
	if got := w.ask("li", "GET", "/api/v1/session", nil).Header().Get("X-Jieli-Pack"); got != w.cat.Pack.Version {
		t.Errorf("the page of who is signed in learns %q, the server has %q", got, w.cat.Pack.Version)
	}
	if got := w.ask("", "GET", "/api/v1/session", nil).Header().Get("X-Jieli-Pack"); got != "" {
		t.Errorf("a stranger learns %q", got)
	}
}

package api_test

import (
	"strings"
	"testing"

	"jieli/api"
)

func (w *world) looks(login, query string) []api.LookView {
	w.t.Helper()
	return into[api.LooksView](w, w.ask(login, "GET", "/api/v1/audit/looks"+query, nil)).Looks
}

func TestTheAuditorSeesWhoSawWhichPrivateFieldAndWhy(t *testing.T) {
	w := newWorld(t)
	unmask := map[string]any{"fields": []string{"bank_account"}, "purpose": "发放补贴核对账号"}
	if rec := w.ask("li", "POST", "/api/v1/registers/household/records/441823/"+w.home+"/unmask", unmask); rec.Code != 200 {
		t.Fatal(rec.Body)
	}
	looks := w.looks("auditor", "")
	if len(looks) != 1 {
		t.Fatalf("%+v", looks)
	}
	x := looks[0]
	if x.Kind != "unmask" || x.Actor != w.people["li"].Account || x.Record != w.home || x.Why != "发放补贴核对账号" ||
		len(x.Fields) != 1 || x.Fields[0].Name != "bank_account" || strings.Contains(x.Title, "陈测试甲") {
		t.Errorf("%+v", x)
	}
	for query, want := range map[string]int{"?field=一卡通": 1, "?field=phone": 0, "?q=测试": 1, "?q=无此人": 0,
		"?from=2022-06-14&to=2022-06-14": 1, "?to=2022-06-13": 0, "?area=441882": 0, "?area=441823111": 1, "?kind=export": 0,
		"?record=" + w.home: 1, "?record=" + w.far: 0} {
		if got := len(w.looks("auditor", query)); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}

func TestAnAuditorOfOneCountySeesNoLooksOfAnother(t *testing.T) {
	w := newWorld(t)
	w.addPerson("far-auditor", "auditor", lianzhou)
	unmask := map[string]any{"fields": []string{"bank_account"}, "purpose": "发放补贴核对账号"}
	w.ask("li", "POST", "/api/v1/registers/household/records/441823/"+w.home+"/unmask", unmask)
	if got := w.looks("far-auditor", ""); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestAFileOfTheAuditIsItselfKept(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/audit/looks/export?format=csv&q=测试", "/audit/sign-ins/export?format=csv"} {
		rec := w.ask("auditor", "POST", "/api/v1"+path, nil)
		if rec.Code != 200 || !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/csv") {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
	}
	looks := w.looks("auditor", "?kind=export")
	if len(looks) != 2 || looks[0].Actor != w.people["auditor"].Account || !strings.HasPrefix(looks[1].Why, "导出查看记录 0 条") {
		t.Errorf("%+v", looks)
	}
	before := w.entries()
	for _, who := range []string{"admin", "li", "county"} {
		if rec := w.ask(who, "POST", "/api/v1/audit/looks/export", nil); rec.Code != 403 {
			t.Errorf("%s takes the audit: %d", who, rec.Code)
		}
	}
	if w.entries() != before {
		t.Error("a refused file is noted as taken")
	}
}

package api_test

import (
	"fmt"
	"strings"
	"testing"
)

func (w *world) tryRule(login string, body map[string]any) (int, map[string]any) {
	w.t.Helper()
	rec := w.ask(login, "POST", "/api/v1/rules/try", body)
	return rec.Code, decode(w.t, rec)
}

func TestARuleCanBeTriedAndKeepsNothing(t *testing.T) {
	w := newCase(t)
	code, got := w.tryRule("county", map[string]any{"subject": "household",
		"when": "household.income_net < 10000 * 100 && household.members > 1"})
	if code != 200 || got["records"] != 1.0 || got["found"] != 1.0 || got["known"] != 1.0 || got["missed"] != 0.0 {
		t.Fatalf("%d %v", code, got)
	}
	sample := got["samples"].([]any)[0].(map[string]any)
	if sample["id"] != w.home || strings.Contains(sample["title"].(string), "陈测试甲") {
		t.Errorf("%v", sample)
	}
	_, got = w.tryRule("county", map[string]any{"rule": "income_below_line", "since": "2022-05-01"})
	if got["found"] != 0.0 || got["missed"] != 1.0 || len(got["months"].([]any)) != 2 {
		t.Errorf("the rule itself: %v", got)
	}
	_, got = w.tryRule("county", map[string]any{"rule": "income_below_line", "when": "household.income_net < 10000 * 100"})
	if got["found"] != 1.0 || !strings.Contains(fmt.Sprint(got["samples"]), "家庭纯收入9,000.00 元/年低于7,000.00 元/年") {
		t.Errorf("the rule with another condition: %v", got)
	}
	if v := w.caseOf("li"); len(v["steps"].([]any)) != 1 {
		t.Errorf("a trial wrote %v", v["steps"])
	}
}

func TestATrialTellsNothingThatAMaskHides(t *testing.T) {
	w := newCase(t)
	for when, want := range map[string]int{
		`household.head_name == "陈测试甲"`:                       403,
		`household.bank_account == "6222020000000000008"`:     403,
		`household.people.exists(p, p.name == "陈测试乙")`:        403,
		`household.people.exists(p, has(p.national_id))`:      403,
		`household.people.exists(p, p.relation == "head")`:    200,
		`household.recognitions.exists(r, r.why == "人均")`:     403,
		`household.visits.exists(v, has(v.visited_on))`:       200,
		`household.nothing > 1`:                               422,
		`household.members`:                                   422,
		`household.members > 1 && household.people.size() > `: 422,
	} {
		if code, got := w.tryRule("county", map[string]any{"when": when, "subject": "household"}); code != want {
			t.Errorf("%s: %d %v", when, code, got)
		}
	}
	for _, body := range []map[string]any{{"rule": "nothing"}, {"subject": "household"}, {"when": "true", "subject": "account"},
		{"rule": "income_below_line", "area": "99"}, {"rule": "income_below_line", "since": "2023-01-01"}, {"what": "1"}} {
		if code, got := w.tryRule("county", body); code != 400 {
			t.Errorf("%v: %d %v", body, code, got)
		}
	}
	if code, _ := w.tryRule("county", map[string]any{"rule": "income_below_line", "area": lianzhou}); code != 403 {
		t.Errorf("another county: %d", code)
	}
	if code, _ := w.tryRule("li", map[string]any{"rule": "income_below_line"}); code != 403 {
		t.Errorf("without the power: %d", code)
	}
}

func TestRulesSayHowOftenTheyWereRight(t *testing.T) {
	w := newCase(t)
	low := household("441823111205000099", "测试", jiacun)
	low["income_net"] = 300000
	w.must(w.people["li"], yangshan, entry("household", w.id("low"), "", low))
	list := w.get("county", "/rules")["list"].([]any)
	for _, x := range list {
		v := x.(map[string]any)
		if v["name"] != "income_below_line" {
			continue
		}
		if v["opens"] != "recognition" || v["open_now"] != 1.0 || v["signals"] != 1.0 || v["share"] != nil ||
			v["because"].(map[string]any)["zh"] != "家庭纯收入〔家庭纯收入〕低于〔监测线〕" {
			t.Errorf("%v", v)
		}
		return
	}
	t.Errorf("no such rule: %v", list)
}

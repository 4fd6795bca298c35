package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"jieli/engine"
)

// relief sends a form about money of the household, in fen, and gives the record that it made.
func (w *world) relief(form, subject string, answers map[string]any) string {
	w.t.Helper()
	w.seq++
	raw, _ := json.Marshal(answers)
	b := engine.Bundle{ID: w.id("relief", fmt.Sprint(w.seq)), County: yangshan, Device: "test", DeviceSeq: w.seq, Form: form,
		Subject: subject, Record: w.id("given", fmt.Sprint(w.seq)), Answers: raw}
	if form != "take_relief_back" {
		r, err := w.store.Record(context.Background(), w.cat.Register("household"), yangshan, subject)
		check(w.t, err)
		b.Base = r.Version
	}
	r, err := w.engine.Accept(context.Background(), w.people["li"], b)
	check(w.t, err)
	if !r.Accepted {
		w.t.Fatalf("refused: %v", r.Findings)
	}
	return b.Record
}

// books gives and spends: 100 given, 30 spent, 5 given and taken back.
func (w *world) books() {
	w.relief("give_relief", w.home, map[string]any{"amount": 10000})
	w.relief("spend_relief", w.home, map[string]any{"amount": 3000})
	back := w.relief("give_relief", w.home, map[string]any{"amount": 500})
	w.relief("take_relief_back", back, map[string]any{"why": "重复发放"})
}

func TestAStatementSaysWhatCameAndWent(t *testing.T) {
	w := newWorld(t)
	w.books()
	home := "/registers/household/records/441823/" + w.home
	accounts := w.get("li", home+"/accounts")["accounts"].([]any)
	if len(accounts) != 1 || fmt.Sprint(accounts[0].(map[string]any)["balance"]) != "7000" {
		t.Errorf("accounts of the household: %v", accounts)
	}
	s := w.get("li", home+"/statement?account=relief")
	if got := fmt.Sprint(s["opening"], s["came"], s["went"], s["closing"]); got != "0 10000 3000 7000" {
		t.Errorf("opening, came, went, closing: %s", got)
	}
	lines := s["lines"].([]any)
	if len(lines) != 4 {
		t.Fatalf("lines: %v", lines)
	}
	last := lines[3].(map[string]any)
	if fmt.Sprint(last["balance"]) != "7000" {
		t.Errorf("the last line ends at %v", last["balance"])
	}
	for _, x := range lines {
		if line := x.(map[string]any); line["record"] == nil || line["title"] == "" || line["day"] != "2022-06-14" {
			t.Errorf("a line says who posted it, and when: %v", line)
		}
	}
	if before := w.get("li", home+"/statement?account=relief&from=2022-01-01&to=2022-06-13"); fmt.Sprint(before["closing"]) != "0" {
		t.Errorf("the day before: %v", before)
	}
	after := w.get("li", home+"/statement?account=relief&from=2022-06-15&to=2022-06-30")
	if fmt.Sprint(after["opening"], after["closing"], after["lines"]) != "7000 7000 []" {
		t.Errorf("the days after: %v", after)
	}
}

func TestTotalsOfAnAreaAddUp(t *testing.T) {
	w := newWorld(t)
	w.books()
	for login, path := range map[string]string{"li": "/ledger/totals", "county": "/ledger/totals?area=441823",
		"auditor": "/ledger/totals?area=441823111205"} {
		total := w.get(login, path)["totals"].([]any)[0].(map[string]any)
		if got := fmt.Sprint(total["before"], total["in"], total["out"], total["held"]); got != "0 10000 3000 7000" {
			t.Errorf("%s: %s", login, got)
		}
	}
	if got := w.get("wang", "/ledger/totals")["totals"].([]any); len(got) != 0 {
		t.Errorf("another town moved nothing: %v", got)
	}
}

func TestWhoMayNotReadARecordSeesNothingOfItsAccount(t *testing.T) {
	w := newWorld(t)
	w.books()
	body := w.ask("county", "GET", "/api/v1/ledger/441823/statement?account=relief_fund", nil).Body.String()
	if strings.Contains(body, "陈测试甲") || !strings.Contains(body, `"closing":-10000`) {
		t.Errorf("the county sees its account, and no name: %s", body)
	}
	for path, want := range map[string]int{"/statement?account=nothing": 404, "/statement?account=relief_fund": 404,
		"/statement?account=relief&each=a|b": 404, "/statement?account=relief&from=yesterday": 400} {
		if rec := w.ask("li", "GET", "/api/v1/registers/household/records/441823/"+w.home+path, nil); rec.Code != want {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
	}
}

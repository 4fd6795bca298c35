package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"
)

// found gives the accounts that a search for people answers.
func (w *world) found(login, q string) []string {
	w.t.Helper()
	r := w.ask(login, "GET", "/api/v1/people?q="+url.QueryEscape(q), nil)
	var list []struct{ Account, Name, Role string }
	if err := json.Unmarshal(r.Body.Bytes(), &list); err != nil || r.Code != http.StatusOK {
		w.t.Fatalf("%d %s %v", r.Code, r.Body, err)
	}
	var accounts []string
	for _, p := range list {
		if p.Name == "" || p.Role == "" {
			w.t.Errorf("somebody without name or role: %+v", p)
		}
		accounts = append(accounts, p.Account)
	}
	return accounts
}

func TestPeopleAreFoundWhereOneWorksOneself(t *testing.T) {
	w := newWorld(t)
	town, all := w.found("li", ""), w.found("auditor", "")
	if len(town) == 0 || len(town) >= len(all) {
		t.Fatalf("in the town %v, in all %v", town, all)
	}
	for _, account := range w.found("wang", "") {
		if slices.Contains(town, account) || !slices.Contains(all, account) {
			t.Errorf("%s works in another county", account)
		}
	}
	if some, none := w.found("auditor", "测试"), w.found("auditor", "无此人"); len(some) != len(all) || len(none) != 0 {
		t.Errorf("by name %d of %d, and %v", len(some), len(all), none)
	}
}

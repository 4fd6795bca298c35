package sample

import (
	"strings"
	"testing"

	"jieli/value"
)

func checkProjects(t *testing.T, s *site) {
	stages := s.tally(t, "project", "stage")
	t.Log(stages, s.tally(t, "payment", "stage"))
	for stage, least := range map[string]int{"posting": 5, "notice": 5, "town_check": 5, "county_review": 5, "bank": 200, "planned": 30,
		"under_way": 40, "acceptance": 3, "announcement": 3, "handover": 3, "completed": 120, "withdrawn": 2, "rejected": 4, "dropped": 3,
		"stopped": 2} {
		between(t, "projects at "+stage, stages[stage], least, 400)
	}
	towns, rolled, late := map[string]int{}, 0, 0
	for _, p := range s.all(t, "project") {
		towns[p.Area[:9]]++
		if n, _ := p.Get("rolled_over").(int64); n > 0 {
			rolled++
		}
		if due, _ := p.Get("due_on").(value.Date); p.Get("closed_on") == nil && due != 0 && due < lastDay {
			late++
		}
		left, _ := p.Get("money_left").(int64)
		if (p.Get("stage") == "completed" || p.Get("stage") == "stopped") && left != 0 || left < 0 {
			t.Errorf("%s has %d left at %s", p.Get("name"), left, p.Get("stage"))
		}
	}
	for _, town := range plan(t).towns {
		between(t, "projects of "+town.name, towns[town.code], 12, 45)
	}
	between(t, "rolled over", rolled, 40, 200)
	proposers := s.tally(t, "project", "proposer")
	between(t, "proposed by towns", proposers["town"], 50, 120)
	between(t, "proposed by bureaus", proposers["bureau"], 50, 120)
	disposals := s.tally(t, "asset_disposal", "stage")
	for stage, least := range map[string]int{"disposed": 3, "kept": 1, "county_approval": 1} {
		between(t, "disposals at "+stage, disposals[stage], least, 12)
	}
	answered := s.tally(t, "found_need", "stage")
	between(t, "needs answered by a project", answered["in_project"], 5, 60)
	planned := 0
	for _, x := range s.all(t, "plan_item") {
		if x.Get("project") != nil {
			planned++
		}
	}
	between(t, "projects in yearly plans", planned, 24, 72)
	between(t, "projects overdue", late, 2, 50)
}

func checkMoney(t *testing.T, s *site) {
	stages := s.tally(t, "payment", "stage")
	for stage, least := range map[string]int{"town_check": 5, "county_payment": 5, "paid": 250, "refused": 4} {
		between(t, "payments at "+stage, stages[stage], least, 600)
	}
	between(t, "reversed", s.tally(t, "payment_reversal", "stage")["reversed"], 2, 15)
	accounts := map[string]int64{}
	for _, x := range s.all(t, "transfer") {
		n, _ := x.Get("amount").(int64)
		commodity, _ := x.Get("commodity").(string)
		for side, sign := range map[string]int64{"from": -1, "to": 1} {
			kind, _ := x.Get(side + "_kind").(string)
			each, _ := x.Get(side + "_each").(string)
			accounts[commodity+" "+kind+" "+each] += sign * n
		}
	}
	for _, source := range sourceNames {
		came, held := -accounts["fund fund_origin "+source], accounts["fund county_fund "+source]+accounts["fund project_money "+source]
		if came <= 0 || held < 0 || came < held {
			t.Errorf("of %s came %d and %d is held", source, came, held)
		}
	}
	out := accounts["fund paid_out "]
	for name, n := range accounts {
		if strings.HasPrefix(name, "fund ") && name != "fund paid_out " {
			out += n
		}
	}
	if out != 0 {
		t.Errorf("what came in is not what went out and is held: %d", out)
	}
}

func checkCredit(t *testing.T, s *site) {
	stages := s.tally(t, "credit_line", "stage")
	for _, stage := range []string{"appraisal", "approval", "contract", "in_use", "settled", "not_given"} {
		between(t, "lines at "+stage, stages[stage], 3, 70)
	}
	kinds := s.tally(t, "credit_line", "borrower_kind")
	for _, kind := range []string{"household", "cooperative", "company"} {
		between(t, "lines of "+kind, kinds[kind], 10, 100)
	}
	between(t, "overdue in hand", s.tally(t, "credit_overdue", "stage")["helping"], 1, 10)
}

package sample

import (
	"strings"
	"testing"

	"jieli/register"
)

// of gives the records of a register whose field has a value.
func (s *site) of(t *testing.T, name, field string, value any) []*register.Record {
	t.Helper()
	var list []*register.Record
	for _, r := range s.all(t, name) {
		if r.Get(field) == value {
			list = append(list, r)
		}
	}
	return list
}

// checkPlums follows a box of plums from its code to the tree, and the money to the grower's account.
func checkPlums(t *testing.T, s *site) {
	boxes := s.all(t, "box")
	if len(boxes) != plumBoxes {
		t.Fatalf("%d boxes", len(boxes))
	}
	lots := s.of(t, "lot", "lot_no", "SHIJING-0704")
	if len(lots) != 1 {
		t.Fatalf("%d lots of plums", len(lots))
	}
	lot := lots[0]
	orders := map[string]*register.Record{}
	for _, o := range s.all(t, "order") {
		if o.Parent == lot.ID {
			orders[o.ID] = o
		}
	}
	for _, b := range boxes {
		code, _ := b.Get("code").(string)
		if o := orders[b.Parent]; o == nil || o.Get("stage") != "paid" || !strings.HasPrefix(code, "SHIJING-0704-") {
			t.Errorf("the box %s leads to no order of the lot that was paid", code)
		}
	}
	legs := 0
	for _, l := range s.of(t, "shipment_line", "lot", lot.ID) {
		if l.Get("weight_out") == l.Get("weight_in") {
			legs++
		}
	}
	weighed, paid := 0, int64(0)
	for _, x := range s.all(t, "transfer") {
		switch {
		case x.Get("kind") == "weighing" && x.Get("to_record") == lot.ID:
			weighed++
		case x.Get("kind") == "grower_payment" && x.Get("from_record") == lot.ID && x.Get("to_record") == lot.Parent:
			paid, _ = x.Get("amount").(int64)
		}
	}
	settled := 0
	for _, x := range s.of(t, "settlement", "stage", "paid") {
		if x.Parent == lot.ID && x.Get("net") == paid {
			settled++
		}
	}
	if len(orders) != 3 || legs != 2 || weighed != 1 || settled != 1 || paid == 0 {
		t.Errorf("%d orders, %d legs, weighed %d times, %d settlements, %d paid", len(orders), legs, weighed, settled, paid)
	}
}

// checkMarket holds that the year has lived in all towns and that cases stand in every stage.
func checkMarket(t *testing.T, s *site) {
	stages := map[string]map[string]int{}
	for _, flow := range []string{"order_cycle", "lot", "order", "shipment", "settlement"} {
		stages[flow] = s.tally(t, flow, "stage")
		t.Log(flow, stages[flow])
	}
	for flow, want := range map[string][]string{"order_cycle": {"open", "closed", "delivered"}, "lot": {"listed", "weighed", "closed"},
		"order": {"placed", "confirmed", "packed", "accepted", "paid", "ended"}, "settlement": {"drawn_up", "checked", "paid"}} {
		for _, stage := range want {
			between(t, flow+" "+stage, stages[flow][stage], 1, 400)
		}
	}
	towns, balance := map[string]bool{}, map[string]int64{}
	for _, l := range s.all(t, "lot") {
		towns[l.Area[:9]] = true
	}
	for _, x := range s.all(t, "transfer") {
		if n, ok := x.Get("quantity").(int64); ok {
			from, _ := x.Get("from_account").(string)
			to, _ := x.Get("to_account").(string)
			balance[from] -= n
			balance[to] += n
		}
	}
	if len(towns) != 24 {
		t.Errorf("lots in %d towns", len(towns))
	}
	for account, n := range balance {
		if strings.Contains(account, "_stock") && n < 0 || strings.HasPrefix(account, "in_transit") && n < 0 {
			t.Errorf("%s holds %d", account, n)
		}
	}
}

// checkIndustry holds that investors stand at every stage of the funnel and that each village has two accounts.
func checkIndustry(t *testing.T, s *site) {
	stages := s.tally(t, "investment", "stage")
	t.Log(stages)
	for _, stage := range strings.Fields("invited visited intent signed project paid_in_full lost") {
		between(t, "investors "+stage, stages[stage], 1, 40)
	}
	between(t, "flagship projects that are built", s.tally(t, "flagship_project", "stage")["building"], 7, 10)
	per := map[string]int{}
	for _, a := range s.all(t, "collective_account") {
		per[a.Parent]++
	}
	for village, n := range per {
		if n != 2 {
			t.Errorf("the village %s has %d accounts", village, n)
		}
	}
	if len(per) != villages {
		t.Errorf("%d villages have accounts", len(per))
	}
}

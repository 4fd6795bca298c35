package ledger

import (
	"sort"

	"jieli/catalog"
	"jieli/fault"
	"jieli/store"
)

// Problems of postings.
var (
	short = fault.Define("ledger_short",
		"“{account}”（{owner}）现有 {have}，这次要支出 {asked}，还差 {lacks}。请核对数额，或者先办理入账。",
		"“{account}” ({owner}) holds {have}; {asked} is asked of it, {lacks} too much. Check the amount, or enter first what comes in.")
	amountFine = fault.Define("ledger_amount_fine",
		"“{transfer}”的数量不能准确换算成{unit}（记到小数点后 {decimals} 位），请改正数量或单位。",
		"The quantity of “{transfer}” does not convert exactly to {unit}, kept to {decimals} digits; correct the quantity or its unit.")
	amountLarge = fault.Define("ledger_amount_large",
		"“{transfer}”的数额太大，请核对。", "The amount of “{transfer}” is too large; check it.")
)

// Changes sums movements by account.
func Changes(list []store.Movement) map[string]int64 {
	sums := map[string]int64{}
	for _, m := range list {
		sums[m.Account] += m.Came - m.Went
	}
	return sums
}

// Shortage is an account that a bundle would take below its floor.
type Shortage struct {
	Kind        *catalog.AccountKind
	Account     Account
	Have, Asked int64 // what is there before, and what is asked of it
}

// Shortages finds the accounts whose floor is broken by changes to balances, in the order of their keys. An account that
// only gains breaks nothing.
func Shortages(c *catalog.Catalog, changes map[string]int64, balance func(account string) int64) []Shortage {
	keys := make([]string, 0, len(changes))
	for key := range changes {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var out []Shortage
	for _, key := range keys {
		k, change := KindOf(c, key), changes[key]
		if k == nil || !k.Floored || change >= 0 {
			continue
		}
		if have := balance(key); have+change < 0 {
			a, _ := ParseKey(key)
			out = append(out, Shortage{Kind: k, Account: a, Have: have, Asked: -change})
		}
	}
	return out
}

// Finding says in words what is short; owner names whose account it is.
func (s Shortage) Finding(path string, owner fault.Text) fault.Finding {
	c := s.Kind.Commodity
	return short.At(path, "account", s.Kind.Label, "owner", owner, "have", Words(c, s.Have), "asked", Words(c, s.Asked),
		"lacks", Words(c, s.Asked-s.Have))
}

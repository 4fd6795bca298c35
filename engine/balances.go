package engine

import (
	"fmt"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/ledger"
	"jieli/register"
	"jieli/store"
)

var (
	transferKept = fault.Define("ledger_kept",
		"“{register}”由系统随业务办理自动记账，不能直接新建、修改或作废；记错了请在原业务上办理冲销。",
		"The system enters “{register}” itself when work is done: nobody makes, changes or voids them. To mend one, reverse what posted it.")
	transfersStand = fault.Define("ledger_standing",
		"这条“{register}”记录还有 {n} 笔往来没有冲销：{lines}。请先办理冲销，再作废。",
		"{n} movements that this record of “{register}” posted still stand: {lines}. Reverse them first, then void it.")
	accountHolds = fault.Define("ledger_holds",
		"这条“{register}”记录的账户里还有余额：{lines}。请先结清，再作废。",
		"The accounts of this record of “{register}” still hold something: {lines}. Settle them first, then void it.")
)

// transfersOnly refuses to write transfers directly: the ledger would not be what was done.
func (j *job) transfersOnly(in *intent, path string) {
	if in.reg.BuiltIn && in.reg.Name == catalog.TransferRegister {
		j.refuse(transferKept.At(path+".register", "register", in.reg.Label))
	}
}

// loadBalances loads what accounts of a county hold, those that the unit does not know yet. The unit holds the lock on
// the county's stream, so that nobody else changes them until it commits.
func (u *unit) loadBalances(county string, accounts map[string]int64) {
	var wanted []store.Place
	for account := range accounts {
		at := store.Place{County: county, ID: account}
		if _, known := u.balances[at]; !known {
			wanted = append(wanted, at)
		}
	}
	if len(wanted) == 0 || u.err != nil {
		return
	}
	found, err := u.tx.Balances(u.ctx, wanted)
	u.fail(err)
	for _, at := range wanted {
		u.balances[at] = found[at]
	}
}

// move takes the movements of an accepted draft into the unit.
func (u *unit) move(d *draft) {
	u.moves = append(u.moves, d.moves...)
	for account, change := range ledger.Changes(d.moves) {
		u.balances[store.Place{County: d.county(), ID: account}] += change
	}
}

// linesShown is how many transfers or accounts a finding names.
const linesShown = 5

// validateLedger refuses to void a record whose transfers stand, or whose accounts hold something: the books would say
// what no record says.
func (d *draft) validateLedger(t *touch) {
	if t.in.action != journal.Void || t.before == nil || d.u.e.cat.Transfers() == nil {
		return
	}
	if list := d.standing(t.after.ID); len(list) > 0 {
		d.add(transfersStand.At(t.in.path, "register", t.reg.Label, "n", len(list), "lines", d.transferWords(list)))
	}
	if lines := d.held(t.after); len(lines) > 0 {
		d.add(accountHolds.At(t.in.path, "register", t.reg.Label, "lines", joined(lines)))
	}
}

// transferWords names transfers as people speak of them: what, when, how much.
func (d *draft) transferWords(list []*register.Record) fault.Text {
	var lines []fault.Text
	for _, r := range list {
		t := ledger.Read(r)
		k, c := d.u.e.cat.TransferKind(t.Kind), d.u.e.cat.Commodity(t.Commodity)
		if k == nil || c == nil {
			continue
		}
		amount := ledger.Words(c, t.Amount)
		lines = append(lines, fault.Text{Zh: fmt.Sprintf("%s%s %s", t.Day, k.Label.Zh, amount.Zh),
			En: fmt.Sprintf("%s %s %s", k.Label.In("en"), t.Day, amount.In("en"))})
	}
	return joined(lines)
}

// held says what the accounts of a record hold that may not be left behind: of those that have a floor.
func (d *draft) held(r *register.Record) []fault.Text {
	var prefixes []string
	for _, k := range d.u.e.cat.Owned(r.Register) {
		if k.Floored {
			prefixes = append(prefixes, ledger.OwnerPrefix(k.Name, r.ID))
		}
	}
	if len(prefixes) == 0 {
		return nil
	}
	sums := map[string]int64{}
	stored, err := d.u.e.store.Accounts(d.u.ctx, []string{d.county()}, prefixes)
	d.u.fail(err)
	for _, x := range stored {
		sums[x.Account] = x.Amount
	}
	for _, m := range d.u.moves {
		if m.County == d.county() && beginsWithAny(m.Account, prefixes) {
			sums[m.Account] += m.Came - m.Went
		}
	}
	var lines []fault.Text
	for _, account := range sortedNames(sums) {
		if k := ledger.KindOf(d.u.e.cat, account); k != nil && sums[account] != 0 {
			amount := ledger.Words(k.Commodity, sums[account])
			lines = append(lines, fault.Text{Zh: k.Label.Zh + " " + amount.Zh, En: k.Label.In("en") + " " + amount.In("en")})
		}
	}
	return lines
}

func beginsWithAny(text string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}

// joined puts the first lines of a list into one text.
func joined(lines []fault.Text) fault.Text {
	var zh, en []string
	for _, x := range lines[:min(len(lines), linesShown)] {
		zh, en = append(zh, x.Zh), append(en, x.En)
	}
	if len(lines) > linesShown {
		zh, en = append(zh, "……"), append(en, "…")
	}
	return fault.Text{Zh: strings.Join(zh, "、"), En: strings.Join(en, ", ")}
}

// titleOf gives the words for a record, without its personal values.
func (d *draft) titleOf(r *register.Record) fault.Text {
	open := func(f *catalog.Field) bool { return f.Privacy == catalog.Open }
	areas := d.u.e.cat.Areas
	return fault.Text{Zh: register.Title(r, areas, "zh", open), En: register.Title(r, areas, "en", open)}
}

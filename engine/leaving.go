package engine

import (
	"fmt"
	"slices"
	"strings"

	"jieli/access"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
)

var stillAnswers = fault.Define("still_answers",
	"{name}名下还有没交接的事项：{things}。请先办接力交接，由接手人逐项确认，再办这一步。",
	"{name} still answers for {things}. Hand these over first, item by item, then do this.")

// validateLeaving refuses a form with which somebody leaves while they answer for anything where it happens.
func (d *draft) validateLeaving() {
	a := d.j.answers
	if a == nil || a.form.Leaves == nil {
		return
	}
	main := d.mainTouch()
	at := main.after
	if a.own != nil {
		at = d.touched[a.own.record].after
	}
	if account := d.personAt(at)(a.form.Leaves); account != "" {
		d.mayLeave(account, a.form.Leaves.Field.Name, func(x duty) bool { return !value.Within(x.area, main.after.Area) })
	}
}

// validateAccount refuses to close an account that answers for anything, and to end a grant in whose area things would be
// left to somebody who no longer works there.
func (d *draft) validateAccount(t *touch) {
	switch {
	case !t.reg.BuiltIn || t.before == nil:
	case t.reg.Name == access.AccountRegister && closes(t):
		d.mayLeave(t.after.ID, t.in.pathOf("disabled"), func(duty) bool { return false })
	case t.reg.Name == access.GrantRegister && d.endsGrant(t):
		account := d.account(t.after.Parent)
		if account == nil {
			return
		}
		was, _ := t.before.Get("area").(string)
		d.mayLeave(account.ID, t.in.pathOf("until"), func(x duty) bool {
			return !value.Within(x.area, was) || d.worksIn(account, x.area, d.today.AddDays(1))
		})
	}
}

// endsGrant reports whether a grant that held tomorrow holds no more.
func (d *draft) endsGrant(t *touch) bool {
	tomorrow := d.today.AddDays(1)
	before, after := access.GrantOf(d.u.e.cat, t.before), access.GrantOf(d.u.e.cat, t.after)
	held := t.before.State == register.StateActive && before.Holds(tomorrow)
	return held && (t.after.State != register.StateActive || !after.Holds(tomorrow) || after.Area != before.Area)
}

// mayLeave adds a finding when a person answers for things other than those spared.
func (d *draft) mayLeave(account, path string, spared func(duty) bool) {
	left := slices.DeleteFunc(append(d.duties(account), d.unsettled(account)...), spared)
	if len(left) == 0 {
		return
	}
	name := nobodyKnown
	if shown := d.nameOf(account); shown != "" {
		name = fault.Text{Zh: shown, En: shown}
	}
	d.add(stillAnswers.At(path, "name", name, "things", countedWords(left)))
}

// countedWords says how many things there are of each kind.
func countedWords(list []duty) fault.Text {
	var kinds []string
	n, label := map[string]int{}, map[string]fault.Text{}
	for _, x := range list {
		if n[x.kind]++; n[x.kind] == 1 {
			kinds, label[x.kind] = append(kinds, x.kind), x.label
		}
	}
	var zh, en []string
	for _, k := range kinds {
		zh = append(zh, fmt.Sprintf("%s%d项", label[k].Zh, n[k]))
		en = append(en, fmt.Sprintf("%s: %d", label[k].In("en"), n[k]))
	}
	return fault.Text{Zh: strings.Join(zh, "、"), En: strings.Join(en, ", ")}
}

// closes reports whether an account is in use no more.
func closes(t *touch) bool {
	return t.after.State == register.StateVoid || t.after.Get("disabled") == true && t.before.Get("disabled") != true
}

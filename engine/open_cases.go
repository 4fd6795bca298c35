package engine

import (
	"fmt"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/workflow"
)

// casesShown is how many open cases a finding names.
const casesShown = 5

var casesOpen = fault.Define("cases_open",
	"这条“{register}”记录还有 {n} 件事项在办：{cases}。请先按步骤办结或终止，再作废或清除。",
	"{n} cases of this record of “{register}” are open: {cases}. End them by their steps first, then void or erase it.")

// validateEnding refuses to void or erase a record while a case about it, or the case that it is, goes on: nobody could
// take another step there.
func (d *draft) validateEnding(t *touch) {
	if t.before == nil || t.in.action != journal.Void && t.in.action != journal.Erase || isOver(t.before) {
		return
	}
	if t.reg.Case == nil && !leadsToCases(t.reg) {
		return
	}
	list := d.openCases(t.before)
	if len(list) > 0 {
		d.add(casesOpen.At(t.in.path, "register", t.reg.Label, "n", len(list), "cases", caseWords(list)))
	}
}

// openCases gives the cases that go on among a record and what lies below it.
func (d *draft) openCases(r *register.Record) []*register.Record {
	var list []*register.Record
	if r.Register.Case != nil && workflow.Open(r) {
		list = append(list, r)
	}
	for _, child := range r.Register.Children {
		if child.Case == nil && !leadsToCases(child) {
			continue
		}
		for _, x := range d.children(child, r.ID) {
			list = append(list, d.openCases(x)...)
		}
	}
	return list
}

// leadsToCases reports whether cases stand below records of a register.
func leadsToCases(reg *catalog.Register) bool {
	for _, child := range reg.Children {
		if child.Case != nil || leadsToCases(child) {
			return true
		}
	}
	return false
}

// caseWords names cases as people speak of them: what it is, where it stands, since when.
func caseWords(list []*register.Record) fault.Text {
	var zh, en []string
	for _, r := range list[:min(len(list), casesShown)] {
		c := workflow.Case{Flow: r.Register.Case, Record: r}
		since, _ := c.Record.Get(catalog.CaseOpenedOn).(fmt.Stringer)
		stage := fault.Text{Zh: "？", En: "?"}
		if s := c.Stage(); s != nil {
			stage = s.Label
		}
		zh = append(zh, fmt.Sprintf("%s（%s，%v起）", c.Flow.Label.Zh, stage.Zh, since))
		en = append(en, fmt.Sprintf("%s (%s, since %v)", c.Flow.Label.In("en"), stage.In("en"), since))
	}
	if len(list) > casesShown {
		zh, en = append(zh, "……"), append(en, "…")
	}
	return fault.Text{Zh: strings.Join(zh, "、"), En: strings.Join(en, ", ")}
}

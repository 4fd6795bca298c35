package engine_test

import (
	"context"
	"testing"

	"jieli/access"
	"jieli/engine"
	"jieli/journal"
)

// form is a submission about a household.
func (w *world) form(name, household string, a answers) engine.Bundle {
	b := w.bundle()
	b.Form, b.Subject, b.Answers = name, household, raw(a)
	if r := w.record("household", household); r != nil {
		b.Base = r.Version
	}
	return b
}

// child adds a person to a household and gives its id.
func (w *world) child(name, household string) string {
	w.t.Helper()
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: "person", Record: id(w.t.Name(), name), Parent: household, Action: journal.Create,
		Fields: raw(answers{"name": name, "relation": "child"})}}
	w.must(w.member(), b)
	return b.Entries[0].Record
}

func picked(person string) []any {
	return []any{answers{"record": person, "base": 1, "picked": true}}
}

func TestNobodyMovesPeopleIntoAVillageThatIsNotTheirs(t *testing.T) {
	w := newWorld(t)
	h, other := w.household("000001", daping), w.household("000002", xiaping)
	p := w.child("李二", h)
	clerk := w.as("village_clerk", daping)
	w.refused(clerk, w.form("merge", h, answers{"into": other, "people": picked(p)}), "out_of_area")
	w.refused(clerk, w.form("split", h, answers{"new_no": "000003", "new_head": "李二", "new_village": xiaping,
		"people": picked(p)}), "out_of_area")
	w.must(w.member(), w.form("merge", h, answers{"into": other, "people": picked(p)}))
	if got := w.record("person", p); got.Parent != other || got.Area != xiaping {
		t.Errorf("the person is in %s, %s", got.Parent, got.Area)
	}
	w.verify()
}

func TestAReferenceToARecordOfAnotherRegisterIsRefused(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	w.refused(w.member(), w.form("head_change", h, answers{"new_head": h}), "record_unknown")
	w.refused(w.member(), w.form("merge", h, answers{"into": id("head", "000001")}), "reference_unknown")
	w.verify()
}

func TestAHouseholdMergedIntoItselfCountsItsPeopleOnce(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	p := w.child("李二", h)
	w.accept(w.member(), w.form("merge", h, answers{"into": h, "people": picked(p)}))
	if got := w.record("household", h); got.Get("members") != int64(2) {
		t.Errorf("two people live there, it says %v", got.Get("members"))
	}
	w.verify()
}

func TestAWrongRegisterInOneBundleDoesNotHideARecordFromTheOthers(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	for range 8 { // whichever of the two is looked up first
		wrong := w.change("person", h, 1, answers{"relation": "child"})
		right := w.change("household", h, w.record("household", h).Version, answers{"income": w.seq})
		receipts := w.together(w.member(), wrong, right)
		if receipts[0].Accepted || !receipts[1].Accepted {
			t.Fatalf("wrong register: %v; right one: %v", receipts[0].Findings, receipts[1].Findings)
		}
	}
	w.verify()
}

func TestAnIDThatAnotherRegisterUsesIsNotUsedAgain(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: "person", Record: h, Parent: h, Action: journal.Create,
		Fields: raw(answers{"name": "李二", "relation": "child"})}}
	w.refused(w.member(), b, "record_exists")
	w.verify()
}

func TestEachEntryNamesTheRoleInWhichItWasDone(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	who := w.as("village_clerk", daping)
	who.Grants = append(who.Grants, access.Grant{Role: w.cat.Role("team_member"), Area: xiaojiang})
	b := w.change("household", h, w.record("household", h).Version, answers{"income": 1000})
	b.Entries = append(b.Entries, engine.EntryIn{Register: "person", Record: id("second"), Parent: h,
		Action: journal.Create, Fields: raw(answers{"name": "李二", "relation": "child"})})
	w.must(who, b)
	for record, role := range map[string]string{h: "village_clerk", id("second"): "team_member"} {
		list, err := w.store.History(context.Background(), yangshan, record)
		if err != nil || list[len(list)-1].Role != role {
			t.Errorf("the entry was done as %s, want %s, %v", list[len(list)-1].Role, role, err)
		}
	}
}

func TestAMoveBetweenVillagesIsDoneInTheRoleThatReachesBoth(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	who := w.as("village_clerk", xiaping)
	who.Grants = append(who.Grants, access.Grant{Role: w.cat.Role("team_member"), Area: xiaojiang})
	w.must(who, w.change("household", h, w.record("household", h).Version, answers{"village": xiaping}))
	w.verify()
}

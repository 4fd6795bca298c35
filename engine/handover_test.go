package engine_test

import (
	"slices"
	"testing"

	"jieli/access"
	"jieli/engine"
	"jieli/journal"
	"jieli/register"
)

// relay is a handover between two people of a town: who leaves, who takes over, who else works there.
type relay struct {
	cases
	leaver, successor, other *access.Actor
	posting                  string
}

func newRelay(t *testing.T) relay {
	w := relay{cases: newCases(t)}
	w.leaver = w.person("leaver", "张三", "team_member", xiaojiang)
	w.successor = w.person("successor", "李四", "team_member", xiaojiang)
	w.other = w.person("other", "王五", "team_member", xiaojiang)
	w.posting = w.made("posting", "p", answers{"town": xiaojiang, "account": w.leaver.Account})
	return w
}

// made puts in a record.
func (w relay) made(reg, name string, a answers) string {
	w.t.Helper()
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: reg, Record: id(reg, name), Action: journal.Create, Fields: raw(a)}}
	w.must(w.leaver, b)
	return b.Entries[0].Record
}

func (w relay) orchard(name string, keeper *access.Actor) string {
	w.t.Helper()
	return w.made("orchard", name, answers{"name": name, "village": daping, "keeper": keeper.Account})
}

func (w relay) handover() string {
	w.t.Helper()
	b := w.form("handover_open", w.posting, answers{"leaver": w.leaver.Account, "successor": w.successor.Account})
	b.Record = id("handover")
	w.must(w.other, b)
	return b.Record
}

// items gives the items of a handover by the id of what they stand for.
func (w relay) items(handover string) map[string]*register.Record {
	w.t.Helper()
	list, err := w.store.Children(w.t.Context(), w.cat.Register("handover_item"), yangshan, handover)
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]*register.Record{}
	for _, r := range list {
		thing, _ := r.Get("thing").(string)
		out[thing] = r
	}
	return out
}

func (w relay) keeper(orchard string) any { return w.record("orchard", orchard).Get("keeper") }

func TestWhoLeavesHandsOverAllThatTheyAnswerFor(t *testing.T) {
	w := newRelay(t)
	plum, pear, felled := w.orchard("李园", w.leaver), w.orchard("梨园", w.leaver), w.orchard("旧园", w.leaver)
	others := w.orchard("桃园", w.other)
	w.must(w.leaver, w.change("orchard", felled, 1, answers{"felled_on": "2022-01-05"}))
	c := w.recognition(w.family("000001", 900000))
	task := w.cases.tasks(c)["recognition/verification team_member"].ID
	w.must(w.other, w.handOn(task, w.leaver))
	h := w.handover()
	items := w.items(h)
	if len(items) != 3 || items[plum] == nil || items[pear] == nil || items[task] == nil {
		t.Fatalf("items %v", items)
	}
	if kind := items[task].Get("thing_kind"); kind != "task" {
		t.Errorf("the task is an item of kind %v", kind)
	}
	if x := w.wantTasks(h, "handover/confirming team_member")["handover/confirming team_member"]; x.Assignee != w.successor.Account {
		t.Errorf("whose task is the handover: %+v", x)
	}
	w.refused(w.leaver, w.form("handover_item_confirm", items[plum].ID, answers{}), "only_person")
	for _, item := range []string{plum, task} {
		w.must(w.successor, w.form("handover_item_confirm", items[item].ID, answers{}))
	}
	if w.keeper(plum) != w.successor.Account || w.keeper(pear) != w.leaver.Account || w.keeper(others) != w.other.Account {
		t.Errorf("keepers %v %v %v", w.keeper(plum), w.keeper(pear), w.keeper(others))
	}
	if x := w.cases.tasks(c)["recognition/verification team_member"]; x.Assignee != w.successor.Account {
		t.Errorf("who has the task: %+v", x)
	}
	w.refused(w.successor, w.form("handover_finish", h, answers{}), "condition_unmet")
	w.refused(w.leaver, w.form("posting_end", w.posting, answers{"ends_on": "2022-01-10"}), "still_answers")
	w.must(w.successor, w.form("handover_item_confirm", items[pear].ID, answers{}))
	w.must(w.successor, w.form("handover_finish", h, answers{}))
	w.must(w.leaver, w.form("posting_end", w.posting, answers{"ends_on": "2022-01-10"}))
	w.must(w.as("keeper", "4418"), w.change("account", w.leaver.Account, 1, answers{"disabled": true}))
	if w.keeper(felled) != w.leaver.Account {
		t.Error("nobody answers for what is felled any more; who did stays in its record")
	}
	w.verify()
}

func TestADisputedItemGoesToWhoDecidesAndThenElsewhere(t *testing.T) {
	w := newRelay(t)
	plum := w.orchard("李园", w.leaver)
	h := w.handover()
	item := w.items(h)[plum].ID
	w.refused(w.successor, w.form("handover_item_dispute", item, answers{}), "required")
	w.must(w.successor, w.form("handover_item_dispute", item, answers{"reason": "不在我负责的村"}))
	w.wantTasks(item, "handover_item/disputed township_office")
	w.refused(w.successor, w.form("handover_finish", h, answers{}), "condition_unmet")
	w.refused(w.township(), w.form("handover_item_pass", item, answers{"other": w.person("far", "赵六", "team_member", dalang).Account}),
		"answers_unfit")
	w.must(w.township(), w.form("handover_item_pass", item, answers{"other": w.other.Account}))
	if w.keeper(plum) != w.other.Account {
		t.Errorf("keeper %v", w.keeper(plum))
	}
	w.must(w.successor, w.form("handover_finish", h, answers{}))
	w.verify()
}

func TestWhatTheLeaverWroteDownMustBeConfirmedToo(t *testing.T) {
	w := newRelay(t)
	h := w.handover()
	b := w.form("handover_item_write", h, answers{"words": "村小的校长找过我们，答应开学前送书"})
	b.Record = id("note")
	w.refused(w.other, b, "only_person")
	w.must(w.leaver, b)
	w.want(w.record("handover_item", b.Record), answers{"thing_kind": "note", "stage": "listed"})
	w.refused(w.as("keeper", "4418"), w.change("account", w.leaver.Account, 1, answers{"disabled": true}), "still_answers")
	w.must(w.successor, w.form("handover_item_confirm", b.Record, answers{}))
	w.must(w.as("keeper", "4418"), w.change("account", w.leaver.Account, 1, answers{"disabled": true}))
	w.verify()
}

func TestGatheringAgainListsWhatCameMeanwhile(t *testing.T) {
	w := newRelay(t)
	plum := w.orchard("李园", w.leaver)
	h := w.handover()
	pear := w.orchard("梨园", w.leaver)
	w.must(w.successor, w.form("handover_again", h, answers{}))
	items := w.items(h)
	if len(items) != 2 || items[plum].Version != 1 || items[pear] == nil {
		t.Errorf("items %v", items)
	}
	w.verify()
}

func TestWhatIsNoLongerTheLeaversStaysWithWhoHasIt(t *testing.T) {
	w := newRelay(t)
	plum := w.orchard("李园", w.leaver)
	h := w.handover()
	w.must(w.leaver, w.change("orchard", plum, 1, answers{"keeper": w.other.Account}))
	w.must(w.successor, w.form("handover_item_confirm", w.items(h)[plum].ID, answers{}))
	if w.keeper(plum) != w.other.Account || w.record("orchard", plum).Version != 2 {
		t.Errorf("keeper %v", w.keeper(plum))
	}
	w.verify()
}

func TestNoRecordIsLeftWithoutSomebodyWhoAnswers(t *testing.T) {
	w := newRelay(t)
	plum := w.orchard("李园", w.leaver)
	w.refused(w.leaver, w.change("orchard", plum, 1, answers{"keeper": nil}), "answers_needed")
	w.refused(w.leaver, w.change("orchard", plum, 1, answers{"keeper": id("nobody")}), "answers_unfit")
	until := func() engine.Bundle {
		return w.change("grant", id("grant", "leaver"), 1, answers{"until": "2022-01-10"})
	}
	w.refused(w.as("keeper", "4418"), until(), "still_answers")
	void := w.end("orchard", plum, journal.Void)
	w.must(w.leaver, void)
	w.must(w.as("keeper", "4418"), until())
	w.verify()
}

func TestAGrantMayEndWhereAnotherReaches(t *testing.T) {
	w := newRelay(t)
	w.orchard("李园", w.leaver)
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: "grant", Record: id("second"), Parent: w.leaver.Account, Action: journal.Create,
		Fields: raw(answers{"role": "village_committee", "area": daping})}}
	w.must(w.as("keeper", "4418"), b)
	w.must(w.as("keeper", "4418"), w.change("grant", id("grant", "leaver"), 1, answers{"until": "2022-01-10"}))
	w.verify()
}

func TestWhoHandsOverInTheSameCommitMayLeave(t *testing.T) {
	w := newRelay(t)
	plum := w.orchard("李园", w.leaver)
	h := w.handover()
	confirm := w.form("handover_item_confirm", w.items(h)[plum].ID, answers{})
	closing := w.change("account", w.leaver.Account, 1, answers{"disabled": true})
	both := *w.successor
	both.Grants = slices.Concat(w.successor.Grants, w.as("keeper", "4418").Grants)
	for _, r := range w.together(&both, confirm, closing) {
		if !r.Accepted {
			t.Errorf("%v", r.Findings)
		}
	}
	w.verify()
}

func TestASuccessorWhoLeavesHandsTheHandoverOn(t *testing.T) {
	w := newRelay(t)
	plum := w.orchard("李园", w.leaver)
	h := w.handover()
	w.refused(w.as("keeper", "4418"), w.change("account", w.successor.Account, 1, answers{"disabled": true}), "still_answers")
	w.must(w.leaver, w.form("handover_rename", h, answers{"successor": w.other.Account}))
	if x := w.wantTasks(h, "handover/confirming team_member")["handover/confirming team_member"]; x.Assignee != w.other.Account {
		t.Errorf("whose task is the handover: %+v", x)
	}
	w.must(w.as("keeper", "4418"), w.change("account", w.successor.Account, 1, answers{"disabled": true}))
	w.must(w.other, w.form("handover_item_confirm", w.items(h)[plum].ID, answers{}))
	if w.keeper(plum) != w.other.Account {
		t.Errorf("keeper %v", w.keeper(plum))
	}
	w.verify()
}

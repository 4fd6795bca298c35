package engine

import (
	"slices"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
	"jieli/workflow"
)

// prefetchTasks loads the tasks that rules may have opened for the records of the group and for their parents, and
// those of cases that take a step, in one statement.
func (u *unit) prefetchTasks(group []*job) {
	var wanted []store.Place
	for _, j := range group {
		for _, in := range j.intents {
			wanted = u.parentTasks(wanted, j, in)
			r := u.at(j, in)
			if r == nil {
				continue
			}
			p := u.e.plans[in.reg]
			for i, x := range p.rules {
				if u.mayAffect(&p.ruleNeeds[i], r, j, in) {
					wanted = append(wanted, store.Place{County: r.County, ID: ruleTaskID(x, r.ID)})
				}
			}
			if in.reg.Case != nil && j.takesStep() {
				for _, x := range workflow.Tasks(u.caseOf(r)) {
					wanted = append(wanted, store.Place{County: r.County, ID: x.ID})
				}
			}
		}
	}
	u.loadTasks(wanted)
}

// taskState is a task as the unit has it.
type taskState struct {
	store.Task
	changed bool // to be written
}

// loadTasks loads tasks; nil stands for one that does not exist.
func (u *unit) loadTasks(ids []store.Place) {
	if u.err != nil {
		return
	}
	found, err := u.tx.Tasks(u.ctx, ids)
	u.fail(err)
	for _, at := range ids {
		u.tasks[at] = nil
		if x, ok := found[at]; ok {
			u.tasks[at] = &taskState{Task: x}
		}
	}
}

// changedTasks are those to write.
func (u *unit) changedTasks() []store.Task {
	var list []store.Task
	for _, x := range u.tasks {
		if x != nil && x.changed {
			list = append(list, x.Task)
		}
	}
	return list
}

// ruleTaskID is the task that a rule opens for a record: the same cause is one task.
func ruleTaskID(r *catalog.Rule, record string) string { return value.DeriveID("task", r.Name, record) }

// prefetchSealing loads the keys under which the personal values that the group changes are sealed, in one
// statement.
func (u *unit) prefetchSealing(group []*job) {
	var wanted []store.Place
	for _, j := range group {
		for _, in := range j.intents {
			if r := u.at(j, in); r != nil && in.isPersonal() {
				wanted = append(wanted, store.Place{County: r.County, ID: r.ID})
			}
		}
	}
	u.loadSealing(wanted)
}

// isPersonal reports whether a personal or sensitive value is sent.
func (in *intent) isPersonal() bool {
	for name := range in.fields {
		if f := in.reg.Field(name); f != nil && f.Privacy != catalog.Open {
			return true
		}
	}
	return false
}

// loadSealing loads and unwraps the keys of records.
func (u *unit) loadSealing(records []store.Place) {
	if u.err != nil {
		return
	}
	wrapped, err := u.tx.Keys(u.ctx, records)
	u.fail(err)
	for _, record := range records {
		var key *journal.RecordKey
		if w := wrapped[record]; w != nil {
			key, err = u.e.vault.Unwrap(w)
			u.fail(err)
		}
		u.keys[record] = key
	}
}

// lockCounties takes the streams of the counties themselves before anything is read, so that two processes on one
// database never work on the same county at once: what a unit reads stays true until it commits.
func (u *unit) lockCounties(group []*job) {
	var keys []journal.StreamKey
	for _, j := range group {
		k := journal.StreamKey{County: j.bundle.County, Stream: j.bundle.County}
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	u.lock(keys)
}

// lockStreams takes the streams of all records at hand, in the order in which every process takes them.
func (u *unit) lockStreams() {
	if u.err != nil {
		return
	}
	seen := map[journal.StreamKey]bool{}
	var keys []journal.StreamKey
	for _, r := range u.records {
		if r == nil {
			continue
		}
		if k := streamOf(r); !seen[k] && u.heads[k] == nil {
			seen[k] = true
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return
	}
	u.lock(keys)
}

// lock takes streams until the end of the transaction.
func (u *unit) lock(keys []journal.StreamKey) {
	heads, err := u.tx.Lock(u.ctx, keys)
	u.fail(err)
	for k, h := range heads {
		if f := h.Check(); f != nil {
			u.fail(fault.Of(fault.Internal, []fault.Finding{*f})) // a damaged head: verify says where
		}
		u.heads[k], u.from[k] = h, h.N
	}
}

// movedHeads are the heads of the streams that grew.
func (u *unit) movedHeads() map[journal.StreamKey]*journal.Head {
	moved := make(map[journal.StreamKey]*journal.Head, len(u.heads))
	for k, h := range u.heads {
		if h.N != u.from[k] {
			moved[k] = h
		}
	}
	return moved
}

func streamOf(r *register.Record) journal.StreamKey {
	return journal.StreamKey{County: r.County, Stream: r.Stream}
}

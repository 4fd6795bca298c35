package engine

import (
	"sort"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// prefetchTasks loads the tasks that rules may have opened for the records of the group, in one statement a county.
func (u *unit) prefetchTasks(group []*job) {
	wanted := wants{}
	for _, j := range group {
		for _, in := range j.intents {
			r := u.at(j, in)
			if r == nil {
				continue
			}
			for _, x := range u.e.plans[in.reg].rules {
				if x.Task != nil {
					wanted.add(nil, r.County, ruleTaskID(x, r.ID))
				}
			}
		}
	}
	for k, ids := range wanted {
		u.loadTasks(k.county, ids)
	}
}

// taskState is a task as the unit has it.
type taskState struct {
	store.Task
	changed bool // to be written
}

// loadTasks loads tasks; nil stands for one that does not exist.
func (u *unit) loadTasks(county string, ids []string) {
	if u.err != nil {
		return
	}
	found, err := u.tx.Tasks(u.ctx, county, ids)
	u.fail(err)
	for _, id := range ids {
		u.tasks[id] = nil
		if x, ok := found[id]; ok {
			u.tasks[id] = &taskState{Task: x}
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

// prefetchSealing loads the keys under which the personal values that the group changes are sealed, in one statement a
// county.
func (u *unit) prefetchSealing(group []*job) {
	wanted := wants{}
	for _, j := range group {
		for _, in := range j.intents {
			if r := u.at(j, in); r != nil && in.isPersonal() {
				wanted.add(nil, r.County, r.ID)
			}
		}
	}
	for k, records := range wanted {
		u.loadSealing(k.county, records)
	}
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
func (u *unit) loadSealing(county string, records []string) {
	if u.err != nil {
		return
	}
	wrapped, err := u.tx.Keys(u.ctx, county, records)
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
func (u *unit) lockCounties(bundles map[string][]string) {
	keys := make([]journal.StreamKey, 0, len(bundles))
	for county := range bundles {
		keys = append(keys, journal.StreamKey{County: county, Stream: county})
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i].County < keys[j].County })
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
		if k := streamOf(r); !seen[k] {
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

package engine

import (
	"encoding/json"

	"jieli/fault"
	"jieli/indicator"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// decide is stage 7: it makes the entries final and works out what follows from them (figures, tasks, covers), still
// without touching what the unit holds.
func (d *draft) decide() {
	for _, t := range d.order {
		d.finish(t)
		if len(t.entries) == 0 && t.before != nil { // a form's subject that it leaves as it was, beside its new child
			d.parents = append(d.parents, t)
		}
	}
	for _, t := range d.written() {
		d.decideCovers(t)
		d.stageTasks(t)
	}
}

// finish makes the entry of a touch, or its second one when it had to be folded.
func (d *draft) finish(t *touch) {
	fields := map[string]any{}
	action, base := t.in.action, t.version()
	if t.fold == nil {
		for name, v := range t.in.fields {
			fields[name] = v
		}
		if t.before != nil {
			base = t.in.base
		}
	} else {
		action = journal.Change
	}
	for name, v := range t.in.effects {
		fields[name] = v
	}
	moved := t.moved || t.before == nil && t.parent != ""
	changedArea := t.before != nil && t.before.Area != t.after.Area
	if len(fields) == 0 && !moved && !changedArea && (t.fold != nil || action == journal.Change || action == journal.Correct) {
		return
	}
	d.enter(t, fields, action, base)
	if moved {
		raw, _ := json.Marshal(t.parent)
		t.entries[len(t.entries)-1].Fields[register.ParentField] = raw
	}
	for _, e := range t.entries {
		t.after.Stamp(e)
	}
	if t.before == nil {
		t.after.CreatedAt, t.after.CreatedBy = d.j.made, d.j.actor.Account
	}
}

// written gives the touches that made an entry.
func (d *draft) written() []*touch {
	var out []*touch
	for _, t := range d.order {
		if len(t.entries) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// cells adds the differences that a touch makes to the figures.
func (u *unit) cells(t *touch) {
	set := u.e.indicators
	if len(set.Of(t.reg)) == 0 {
		return
	}
	day := t.entries[0].Day()
	late := t.before != nil && day < t.before.LastDay
	if !t.plan.undated || t.fold == nil && !late {
		indicator.Cells(u.deltas, set.Contributions(t.before), set.Contributions(t.after), day)
		return
	}
	if t.history == nil {
		t.history = u.entriesOf(t.after.County, t.after.ID)
	}
	newFold := func() *register.Fold { return register.NewFold(t.reg, u.opener()) }
	set.Timeline(u.deltas, newFold, t.history, -1)
	set.Timeline(u.deltas, newFold, append(t.history[:len(t.history):len(t.history)], t.entries...), 1)
}

// saveTask keeps a task to be written with the unit.
func (u *unit) saveTask(x store.Task) {
	u.tasks[store.Place{County: x.County, ID: x.ID}] = &taskState{Task: x, changed: true}
}

// placeTask takes a task along when its record has another area.
func (u *unit) placeTask(county, id, area string) {
	if x := u.tasks[store.Place{County: county, ID: id}]; x.Area != area {
		x.Area, x.changed = area, true
	}
}

func (u *unit) closeTask(county, id string, day value.Date) {
	x := u.tasks[store.Place{County: county, ID: id}]
	x.Closed, x.changed = day, true
}

// taskOpen reports whether a task is open, loading it into the unit.
func (u *unit) taskOpen(county, id string) bool {
	at := store.Place{County: county, ID: id}
	if _, ok := u.tasks[at]; !ok {
		u.loadTasks([]store.Place{at})
	}
	x := u.tasks[at]
	return x != nil && x.Closed == 0
}

// settleConflicts keeps the conflicts of a touch: new ones open a task, fields written on top of both close theirs.
func (u *unit) settleConflicts(d *draft, t *touch) {
	if t.fold != nil {
		for field, entries := range t.conflicts {
			u.openConflict(d, t, field, entries)
		}
	}
	if t.before == nil {
		return
	}
	for _, mark := range t.before.Warnings {
		field, isConflict := cutMark(mark)
		if !isConflict || marked(t.after, mark) && !t.overwrites(field) && !isOver(t.after) {
			if isConflict && t.before.Area != t.after.Area {
				u.placeConflict(t, field)
			}
			continue
		}
		u.closeConflict(d, t, field)
	}
}

// placeConflict takes an open conflict and its task along when their record has another area.
func (u *unit) placeConflict(t *touch, field string) {
	c := u.conflictOf(t, field)
	c.Area = t.after.Area
	u.conflicts = append(u.conflicts, c)
	if id := value.DeriveID("task", "conflict", t.after.ID, field); u.taskOpen(t.after.County, id) {
		u.placeTask(t.after.County, id, c.Area)
	}
}

func cutMark(mark string) (string, bool) {
	if len(mark) > len(register.ConflictMark) && mark[:len(register.ConflictMark)] == register.ConflictMark {
		return mark[len(register.ConflictMark):], true
	}
	return "", false
}

// overwrites reports whether the touch writes a field having seen all its values; what the system sets has.
func (t *touch) overwrites(field string) bool {
	_, sent := t.in.fields[field]
	_, set := t.in.effects[field]
	return set || sent && t.fold == nil
}

func (u *unit) openConflict(d *draft, t *touch, field string, entries []string) {
	c := u.conflictOf(t, field)
	c.Entries = entries
	u.conflicts = append(u.conflicts, c)
	id := value.DeriveID("task", "conflict", t.after.ID, field)
	if u.taskOpen(t.after.County, id) {
		return
	}
	label := t.reg.Field(field).Label
	why, _ := json.Marshal(fault.Text{Zh: "“" + label.Zh + "”有两个不同的值，请核定", En: "Two values stand for “" +
		label.In("en") + "”; settle it"})
	u.saveTask(store.Task{County: t.after.County, ID: id, Kind: "conflict", Register: t.reg.Name,
		Record: t.after.ID, Area: t.after.Area, Owner: d.ownerRole(), Opened: d.today, Due: d.today.AddDays(conflictDays),
		Why: string(why)})
}

// conflictOf gives the conflict that stands open on a field of a touched record, else one that opens now.
func (u *unit) conflictOf(t *touch, field string) register.Conflict {
	stored, err := u.tx.Conflicts(u.ctx, t.after.County, t.after.ID)
	u.fail(err)
	list := append(stored, u.conflicts...)
	for i := len(list) - 1; i >= 0; i-- {
		c := &list[i]
		if c.Record != t.after.ID || c.Register != t.reg.Name || c.Field != field {
			continue
		}
		if c.ClosedAt == 0 {
			return *c
		}
		break // closed in this very commit
	}
	return register.Conflict{County: t.after.County, Register: t.reg.Name, Record: t.after.ID, Field: field,
		Area: t.after.Area, OpenedAt: u.now}
}

// conflictDays is how long a conflict may stand before its task is overdue.
const conflictDays = 7

// ownerRole is who settles a conflict: whoever may change the record in the role that made it.
func (d *draft) ownerRole() string {
	if d.role == nil {
		return ""
	}
	return d.role.Name
}

func (u *unit) closeConflict(d *draft, t *touch, field string) {
	c := u.conflictOf(t, field)
	c.ClosedAt, c.ClosedBy = u.now, t.entries[0].ID
	u.conflicts = append(u.conflicts, c)
	id := value.DeriveID("task", "conflict", t.after.ID, field)
	if u.taskOpen(t.after.County, id) {
		u.closeTask(t.after.County, id, d.today)
	}
	kept := t.after.Warnings[:0:0]
	for _, w := range t.after.Warnings {
		if w != register.ConflictMark+field {
			kept = append(kept, w)
		}
	}
	t.after.Warnings = kept
}

package engine

import (
	"encoding/json"
	"log/slog"
	"sort"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// merge is stage 4. A change based on the newest version simply applies. A change based on an older one is folded
// together with what the sender had not seen: other fields merge, the same field keeps both values.
func (d *draft) merge() {
	for _, t := range d.order {
		d.mergeOne(t)
	}
}

func (d *draft) mergeOne(t *touch) {
	switch {
	case t.in.action == journal.Create:
		d.fill(t)
	case t.in.action == journal.Void || t.in.action == journal.Erase:
		t.in.fields = map[string]any{}
		t.end(d.u.e.cipher.Digest)
	case t.in.base == t.before.Version:
		d.fill(t)
	default:
		d.mergeUnseen(t)
	}
}

// end applies a void or an erasure.
func (t *touch) end(digest func(string) string) {
	if t.in.action == journal.Void {
		t.after.State = register.StateVoid
		return
	}
	for i, f := range t.reg.Fields {
		if f.Privacy != catalog.Open {
			t.after.Fields[i] = nil
		}
	}
	t.after.Warnings = append(t.after.Warnings, register.ErasedMark)
	t.after.Key, _ = register.KeyOf(t.after, digest)
}

func (d *draft) mergeUnseen(t *touch) {
	t.history = d.u.entriesOf(d.county(), t.in.record)
	t.fold = register.NewFold(t.reg, d.u.opener())
	for _, e := range t.history {
		t.fold.Apply(e)
	}
	before := t.fold.Conflicts()
	if len(t.in.fields) > 0 {
		d.enter(t, t.in.fields, t.in.action, t.in.base)
	}
	area, stream := t.after.Area, t.after.Stream
	t.after = t.fold.Record()
	t.after.Stream, t.after.Key = stream, t.before.Key
	if t.reg.AreaField == "" {
		t.after.Area = area
	}
	for _, e := range t.entries {
		e.Area = t.after.Area // that of the value which now stands
	}
	t.parent = t.after.Parent
	if isOver(t.after) {
		t.after.Warnings = settled(t.after.Warnings)
		return // nobody could settle a conflict there
	}
	t.conflicts = t.fold.Conflicts()
	for field := range t.conflicts {
		if _, old := before[field]; !old {
			d.add(inConflict.At(t.in.pathOf(field), "label", t.reg.Field(field).Label))
		}
	}
}

// settled leaves the marks of conflicts out.
func settled(warnings []string) []string {
	kept := warnings[:0:0]
	for _, w := range warnings {
		if _, isConflict := cutMark(w); !isConflict {
			kept = append(kept, w)
		}
	}
	return kept
}

// enter makes the entry of a touch and, where it is being folded, folds it.
func (d *draft) enter(t *touch, fields map[string]any, action journal.Action, base int64) {
	e := d.entry(t, fields, action, base)
	t.entries = append(t.entries, e)
	if t.fold != nil {
		t.fold.Apply(e)
	}
}

// entry makes an entry with plain values; its place in the stream is given when the draft is kept.
func (d *draft) entry(t *touch, fields map[string]any, action journal.Action, base int64) *journal.Entry {
	b := d.j.bundle
	e := &journal.Entry{ID: t.in.entryID, Bundle: b.ID, Register: t.reg.Name, Record: t.in.record, Area: t.after.Area,
		Action: action, Version: t.version() + 1, Base: base, Actor: d.j.actor.Account, Device: b.Device,
		DeviceSeq: b.DeviceSeq, MadeAt: d.j.made, ReceivedAt: d.u.now, Place: b.Place.text(), Form: b.Form,
		Pack: d.u.e.cat.Pack.Version, Reason: t.in.reason, Fields: encodeFields(t.reg, fields)}
	if t.role != nil {
		e.Role = t.role.Name
	} else if d.role != nil {
		e.Role = d.role.Name
	}
	e.County, e.Stream = t.after.County, t.after.Stream
	if len(t.entries) > 0 {
		e.ID = value.DeriveNear(t.in.entryID, "effects")
	}
	return e
}

// version is the version of the record with the entries made so far.
func (t *touch) version() int64 {
	n := int64(len(t.entries))
	if t.before != nil {
		n += t.before.Version
	}
	return n
}

func encodeFields(reg *catalog.Register, fields map[string]any) map[string]json.RawMessage {
	out := make(map[string]json.RawMessage, len(fields)+1)
	for name, v := range fields {
		out[name] = encodeField(reg.Field(name), v)
	}
	return out
}

// encodeField gives canonical JSON of a value in memory. Values in memory have passed Type.Parse, so this cannot fail.
func encodeField(f *catalog.Field, v any) json.RawMessage {
	if v == nil {
		return json.RawMessage("null")
	}
	raw, err := value.Canonical(f.Type.JSON(v, &f.Limits))
	if err != nil {
		panic("field " + f.Name + ": " + err.Error())
	}
	return raw
}

// opener opens sealed values with the keys of their records; those of this unit are at hand.
func (u *unit) opener() register.Opener {
	return func(e *journal.Entry, f *catalog.Field, raw json.RawMessage) (json.RawMessage, bool) {
		if !journal.IsSealed(raw) {
			return raw, true
		}
		key := u.key(e.County, e.Record)
		if key == nil {
			return nil, false
		}
		plain, err := u.e.vault.Open(key, journal.Slot{Register: e.Register, Record: e.Record, Field: f.Name}, raw)
		if err != nil {
			slog.Error("engine: sealed value does not open", "entry", e.ID, "field", f.Name, "error", err)
			return nil, false
		}
		return plain, true
	}
}

// key gives the key of a record, nil when it has none or it was destroyed.
func (u *unit) key(county, record string) *journal.RecordKey {
	at := store.Place{County: county, ID: record}
	if k, ok := u.keys[at]; ok {
		return k
	}
	u.loadSealing([]store.Place{at})
	return u.keys[at]
}

// sortFindings puts findings in the order of their places; those of one place keep theirs.
func sortFindings(list []fault.Finding) {
	sort.SliceStable(list, func(i, j int) bool { return list[i].Path < list[j].Path })
}

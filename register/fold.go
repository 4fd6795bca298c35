package register

import (
	"bytes"
	"encoding/json"
	"sort"

	"jieli/catalog"
	"jieli/journal"
	"jieli/value"
)

// Opener gives the plain JSON of a field's value in an entry; ok is false when its key is destroyed.
type Opener func(e *journal.Entry, f *catalog.Field, raw json.RawMessage) (plain json.RawMessage, ok bool)

// Fold makes a record of its entries, one Apply an entry in order of arrival. The result does not depend on that order
// as long as causes come before effects, which versions and device numbers tell:
//
//	an entry has seen all versions up to its Base, and all earlier entries of its own device;
//	a value that an entry has seen gives way to the entry's value;
//	values that have not seen each other stand side by side; the latest made (then the greater id) is shown.
type Fold struct {
	reg    *catalog.Register
	open   Opener
	record *Record
	fields map[string]*fieldState
	void   bool
	erased bool
}

type fieldState struct {
	siblings []sibling
	seen     map[string]int64 // device → greatest number of its entries that wrote this field
}

type sibling struct {
	value     json.RawMessage
	entry     string
	version   int64
	device    string
	deviceSeq int64
	madeAt    value.Instant
}

// NewFold begins a record of reg.
func NewFold(reg *catalog.Register, open Opener) *Fold {
	return &Fold{reg: reg, open: open, fields: map[string]*fieldState{}}
}

// Apply takes the next entry in order of arrival. Reads change nothing.
func (f *Fold) Apply(e *journal.Entry) {
	switch e.Action {
	case journal.Read:
		return
	case journal.Void:
		f.void = true
	case journal.Erase:
		f.erased = true
	}
	f.touch(e)
	for name, raw := range e.Fields {
		f.applyField(e, name, raw)
	}
}

func (f *Fold) touch(e *journal.Entry) {
	if f.record == nil {
		f.record = &Record{Register: f.reg, County: e.County, ID: e.Record, Stream: e.Stream, State: StateActive,
			CreatedAt: e.MadeAt, CreatedBy: e.Actor, Fields: make([]any, len(f.reg.Fields))}
	}
	f.record.Stamp(e)
}

// Stamp takes over from an entry what is not a field: version, area, who and when.
func (r *Record) Stamp(e *journal.Entry) {
	r.Version = e.Version
	r.Area = e.Area
	if e.MadeAt >= r.UpdatedAt {
		r.UpdatedAt, r.UpdatedBy = e.MadeAt, e.Actor
	}
	if d := e.Day(); d > r.LastDay {
		r.LastDay = d
	}
}

func (f *Fold) applyField(e *journal.Entry, name string, raw json.RawMessage) {
	plain, ok := f.plain(e, name, raw)
	if !ok {
		plain = json.RawMessage("null")
	}
	st := f.fields[name]
	if st == nil {
		st = &fieldState{seen: map[string]int64{}}
		f.fields[name] = st
	}
	var kept []sibling
	for _, s := range st.siblings {
		if !hasSeen(e, s) {
			kept = append(kept, s)
		}
	}
	if len(kept) > 0 && e.DeviceSeq > 0 && st.seen[e.Device] > e.DeviceSeq {
		return // an older thought of a device whose later one is already here
	}
	st.seen[e.Device] = max(st.seen[e.Device], e.DeviceSeq)
	st.siblings = append(kept, sibling{value: plain, entry: e.ID, version: e.Version, device: e.Device,
		deviceSeq: e.DeviceSeq, madeAt: e.MadeAt})
}

func hasSeen(e *journal.Entry, s sibling) bool {
	return e.Base >= s.version || e.Device == s.device && e.DeviceSeq > s.deviceSeq
}

func (f *Fold) plain(e *journal.Entry, name string, raw json.RawMessage) (json.RawMessage, bool) {
	field := f.reg.Field(name)
	if field == nil || field.Privacy == catalog.Open {
		return raw, true
	}
	return f.open(e, field, raw)
}

// Record gives the record as of the entries so far, nil before the first. Each call makes a new one.
func (f *Fold) Record() *Record {
	if f.record == nil {
		return nil
	}
	r := f.record.Clone()
	r.Warnings = nil
	if f.void {
		r.State = StateVoid
	}
	for name, st := range f.fields {
		f.place(r, name, st)
	}
	if area, ok := r.Get(f.reg.AreaField).(string); ok {
		r.Area = area // the field decides, in whatever order the entries came
	}
	if f.erased {
		r.Warnings = append(r.Warnings, ErasedMark)
	}
	sort.Strings(r.Warnings)
	return r
}

func (f *Fold) place(r *Record, name string, st *fieldState) {
	shown := st.shown()
	if name == ParentField {
		_ = json.Unmarshal(shown.value, &r.Parent)
		return
	}
	i, ok := f.reg.FieldIndex(name)
	if !ok {
		return // a field of an older pack; it stays in the journal
	}
	field := f.reg.Fields[i]
	if f.erased && field.Privacy != catalog.Open {
		r.Fields[i] = nil
		return
	}
	r.Fields[i] = DecodeField(field, shown.value)
	if st.disputed() {
		r.Warnings = append(r.Warnings, ConflictMark+name)
	}
}

// shown is the sibling that the record shows: the latest made, then the greater id.
func (st *fieldState) shown() sibling {
	best := st.siblings[0]
	for _, s := range st.siblings[1:] {
		if s.madeAt > best.madeAt || s.madeAt == best.madeAt && s.entry > best.entry {
			best = s
		}
	}
	return best
}

func (st *fieldState) disputed() bool {
	for _, s := range st.siblings[1:] {
		if !bytes.Equal(s.value, st.siblings[0].value) {
			return true
		}
	}
	return false
}

// Conflicts gives the fields in conflict with the ids of their entries, the shown one first.
func (f *Fold) Conflicts() map[string][]string {
	out := map[string][]string{}
	for name, st := range f.fields {
		if !st.disputed() {
			continue
		}
		shown := st.shown()
		ids := []string{shown.entry}
		for _, s := range st.siblings {
			if s.entry != shown.entry {
				ids = append(ids, s.entry)
			}
		}
		sort.Strings(ids[1:])
		out[name] = ids
	}
	return out
}

// DecodeField gives the value in memory of a field from plain JSON out of the journal. What no longer fits the field's
// limits (they may have changed since) is kept as far as its type can read it; what cannot be read is absent.
func DecodeField(field *catalog.Field, plain json.RawMessage) any {
	if len(plain) == 0 || string(plain) == "null" {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(plain))
	dec.UseNumber()
	var raw any
	if dec.Decode(&raw) != nil {
		return nil
	}
	loose := value.Limits{Unit: field.Limits.Unit, Decimals: field.Limits.Decimals}
	v, finding := field.Type.Parse(raw, &loose)
	if finding != nil {
		return nil
	}
	return v
}

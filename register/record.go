// Package register keeps records: the latest state for one key of a register, folded from its entries.
package register

import (
	"slices"

	"jieli/catalog"
	"jieli/value"
)

// Record is one record as stored. Fields stands parallel to Register.Fields.
type Record struct {
	Register  *catalog.Register
	County    string
	ID        string
	Stream    string
	Area      string
	Key       string // the key fields as one text, "" when the register has none; digest when one of them is sensitive
	Parent    string // id of the parent record, same county, or ""
	Version   int64
	State     string // StateActive, StateVoid
	CreatedAt value.Instant
	CreatedBy string
	UpdatedAt value.Instant
	UpdatedBy string
	LastDay   value.Date // latest business day of its entries
	Fields    []any      // values in memory (package value)
	Warnings  []string   // codes of the warnings that stand against it
}

// Marks that stand in Record.Warnings beside the codes of checks.
const (
	ConflictMark = "conflict:" // + field name: two values stand against each other
	ErasedMark   = "erased"    // the keys of its personal values are destroyed
)

// ParentField is the reserved name under which an entry carries the record's parent.
const ParentField = "_parent"

// States of a record.
const (
	StateActive = "active"
	StateVoid   = "void"
)

// Get gives the value of a field by name; nil when absent or unknown.
func (r *Record) Get(name string) any {
	if i, ok := r.Register.FieldIndex(name); ok {
		return r.Fields[i]
	}
	return nil
}

// Set puts the value of a field by name; an unknown name is a programming error and panics.
func (r *Record) Set(name string, v any) {
	i, ok := r.Register.FieldIndex(name)
	if !ok {
		panic("register " + r.Register.Name + " has no field " + name)
	}
	r.Fields[i] = v
}

// Clone copies the record so that a change to one does not touch the other.
func (r *Record) Clone() *Record {
	c := *r
	c.Fields = append([]any(nil), r.Fields...)
	c.Warnings = append([]string(nil), r.Warnings...)
	return &c
}

// SameValue compares two values in memory.
func SameValue(a, b any) bool {
	x, isList := a.([]string)
	y, areLists := b.([]string)
	if isList || areLists {
		return isList && areLists && slices.Equal(x, y)
	}
	return a == b
}

// Conflict is one field of one record that two people changed without knowing of each other. Both values are kept; the
// record shows Shown until a person decides.
type Conflict struct {
	County, Register, Record, Field string
	Area                            string
	Entries                         []string // ids of the entries whose values stand against each other, the shown one first
	OpenedAt                        value.Instant
	ClosedAt                        value.Instant // 0: open
	ClosedBy                        string        // entry that settled it
}

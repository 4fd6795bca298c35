// Package expr is the expression language of packs: a profile of CEL, type-checked against the registers, evaluated in
// Go, and the same expression as an SQL predicate for both back ends.
//
// One law makes the three agree: a value that is not known (absent, SQL NULL) makes whatever reads it unknown, except
// has(x), and && || which may know their result from the other side. CEL's errors behave so, SQL's NULL behaves so. A
// condition that is unknown does not hold.
package expr

import (
	"jieli/value"
)

// Field is one name that an expression may read as subject.field.
type Field struct {
	Name     string
	Kind     value.Kind
	Decimals int    // KindDouble: the stored integer is scaled by 10^Decimals
	Column   string // column of the subject's table; "" when it has none (then the expression has no SQL)
	// Bounds of the stored integer, to prove that arithmetic cannot overflow. 0,0: the type's own; a Max below Min: the
	// type's own upper bound.
	Min, Max int64
	// Shape is the kind of a geometry (value.Point, value.Line, value.Polygon), for the functions that measure it.
	Shape string
	// Refers is the register whose records the value names; its fields are read as subject.field.field where references
	// may be followed. nil: the value names no record.
	Refers *Subject
}

// Subject is a record in scope under its own name. A parent in scope is a further Subject.
type Subject struct {
	Name   string
	Table  string
	Fields []Field
	Lists  []List // child records: subject.list.exists(x, x.field == …)
}

// List is a list of child records.
type List struct {
	Name string
	Item Subject
}

// Scope is all that an expression may name: subjects, parameter.x, today (date), now (instant).
type Scope struct {
	Subjects   []Subject
	Parameters []Field
	// Follow lets expressions read through references. It is for what is judged once, when somebody writes: a record that
	// is pointed to may change later, and nobody would judge anew what read it.
	Follow bool
	// Shared is what further scopes of the same registers have; nil: nothing.
	Shared *Shared
}

// Row gives the fields of one record to an expression. Values are values in memory (package value); nil is absent.
type Row interface {
	Get(field string) any
}

// Vars is what an expression is evaluated over.
type Vars interface {
	// Subject gives the row in scope under a name, nil when there is none (then all its fields are absent).
	Subject(name string) Row
	// List gives the child records of a subject.
	List(subject, list string) []Row
	// Parameter gives the value of parameter.name for the place and day at hand.
	Parameter(name string) any
	Today() value.Date
	Now() value.Instant
}

// Follower is what Vars are besides where references may be followed.
type Follower interface {
	// Follow gives the record of a register that a reference names, nil when there is none that counts: it is unknown,
	// void or erased.
	Follow(register, id string) Row
}

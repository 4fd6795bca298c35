// Package exprtest helps to test what expressions do: records in memory, random expressions over random registers, and
// the proof that an expression gives the same in Go and in a database.
package exprtest

import (
	"jieli/expr"
	"jieli/value"
)

// Row is a record in memory. Missing and nil fields are absent.
type Row map[string]any

// Get implements expr.Row.
func (r Row) Get(field string) any { return r[field] }

// Vars is what an expression is evaluated over, in memory.
type Vars struct {
	Subjects   map[string]Row
	Lists      map[string][]expr.Row // by "subject.list"
	Parameters map[string]any
	Records    map[string]map[string]Row // by register and id: what references name
	Day        value.Date
	At         value.Instant
}

var (
	_ expr.Vars     = (*Vars)(nil)
	_ expr.Follower = (*Vars)(nil)
)

// Follow implements expr.Follower.
func (v *Vars) Follow(register, id string) expr.Row {
	if r, ok := v.Records[register][id]; ok {
		return r
	}
	return nil
}

// Subject implements expr.Vars.
func (v *Vars) Subject(name string) expr.Row {
	if r, ok := v.Subjects[name]; ok && r != nil {
		return r
	}
	return nil
}

// List implements expr.Vars.
func (v *Vars) List(subject, list string) []expr.Row { return v.Lists[subject+"."+list] }

// Parameter implements expr.Vars.
func (v *Vars) Parameter(name string) any { return v.Parameters[name] }

// Today implements expr.Vars.
func (v *Vars) Today() value.Date { return v.Day }

// Now implements expr.Vars.
func (v *Vars) Now() value.Instant { return v.At }

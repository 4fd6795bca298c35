package indicator

import (
	"jieli/expr"
	"jieli/value"
)

// Subject gives the record under the name of its register.
func (v ownVars) Subject(name string) expr.Row {
	if name == v.r.Register.Name {
		return v.r
	}
	return nil
}

// List gives nothing: a figure may not change without an entry on its record.
func (v ownVars) List(string, string) []expr.Row { return nil }

// Parameter gives nothing, for the same reason.
func (v ownVars) Parameter(string) any { return nil }

// Today is not known: a figure may not change by the mere passing of days.
func (v ownVars) Today() value.Date { return 0 }

// Now is not known either.
func (v ownVars) Now() value.Instant { return 0 }

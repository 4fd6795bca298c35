package engine

import (
	"jieli/catalog"
	"jieli/expr"
	"jieli/register"
	"jieli/value"
)

// alone is what an expression sees of a record by itself: its own fields, parameters of its place, today; no parents,
// no children.
type alone struct {
	r     *register.Record
	cat   *catalog.Catalog
	today value.Date
	now   value.Instant
}

var _ expr.Vars = alone{}

// Alone lets an expression read a record by itself, as of now.
func (e *Engine) Alone(r *register.Record) expr.Vars {
	now := e.clock.Now()
	return alone{r: r, cat: e.cat, today: now.Day(), now: now}
}

// Subject gives the record under its register's name.
func (a alone) Subject(name string) expr.Row {
	if name == a.r.Register.Name {
		return a.r
	}
	return nil
}

// List gives nothing.
func (a alone) List(string, string) []expr.Row { return nil }

// Parameter gives the policy number of the record's place today.
func (a alone) Parameter(name string) any {
	if p := a.cat.Parameter(name); p != nil {
		return p.At(a.r.Area, a.today)
	}
	return nil
}

// Today is the engine's business day.
func (a alone) Today() value.Date { return a.today }

// Now is the engine's clock.
func (a alone) Now() value.Instant { return a.now }

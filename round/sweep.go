package round

import (
	"jieli/register"
	"jieli/value"
)

// Sweep is what a round with a list goes through: places, and what lies in a shape.
//
// Areas have no coordinates of their own. So a record without a point counts to a shape when another record of its
// village lies in it: better a household too many than one left out.
type Sweep struct {
	Places []string       // area prefixes that were chosen
	Shape  *value.Outline // nil for none
	Within string         // the shape counts in this area: that of the round's own record
}

// sweep makes an open round one over places and the shape of its record. The round reaches the least area that holds
// all of them: places may lie elsewhere than the record that names them.
func (o *Open) sweep(places []string) {
	s := &Sweep{Places: places, Within: o.Area}
	if g, ok := o.Record.Get(o.Kind.Shape).(value.Geometry); ok && o.Kind.Shape != "" {
		s.Shape = value.OutlineOf(g)
	}
	o.Sweep = s
	for _, p := range places {
		o.Area = shared(o.Area, p)
	}
}

// levels are the lengths of area codes, the longest first.
var levels = [...]int{12, 9, 6, 4, 2}

// shared gives the least area that holds both.
func shared(a, b string) string {
	for _, n := range levels {
		if len(a) >= n && len(b) >= n && a[:n] == b[:n] {
			return a[:n]
		}
	}
	return ""
}

// Areas gives where targets of the sweep can lie.
func (s *Sweep) Areas() []string {
	if s.Shape != nil {
		return append([]string{s.Within}, s.Places...)
	}
	return s.Places
}

// Lies says where a record is: in the sweep, outside, or not known, when it has no point but may lie in the shape.
func (o *Open) Lies(r *register.Record) Lie {
	s := o.Sweep
	for _, p := range s.Places {
		if value.Within(r.Area, p) {
			return Inside
		}
	}
	if s.Shape == nil || !value.Within(r.Area, s.Within) {
		return Outside
	}
	point, ok := r.Get(o.Kind.Point).(value.Geometry)
	switch {
	case !ok:
		return Unplaced
	case s.Shape.ContainsPoint(point):
		return Inside
	}
	return Outside
}

// Lie is where a record lies as to a sweep.
type Lie int

// Where a record lies.
const (
	Outside  Lie = iota
	Inside       // in a place or in the shape
	Unplaced     // it has no point; its village decides
)

// List gathers the targets of a sweep from all records that may be some.
type List struct {
	open     *Open
	Found    []*register.Record
	unplaced []*register.Record
	touched  map[string]bool // areas of records that lie in the shape by their own point
}

// NewList begins a list.
func NewList(o *Open) *List { return &List{open: o, touched: map[string]bool{}} }

// Add takes a record that belongs to the targets of the kind.
func (l *List) Add(r *register.Record) {
	switch l.open.Lies(r) {
	case Inside:
		l.Found = append(l.Found, r)
		if point, ok := r.Get(l.open.Kind.Point).(value.Geometry); ok && l.open.Sweep.Shape != nil &&
			l.open.Sweep.Shape.ContainsPoint(point) {
			l.touched[r.Area] = true
		}
	case Unplaced:
		l.unplaced = append(l.unplaced, r)
	}
}

// End adds the records without a point whose village has another one in the shape, and gives all.
func (l *List) End() []*register.Record {
	for _, r := range l.unplaced {
		if l.touched[r.Area] {
			l.Found = append(l.Found, r)
		}
	}
	l.unplaced = nil
	return l.Found
}

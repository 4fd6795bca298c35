package workflow

import (
	"jieli/catalog"
	"jieli/clock"
	"jieli/expr"
	"jieli/value"
)

// Clocks work out the days of cases: by the programme's working days, and by numbers of policy that may hang on the
// case, its line of parents and its place.
type Clocks struct {
	Days clock.Calendar
	Vars expr.Vars // about the case
}

// length gives the days of a span; ok is false when there is none, or it is not known.
func (k Clocks) length(s *catalog.Span) (days int, ok bool) {
	if s == nil {
		return 0, false
	}
	v, known := s.Days.Eval(k.Vars)
	n, whole := v.(int64)
	if !known || !whole || n < 0 || n > maxDays {
		return 0, false
	}
	return int(n), true
}

// maxDays bounds a span, so that a wrong number gives no day beyond the calendar: a hundred years.
const maxDays = 36_525

// after gives the day that lies a span after another, 0 when the span is not known.
func (k Clocks) after(from value.Date, s *catalog.Span) value.Date {
	n, ok := k.length(s)
	switch {
	case !ok || from == 0:
		return 0
	case s.Workdays:
		return k.Days.AddWorkdays(from, n)
	}
	return from.AddDays(n)
}

// DueIn gives the day by which a stage that is entered on a day must be left, 0 for none.
func (k Clocks) DueIn(s *catalog.Stage, on value.Date) value.Date { return k.after(on, s.Within) }

// FirstDay gives the first day on which a case may go on from its stage: 5 days from the first are over on the sixth.
func (k Clocks) FirstDay(c Case) value.Date {
	s := c.Stage()
	if s == nil {
		return 0
	}
	if first := k.after(c.Since(), s.AtLeast); first != 0 {
		return first
	}
	return c.Since()
}

// Lengths gives how many days a stage may take and must take, -1 where nothing is said.
func (k Clocks) Lengths(s *catalog.Stage) (within, atLeast int) {
	within, atLeast = -1, -1
	if n, ok := k.length(s.Within); ok {
		within = n
	}
	if n, ok := k.length(s.AtLeast); ok {
		atLeast = n
	}
	return within, atLeast
}

// late counts the days by which a day lies behind a due day.
func late(due, today value.Date) int64 {
	if due == 0 || today <= due {
		return 0
	}
	return int64(today - due)
}

// moved gives a day moved by some days; what is not set stays so.
func moved(d value.Date, days int) value.Date {
	if d == 0 {
		return 0
	}
	return d.AddDays(days)
}

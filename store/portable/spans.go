package portable

import (
	"jieli/store"
	"jieli/value"
)

// span is a run of cells of one grain: periods from and to, both included.
type span struct{ grain, from, to string }

// Ends of time for an open range; a year of five digits would not sort.
var (
	firstDay = value.DateOf(1, 1, 1)
	farDay   = value.DateOf(9999, 12, 31)
)

// spans cuts a run of days, both included, into as few cells as possible: years, months and days. by is the period
// that the answer is grouped by ("", "month", "day"); no span is coarser.
func spans(from, to value.Date, by string) []span {
	end := to + 1 // from here on ends are not included
	if by == "day" {
		return run(nil, store.GrainDay, 10, from, end)
	}
	month, monthEnd := roundUp(from, monthStart, 1), monthStart(end)
	if month >= monthEnd {
		return run(nil, store.GrainDay, 10, from, end)
	}
	out := run(nil, store.GrainDay, 10, from, month)
	out = run(out, store.GrainDay, 10, monthEnd, end)
	year, yearEnd := roundUp(month, yearStart, 12), yearStart(monthEnd)
	if by == "month" || year >= yearEnd {
		return run(out, store.GrainMonth, 7, month, monthEnd)
	}
	out = run(out, store.GrainMonth, 7, month, year)
	out = run(out, store.GrainMonth, 7, yearEnd, monthEnd)
	return run(out, store.GrainYear, 4, year, yearEnd)
}

// run appends the span of the days from a up to but not including end; width is the length of a period's text.
func run(out []span, grain string, width int, a, end value.Date) []span {
	if a >= end {
		return out
	}
	return append(out, span{grain, a.String()[:width], (end - 1).String()[:width]})
}

func monthStart(d value.Date) value.Date { y, m, _ := d.YMD(); return value.DateOf(y, m, 1) }
func yearStart(d value.Date) value.Date  { y, _, _ := d.YMD(); return value.DateOf(y, 1, 1) }

// roundUp gives the first start of a period of so many months that is not before d.
func roundUp(d value.Date, start func(value.Date) value.Date, months int) value.Date {
	if s := start(d); s < d {
		return s.AddMonths(months)
	}
	return d
}

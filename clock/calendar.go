package clock

import "jieli/value"

// Calendar knows working days: Monday to Friday, without the public holidays, with the weekend days that the State
// Council's yearly notice makes working days (调休). The zero value knows weekends only.
type Calendar struct {
	Holidays map[value.Date]bool // days off
	Workdays map[value.Date]bool // days at work, whatever else they are
}

// maxWorkdays bounds a span of working days, four centuries, so that a wrong number does not keep the machine busy.
const maxWorkdays = 100_000

// IsWorkday reports whether offices work on a day.
func (c Calendar) IsWorkday(d value.Date) bool {
	return c.Workdays[d] || !c.Holidays[d] && d.Weekday() <= 5
}

// AddWorkdays gives the n-th working day after d (before d for negative n); d itself for 0, whether it is one or not.
// n is at most 100,000 either way.
func (c Calendar) AddWorkdays(d value.Date, n int) value.Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n = min(max(n, 0), maxWorkdays); n > 0 && d > value.MinDate && d < value.MaxDate; {
		if d = d.AddDays(step); c.IsWorkday(d) {
			n--
		}
	}
	return d
}

// WorkdaysBetween counts the working days after from, up to and with to; 0 when to is not after from.
func (c Calendar) WorkdaysBetween(from, to value.Date) int {
	n := 0
	for d := from; d < to; {
		if d++; c.IsWorkday(d) {
			n++
		}
	}
	return n
}

package sample

import (
	"jieli/clock"
	"jieli/value"
)

// The first year of the programme.
var (
	firstDay       = value.DateOf(2021, 7, 1)
	lastDay        = value.DateOf(2022, 7, 28)
	roundOne       = span{value.DateOf(2021, 7, 19), value.DateOf(2021, 9, 25)}
	accountsOf2021 = span{value.DateOf(2021, 11, 1), value.DateOf(2021, 12, 17)}
	roundTwo       = span{value.DateOf(2022, 2, 14), value.DateOf(2022, 5, 25)}
	afterFlood     = span{value.DateOf(2022, 6, 21), value.DateOf(2022, 7, 22)}
	lateVisits     = span{value.DateOf(2022, 6, 6), value.DateOf(2022, 7, 22)}
	surveyOne      = span{value.DateOf(2021, 7, 12), value.DateOf(2021, 8, 31)}
	surveyTwo      = span{value.DateOf(2021, 10, 11), value.DateOf(2021, 12, 17)}
	betweenRounds  = span{value.DateOf(2021, 10, 8), value.DateOf(2022, 1, 20)}
)

// span is the days from From to To, both included.
type span struct{ from, to value.Date }

func (s span) any(d dice) value.Date { return s.from.AddDays(d.IntN(int(s.to-s.from) + 1)) }

// holidays of the State Council's notices for the year; weekend days at work are left out, nobody needs them here.
var holidays = func() clock.Calendar {
	c := clock.Calendar{Holidays: map[value.Date]bool{}}
	for _, s := range []span{
		{value.DateOf(2021, 9, 19), value.DateOf(2021, 9, 21)}, {value.DateOf(2021, 10, 1), value.DateOf(2021, 10, 7)},
		{value.DateOf(2022, 1, 1), value.DateOf(2022, 1, 3)}, {value.DateOf(2022, 1, 31), value.DateOf(2022, 2, 6)},
		{value.DateOf(2022, 4, 3), value.DateOf(2022, 4, 5)}, {value.DateOf(2022, 4, 30), value.DateOf(2022, 5, 4)},
		{value.DateOf(2022, 6, 3), value.DateOf(2022, 6, 5)},
	} {
		for d := s.from; d <= s.to; d++ {
			c.Holidays[d] = true
		}
	}
	return c
}()

// visitDay reports whether teams visit on a day: all but holidays and Sundays.
func visitDay(d value.Date) bool { return !holidays.Holidays[d] && d.Weekday() != 7 }

// nextVisitDay gives the first visiting day from d on.
func nextVisitDay(d value.Date) value.Date {
	for !visitDay(d) {
		d++
	}
	return d
}

const (
	second = 1_000_000 // µs
	minute = 60 * second
	hour   = 60 * minute
)

// at gives a time of day.
func at(d value.Date, hours, minutes int) value.Instant {
	return d.Start() + value.Instant(hours*hour+minutes*minute)
}

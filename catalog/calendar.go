package catalog

import (
	"jieli/clock"
	"jieli/fault"
)

// Calendar is the programme's working days and public holidays, year by year, each with its notice.
type Calendar struct {
	Name  string
	Label fault.Text
	Days  clock.Calendar
	Years []CalendarYear
}

// CalendarYear says which notice the days of a year come from.
type CalendarYear struct {
	Year   int
	Basis  fault.Text
	Source string
}

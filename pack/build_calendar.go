package pack

import (
	"strings"

	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/value"
)

func (b *builder) buildCalendar() {
	for i, d := range b.docs.calendars {
		if i > 0 {
			b.report(d.Calendar.pos, codeSecondCalendar, "before", b.docs.calendars[0].pos.String())
			continue
		}
		b.checkName(d.Calendar, namePattern)
		c := b.cat.Calendar
		c.Name, c.Label = d.Calendar.text, d.Label.text
		c.Days = clock.Calendar{Holidays: map[value.Date]bool{}, Workdays: map[value.Date]bool{}}
		seen := map[count]fault.Pos{}
		for _, y := range d.Years {
			if before, dup := seen[y.Year]; dup {
				b.report(y.pos, codeYearTwice, "year", int(y.Year), "before", before.String())
			}
			seen[y.Year] = y.pos
			b.calendarYear(c, y)
		}
	}
}

func (b *builder) calendarYear(c *catalog.Calendar, y *yearDoc) {
	if y.has("basis") && y.Basis.text.Zh == "" {
		b.report(y.keyPos("basis"), codeNoBasis)
	}
	c.Years = append(c.Years, catalog.CalendarYear{Year: int(y.Year), Basis: y.Basis.text, Source: y.Source.text})
	for _, w := range y.Holidays {
		for _, day := range b.calendarDays(y, w) {
			c.Days.Holidays[day] = true
		}
	}
	for _, w := range y.Workdays {
		for _, day := range b.calendarDays(y, w) {
			switch {
			case c.Days.Holidays[day]:
				b.report(w.pos, codeHolidayAtWork, "day", day)
			case day.Weekday() <= 5:
				b.report(w.pos, codeWorkdayPlain, "day", day)
			}
			c.Days.Workdays[day] = true
		}
	}
}

// calendarDays reads a date, or first..last, of a year.
func (b *builder) calendarDays(y *yearDoc, w word) []value.Date {
	if w.text == "" {
		return nil
	}
	first, last, isSpan := strings.Cut(w.text, "..")
	if !isSpan {
		last = first
	}
	from, err := value.ParseDate(strings.TrimSpace(first))
	to, err2 := value.ParseDate(strings.TrimSpace(last))
	if err != nil || err2 != nil || to < from || to > from.AddDays(longestHoliday) {
		b.report(w.pos, codeDayForm, "text", w.text)
		return nil
	}
	var out []value.Date
	for day := from; day <= to; day = day.AddDays(1) {
		if year, _, _ := day.YMD(); year != int(y.Year) {
			b.report(w.pos, codeDayElsewhere, "day", day, "year", int(y.Year))
			return out
		}
		out = append(out, day)
	}
	return out
}

// longestHoliday bounds a span of days off, in days.
const longestHoliday = 31

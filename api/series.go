package api

import (
	"sort"

	"jieli/fault"
	"jieli/indicator"
	"jieli/value"
)

var errPeriods = fault.Define("trend_too_long",
	"时间跨度过长，最多 {max} 期。", "The time is too long: at most {max} periods.")

const (
	// periodsMost bounds the periods of a series: a year of days.
	periodsMost = 370
	// pointsMost bounds periods × indicators: a year of days of as many figures as a cockpit shows of one mechanism.
	pointsMost = 40_000
)

// SeriesView answers GET /series.
type SeriesView struct {
	Area    string       `json:"area"`
	By      string       `json:"by"`
	Periods []PeriodView `json:"periods"`
	Series  []SeriesLine `json:"series"`
}

// PeriodView is a period of a series, by its name and the last day of it that counts.
type PeriodView struct {
	Period string     `json:"period"`
	Day    value.Date `json:"day"`
}

// SeriesLine holds the values of one indicator, one for each period, null where there is none.
type SeriesLine struct {
	ID     string    `json:"id"`
	Values []*string `json:"values"`
}

// getSeries answers with figures at the end of each period.
func getSeries(c *call) error {
	area, err := c.figureArea()
	if err != nil {
		return err
	}
	by, err := c.oneOf("by", "month", "day", "week", "month", "year")
	if err != nil {
		return err
	}
	periods, err := c.periods(by)
	if err != nil {
		return err
	}
	list, err := c.indicators()
	if err != nil {
		return err
	}
	if len(periods)*len(list) > pointsMost {
		return unreadable(errPeriods.At("from", "max", pointsMost/max(1, len(list))))
	}
	days := make([]value.Date, len(periods))
	for i, p := range periods {
		days[i] = p.Day
	}
	points, err := indicator.Series(c.ctx, c.Reader,
		indicator.Query{Area: area, Indicators: list, Counties: c.counties([]string{area})}, days)
	if err != nil {
		return err
	}
	out := SeriesView{Area: area, By: by, Periods: periods, Series: make([]SeriesLine, len(list))}
	for k, ind := range list {
		out.Series[k] = SeriesLine{ID: ind.Name, Values: make([]*string, len(days))}
		for i := range days {
			out.Series[k].Values[i] = decimal(points[i][k].Plain())
		}
	}
	return c.json(out)
}

// periods reads from and to: the periods that end between the two days, the last one cut at to. Without from a year
// back.
func (c *call) periods(by string) ([]PeriodView, error) {
	today := c.Engine.Today()
	to, err := c.day("to", today)
	if err != nil {
		return nil, err
	}
	to = min(to, today)
	from, err := c.day("from", to.AddMonths(-11))
	if err != nil {
		return nil, err
	}
	out := []PeriodView{}
	for day := to; day >= from; day = before(day, by) {
		out = append(out, PeriodView{periodName(day, by), day})
		if len(out) > periodsMost {
			return nil, unreadable(errPeriods.At("from", "max", periodsMost))
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Day < out[j].Day })
	return out, nil
}

// before gives the last day of the period before that of a day. Weeks end on Sundays.
func before(day value.Date, by string) value.Date {
	y, m, _ := day.YMD()
	switch by {
	case "day":
		return day - 1
	case "week":
		return day - 1 - value.Date(weekday(day))
	case "month":
		return value.DateOf(y, m, 1) - 1
	}
	return value.DateOf(y, 1, 1) - 1
}

// weekday gives 0 for Monday to 6 for Sunday; 2024-01-01 was a Monday.
func weekday(day value.Date) int {
	return ((int(day-value.DateOf(2024, 1, 1)) % 7) + 7) % 7
}

// periodName is the year, the month or the day; a week is called by its last day.
func periodName(day value.Date, by string) string {
	switch by {
	case "month":
		return day.String()[:7]
	case "year":
		return day.String()[:4]
	}
	return day.String()
}

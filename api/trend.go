package api

import (
	"sort"

	"jieli/catalog"
	"jieli/indicator"
	"jieli/value"
)

// getTrend answers with the figure at the end of each period.
func getTrend(c *call) error {
	ind, err := c.indicatorOf()
	if err != nil {
		return err
	}
	area, err := c.figureArea()
	if err != nil {
		return err
	}
	ends, err := c.periods()
	if err != nil {
		return err
	}
	out := []TrendPoint{}
	for _, end := range ends {
		values, err := indicator.Compute(c.ctx, c.Reader, indicator.Query{AsOf: end.day, Area: area,
			Indicators: []*catalog.Indicator{ind}, Counties: c.counties([]string{area})})
		if err != nil {
			return err
		}
		out = append(out, TrendPoint{end.name, decimal(values[0].Plain())})
	}
	return c.json(out)
}

// period is one period of a trend, by its name and last day.
type period struct {
	name string
	day  value.Date
}

// periods reads from, to and by: the periods that end between the two days, the last one cut at to. Without from a
// year back.
func (c *call) periods() ([]period, error) {
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
	by, err := c.oneOf("by", "month", "day", "month", "year")
	if err != nil {
		return nil, err
	}
	width := map[string]int{"day": 10, "month": 7, "year": 4}[by]
	var out []period
	for day := to; day >= from; {
		name := day.String()[:width]
		out = append(out, period{name, day})
		if len(out) > trendMost {
			return nil, unreadable(errPeriods.At("from", "max", trendMost))
		}
		y, m, _ := day.YMD()
		switch by {
		case "day":
			day--
		case "month":
			day = value.DateOf(y, m, 1) - 1
		default:
			day = value.DateOf(y, 1, 1) - 1
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].day < out[j].day })
	return out, nil
}

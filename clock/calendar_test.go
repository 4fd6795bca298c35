package clock

import (
	"testing"

	"jieli/value"
)

// dragonBoat is the State Council's arrangement around 3 June 2022 and May Day 2022.
var dragonBoat = Calendar{
	Holidays: days("2022-05-02", "2022-05-03", "2022-05-04", "2022-06-03"),
	Workdays: days("2022-04-24", "2022-05-07"),
}

func days(list ...string) map[value.Date]bool {
	m := map[value.Date]bool{}
	for _, s := range list {
		m[day(s)] = true
	}
	return m
}

func day(s string) value.Date {
	d, err := value.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestWorkdays(t *testing.T) {
	for _, x := range []struct {
		says, from string
		n          int
		want       string
	}{
		{"the next day", "2022-06-14", 1, "2022-06-15"},
		{"over a weekend", "2022-06-17", 1, "2022-06-20"},
		{"over a holiday and a weekend", "2022-06-02", 1, "2022-06-06"},
		{"a Saturday at work", "2022-05-06", 1, "2022-05-07"},
		{"over May Day", "2022-04-29", 1, "2022-05-05"},
		{"five days", "2022-06-14", 5, "2022-06-21"},
		{"none from a workday", "2022-06-14", 0, "2022-06-14"},
		{"none from a Sunday", "2022-06-12", 0, "2022-06-12"},
		{"from a Sunday", "2022-06-12", 1, "2022-06-13"},
		{"back over a weekend", "2022-06-20", -1, "2022-06-17"},
		{"back over the holiday", "2022-06-06", -1, "2022-06-02"},
		{"stops at the end of time", "9999-12-30", 100, "9999-12-31"},
		{"stops at the beginning of time", "0001-01-02", -100, "0001-01-01"},
	} {
		got := dragonBoat.AddWorkdays(day(x.from), x.n)
		if got != day(x.want) {
			t.Errorf("%s: %s, want %s", x.says, got, x.want)
		}
		if x.n > 0 && x.n < 10 && dragonBoat.WorkdaysBetween(day(x.from), got) != x.n {
			t.Errorf("%s: %d days lie between", x.says, dragonBoat.WorkdaysBetween(day(x.from), got))
		}
	}
	if dragonBoat.WorkdaysBetween(day("2022-06-20"), day("2022-06-14")) != 0 {
		t.Error("days lie between a day and one before it")
	}
	var plain Calendar
	if !plain.IsWorkday(day("2022-06-03")) || plain.IsWorkday(day("2022-05-07")) {
		t.Error("a calendar without holidays knows holidays")
	}
}

package value

import (
	"encoding/json"
	"math"
	"testing"
	"time"
)

func TestDatesAgreeWithTheStandardLibrary(t *testing.T) {
	for d := DateOf(1850, 1, 1); d < DateOf(2150, 1, 1); d += 17 {
		std := time.Unix(int64(d)*86400, 0).UTC()
		if d.String() != std.Format("2006-01-02") {
			t.Fatalf("day %d is %s, want %s", d, d, std.Format("2006-01-02"))
		}
		if back, err := ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%s came back as %d %v", d, back, err)
		}
		if want := (int(std.Weekday())+6)%7 + 1; d.Weekday() != want {
			t.Fatalf("%s is weekday %d, want %d", d, d.Weekday(), want)
		}
		if y, m, day := d.YMD(); DateOf(y, m, day) != d {
			t.Fatalf("%s is not the day of its parts", d)
		}
	}
}

func TestDatesAtTheEndsOfTime(t *testing.T) {
	for _, x := range []struct {
		says string
		got  Date
		want string
	}{
		{"the first day", MinDate, "0001-01-01"},
		{"the last day", MaxDate, "9999-12-31"},
		{"first day of fields", FirstDay, "1800-01-01"},
		{"last day of fields", LastDay, "2199-12-31"},
		{"before the first", MinDate.AddDays(-1), "0001-01-01"},
		{"after the last", MaxDate.AddDays(1), "9999-12-31"},
		{"far after", DateOf(2022, 6, 14).AddDays(math.MaxInt), "9999-12-31"},
		{"far before", DateOf(2022, 6, 14).AddYears(math.MinInt), "0001-01-01"},
		{"far months", DateOf(2022, 6, 14).AddMonths(math.MaxInt), "9999-12-31"},
		{"far parts", DateOf(math.MaxInt, math.MaxInt, math.MaxInt), "9999-12-31"},
		{"far parts below", DateOf(math.MinInt, math.MinInt, math.MinInt), "0001-01-01"},
		{"months beyond the year", DateOf(2022, 13, 1), "2023-01-01"},
		{"months before the year", DateOf(2022, 0, 31), "2021-12-31"},
		{"day zero", DateOf(2022, 3, 0), "2022-02-28"},
		{"a month on from a long month", DateOf(2022, 1, 31).AddMonths(1), "2022-02-28"},
		{"a month on in a leap year", DateOf(2024, 1, 31).AddMonths(1), "2024-02-29"},
		{"a month back over new year", DateOf(2022, 1, 31).AddMonths(-2), "2021-11-30"},
		{"a year on from the leap day", DateOf(2024, 2, 29).AddYears(1), "2025-02-28"},
		{"four years on from the leap day", DateOf(2024, 2, 29).AddYears(4), "2028-02-29"},
		{"days over new year", DateOf(2021, 12, 31).AddDays(1), "2022-01-01"},
	} {
		if x.got.String() != x.want {
			t.Errorf("%s: %s, want %s", x.says, x.got, x.want)
		}
	}
	for _, d := range []Date{math.MinInt32, math.MaxInt32} { // no date, but it must not panic
		if d.String() == "" || d.Age(0) == 0 || d.Weekday() < 1 || d.Weekday() > 7 {
			t.Errorf("%d", d)
		}
	}
}

func TestParseDateIsStrict(t *testing.T) {
	for _, s := range []string{"", "2022-6-14", "2022-06-14 ", "2022/06/14", "2022-00-10", "2022-13-10", "2022-06-00",
		"2022-06-31", "2023-02-29", "0000-01-01", "20220614", "２022-06-1", "2022-06-1x", "+022-06-14", "-022-06-14"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q was read as %s", s, d)
		}
	}
}

func TestAgeCountsBirthdays(t *testing.T) {
	leap := DateOf(2004, 2, 29)
	for _, x := range []struct {
		birth, on Date
		want      int
	}{
		{DateOf(2006, 6, 14), DateOf(2022, 6, 13), 15},
		{DateOf(2006, 6, 14), DateOf(2022, 6, 14), 16},
		{DateOf(2006, 6, 14), DateOf(2006, 6, 14), 0},
		{DateOf(2006, 6, 14), DateOf(2006, 6, 13), -1},
		{leap, DateOf(2022, 2, 28), 17},
		{leap, DateOf(2022, 3, 1), 18},
		{leap, DateOf(2024, 2, 29), 20},
	} {
		if got := x.birth.Age(x.on); got != x.want {
			t.Errorf("born %s, on %s: %d, want %d", x.birth, x.on, got, x.want)
		}
	}
}

func TestInstants(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"2022-06-14T08:30:00+08:00", "2022-06-14T08:30:00+08:00"},
		{"2022-06-14T00:30:00Z", "2022-06-14T08:30:00+08:00"},
		{"2022-06-13t16:00:00z", "2022-06-14T00:00:00+08:00"},
		{"2022-06-13T15:59:59.999999999Z", "2022-06-13T23:59:59.999999+08:00"},
		{"1969-12-31T23:59:59.9-05:30", "1970-01-01T13:29:59.9+08:00"},
		{"2022-06-14T08:30:00.5", ""}, {"2022-06-14 08:30:00Z", ""}, {"2022-06-14T24:00:00Z", ""},
		{"2022-06-14T23:60:00Z", ""}, {"2022-06-14T23:59:60Z", ""}, {"2022-06-14T08:30:00.Z", ""},
		{"2022-06-14T08:30:00.1234567890Z", ""}, {"2022-06-14T08:30:00+0800", ""}, {"2022-02-29T00:00:00Z", ""},
		{"0001-01-01T00:00:00+09:00", ""}, {"9999-12-31T23:59:59-01:00", ""}, {"", ""},
	} {
		i, err := ParseInstant(x.text)
		switch {
		case x.want == "" && err == nil:
			t.Errorf("%q was read as %s", x.text, i)
		case x.want != "" && (err != nil || i.String() != x.want):
			t.Errorf("%q is %s %v, want %s", x.text, i, err, x.want)
		case err == nil && InstantOf(i.Time()) != i:
			t.Errorf("%s does not come back from time.Time", i)
		}
	}
}

func TestDaysBeginAtEightHoursEast(t *testing.T) {
	for _, d := range []Date{DateOf(1969, 12, 31), 0, DateOf(2022, 6, 14), MinDate, MaxDate} {
		if d.Start().Day() != d || (d.Start()+Day-1).Day() != d {
			t.Errorf("%s does not last from its start for a day", d)
		}
		if d > MinDate && (d.Start()-1).Day() != d-1 {
			t.Errorf("%s begins too late", d)
		}
	}
	if MinInstant.Add(-1) != MinInstant || MaxInstant.Add(1) != MaxInstant ||
		Instant(0).Add(math.MaxInt64) != MaxInstant ||
		Instant(-1).Add(math.MinInt64) != MinInstant ||
		MinInstant.Add(math.MaxInt64) != MaxInstant || Instant(5).Add(-3) != 2 {
		t.Error("Add leaves its bounds")
	}
	const last = "9999-12-31T23:59:59.999999+08:00"
	if MaxInstant.String() != last || Instant(math.MaxInt64).String() != last {
		t.Errorf("the last instant is %s", MaxInstant)
	}
}

func TestDatesAndInstantsInJSON(t *testing.T) {
	type both struct {
		D Date
		I Instant
		M map[Date]bool
	}
	want := both{DateOf(2022, 6, 14), DateOf(2022, 6, 14).Start(), map[Date]bool{DateOf(2022, 1, 1): true}}
	text, err := json.Marshal(want)
	const wantText = `{"D":"2022-06-14","I":"2022-06-14T00:00:00+08:00","M":{"2022-01-01":true}}`
	if err != nil || string(text) != wantText {
		t.Fatalf("%s %v", text, err)
	}
	var got both
	if err := json.Unmarshal(text, &got); err != nil || got.D != want.D || got.I != want.I || !got.M[DateOf(2022, 1, 1)] {
		t.Errorf("%+v %v", got, err)
	}
	for _, broken := range []string{`{"D":"x"}`, `{"D":1}`, `{"I":"2022-06-14"}`} {
		if json.Unmarshal([]byte(broken), &got) == nil {
			t.Errorf("%s was read", broken)
		}
	}
}

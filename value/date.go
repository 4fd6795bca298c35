package value

import (
	"errors"
	"strconv"
)

// Date is a day of the civil calendar: days since 1970-01-01. It has no zone.
type Date int32

// Bounds of what has a text of ten characters. Arithmetic stops at them.
const (
	MinDate Date = -719162 // 0001-01-01
	MaxDate Date = 2932896 // 9999-12-31
)

var errDate = errors.New("value: not a date YYYY-MM-DD")

// ParseDate reads YYYY-MM-DD, years 0001 to 9999, and nothing else. ParseDate(d.String()) == d.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, errDate
	}
	y, okY := digits(s[0:4])
	m, okM := digits(s[5:7])
	d, okD := digits(s[8:10])
	if !okY || !okM || !okD {
		return 0, errDate
	}
	date, ok := dateIfReal(y, m, d)
	if !ok {
		return 0, errDate
	}
	return date, nil
}

// digits reads a run of ASCII digits, at most nine of them.
func digits(s string) (int, bool) {
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, len(s) > 0 && len(s) <= 9
}

func dateIfReal(y, m, d int) (Date, bool) {
	if y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return daysOf(y, m, d), true
}

// DateOf gives the day y-m-d. Months and days beyond their range move on, as in time.Date: DateOf(2022, 13, 0) is
// 2022-12-31. The result stops at MinDate and MaxDate.
func DateOf(y, m, d int) Date {
	const far = 1 << 20 // larger parts are beyond all bounds anyway; this keeps the arithmetic within int64
	y, m, d = clamp(y, -far, far), clamp(m, -far*12, far*12), clamp(d, -far*366, far*366)
	m--
	y += floorDiv(m, 12)
	m -= floorDiv(m, 12) * 12
	return bounded(civilDays(int64(y), int64(m)+1, 1) + int64(d) - 1)
}

func clamp(n, least, most int) int { return max(least, min(n, most)) }

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func bounded(days int64) Date {
	return Date(max(int64(MinDate), min(days, int64(MaxDate))))
}

func daysOf(y, m, d int) Date { return Date(civilDays(int64(y), int64(m), int64(d))) }

// civilDays counts days since 1970-01-01 in the proleptic Gregorian calendar. Years are taken to begin in March, so
// that the leap day is the last of its year and the lengths of the months before it follow one line: (153m+2)/5.
func civilDays(y, m, d int64) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	if y < 0 && y%400 != 0 {
		era--
	}
	ofEra := y - era*400
	ofYear := (153*(m-3)+2)/5 + d - 1
	return era*146097 + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - 719468
}

// YMD gives year, month 1 to 12 and day 1 to 31. Inverse of DateOf.
func (d Date) YMD() (year, month, day int) {
	z := int64(d) + 719468
	era := z / 146097
	if z < 0 && z%146097 != 0 {
		era--
	}
	ofEra := z - era*146097
	y := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*y + y/4 - y/100)
	m := (5*ofYear + 2) / 153
	dd := ofYear - (153*m+2)/5 + 1
	y += era * 400
	if m < 10 {
		m += 3
	} else {
		m -= 9
		y++
	}
	return int(y), int(m), int(dd)
}

// String gives YYYY-MM-DD.
func (d Date) String() string {
	var b [10]byte
	return string(d.Append(b[:0]))
}

// Append adds YYYY-MM-DD to dst.
func (d Date) Append(dst []byte) []byte {
	y, m, day := d.YMD()
	if y < 0 || y > 9999 { // only a Date made by conversion from a wild number
		dst = strconv.AppendInt(dst, int64(y), 10)
	} else {
		dst = append(dst, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
	}
	return append(dst, '-', byte('0'+m/10), byte('0'+m%10), '-', byte('0'+day/10), byte('0'+day%10))
}

// MarshalText writes the text of String, so that JSON has "2022-06-14".
func (d Date) MarshalText() ([]byte, error) { return d.Append(nil), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(text []byte) error {
	got, err := ParseDate(string(text))
	if err == nil {
		*d = got
	}
	return err
}

// AddDays gives the day n days later (earlier for negative n), stopping at MinDate and MaxDate.
func (d Date) AddDays(n int) Date {
	const far = 1 << 33
	return bounded(int64(d) + max(-far, min(int64(n), far)))
}

// AddMonths gives the same day n months later; where that month is too short, its last day: 01-31 and one month is
// 02-28 or 02-29.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.YMD()
	const far = 12 * 20000
	total := y*12 + m - 1 + clamp(n, -far, far)
	y, m = floorDiv(total, 12), total-floorDiv(total, 12)*12+1
	return bounded(civilDays(int64(y), int64(m), int64(min(day, daysIn(y, m)))))
}

// AddYears gives the same day n years later; 02-29 becomes 02-28 where there is none.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * clamp(n, -20000, 20000)) }

// Age gives the whole years from the birth date d to on: one more from each birthday on. Born on 02-29, the birthday
// is 03-01 in years without that day. Negative when on lies before d.
func (d Date) Age(on Date) int {
	y1, m1, d1 := d.YMD()
	y2, m2, d2 := on.YMD()
	if m2 < m1 || m2 == m1 && d2 < d1 {
		return y2 - y1 - 1
	}
	return y2 - y1
}

// Weekday gives 1 for Monday to 7 for Sunday.
func (d Date) Weekday() int {
	w := (int64(d) + 3) % 7
	if w < 0 {
		w += 7
	}
	return int(w) + 1
}

func daysIn(y, m int) int {
	switch m {
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

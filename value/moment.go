package value

import (
	"math"
	"strconv"
	"strings"
)

// The dates and times of spreadsheets and of people's typing.

// readMoment reads a tidied cell that holds a date, with or without a time: RFC 3339, year-month-day in the usual ways,
// or the day number of a spreadsheet. Without a time it gives the start of the day.
func readMoment(s string) (Instant, bool) {
	if i, err := ParseInstant(s); err == nil {
		return i, true
	}
	if i, ok := readSerial(s); ok {
		return i, true
	}
	day, rest, ok := scanDate(s)
	if !ok {
		return 0, false
	}
	micro, ok := readClock(rest)
	return day.Start() + Instant(micro), ok
}

// Spreadsheets number days from 1899-12-30 (for all days after February 1900). Numbers below firstSerial are far more
// often a year or a count than a day before 1920; above lastSerial they are months or dates without signs.
const (
	serialEpoch = Date(-25569)
	firstSerial = 7306   // 1920-01-01
	lastSerial  = 109575 // 2199-12-31
)

func readSerial(s string) (Instant, bool) {
	if n := len(s); n < 4 || n > 24 || s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9' ||
		strings.Trim(s, "0123456789.") != "" || strings.Count(s, ".") > 1 || n > 4 && s[4] == '.' && s[0] < '7' {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < firstSerial || f >= lastSerial+1 {
		return 0, false
	}
	whole := math.Floor(f)
	const seconds = 24 * 60 * 60 // a serial number is exact to some microseconds only: seconds are what was typed
	second := int64(math.Round((f - whole) * seconds))
	return (serialEpoch + Date(whole)).Start() + Instant(second*Second), true
}

// scanDate reads year, month and day at the beginning of s.
func scanDate(s string) (Date, string, bool) {
	if len(s) >= 8 && allDigits(s[:8]) && (len(s) == 8 || s[8] < '0' || s[8] > '9') {
		y, _ := digits(s[:4])
		m, _ := digits(s[4:6])
		d, _ := digits(s[6:8])
		date, ok := dateIfReal(y, m, d)
		return date, s[8:], ok
	}
	y, rest, n := scanInt(s, 4)
	if n != 4 {
		return 0, s, false
	}
	rest, first := scanMark(rest, "年")
	m, rest, n := scanInt(rest, 2)
	if n == 0 {
		return 0, s, false
	}
	rest, second := scanMark(rest, "月")
	d, rest, n := scanInt(rest, 2)
	if n == 0 || first == "" || first != second && !(first == "年" && second == "月") {
		return 0, s, false
	}
	for _, end := range [...]string{"日", "号"} {
		rest = strings.TrimPrefix(strings.TrimLeft(rest, " "), end)
	}
	date, ok := dateIfReal(y, m, d)
	return date, rest, ok
}

// scanInt reads one to most digits after blanks.
func scanInt(s string, most int) (value int, rest string, n int) {
	s = strings.TrimLeft(s, " ")
	for n < len(s) && n < most && s[n] >= '0' && s[n] <= '9' {
		value = value*10 + int(s[n]-'0')
		n++
	}
	return value, s[n:], n
}

// scanMark reads what parts year, month and day: "-", "/", "." or the given word.
func scanMark(s, word string) (rest, mark string) {
	s = strings.TrimLeft(s, " ")
	for _, m := range [...]string{"-", "/", ".", word} {
		if after, ok := strings.CutPrefix(s, m); ok {
			return after, m
		}
	}
	return s, ""
}

// readClock reads the time behind a date, the whole of s, as microseconds of the day: "", "8:30", "T08:30:05.5",
// "8时30分", "8点".
func readClock(s string) (int64, bool) {
	s = strings.TrimLeft(s, " ")
	if s == "" {
		return 0, true
	}
	s = strings.TrimPrefix(s, "T")
	h, s, n := scanInt(s, 2)
	if n == 0 || h > 23 {
		return 0, false
	}
	s, ok := cutAny(s, ":", "时", "點", "点")
	if !ok {
		return 0, false
	}
	m, s, _ := scanInt(s, 2)
	s, minutes := cutAny(s, ":", "分")
	sec, s, _ := scanInt(s, 2)
	micro, s, okFraction := scanFraction(s)
	s, _ = cutAny(s, "秒")
	if s != "" || m > 59 || sec > 59 || sec > 0 && !minutes || !okFraction {
		return 0, false
	}
	return int64(h)*Hour + int64(m)*Minute + int64(sec)*Second + micro, true
}

func cutAny(s string, marks ...string) (string, bool) {
	s = strings.TrimLeft(s, " ")
	for _, m := range marks {
		if after, ok := strings.CutPrefix(s, m); ok {
			return after, true
		}
	}
	return s, false
}

// appendChineseDate adds 2022年6月14日.
func appendChineseDate(dst []byte, d Date) []byte {
	y, m, day := d.YMD()
	dst = append(strconv.AppendInt(dst, int64(y), 10), "年"...)
	dst = append(strconv.AppendInt(dst, int64(m), 10), "月"...)
	return append(strconv.AppendInt(dst, int64(day), 10), "日"...)
}

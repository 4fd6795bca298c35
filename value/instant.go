package value

import (
	"errors"
	"time"
)

// Instant is a moment: microseconds since 1970-01-01 00:00 UTC.
type Instant int64

// ZoneOffset is the programme's zone, UTC+8 without summer time, in microseconds. Business days begin and end in it.
const ZoneOffset = 8 * 60 * 60 * Second

// Spans of time, in microseconds.
const (
	Millisecond = 1000
	Second      = 1000 * Millisecond
	Minute      = 60 * Second
	Hour        = 60 * Minute
	Day         = 24 * Hour
)

// Bounds of what has an RFC 3339 text in the programme's zone.
const (
	MinInstant = Instant(int64(MinDate)*Day - ZoneOffset)
	MaxInstant = Instant((int64(MaxDate)+1)*Day - ZoneOffset - 1)
)

var errInstant = errors.New("value: not a time by RFC 3339")

var zone = time.FixedZone("UTC+8", ZoneOffset/Second)

// InstantOf gives the instant of a time, cut to microseconds.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMicro()) }

// Time gives the instant as a time in the programme's zone.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).In(zone) }

// Day gives the business day that the instant falls on, in the programme's zone.
func (i Instant) Day() Date {
	d := int64(i) / Day
	rest := int64(i) % Day
	if rest < 0 {
		d--
		rest += Day
	}
	if rest >= Day-ZoneOffset {
		d++
	}
	return bounded(d)
}

// Start gives the first instant of the day in the programme's zone.
func (d Date) Start() Instant { return Instant(int64(d)*Day - ZoneOffset) }

// Add gives the instant n microseconds later; it stops at MinInstant and MaxInstant.
func (i Instant) Add(n int64) Instant {
	const far = 2 * int64(MaxInstant) // a longer span leaves the bounds from everywhere; this cannot overflow
	i = max(MinInstant, min(i, MaxInstant))
	return max(MinInstant, min(i+Instant(max(-far, min(n, far))), MaxInstant))
}

// String gives RFC 3339 in the programme's zone, with as many digits of a second as needed:
// 2022-06-14T08:30:00+08:00.
func (i Instant) String() string {
	var b [32]byte
	return string(i.Append(b[:0]))
}

// Append adds the text of String to dst.
func (i Instant) Append(dst []byte) []byte {
	i = max(MinInstant, min(i, MaxInstant))
	day := i.Day()
	rest := int64(i - day.Start())
	dst = append(day.Append(dst), 'T')
	dst = appendClock(dst, rest/Second)
	if micro := rest % Second; micro != 0 {
		dst = append(dst, '.')
		for unit := int64(Second / 10); micro != 0; unit /= 10 {
			dst = append(dst, byte('0'+micro/unit))
			micro %= unit
		}
	}
	return append(dst, "+08:00"...)
}

// appendClock adds hh:mm:ss of a second of the day.
func appendClock(dst []byte, s int64) []byte {
	h, m, s := s/3600, s/60%60, s%60
	return append(dst, byte('0'+h/10), byte('0'+h%10), ':', byte('0'+m/10), byte('0'+m%10), ':',
		byte('0'+s/10), byte('0'+s%10))
}

// ParseInstant reads RFC 3339 with any offset, "Z" included; digits beyond the microsecond are cut.
// ParseInstant(i.String()) == i.
func ParseInstant(s string) (Instant, error) {
	if len(s) < 20 || s[10] != 'T' && s[10] != 't' || s[13] != ':' || s[16] != ':' {
		return 0, errInstant
	}
	day, err := ParseDate(s[:10])
	if err != nil {
		return 0, errInstant
	}
	h, okH := digits(s[11:13])
	m, okM := digits(s[14:16])
	sec, okS := digits(s[17:19])
	if !okH || !okM || !okS || h > 23 || m > 59 || sec > 59 {
		return 0, errInstant
	}
	micro, rest, ok := scanFraction(s[19:])
	if !ok {
		return 0, errInstant
	}
	offset, ok := scanOffset(rest)
	if !ok {
		return 0, errInstant
	}
	i := Instant(int64(day)*Day + int64(h)*Hour + int64(m)*Minute + int64(sec)*Second + micro - offset)
	if i < MinInstant || i > MaxInstant {
		return 0, errInstant
	}
	return i, nil
}

// scanFraction reads an optional ".123" as microseconds; at most nine digits.
func scanFraction(s string) (micro int64, rest string, ok bool) {
	if s == "" || s[0] != '.' {
		return 0, s, true
	}
	n := 1
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 1 || n > 10 {
		return 0, s, false
	}
	unit := int64(Second / 10)
	for _, c := range []byte(s[1:n]) {
		micro += int64(c-'0') * unit
		unit /= 10
	}
	return micro, s[n:], true
}

// scanOffset reads "Z" or "+08:00" as microseconds.
func scanOffset(s string) (int64, bool) {
	if s == "Z" || s == "z" {
		return 0, true
	}
	if len(s) != 6 || s[3] != ':' || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	h, okH := digits(s[1:3])
	m, okM := digits(s[4:6])
	if !okH || !okM || h > 23 || m > 59 {
		return 0, false
	}
	offset := int64(h)*Hour + int64(m)*Minute
	if s[0] == '-' {
		offset = -offset
	}
	return offset, true
}

// MarshalText writes the text of String, so that JSON has RFC 3339.
func (i Instant) MarshalText() ([]byte, error) { return i.Append(nil), nil }

// UnmarshalText reads RFC 3339.
func (i *Instant) UnmarshalText(text []byte) error {
	got, err := ParseInstant(string(text))
	if err == nil {
		*i = got
	}
	return err
}

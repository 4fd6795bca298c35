package value

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// decimal is an exact decimal number: mantissa times 10^exponent. The mantissa has no zeros at its end, so that the
// least exponent stands; zero is 0 times 10^0.
type decimal struct {
	negative bool
	mantissa uint64
	exponent int
}

// maxExponent bounds written exponents: beyond it no value of ours lies, and loops stay short.
const maxExponent = 40

// excelDigits is the precision of numbers in spreadsheets: what a file holds beyond it is noise of the binary form, as
// 0.30000000000000004. Noise has many decimals; a long number with few is meant as it stands.
const excelDigits = 15

// readDecimal reads -12.50 or 1.5e3, the whole of s. Numbers of more than 19 digits are refused.
func readDecimal(s string) (decimal, bool) {
	d, rest, ok := scanDecimal(s, false)
	return d, ok && rest == ""
}

// scanDecimal reads a number at the beginning of s. With loose, thousands may be set off by commas, a plus sign may
// stand in front, and digits beyond a spreadsheet's precision are rounded away.
func scanDecimal(s string, loose bool) (d decimal, rest string, ok bool) {
	if s != "" && (s[0] == '-' || loose && s[0] == '+') {
		d.negative = s[0] == '-'
		s = s[1:]
	}
	var buffer [40]byte
	whole, rest, ok := scanWhole(buffer[:0], s, loose)
	if !ok {
		return decimal{}, s, false
	}
	all := whole
	if strings.HasPrefix(rest, ".") {
		n := 1
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if n == 1 || n > len(buffer)-len(whole) {
			return decimal{}, s, false
		}
		all = append(all, rest[1:n]...)
		d.exponent = 1 - n
		rest = rest[n:]
	}
	exponent, rest := scanExponent(rest)
	if exponent < -maxExponent || exponent > maxExponent {
		return decimal{}, s, false
	}
	d.exponent += exponent
	return d.filled(all, rest, loose && d.exponent < -MaxDecimals)
}

// scanWhole collects the digits before the point.
func scanWhole(dst []byte, s string, loose bool) ([]byte, string, bool) {
	i, group := 0, -1 // group: digits since the last comma, -1 before the first
	for ; i < len(s) && len(dst) < 24; i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			dst = append(dst, c)
			if group >= 0 {
				group++
			}
			continue
		case loose && c == ',' && (group == 3 || group < 0 && len(dst) > 0 && len(dst) <= 3):
			group = 0
			continue
		}
		break
	}
	return dst, s[i:], len(dst) > 0 && len(dst) < 24 && (group < 0 || group == 3)
}

// scanExponent reads e+5; without digits behind it the "e" belongs to what follows.
func scanExponent(s string) (int, string) {
	if len(s) < 2 || s[0] != 'e' && s[0] != 'E' {
		return 0, s
	}
	i := 1
	if s[i] == '+' || s[i] == '-' {
		i++
	}
	n := i
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == i {
		return 0, s
	}
	e, ok := digits(s[i:n])
	if !ok {
		e = math.MaxInt32
	}
	if s[1] == '-' {
		e = -e
	}
	return e, s[n:]
}

// filled puts the digits into d; round cuts them to a spreadsheet's precision.
func (d decimal) filled(all []byte, rest string, round bool) (decimal, string, bool) {
	for len(all) > 0 && all[0] == '0' {
		all = all[1:]
	}
	up := false
	if round && len(all) > excelDigits {
		up = all[excelDigits] >= '5'
		d.exponent += len(all) - excelDigits
		all = all[:excelDigits]
	}
	for !up && len(all) > 0 && all[len(all)-1] == '0' {
		all = all[:len(all)-1]
		d.exponent++
	}
	if len(all) > 19 {
		return decimal{}, rest, false
	}
	for _, c := range all {
		n := d.mantissa*10 + uint64(c-'0')
		if d.mantissa > math.MaxUint64/10 || n < d.mantissa {
			return decimal{}, rest, false
		}
		d.mantissa = n
	}
	if up {
		d.mantissa++
	}
	return d.trimmed(), rest, true
}

func (d decimal) trimmed() decimal {
	if d.mantissa == 0 {
		return decimal{}
	}
	for d.mantissa%10 == 0 {
		d.mantissa /= 10
		d.exponent++
	}
	return d
}

// fit says how a decimal becomes a scaled integer.
type fit int

const (
	fits    fit = iota
	tooFine     // it has more decimals than the scale
	tooBig      // it does not fit in 64 bits
)

// scaled gives d times 10^decimals.
func (d decimal) scaled(decimals int) (int64, fit) {
	if d.mantissa == 0 {
		return 0, fits
	}
	e := d.exponent + decimals
	if e < 0 {
		return 0, tooFine
	}
	n := d.mantissa
	for ; e > 0; e-- {
		if n > math.MaxInt64/10 {
			return 0, tooBig
		}
		n *= 10
	}
	if n > math.MaxInt64 {
		return 0, tooBig
	}
	if d.negative {
		return -int64(n), fits
	}
	return int64(n), fits
}

// appendScaled adds the plain decimal of n/10^decimals without zeros at its end: 1250, 2 gives 12.5.
func appendScaled(dst []byte, n int64, decimals int) []byte {
	whole, fraction := splitScaled(n, decimals)
	if n < 0 {
		dst = append(dst, '-')
	}
	dst = strconv.AppendUint(dst, whole, 10)
	if fraction == 0 {
		return dst
	}
	dst = appendFraction(dst, fraction, decimals)
	for dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

func splitScaled(n int64, decimals int) (whole, fraction uint64) {
	u := uint64(n)
	if n < 0 {
		u = -u
	}
	scale := powerOfTen(decimals)
	return u / scale, u % scale
}

func appendFraction(dst []byte, fraction uint64, decimals int) []byte {
	dst = append(dst, '.')
	for scale := powerOfTen(decimals) / 10; scale > 0; scale /= 10 {
		dst = append(dst, byte('0'+fraction/scale%10))
	}
	return dst
}

// powerOfTen gives 10^n for n of 0 to 19; beyond, that of the nearest bound.
func powerOfTen(n int) uint64 {
	p := uint64(1)
	for range max(0, min(n, 19)) {
		p *= 10
	}
	return p
}

// appendGrouped adds n with commas between thousands.
func appendGrouped(dst []byte, n uint64) []byte {
	var b [20]byte
	plain := strconv.AppendUint(b[:0], n, 10)
	for i, c := range plain {
		if i > 0 && (len(plain)-i)%3 == 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, c)
	}
	return dst
}

// numberText gives the text of a decoded JSON number; integers made in Go count as such.
func numberText(raw any) (string, bool) {
	switch x := raw.(type) {
	case json.Number:
		return string(x), true
	case int64:
		return strconv.FormatInt(x, 10), true
	case int:
		return strconv.Itoa(x), true
	}
	return "", false
}

// rawInteger gives the whole number of a decoded JSON number. 12.0 and 1e3 are whole numbers too.
func rawInteger(raw any) (int64, bool) {
	switch x := raw.(type) {
	case json.Number:
		if n, err := strconv.ParseInt(string(x), 10, 64); err == nil {
			return n, true
		}
		d, ok := readDecimal(string(x))
		if !ok {
			return 0, false
		}
		n, f := d.scaled(0)
		return n, f == fits
	case int64:
		return x, true
	case int:
		return int64(x), true
	}
	return 0, false
}

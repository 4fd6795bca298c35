package value

import (
	"strings"
	"unicode/utf8"
)

// Levels of areas, by the length of their codes.
const (
	Province = "province" // 2 digits
	City     = "city"     // 4
	County6  = "county"   // 6
	Town     = "town"     // 9
	Village  = "village"  // 12
)

// AreaLevel gives the level of an area code: province, city, county, town or village; "" for what is no code. Only the
// length and the digits are looked at; whether the area exists the catalog knows.
func AreaLevel(code string) string {
	if !allDigits(code) {
		return ""
	}
	switch len(code) {
	case 2:
		return Province
	case 4:
		return City
	case 6:
		return County6
	case 9:
		return Town
	case 12:
		return Village
	}
	return ""
}

// County gives the six-digit distribution key of an area: the code of its county, or the area's own code padded with
// zeros when it lies above counties: 4418 becomes 441800.
func County(code string) string {
	if len(code) >= 6 {
		return code[:6]
	}
	return code + "000000"[:6-len(code)]
}

// StreamOf gives the stream of the journal that an area's entries stand in: that of its town, or of the area itself
// when it lies above towns.
func StreamOf(area string) (county, stream string) {
	if len(area) >= 9 {
		return area[:6], area[:9]
	}
	return County(area), area
}

// Within reports whether an area is, or lies in, the area with code prefix. Nothing lies within "", so that a scope
// that was forgotten shows nothing.
func Within(code, prefix string) bool { return prefix != "" && strings.HasPrefix(code, prefix) }

// NextPrefix gives the least text that is greater than every text that begins with p, so that p ≤ x < NextPrefix(p)
// finds them by range; "" when there is none. The result is valid UTF-8 when p is.
func NextPrefix(p string) string {
	for p != "" {
		r, size := utf8.DecodeLastRuneInString(p)
		p = p[:len(p)-size]
		switch {
		case r == utf8.RuneError && size == 1, r == utf8.MaxRune: // nothing above: carry to the character before
		case r == 0xD7FF: // surrogates are no characters
			return p + "\uE000"
		default:
			return p + string(r+1)
		}
	}
	return ""
}

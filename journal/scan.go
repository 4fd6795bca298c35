package journal

import (
	"unicode/utf8"

	"jieli/value"
)

// The functions below walk over canonical JSON as value.Canonical writes it: no blanks, keys of objects sorted and
// unique, numbers in plain decimals without needless zeros, strings with the fewest escapes (RFC 8785): only ", \ and
// controls, short forms where JSON has them, else \u00 and two lower-case digits. In entries keys are ASCII, so that
// the order of bytes is the order. Each function takes the place to begin and gives the place after what it read, or
// -1 and sets *bad to the place that does not fit.

// skipValue walks over one canonical value.
func skipValue(s string, i, depth int, bad *int) int {
	if i >= len(s) || depth > value.MaxJSONDepth {
		return fail(bad, i)
	}
	switch s[i] {
	case '"':
		return skipString(s, i, bad)
	case '{':
		return skipObject(s, i, depth, bad)
	case '[':
		return skipList(s, i, depth, bad)
	case 'n':
		return skipWord(s, i, "null", bad)
	case 't':
		return skipWord(s, i, "true", bad)
	case 'f':
		return skipWord(s, i, "false", bad)
	}
	return skipNumber(s, i, bad)
}

func fail(bad *int, at int) int {
	*bad = at
	return -1
}

func skipWord(s string, i int, word string, bad *int) int {
	if len(s)-i < len(word) || s[i:i+len(word)] != word {
		return fail(bad, i)
	}
	return i + len(word)
}

// skipNumber takes -?(0|[1-9][0-9]*)(\.[0-9]*[1-9])? except -0; there is no exponent.
func skipNumber(s string, i int, bad *int) int {
	from := i
	if i < len(s) && s[i] == '-' {
		i++
	}
	whole := i
	i = skipDigits(s, i)
	if i == whole || (s[whole] == '0' && i > whole+1) {
		return fail(bad, from)
	}
	if i < len(s) && s[i] == '.' {
		i++
		if end := skipDigits(s, i); end > i && s[end-1] != '0' {
			return end
		}
		return fail(bad, from)
	}
	if s[from:i] == "-0" {
		return fail(bad, from)
	}
	return i
}

func skipDigits(s string, i int) int {
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return i
}

func skipList(s string, i, depth int, bad *int) int {
	i++
	if i < len(s) && s[i] == ']' {
		return i + 1
	}
	for {
		if i = skipValue(s, i, depth+1, bad); i < 0 {
			return -1
		}
		switch {
		case i < len(s) && s[i] == ',':
			i++
		case i < len(s) && s[i] == ']':
			return i + 1
		default:
			return fail(bad, i)
		}
	}
}

func skipObject(s string, i, depth int, bad *int) int {
	i++
	if i < len(s) && s[i] == '}' {
		return i + 1
	}
	before := ""
	for first := true; ; first = false {
		at := i
		key, end := readString(s, i, bad)
		if end < 0 {
			return -1
		}
		if !first && key <= before || !isASCII(key) {
			return fail(bad, at)
		}
		before = key
		if end >= len(s) || s[end] != ':' {
			return fail(bad, end)
		}
		if i = skipValue(s, end+1, depth+1, bad); i < 0 {
			return -1
		}
		switch {
		case i < len(s) && s[i] == ',':
			i++
		case i < len(s) && s[i] == '}':
			return i + 1
		default:
			return fail(bad, i)
		}
	}
}

// skipString walks over a string with its quotes.
func skipString(s string, i int, bad *int) int {
	if i >= len(s) || s[i] != '"' {
		return fail(bad, i)
	}
	i++
	for i < len(s) {
		switch c := s[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			_, n := unescape(s[i:])
			if n == 0 {
				return fail(bad, i)
			}
			i += n
		case c < 0x20:
			return fail(bad, i)
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				return fail(bad, i)
			}
			i += n
		}
	}
	return fail(bad, i)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// readString reads a string with its quotes and gives what it stands for.
func readString(s string, i int, bad *int) (string, int) {
	end := skipString(s, i, bad)
	if end < 0 {
		return "", -1
	}
	inner := s[i+1 : end-1]
	for j := 0; j < len(inner); j++ {
		if inner[j] == '\\' {
			return unescapeAll(inner, j), end
		}
	}
	return inner, end
}

func unescapeAll(s string, from int) string {
	out := append(make([]byte, 0, len(s)), s[:from]...)
	for i := from; i < len(s); {
		if s[i] != '\\' {
			out = append(out, s[i])
			i++
			continue
		}
		c, n := unescape(s[i:])
		out = append(out, c)
		i += n
	}
	return string(out)
}

// unescape reads the escape at the beginning of s: the byte it stands for and its length, 0 when it is not canonical.
func unescape(s string) (byte, int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case '"', '\\':
		return s[1], 2
	case 'b':
		return '\b', 2
	case 't':
		return '\t', 2
	case 'n':
		return '\n', 2
	case 'f':
		return '\f', 2
	case 'r':
		return '\r', 2
	case 'u':
		return unescapeHex(s)
	}
	return 0, 0
}

// unescapeHex takes \u0000 to \u001f except the controls that have a short form.
func unescapeHex(s string) (byte, int) {
	if len(s) < 6 || s[2:4] != "00" || (s[4] != '0' && s[4] != '1') {
		return 0, 0
	}
	c := s[5]
	switch {
	case c >= '0' && c <= '9':
		c -= '0'
	case c >= 'a' && c <= 'f':
		c -= 'a' - 10
	default:
		return 0, 0
	}
	c |= (s[4] - '0') << 4
	switch c {
	case '\b', '\t', '\n', '\f', '\r':
		return 0, 0
	}
	return c, 6
}

// appendString writes s, which must be valid UTF-8, as a canonical string.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = value.AppendEscape(dst, c)
		from = i + 1
	}
	dst = append(dst, s[from:]...)
	return append(dst, '"')
}

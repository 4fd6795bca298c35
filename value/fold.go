package value

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold gives the form of a text that search compares: full-width letters and digits become plain ones, letters lower
// case, runs of blanks one blank, ends trimmed, invisible characters dropped. Fold(Fold(s)) == Fold(s).
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		r = unicode.ToLower(plainRune(r))
		switch {
		case r == dropped:
		case unicode.IsSpace(r):
			blank = b.Len() > 0
		default:
			if blank {
				b.WriteByte(' ')
				blank = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isFolded spots the common text of plain lower-case words, digits and Chinese, which Fold leaves alone.
func isFolded(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c > ' ' && c < 0x7F && (c < 'A' || c > 'Z'):
		case c >= 0xE4 && c <= 0xE9 && i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80: // U+4000 to U+9FFF
			i += 2
		default:
			return false
		}
	}
	return true
}

const dropped rune = -1

// plainRune gives the plain form of full-width signs and all kinds of blanks and minus signs, and dropped for signs
// that are not seen (as WeChat and spreadsheets leave around pasted numbers).
func plainRune(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0xFFE5:
		return '¥'
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2069, r == 0xFEFF, r == 0xAD:
		return dropped
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// tidy prepares what a spreadsheet cell holds for reading numbers, dates and codes: as plainRune, with all long and
// short dashes as "-", and the ends trimmed. Letters keep their case. tidy(tidy(s)) == tidy(s).
func tidy(s string) string {
	if isTidy(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch r = plainRune(r); r {
		case dropped:
		case '\t', '\n', '\r', '\v', '\f':
			b.WriteByte(' ')
		case '−', '–', '—', '‐', '‑', '﹣':
			b.WriteByte('-')
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

func isTidy(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && (i == 0 || i == len(s)-1) {
			return false
		}
	}
	return true
}

// isBlank knows the signs that stand for an empty cell in tables of numbers and dates.
func isBlank(tidied string) bool {
	switch tidied {
	case "", "-", "--", "---", "/", "//", "\\", "N/A", "n/a", "#N/A":
		return true
	}
	return false
}

// withoutBlanks removes blanks, and hyphens too if asked, from within a number that people write in groups.
func withoutBlanks(s string, hyphens bool) string {
	if !strings.ContainsAny(s, " -\t\n") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '\n' || hyphens && r == '-' {
			return -1
		}
		return r
	}, s)
}

// allDigits reports whether s is one or more ASCII digits.
func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// isClean reports whether s is valid UTF-8 without control characters; lines allows line feeds and tabs.
// PostgreSQL cannot hold U+0000 at all, and the others make two texts that look alike differ.
func isClean(s string, lines bool) bool {
	for i, r := range s {
		switch {
		case r == '\n' || r == '\t':
			if !lines {
				return false
			}
		case r < ' ' || r >= 0x7F && r < 0xA0:
			return false
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size <= 1 {
				return false
			}
		}
	}
	return true
}

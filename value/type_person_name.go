package value

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jieli/fault"
)

// maxName bounds names in characters; the longest names of minorities with middle dots have some twenty.
const maxName = 50

var typePersonName Type = &personNameType{meta: meta{
	name: "person_name", label: fault.Text{Zh: "姓名", En: "name"}, column: ColumnText, kind: KindString,
}}

// personNameType is the name of a person. All middle dots become ·, blanks between Chinese characters go ("张  三").
type personNameType struct {
	meta
	stringColumn
}

func (personNameType) Parse(raw any, _ *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "姓名文字", "a name as text")
	}
	name := tidyName(s)
	if name == "" {
		return nil, nil
	}
	if !isClean(name, false) || !isName(name) {
		return nil, found(problemName, "text", shown(s))
	}
	if n := utf8.RuneCountInString(name); n > maxName {
		return nil, found(problemTooLong, "length", n, "max", maxName)
	}
	return name, nil
}

func (t personNameType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	if isBlank(tidy(s)) {
		return nil, nil
	}
	return t.Parse(s, l)
}

func tidyName(s string) string {
	if isChinese(s) {
		return s
	}
	words := strings.Fields(strings.Map(func(r rune) rune {
		switch r {
		case '•', '・', '‧', '∙', '⋅', '●', '．', '.', '･':
			return '·'
		}
		return plainRune(r)
	}, s))
	var b strings.Builder
	for i, w := range words {
		if i > 0 && (isLatin(words[i-1]) || isLatin(w)) {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return strings.Trim(b.String(), "· ")
}

// isChinese spots the common name that needs no tidying.
func isChinese(s string) bool {
	for _, r := range s {
		if r < 0x4E00 || r > 0x9FFF {
			return false
		}
	}
	return true
}

func isLatin(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return r < 0x250
}

// isName allows letters of all scripts, the dots, blanks, hyphens and apostrophes within names, and the private
// characters in which old registers hold rare names.
func isName(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.Is(unicode.Co, r), r == '〇', r == '○':
			letters++
		case unicode.IsMark(r), r == '·', r == ' ', r == '-', r == '\'', r == '’':
		default:
			return false
		}
	}
	return letters > 0
}

func (personNameType) JSON(v any, _ *Limits) any                 { return v }
func (personNameType) Display(v any, _ *Limits, _ string) string { return text(v) }

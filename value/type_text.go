package value

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"jieli/fault"
)

// MaxText bounds a text without a max_length of its own: some ten printed pages.
const MaxText = 10_000

var typeText Type = &textType{meta: meta{
	name: "text", label: fault.Text{Zh: "文字", En: "text"}, column: ColumnText, kind: KindString,
	options: []string{"min_length", "max_length", "pattern"},
}}

// textType is free text. The ends are trimmed and lines end in "\n"; an empty text is not known.
type textType struct {
	meta
	stringColumn
}

func (textType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "文字", "a text")
	}
	l = l.orNone()
	if s = tidyText(s); s == "" {
		return nil, nil
	}
	if !isClean(s, true) {
		return nil, found(problemCharacters)
	}
	longest := l.MaxLength
	if longest == 0 {
		longest = MaxText
	}
	if n := utf8.RuneCountInString(s); n > longest {
		return nil, found(problemTooLong, "length", n, "max", longest)
	} else if n < l.MinLength {
		return nil, found(problemTooShort, "length", n, "min", l.MinLength)
	}
	if l.Pattern != "" {
		if p := anchored(l.Pattern); p == nil || !p.MatchString(s) {
			return nil, found(problemPattern, "pattern", l.Pattern)
		}
	}
	return s, nil
}

func (t textType) ParseText(s string, l *Limits) (any, *fault.Finding) { return t.Parse(s, l) }
func (textType) JSON(v any, _ *Limits) any                             { return v }
func (textType) Display(v any, _ *Limits, _ string) string             { return text(v) }

// text gives the string in v, "" for nil.
func text(v any) string {
	s, _ := v.(string)
	return s
}

// tidyText trims the ends and makes line ends alike.
func tidyText(s string) string {
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	return strings.TrimSpace(strings.TrimLeft(s, "\uFEFF"))
}

// patterns keeps compiled patterns; a pack has some dozens of them.
var patterns sync.Map // string to *regexp.Regexp, nil for what does not compile

func anchored(pattern string) *regexp.Regexp {
	if p, ok := patterns.Load(pattern); ok {
		return p.(*regexp.Regexp)
	}
	p, err := regexp.Compile(`\A(?:` + pattern + `)\z`)
	if err != nil {
		p = nil
	}
	patterns.Store(pattern, p)
	return p
}

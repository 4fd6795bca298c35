package value

import (
	"strings"

	"jieli/fault"
)

var typeChoice Type = &choiceType{meta: meta{
	name: "choice", label: fault.Text{Zh: "单选", En: "choice"}, column: ColumnText, kind: KindString,
	options: []string{"choices"},
}}

// choiceType is one code of a code list.
type choiceType struct {
	meta
	stringColumn
}

func (choiceType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "选项代码", "the code of a choice")
	}
	if s == "" {
		return nil, nil
	}
	if finding := checkCode(s, l.orNone()); finding != nil {
		return nil, finding
	}
	return s, nil
}

// checkCode holds a code against the list; without a list (Limits.Loose) any code of good form passes.
func checkCode(code string, l *Limits) *fault.Finding {
	if l.Choices == nil {
		if !isListItem(code) {
			return found(problemChoice, "text", shown(code))
		}
		return nil
	}
	label, ok := l.Choices.Label(code)
	switch {
	case !ok:
		return found(problemChoice, "text", shown(code))
	case !l.Choices.Active(code):
		f := problemRetired.At("", "text", label.Zh)
		f.Text.En = problemRetired.At("", "text", label.In("en")).Text.En
		return &f
	}
	return nil
}

// ParseText takes the code or the words of a choice in either language.
func (choiceType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := trimCell(s)
	if cell == "" {
		return nil, nil
	}
	l = l.orNone()
	code, ok := findCode(cell, l.Choices)
	switch {
	case ok:
	case isBlank(tidy(cell)):
		return nil, nil
	default:
		return nil, found(problemChoice, "text", shown(s))
	}
	if finding := checkCode(code, l); finding != nil {
		return nil, finding
	}
	return code, nil
}

// trimCell drops what is not seen around words; the words keep their own signs.
func trimCell(s string) string {
	return strings.Trim(strings.TrimSpace(s), "\uFEFF\u200B\u200E\u200F\u00A0\u3000 ")
}

// findCode looks a code up as it stands, then in tidied and folded form. Without a list the text is the code.
func findCode(s string, choices Choices) (string, bool) {
	if choices == nil {
		return s, isListItem(s)
	}
	for _, form := range [...]string{s, tidy(s), withoutBlanks(tidy(s), false), Fold(s)} {
		if code, ok := choices.Code(form); ok {
			return code, true
		}
	}
	return "", false
}

func (choiceType) JSON(v any, _ *Limits) any { return v }

func (choiceType) Display(v any, l *Limits, lang string) string {
	return choiceLabel(text(v), l.orNone(), lang)
}

func choiceLabel(code string, l *Limits, lang string) string {
	if l.Choices != nil {
		if label, ok := l.Choices.Label(code); ok {
			return label.In(lang)
		}
	}
	return code
}

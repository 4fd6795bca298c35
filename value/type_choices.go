package value

import (
	"slices"
	"strings"

	"jieli/fault"
)

var typeChoices Type = &choicesType{meta: meta{
	name: "choices", label: fault.Text{Zh: "多选", En: "choices"}, column: ColumnText, kind: KindStrings,
	options: []string{"choices", "max_count"},
}}

// choicesType is several codes of a code list. That none applies needs a code of its own: an empty list is not known.
type choicesType struct {
	meta
	listColumn
}

func (choicesType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	l = l.orNone()
	return parseList(raw, l.MaxCount, func(code string) *fault.Finding { return checkCode(code, l) })
}

// ParseText takes codes or words parted by 、 , ; / line ends or blanks. Words that hold such signs themselves are
// found too: the longest stretch that is a choice counts. A choice that stands twice counts once.
func (t choicesType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := trimCell(s)
	l = l.orNone()
	spans := cellSpans(cell)
	if len(spans) > MaxListCount {
		return nil, found(problemMany, "count", len(spans), "max", MaxListCount)
	}
	var codes []string
	for len(spans) > 0 {
		code, n := longestCode(cell, spans, l.Choices)
		if n == 0 {
			word := cell[spans[0].from:spans[0].to]
			if len(codes) == 0 && len(spans) == 1 && isBlank(tidy(word)) {
				return nil, nil
			}
			return nil, found(problemChoice, "text", shown(word))
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
		spans = spans[n:]
	}
	return t.Parse(codes, l)
}

// longestWords bounds how many parted words one choice may have, so that a long cell stays quick to read.
const longestWords = 8

// longestCode finds the choice with which the cell begins and how many words it takes.
func longestCode(cell string, spans []cellSpan, choices Choices) (string, int) {
	longest := min(len(spans), longestWords)
	if choices == nil {
		longest = 1
	}
	for n := longest; n > 0; n-- {
		if code, ok := findCode(cell[spans[0].from:spans[n-1].to], choices); ok {
			return code, n
		}
	}
	return "", 0
}

func (choicesType) JSON(v any, _ *Limits) any { return v }

func (choicesType) Display(v any, l *Limits, lang string) string {
	list, _ := v.([]string)
	words := make([]string, len(list))
	for i, code := range list {
		words[i] = choiceLabel(code, l.orNone(), lang)
	}
	return strings.Join(words, listMark(lang))
}

// listMark is what stands between items for people.
func listMark(lang string) string {
	if lang == "en" {
		return ", "
	}
	return "、"
}

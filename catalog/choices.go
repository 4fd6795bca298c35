package catalog

import (
	"jieli/fault"
	"jieli/value"
)

var _ value.Choices = (*ChoiceList)(nil)

// Index prepares the look-ups of the list.
func (l *ChoiceList) Index() {
	l.byCode = make(map[string]int, len(l.Values))
	l.byText = make(map[string]string, 2*len(l.Values))
	for i, v := range l.Values {
		l.byCode[v.Code] = i
		l.byText[value.Fold(v.Text.Zh)] = v.Code
		if v.Text.En != "" {
			l.byText[value.Fold(v.Text.En)] = v.Code
		}
	}
}

// Label gives the words of a code and whether it exists.
func (l *ChoiceList) Label(code string) (fault.Text, bool) {
	i, ok := l.byCode[code]
	if !ok {
		return fault.Text{}, false
	}
	return l.Values[i].Text, true
}

// Active reports whether the code may be chosen today.
func (l *ChoiceList) Active(code string) bool {
	i, ok := l.byCode[code]
	return ok && !l.Values[i].Retired
}

// Code finds a code by code or by its words in either language.
func (l *ChoiceList) Code(text string) (string, bool) {
	if _, ok := l.byCode[text]; ok {
		return text, true
	}
	code, ok := l.byText[value.Fold(text)]
	return code, ok
}

package value

import (
	"strings"

	"jieli/fault"
)

var typeNationalID Type = &nationalIDType{meta: meta{
	name: "national_id", label: fault.Text{Zh: "证件号码", En: "id number"}, column: ColumnText, kind: KindString,
}}

// nationalIDType is the number of an id card or disability card; see ReadNationalID.
type nationalIDType struct {
	meta
	stringColumn
}

func (nationalIDType) Parse(raw any, _ *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "证件号码文字", "an id number as text")
	}
	if s == "" {
		return nil, nil
	}
	if _, finding := ReadNationalID(s); finding != nil {
		return nil, finding
	}
	return s, nil
}

// ParseText takes numbers with blanks, hyphens, a lower-case x or an apostrophe in front.
func (t nationalIDType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := tidy(s)
	if isBlank(cell) {
		return nil, nil
	}
	cell = strings.ToUpper(strings.TrimLeft(withoutBlanks(cell, true), "'`‘’"))
	if isShortened(cell) {
		return nil, found(problemLost, "text", shown(s))
	}
	return t.Parse(strings.Replace(cell, "×", "X", 1), l)
}

func (nationalIDType) JSON(v any, _ *Limits) any                 { return v }
func (nationalIDType) Display(v any, _ *Limits, _ string) string { return text(v) }

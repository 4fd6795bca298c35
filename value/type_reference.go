package value

import (
	"strings"

	"jieli/fault"
)

var typeReference Type = &referenceType{meta: meta{
	name: "reference", label: fault.Text{Zh: "关联记录", En: "record"}, column: ColumnText, kind: KindString,
	options: []string{"register"},
}}

// referenceType is the id of a record of Limits.Register. Whether the record exists the engine knows.
type referenceType struct {
	meta
	stringColumn
}

func (referenceType) Parse(raw any, _ *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "记录编号", "the id of a record")
	}
	if s == "" {
		return nil, nil
	}
	if !IsID(s) {
		return nil, found(problemReference, "text", shown(s))
	}
	return s, nil
}

// ParseText takes an id in upper or lower case.
func (t referenceType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := strings.ToLower(tidy(s))
	if isBlank(cell) {
		return nil, nil
	}
	return t.Parse(cell, l)
}

func (referenceType) JSON(v any, _ *Limits) any                 { return v }
func (referenceType) Display(v any, _ *Limits, _ string) string { return text(v) }

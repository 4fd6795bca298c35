package value

import (
	"strings"

	"jieli/fault"
)

var typePhone Type = &phoneType{meta: meta{
	name: "phone", label: fault.Text{Zh: "电话", En: "phone"}, column: ColumnText, kind: KindString,
}}

// phoneType is a phone number in one form: mobile 13800138000, landline 0763-3366123, service 400-8123456 without
// hyphens, abroad (Hong Kong and Macao too) +85223456789.
type phoneType struct {
	meta
	stringColumn
}

func (phoneType) Parse(raw any, _ *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "电话号码文字", "a phone number as text")
	}
	if s == "" {
		return nil, nil
	}
	phone, ok := canonicalPhone(s)
	if !ok {
		return nil, found(problemPhone, "text", shown(s))
	}
	return phone, nil
}

// ParseText takes numbers with blanks, hyphens, brackets, +86, and as a number cell (13800138000.0).
func (t phoneType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := tidy(s)
	if isBlank(cell) {
		return nil, nil
	}
	if isShortened(cell) {
		return nil, found(problemLost, "text", shown(s))
	}
	phone, ok := canonicalPhone(strings.TrimSuffix(cell, ".0"))
	if !ok {
		return nil, found(problemPhone, "text", shown(s))
	}
	return t.Parse(phone, l)
}

// canonicalPhone gives a number in its one form. canonicalPhone of its result is the result.
func canonicalPhone(s string) (string, bool) {
	if isMobile(s) {
		return s, true
	}
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '(' || r == ')' {
			return -1
		}
		return r
	}, tidy(s))
	abroad := strings.HasPrefix(s, "+") || strings.HasPrefix(s, "00")
	for _, china := range [...]string{"+86", "0086"} {
		if rest, ok := strings.CutPrefix(s, china); ok {
			s, abroad = rest, false
			if len(s) >= 10 && !isMobile(s) && !strings.HasPrefix(s, "0") {
				s = "0" + s
			}
		}
	}
	switch {
	case abroad:
		s = strings.TrimPrefix(strings.TrimPrefix(s, "+"), "00")
		return "+" + s, allDigits(s) && len(s) >= 7 && len(s) <= 15 && s[0] != '0' && !strings.HasPrefix(s, "86")
	case len(s) == 13 && strings.HasPrefix(s, "86") && isMobile(s[2:]):
		return s[2:], true
	}
	return domesticPhone(s)
}

// domesticPhone knows mobile, landline (area codes 010 and 02x have three digits, all others four) and service
// numbers.
func domesticPhone(s string) (string, bool) {
	switch {
	case isMobile(s):
		return s, true
	case !allDigits(s):
		return "", false
	case len(s) == 10 && (strings.HasPrefix(s, "400") || strings.HasPrefix(s, "800")):
		return s, true
	case len(s) < 10 || len(s) > 12 || s[0] != '0' || s[1] == '0':
		return "", false
	}
	area := 4
	if s[1] == '1' || s[1] == '2' {
		area = 3
	}
	local := s[area:]
	return s[:area] + "-" + local, (len(local) == 7 || len(local) == 8) && local[0] > '1'
}

func isMobile(s string) bool { return len(s) == 11 && s[0] == '1' && s[1] >= '3' && allDigits(s) }

func (phoneType) JSON(v any, _ *Limits) any                 { return v }
func (phoneType) Display(v any, _ *Limits, _ string) string { return text(v) }

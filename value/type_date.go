package value

import (
	"fmt"

	"jieli/fault"
)

// Bounds of date fields without bounds of their own: what lies beyond is a slip of the keyboard.
const (
	FirstDay Date = -62091 // 1800-01-01
	LastDay  Date = 84005  // 2199-12-31
)

var typeDate Type = &dateType{meta: meta{
	name: "date", label: fault.Text{Zh: "日期", En: "date"}, column: ColumnText, kind: KindDate,
	options: []string{"min", "max"},
}}

// dateType is a day of the calendar.
type dateType struct{ meta }

func (dateType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "日期文字", "a date as text")
	}
	if s == "" {
		return nil, nil
	}
	d, err := ParseDate(s)
	if err != nil {
		return nil, found(problemDate, "text", shown(s))
	}
	return withinDays(d, l)
}

func withinDays(d Date, l *Limits) (any, *fault.Finding) {
	l = l.orNone()
	if least := bounded(floor(l.Min, int64(FirstDay))); d < least {
		return nil, found(problemEarly, "value", d, "min", least)
	}
	if greatest := bounded(ceiling(l.Max, int64(LastDay))); d > greatest {
		return nil, found(problemLate, "value", d, "max", greatest)
	}
	return d, nil
}

// ParseText takes 2022-06-14, 2022/6/14, 2022.6.14, 2022年6月14日, 20220614, a time behind it, RFC 3339, and the day
// numbers of spreadsheets (44726).
func (dateType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := tidy(s)
	if isBlank(cell) {
		return nil, nil
	}
	i, ok := readMoment(cell)
	if !ok {
		return nil, found(problemDate, "text", shown(s))
	}
	return withinDays(i.Day(), l)
}

func (dateType) JSON(v any, _ *Limits) any {
	if d, ok := v.(Date); ok {
		return d.String()
	}
	return nil
}

func (dateType) Display(v any, _ *Limits, lang string) string {
	d, ok := v.(Date)
	switch {
	case !ok:
		return ""
	case lang == "en":
		return d.String()
	}
	var b [24]byte
	return string(appendChineseDate(b[:0], d))
}

func (dateType) ToColumn(v any) any {
	if d, ok := v.(Date); ok {
		return d.String()
	}
	return nil
}

func (dateType) FromColumn(v any) (any, error) {
	s, ok, err := columnText(v)
	if !ok || s == "" {
		return nil, err
	}
	d, err := ParseDate(s)
	if err != nil {
		return nil, fmt.Errorf("value: date column holds %q", shown(s))
	}
	return d, nil
}

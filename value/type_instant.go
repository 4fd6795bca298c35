package value

import "jieli/fault"

var typeInstant Type = &instantType{meta: meta{
	name: "instant", label: fault.Text{Zh: "时间", En: "time"}, column: ColumnInteger, kind: KindInstant,
}}

// instantType is a moment. JSON has RFC 3339; the column has microseconds.
type instantType struct{ meta }

func (instantType) Parse(raw any, _ *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "时间文字", "a time as text")
	}
	if s == "" {
		return nil, nil
	}
	i, err := ParseInstant(s)
	if err != nil {
		return nil, found(problemInstant, "text", shown(s))
	}
	return withinMoments(i)
}

func withinMoments(i Instant) (any, *fault.Finding) {
	if _, finding := withinDays(i.Day(), nil); finding != nil {
		return nil, finding
	}
	return i, nil
}

// ParseText takes 2022-06-14 08:30, 2022/6/14 8:30:05, 2022年6月14日8时30分, RFC 3339, and the numbers of spreadsheets.
func (instantType) ParseText(s string, _ *Limits) (any, *fault.Finding) {
	cell := tidy(s)
	if isBlank(cell) {
		return nil, nil
	}
	i, ok := readMoment(cell)
	if !ok {
		return nil, found(problemInstant, "text", shown(s))
	}
	return withinMoments(i)
}

func (instantType) JSON(v any, _ *Limits) any {
	if i, ok := v.(Instant); ok {
		return i.String()
	}
	return nil
}

// Display gives day, hour and minute, and seconds where there are any.
func (instantType) Display(v any, _ *Limits, lang string) string {
	i, ok := v.(Instant)
	if !ok {
		return ""
	}
	day := i.Day()
	var b [40]byte
	dst := b[:0]
	if lang == "en" {
		dst = append(day.Append(dst), ' ')
	} else {
		dst = append(appendChineseDate(dst, day), ' ')
	}
	second := int64(i-day.Start()) / Second
	dst = appendClock(dst, second)
	if second%60 == 0 {
		dst = dst[:len(dst)-len(":00")]
	}
	return string(dst)
}

func (instantType) ToColumn(v any) any {
	if i, ok := v.(Instant); ok {
		return int64(i)
	}
	return nil
}

func (instantType) FromColumn(v any) (any, error) {
	n, ok, err := columnInteger(v)
	if !ok {
		return nil, err
	}
	return Instant(n), nil
}

package value

import "jieli/fault"

var typeMoney Type = &moneyType{meta: meta{
	name: "money", label: fault.Text{Zh: "金额", En: "amount of money"}, column: ColumnInteger, kind: KindInt,
	options: []string{"min", "max", "per"},
}}

// moneyType is an amount in fen. JSON has the whole number of fen; people write and read yuan.
type moneyType struct {
	meta
	integerColumn
}

func (moneyType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	n, ok := rawInteger(raw)
	if !ok {
		if s, isNumber := numberText(raw); isNumber {
			return nil, found(problemInteger, "text", shown(s))
		}
		return nil, wrongShape(raw, "以分为单位的整数", "a whole number of fen")
	}
	return within(n, l, MaxMoney, FormatMoney)
}

// ParseText takes what ParseMoney takes, with "/年" and the like where the field is counted per year.
func (moneyType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := trimPer(tidy(s), l.orNone().Per)
	if isBlank(cell) {
		return nil, nil
	}
	n, finding := ParseMoney(cell)
	if finding != nil {
		return nil, finding
	}
	return within(n, l, MaxMoney, FormatMoney)
}

func (moneyType) JSON(v any, _ *Limits) any { return v }

func (moneyType) Display(v any, l *Limits, lang string) string {
	n, ok := v.(int64)
	if !ok {
		return ""
	}
	var b [64]byte
	dst := appendMoney(b[:0], n)
	if lang == "en" {
		dst = append(dst, " yuan"...)
	} else {
		dst = append(dst, " 元"...)
	}
	return string(appendPer(dst, l.orNone().Per, lang))
}

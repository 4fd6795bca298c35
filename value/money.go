package value

import (
	"strings"

	"jieli/fault"
)

// MaxMoney bounds amounts: JSON numbers are exact in browsers up to 2^53-1, which is 90 million million yuan in fen.
const MaxMoney = 1<<53 - 1

// moneyWords are the words behind an amount and what they make of it, as a power of ten of yuan.
var moneyWords = map[string]int{
	"": 0, "元": 0, "圆": 0, "块": 0, "块钱": 0, "元整": 0, "元人民币": 0, "人民币": 0, "cny": 0, "rmb": 0, "yuan": 0, "¥": 0,
	"角": -1, "毛": -1, "分": -2, "fen": -2, "百": 2, "百元": 2, "千": 3, "千元": 3, "万": 4, "万元": 4, "万元整": 4, "万块": 4,
	"十万": 5, "十万元": 5, "百万": 6, "百万元": 6, "千万": 7, "千万元": 7, "亿": 8, "亿元": 8, "亿元整": 8,
}

// ParseMoney reads an amount as people write it, in fen: "1,200.50", "¥1200.5元", "1.2万元", "5200 CNY", "（5.00）" for
// minus five. What is finer than a fen is refused, not rounded. ParseMoney(FormatMoney(n)) == n.
func ParseMoney(s string) (int64, *fault.Finding) {
	text := tidy(s)
	negative := false
	if n := len(text); n > 2 && text[0] == '(' && text[n-1] == ')' { // the way of book-keepers
		negative, text = true, strings.TrimSpace(text[1:n-1])
	}
	text = trimCurrency(text)
	d, rest, ok := scanDecimal(text, true)
	if !ok || negative && (d.negative || d.mantissa == 0) {
		return 0, found(problemMoney, "text", shown(s))
	}
	power, ok := moneyWords[strings.ToLower(strings.TrimSpace(rest))]
	if !ok {
		return 0, found(problemMoney, "text", shown(s))
	}
	d.exponent += power
	d.negative = d.negative || negative
	return d.fen(s)
}

// trimCurrency takes the sign of the currency from the front, before or behind a minus: "-¥5", "¥-5".
func trimCurrency(s string) string {
	minus := ""
	if strings.HasPrefix(s, "-") {
		minus, s = "-", s[1:]
	}
	for _, sign := range [...]string{"¥", "CNY", "RMB", "cny", "rmb", "人民币"} {
		if strings.HasPrefix(s, sign) {
			s = strings.TrimSpace(s[len(sign):])
			break
		}
	}
	if minus != "" && strings.HasPrefix(s, "-") { // two of them are a slip of the pen
		return ""
	}
	return minus + s
}

func (d decimal) fen(text string) (int64, *fault.Finding) {
	n, f := d.scaled(2)
	switch {
	case f == tooFine:
		return 0, found(problemFine, "text", shown(text), "decimals", 2)
	case f == tooBig || n > MaxMoney || n < -MaxMoney:
		return 0, found(problemLarge, "value", shown(text), "max", FormatMoney(MaxMoney))
	}
	return n, nil
}

// FormatMoney gives yuan with two decimals and commas between thousands: 1234560 is "12,345.60".
func FormatMoney(fen int64) string {
	var b [32]byte
	return string(appendMoney(b[:0], fen))
}

func appendMoney(dst []byte, fen int64) []byte {
	if fen < 0 {
		dst = append(dst, '-')
	}
	whole, fraction := splitScaled(fen, 2)
	return appendFraction(appendGrouped(dst, whole), fraction, 2)
}

var perWords = map[string]fault.Text{
	"year": {Zh: "年", En: "year"}, "month": {Zh: "月", En: "month"}, "day": {Zh: "日", En: "day"},
	"quarter": {Zh: "季", En: "quarter"}, "week": {Zh: "周", En: "week"}, "hour": {Zh: "小时", En: "hour"},
	"person": {Zh: "人", En: "person"}, "household": {Zh: "户", En: "household"}, "mu": {Zh: "亩", En: "mu"},
	"piece": {Zh: "件", En: "piece"}, "kg": {Zh: "公斤", En: "kg"}, "jin": {Zh: "斤", En: "jin"}, "t": {Zh: "吨", En: "t"},
}

// appendPer adds "/年" for what is counted per year, and so on.
func appendPer(dst []byte, per, lang string) []byte {
	if per == "" {
		return dst
	}
	words, ok := perWords[per]
	if !ok {
		words.Zh = per
	}
	return append(append(dst, '/'), words.In(lang)...)
}

// trimPer takes "/年", "每年" or "/year" from the end of a text where the field is counted per year anyway.
func trimPer(s, per string) string {
	words, ok := perWords[per]
	if !ok {
		return s
	}
	for _, end := range [...]string{"/" + words.Zh, "每" + words.Zh, "/" + words.En} {
		if t, ok := strings.CutSuffix(s, end); ok {
			return strings.TrimSpace(t)
		}
	}
	return s
}

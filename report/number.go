package report

import "strconv"

var digits = [...]string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// Numbered puts the number of a heading before it, as official papers do: 一、 in Chinese, 1. in English.
func Numbered(n int, heading, lang string) string {
	if lang == "en" || n < 1 || n > 99 {
		return strconv.Itoa(n) + ". " + heading
	}
	tens := ""
	switch {
	case n >= 20:
		tens = digits[n/10] + "十"
	case n >= 10:
		tens = "十"
	}
	return tens + digits[n%10] + "、" + heading
}

package value

import (
	"strconv"
	"strings"

	"jieli/fault"
)

// MaxInteger bounds whole numbers: up to it JSON numbers are exact in browsers.
const MaxInteger = 1<<53 - 1

var typeInteger Type = &integerType{meta: meta{
	name: "integer", label: fault.Text{Zh: "整数", En: "whole number"}, column: ColumnInteger, kind: KindInt,
	options: []string{"min", "max"},
}}

// integerType is a whole number: people, households, lamps.
type integerType struct {
	meta
	integerColumn
}

func (integerType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	n, ok := rawInteger(raw)
	if !ok {
		if s, isNumber := numberText(raw); isNumber {
			return nil, found(problemInteger, "text", shown(s))
		}
		return nil, wrongShape(raw, "整数", "a whole number")
	}
	return withinInteger(n, l)
}

func withinInteger(n int64, l *Limits) (any, *fault.Finding) {
	return within(n, l, MaxInteger, func(n int64) string { return strconv.FormatInt(n, 10) })
}

// within checks n against the bounds of the field and of the type.
func within(n int64, l *Limits, most int64, words func(int64) string) (any, *fault.Finding) {
	l = l.orNone()
	if least := floor(l.Min, -most); n < least {
		return nil, found(problemSmall, "value", words(n), "min", words(least))
	}
	if greatest := ceiling(l.Max, most); n > greatest {
		return nil, found(problemLarge, "value", words(n), "max", words(greatest))
	}
	return n, nil
}

func floor(own *int64, least int64) int64 {
	if own != nil && *own > least {
		return *own
	}
	return least
}

func ceiling(own *int64, most int64) int64 {
	if own != nil && *own < most {
		return *own
	}
	return most
}

// ParseText takes "1,200", "１２", "12.0", and a unit behind the number as in "12人".
func (integerType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := tidy(s)
	if isBlank(cell) {
		return nil, nil
	}
	d, rest, ok := scanDecimal(cell, true)
	d, rest = d.timesWord(strings.TrimSpace(rest))
	if !ok || rest != "" && !isCounted(rest) {
		return nil, found(problemInteger, "text", shown(s))
	}
	n, f := d.scaled(0)
	switch f {
	case tooFine:
		return nil, found(problemInteger, "text", shown(s))
	case tooBig:
		return nil, found(problemLarge, "value", shown(s), "max", int64(MaxInteger))
	}
	return withinInteger(n, l)
}

// isCounted reports whether a word is a unit of things counted piece by piece, which a whole number may carry.
func isCounted(word string) bool {
	u, ok := UnitOf(word)
	return ok && u.Dimension == u.Name
}

// scaleWords are the words that multiply a number; longer ones stand before those that end them.
var scaleWords = [...]struct {
	word  string
	power int
}{{"千万", 7}, {"百万", 6}, {"十万", 5}, {"亿", 8}, {"万", 4}, {"千", 3}, {"百", 2}}

// timesWord multiplies d by the 万, 千, 亿 … that rest begins with, unless rest is a unit as it stands (千克), and gives
// what comes behind.
func (d decimal) timesWord(rest string) (decimal, string) {
	if _, isUnit := UnitOf(rest); isUnit {
		return d, rest
	}
	for _, w := range scaleWords {
		if after, ok := strings.CutPrefix(rest, w.word); ok {
			d.exponent += w.power
			return d, strings.TrimSpace(after)
		}
	}
	return d, rest
}

func (integerType) JSON(v any, _ *Limits) any { return v }

// groupedFrom is the number from which thousands are set off: four digits are read at a glance, and may be a year.
const groupedFrom = 10_000

func (integerType) Display(v any, _ *Limits, _ string) string {
	n, ok := v.(int64)
	if !ok {
		return ""
	}
	var b [32]byte
	dst := b[:0]
	if n < 0 {
		dst = append(dst, '-')
	}
	if m := magnitude(n); m < groupedFrom {
		return string(strconv.AppendUint(dst, m, 10))
	}
	return string(appendGrouped(dst, magnitude(n)))
}

package value

import (
	"encoding/json"
	"math"
	"strings"

	"jieli/fault"
)

// MaxDecimals bounds Limits.Decimals: six decimals of a km² are a square metre.
const MaxDecimals = 6

var typeNumber Type = &numberType{meta: meta{
	name: "number", label: fault.Text{Zh: "数量", En: "number"}, column: ColumnInteger, kind: KindDouble,
	options: []string{"min", "max", "unit", "decimals", "per"},
}}

// numberType is a measured number with a unit, exact to a fixed number of decimals: 12.5 亩. In JSON it is a plain
// decimal number; the column holds the scaled integer.
type numberType struct {
	meta
	integerColumn
}

func (numberType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := numberText(raw)
	if !ok {
		return nil, wrongShape(raw, "数", "a number")
	}
	d, ok := readDecimal(s)
	if !ok {
		return nil, found(problemNumber, "text", shown(s))
	}
	l = l.orNone()
	n, f := d.scaled(l.Decimals)
	return finishNumber(n, f, s, l)
}

func finishNumber(n int64, f fit, s string, l *Limits) (any, *fault.Finding) {
	words := func(n int64) string { return string(appendScaled(nil, n, l.Decimals)) }
	switch f {
	case tooFine:
		return nil, found(problemFine, "text", shown(s), "decimals", l.Decimals)
	case tooBig:
		return nil, found(problemLarge, "value", shown(s), "max", words(ceiling(l.Max, math.MaxInt64)))
	}
	return within(n, l, math.MaxInt64, words)
}

// ParseText takes "1,200.5", "1200.5亩", "1.2万斤", "2公顷" for a field in 亩 (converted exactly), "50％".
func (numberType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	l = l.orNone()
	cell := trimPer(tidy(s), l.Per)
	if isBlank(cell) {
		return nil, nil
	}
	d, rest, ok := scanDecimal(cell, true)
	if !ok {
		return nil, found(problemNumber, "text", shown(s))
	}
	d, rest = d.timesWord(strings.TrimSpace(rest))
	if rest == "" || Fold(rest) == Fold(l.Unit) || sameUnit(rest, l.Unit) {
		n, f := d.scaled(l.Decimals)
		return finishNumber(n, f, s, l)
	}
	if _, known := UnitOf(rest); !known || l.Unit == "" {
		return nil, unknownUnit(rest, l.Unit)
	}
	n, finding := convert(d, rest, l.Unit, l.Decimals)
	if finding != nil {
		return nil, finding
	}
	return finishNumber(n, fits, s, l)
}

func sameUnit(a, b string) bool {
	u, okU := UnitOf(a)
	w, okW := UnitOf(b)
	return okU && okW && u.Name == w.Name
}

// unknownUnit says which unit is wanted instead, in each language.
func unknownUnit(word, want string) *fault.Finding {
	words := fault.Text{Zh: "纯数字（不带单位）", En: "the number alone"}
	if u, ok := UnitOf(want); ok {
		words = u.Label
	}
	f := problemUnit.At("", "text", shown(word), "want", words.Zh)
	f.Text.En = problemUnit.At("", "text", shown(word), "want", words.En).Text.En
	return &f
}

func (numberType) JSON(v any, l *Limits) any {
	n, ok := v.(int64)
	if !ok {
		return nil
	}
	var b [32]byte
	return json.Number(appendScaled(b[:0], n, l.orNone().Decimals))
}

func (numberType) Display(v any, l *Limits, lang string) string {
	n, ok := v.(int64)
	if !ok {
		return ""
	}
	l = l.orNone()
	var b [64]byte
	dst := b[:0]
	if n < 0 {
		dst = append(dst, '-')
	}
	whole, fraction := splitScaled(n, l.Decimals)
	dst = appendGrouped(dst, whole)
	if fraction != 0 {
		dst = appendFraction(dst, fraction, l.Decimals)
		for dst[len(dst)-1] == '0' {
			dst = dst[:len(dst)-1]
		}
	}
	return string(appendPer(appendUnit(dst, l.Unit, lang), l.Per, lang))
}

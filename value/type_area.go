package value

import (
	"strings"

	"jieli/fault"
)

var typeArea Type = &areaType{meta: meta{
	name: "area", label: fault.Text{Zh: "行政区划", En: "area"}, column: ColumnText, kind: KindString,
	options: []string{"level"},
}}

// areaType is the code of an administrative division. Whether it exists the catalog knows.
type areaType struct {
	meta
	stringColumn
}

var levelWords = map[string]fault.Text{
	Province: {Zh: "省", En: "province"}, City: {Zh: "市", En: "city"}, County6: {Zh: "县（市、区）", En: "county"},
	Town: {Zh: "镇", En: "town"}, Village: {Zh: "村", En: "village"},
}

func (areaType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "区划代码文字", "an area code as text")
	}
	if s == "" {
		return nil, nil
	}
	level := AreaLevel(s)
	if level == "" || unpadded(s) != s {
		return nil, found(problemArea, "text", shown(s))
	}
	if want := l.orNone().Level; want != "" && want != level {
		words := levelWords[want]
		f := problemAreaLevel.At("", "text", s, "level", words.Zh)
		f.Text.En = problemAreaLevel.At("", "text", s, "level", words.En).Text.En
		return nil, &f
	}
	return s, nil
}

// ParseText takes codes with blanks, as numbers (441823105000.0), and padded with zeros to 12 or 6 digits as statistics
// has them.
func (t areaType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := withoutBlanks(tidy(s), false)
	if isBlank(cell) {
		return nil, nil
	}
	if isShortened(cell) {
		return nil, found(problemLost, "text", shown(s))
	}
	cell = strings.TrimSuffix(cell, ".0")
	if !allDigits(cell) {
		return nil, found(problemArea, "text", shown(s))
	}
	return t.Parse(unpadded(cell), l)
}

// unpadded takes the zeros away that statistics writes behind the codes of higher areas: 441823000000 is 441823. Each
// area has one code, else its records would stand in two places.
func unpadded(code string) string {
	for {
		zeros := "00"
		if len(code) > 6 {
			zeros = "000"
		}
		short, padded := strings.CutSuffix(code, zeros)
		if !padded || AreaLevel(code) == "" || len(code) == 2 {
			return code
		}
		code = short
	}
}

// isShortened knows a long number that a spreadsheet has turned into 4.41823E+17: its last digits are lost.
func isShortened(s string) bool {
	i := strings.IndexAny(s, "eE")
	return i > 0 && i+1 < len(s) && allDigits(strings.Replace(s[:i], ".", "", 1)) &&
		allDigits(strings.TrimLeft(s[i+1:], "+"))
}

func (areaType) JSON(v any, _ *Limits) any                 { return v }
func (areaType) Display(v any, _ *Limits, _ string) string { return text(v) }

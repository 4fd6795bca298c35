package value

import (
	"strconv"

	"jieli/fault"
)

var typePhoto Type = &photoType{meta: meta{
	name: "photo", label: fault.Text{Zh: "照片", En: "photos"}, column: ColumnText, kind: KindStrings,
	options: []string{"max_count"},
}}

// photoType is uploaded pictures, each named by the SHA-256 of its content: 64 hexadecimal digits, ".jpg" if wanted.
type photoType struct {
	meta
	listColumn
}

func (photoType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	return parseList(raw, l.orNone().MaxCount, checkBlob)
}

func (photoType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	return parseList(cellItems(s), l.orNone().MaxCount, checkBlob)
}

func (photoType) JSON(v any, _ *Limits) any { return v }

func (photoType) Display(v any, _ *Limits, lang string) string {
	list, _ := v.([]string)
	switch n := len(list); {
	case n == 0:
		return ""
	case lang == "en" && n == 1:
		return "1 photo"
	case lang == "en":
		return strconv.Itoa(n) + " photos"
	default:
		return strconv.Itoa(n) + "张照片"
	}
}

// cellItems gives the words of a cell; none for a blank one.
func cellItems(s string) []string {
	s = trimCell(s)
	if isBlank(tidy(s)) {
		return nil
	}
	spans := cellSpans(s)
	items := make([]string, len(spans))
	for i, span := range spans {
		items[i] = s[span.from:span.to]
	}
	return items
}

func checkBlob(s string) *fault.Finding {
	if _, _, ok := SplitBlob(s); !ok {
		return found(problemFile, "text", shown(s))
	}
	return nil
}

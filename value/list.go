package value

import (
	"fmt"
	"slices"
	"strings"

	"jieli/fault"
)

// MaxListCount bounds lists without a max_count of their own.
const MaxListCount = 100

// listColumn is the column form of the types whose value is a list of strings: |a|b|, so that a search for |a| finds
// the item.
type listColumn struct{}

func (listColumn) ToColumn(v any) any {
	list, ok := v.([]string)
	if !ok || len(list) == 0 {
		return nil
	}
	n := 1
	for _, item := range list {
		n += len(item) + 1
	}
	b := append(make([]byte, 0, n), '|')
	for _, item := range list {
		b = append(append(b, item...), '|')
	}
	return string(b)
}

func (listColumn) FromColumn(v any) (any, error) {
	s, ok, err := columnText(v)
	if !ok || s == "" {
		return nil, err
	}
	if len(s) < 3 || s[0] != '|' || s[len(s)-1] != '|' {
		return nil, fmt.Errorf("value: list column holds %q", shown(s))
	}
	return strings.Split(s[1:len(s)-1], "|"), nil
}

// isListItem reports whether s may stand in a list column.
func isListItem(s string) bool {
	return s != "" && len(s) <= 256 && strings.IndexByte(s, '|') < 0 && isClean(s, false)
}

// parseList reads a decoded JSON list of strings; check judges each. An empty list is not known.
func parseList(raw any, most int, check func(string) *fault.Finding) (any, *fault.Finding) {
	items, ok := stringsOf(raw)
	if !ok {
		return nil, wrongShape(raw, "列表", "a list of texts")
	}
	if most <= 0 {
		most = MaxListCount
	}
	switch {
	case len(items) == 0:
		return nil, nil
	case len(items) > most:
		return nil, found(problemMany, "count", len(items), "max", most)
	}
	for i, item := range items {
		if finding := check(item); finding != nil {
			return nil, at(finding, i)
		}
		if slices.Contains(items[:i], item) {
			return nil, at(found(problemTwice, "text", shown(item)), i)
		}
	}
	return items, nil
}

// at places a finding on item i of a list.
func at(f *fault.Finding, i int) *fault.Finding {
	placed := f.Under(fmt.Sprintf("[%d]", i))
	return &placed
}

// stringsOf gives a list of its own; false when raw is no list of strings.
func stringsOf(raw any) ([]string, bool) {
	switch x := raw.(type) {
	case nil:
		return nil, true
	case []string:
		return slices.Clone(x), true
	case []any:
		list := make([]string, len(x))
		for i, item := range x {
			s, ok := item.(string)
			if !ok {
				return nil, false
			}
			list[i] = s
		}
		return list, true
	}
	return nil, false
}

// isSeparator knows the signs that part the items of a list in a cell.
func isSeparator(r rune) bool {
	switch r {
	case '、', ',', '，', ';', '；', '\n', '\r', '|', '/', '／', '\t', '+', ' ', '\u3000':
		return true
	}
	return false
}

// cellSpan is one word of a cell, as bytes from and to.
type cellSpan struct{ from, to int }

// cellSpans gives the words between separators.
func cellSpans(s string) []cellSpan {
	var spans []cellSpan
	from := -1
	for i, r := range s {
		switch {
		case isSeparator(r):
			if from >= 0 {
				spans = append(spans, cellSpan{from, i})
				from = -1
			}
		case from < 0:
			from = i
		}
	}
	if from >= 0 {
		spans = append(spans, cellSpan{from, len(s)})
	}
	return spans
}

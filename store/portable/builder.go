package portable

import (
	"strconv"
	"strings"

	"jieli/value"
)

// builder writes a statement whose shape is known only when it is asked.
type builder struct {
	b    strings.Builder
	args []any
}

func (b *builder) put(s string) { b.b.WriteString(s) }
func (b *builder) text() string { return b.b.String() }

// arg adds an argument and gives its placeholder.
func (b *builder) arg(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

// constant is arg, but yes and no stand as they are: SQLite plans anew for each 0 or 1 that it is given, and PostgreSQL
// knows how many rows have which.
func (b *builder) constant(v any) string {
	if yes, ok := v.(bool); ok {
		return strconv.FormatBool(yes)
	}
	return b.arg(v)
}

// areas puts the condition that an area lies below one of the prefixes; none for nil. One prefix stands as a plain
// range or equality, which every database finds in an index.
func (b *builder) areas(column string, prefixes []string) {
	if prefixes == nil {
		return
	}
	if len(prefixes) == 0 {
		b.put(" and 1 = 0")
		return
	}
	b.put(" and (")
	for i, p := range prefixes {
		if i > 0 {
			b.put(" or ")
		}
		if len(p) == villageDigits {
			b.put(column + " = " + b.arg(p))
			continue
		}
		b.put(column + " >= " + b.arg(p) + " and " + column + " < " + b.arg(value.NextPrefix(p)))
	}
	b.put(")")
}

// in puts the condition that a column is one of the values; nothing is one of none. The list is filled up to a power
// of two with its last value, so that texts are found again.
func in[T any](b *builder, column string, values []T) {
	if len(values) == 0 {
		b.put(" and 1 = 0")
		return
	}
	b.put(" and " + column + " in (")
	size := 1
	for size < len(values) {
		size *= 2
	}
	for i := range size {
		if i > 0 {
			b.put(", ")
		}
		b.put(b.arg(values[min(i, len(values)-1)]))
	}
	b.put(")")
}

// prefix puts the condition that a text begins with p.
func (b *builder) prefix(column, p string) {
	b.put(" and " + column + " >= " + b.arg(p))
	if next := value.NextPrefix(p); next != "" {
		b.put(" and " + column + " < " + b.arg(next))
	}
}

// limit ends a statement; 0 is no limit.
func (b *builder) limit(n int) {
	if n > 0 {
		b.put(" limit " + b.arg(int64(n)))
	}
}

package portable

import (
	"strconv"
	"strings"
)

// Question rewrites the placeholders $1…$n outside string literals to ?1…?n, or to plain ? where each stands once and
// in order: the driver looks up every numbered parameter by a name, which takes the square of their number.
func Question(text string) string {
	next, inOrder := 1, true
	numbered := mapPlaceholders(text, func(b *strings.Builder, n int) {
		inOrder = inOrder && n == next
		next++
		b.WriteByte('?')
		b.WriteString(strconv.Itoa(n))
	})
	if !inOrder {
		return numbered
	}
	return mapPlaceholders(text, func(b *strings.Builder, _ int) { b.WriteByte('?') })
}

// shift raises the numbers of all placeholders by the number of arguments that stand before.
func shift(text string, by int) string {
	return mapPlaceholders(text, func(b *strings.Builder, n int) {
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n + by))
	})
}

func mapPlaceholders(text string, put func(b *strings.Builder, n int)) string {
	var b strings.Builder
	b.Grow(len(text) + 16)
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\'' {
			quoted = !quoted // a doubled quote toggles twice
		}
		if c != '$' || quoted {
			b.WriteByte(c)
			continue
		}
		end := i + 1
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if n, err := strconv.Atoi(text[i+1 : end]); err == nil {
			put(&b, n)
			i = end - 1
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

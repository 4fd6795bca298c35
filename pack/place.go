package pack

import (
	"unicode"

	"jieli/fault"
)

// place gives the place in the file of a line and column (from 1, in characters) within the text of a scalar, so that
// a mistake inside an expression is shown where the reader typed it, whatever quotes or folding stand around it.
func (n *node) place(line, column int) fault.Pos {
	if n.source == nil || n.pos.Line < n.source.first {
		return n.pos
	}
	text := []rune(n.text)
	index := indexOf(text, line, column)
	c := cursor{lines: n.source.lines, line: n.pos.Line - n.source.first, column: n.pos.Column - 1}
	switch n.style {
	case styleQuoted:
		c.step()
	case styleBlock:
		c.line, c.column = c.line+1, 0
	}
	for i := 0; i < index; i++ {
		c.consume(text[i])
	}
	if index < len(text) {
		c.seek(text[index])
	}
	return fault.Pos{File: n.pos.File, Line: n.source.first + c.line, Column: c.column + 1}
}

// indexOf gives the index of a line and column within text, at most its length.
func indexOf(text []rune, line, column int) int {
	i := 0
	for ; line > 1 && i < len(text); i++ {
		if text[i] == '\n' {
			line--
		}
	}
	return min(i+max(column, 1)-1, len(text))
}

// cursor walks the raw lines of a document beside the text of a scalar. Both hold the same characters in the same
// order; the raw side has quotes, escapes, indentation and line ends in addition.
type cursor struct {
	lines        [][]rune
	line, column int
}

// escapeReach is how far a character is looked for before the cursor gives up: longer than any escape of one.
const escapeReach = 10

func (c *cursor) consume(r rune) {
	if unicode.IsSpace(r) {
		return // blanks may be folded, so they are skipped on the raw side when the next character is looked for
	}
	if c.seek(r) {
		c.step()
	}
}

// seek moves to the next occurrence of r, over blanks and line ends and a few characters of escapes.
func (c *cursor) seek(r rune) bool {
	if unicode.IsSpace(r) {
		return false
	}
	probe := *c
	for tried := 0; tried < escapeReach; {
		ch, ok := probe.peek()
		if !ok {
			return false
		}
		if ch == r {
			*c = probe
			return true
		}
		if !unicode.IsSpace(ch) {
			tried++
		}
		probe.step()
	}
	return false
}

// peek gives the character at the cursor, a line end as "\n"; false at the end of the document.
func (c *cursor) peek() (rune, bool) {
	if c.line >= len(c.lines) {
		return 0, false
	}
	if c.column >= len(c.lines[c.line]) {
		return '\n', true
	}
	return c.lines[c.line][c.column], true
}

func (c *cursor) step() {
	if c.line < len(c.lines) && c.column < len(c.lines[c.line]) {
		c.column++
		return
	}
	c.line, c.column = c.line+1, 0
}

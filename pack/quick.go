package pack

import (
	"slices"

	"jieli/fault"
)

// quick reads the plain part of YAML in which packs are written: block mappings and lists, flow ones, plain and quoted
// scalars of one line. It gives the same nodes at the same places as the full parser does, or gives up, and then the full
// parser reads the document and says what is wrong with it: it is never the one that refuses. A pack is read at every
// start; the full parser takes twenty times as long.
type quick struct {
	source *source
	line   int
	lost   bool // something is beyond it
}

// parseQuick gives nil when the document is beyond it.
func parseQuick(s *source) *node {
	q := &quick{source: s}
	if !q.nextContent() || q.indent() != 0 {
		return nil
	}
	root := q.block(0, 0)
	if q.lost || q.nextContent() {
		return nil
	}
	return root
}

func (q *quick) giveUp() *node {
	q.lost = true
	return &node{}
}

func (q *quick) row() []rune { return q.source.lines[q.line] }

func (q *quick) pos(column int) fault.Pos {
	return fault.Pos{File: q.source.file, Line: q.source.first + q.line, Column: column + 1}
}

func (q *quick) scalar(style nodeStyle, text []rune, pos fault.Pos) *node {
	return &node{kind: nodeScalar, style: style, text: string(text), source: q.source, pos: pos}
}

// indent is the column of the first character of the line that is no blank; its length when there is none.
func (q *quick) indent() int { return afterBlanks(q.row(), 0) }

func afterBlanks(row []rune, i int) int {
	for i < len(row) && row[i] == ' ' {
		i++
	}
	return i
}

// ends reports whether nothing but a comment stands from a column on.
func ends(row []rune, i int) bool {
	j := afterBlanks(row, i)
	return j == len(row) || row[j] == '#' && (j == 0 || row[j-1] == ' ')
}

// nextContent moves to the next line that is neither blank nor a comment, from the current one on.
func (q *quick) nextContent() bool {
	for ; q.line < len(q.source.lines); q.line++ {
		if !ends(q.row(), 0) {
			return true
		}
	}
	return false
}

// isDash reports whether a list item begins at a column.
func isDash(row []rune, i int) bool {
	return i < len(row) && row[i] == '-' && (i+1 == len(row) || row[i+1] == ' ')
}

// block reads the mapping or list that begins in the current line at a column.
func (q *quick) block(column, depth int) *node {
	if depth > limitNesting {
		return q.giveUp()
	}
	if isDash(q.row(), column) {
		return q.blockList(column, depth)
	}
	return q.blockMapping(column, depth)
}

func (q *quick) blockList(column, depth int) *node {
	out := &node{kind: nodeList, source: q.source, pos: q.pos(column)}
	for more := true; more && !q.lost; more = q.goesOn(column) && isDash(q.row(), column) {
		row := q.row()
		begin := afterBlanks(row, column+1)
		if ends(row, begin) || isDash(row, begin) || len(out.items) >= limitEntries {
			return q.giveUp()
		}
		if _, _, isKey := keyAt(row, begin); isKey {
			out.items = append(out.items, q.blockMapping(begin, depth+1))
			continue
		}
		out.items = append(out.items, q.inline(begin, column, depth+1))
	}
	return out
}

func (q *quick) blockMapping(column, depth int) *node {
	out := &node{kind: nodeMapping, source: q.source, pos: q.pos(column)}
	for more := true; more && !q.lost; more = q.goesOn(column) && !isDash(q.row(), column) {
		row := q.row()
		key, after, ok := keyAt(row, column)
		if !ok || out.get(key) != nil || len(out.entries) >= limitEntries {
			return q.giveUp()
		}
		e := entry{key: key, pos: q.pos(column)}
		if begin := afterBlanks(row, after); ends(row, after) {
			e.value = q.nested(column, depth+1)
		} else {
			e.value = q.inline(begin, column, depth+1)
		}
		out.entries = append(out.entries, e)
	}
	return out
}

// goesOn reports whether the next line with content stands at a column; one further to the right is beyond us.
func (q *quick) goesOn(column int) bool {
	if q.lost || !q.nextContent() {
		return false
	}
	at := q.indent()
	if at > column {
		q.lost = true
	}
	return at == column
}

// nested reads the value that begins below its key.
func (q *quick) nested(column, depth int) *node {
	q.line++
	if !q.nextContent() {
		return q.giveUp()
	}
	at := q.indent()
	if at > column || at == column && isDash(q.row(), at) {
		return q.block(at, depth)
	}
	return q.giveUp() // no value
}

// keyAt reads a plain key and its colon.
func keyAt(row []rune, i int) (key string, after int, ok bool) {
	end := i
	for end < len(row) && isKeyRune(row[end]) {
		end++
	}
	if end == i || end == len(row) || row[end] != ':' || end+1 < len(row) && row[end+1] != ' ' || row[i] == '-' || row[i] == '.' {
		return "", 0, false
	}
	key = string(row[i:end])
	return key, end + 1, !isNull(key)
}

func isKeyRune(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.' || c == '/'
}

func isNull(text string) bool {
	return text == "~" || text == "null" || text == "Null" || text == "NULL"
}

// inline reads the value that begins in the current line, and moves behind it; what it belongs to begins at outer.
func (q *quick) inline(i, outer, depth int) *node {
	row, pos := q.row(), q.pos(i)
	var out *node
	switch row[i] {
	case '{', '[':
		out, i = q.flow(i, depth)
	case '"', '\'':
		out, i = q.quoted(i)
	default:
		end := plainEnd(row, i)
		if !isPlain(row[i:end]) || row[len(row)-1] == ' ' { // the full parser takes blanks at the end of a line for a part of the place
			return q.giveUp()
		}
		out, i = q.scalar(stylePlain, row[i:end], pos), end
	}
	if q.lost || !ends(q.row(), i) || i < len(q.row()) && q.row()[i] != ' ' {
		return q.giveUp()
	}
	q.line++
	if q.nextContent() && q.indent() > outer {
		return q.giveUp() // it goes on there
	}
	return out
}

// plainEnd gives the end of the plain scalar that begins at i in a block: that of the line, or of what stands before a comment.
func plainEnd(row []rune, i int) int {
	end := len(row)
	for j := i + 1; j < len(row); j++ {
		if row[j] == '#' && row[j-1] == ' ' {
			end = j
			break
		}
	}
	for end > i && row[end-1] == ' ' {
		end--
	}
	return end
}

// isPlain reports whether a text is a plain scalar without any doubt.
func isPlain(text []rune) bool {
	if len(text) == 0 || slices.Contains([]rune("-?:,[]{}#&*!|>'\"%@`.+~="), text[0]) && !isNegative(text) || isNull(string(text)) {
		return false
	}
	for i, c := range text {
		if c == ':' && (i+1 == len(text) || text[i+1] == ' ') {
			return false
		}
	}
	return true
}

func isNegative(text []rune) bool {
	return len(text) > 1 && text[0] == '-' && '0' <= text[1] && text[1] <= '9'
}

// quoted reads a quoted scalar of one line.
func (q *quick) quoted(i int) (*node, int) {
	row, pos, quote := q.row(), q.pos(i), q.row()[i]
	var text []rune
	for j := i + 1; j < len(row); j++ {
		c := row[j]
		next := rune(0)
		if j+1 < len(row) {
			next = row[j+1]
		}
		switch {
		case quote == '\'' && c == quote && next == quote, quote == '"' && c == '\\' && (next == '"' || next == '\\'):
			text, j = append(text, next), j+1
		case c == quote:
			return q.scalar(styleQuoted, text, pos), j + 1
		case quote == '"' && c == '\\':
			return q.giveUp(), i
		default:
			text = append(text, c)
		}
	}
	return q.giveUp(), i
}

// flow reads a list in brackets or a mapping in braces, which may go over lines, and gives the column behind it.
func (q *quick) flow(i, depth int) (*node, int) {
	if depth > limitNesting {
		return q.giveUp(), i
	}
	isMapping := q.row()[i] == '{'
	out := &node{kind: nodeList, source: q.source, pos: q.pos(i)}
	closing := ']'
	if isMapping {
		out.kind, closing = nodeMapping, '}'
	}
	i = q.flowNext(i + 1)
	if !q.lost && q.row()[i] == closing {
		return out, i + 1
	}
	for count := 0; !q.lost && count < limitEntries; count++ {
		if isMapping {
			i = q.flowEntry(out, i, depth)
		} else {
			var item *node
			item, i = q.flowValue(i, depth)
			out.items = append(out.items, item)
		}
		if i = q.flowNext(i); q.lost {
			break
		}
		switch c := q.row()[i]; c {
		case closing:
			return out, i + 1
		case ',':
			i = q.flowNext(i + 1)
		default:
			return q.giveUp(), i
		}
	}
	return q.giveUp(), i
}

func (q *quick) flowEntry(out *node, i, depth int) int {
	key, after, ok := keyAt(q.row(), i)
	if !ok || out.get(key) != nil {
		q.lost = true
		return i
	}
	e := entry{key: key, pos: q.pos(i)}
	i = q.flowNext(after)
	e.value, i = q.flowValue(i, depth)
	out.entries = append(out.entries, e)
	return i
}

// flowNext gives the column of what comes next within brackets, over line ends and comments.
func (q *quick) flowNext(i int) int {
	for !q.lost && ends(q.row(), i) {
		if q.line++; q.line == len(q.source.lines) {
			q.line--
			q.lost = true
		}
		i = 0
	}
	return afterBlanks(q.row(), i)
}

func (q *quick) flowValue(i, depth int) (*node, int) {
	if q.lost {
		return q.giveUp(), i
	}
	row := q.row()
	switch row[i] {
	case '{', '[':
		return q.flow(i, depth+1)
	case '"', '\'':
		return q.quoted(i)
	}
	end := i
	for end < len(row) && row[end] != ',' && row[end] != ']' && row[end] != '}' {
		if row[end] == '[' || row[end] == '{' || row[end] == '#' || row[end] == '"' {
			return q.giveUp(), i
		}
		end++
	}
	if end == len(row) {
		return q.giveUp(), i // it may go on in the next line
	}
	after := end
	for end > i && row[end-1] == ' ' {
		end--
	}
	if !isPlain(row[i:end]) {
		return q.giveUp(), i
	}
	return q.scalar(stylePlain, row[i:end], q.pos(i)), after
}

package expr

import (
	"strings"
	"unicode/utf8"
)

// textual writes what works on texts and lists of texts.
func (e *emitter) textual(n *node) string {
	switch n.op {
	case opJoin:
		return "(" + e.term(n.args[0]) + " || " + e.term(n.args[1]) + ")"
	case opLength:
		return "cast(length(" + e.term(n.args[0]) + ") as bigint)"
	case opCount:
		return e.let([]string{e.term(n.args[0])}, n.args[0].simple(), func(x []string) string {
			return "cast(length(" + x[0] + ") - length(replace(" + x[0] + ", '|', '')) - 1 as bigint)"
		})
	case opTexts:
		return e.listed(n)
	case opMember:
		return e.member(n)
	case opStarts:
		if s, ok := e.prefixRange(n); ok {
			return s
		}
	}
	return e.let(e.terms(n.args), allSimple(n.args), func(x []string) string { return partTest(n.op, x[0], x[1]) })
}

// listed joins texts to a list column; an item that cannot stand in one makes the whole NULL.
func (e *emitter) listed(n *node) string {
	return e.let(e.terms(n.args), allSimple(n.args), func(x []string) string {
		items := make([]string, len(x))
		for i, s := range x {
			items[i] = "case when " + s + " <> '' and replace(" + s + ", '|', '') = " + s + " then " + s + " end"
		}
		return "('|' || " + strings.Join(items, " || '|' || ") + " || '|')"
	})
}

// partTest looks for a part in a text. An empty part is in every text.
func partTest(o op, s, part string) string {
	switch o {
	case opStarts:
		return "(substr(" + s + ", 1, length(" + part + ")) = " + part + ")"
	case opEnds:
		return "(length(" + s + ") >= length(" + part + ") and substr(" + s + ", length(" + s + ") - length(" + part +
			") + 1) = " + part + ")"
	}
	return "(replace(" + s + ", " + part + ", '') <> " + s + " or " + part + " = '' and " + s + " = " + s + ")"
}

// prefixRange writes startsWith of a known part as a range, which an index serves.
func (e *emitter) prefixRange(n *node) (string, bool) {
	if !n.args[1].fixed || !n.args[0].simple() || n.args[0].fixed {
		return "", false
	}
	part, ok := n.args[1].code.text(e.frame)
	last, size := utf8.DecodeLastRuneInString(part)
	if !ok || part == "" || last < ' ' || last >= '~' {
		return "", false
	}
	next := part[:len(part)-size] + string(last+1)
	s := e.term(n.args[0])
	return "(" + s + " >= " + e.arg(part, "text") + " and " + s + " < " + e.arg(next, "text") + ")", true
}

// member looks for an item in a column |a|b|. An item that holds the mark itself, or is empty, is in no list.
func (e *emitter) member(n *node) string {
	if item, list := n.args[0], n.args[1]; item.fixed && list.op == opField {
		if s, ok := item.code.text(e.frame); ok && s != "" && !strings.Contains(s, "|") {
			column := e.term(list)
			return "(replace(" + column + ", " + e.arg("|"+s+"|", "text") + ", '') <> " + column + ")"
		}
	}
	return e.let(e.terms(n.args), allSimple(n.args), func(x []string) string {
		item, list := x[0], x[1]
		return "(case when " + item + " = '' or replace(" + item + ", '|', '') <> " + item + " then " + list + " <> " + list +
			" else replace(" + list + ", '|' || " + item + " || '|', '') <> " + list + " end)"
	})
}

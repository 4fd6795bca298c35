package pack

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"jieli/fault"
	"jieli/value"
)

// word is one scalar as written: a name, a code, a sentence.
type word struct {
	text string
	pos  fault.Pos
	node *node
}

func (w *word) decode(l *loader, n *node) {
	w.pos, w.node = n.pos, n
	if n.kind != nodeScalar {
		l.shape(n, "一个词", "one word")
		return
	}
	if utf8.RuneCountInString(n.text) > limitTextLength {
		l.report(n.pos, codeTextTooLong, "max", limitTextLength)
		return
	}
	w.text = strings.TrimSpace(n.text)
}

// words is a list of words; a single one may stand without brackets.
type words []word

func (w *words) decode(l *loader, n *node) {
	if n.kind == nodeList {
		l.slice(n, reflect.ValueOf((*[]word)(w)).Elem())
		return
	}
	var one word
	one.decode(l, n)
	*w = words{one}
}

func (w words) texts() []string {
	out := make([]string, 0, len(w))
	for _, x := range w {
		out = append(out, x.text)
	}
	return out
}

// label is text for people: Chinese alone, or {zh: …, en: …}.
type label struct {
	text   fault.Text
	pos    fault.Pos
	zh, en word // where they stand
}

type labelPair struct {
	at
	Zh word `key:"zh,required"`
	En word `key:"en"`
}

func (t *label) decode(l *loader, n *node) {
	t.pos = n.pos
	switch n.kind {
	case nodeScalar:
		var w word
		w.decode(l, n)
		t.text.Zh, t.zh = w.text, w
	case nodeMapping:
		var p labelPair
		l.into(n, reflect.ValueOf(&p).Elem())
		t.text, t.zh, t.en = fault.Text{Zh: p.Zh.text, En: p.En.text}, p.Zh, p.En
	default:
		l.shape(n, "文字，或 {zh: …, en: …}", "text, or {zh: …, en: …}")
		return
	}
	switch {
	case t.text.Zh == "" && n.kind == nodeScalar:
		l.report(n.pos, codeTextEmpty)
	case t.text.En == "":
		l.report(n.pos, codeNoEnglish)
	}
}

// citation is text for people that names a document: its title needs no English.
type citation struct{ label }

func (c *citation) decode(l *loader, n *node) {
	if n.kind == nodeScalar {
		var w word
		w.decode(l, n)
		c.text, c.pos = fault.Text{Zh: w.text}, n.pos
		return
	}
	c.label.decode(l, n)
}

// unitWords is the unit of an indicator: words of the table of units get both languages from there.
type unitWords struct{ label }

func (u *unitWords) decode(l *loader, n *node) {
	if known, ok := value.UnitOf(n.text); ok && n.kind == nodeScalar {
		u.text, u.pos = known.Label, n.pos
		return
	}
	u.label.decode(l, n)
}

// formula is a CEL expression.
type formula struct {
	text string
	pos  fault.Pos
	node *node
}

func (f *formula) decode(l *loader, n *node) {
	f.pos, f.node = n.pos, n
	if n.kind != nodeScalar {
		l.shape(n, "一个 CEL 表达式（含 { 或 : 时加引号）", "one CEL expression, in quotes when it holds { or :")
		return
	}
	f.text = n.text
	l.formulas = append(l.formulas, n.text)
}

func (f *formula) set() bool { return f.node != nil && strings.TrimSpace(f.text) != "" }

// truth is true or false.
type truth bool

func (f *truth) decode(l *loader, n *node) {
	switch {
	case n.kind == nodeScalar && n.style == stylePlain && n.text == "true":
		*f = true
	case n.kind == nodeScalar && n.style == stylePlain && n.text == "false":
		*f = false
	default:
		l.shape(n, "true 或 false", "true or false")
	}
}

// count is a whole number from 0.
type count int

func (c *count) decode(l *loader, n *node) {
	i, err := strconv.ParseInt(n.text, 10, 32)
	if n.kind != nodeScalar || err != nil || i < 0 {
		l.shape(n, "一个不小于 0 的整数", "a whole number from 0")
		return
	}
	*c = count(i)
}

// step is a whole number from 1, as large as int64.
type step int64

func (s *step) decode(l *loader, n *node) {
	i, err := strconv.ParseInt(n.text, 10, 64)
	if n.kind != nodeScalar || err != nil || i < 1 {
		l.shape(n, "一个不小于 1 的整数", "a whole number from 1")
		return
	}
	*s = step(i)
}

// span is a number of days: `5 days`, `5 天`.
type span int

func (s *span) decode(l *loader, n *node) {
	if i, ok := daysOf(n); ok && i > 0 {
		*s = span(i)
		return
	}
	l.shape(n, "1 到 3660 之间的天数，如 5 days", "a number of days from 1 to 3660, as in 5 days")
}

// delay is a number of days that may be none: `0 days`.
type delay int

func (d *delay) decode(l *loader, n *node) {
	if i, ok := daysOf(n); ok {
		*d = delay(i)
		return
	}
	l.shape(n, "0 到 3660 之间的天数，如 3 days", "a number of days from 0 to 3660, as in 3 days")
}

// daysOf reads a number of days of at most ten years.
func daysOf(n *node) (int, bool) {
	number := strings.TrimSpace(n.text)
	for _, unit := range []string{"days", "day", "天", "日"} {
		if rest, ok := strings.CutSuffix(number, unit); ok {
			i, err := strconv.Atoi(strings.TrimSpace(rest))
			return i, err == nil && n.kind == nodeScalar && i >= 0 && i <= 3660
		}
	}
	return 0, false
}

// day is a calendar date.
type day struct {
	date value.Date
	set  bool
	pos  fault.Pos
}

func (d *day) decode(l *loader, n *node) {
	d.pos = n.pos
	date, ok := parseDate(n)
	if !ok {
		l.shape(n, "一个日期，如 2021-07-01", "a date, as in 2021-07-01")
		return
	}
	d.date, d.set = date, true
}

// raw is a value whose type is known only later: a default, a limit, an answer.
type raw struct{ *node }

func (r *raw) decode(_ *loader, n *node) { r.node = n }

func (r raw) set() bool { return r.node != nil }

// dict is a mapping whose keys are names, in the order of the file.
type dict[T any] []pair[T]

type pair[T any] struct {
	key   word
	value T
}

func (d *dict[T]) decode(l *loader, n *node) {
	if n.kind != nodeMapping {
		l.shape(n, "一组“名称: 值”", "names with values")
		return
	}
	for _, e := range n.entries {
		p := pair[T]{key: word{text: e.key, pos: e.pos}}
		if _, isRaw := any(&p.value).(*raw); e.value.kind == nodeNull && !isRaw {
			l.report(e.pos, codeEmptyValue, "key", e.key)
			continue
		}
		l.into(e.value, reflect.ValueOf(&p.value).Elem())
		*d = append(*d, p)
	}
}

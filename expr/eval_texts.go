package expr

import (
	"regexp"
	"slices"
	"strings"
)

func (n *node) textCode() func(*frame) (string, bool) {
	switch n.op {
	case opLiteral:
		s := n.text
		return func(*frame) (string, bool) { return s, true }
	case opChoose:
		return choose(n.args[0].code.yes, n.args[1].code.text, n.args[2].code.text)
	case opJoin:
		a, b := n.args[0].code.text, n.args[1].code.text
		return func(f *frame) (string, bool) {
			x, ok := a(f)
			if !ok {
				return "", false
			}
			y, ok := b(f)
			return x + y, ok
		}
	}
	return as[string](n)
}

func (n *node) textsCode() func(*frame) ([]string, bool) {
	switch n.op {
	case opChoose:
		return choose(n.args[0].code.yes, n.args[1].code.texts, n.args[2].code.texts)
	case opTexts:
		return listed(n.args)
	}
	read := as[[]string](n)
	return func(f *frame) ([]string, bool) {
		list, ok := read(f)
		return list, ok && len(list) > 0 // an empty list is not known: its column is NULL
	}
}

// listed makes a list of texts. What cannot stand in a list column (nothing, an empty item, the mark |) is unknown.
func listed(args []*node) func(*frame) ([]string, bool) {
	return func(f *frame) ([]string, bool) {
		list := make([]string, len(args))
		for i, a := range args {
			s, ok := a.code.text(f)
			if !ok || s == "" || strings.Contains(s, "|") {
				return nil, false
			}
			list[i] = s
		}
		return list, len(list) > 0
	}
}

func (n *node) textTest() func(*frame) tri {
	a := n.args[0].code.text
	if n.op == opMatches {
		re := regexp.MustCompile(n.text)
		return func(f *frame) tri {
			if s, ok := a(f); ok {
				return truth(re.MatchString(s))
			}
			return unknown
		}
	}
	b := n.args[1].code.text
	do := map[op]func(s, part string) bool{
		opStarts: strings.HasPrefix, opEnds: strings.HasSuffix, opContains: strings.Contains,
	}[n.op]
	return func(f *frame) tri {
		s, ok := a(f)
		if !ok {
			return unknown
		}
		part, ok := b(f)
		if !ok {
			return unknown
		}
		return truth(do(s, part))
	}
}

// membership is in. An unknown element makes a list literal unknown as a whole, as CEL does.
func (n *node) membership() func(*frame) tri {
	if n.op == opMember {
		a, b := n.args[0].code.text, n.args[1].code.texts
		return func(f *frame) tri {
			s, ok := a(f)
			if !ok {
				return unknown
			}
			list, ok := b(f)
			if !ok {
				return unknown
			}
			return truth(slices.Contains(list, s))
		}
	}
	x, list := n.args[0], n.args[1:]
	switch x.kind {
	case kBool:
		return memberOf(known3(x), list, known3)
	case kDouble:
		return memberOf(x.code.real, list, func(a *node) func(*frame) (float64, bool) { return a.code.real })
	case kString:
		return memberOf(x.code.text, list, func(a *node) func(*frame) (string, bool) { return a.code.text })
	}
	return memberOf(x.code.number, list, func(a *node) func(*frame) (int64, bool) { return a.code.number })
}

// known3 turns a truth value into a value that may be missing.
func known3(n *node) func(*frame) (tri, bool) {
	a := n.code.yes
	return func(f *frame) (tri, bool) {
		t := a(f)
		return t, t != unknown
	}
}

func memberOf[T comparable](
	x func(*frame) (T, bool), list []*node, code func(*node) func(*frame) (T, bool),
) func(*frame) tri {
	elements := make([]func(*frame) (T, bool), len(list))
	for i, a := range list {
		elements[i] = code(a)
	}
	return func(f *frame) tri {
		v, ok := x(f)
		if !ok {
			return unknown
		}
		found := no
		for _, e := range elements {
			switch w, ok := e(f); {
			case !ok:
				return unknown
			case w == v:
				found = yes
			}
		}
		return found
	}
}

package expr

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jieli/value"
)

// compile makes the closures of a node and all below it. A closure gives false (or unknown) when the value is not
// known; that is all there is of errors.
func (n *node) compile() {
	for _, a := range n.args {
		a.compile()
	}
	if n.rows != nil {
		for _, f := range n.rows.filters {
			f.compile()
		}
	}
	switch n.kind {
	case kBool:
		n.code.yes = n.condition()
	case kDouble:
		n.code.real = n.realCode()
	case kString:
		n.code.text = n.textCode()
	case kStrings:
		n.code.texts = n.textsCode()
	case kInt, kDate, kInstant, kDays, kDuration:
		n.code.number = n.numberCode()
	}
}

// read gives how a field or parameter is read: nil when absent.
func (n *node) read() func(*frame) any {
	name, slot := n.field.Name, n.slot
	if n.op == opParameter {
		return func(f *frame) any { return f.vars.Parameter(name) }
	}
	return func(f *frame) any {
		if r := f.rows[slot]; r != nil {
			return r.Get(name)
		}
		return nil
	}
}

// bare reads a geometry.
func (n *node) bare(f *frame) any { return n.read()(f) }

// as reads a field that holds a T in memory.
func as[T any](n *node) func(*frame) (T, bool) {
	if n.op == opField { // spelled out: this is the hottest path
		name, slot := n.field.Name, n.slot
		return func(f *frame) (T, bool) {
			if r := f.rows[slot]; r != nil {
				v, ok := r.Get(name).(T)
				return v, ok
			}
			var none T
			return none, false
		}
	}
	read := n.read()
	return func(f *frame) (T, bool) {
		v, ok := read(f).(T)
		return v, ok
	}
}

func asNumber[T ~int64 | ~int32](n *node) func(*frame) (int64, bool) {
	read := as[T](n)
	return func(f *frame) (int64, bool) {
		v, ok := read(f)
		return int64(v), ok
	}
}

func (n *node) condition() func(*frame) tri {
	switch n.op {
	case opLiteral:
		t := truth(n.number == 1)
		return func(*frame) tri { return t }
	case opField, opParameter:
		read := as[bool](n)
		return func(f *frame) tri {
			if b, ok := read(f); ok {
				return truth(b)
			}
			return unknown
		}
	case opHas:
		return hasCode(n.args[0])
	case opNot:
		a := n.args[0].code.yes
		return func(f *frame) tri { return [...]tri{no: yes, yes: no, unknown: unknown}[a(f)] }
	case opAnd:
		return junction(n.args, no)
	case opOr:
		return junction(n.args, yes)
	case opChoose:
		c, x, y := n.args[0].code.yes, n.args[1].code.yes, n.args[2].code.yes
		return func(f *frame) tri {
			switch c(f) {
			case yes:
				return x(f)
			case no:
				return y(f)
			}
			return unknown
		}
	case opEqual, opUnequal, opLess, opLessEqual, opGreater, opGreaterEqual:
		return n.comparison()
	case opIn, opMember:
		return n.membership()
	case opStarts, opEnds, opContains, opMatches:
		return n.textTest()
	}
	return n.quantifier()
}

func hasCode(a *node) func(*frame) tri {
	known := a.known()
	return func(f *frame) tri { return truth(known(f)) }
}

// known tells whether a field is filled, by the same reading as its value.
func (n *node) known() func(*frame) bool {
	switch n.kind {
	case kOpaque:
		read := n.read()
		return func(f *frame) bool { return read(f) != nil }
	case kBool:
		yes := n.condition()
		return func(f *frame) bool { return yes(f) != unknown }
	case kDouble:
		return second(n.realCode())
	case kString:
		return second(n.textCode())
	case kStrings:
		return second(n.textsCode())
	}
	return second(n.numberCode())
}

func second[T any](read func(*frame) (T, bool)) func(*frame) bool {
	return func(f *frame) bool {
		_, ok := read(f)
		return ok
	}
}

// junction is && and ||: the deciding value on any side decides, else an unknown side makes the whole unknown.
func junction(args []*node, deciding tri) func(*frame) tri {
	sides := make([]func(*frame) tri, len(args))
	for i, a := range args {
		sides[i] = a.code.yes
	}
	neutral := yes
	if deciding == yes {
		neutral = no
	}
	return func(f *frame) tri {
		got := neutral
		for _, side := range sides {
			switch t := side(f); t {
			case deciding:
				return deciding
			case unknown:
				got = unknown
			}
		}
		return got
	}
}

func (n *node) numberCode() func(*frame) (int64, bool) {
	switch n.op {
	case opLiteral:
		i := n.number
		return func(*frame) (int64, bool) { return i, true }
	case opField, opParameter:
		switch n.kind {
		case kDate:
			return asNumber[value.Date](n)
		case kInstant:
			return asNumber[value.Instant](n)
		}
		return as[int64](n)
	case opToday:
		return func(f *frame) (int64, bool) { return int64(f.vars.Today()), true }
	case opNow:
		return func(f *frame) (int64, bool) { return int64(f.vars.Now()), true }
	case opChoose:
		return choose(n.args[0].code.yes, n.args[1].code.number, n.args[2].code.number)
	case opLength:
		a := n.args[0].code.text
		return func(f *frame) (int64, bool) {
			s, ok := a(f)
			return int64(utf8.RuneCountInString(s)), ok
		}
	case opCount:
		a := n.args[0].code.texts
		return func(f *frame) (int64, bool) {
			list, ok := a(f)
			return int64(len(list)), ok
		}
	case opSize, opSum:
		return n.aggregate()
	case opToInt:
		return truncated(n.args[0].code.real)
	}
	if len(n.args) == 1 {
		return n.unaryCode()
	}
	return n.binaryCode()
}

func truncated(a func(*frame) (float64, bool)) func(*frame) (int64, bool) {
	return func(f *frame) (int64, bool) {
		v, ok := a(f)
		if !ok || v <= math.MinInt64 || v >= math.MaxInt64 {
			return 0, false
		}
		return int64(v), true
	}
}

func choose[T any](c func(*frame) tri, x, y func(*frame) (T, bool)) func(*frame) (T, bool) {
	return func(f *frame) (T, bool) {
		switch c(f) {
		case yes:
			return x(f)
		case no:
			return y(f)
		}
		var none T
		return none, false
	}
}

func (n *node) unaryCode() func(*frame) (int64, bool) {
	a := n.args[0].code.number
	var do func(int64) (int64, bool)
	switch n.op {
	case opNegate:
		do = func(i int64) (int64, bool) { return subtractInt(0, i) }
	case opDays:
		do = func(i int64) (int64, bool) { return i, i >= -maxDays && i <= maxDays }
	case opSpan:
		do = func(i int64) (int64, bool) { return multiplyInt(i, microsPerDay) }
	case opYear:
		do = func(i int64) (int64, bool) { y, _, _ := value.Date(i).YMD(); return int64(y), true }
	case opMonth:
		do = func(i int64) (int64, bool) { _, m, _ := value.Date(i).YMD(); return int64(m), true }
	case opDay:
		do = func(i int64) (int64, bool) { return int64(value.Instant(i).Day()), true }
	}
	return func(f *frame) (int64, bool) {
		i, ok := a(f)
		if !ok {
			return 0, false
		}
		return do(i)
	}
}

var binaryOps = map[op]func(a, b int64) (int64, bool){
	opAdd: addInt, opSubtract: subtractInt, opMultiply: multiplyInt, opDivide: divideInt, opRemainder: remainderInt,
	opMin: func(a, b int64) (int64, bool) { return min(a, b), true },
	opMax: func(a, b int64) (int64, bool) { return max(a, b), true },
	opAge: func(a, b int64) (int64, bool) { return int64(value.Date(a).Age(value.Date(b))), true },
}

func (n *node) binaryCode() func(*frame) (int64, bool) {
	a, b, do := n.args[0].code.number, n.args[1].code.number, binaryOps[n.op]
	if limit, ok := calendar(n.kind); ok {
		plain := do
		do = func(x, y int64) (int64, bool) {
			z, ok := plain(x, y)
			return z, ok && z >= limit.lo && z <= limit.hi
		}
	}
	return func(f *frame) (int64, bool) {
		x, ok := a(f)
		if !ok {
			return 0, false
		}
		y, ok := b(f)
		if !ok {
			return 0, false
		}
		return do(x, y)
	}
}

func (n *node) realCode() func(*frame) (float64, bool) {
	switch n.op {
	case opLiteral:
		v := n.real
		return func(*frame) (float64, bool) { return v, true }
	case opField, opParameter:
		read, scale := as[int64](n), math.Pow10(n.field.Decimals)
		return func(f *frame) (float64, bool) {
			v, ok := read(f)
			return float64(v) / scale, ok
		}
	case opChoose:
		return choose(n.args[0].code.yes, n.args[1].code.real, n.args[2].code.real)
	case opToDouble:
		a := n.args[0].code.number
		return func(f *frame) (float64, bool) {
			v, ok := a(f)
			return float64(v), ok
		}
	case opNegate:
		a := n.args[0].code.real
		return func(f *frame) (float64, bool) {
			v, ok := a(f)
			return -v, ok
		}
	}
	return n.realArithmetic()
}

// realArithmetic is + - * / on decimals. Division by zero and what is beyond all bounds is unknown.
func (n *node) realArithmetic() func(*frame) (float64, bool) {
	a, b := n.args[0].code.real, n.args[1].code.real
	do := map[op]func(x, y float64) float64{
		opAdd:      func(x, y float64) float64 { return x + y },
		opSubtract: func(x, y float64) float64 { return x - y },
		opMultiply: func(x, y float64) float64 { return x * y },
		opDivide:   func(x, y float64) float64 { return x / y },
	}[n.op]
	return func(f *frame) (float64, bool) {
		x, ok := a(f)
		if !ok {
			return 0, false
		}
		y, ok := b(f)
		if !ok {
			return 0, false
		}
		z := do(x, y)
		return z, !math.IsInf(z, 0) && !math.IsNaN(z)
	}
}

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

func memberOf[T comparable](x func(*frame) (T, bool), list []*node, code func(*node) func(*frame) (T, bool)) func(*frame) tri {
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

package expr

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
	case kOpaque:
		n.code.shape = n.shapeCode()
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
		return second(n.shapeCode())
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

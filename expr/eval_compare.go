package expr

import "cmp"

// comparison makes == != < <= > >= for the kind of the sides.
func (n *node) comparison() func(*frame) tri {
	a, b := n.args[0], n.args[1]
	switch a.kind {
	case kBool:
		return sameTruth(a.code.yes, b.code.yes, n.op == opEqual)
	case kDouble:
		return compare(n.op, a.code.real, b.code.real)
	case kString:
		return compare(n.op, a.code.text, b.code.text)
	}
	if b.op == opLiteral { // the commonest condition: a field against a number
		return compareWith(n.op, a.code.number, b.number)
	}
	return compare(n.op, a.code.number, b.code.number)
}

func sameTruth(a, b func(*frame) tri, equal bool) func(*frame) tri {
	return func(f *frame) tri {
		x := a(f)
		if x == unknown {
			return unknown
		}
		y := b(f)
		if y == unknown {
			return unknown
		}
		return truth((x == y) == equal)
	}
}

func compare[T cmp.Ordered](o op, a, b func(*frame) (T, bool)) func(*frame) tri {
	test := tester[T](o)
	return func(f *frame) tri {
		x, ok := a(f)
		if !ok {
			return unknown
		}
		y, ok := b(f)
		if !ok {
			return unknown
		}
		return truth(test(x, y))
	}
}

func compareWith[T cmp.Ordered](o op, a func(*frame) (T, bool), y T) func(*frame) tri {
	test := tester[T](o)
	return func(f *frame) tri {
		x, ok := a(f)
		if !ok {
			return unknown
		}
		return truth(test(x, y))
	}
}

func tester[T cmp.Ordered](o op) func(x, y T) bool {
	switch o {
	case opEqual:
		return func(x, y T) bool { return x == y }
	case opUnequal:
		return func(x, y T) bool { return x != y }
	case opLess:
		return func(x, y T) bool { return x < y }
	case opLessEqual:
		return func(x, y T) bool { return x <= y }
	case opGreater:
		return func(x, y T) bool { return x > y }
	}
	return func(x, y T) bool { return x >= y }
}

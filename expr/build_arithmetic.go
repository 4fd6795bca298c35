package expr

import (
	"cel.dev/cel-go/common/ast"

	"jieli/value"
)

const microsPerDay = int64(value.Day)

func arithmetic(o op, name string) operatorBuild {
	return func(b *builder, e ast.Expr, args []ast.Expr) *node {
		if n := b.months(o, e, args); n != nil {
			return n
		}
		x, y := b.expr(args[0]), b.expr(args[1])
		if x.kind == kNone || y.kind == kNone {
			return made(o, kNone, b.at(e), x, y)
		}
		x, y = b.spans(x, y)
		if o == opAdd && (y.kind == kDate || y.kind == kInstant) {
			x, y = y, x // days(3) + date
		}
		if (x.kind == kInstant) && y.kind == kDays {
			y = b.span(y)
		}
		k := result(o, x.kind, y.kind)
		if k == kNone {
			return b.mismatch(b.at(e), name, x, y)
		}
		n := made(o, k, b.at(e), x, y)
		if o == opAdd && k == kString {
			n.op = opJoin
		}
		n.boundArithmetic(x, y)
		return n
	}
}

// result gives the kind of x o y, kNone when there is none.
func result(o op, x, y kind) kind {
	same := x == y
	switch {
	case same && (x == kInt || x == kDouble && o != opRemainder):
		return x
	case same && (x == kDays || x == kDuration) && (o == opAdd || o == opSubtract):
		return x
	case same && x == kString && o == opAdd:
		return kString
	case same && x == kDate && o == opSubtract:
		return kDays
	case same && x == kInstant && o == opSubtract:
		return kDuration
	case x == kDate && y == kDays && (o == opAdd || o == opSubtract):
		return kDate
	case x == kInstant && y == kDuration && (o == opAdd || o == opSubtract):
		return kInstant
	}
	return kNone
}

// boundArithmetic proves what the result can be. Where it may be unknown (overflow, division by zero, a day beyond the
// calendar) the node is not sure.
func (n *node) boundArithmetic(x, y *node) {
	if n.kind == kDouble {
		n.size = extents(n.op, x.size, y.size)
		n.sure = n.sure && (n.op != opDivide || y.op == opLiteral && y.real != 0) && n.size.fine()
		return
	}
	switch n.op {
	case opAdd:
		n.span = corners(x.span, y.span, addInt)
	case opSubtract:
		n.span = corners(x.span, y.span, subtractInt)
	case opMultiply:
		n.span = corners(x.span, y.span, multiplyInt)
	case opDivide:
		n.span, n.sure = x.span.divide(y.span), n.sure && !containsZero(y.span)
	case opRemainder:
		n.span, n.sure = x.span.remainder(y.span), n.sure && !containsZero(y.span)
	}
	n.sure = n.sure && !n.span.wide
	if limit, ok := calendar(n.kind); ok && !n.span.wide {
		n.sure = n.sure && n.span.within(limit)
		n.raw, n.span = n.span, n.span.cut(limit)
	}
}

func extents(o op, x, y extent) extent {
	switch o {
	case opMultiply:
		return x.multiply(y)
	case opDivide:
		return x.divide(y)
	}
	return x.add(y)
}

func containsZero(s span) bool { return s.lo <= 0 && s.hi >= 0 }

// calendar gives the bounds that dates and instants must stay within; arithmetic beyond is unknown.
func calendar(k kind) (span, bool) {
	switch k {
	case kDate:
		return spanDays, true
	case kInstant:
		return spanInstants, true
	}
	return span{}, false
}

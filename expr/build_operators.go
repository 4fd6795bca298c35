package expr

import "cel.dev/cel-go/common/ast"

// made makes a node of sides: fixed and sure when all of them are. A side with a problem makes the node one.
func made(o op, k kind, at place, args ...*node) *node {
	n := &node{op: o, kind: k, at: at, args: args, fixed: true, sure: true}
	for _, a := range args {
		n.fixed, n.sure = n.fixed && a.fixed, n.sure && a.sure
		if a.kind == kNone {
			n.kind = kNone
		}
	}
	return n
}

func logic(o op) operatorBuild {
	return func(b *builder, e ast.Expr, args []ast.Expr) *node {
		n := made(o, kBool, b.at(e))
		for _, side := range b.sides(e.AsCall().FunctionName(), args, nil) {
			a := b.condition(side, map[op]string{opAnd: "&&", opOr: "||"}[o])
			n.args = append(n.args, a)
			n.fixed, n.sure = n.fixed && a.fixed, n.sure && a.sure
			if a.kind == kNone {
				n.kind = kNone
			}
		}
		return n
	}
}

// sides flattens a && b && c, so that long conditions are not deep.
func (b *builder) sides(name string, args []ast.Expr, list []ast.Expr) []ast.Expr {
	for _, a := range args {
		if a.Kind() == ast.CallKind && !a.AsCall().IsMemberFunction() && a.AsCall().FunctionName() == name &&
			len(list) <= MaxNodes {
			list = b.sides(name, a.AsCall().Args(), list)
			continue
		}
		list = append(list, a)
	}
	return list
}

// condition builds a side that must be a yes or no.
func (b *builder) condition(e ast.Expr, name string) *node {
	n := b.expr(e)
	if n.kind != kBool && n.kind != kNone {
		return b.report(n.at, codeArgument, "name", name, "want", kindWords[kBool], "got", kindWords[n.kind],
			"hint", words("请写成比较，如 … > 0 或 has(…)", "write a comparison, as in … > 0, or has(…)"))
	}
	return n
}

func buildNot(b *builder, e ast.Expr, args []ast.Expr) *node {
	return made(opNot, kBool, b.at(e), b.condition(args[0], "!"))
}

func buildNegate(b *builder, e ast.Expr, args []ast.Expr) *node {
	a := b.expr(args[0])
	n := made(opNegate, a.kind, b.at(e), a)
	switch a.kind {
	case kInt, kDays, kDuration:
		n.span = corners(span{}, a.span, subtractInt)
		n.sure = n.sure && !n.span.wide
	case kDouble:
		n.size = a.size
	case kNone:
	default:
		return b.report(n.at, codeArgument, "name", "-", "want", kindWords[kInt], "got", kindWords[a.kind],
			"hint", words("负号只用于数", "a minus stands only before numbers"))
	}
	return n
}

func buildIndex(b *builder, e ast.Expr, args []ast.Expr) *node {
	return b.report(b.at(e), codeProfile, "what", words("下标 […]", "indexing by […]"),
		"hint", words("字段请写 household.members，名单请用 exists、all 或 filter",
			"write household.members, or exists, all, filter on lists"))
}

func buildChoose(b *builder, e ast.Expr, args []ast.Expr) *node {
	c, x, y := b.condition(args[0], "?"), b.expr(args[1]), b.expr(args[2])
	if x.kind == kNone || y.kind == kNone {
		return made(opChoose, kNone, b.at(e), c, x, y)
	}
	x, y = b.spans(x, y)
	n := made(opChoose, x.kind, b.at(e), c, x, y)
	switch {
	case x.kind != y.kind:
		return b.mismatch(n.at, "?:", x, y)
	case x.kind == kDouble:
		n.size = x.size.hull(y.size)
	default:
		n.span = x.span.hull(y.span)
		n.span.wide = false // what overflowed inside is reported there
	}
	return n
}

// spans makes whole days beside another span of time one.
func (b *builder) spans(x, y *node) (*node, *node) {
	if x.kind == kDays && y.kind == kDuration {
		return b.span(x), y
	}
	if x.kind == kDuration && y.kind == kDays {
		return x, b.span(y)
	}
	return x, y
}

// span turns whole days into microseconds.
func (b *builder) span(n *node) *node {
	s := made(opSpan, kDuration, n.at, n)
	s.span = corners(n.span, span{lo: microsPerDay, hi: microsPerDay}, multiplyInt)
	s.sure = s.sure && !s.span.wide
	return s
}

// double turns an integer beside a number with decimals into one.
func (b *builder) double(n *node) *node {
	d := made(opToDouble, kDouble, n.at, n)
	d.size = extentOf(n.span, 0)
	return d
}

// mismatch reports two kinds that do not go together, with what to do.
func (b *builder) mismatch(at place, name string, x, y *node) *node {
	has := func(k kind) bool { return x.kind == k || y.kind == k }
	hint := words("两边要是同一种", "both sides must be of one kind")
	if x.kind == y.kind {
		hint = words("请换一种运算", "use another operator")
	}
	switch {
	case x.kind == kNone || y.kind == kNone:
		return &node{at: at}
	case has(kDate) && has(kInstant):
		return b.report(at, codeMixed)
	case has(kInt) && has(kDouble):
		hint = words("整数请写 double(…) 或带小数点，如 2.0", "write double(…) around the whole number, or a point, as in 2.0")
	case has(kInt) && (has(kDate) || has(kInstant) || has(kDays) || has(kDuration)):
		hint = words("天数请写 days(…)", "write days(…) around a number of days")
	case has(kDate) && has(kDuration):
		hint = words("日期只能加减整天，请用 days(…)", "only whole days are added to a date: days(…)")
	case has(kString) && (has(kDate) || has(kInstant)):
		hint = words("日期请设为参数，写 parameter.参数名", "make the date a parameter and write parameter.name")
	case has(kString) && has(kInt):
		hint = words("文字和选项代码要加引号，数不加", "texts and codes stand in quotes, numbers do not")
	case has(kStrings):
		hint = words(`多选请写 "代码" in 字段`, `for a field of several choices write "code" in field`)
	case name == "%":
		hint = words("取余只用于整数", "the remainder is for whole numbers only")
	case has(kBool):
		hint = words("是否值只能用 == 和 !=，或直接写字段名", "yes and no compare only by == and !=, or stand alone")
	}
	return b.report(at, codeType, "name", name, "left", kindWords[x.kind], "right", kindWords[y.kind], "hint", hint)
}

func comparison(o op, name string) operatorBuild {
	return func(b *builder, e ast.Expr, args []ast.Expr) *node {
		x, y := b.expr(args[0]), b.expr(args[1])
		if x.kind == kNone || y.kind == kNone {
			return made(o, kNone, b.at(e), x, y)
		}
		x, y = b.alike(x, y)
		if x.kind != y.kind || x.kind == kStrings || x.kind == kBool && o != opEqual && o != opUnequal {
			return b.mismatch(b.at(e), name, x, y)
		}
		return made(o, kBool, b.at(e), x, y)
	}
}

// alike brings whole numbers beside decimals, and days beside spans, to one kind.
func (b *builder) alike(x, y *node) (*node, *node) {
	if x.kind == kInt && y.kind == kDouble {
		return b.double(x), y
	}
	if x.kind == kDouble && y.kind == kInt {
		return x, b.double(y)
	}
	return b.spans(x, y)
}

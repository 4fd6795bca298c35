package expr

import (
	"cel.dev/cel-go/common/ast"
)

// rowsOf builds the target of a list macro; nil when it is no list of records, which is reported.
func (b *builder) rowsOf(e ast.Expr, name string) *rows {
	n := b.any(e)
	switch {
	case n.kind == kRows:
		return n.rows
	case n.kind == kNone:
	case n.kind == kStrings:
		b.report(n.at, codeUse, "what", name, "hint",
			words(`多选请写 "代码" in 字段`, `for a field of several choices write "code" in field`))
	default:
		b.report(n.at, codeArgument, "name", name, "want", kindWords[kRows], "got", kindWords[n.kind],
			"hint", words("前面要是名单，如 household.people", "a list stands before it, as in household.people"))
	}
	return nil
}

// within builds the body of a list macro with its variable in scope.
func (b *builder) within(r *rows, variableName, body ast.Expr) *node {
	at := b.at(variableName)
	if variableName.Kind() != ast.IdentKind {
		return b.report(at, codeUse, "what", "exists", "hint",
			words("第一个参数是变量名，如 p", "the first argument is the name of a variable, as in p"))
	}
	name := variableName.AsIdent()
	if b.env.byName[name] != nil || reserved[name] || b.variable(name) != nil {
		return b.report(at, codeTaken, "name", name)
	}
	if len(b.vars) >= MaxMacros {
		return b.report(at, codeMacros, "max", MaxMacros)
	}
	if r.slot < 0 {
		r.slot = len(b.env.subjects) + b.slots
		b.slots++
	}
	b.vars = append(b.vars, variable{name: name, slot: r.slot, list: r.info, path: r.path})
	defer func() { b.vars = b.vars[:len(b.vars)-1] }()
	return b.expr(body)
}

// predicate makes exists, all and exists_one.
func predicate(o op) func(b *builder, e, target ast.Expr, args []ast.Expr) *node {
	return func(b *builder, e, target ast.Expr, args []ast.Expr) *node {
		name := e.AsCall().FunctionName()
		r := b.rowsOf(target, name)
		if r == nil {
			return &node{at: b.at(e)}
		}
		p := b.test(r, name, args)
		n := made(o, kBool, b.functionAt(e, name), p)
		n.rows, n.fixed = r, false
		n.sure = n.sure && r.sure()
		return n
	}
}

// test builds the condition of a list macro.
func (b *builder) test(r *rows, name string, args []ast.Expr) *node {
	p := b.within(r, args[0], args[1])
	if p.kind != kBool && p.kind != kNone {
		return b.report(p.at, codeArgument, "name", name, "want", kindWords[kBool], "got", kindWords[p.kind],
			"hint", words("请写成比较，如 p.age < 16", "write a comparison, as in p.age < 16"))
	}
	return p
}

func (r *rows) sure() bool {
	for _, f := range r.filters {
		if !f.sure {
			return false
		}
	}
	return true
}

func buildFilter(b *builder, e, target ast.Expr, args []ast.Expr) *node {
	r := b.rowsOf(target, "filter")
	if r == nil {
		return &node{at: b.at(e)}
	}
	p := b.test(r, "filter", args)
	if p.kind == kNone {
		return p
	}
	r.filters = append(r.filters, p)
	return &node{kind: kRows, at: r.at, rows: r}
}

func buildMap(b *builder, e, target ast.Expr, args []ast.Expr) *node {
	r := b.rowsOf(target, "map")
	if r == nil {
		return &node{at: b.at(e)}
	}
	v := b.within(r, args[0], args[1])
	switch v.kind {
	case kInt:
		return &node{kind: kInts, at: r.at, rows: r, args: []*node{v}}
	case kNone:
		return v
	}
	return b.report(v.at, codeArgument, "name", "map", "want", kindWords[kInt], "got", kindWords[v.kind],
		"hint", words("求和只用于整数和金额", "only whole numbers and money are added up"))
}

func buildSum(b *builder, e ast.Expr, args []ast.Expr) *node {
	a := b.any(args[0])
	switch a.kind {
	case kInts:
	case kNone:
		return a
	default:
		return b.report(a.at, codeArgument, "name", "sum", "want", kindWords[kInts], "got", kindWords[a.kind],
			"hint", words("请写 sum(名单.map(p, p.字段))", "write sum(list.map(p, p.field))"))
	}
	n := made(opSum, kInt, b.functionAt(e, "sum"), a.args[0])
	n.rows, n.fixed = a.rows, false
	s := a.args[0].span
	n.span = corners(span{lo: min(s.lo, 0), hi: max(s.hi, 0)}, span{lo: 0, hi: MaxRows}, multiplyInt)
	n.sure = n.sure && a.rows.sure()
	return n
}

func buildSize(b *builder, e ast.Expr, args []ast.Expr) *node { return b.size(e, args[0]) }

// size builds size(x) and x.size().
func (b *builder) size(e, target ast.Expr) *node {
	at := b.functionAt(e, "size")
	a := b.any(target)
	switch a.kind {
	case kString:
		n := made(opLength, kInt, at, a)
		n.span = spanCount
		return n
	case kStrings:
		n := made(opCount, kInt, at, a)
		n.span = spanCount
		return n
	case kRows:
		return &node{op: opSize, kind: kInt, at: at, rows: a.rows, sure: a.rows.sure(), span: spanCount}
	case kNone:
		return a
	}
	return b.report(a.at, codeArgument, "name", "size", "want", kindWords[kRows], "got", kindWords[a.kind],
		"hint", words("size 用于名单、多选和文字", "size works on lists, choices and texts"))
}

// buildIn makes x in [a, b] and "x" in field.
func buildIn(b *builder, e ast.Expr, args []ast.Expr) *node {
	x := b.expr(args[0])
	if args[1].Kind() == ast.ListKind {
		return b.inLiteral(e, x, args[1])
	}
	list := b.any(args[1])
	switch {
	case x.kind == kNone || list.kind == kNone:
		return &node{at: b.at(e)}
	case list.kind != kStrings:
		return b.report(list.at, codeArgument, "name", "in", "want", words("列表", "a list"), "got", kindWords[list.kind],
			"hint", words("后面要是多选字段，或 [\"a\", \"b\"]", "a field of several choices or [\"a\", \"b\"] stands behind it"))
	case x.kind != kString:
		return b.mismatch(b.at(e), "in", x, list)
	}
	return made(opMember, kBool, b.at(e), x, list)
}

func (b *builder) inLiteral(e ast.Expr, x *node, list ast.Expr) *node {
	n := made(opIn, kBool, b.at(e), x)
	before := len(b.problems)
	b.elements(n, list)
	if x.kind == kNone || len(b.problems) > before {
		return &node{at: n.at}
	}
	for i := range n.args {
		if n.args[i].kind == kDouble && n.args[0].kind == kInt {
			n.args[0] = b.double(n.args[0])
		}
	}
	for i, a := range n.args[1:] {
		first, other := b.alike(n.args[0], a)
		if first.kind != other.kind || first.kind == kStrings {
			return b.mismatch(a.at, "in", first, other)
		}
		n.args[0], n.args[i+1] = first, other
	}
	for i, a := range n.args[1:] {
		_, n.args[i+1] = b.alike(n.args[0], a)
	}
	return n
}

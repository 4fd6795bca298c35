package expr

import (
	"regexp"
	"strconv"

	"cel.dev/cel-go/common/ast"

	"jieli/fault"
	"jieli/value"
)

// call builds an operator or a function.
func (b *builder) call(e ast.Expr) *node {
	c := e.AsCall()
	if c.IsMemberFunction() {
		return b.method(e, c)
	}
	if o, ok := operators[c.FunctionName()]; ok {
		return o(b, e, c.Args())
	}
	f, ok := functions[c.FunctionName()]
	if !ok {
		return b.unknownFunction(b.functionAt(e, c.FunctionName()), c.FunctionName())
	}
	if len(c.Args()) != f.count {
		return b.report(b.functionAt(e, c.FunctionName()), codeCount, "name", c.FunctionName(), "want", f.count,
			"got", len(c.Args()), "usage", f.usage)
	}
	return f.build(b, e, c.Args())
}

type operatorBuild func(b *builder, e ast.Expr, args []ast.Expr) *node

type function struct {
	count int
	usage string
	build operatorBuild
}

var (
	operators map[string]operatorBuild
	functions map[string]function
	methods   map[string]method
)

// The tables are filled here since the builders refer to them in turn.
func init() {
	operators = map[string]operatorBuild{
		"_&&_": logic(opAnd), "_||_": logic(opOr), "!_": buildNot, "-_": buildNegate, "_?_:_": buildChoose,
		"@in": buildIn, "_[_]": buildIndex,
		"_==_": comparison(opEqual, "=="), "_!=_": comparison(opUnequal, "!="), "_<_": comparison(opLess, "<"),
		"_<=_": comparison(opLessEqual, "<="), "_>_": comparison(opGreater, ">"),
		"_>=_": comparison(opGreaterEqual, ">="),
		"_+_":  arithmetic(opAdd, "+"), "_-_": arithmetic(opSubtract, "-"), "_*_": arithmetic(opMultiply, "*"),
		"_/_": arithmetic(opDivide, "/"), "_%_": arithmetic(opRemainder, "%"),
	}
	functions = map[string]function{
		"has":    {1, "has(household.phone)", buildHas},
		"size":   {1, "size(household.people)", buildSize},
		"sum":    {1, "sum(household.people.map(p, p.income))", buildSum},
		"days":   {1, "days(15)", unary("days", opDays, kInt, kDays)},
		"year":   {1, "year(household.built_on)", unary("year", opYear, kDate, kInt)},
		"month":  {1, "month(household.built_on)", unary("month", opMonth, kDate, kInt)},
		"day":    {1, "day(now)", unary("day", opDay, kInstant, kDate)},
		"double": {1, "double(household.members)", unary("double", opToDouble, kInt, kDouble)},
		"int":    {1, "int(plot.area)", unary("int", opToInt, kDouble, kInt)},
		"age":    {2, "age(person.birth_date, today)", binary("age", opAge, kDate, kInt)},
		"min":    {2, "min(a, b)", binary("min", opMin, kInt, kInt)},
		"max":    {2, "max(a, b)", binary("max", opMax, kInt, kInt)},
		"months": {1, "household.built_on + months(6)", buildMonthsAlone},
		"yuan":   {1, "yuan(7500)", buildYuan},

		"area_of":   {1, "area_of(plot.outline)", measure("area_of", opArea, kDouble, value.Polygon)},
		"length_of": {1, "length_of(road.way)", measure("length_of", opLineLong, kDouble, value.Line)},
		"centre":    {1, "centre(plot.outline)", measure("centre", opCentre, kOpaque, value.Polygon)},
		"distance":  {2, "distance(home.place, job.place)", measure("distance", opDistance, kDouble, value.Point)},
	}
	methods = map[string]method{
		"startsWith": {1, `x.startsWith("4418")`, textMethod(opStarts)},
		"endsWith":   {1, `x.endsWith("01")`, textMethod(opEnds)},
		"contains":   {1, `x.contains("水")`, textMethod(opContains)},
		"matches":    {1, `x.matches("[0-9]+")`, buildMatches},
		"size":       {0, "household.people.size()", sizeMethod},
		"exists":     {2, "household.people.exists(p, p.age < 16)", predicate(opExists)},
		"all":        {2, "household.people.all(p, p.age < 16)", predicate(opAll)},
		"exists_one": {2, "household.people.exists_one(p, p.head)", predicate(opOne)},
		"filter":     {2, "household.people.filter(p, p.age < 16).size()", buildFilter},
		"map":        {2, "sum(household.people.map(p, p.income))", buildMap},
	}
}

func sizeMethod(b *builder, e, target ast.Expr, _ []ast.Expr) *node { return b.size(e, target) }

// foreign are functions of CEL that are left out, and what to write instead.
var foreign = map[string]fault.Text{
	"timestamp":   words("日期请设为参数，写 parameter.参数名", "make the date a parameter and write parameter.name"),
	"duration":    words("天数请写 days(n)", "write days(n)"),
	"string":      words("文字和数不能互换", "numbers do not become texts"),
	"getFullYear": words("请写 year(日期)", "write year(date)"),
	"getMonth":    words("请写 month(日期)，1 为一月", "write month(date), 1 is January"),
	"area":        words("地块面积请写 area_of(…)，单位为亩", "write area_of(…), which gives mu"),
	"centroid":    words("请写 centre(…)", "write centre(…)"),
	"center":      words("请写 centre(…)", "write centre(…)"),
	"date":        words("日期请设为参数，时刻变日期请写 day(时刻)", "make the date a parameter, or write day(instant)"),
	"count":       words("请写 .filter(p, …).size()", "write .filter(p, …).size()"),
	"length":      words("请写 size(…)", "write size(…)"),
	"len":         words("请写 size(…)", "write size(…)"),
	"any":         words("请写 .exists(p, …)", "write .exists(p, …)"),
}

func (b *builder) unknownFunction(at place, name string) *node {
	hint, ok := foreign[name]
	if !ok {
		known := append(names(functions), names(methods)...)
		hint = didYouMean(nearest(name, known), known)
	}
	return b.report(at, codeFunction, "name", name, "hint", hint)
}

// unary makes a function of one value.
func unary(name string, o op, from, to kind) operatorBuild {
	return func(b *builder, e ast.Expr, args []ast.Expr) *node {
		a := b.argument(args[0], name, from)
		n := made(o, to, b.functionAt(e, name), a)
		if n.kind != kNone {
			n.boundUnary(a)
		}
		return n
	}
}

func (n *node) boundUnary(a *node) {
	switch n.op {
	case opYear:
		n.span = span{lo: 1, hi: 9999}
	case opMonth:
		n.span = span{lo: 1, hi: 12}
	case opDay:
		n.span = spanDays
	case opDays:
		n.span = a.span.cut(span{lo: -maxDays, hi: maxDays})
		n.sure = n.sure && a.span.within(n.span)
	case opToDouble:
		n.size = extentOf(a.span, 0)
	case opToInt:
		n.span = spanAll
		if a.size.most < 1<<62 {
			n.span = span{lo: -int64(a.size.most) - 1, hi: int64(a.size.most) + 1}
		} else {
			n.span.wide, n.sure = true, false
		}
	}
}

// argument builds an argument that must be of one kind.
func (b *builder) argument(e ast.Expr, name string, want kind) *node {
	a := b.expr(e)
	if a.kind == want || a.kind == kNone {
		return a
	}
	hint := words("请核对字段", "check the field")
	switch {
	case want == kDate && a.kind == kInstant:
		hint = words("时刻变日期请写 day(…)", "write day(…) around an instant")
	case want == kInt && a.kind == kDouble && name == "double":
		hint = words("它已经是小数，请直接用", "it has decimals already; use it as it is")
	case want == kInt && a.kind == kDouble:
		hint = words("请写 int(…) 舍去小数", "write int(…), which drops the decimals")
	case want == kDouble && a.kind == kInt:
		hint = words("它已经是整数，请直接用", "it is a whole number already; use it as it is")
	case want == kInstant && a.kind == kDate:
		hint = words("它已经是日期，请直接用", "it is a date already; use it as it is")
	case want == kString && a.kind == kStrings:
		hint = words(`多选请写 "代码" in 字段`, `for a field of several choices write "code" in field`)
	}
	return b.report(a.at, codeArgument, "name", name, "want", kindWords[want], "got", kindWords[a.kind], "hint", hint)
}

func binary(name string, o op, from, to kind) operatorBuild {
	return func(b *builder, e ast.Expr, args []ast.Expr) *node {
		x, y := b.argument(args[0], name, from), b.argument(args[1], name, from)
		n := made(o, to, b.functionAt(e, name), x, y)
		switch o {
		case opAge:
			n.span = span{lo: -10000, hi: 10000}
		case opMin:
			n.span = span{lo: min(x.span.lo, y.span.lo), hi: min(x.span.hi, y.span.hi)}
		case opMax:
			n.span = span{lo: max(x.span.lo, y.span.lo), hi: max(x.span.hi, y.span.hi)}
		}
		return n
	}
}

func buildYuan(b *builder, e ast.Expr, args []ast.Expr) *node {
	at := b.at(args[0])
	text, ok := literalNumber(args[0])
	if !ok {
		return b.report(at, codeUse, "what", "yuan", "hint",
			words("括号里只能直接写数，如 yuan(7500)；金额字段本身已按分计",
				"it takes a plain number, as in yuan(7500); money fields are in fen already"))
	}
	n, err := fen(text)
	if err != nil {
		return b.report(at, codeLiteral, "value", text, "hint", words("金额最多两位小数，不超过 90 万亿元",
			"an amount has at most two decimals and is below 90 million million yuan"))
	}
	return &node{op: opLiteral, kind: kInt, at: b.functionAt(e, "yuan"), fixed: true, sure: true, number: n,
		span: span{lo: n, hi: n}}
}

func buildHas(b *builder, e ast.Expr, args []ast.Expr) *node {
	a := b.any(args[0])
	switch {
	case a.kind == kNone:
		return a
	case a.kind == kRows:
		return b.report(a.at, codeUse, "what", "has", "hint", words("名单请写 .size() > 0", "for a list write .size() > 0"))
	case a.op != opField && a.op != opParameter:
		return b.report(a.at, codeUse, "what", "has", "hint", words("括号里只能是一个字段，如 has(household.phone)",
			"it takes one field, as in has(household.phone)"))
	}
	return &node{op: opHas, kind: kBool, at: b.functionAt(e, "has"), args: []*node{a}, fixed: a.fixed, sure: true}
}

// method is a function written behind a dot.
type method struct {
	count int
	usage string
	build func(b *builder, e, target ast.Expr, args []ast.Expr) *node
}

func (b *builder) method(e ast.Expr, c ast.CallExpr) *node {
	m, ok := methods[c.FunctionName()]
	if !ok {
		return b.unknownFunction(b.functionAt(e, c.FunctionName()), c.FunctionName())
	}
	if len(c.Args()) != m.count {
		return b.report(b.functionAt(e, c.FunctionName()), codeCount, "name", c.FunctionName(), "want", m.count,
			"got", len(c.Args()), "usage", m.usage)
	}
	return m.build(b, e, c.Target(), c.Args())
}

func textMethod(o op) func(b *builder, e, target ast.Expr, args []ast.Expr) *node {
	return func(b *builder, e, target ast.Expr, args []ast.Expr) *node {
		name := e.AsCall().FunctionName()
		return made(o, kBool, b.functionAt(e, name), b.argument(target, name, kString), b.argument(args[0], name, kString))
	}
}

func buildMatches(b *builder, e, target ast.Expr, args []ast.Expr) *node {
	x, p := b.argument(target, "matches", kString), b.argument(args[0], "matches", kString)
	if x.kind == kNone || p.kind == kNone {
		return &node{at: x.at}
	}
	if p.op != opLiteral {
		return b.report(p.at, codeUse, "what", "matches", "hint", words("括号里只能直接写带引号的正则表达式",
			"it takes a pattern written out in quotes"))
	}
	if _, err := regexp.Compile(p.text); err != nil {
		return b.report(p.at, codePattern, "pattern", strconv.Quote(p.text))
	}
	n := made(opMatches, kBool, b.functionAt(e, "matches"), x)
	n.text = p.text
	return n
}

package expr

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"jieli/value"
)

// root builds the whole expression. Two things may stand only here: a bare geometry, and a list literal of texts.
func (b *builder) root(e ast.Expr) *node {
	if e.Kind() == ast.ListKind {
		return b.texts(e)
	}
	return b.any(e)
}

// expr builds a subexpression that is a value: no bare geometry, no list of records.
func (b *builder) expr(e ast.Expr) *node {
	n := b.any(e)
	switch n.kind {
	case kOpaque:
		return b.report(n.at, codeUse, "what", n.name(), "hint", words("位置图形不能直接比较，请用 has(…)、area_of(…)、distance(…, …) 或 length_of(…)",
			"geometries do not compare: use has(…), area_of(…), distance(…, …) or length_of(…)"))
	case kRows:
		return b.report(n.at, codeUse, "what", n.rows.path, "hint", words("请写 .size()、.exists(p, …) 或 .all(p, …)",
			"write .size(), .exists(p, …) or .all(p, …)"))
	case kInts:
		return b.report(n.at, codeUse, "what", "map", "hint", words("请写 sum(… .map(p, …))", "write sum(… .map(p, …))"))
	}
	return n
}

func (b *builder) any(e ast.Expr) *node {
	if b.full {
		return &node{at: b.at(e)}
	}
	b.nodes++
	b.depth++
	defer func() { b.depth-- }()
	switch {
	case b.nodes > MaxNodes:
		b.full = true
		return b.report(place{1, 1}, codeLarge, "max", MaxNodes)
	case b.depth > MaxDepth:
		b.full = true
		return b.report(b.at(e), codeDeep, "max", MaxDepth)
	}
	switch e.Kind() {
	case ast.LiteralKind:
		return b.literal(e)
	case ast.IdentKind:
		return b.ident(e)
	case ast.SelectKind:
		return b.selected(e)
	case ast.CallKind:
		return b.call(e)
	case ast.ListKind:
		return b.report(b.at(e), codeUse, "what", "[…]", "hint", words("列表只能写在 in 后面", "a list stands only behind in"))
	}
	return b.report(b.at(e), codeProfile, "what", words("对象和映射", "objects and maps"),
		"hint", words("请分别写各个字段", "write the fields one by one"))
}

func (b *builder) literal(e ast.Expr) *node {
	n := &node{op: opLiteral, at: b.at(e), fixed: true, sure: true}
	switch v := e.AsLiteral().(type) {
	case types.Bool:
		n.kind = kBool
		if v {
			n.number = 1
		}
	case types.Int:
		n.kind, n.number = kInt, int64(v)
		n.span = span{lo: n.number, hi: n.number}
	case types.Double:
		return b.real(n, float64(v))
	case types.String:
		n.kind, n.text = kString, string(v)
		if strings.ContainsRune(n.text, 0) {
			return b.report(n.at, codeLiteral, "value", `\0`, "hint", words("请删除零字符", "remove the zero character"))
		}
	case types.Null:
		return b.report(n.at, codeProfile, "what", "null", "hint",
			words("请用 has(…) 判断有没有填", "ask with has(…) whether it is filled"))
	case types.Uint:
		return b.report(n.at, codeProfile, "what", words("无符号整数", "unsigned numbers"), "hint", words("请去掉 u", "drop the u"))
	default:
		return b.report(n.at, codeProfile, "what", words("这种常量", "literals of this kind"),
			"hint", words("请用文字或数", "use a text or a number"))
	}
	return n
}

// Bounds of literals with decimals, so that arithmetic on them stays within range.
const (
	leastReal = 1e-12
	mostReal  = 1e18
)

func (b *builder) real(n *node, v float64) *node {
	if math.IsNaN(v) || math.Abs(v) > mostReal || v != 0 && math.Abs(v) < leastReal {
		return b.report(n.at, codeLiteral, "value", strconv.FormatFloat(v, 'g', -1, 64),
			"hint", words("请写 1e-12 到 1e18 之间的数", "write a number between 1e-12 and 1e18"))
	}
	n.kind, n.real = kDouble, v
	size := math.Abs(v)
	if v == 0 {
		size = 1
	}
	n.size = extent{least: size, most: size}
	return n
}

// texts builds a list literal of texts as a value.
func (b *builder) texts(e ast.Expr) *node {
	n := &node{op: opTexts, kind: kStrings, at: b.at(e), fixed: true, sure: true}
	b.elements(n, e)
	for _, a := range n.args {
		if a.kind != kString && a.kind != kNone {
			return b.report(a.at, codeArgument, "name", "[…]", "want", kindWords[kString], "got", kindWords[a.kind],
				"hint", words("请用引号", "use quotes"))
		}
	}
	return n
}

// elements builds the elements of a list literal as sides of n.
func (b *builder) elements(n *node, e ast.Expr) {
	list := e.AsList().Elements()
	if len(list) > MaxList {
		b.report(b.at(e), codeList, "count", len(list), "max", MaxList)
		return
	}
	for _, el := range list {
		a := b.expr(el)
		n.fixed, n.sure = n.fixed && a.fixed, n.sure && a.sure
		n.args = append(n.args, a)
	}
}

// isLiteralNumber gives the number of a literal, perhaps with a minus before it.
func literalNumber(e ast.Expr) (string, bool) {
	sign := ""
	if e.Kind() == ast.CallKind && e.AsCall().FunctionName() == "-_" && len(e.AsCall().Args()) == 1 {
		sign, e = "-", e.AsCall().Args()[0]
	}
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	switch v := e.AsLiteral().(type) {
	case types.Int:
		return strings.TrimPrefix(sign+strconv.FormatInt(int64(v), 10), "--"), true
	case types.Double:
		return strings.TrimPrefix(sign+strconv.FormatFloat(float64(v), 'f', -1, 64), "--"), true
	}
	return "", false
}

// fen reads an amount in yuan with at most two decimals, exactly.
func fen(text string) (int64, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	if len(fraction) > 2 {
		return 0, fmt.Errorf("expr: %s has more than two decimals", text)
	}
	n, err := strconv.ParseInt(whole+(fraction + "00")[:2], 10, 64)
	if err != nil || n > value.MaxMoney {
		return 0, fmt.Errorf("expr: %s is too much", text)
	}
	if negative {
		n = -n
	}
	return n, nil
}

package expr

import (
	"cel.dev/cel-go/common/ast"

	"jieli/fault"
	"jieli/value"
)

// Bounds of measures: a place measured twice, and more than the earth has.
var sizeMeasure = extent{least: 1e-6, most: 1e12}

// measure makes a function of geometries of one kind.
func measure(name string, o op, to kind, shape string) operatorBuild {
	return func(b *builder, e ast.Expr, args []ast.Expr) *node {
		list := make([]*node, len(args))
		for i, a := range args {
			list[i] = b.shape(a, name, shape)
		}
		n := made(o, to, b.functionAt(e, name), list...)
		n.sure = false
		switch n.kind {
		case kDouble:
			n.size = sizeMeasure
		case kOpaque:
			n.shape = value.Point
		}
		return n
	}
}

// shape builds an argument that must be a geometry of one kind.
func (b *builder) shape(e ast.Expr, name, want string) *node {
	a := b.any(e)
	if a.kind == kNone || a.kind == kOpaque && a.shape == want {
		return a
	}
	got := kindWords[a.kind]
	if a.kind == kOpaque {
		got = shapeWords[a.shape]
	}
	hint := words("请核对字段", "check the field")
	if want == value.Point && a.shape == value.Polygon {
		hint = words("地块请写 centre(…)", "write centre(…) around an outline")
	}
	return b.report(a.at, codeArgument, "name", name, "want", shapeWords[want], "got", got, "hint", hint)
}

var shapeWords = map[string]fault.Text{
	value.Point: words("位置点", "a point"), value.Line: words("线路", "a line"), value.Polygon: words("地块范围", "an outline"),
	"": kindWords[kOpaque],
}

// name is what a problem calls a value.
func (n *node) name() string {
	if n.field != nil {
		return n.field.Name
	}
	return opWords[n.op]
}

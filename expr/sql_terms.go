package expr

import (
	"strconv"
	"strings"
)

func (e *emitter) terms(list []*node) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = e.term(n)
	}
	return out
}

// fixedDays writes a number of days; at the top of a program it is a span of time like any other.
func (e *emitter) fixedDays(n *node) string {
	i, ok := n.code.number(e.frame)
	if ok && n == e.program.root {
		i, ok = multiplyInt(i, microsPerDay)
	}
	if !ok {
		return "cast(null as bigint)"
	}
	return e.arg(i, "bigint")
}

// bare writes the column of a field as it is stored.
func (e *emitter) bare(n *node) string { return e.aliases[n.slot] + "." + n.field.Column }

func (e *emitter) column(n *node) string {
	if n.kind != kDouble {
		return e.bare(n)
	}
	s := "cast(" + e.bare(n) + " as double precision)"
	if n.field.Decimals == 0 {
		return s
	}
	return "(" + s + " / 1" + strings.Repeat("0", n.field.Decimals) + ".0)"
}

var signs = map[op]string{
	opEqual: "=", opUnequal: "<>", opLess: "<", opLessEqual: "<=", opGreater: ">", opGreaterEqual: ">=",
	opAdd: "+", opSubtract: "-", opMultiply: "*", opDivide: "/", opRemainder: "%",
}

// comparison compares dates as text where both sides are text already, so that an index serves; else as day numbers.
func (e *emitter) comparison(n *node) string {
	a, b := n.args[0], n.args[1]
	if s, ok := e.distance(n); ok {
		return s
	}
	if a.kind == kDate && (a.computed() || b.computed()) {
		return "(" + e.dayNumber(a) + " " + signs[n.op] + " " + e.dayNumber(b) + ")"
	}
	return "(" + e.term(a) + " " + signs[n.op] + " " + e.term(b) + ")"
}

// let gives names to values for use more than once: body gets them. Values that cost nothing to repeat stay as they
// are; others become columns of a derived table.
func (e *emitter) let(values []string, simple bool, body func(names []string) string) string {
	if simple {
		return body(values)
	}
	t := e.alias()
	refs, columns := make([]string, len(values)), make([]string, len(values))
	for i, v := range values {
		c := "c" + strconv.Itoa(i+1)
		columns[i], refs[i] = v+" as "+c, t+"."+c
	}
	return "(select " + body(refs) + " from (select " + strings.Join(columns, ", ") + ") as " + t + ")"
}

func allSimple(list []*node) bool {
	for _, n := range list {
		if !n.simple() {
			return false
		}
	}
	return true
}

// in writes a list literal. SQL finds a match beside NULL, CEL does not: so NULL is asked first.
func (e *emitter) in(n *node) string {
	if len(n.args) == 1 {
		return e.let([]string{e.term(n.args[0])}, n.args[0].simple(), func(x []string) string {
			return "(" + x[0] + " <> " + x[0] + ")"
		})
	}
	return e.let(e.terms(n.args), allSimple(n.args), func(x []string) string {
		in := x[0] + " in (" + strings.Join(x[1:], ", ") + ")"
		var known []string
		for i, a := range n.args[1:] {
			if !a.sure {
				known = append(known, x[i+1]+" is not null")
			}
		}
		if known == nil {
			return "(" + in + ")"
		}
		return "(case when " + strings.Join(known, " and ") + " then " + in + " end)"
	})
}

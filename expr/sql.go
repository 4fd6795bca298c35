package expr

import (
	"fmt"
	"strconv"
	"strings"

	"jieli/value"
)

// SQL is an expression as SQL of the portable subset. It is immutable and safe for concurrent use.
//
// The text has the columns of the subjects behind their aliases and $n placeholders, each within a cast. It gives a
// boolean for a condition, NULL where it is unknown; for other kinds bigint (integers, instants, spans of time in
// microseconds), double precision, or text (dates as YYYY-MM-DD, lists as |a|b|).
//
// Child records are those of the same county whose parent is the subject's id and whose state is active.
type SQL struct {
	program *Program
}

// Binding is what a condition is bound to when it becomes part of a statement.
type Binding struct {
	First     int               // number of the first placeholder, 1 when it is 0
	Aliases   map[string]string // alias of the table of each subject; a subject without one is called by its name
	Parameter func(name string) any
	Today     value.Date
	Now       value.Instant
}

// Vars of a binding: parameters, today and now are known, records are not.
type bound struct{ Binding }

func (b bound) Subject(string) Row { return nil }

func (b bound) List(string, string) []Row { return nil }

func (b bound) Today() value.Date { return b.Binding.Today }

func (b bound) Now() value.Instant { return b.Binding.Now }

func (b bound) Parameter(name string) any {
	if b.Binding.Parameter == nil {
		return nil
	}
	return b.Binding.Parameter(name)
}

// SQL translates the program. The problems say what has no translation: fields without a column, lists without a
// table, matches, and arithmetic that the bounds of the fields do not keep within range.
func (p *Program) SQL() (*SQL, []Problem) {
	var list []Problem
	p.root.untranslatable(func(prob Problem) { list = append(list, prob) })
	if list != nil {
		return nil, list
	}
	return &SQL{program: p}, nil
}

// untranslatable reports what stands in the way of SQL. Below fixed nodes nothing does: they are evaluated here.
func (n *node) untranslatable(report func(Problem)) {
	if n.fixed {
		return
	}
	inner := false
	for _, a := range n.args {
		inner = inner || !a.fixed && (a.span.wide || a.kind == kDouble && !a.size.fine()) // reported there
	}
	switch {
	case n.op == opMonths:
		report(problem(n.at, codeNoMonths))
	case n.op == opArea, n.op == opDistance, n.op == opLineLong, n.op == opCentre:
		report(problem(n.at, codeNoMeasure, "name", opWords[n.op]))
	case n.op == opField && n.via:
		report(problem(n.at, codeNoFollow, "name", n.field.Name))
	case n.op == opField && n.field.Column == "":
		report(problem(n.at, codeNoColumn, "name", n.field.Name))
	case n.rows != nil && n.rows.table == "":
		report(problem(n.rows.at, codeNoTable, "name", n.rows.path))
	case n.op == opMatches:
		report(problem(n.at, codeNoMatches))
	case !inner && n.span.wide, n.op == opDays && !n.args[0].span.within(span{lo: -maxDays, hi: maxDays}):
		report(problem(n.at, codeOverflow, "name", opWords[n.op]))
	case !inner && n.kind == kDouble && !n.size.fine():
		report(problem(n.at, codeInfinite, "name", opWords[n.op]))
	}
	for _, a := range n.args {
		a.untranslatable(report)
	}
	if n.rows != nil {
		for _, f := range n.rows.filters {
			f.untranslatable(report)
		}
	}
}

// opWords names operators in problems.
var opWords = map[op]string{
	opAdd: "+", opSubtract: "-", opMultiply: "*", opDivide: "/", opRemainder: "%", opNegate: "-", opSum: "sum",
	opArea: "area_of", opDistance: "distance", opLineLong: "length_of", opCentre: "centre",
	opDays: "days", opToInt: "int", opSpan: "days", opToDouble: "double", opField: "number",
}

// Bind gives the text of the value and its arguments for the placeholders $First, $First+1, …
func (s *SQL) Bind(b Binding) (text string, args []any) { return s.bind(b, (*emitter).emit) }

// BindWhere gives a condition that is true exactly where the program holds. Where it is unknown the text may be false
// rather than NULL, which lets the database search more cleverly; so it must not stand under not.
func (s *SQL) BindWhere(b Binding) (text string, args []any) { return s.bind(b, (*emitter).holds) }

func (s *SQL) bind(b Binding, emit func(*emitter, *node) string) (text string, args []any) {
	e := &emitter{first: max(1, b.First), program: s.program, aliases: make([]string, s.program.slots)}
	for slot, name := range s.program.names {
		if alias := b.Aliases[name]; alias != "" {
			name = alias
		}
		e.aliases[slot] = name
	}
	e.frame = s.program.begin(bound{b})
	text = emit(e, s.program.root)
	s.program.end(e.frame)
	return text, e.args
}

// emitter writes one text.
type emitter struct {
	program *Program
	frame   *frame // over the binding, for fixed nodes
	aliases []string
	first   int
	args    []any
	made    int // aliases made so far
}

// arg adds an argument and gives its placeholder within a cast, so that PostgreSQL knows its type.
func (e *emitter) arg(v any, cast string) string {
	e.args = append(e.args, v)
	return fmt.Sprintf("cast($%d as %s)", e.first+len(e.args)-1, cast)
}

// alias makes a name that no table of the statement has.
func (e *emitter) alias() string {
	e.made++
	return "x" + strconv.Itoa(e.made)
}

var casts = map[kind]string{
	kInt: "bigint", kInstant: "bigint", kDays: "bigint", kDuration: "bigint", kDouble: "double precision",
	kString: "text", kDate: "text", kStrings: "text", kOpaque: "text",
}

// fixed writes a node that reads no record: one argument.
func (e *emitter) fixed(n *node) string {
	if n.kind == kBool {
		switch n.code.yes(e.frame) {
		case yes:
			return "true"
		case no:
			return "false"
		}
		return "(cast(null as bigint) = 0)"
	}
	cast := casts[n.kind]
	v, ok := n.eval(e.frame)
	if !ok {
		return "cast(null as " + cast + ")"
	}
	switch x := v.(type) {
	case value.Date:
		return e.arg(x.String(), cast)
	case value.Instant:
		return e.arg(int64(x), cast)
	case []string:
		return e.arg("|"+strings.Join(x, "|")+"|", cast)
	}
	return e.arg(v, cast)
}

// emit writes a node as a term: it can stand beside any operator. Whole days become microseconds only at the top.
func (e *emitter) emit(n *node) string {
	s := e.term(n)
	if n == e.program.root && n.kind == kDays && !n.fixed {
		return "(" + s + " * " + strconv.FormatInt(microsPerDay, 10) + ")"
	}
	return s
}

func (e *emitter) term(n *node) string {
	if n.fixed && n.kind != kDays {
		return e.fixed(n)
	}
	if n.fixed {
		return e.fixedDays(n)
	}
	switch n.op {
	case opField:
		return e.column(n)
	case opHas:
		return "(" + e.bare(n.args[0]) + " is not null)"
	case opNot:
		return "(not " + e.term(n.args[0]) + ")"
	case opAnd, opOr:
		return "(" + strings.Join(e.terms(n.args), junctions[n.op]) + ")"
	case opChoose:
		return "(case " + e.term(n.args[0]) + " when true then " + e.term(n.args[1]) + " when false then " +
			e.term(n.args[2]) + " end)"
	case opEqual, opUnequal, opLess, opLessEqual, opGreater, opGreaterEqual:
		return e.comparison(n)
	case opIn:
		return e.in(n)
	case opExists, opAll, opOne, opSize, opSum:
		return e.overRows(n)
	}
	switch n.kind {
	case kDate:
		return e.text(e.dayNumber(n))
	case kBool, kString, kStrings:
		return e.textual(n)
	}
	if n.op == opLength || n.op == opCount {
		return e.textual(n)
	}
	return e.arithmetic(n)
}

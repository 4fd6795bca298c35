package expr

import "cel.dev/cel-go/common/ast"

// maxMonths is the longest distance of two dates; months(n) beyond it is unknown.
const maxMonths = 12 * 10_000

// months builds date + months(n), months(n) + date and date - months(n); nil when nothing of the kind is meant. Months
// have no length of their own, so that they stand only beside the date that gives them one.
func (b *builder) months(o op, e ast.Expr, args []ast.Expr) *node {
	date, span, sign := args[0], args[1], int64(1)
	switch {
	case o == opSubtract && isMonths(span):
		sign = -1
	case o == opAdd && isMonths(span):
	case o == opAdd && isMonths(date):
		date, span = span, date
	default:
		return nil
	}
	if isMonths(date) {
		return b.monthsAlone(date)
	}
	given := span.AsCall().Args()
	if len(given) != 1 {
		f := functions["months"]
		return b.report(b.functionAt(span, "months"), codeCount, "name", "months", "want", f.count, "got", len(given), "usage", f.usage)
	}
	n := made(opMonths, kDate, b.at(e), b.argument(date, "months", kDate), b.argument(given[0], "months", kInt))
	n.number, n.span, n.sure = sign, spanDays, false
	return n
}

func isMonths(e ast.Expr) bool {
	return e.Kind() == ast.CallKind && !e.AsCall().IsMemberFunction() && e.AsCall().FunctionName() == "months"
}

// buildMonthsAlone reports months(n) that stands elsewhere.
func buildMonthsAlone(b *builder, e ast.Expr, _ []ast.Expr) *node { return b.monthsAlone(e) }

func (b *builder) monthsAlone(e ast.Expr) *node {
	return b.report(b.functionAt(e, "months"), codeUse, "what", "months", "hint",
		words("月数只能加减在日期上，如 today - months(6)；比较间隔请写天数",
			"months stand only behind + or - beside a date, as in today - months(6); compare spans in days"))
}

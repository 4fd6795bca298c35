package expr

import (
	"strconv"

	"jieli/value"
)

// arithmetic writes numbers, instants and spans of time. Bounds are proven before: nothing here can overflow.
func (e *emitter) arithmetic(n *node) string {
	switch n.op {
	case opDays:
		return e.term(n.args[0])
	case opSpan:
		return "(" + e.term(n.args[0]) + " * " + strconv.FormatInt(microsPerDay, 10) + ")"
	case opNegate:
		return "(- " + e.term(n.args[0]) + ")"
	case opToDouble:
		return "cast(" + e.term(n.args[0]) + " as double precision)"
	case opToInt:
		return "cast(trunc(" + e.term(n.args[0]) + ") as bigint)"
	case opYear, opMonth, opAge:
		return e.calendar(n)
	case opMin, opMax:
		return e.let(e.terms(n.args), allSimple(n.args), func(x []string) string {
			less, more := " <= ", " > "
			if n.op == opMax {
				less, more = " >= ", " < "
			}
			return "(case when " + x[0] + less + x[1] + " then " + x[0] + " when " + x[0] + more + x[1] +
				" then " + x[1] + " end)"
		})
	}
	if n.op == opSubtract && n.args[0].kind == kDate {
		return "(" + e.dayNumber(n.args[0]) + " - " + e.dayNumber(n.args[1]) + ")"
	}
	a, b := e.term(n.args[0]), e.term(n.args[1])
	if n.op == opDivide || n.op == opRemainder {
		b = e.divisor(n.args[1], b)
	}
	s := "(" + a + " " + signs[n.op] + " " + b + ")"
	if n.kind == kInstant && !n.raw.within(spanInstants) {
		return e.guarded(s, spanInstants)
	}
	return s
}

// divisor makes zero unknown.
func (e *emitter) divisor(n *node, s string) string {
	if n.op == opLiteral && n.real != 0 {
		return s
	}
	if n.kind == kDouble {
		return "nullif(" + s + ", cast(0 as double precision))"
	}
	if !n.sure || containsZero(n.span) {
		return "nullif(" + s + ", cast(0 as bigint))"
	}
	return s
}

// guarded makes what lies outside the calendar unknown.
func (e *emitter) guarded(s string, limit span) string {
	return e.let([]string{s}, false, func(x []string) string {
		return "case when " + x[0] + " >= " + bigint(limit.lo) + " and " + x[0] + " <= " + bigint(limit.hi) +
			" then " + x[0] + " end"
	})
}

func bigint(i int64) string { return "cast(" + strconv.FormatInt(i, 10) + " as bigint)" }

// distance writes today - field > days(n), field - now <= days(n) and field + days(n) < today as the field against one
// day or instant, so that an index on the field serves.
func (e *emitter) distance(n *node) (string, bool) {
	sum, limit := n.args[0], n.args[1]
	if sum.op != opSubtract && sum.op != opAdd || sum.fixed || !limit.fixed {
		return "", false
	}
	bounds, ok := calendar(sum.args[0].kind)
	if _, cut := calendar(sum.kind); !ok || cut && !sum.raw.within(bounds) {
		return "", false
	}
	field, other, o, from := sum.args[0], sum.args[1], n.op, sum.op == opSubtract && sum.args[0].op != opField
	if from {
		field, other, o = other, field, turned[n.op]
	}
	if field.op != opField || !other.fixed {
		return "", false
	}
	f, ok := other.code.number(e.frame)
	k, ok2 := limit.code.number(e.frame)
	if !ok || !ok2 || !within(bounds, f) || !within(bounds, k) {
		return "", false
	}
	against := k + f // of field - f
	switch {
	case from: // f - field
		against = f - k
	case sum.op == opAdd:
		against = k - f
	}
	if !within(bounds, against) {
		return "", false
	}
	left := "(" + e.bare(field) + " " + signs[o] + " "
	if field.kind == kDate {
		return left + e.arg(value.Date(against).String(), "text") + ")", true
	}
	return left + e.arg(against, "bigint") + ")", true
}

func within(s span, i int64) bool { return i >= s.lo && i <= s.hi }

// turned are the comparisons with their sides exchanged.
var turned = map[op]op{
	opEqual: opEqual, opUnequal: opUnequal, opLess: opGreater, opLessEqual: opGreaterEqual, opGreater: opLess,
	opGreaterEqual: opLessEqual,
}

// computed reports whether a date is a day number in SQL rather than text.
func (n *node) computed() bool {
	if n.fixed {
		return false
	}
	switch n.op {
	case opField:
		return false
	case opChoose:
		return n.args[1].computed() || n.args[2].computed()
	}
	return true
}

// dayNumber writes a date as days since 1970-01-01.
func (e *emitter) dayNumber(n *node) string {
	switch {
	case n.fixed:
		i, ok := n.code.number(e.frame)
		if !ok {
			return "cast(null as bigint)"
		}
		return e.arg(i, "bigint")
	case n.op == opChoose:
		return "(case " + e.term(n.args[0]) + " when true then " + e.dayNumber(n.args[1]) + " when false then " +
			e.dayNumber(n.args[2]) + " end)"
	case n.op == opAdd || n.op == opSubtract:
		s := "(" + e.dayNumber(n.args[0]) + " " + signs[n.op] + " " + e.term(n.args[1]) + ")"
		if !n.raw.within(spanDays) {
			return e.guarded(s, spanDays)
		}
		return s
	case n.op == opDay:
		return "((" + e.term(n.args[0]) + " + " + bigint(dayShift) + ") / " + bigint(microsPerDay) + " - " +
			bigint(-spanDays.lo) + ")"
	}
	return e.numberOf(e.bare(n))
}

// dayShift moves the first instant of the calendar to 0, so that division rounds down for all of them.
var dayShift = -spanInstants.lo

// numberOf counts the days of a date column YYYY-MM-DD. Years begin in March, so that the leap day is the last.
func (e *emitter) numberOf(column string) string {
	t, u := e.alias(), e.alias()
	part := func(from, count string) string {
		return "cast(substr(" + column + ", " + from + ", " + count + ") as bigint)"
	}
	return "(select " + t + ".d + (153 * " + t + ".m + 2) / 5 + 365 * " + t + ".y + " + t + ".y / 4 - " + t +
		".y / 100 + " + t + ".y / 400 - 719469 from (select " + u + ".d as d, " + u + ".m + 12 * " + u + ".a - 3 as m, " +
		u + ".y - " + u + ".a as y from (select " + part("1", "4") + " as y, " + part("6", "2") + " as m, " +
		part("9", "2") + " as d, (14 - " + part("6", "2") + ") / 12 as a) as " + u + ") as " + t + ")"
}

// text writes a day number as YYYY-MM-DD: the inverse of numberOf. Four steps, each a derived table: days and era;
// year of the era; day of the year; month.
func (e *emitter) text(number string) string {
	z, a, b, c, d := e.alias(), e.alias(), e.alias(), e.alias(), e.alias()
	one := "select " + z + ".n / 146097 as era, " + z + ".n % 146097 as doe from (select " + number +
		" + 719468 as n) as " + z
	two := "select " + a + ".era * 400 as y0, " + a + ".doe as doe, (" + a + ".doe - " + a + ".doe / 1460 + " + a +
		".doe / 36524 - " + a + ".doe / 146096) / 365 as yoe from (" + one + ") as " + a
	three := "select " + b + ".y0 + " + b + ".yoe as y, " + b + ".doe - (365 * " + b + ".yoe + " + b + ".yoe / 4 - " + b +
		".yoe / 100) as doy from (" + two + ") as " + b
	four := "select " + c + ".y as y, " + c + ".doy as doy, (5 * " + c + ".doy + 2) / 153 as mp from (" + three +
		") as " + c
	return "(select substr(cast(10000 + " + d + ".y + " + d + ".mp / 10 as text), 2, 4) || '-' || substr(cast(101 + (" +
		d + ".mp + 2) % 12 as text), 2, 2) || '-' || substr(cast(101 + " + d + ".doy - (153 * " + d +
		".mp + 2) / 5 as text), 2, 2) from (" + four + ") as " + d + ")"
}

// calendar writes year, month and age over dates as text.
func (e *emitter) calendar(n *node) string {
	part := func(s, from, count string) string {
		return "cast(substr(" + s + ", " + from + ", " + count + ") as bigint)"
	}
	switch n.op {
	case opYear:
		return part(e.term(n.args[0]), "1", "4")
	case opMonth:
		return part(e.term(n.args[0]), "6", "2")
	}
	return e.let(e.terms(n.args), allSimple(n.args), func(x []string) string {
		return "(" + part(x[1], "1", "4") + " - " + part(x[0], "1", "4") + " - case when substr(" + x[1] +
			", 6, 5) < substr(" + x[0] + ", 6, 5) then 1 else 0 end)"
	})
}

package expr

import (
	"math"
	"unicode/utf8"

	"jieli/value"
)

func (n *node) numberCode() func(*frame) (int64, bool) {
	switch n.op {
	case opLiteral:
		i := n.number
		return func(*frame) (int64, bool) { return i, true }
	case opField, opParameter:
		switch n.kind {
		case kDate:
			return asNumber[value.Date](n)
		case kInstant:
			return asNumber[value.Instant](n)
		}
		return as[int64](n)
	case opToday:
		return func(f *frame) (int64, bool) { return int64(f.vars.Today()), true }
	case opNow:
		return func(f *frame) (int64, bool) { return int64(f.vars.Now()), true }
	case opChoose:
		return choose(n.args[0].code.yes, n.args[1].code.number, n.args[2].code.number)
	case opLength:
		a := n.args[0].code.text
		return func(f *frame) (int64, bool) {
			s, ok := a(f)
			return int64(utf8.RuneCountInString(s)), ok
		}
	case opCount:
		a := n.args[0].code.texts
		return func(f *frame) (int64, bool) {
			list, ok := a(f)
			return int64(len(list)), ok
		}
	case opSize, opSum:
		return n.aggregate()
	case opMonths:
		return n.monthsCode()
	case opToInt:
		return truncated(n.args[0].code.real)
	}
	if len(n.args) == 1 {
		return n.unaryCode()
	}
	return n.binaryCode()
}

func truncated(a func(*frame) (float64, bool)) func(*frame) (int64, bool) {
	return func(f *frame) (int64, bool) {
		v, ok := a(f)
		if !ok || v <= math.MinInt64 || v >= math.MaxInt64 {
			return 0, false
		}
		return int64(v), true
	}
}

func (n *node) unaryCode() func(*frame) (int64, bool) {
	a := n.args[0].code.number
	var do func(int64) (int64, bool)
	switch n.op {
	case opNegate:
		do = func(i int64) (int64, bool) { return subtractInt(0, i) }
	case opDays:
		do = func(i int64) (int64, bool) { return i, i >= -maxDays && i <= maxDays }
	case opSpan:
		do = func(i int64) (int64, bool) { return multiplyInt(i, microsPerDay) }
	case opYear:
		do = func(i int64) (int64, bool) { y, _, _ := value.Date(i).YMD(); return int64(y), true }
	case opMonth:
		do = func(i int64) (int64, bool) { _, m, _ := value.Date(i).YMD(); return int64(m), true }
	case opDay:
		do = func(i int64) (int64, bool) { return int64(value.Instant(i).Day()), true }
	}
	return func(f *frame) (int64, bool) {
		i, ok := a(f)
		if !ok {
			return 0, false
		}
		return do(i)
	}
}

var binaryOps = map[op]func(a, b int64) (int64, bool){
	opAdd: addInt, opSubtract: subtractInt, opMultiply: multiplyInt, opDivide: divideInt, opRemainder: remainderInt,
	opMin: func(a, b int64) (int64, bool) { return min(a, b), true },
	opMax: func(a, b int64) (int64, bool) { return max(a, b), true },
	opAge: func(a, b int64) (int64, bool) { return int64(value.Date(a).Age(value.Date(b))), true },
}

func (n *node) binaryCode() func(*frame) (int64, bool) {
	a, b, do := n.args[0].code.number, n.args[1].code.number, binaryOps[n.op]
	if limit, ok := calendar(n.kind); ok {
		plain := do
		do = func(x, y int64) (int64, bool) {
			z, ok := plain(x, y)
			return z, ok && z >= limit.lo && z <= limit.hi
		}
	}
	return func(f *frame) (int64, bool) {
		x, ok := a(f)
		if !ok {
			return 0, false
		}
		y, ok := b(f)
		if !ok {
			return 0, false
		}
		return do(x, y)
	}
}

func (n *node) realCode() func(*frame) (float64, bool) {
	switch n.op {
	case opLiteral:
		v := n.real
		return func(*frame) (float64, bool) { return v, true }
	case opField, opParameter:
		read, scale := as[int64](n), math.Pow10(n.field.Decimals)
		return func(f *frame) (float64, bool) {
			v, ok := read(f)
			return float64(v) / scale, ok
		}
	case opChoose:
		return choose(n.args[0].code.yes, n.args[1].code.real, n.args[2].code.real)
	case opArea, opDistance, opLineLong:
		return n.measureCode()
	case opToDouble:
		a := n.args[0].code.number
		return func(f *frame) (float64, bool) {
			v, ok := a(f)
			return float64(v), ok
		}
	case opNegate:
		a := n.args[0].code.real
		return func(f *frame) (float64, bool) {
			v, ok := a(f)
			return -v, ok
		}
	}
	return n.realArithmetic()
}

// realArithmetic is + - * / on decimals. Division by zero and what is beyond all bounds is unknown.
func (n *node) realArithmetic() func(*frame) (float64, bool) {
	a, b := n.args[0].code.real, n.args[1].code.real
	do := map[op]func(x, y float64) float64{
		opAdd:      func(x, y float64) float64 { return x + y },
		opSubtract: func(x, y float64) float64 { return x - y },
		opMultiply: func(x, y float64) float64 { return x * y },
		opDivide:   func(x, y float64) float64 { return x / y },
	}[n.op]
	return func(f *frame) (float64, bool) {
		x, ok := a(f)
		if !ok {
			return 0, false
		}
		y, ok := b(f)
		if !ok {
			return 0, false
		}
		z := do(x, y)
		return z, !math.IsInf(z, 0) && !math.IsNaN(z)
	}
}

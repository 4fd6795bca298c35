package expr

import "jieli/value"

func (n *node) shapeCode() func(*frame) (value.Geometry, bool) {
	if n.op == opCentre {
		a := n.args[0].code.shape
		return func(f *frame) (value.Geometry, bool) {
			g, ok := a(f)
			if !ok {
				return "", false
			}
			return value.CentreOf(g)
		}
	}
	return as[value.Geometry](n)
}

func (n *node) measureCode() func(*frame) (float64, bool) {
	a := n.args[0].code.shape
	if n.op == opDistance {
		b := n.args[1].code.shape
		return func(f *frame) (float64, bool) {
			x, okX := a(f)
			y, okY := b(f)
			if !okX || !okY {
				return 0, false
			}
			return value.DistanceOf(x, y)
		}
	}
	of := value.AreaOf
	if n.op == opLineLong {
		of = value.LengthOf
	}
	return func(f *frame) (float64, bool) {
		g, ok := a(f)
		if !ok {
			return 0, false
		}
		return of(g)
	}
}

// monthsCode moves a date by months; the end of a month stays the end of a month that is shorter.
func (n *node) monthsCode() func(*frame) (int64, bool) {
	date, months, sign := n.args[0].code.number, n.args[1].code.number, n.number
	return func(f *frame) (int64, bool) {
		d, ok := date(f)
		if !ok {
			return 0, false
		}
		m, ok := months(f)
		if !ok || m < -maxMonths || m > maxMonths {
			return 0, false
		}
		y, month, _ := value.Date(d).YMD()
		if total := int64(y)*12 + int64(month) - 1 + m*sign; total < firstMonth || total > lastMonth {
			return 0, false
		}
		return int64(value.Date(d).AddMonths(int(m * sign))), true
	}
}

// The months of the calendar, 0001-01 to 9999-12, counted from the year 0.
const firstMonth, lastMonth = 12, 9999*12 + 11

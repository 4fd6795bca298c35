package expr

// walker goes over the child records that pass all filters.
type walker struct {
	use     listUse
	list    int
	slot    int
	filters []func(*frame) tri
}

func (n *node) walker(p listUse) walker {
	w := walker{use: p, list: n.rows.list, slot: n.rows.slot}
	for _, f := range n.rows.filters {
		w.filters = append(w.filters, f.code.yes)
	}
	return w
}

// each calls visit with every row that passes at hand. It reports false when a filter was unknown for any row: the
// list is then unknown as a whole, whatever visit has seen. visit returns false when it needs no more rows; the
// filters of the rest are still asked.
func (w *walker) each(f *frame, visit func(*frame) bool) bool {
	going := true
	for _, row := range f.list(w.use, w.list) {
		if !going && len(w.filters) == 0 {
			break
		}
		f.rows[w.slot] = row
		switch w.passes(f) {
		case unknown:
			return false
		case yes:
			going = going && visit(f)
		}
	}
	return true
}

func (w *walker) passes(f *frame) tri {
	for _, filter := range w.filters {
		if t := filter(f); t != yes {
			return t
		}
	}
	return yes
}

// quantifier makes exists, all and exists_one.
func (n *node) quantifier() func(*frame) tri {
	test, w := n.args[0].code.yes, n.walker(n.rows.use)
	switch n.op {
	case opExists:
		return anyRow(w, test, yes, no)
	case opAll:
		return anyRow(w, test, no, yes)
	}
	return func(f *frame) tri {
		count, open := 0, false
		ok := w.each(f, func(f *frame) bool {
			switch test(f) {
			case yes:
				count++
			case unknown:
				open = true
			}
			return !open
		})
		if !ok || open {
			return unknown
		}
		return truth(count == 1)
	}
}

// anyRow is exists (deciding yes) and all (deciding no): one row decides, else an unknown row leaves it open.
func anyRow(w walker, test func(*frame) tri, deciding, neutral tri) func(*frame) tri {
	return func(f *frame) tri {
		got := neutral
		ok := w.each(f, func(f *frame) bool {
			switch t := test(f); t {
			case deciding:
				got = deciding
				return false
			case unknown:
				got = unknown
			}
			return true
		})
		if !ok {
			return unknown
		}
		return got
	}
}

// aggregate makes size and sum.
func (n *node) aggregate() func(*frame) (int64, bool) {
	w := n.walker(n.rows.use)
	if n.op == opSize && len(w.filters) == 0 {
		return func(f *frame) (int64, bool) { return int64(len(f.list(w.use, w.list))), true }
	}
	one := func(*frame) (int64, bool) { return 1, true }
	if n.op == opSum {
		one = n.args[0].code.number
	}
	return func(f *frame) (int64, bool) {
		total, known := int64(0), true
		ok := w.each(f, func(f *frame) bool {
			v, ok := one(f)
			if ok {
				total, ok = addInt(total, v)
			}
			known = ok
			return ok
		})
		return total, ok && known
	}
}

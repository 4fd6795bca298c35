package pack

import (
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/value"
)

// checkClocks holds the least days of the stages against their own time and that of the whole. Only spans that follow
// from numbers and parameters alone are looked at; those of parameters by their latest value for the whole programme.
func (b *builder) checkClocks(x *flowBuild) {
	w := x.flow
	least := map[*catalog.Stage]int64{}
	for i, s := range w.Stages {
		n, known := b.days(s.AtLeast)
		least[s] = n
		within, limited := b.days(s.Within)
		if known && limited && s.AtLeast.Workdays == s.Within.Workdays && n > within {
			b.report(x.doc.Stages[i].value.keyPos("at_least"), codeLeastOverWithin, "name", s.Name, "least", n, "within", within)
		}
	}
	whole, ok := b.days(w.Within)
	if !ok {
		return
	}
	if w.Within.Workdays {
		whole = whole*7/5 + 2 // days of n working days, without holidays
	}
	if n, reached := shortest(w, least); reached && n > whole {
		b.report(x.doc.keyPos("within"), codeClocksLonger, "name", w.Name, "least", n, "whole", whole)
	}
}

// days gives the number of days of a span; false when there is none, or when it follows from the case.
func (b *builder) days(s *catalog.Span) (int64, bool) {
	if s == nil || s.Days == nil || s.Days.Timely() {
		return 0, false
	}
	for _, read := range s.Days.Reads() {
		if !strings.HasPrefix(read, "parameter.") {
			return 0, false
		}
	}
	v, known := s.Days.Eval(latest{b.cat})
	n, isInt := v.(int64)
	return n, known && isInt
}

// shortest gives the least days from opening to the nearest good end, or to any end when none is good.
func shortest(w *catalog.Workflow, least map[*catalog.Stage]int64) (int64, bool) {
	good := false
	for _, s := range w.Stages {
		good = good || s.Final && s.Good
	}
	days := map[*catalog.Stage]int64{}
	for _, s := range entries(w) {
		days[s] = 0
	}
	for range w.Stages { // Bellman and Ford: there are few stages
		for s, n := range days {
			for _, t := range waysOut(w, s) {
				if before, seen := days[t.To]; !seen || n+least[s] < before {
					days[t.To] = n + least[s]
				}
			}
		}
	}
	best, found := int64(0), false
	for s, n := range days {
		if s.Final && (s.Good || !good) && (!found || n < best) {
			best, found = n, true
		}
	}
	return best, found
}

// latest gives parameters their latest value for the whole programme, and nothing else.
type latest struct{ cat *catalog.Catalog }

func (l latest) Subject(string) expr.Row        { return nil }
func (l latest) List(string, string) []expr.Row { return nil }
func (l latest) Today() value.Date              { return 0 }
func (l latest) Now() value.Instant             { return 0 }

func (l latest) Parameter(name string) any {
	for _, p := range l.cat.Parameters {
		if p.Name != name {
			continue
		}
		last := value.Date(0)
		for _, v := range p.Values {
			last = max(last, v.From)
		}
		return p.At(l.cat.Pack.Root, last)
	}
	return nil
}

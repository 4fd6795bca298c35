package indicator

import (
	"sort"

	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

// Timeline adds to deltas, times sign, all cells that a record's entries (in order of arrival) make: undated stocks
// follow the state of the record on each business day, everything else its last state. The state on a day is the fold of
// the entries made up to that day. Cost: entries × distinct days; records have few of either.
func (s *Set) Timeline(deltas Deltas, newFold func() *register.Fold, entries []*journal.Entry, sign int64) {
	days := businessDays(entries)
	var before []Contribution
	for i, day := range days {
		fold := newFold()
		for _, e := range entries {
			if e.Day() <= day {
				fold.Apply(e)
			}
		}
		after := s.Contributions(fold.Record())
		last := i == len(days)-1
		for k := range before {
			if c := &before[k]; c.Day == 0 {
				deltas.add(c, day, -sign)
			}
		}
		for k := range after {
			if c := &after[k]; c.Day == 0 || last {
				deltas.add(c, day, sign)
			}
		}
		before = after
	}
}

func businessDays(entries []*journal.Entry) []value.Date {
	seen := map[value.Date]bool{}
	var days []value.Date
	for _, e := range entries {
		if d := e.Day(); e.Action != journal.Read && !seen[d] {
			seen[d] = true
			days = append(days, d)
		}
	}
	sort.Slice(days, func(i, j int) bool { return days[i] < days[j] })
	return days
}

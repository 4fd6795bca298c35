package sample

import (
	"jieli/engine"
	"jieli/value"
)

// timeline is when things happen to a household: the fixed days, and those that are taken.
type timeline struct {
	first, account, second, later value.Date // later 0: no visit after the rounds
	taken                         []value.Date
}

// apart is how many days lie at least between two things that happen to a household, so that a phone out of reach
// turns nothing around.
const apart = 5

// free finds a day within a span that is apart from all that is taken, and takes it; false when a few tries fail.
func (t *timeline) free(d dice, s span) (value.Date, bool) {
	for range 12 {
		if s.to < s.from {
			return 0, false
		}
		day := nextVisitDay(s.any(d))
		if day <= s.to && t.take(day) {
			return day, true
		}
	}
	return 0, false
}

// take takes a day unless something happens near it.
func (t *timeline) take(day value.Date) bool {
	for _, x := range t.taken {
		if x-day < apart && day-x < apart {
			return false
		}
	}
	t.taken = append(t.taken, day)
	return true
}

// scheduleHouseholds reads the households in and plans what happens to each in its year.
func (w *world) scheduleHouseholds() {
	w.scheduleImport()
	changes := newChanges(w)
	for _, v := range w.villages {
		one := w.visitDays(len(v.houses), roundOne)
		two := w.visitDays(len(v.houses), roundTwo)
		counted := w.visitDays(len(v.houses), accountsOf2021)
		order := w.dice.Perm(len(v.houses))
		for i, h := range v.houses {
			t := &timeline{first: one[i], account: counted[i], second: two[order[i]]}
			t.taken = append(t.taken, t.first, t.account, t.second)
			w.scheduleVisit(h, v, t.first, 1)
			w.scheduleAccount(h, v, t.account)
			w.scheduleVisit(h, v, t.second, 2)
			w.scheduleLater(h, v, t)
			changes.plan(h, v, t)
		}
	}
	changes.planMerges()
	w.calm = changes.calm
}

// scheduleImport reads the list of the end of 2020 in, three towns an evening.
func (w *world) scheduleImport() {
	n := 0
	for i, t := range w.towns {
		start := at(value.DateOf(2021, 7, 2).AddDays(i/3), 19, 0)
		if i%3 == 0 {
			n = 0
		}
		for _, k := range t.villages {
			for _, h := range w.villages[k].houses {
				made := start + value.Instant(n*4*second)
				n++
				w.add(made, w.office.steward, func() engine.Bundle { return w.registerHousehold(h) })
			}
		}
	}
}

// visitDays spreads n visits over a span: a few households of a village on a day.
func (w *world) visitDays(n int, s span) []value.Date {
	list := make([]value.Date, 0, n)
	trips := max(1, n/5)
	whole := int(s.to - s.from)
	for trip := range trips {
		day := nextVisitDay(s.from.AddDays(trip*(whole-8)/trips + w.dice.IntN(4)))
		for range n/trips + 1 {
			if len(list) < n && len(list) < (trip+1)*n/trips {
				list = append(list, day)
			}
		}
	}
	return list
}

// laterVisits is how many of a thousand households are visited again after the rounds; where the flood was, a
// little more besides the sweep.
const (
	laterVisits  = 110
	floodedAgain = 120
)

func (w *world) scheduleLater(h *household, v *village, t *timeline) {
	share, s := laterVisits, lateVisits
	if w.towns[v.town].flooded {
		share, s = floodedAgain, afterFlood
	}
	if !w.dice.chance(share) {
		return
	}
	if day, ok := t.free(w.dice, s); ok {
		t.later = day
		w.scheduleVisit(h, v, day, 3)
	}
}

// scheduleVisit plans a home visit by whoever holds the village on that day.
func (w *world) scheduleVisit(h *household, v *village, day value.Date, round int) {
	who := v.slot.on(day)
	made := at(day, 9, 0) + value.Instant(w.dice.IntN(8*60)*minute)
	e := w.add(made, who, func() engine.Bundle { return w.visit(h, v, who, day, round) })
	if v.slot.village >= 0 && w.villages[v.slot.village] == v {
		e.role = "first_secretary"
	}
}

// scheduleAccount plans the account of 2021.
func (w *world) scheduleAccount(h *household, v *village, day value.Date) {
	who := v.slot.on(day)
	made := at(day, 9, 30) + value.Instant(w.dice.IntN(8*60)*minute)
	w.add(made, who, func() engine.Bundle {
		if h.ended || h.present() == 0 {
			return engine.Bundle{}
		}
		f := newFields(700)
		h.income[1].day = day
		h.income[1].write(f)
		b := engine.Bundle{County: v.code[:6], Form: "yearly_account", Subject: h.id, Base: int64(h.version),
			Record: accountID(h, 2021), Answers: f.done()}
		h.version++
		h.latest = &h.income[1]
		w.touch(h)
		return b
	})
}

package sample

import "jieli/value"

// Slips are what people enter wrongly or leave out: each raises data-quality warnings, none raises an error.

// How many of ten thousand have a slip.
const (
	personSlips    = 340
	householdSlips = 430
	accountSlips   = 130
)

// slip is one mistake and whom it can happen to.
type slip[T any] struct {
	fits func(T) bool
	make func(dice, T)
}

// slipsOfPersons: the fields left out and the contradictions that teams meet most.
var slipsOfPersons = []slip[*person]{
	forgets(anyone, "labour"),
	forgets(func(p *person) bool { return !p.ill.disabled }, "health"),
	forgets(func(p *person) bool { return !p.ill.serious }, "employee_medical", "resident_medical", "premium_subsidy"),
	forgets(func(p *person) bool { return p.pupil == "" && p.adult() }, "resident_pension", "employee_pension"),
	forgets(away, "phone"),
	forgets(away, "work_county"),
	forgets(working, "work_wage"),
	forgets(working, "work_firm"),
	forgets(working, "work_months"),
	forgets(disabled, "disability_card_no"),
	forgets(disabled, "disability_grade", "disability_kind"),
	forgets((*person).subsidised, "disability_subsidy"),
	forgets(func(p *person) bool { return p.schooling != "" }, "schooling"),
	forgets(func(p *person) bool { return p.pupil == "primary" }, "pupil_state"),
	forgets(func(p *person) bool { return p.graduateReason != "" }, "graduate_reason"),
	forgets(func(p *person) bool { return p.post != "" }, "public_post_months"),
	forgets(func(p *person) bool { return p.plans }, "service_needs"),
	{func(p *person) bool { return !p.employed }, func(_ dice, p *person) { p.uninsured = true }},
	{working, func(d dice, p *person) { p.work.wage = d.between(10, 38) * 10 }},
	{func(p *person) bool { return p.work.wage > 3000 }, func(_ dice, p *person) { p.work.wage *= 10 }},
	{working, func(_ dice, p *person) { p.work.since = value.DateOf(2021, 9, 1) }},
	{func(p *person) bool { return p.work.place == "province" },
		func(_ dice, p *person) { p.work.channel = "public_post" }},
	{func(p *person) bool { return p.work.has() && p.labour == "weak_or_half" },
		func(_ dice, p *person) { p.labour = "none" }},
	{func(p *person) bool { return p.pupil != "" && p.adult() }, func(_ dice, p *person) { p.labour = "ordinary" }},
	{func(p *person) bool { return p.pupil != "" && p.adult() }, func(_ dice, p *person) { p.schooling = "primary" }},
	{func(p *person) bool { return p.labour == "ordinary" && !p.ill.any() && p.birth.Age(listDay) < 57 },
		func(_ dice, p *person) { p.labour = "weak_or_half" }},
	{func(p *person) bool { return p.relation == "mother" || p.relation == "daughter_in_law" },
		func(_ dice, p *person) { p.male = !p.male }},
	{func(p *person) bool { return p.pupil == "primary" && p.birthYear() < 2013 },
		func(_ dice, p *person) { p.birth = p.birth.AddYears(6) }},
	{func(p *person) bool { return p.birthYear() >= 2000 }, func(_ dice, p *person) { p.cardNo = oldCard(p) }},
	{func(p *person) bool { return p.schooling == "lower_secondary" && p.birthYear() > 1996 },
		func(_ dice, p *person) { p.aided = true }},
}

func anyone(*person) bool      { return true }
func away(p *person) bool      { return p.work.away() }
func working(p *person) bool   { return p.work.has() }
func disabled(p *person) bool  { return p.ill.disabled }
func (p *person) adult() bool  { return p.birth.Age(listDay) >= 16 }
func everyone(*household) bool { return true }

func forgets(fits func(*person) bool, names ...string) slip[*person] {
	return slip[*person]{fits, func(_ dice, p *person) { p.omit = names }}
}

// oldCard gives the number of somebody born in the century before.
func oldCard(p *person) string {
	s := p.cardNo[:6] + "19" + p.cardNo[8:17]
	if p.cardNo[10:14] == "0229" {
		s = p.cardNo[:6] + "1996" + p.cardNo[10:17]
	}
	return s + string(value.NationalIDCheck(s))
}

var slipsOfHouseholds = []slip[*household]{
	leavesOut("phone"), leavesOut("toilet", "toilet_usable"), leavesOut("farmland"), leavesOut("road_kind"),
	leavesOut("floor_area"), leavesOut("fuel"), leavesOut("broadcast"), leavesOut("water_safe"),
	leavesOut("water_source"), leavesOut("cooperative"), leavesOut("orchard"), leavesOut("main_cause"),
	{everyone, func(d dice, h *household) { h.living.farmland = 1000 + d.between(50, 900) }},
	{everyone, func(d dice, h *household) { h.living.woodland = 2000 + d.between(50, 900) }},
	{everyone, func(d dice, h *household) { h.living.distance = d.between(52, 90) }},
	{func(h *household) bool { return h.living.floor > 210*len(h.people) },
		func(_ dice, h *household) { h.living.floor *= 10 }},
	{everyone, func(_ dice, h *household) { h.otherCause = h.cause }},
	{everyone, func(_ dice, h *household) { h.kind = "ordinary" }},
	{func(h *household) bool { return h.kind == "formerly_poor" },
		func(_ dice, h *household) { h.kind = "minimum_living" }},
	{everyone, func(_ dice, h *household) { h.living.unsafeHouse, h.living.grade = true, "" }},
	{func(h *household) bool { return !h.any(func(p *person) bool { return p.pupil != "" }) },
		func(_ dice, h *household) { h.living.outOfSchool = true }},
	{func(h *household) bool { return h.income[0].other > 2500*len(h.people) }, belowTheLine},
}

func leavesOut(names ...string) slip[*household] {
	return slip[*household]{everyone, func(_ dice, h *household) { h.omit = names }}
}

// belowTheLine takes so much from the account of 2020 that its income lies below the line.
func belowTheLine(d dice, h *household) {
	a := &h.income[0]
	over := a.net() - d.between(5200, 6400)*a.persons
	a.other -= min(a.other, max(0, over))
}

var slipsOfAccounts = []slip[*account]{
	{known, func(_ dice, a *account) { a.to = a.to.AddMonths(3) }},
	{known, func(_ dice, a *account) { a.from = a.from.AddMonths(4) }},
	{known, func(_ dice, a *account) { a.from, a.to = a.from.AddYears(-2), a.to.AddYears(-2) }},
	{known, func(_ dice, a *account) { a.persons += 3 }},
	{func(a *account) bool { return a.wageWork > 0 },
		func(_ dice, a *account) { a.support, a.wageWork = a.support+a.wageWork, 0 }},
	{func(a *account) bool { return a.minimum == 0 }, func(_ dice, a *account) { a.minimum = 4800 }},
	{func(a *account) bool { return a.destitute == 0 }, func(_ dice, a *account) { a.destitute = 13800 }},
	{func(a *account) bool { return a.wagePost == 0 }, func(_ dice, a *account) { a.wagePost = 7200 }},
	{func(a *account) bool { return a.disability == 0 }, func(_ dice, a *account) { a.disability = 2172 }},
}

func known(*account) bool { return true }

// slips puts slips on a few: the household, its people, its accounts.
func slips(d dice, h *household) {
	maybe(d, householdSlips, slipsOfHouseholds, h)
	for i := range h.people {
		maybe(d, personSlips, slipsOfPersons, &h.people[i])
	}
	for i := range h.income {
		maybe(d, accountSlips, slipsOfAccounts, &h.income[i])
	}
}

// maybe makes one of the slips that fit; a few tries, so that rare ones stay rare.
func maybe[T any](d dice, share int, list []slip[T], x T) {
	if d.IntN(10000) >= share {
		return
	}
	for range 8 {
		if s := pick(d, list); s.fits(x) {
			s.make(d, x)
			return
		}
	}
}

package sample

import (
	"jieli/engine"
	"jieli/value"
)

// reach says how far an investor comes.
type reach int

const (
	isInvited reach = iota
	isVisiting
	isLostEarly
	isIntending
	isLostLate
	isSigned
	isProject
)

// funnel says how many investors come how far.
var funnel = []struct {
	reach
	count int
}{
	{isProject, investmentProjects}, {isSigned, 4}, {isIntending, 4},
	{isLostLate, investorIntents - investmentProjects - 8}, {isLostEarly, 24},
	{isVisiting, investorVisits - investorIntents - 24}, {isInvited, 4},
}

// scheduleFunnel plays the investors: those of projects come early in the year, those who look for the first time late.
func (w *world) scheduleFunnel(x *industry) {
	d := x.dice
	weights := make([]float64, investmentProjects)
	for i := range weights {
		weights[i] = 0.2 + d.Float64()*d.Float64()*3
	}
	expected := shares(investmentExpected/10, 50, weights)
	n := 0
	for _, g := range funnel {
		for i := range g.count {
			f := w.newFirm(x, n)
			day := value.DateOf(2021, 8, 9).AddDays(d.between(0, 150))
			amount := 10 * d.between(80, 600)
			f.early = g.reach == isProject || g.reach == isLostEarly || g.reach == isLostLate
			switch g.reach {
			case isProject:
				amount = expected[i] * 10
			case isSigned, isIntending:
				day = value.DateOf(2022, 3, 1).AddDays(d.between(0, 40))
			case isVisiting:
				day = value.DateOf(2022, 5, 20).AddDays(d.between(0, 32))
			case isInvited:
				day = value.DateOf(2022, 7, 4).AddDays(d.between(0, 18))
			}
			w.investor(x, f, n, g.reach, nextVisitDay(day), amount)
			n++
		}
	}
}

// investor registers an enterprise and opens its case; its deeds lead as far as it comes.
func (w *world) investor(x *industry, f *firm, n int, r reach, day value.Date, amount int) {
	who := f.town.slots[0].on(day)
	for _, s := range f.town.slots {
		if s.village < 0 && s.post == "member" {
			who = s.on(day)
		}
	}
	w.add(at(day, 8, n%25), who, func() engine.Bundle { return w.registration(x, f, day) })
	plan := f.town.name[:len(f.town.name)-len("镇")] + firmPlan(n)
	a := &affair{county: f.town.code[:6], id: value.DeriveID("sample", "investment", pad(n, 3)), subject: f.id}
	open := deed{form: "investment_open", who: who, answer: func(a *fields, _ value.Date) {
		a.text("project_name", plan)
		a.text("system", f.system)
		a.text("village", f.town.code)
	}}
	w.lead(a, x.dice, day, append([]deed{open}, w.investorDeeds(x, f, r, who, amount)...))
}

func firmPlan(n int) string { return firmKinds[(n*3+n/7)%len(firmKinds)].plan }

func (w *world) investorDeeds(x *industry, f *firm, r reach, who *staff, amount int) []deed {
	d, office := x.dice, w.office.towns[f.town.code]
	var intended value.Date
	visit := deed{"investment_visit", d.between(4, 20), who, func(a *fields, day value.Date) {
		a.date("visited_on", day)
		a.text("visit_reported", pick(d, []string{"看了两处选址，关心用地和用工", "实地看了基地和水源，对产品有兴趣", "与村集体座谈，商量合作方式"}))
		a.whole("visitors", d.between(2, 9))
	}}
	agree := deed{"investment_agree", d.between(8, 30), who, func(a *fields, day value.Date) {
		intended = day
		a.date("intended_on", day)
		a.yuan("expected", amount*10_000)
	}}
	sign := deed{"investment_sign", d.between(10, 40), office, func(a *fields, day value.Date) {
		a.date("signed_on", max(day, intended))
		a.yuan("expected", amount*10_000)
		a.whole("jobs_expected", d.between(8, 120))
	}}
	begin := deed{"investment_begin", d.between(15, 50), office, func(a *fields, day value.Date) { a.date("project_on", day) }}
	switch r {
	case isInvited:
		return nil
	case isVisiting:
		return []deed{visit}
	case isLostEarly:
		return []deed{visit, lost(d, office, "return", "测算后认为回报期太长，暂不投资")}
	case isIntending:
		return []deed{visit, agree}
	case isLostLate:
		return []deed{visit, agree, lost(d, office, "land", "选址涉及基本农田，没有合适用地")}
	case isSigned:
		return []deed{visit, agree, sign}
	}
	return append([]deed{visit, agree, sign, begin}, paidIn(d, office, amount)...)
}

func lost(d dice, who *staff, why, words string) deed {
	return deed{"investment_lose", d.between(15, 45), who, func(a *fields, _ value.Date) {
		a.text("ended_for", why)
		a.text("reason", words)
	}}
}

// paidIn are the payments of a project: some are paid in full by the last day, some in part, some not yet.
func paidIn(d dice, who *staff, amount int) []deed {
	pay := func(part int) deed {
		return deed{"investment_pay_in", d.between(12, 30), who, func(a *fields, day value.Date) {
			a.date("paid_on", day)
			a.yuan("amount", part*10_000)
		}}
	}
	switch first := amount * d.between(20, 45) / 100; d.weighted(25, 50, 25) {
	case 0:
		return []deed{pay(first), pay(amount - first), {form: "investment_finish", wait: 3, who: who}}
	case 1:
		return []deed{pay(first)}
	}
	return nil
}

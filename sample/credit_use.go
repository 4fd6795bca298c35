package sample

import "jieli/value"

// draw plans the drawdown and what is paid back.
func (w *world) draw(d dice, c *credit, signed value.Date) {
	day := nextVisitDay(signed.AddDays(d.between(2, 20)))
	due := day.AddDays(365)
	switch c.fate {
	case lineSettled:
		due = value.DateOf(2022, 6, 1).AddDays(d.between(0, 30))
	case lineOverdue:
		due = value.DateOf(2022, 6, 10).AddDays(d.between(0, 12))
	}
	id := own(w.act(doing{day: day, who: c.village.slot.on(day), form: "drawdown", county: c.village.code[:6],
		subject: c.id, base: &c.version, changes: 1,
		answer: func(f *fields) {
			f.yuan("amount", c.paid)
			f.date("drawn_on", day)
			f.date("due_on", due)
		}}))
	version := 1
	repay := func(on value.Date, yuan int) value.Date {
		on = nextVisitDay(on)
		w.act(doing{day: on, who: c.village.slot.on(on), form: "repayment", county: c.village.code[:6],
			subject: id, base: &version, changes: 1,
			answer: func(f *fields) {
				f.yuan("principal", yuan)
				f.yuan("interest", max(1, yuan/40))
				f.date("repaid_on", on)
			}})
		return on
	}
	switch {
	case c.fate == lineSettled:
		half := c.paid / 2 / 1000 * 1000
		repay(day.AddDays(d.between(60, 110)), half)
		on := repay(due.AddDays(-d.between(2, 9)), c.paid-half)
		w.creditStep(c, on+3, "settle", 1, nil)
	case c.fate == lineOverdue:
		repay(due.AddDays(-20), c.paid/4/1000*1000)
		w.lookIntoOverdue(d, c, id, &version, due)
	case c.kind == "household" && day < value.DateOf(2022, 3, 1):
		repay(day.AddDays(d.between(90, 130)), c.paid/5/1000*1000)
	}
}

// lookIntoOverdue lets the team find out why a credit is not paid back; of some the bank extends it.
func (w *world) lookIntoOverdue(d dice, c *credit, drawdown string, base *int, due value.Date) {
	day := nextVisitDay(due.AddDays(d.between(3, 6)))
	version := 1
	id := own(w.act(doing{day: day, who: c.village.slot.on(day), form: "credit_overdue_report", county: c.village.code[:6],
		subject: drawdown, base: base,
		answer: func(f *fields) {
			f.text("cause", "disaster")
		}}))
	day = nextVisitDay(day.AddDays(d.between(3, 6)))
	w.act(doing{day: day, who: c.village.slot.on(day), form: "credit_overdue_find_out", county: c.village.code[:6],
		subject: id, base: &version, changes: 1,
		answer: func(f *fields) {
			f.text("cause", "disaster")
			f.text("visit_note", "暴雨减产，收成推迟")
		}})
	if d.chance(400) {
		return
	}
	day = nextVisitDay(day.AddDays(d.between(5, 9)))
	w.act(doing{day: day, who: c.village.slot.on(day), form: "credit_overdue_extend_loan", county: c.village.code[:6],
		subject: id, base: &version, changes: 1,
		answer: func(f *fields) {
			*base++
			f.date("new_due_on", due.AddDays(180))
		}})
}

// scheduleRating plans the rating of a village; of every fourth the bank has not answered yet.
func (w *world) scheduleRating(d dice, v *village, i int) {
	days := span{value.DateOf(2021, 10, 11), value.DateOf(2022, 2, 25)}
	if i%4 == 3 {
		days = span{value.DateOf(2022, 6, 1), value.DateOf(2022, 6, 8)}
	}
	day := nextVisitDay(days.any(d))
	filed := v.profile.households * d.between(40, 70) / 100
	consents := filed * d.between(70, 95) / 100
	version := 1
	bank := pick(d, banks)
	id := own(w.act(doing{day: day, who: v.slot.on(day), form: "village_credit_open", county: v.code[:6],
		subject: villageID(v.code), base: &version,
		answer: func(f *fields) {
			f.text("bank", bank)
		}}))
	own := 1
	step := func(wait int, do string, answer func(*fields)) {
		day = nextVisitDay(day.AddDays(wait))
		w.act(doing{day: day, who: v.slot.on(day), form: "village_credit_" + do, county: v.code[:6],
			subject: id, base: &own, changes: 1,
			answer: answer})
	}
	step(d.between(25, 30), "file", func(f *fields) {
		f.whole("filed", filed)
		f.whole("consents", consents)
	})
	step(d.between(5, 12), "appraise", func(f *fields) { f.whole("appraisers", d.between(3, 7)) })
	if i%4 == 3 {
		return
	}
	step(d.between(10, 22), "rate", func(f *fields) {
		f.whole("rated", consents*d.between(80, 98)/100)
		f.yuan("total", consents*d.between(18, 40)*1000)
	})
}

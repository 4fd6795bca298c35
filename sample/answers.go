package sample

import (
	"slices"

	"jieli/engine"
	"jieli/value"
)

// visit fills in the form of a home visit.
func (w *world) visit(h *household, v *village, who *staff, day value.Date, round int) engine.Bundle {
	return w.visitAnd(h, v, who, day, round, nil)
}

// visitAnd is visit with something more to write.
func (w *world) visitAnd(h *household, v *village, who *staff, day value.Date, round int, more func(*fields)) engine.Bundle {
	if h.ended || h.present() == 0 {
		return engine.Bundle{}
	}
	d := w.dice
	f := newFields(600)
	f.date("visited_on", day)
	mode := "in_person"
	if far := h.present() == h.awayFromHome(); d.chance(60) || far && d.chance(600) {
		mode = []string{"phone", "wechat"}[d.weighted(70, 30)]
	}
	f.text("mode", mode)
	b := engine.Bundle{County: v.code[:6], Form: "home_visit", Subject: h.id, Base: int64(h.version)}
	if mode == "in_person" {
		b.Place = near(h.dwelling)
		if d.chance(330) {
			f.text("second_visitor", w.towns[v.town].slots[0].on(day).name)
		}
		if round == 1 {
			f.point("dwelling", h.dwelling)
		}
	}
	f.text("spoke_with", spokeWith(d, h))
	f.whole("at_home", max(0, h.present()-h.awayFromHome()+d.weighted(990, 6, 4)))
	if d.chance(22) && !h.disputed {
		h.phone = w.maker.phone()
		f.text("phone", h.phone)
	}
	w.visitPeople(f, h, day, round)
	w.visitMoney(f, h)
	w.visitNeeds(f, h)
	w.newsOfHouse(f, h, day)
	if more != nil {
		more(f)
	}
	if day > h.seen {
		h.seen = day
		h.version++
	} else if more != nil {
		h.version++
	}
	w.touch(h)
	b.Answers = f.done()
	return b
}

func (h *household) awayFromHome() int {
	n := 0
	for i := range h.people {
		if p := &h.people[i]; !p.left && p.work.away() && p.work.place != "county" {
			n++
		}
	}
	return n
}

func spokeWith(d dice, h *household) string {
	i := 0
	if d.chance(300) {
		i = d.IntN(len(h.people))
	}
	if h.people[i].left {
		return ""
	}
	return h.people[i].relation
}

// visitPeople writes what has changed with the people: in the second round the school year of every pupil.
func (w *world) visitPeople(f *fields, h *household, day value.Date, round int) {
	type change struct {
		p    *person
		make func(*fields)
	}
	var changed []change
	for i := range h.people {
		p := &h.people[i]
		if p.left {
			continue
		}
		c := h.care.newsOf(p, day)
		if c == nil {
			c = w.personChange(p, round)
		}
		if c != nil {
			changed = append(changed, change{p, c})
		}
	}
	f.rows("people", len(changed), func(i int) {
		p := changed[i].p
		row := &fields{b: append(f.b, `"record":`...)}
		row.b = quote(row.b, h.personID(p))
		row.whole("base", p.version)
		changed[i].make(row)
		f.b = row.b
		p.version++
	})
}

// personChange gives what a visit writes of a person; nil for nothing.
func (w *world) personChange(p *person, round int) func(*fields) {
	d := w.dice
	if round == 2 && p.pupil != "" && !p.slipped() {
		if pupil, schooling, changed := nextStage(d, p); changed {
			return func(f *fields) { p.move(f, pupil, schooling) }
		}
	}
	switch {
	case p.made != "" && p.slipped():
		return func(f *fields) { // a child born since the last visit
			p.omit = nil
			f.list("health", "healthy")
		}
	case p.work.has() && !p.slipped() && d.chance(26):
		return func(f *fields) {
			p.work.wage += d.between(1, 6) * 100
			f.yuan("work_wage", p.work.wage)
		}
	case p.uninsured && d.chance(450):
		return func(f *fields) {
			p.uninsured = false
			f.flag("resident_medical", true)
		}
	case !p.ill.any() && !p.slipped() && p.birth.Age(listDay) > 50 && d.chance(9):
		return func(f *fields) {
			p.ill.chronic = true
			f.list("health", "chronic")
		}
	}
	return nil
}

// slipped reports whether something of the person was left out.
func (p *person) slipped() bool { return len(p.omit) > 0 }

// move takes a pupil to the next school, or out of it.
func (p *person) move(f *fields, pupil, schooling string) {
	p.pupil = pupil
	if pupil != "" {
		f.text("pupil_state", pupil)
		return
	}
	f.null("pupil_state")
	p.schooling = schooling
	f.text("schooling", schooling)
	if p.labour != "none" || p.ill.any() {
		return
	}
	p.labour = "ordinary"
	f.text("labour", "ordinary")
}

// visitMoney writes how the household gets along.
func (w *world) visitMoney(f *fields, h *household) {
	d := w.dice
	trend := []string{"rising", "steady", "falling"}[d.weighted(42, 50, 8)]
	if trend == "falling" && h.hasCourse() && h.care.course.removal != 0 {
		trend = "steady" // who gets along again
	}
	f.text("income_trend", trend)
	if trend == "falling" {
		f.text("income_reason", pick(d, w.tables.words["trend"]))
	}
	ill := h.any(func(p *person) bool { return p.ill.serious || p.ill.chronic })
	switch {
	case ill && d.chance(170):
		f.list("large_spending", "medical")
		f.yuan("medical_cost", max(8, d.spread(10, 80)*h.income[0].net()/16000)*100)
	case d.chance(30):
		f.list("large_spending", pick(d, []string{"schooling", "house", "wedding_funeral", "debt"}))
		f.yuan("other_cost", d.between(20, 300)*100)
	}
}

// visitNeeds writes what is wrong and what is asked for. Guarantees are written where they have changed.
func (w *world) visitNeeds(f *fields, h *household) {
	d := w.dice
	l := &h.living
	switch forgotten := slices.Contains(h.omit, "water_safe"); {
	case h.split:
		l.guarantees(f)
		h.split = false
	case forgotten && d.chance(500):
		h.omit = nil
		f.flag("water_safe", !l.unsafeWater)
	case !forgotten && l.unsafeWater && !h.hasCourse() && d.chance(300):
		l.unsafeWater = false
		f.flag("water_safe", true)
	}
	switch {
	case d.chance(560):
		f.list("needs", "none")
	case d.chance(30):
		f.list("needs", "none", "job")
	default:
		f.list("needs", someOf(d, []string{"job", "training", "farming", "sales", "credit", "medical", "schooling",
			"housing", "water", "road", "support", "policy"}, 2)...)
	}
	if d.chance(140) {
		f.text("request", pick(d, w.tables.words["request"]))
	}
	if d.chance(90) {
		f.text("promised", pick(d, w.tables.words["promise"]))
	}
}

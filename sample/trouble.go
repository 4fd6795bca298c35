package sample

import (
	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// scheduleTrouble plans what goes wrong: devices that change the same field without knowing of each other, and
// bundles that the engine refuses and keeps with the reason.
func (w *world) scheduleTrouble() {
	for i := range conflicts {
		v := w.villages[(i*23+9)%len(w.villages)]
		w.scheduleConflict(v, lasting(v), i)
	}
	w.scheduleRefusals()
}

// lasting gives a household that no single death ends.
func lasting(v *village) *household {
	for _, h := range v.houses {
		if len(h.people) >= 4 && !h.disputed {
			return h
		}
	}
	return v.houses[0]
}

// conflicts is how many conflicts arise; the last openConflicts of them stay open.
const (
	conflicts     = 13
	openConflicts = 5
)

// scheduleConflict lets a member of the team and the village committee write different phone numbers on one day.
func (w *world) scheduleConflict(v *village, h *household, i int) {
	day := nextVisitDay(value.DateOf(2022, 6, 1).AddDays(i * 3))
	base := 0
	h.disputed = true
	change := func() engine.Bundle {
		if h.ended || h.present() == 0 {
			return engine.Bundle{}
		}
		if base == 0 {
			base = h.version
		}
		f := newFields(120)
		f.date("seen_on", day)
		f.text("phone", w.maker.phone())
		h.version++
		return engine.Bundle{County: v.code[:6], Form: "living_conditions", Subject: h.id, Base: int64(base), Answers: f.done()}
	}
	w.add(at(day, 10, i), v.slot.on(day), change).at = at(day, 20, 30)
	w.add(at(day, 11, i), w.office.villages[v.code], change).at = at(day, 20, 31)
	if i >= conflicts-openConflicts {
		return
	}
	w.add(at(day+6, 9, i), w.office.towns[v.code[:9]], func() engine.Bundle {
		if h.ended || h.present() == 0 {
			return engine.Bundle{}
		}
		f := newFields(60)
		f.text("phone", w.maker.phone())
		b := entries(v.code[:6], engine.EntryIn{Register: "household", Record: h.id, Action: journal.Change,
			Base: int64(h.version), Fields: f.done()})
		h.version++
		return b
	})
}

// refuse plans a bundle that is refused.
func (w *world) refuse(day value.Date, who *staff, do func() engine.Bundle) {
	w.add(at(day, 16, 10), who, do).refused = true
}

// visitAnswers are the answers of a visit in which one thing is wrong.
func visitAnswers(day value.Date, wrong func(*fields)) []byte {
	f := newFields(120)
	f.date("visited_on", day)
	f.text("mode", "in_person")
	wrong(f)
	return f.done()
}

func (w *world) scheduleRefusals() {
	v := w.villages[40]
	h, other := v.houses[4], w.villages[200]
	team := v.slot.on(firstDay + 60)
	day := value.DateOf(2021, 10, 15)
	visit := func(v *village, h *household, answers []byte) func() engine.Bundle {
		return func() engine.Bundle {
			return engine.Bundle{County: v.code[:6], Form: "home_visit", Subject: h.id, Base: int64(h.version), Answers: answers}
		}
	}
	nothing := func(*fields) {}
	w.refuse(day, team, visit(other, other.houses[2], visitAnswers(day, nothing)))
	w.refuse(day+3, team, visit(v, h, visitAnswers(day+30, nothing)))
	w.refuse(day+4, team, visit(v, h, visitAnswers(0, nothing)))
	w.refuse(day+5, team, visit(v, h, visitAnswers(day+5, func(f *fields) { f.text("income_trend", "sinking") })))
	w.refuse(day+6, team, visit(v, h, visitAnswers(day+6, func(f *fields) { f.whole("at_home", 99) })))
	w.refuse(day+7, team, visit(v, h, visitAnswers(day+7, func(f *fields) { f.text("phone", "12345") })))
	w.refuse(day+10, team, func() engine.Bundle {
		b := visit(v, h, visitAnswers(day+10, nothing))()
		b.Base += 7 // a version that nobody has made
		return b
	})
	w.add(at(day+11, 16, 10), team, func() engine.Bundle {
		b := visit(v, h, visitAnswers(day+11, nothing))()
		b.MadeAt = at(day+40, 9, 0).String() // a phone with a wrong clock: accepted with a warning
		h.version++
		return b
	})
	w.refuseEntries(v, h, day+12)
}

// refuseEntries are bundles that break the rules of registers and rights.
func (w *world) refuseEntries(v *village, h *household, day value.Date) {
	county := v.code[:6]
	w.refuse(day, w.office.villages[v.code], func() engine.Bundle {
		f := newFields(200) // a household that is registered already
		f.text("household_no", h.no)
		f.text("head_name", h.people[0].name)
		f.text("village", v.code)
		f.text("kind", "ordinary")
		f.date("registered_on", day)
		return engine.Bundle{County: county, Form: "household_registration",
			Subject: value.DeriveID("sample", "twice", h.no), Answers: f.done()}
	})
	w.refuse(day+1, w.office.sender, func() engine.Bundle {
		f := newFields(60)
		f.text("phone", w.maker.phone())
		return entries(county, engine.EntryIn{Register: "household", Record: h.id, Action: journal.Change,
			Base: int64(h.version), Fields: f.done()})
	})
	w.refuse(day+2, w.office.steward, func() engine.Bundle {
		f := newFields(60) // an account of a year that has one
		account := h.income[0]
		account.write(f)
		return engine.Bundle{County: county, Form: "yearly_account", Subject: h.id, Base: int64(h.version), Answers: f.done()}
	})
	w.refuse(day+3, v.slot.on(day), func() engine.Bundle {
		f := newFields(60) // a number with a wrong check digit
		f.date("seen_on", day)
		f.text("national_id", "441899198001010000")
		p := &h.people[0]
		return engine.Bundle{County: county, Form: "person_profile", Subject: h.personID(p), Base: int64(p.version),
			Answers: f.done()}
	})
}

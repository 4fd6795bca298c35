package sample

import (
	"jieli/engine"
	"jieli/value"
)

// newcomers is how many villages register a household that was never on the list: ordinary ones, which the teams did
// not know.
const newcomers = 54

// asked are the fields of people that the registration of a household asks for.
var asked = []string{"name", "relation", "sex", "birth_date", "id_kind", "national_id", "ethnicity", "phone", "politics",
	"schooling", "pupil_state", "health", "labour", "resident_medical", "employee_medical"}

// scheduleNewcomers lets village committees register ordinary households between the rounds.
func (w *world) scheduleNewcomers() {
	for i := range newcomers {
		v := w.villages[(i*11+3)%len(w.villages)]
		day := nextVisitDay(betweenRounds.any(w.dice))
		h := w.newcomer(v, (i*11+3)%len(w.villages), i)
		w.fresh = append(w.fresh, fresh{h, day})
		w.add(at(day, 15, i), w.office.villages[v.code], func() engine.Bundle { return h.registration(v, day) })
	}
}

// fresh is a household registered on a day of the year.
type fresh struct {
	h   *household
	day value.Date
}

func (w *world) newcomer(v *village, at, i int) *household {
	people := w.maker.ethnicity(v)
	h := &household{village: at, kind: "ordinary", dwelling: v.place, no: v.code + pad(800001+i, 6),
		people: w.maker.family(w.dice.between(2, 5), people), natural: pick(w.dice, v.hamlets), phone: w.maker.phone()}
	h.id = value.DeriveID("sample", "household", h.no)
	return h
}

// registration fills the form by which a household is registered with its people.
func (h *household) registration(v *village, day value.Date) engine.Bundle {
	f := newFields(2000)
	f.text("household_no", h.no)
	f.text("head_name", h.head().name)
	f.text("village", v.code)
	f.text("natural_village", h.natural)
	f.text("phone", h.phone)
	f.text("kind", "ordinary")
	f.date("registered_on", day)
	f.rows("people", len(h.people), func(i int) {
		p := &h.people[i]
		f.b = append(f.b, `"record":`...)
		f.b = quote(f.b, h.personID(p))
		f.flag("new", true)
		row := &fields{b: f.b, only: asked}
		p.write(row)
		f.b = row.b
		p.version = 1
	})
	h.version = 1
	return engine.Bundle{County: v.code[:6], Form: "household_registration", Subject: h.id, Answers: f.done()}
}

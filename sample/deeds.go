package sample

import (
	"jieli/engine"
	"jieli/value"
)

// affair is a case as those who work on it know it: its county, its id, what it is about and the version they have seen.
type affair struct {
	county, id, subject string
	version             int64
}

// deed is one step of an affair: how many days after the one before, by whom, with which answers.
type deed struct {
	form   string
	wait   int
	who    *staff
	answer func(f *fields, day value.Date) // may be nil
}

// lead opens an affair on a day and lets it go on, one deed after another. What would come after the last day stays open.
func (w *world) lead(a *affair, d dice, when value.Instant, deeds []deed) {
	w.add(when, deeds[0].who, func() engine.Bundle {
		day := when.Day()
		b := engine.Bundle{County: a.county, Form: deeds[0].form, Subject: a.subject, Record: a.id, Answers: deeds[0].answers(day)}
		if a.subject != "" {
			b.Base = 1
		}
		a.version = 1
		w.leadOn(a, d, day, deeds[1:])
		return b
	})
}

func (w *world) leadOn(a *affair, d dice, from value.Date, deeds []deed) {
	if len(deeds) == 0 {
		return
	}
	day := nextVisitDay(from.AddDays(deeds[0].wait))
	w.follow(at(day, d.between(9, 16), d.IntN(60)), deeds[0].who, func(string) engine.Bundle {
		b := engine.Bundle{County: a.county, Form: deeds[0].form, Subject: a.id, Base: a.version, Answers: deeds[0].answers(day)}
		a.version++
		w.leadOn(a, d, day, deeds[1:])
		return b
	})
}

func (x *deed) answers(day value.Date) []byte {
	f := newFields(300)
	if x.answer != nil {
		x.answer(f, day)
	}
	return f.done()
}

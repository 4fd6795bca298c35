package sample

import (
	"jieli/engine"
	"jieli/value"
)

// affair is a case as those who work on it know it: its county, its id, what it is about and the version they have seen;
// version 0: nobody has opened it yet.
type affair struct {
	county, id, subject string
	version             int64
}

// act is something that one person does on a day, after all acts of its tale before it.
type act struct {
	day     value.Date
	who     *staff
	refused bool // it is meant to be refused
	do      func(day value.Date) engine.Bundle
}

// tell plays acts one after another: the first on its day, each other on its own day or when the one before is done. What
// would come after the last day stays open.
func (w *world) tell(d dice, acts []act) {
	if len(acts) == 0 {
		return
	}
	first := acts[0]
	w.add(at(first.day, 8, 30+d.IntN(30)), first.who, func() engine.Bundle {
		w.tellOn(d, acts[1:])
		return first.do(first.day)
	}).refused = first.refused
}

func (w *world) tellOn(d dice, acts []act) {
	if len(acts) == 0 {
		return
	}
	next := acts[0]
	day := max(next.day, w.now.Day())
	e := w.follow(at(day, d.between(9, 16), d.IntN(60)), next.who, func(string) engine.Bundle {
		w.tellOn(d, acts[1:])
		return next.do(w.now.Day())
	})
	if e != nil {
		e.refused = next.refused
	}
}

// step gives the act that takes a step of an affair, or opens it when nobody has yet.
func (a *affair) step(form string, day value.Date, who *staff, answer func(f *fields, day value.Date)) act {
	return act{day: day, who: who, do: func(day value.Date) engine.Bundle {
		f := newFields(300)
		if answer != nil {
			answer(f, day)
		}
		b := engine.Bundle{County: a.county, Form: form, Subject: a.id, Base: a.version, Answers: f.done()}
		if a.version == 0 {
			b.Subject, b.Record = a.subject, a.id
			if a.subject != "" {
				b.Base = 1
			}
		}
		a.version++
		return b
	}}
}

// newRow begins a row of a new record in a list of answers.
func (f *fields) newRow(id string) {
	f.text("record", id)
	f.flag("new", true)
}

// rowOf begins a row about a record that is there.
func (f *fields) rowOf(id string, version int) {
	f.text("record", id)
	f.whole("base", version)
}

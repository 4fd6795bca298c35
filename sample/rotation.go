package sample

import (
	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// rotations lists which slots change hands: town, slot counted from the end of the team, day, reason.
var rotations = []struct {
	town, slot int
	day        value.Date
	reason     string
}{
	{0, 0, value.DateOf(2021, 11, 26), "recalled"}, {2, 5, value.DateOf(2021, 12, 28), "rotation"},
	{4, 1, value.DateOf(2022, 1, 12), "other"}, {6, 6, value.DateOf(2022, 1, 21), "recalled"},
	{8, 2, value.DateOf(2022, 2, 25), "rotation"}, {9, 5, value.DateOf(2022, 3, 9), "health"},
	{11, 0, value.DateOf(2022, 3, 18), "other"}, {13, 6, value.DateOf(2022, 3, 30), "rotation"},
	{14, 3, value.DateOf(2022, 4, 8), "other"}, {16, 5, value.DateOf(2022, 4, 20), "recalled"},
	{18, 1, value.DateOf(2022, 5, 11), "rotation"}, {19, 7, value.DateOf(2022, 5, 27), "health"},
	{21, 4, value.DateOf(2022, 6, 8), "rotation"}, {22, 6, value.DateOf(2022, 6, 30), "recalled"},
	{8, 3, value.DateOf(2022, 8, 1), "rotation"}, // still handing over, to a colleague, when the sample ends
}

// rotationDay is one change of hands as planned.
type rotationDay struct {
	town     *town
	slot     *slot
	old, new *term
	day      value.Date
	reason   string
}

func (w *world) planRotations() {
	for _, r := range rotations {
		t := w.towns[r.town]
		s := t.slots[len(t.slots)-1-r.slot]
		old := s.terms[0]
		old.until = r.day
		new := &term{who: t.slots[1].terms[0].who}
		if r.day <= lastDay {
			new = w.newTerm(t, s, old.who.login+"-b", r.day)
		}
		w.rotations = append(w.rotations, rotationDay{t, s, old, new, r.day, r.reason})
	}
}

// scheduleTeams sends what makes the teams, and what changes them.
func (w *world) scheduleTeams() {
	o := &w.office
	w.add(at(firstDay, 9, 20), o.steward, w.unitsBundle)
	for i, t := range w.towns {
		w.add(at(firstDay, 9, 30+i), o.steward, func() engine.Bundle { return w.teamBundle(t) })
		for _, s := range t.slots {
			if s.village >= 0 {
				w.add(at(value.DateOf(2021, 7, 14), 10, i), t.slots[0].terms[0].who, func() engine.Bundle {
					return w.appointment(s, s.terms[0], value.DateOf(2021, 7, 14))
				})
			}
		}
	}
	for i, r := range w.rotations {
		w.scheduleRelay(r, i)
		if r.day <= lastDay {
			w.scheduleRotation(r)
		}
	}
}

func entries(county string, list ...engine.EntryIn) engine.Bundle {
	return engine.Bundle{County: county, Entries: list}
}

// scheduleRotation begins the next posting on the day on which the handover has ended the one before, so that the numbers
// stay as they are.
func (w *world) scheduleRotation(r rotationDay) {
	o, county := &w.office, r.town.code[:6]
	if r.slot.village >= 0 {
		w.add(at(r.day, 9, 0), o.programme, func() engine.Bundle {
			f := newFields(40)
			f.date("ends_on", r.day)
			return entries(county, engine.EntryIn{Register: "first_secretary", Record: r.old.secretaryOf,
				Action: journal.Change, Base: 1, Fields: f.done()})
		})
	}
	w.add(at(r.day, 9, 12), o.keeper, func() engine.Bundle { return r.old.who.leave(r.day) })
	w.add(at(r.day, 9, 15), o.programme, func() engine.Bundle {
		r.town.version++
		return engine.Bundle{County: county, Form: "posting", Subject: r.town.teamID, Base: int64(r.town.version - 1),
			Record: r.new.posting, Answers: w.posting(r.slot, r.new)}
	})
	if r.slot.village >= 0 {
		w.add(at(r.day, 9, 20), o.programme, func() engine.Bundle {
			return w.appointment(r.slot, r.new, r.day)
		})
	}
}

// leave ends the grants of an account.
func (s *staff) leave(day value.Date) engine.Bundle {
	b := engine.Bundle{County: value.County(s.home)}
	for _, g := range s.grants {
		f := newFields(40)
		f.date("until", day)
		b.Entries = append(b.Entries, engine.EntryIn{Register: "grant", Record: s.grantID(g), Action: journal.Change,
			Base: 1, Fields: f.done()})
	}
	return b
}

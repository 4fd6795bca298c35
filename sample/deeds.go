package sample

import "jieli/value"

// deed is one step of an affair: how many days after the one before, by whom, with which answers.
type deed struct {
	form   string
	wait   int
	who    *staff
	answer func(f *fields, day value.Date) // may be nil
}

// lead opens an affair on a day and lets it go on, one deed after another. What would come after the last day stays open.
func (w *world) lead(a *affair, d dice, day value.Date, deeds []deed) {
	acts := make([]act, 0, len(deeds))
	for i, x := range deeds {
		if i > 0 {
			day = day.AddDays(x.wait)
		}
		day = nextVisitDay(day)
		acts = append(acts, a.step(x.form, day, x.who, x.answer))
	}
	w.tell(d, acts)
}

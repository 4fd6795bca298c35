package sample

import "jieli/value"

// buildingsOf gives the places where works of a purpose are carried out, town by town.
func (w *world) buildingsOf(purpose string, n int) []building {
	d := newDice(uint64(600 + len(purpose)))
	list := make([]building, 0, n)
	for i := range n {
		t := w.towns[i%len(w.towns)]
		v := w.villages[t.villages[(i*5+len(purpose))%len(t.villages)]]
		list = append(list, building{village: v, town: t, start: nextVisitDay(value.DateOf(2021, 9, 13).AddDays(d.between(0, 210)))})
	}
	return list
}

package sample

// buildingsOf gives the places where projects of a purpose are carried out, town by town.
func (w *world) buildingsOf(purpose string) []building {
	var list []building
	for _, p := range w.projectsOf(purpose) {
		list = append(list, building{village: p.village, town: p.town, project: p.id, start: p.start})
	}
	return list
}

// begunInTime leaves out what began too late to be finished by the last day.
func begunInTime(list []building) []building {
	var early []building
	for _, b := range list {
		if b.start <= lastDay.AddDays(-45) {
			early = append(early, b)
		}
	}
	return early
}

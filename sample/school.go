package sample

import "jieli/value"

// School years begin on 1 September. The list is read in during the year 2020/21; the second round of visits comes in
// the year 2021/22.
var (
	schoolYear2020 = value.DateOf(2020, 8, 31)
	schoolYear2021 = value.DateOf(2021, 8, 31)
)

// stage gives the school that a child goes to in the school year after a day, by age; "" when there is none for it.
func stage(birth, yearStart value.Date) string {
	switch age := birth.Age(yearStart); {
	case age < 3:
		return "below_school_age"
	case age < 6:
		return "kindergarten"
	case age < 12:
		return "primary"
	case age < 15:
		return []string{"grade_7", "grade_8", "grade_9"}[age-12]
	case age < 18:
		return []string{"upper_1", "upper_2", "upper_3"}[age-15]
	}
	return ""
}

var (
	vocational = map[string]string{"upper_1": "vocational_1", "upper_2": "vocational_2", "upper_3": "vocational_3"}
	colleges   = [][]string{
		{"college_1", "college_2", "college_3"},
		{"technician_1", "technician_2", "technician_3", "technician_4"},
		{"bachelor_1", "bachelor_2", "bachelor_3", "bachelor_4"},
	}
	schoolings = []string{"illiterate", "primary", "lower_secondary", "upper_secondary", "college", "bachelor"}
)

// school says where somebody goes to school, or what schooling they have.
func (m *maker) school(p *person, age int) {
	atStart := p.birth.Age(schoolYear2020)
	stays := []int{1000, 930, 900}
	switch {
	case atStart < 15, age < 16, atStart < 18 && m.dice.chance(stays[atStart-15]):
		p.pupil = stage(p.birth, schoolYear2020)
		if v := vocational[p.pupil]; v != "" && m.dice.chance(420) {
			p.pupil = v
		}
	case atStart >= 18 && atStart < 22 && m.dice.chance(430):
		years := colleges[m.dice.weighted(50, 15, 35)]
		if atStart-18 < len(years) {
			p.pupil = years[atStart-18]
			return
		}
		p.schooling = "college"
	default:
		p.schooling = m.schooling(age)
	}
	if p.pupil != "" && p.pupil[0] == 'v' {
		p.aided = true
	}
}

func (m *maker) schooling(age int) string {
	w := []int{250, 500, 220, 30, 0, 0}
	switch {
	case age < 20:
		w = []int{0, 0, 650, 350, 0, 0}
	case age < 25:
		w = []int{0, 0, 470, 310, 170, 50}
	case age < 45:
		w = []int{15, 150, 590, 145, 70, 30}
	case age < 65:
		w = []int{60, 450, 420, 65, 4, 1}
	}
	return schoolings[m.dice.weighted(w...)]
}

// nextStage is what a pupil of the year before is in the school year 2021/22: another stage, or the end of school
// with a schooling. changed is false when nothing is to be written.
func nextStage(d dice, p *person) (pupil, schooling string, changed bool) {
	next := stage(p.birth, schoolYear2021)
	switch {
	case len(p.pupil) > 7 && p.pupil[:7] == "college", len(p.pupil) > 8 && p.pupil[:8] == "bachelor",
		len(p.pupil) > 10 && p.pupil[:10] == "technician":
		return nextCollege(p.pupil)
	case p.pupil[0] == 'v' && next != "":
		next = vocational[next]
	case p.pupil == "grade_9" && d.chance(400):
		next = vocational[next]
	}
	switch {
	case next != "":
		return next, "", next != p.pupil
	case d.chance(560):
		return colleges[d.weighted(50, 15, 35)][0], "", true
	}
	return "", "upper_secondary", true
}

func nextCollege(pupil string) (string, string, bool) {
	for _, years := range colleges {
		for i, y := range years {
			if y != pupil {
				continue
			}
			if i+1 < len(years) {
				return years[i+1], "", true
			}
			if years[0] == "bachelor_1" {
				return "", "bachelor", true
			}
			return "", "college", true
		}
	}
	return pupil, "", false
}

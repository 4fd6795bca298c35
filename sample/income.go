package sample

import "jieli/value"

// account is what a household took in and spent in a year, in yuan.
type account struct {
	persons                                                  int
	wageWork, wagePost                                       int
	crops, livestock, forest, other                          int
	dividend, rent                                           int
	minimum, destitute, pension, soil, publicForest          int
	oldAge, disability, education, support                   int
	spentCrops, spentLivestock, medicalOfOwn, schoolingOfOwn int
	from, to, day                                            value.Date
	year                                                     int
}

func (a *account) net() int {
	return a.wageWork + a.wagePost + a.crops + a.livestock + a.forest + a.other + a.dividend + a.rent + a.minimum +
		a.destitute + a.pension + a.soil + a.publicForest + a.oldAge + a.disability + a.education + a.support -
		a.spentCrops - a.spentLivestock
}

// Least net income of a person in yuan: the sample's households stand above the line of their year.
const (
	least2020 = 7400
	least2021 = 8300
)

// accounts makes the accounts of 2020 and 2021.
func (m *maker) accounts(h *household) (account, account) {
	a := m.account2020(h)
	m.lift(&a, h, least2020)
	a.year, a.from, a.to = 2020, value.DateOf(2019, 10, 1), value.DateOf(2020, 9, 30)
	a.day = value.DateOf(2020, 10, 12).AddDays(m.dice.between(0, 50))
	b := m.grown(a)
	m.lift(&b, h, least2021)
	b.year, b.from, b.to = 2021, value.DateOf(2020, 10, 1), value.DateOf(2021, 9, 30)
	return a, b
}

func (m *maker) account2020(h *household) account {
	d := m.dice
	a := account{persons: len(h.people)}
	for i := range h.people {
		m.ofPerson(&a, &h.people[i])
	}
	mu := h.living.farmland
	a.crops = mu * d.between(55, 110)
	a.spentCrops = a.crops * d.between(25, 40) / 100
	a.soil = mu * 9
	a.publicForest = h.living.woodland * 3
	a.forest = h.living.orchard * d.between(40, 160)
	for _, x := range h.living.help {
		if x == "livestock" {
			a.livestock = d.between(20, 90) * 100
			a.spentLivestock = a.livestock * d.between(30, 50) / 100
		}
	}
	if d.chance(620) {
		a.dividend = d.between(8, 45) * 20
	}
	if d.chance(140) {
		a.rent = d.between(3, 14) * 100
	}
	return a
}

// ofPerson adds what one member brings in and costs.
func (m *maker) ofPerson(a *account, p *person) {
	d := m.dice
	if p.work.has() {
		a.wageWork += p.work.wage * p.work.months * d.between(45, 70) / 100
	}
	if p.post != "" {
		a.wagePost += d.between(5, 9) * 960
	}
	age := p.birth.Age(listDay)
	if age >= 60 && !p.destitute {
		a.pension += d.between(180, 240) * 12
	}
	if age >= 80 {
		a.oldAge += 600
	}
	switch {
	case p.minimum:
		a.minimum += d.between(300, 520) * 12
	case p.destitute:
		a.destitute += d.between(1080, 1180) * 12
	}
	if p.subsidised() {
		a.disability += 2172
	}
	if p.pupil != "" && age >= 6 {
		a.schoolingOfOwn += d.between(2, 40) * 100
		if d.chance(520) {
			a.education += 3000
		}
	}
	switch {
	case p.ill.serious:
		a.medicalOfOwn += d.spread(30, 240) * 100
	case p.ill.chronic:
		a.medicalOfOwn += d.spread(5, 60) * 100
	}
}

func (p *person) subsidised() bool { return p.ill.disabled && p.disability.grade <= 2 }

// lift brings an account above a least income: by other business where somebody can work, by support of children
// where nobody can.
func (m *maker) lift(a *account, h *household, least int) {
	short := (least+m.dice.between(100, 2600))*a.persons - a.net()
	switch {
	case short <= 0:
	case h.workers() > 0:
		a.other += short
	default:
		a.support += short
	}
}

// grown is the account of the next year.
func (m *maker) grown(a account) account {
	d := m.dice
	by := func(n *int, least, most int) { *n = *n * d.between(least, most) / 100 }
	by(&a.wageWork, 112, 142)
	by(&a.wagePost, 100, 112)
	by(&a.crops, 98, 122)
	by(&a.livestock, 95, 125)
	by(&a.forest, 100, 128)
	by(&a.other, 105, 130)
	by(&a.dividend, 100, 120)
	by(&a.minimum, 106, 112)
	by(&a.destitute, 106, 110)
	by(&a.pension, 103, 106)
	by(&a.support, 95, 120)
	by(&a.spentCrops, 98, 112)
	by(&a.medicalOfOwn, 60, 130)
	return a
}

// write writes an account as answers of its form, which are the fields of its register too.
func (a *account) write(f *fields) {
	f.whole("year", a.year)
	f.date("from_on", a.from)
	f.date("to_on", a.to)
	f.date("accounted_on", a.day)
	f.whole("counted_persons", a.persons)
	for _, x := range []struct {
		name string
		yuan int
	}{
		{"wage_work", a.wageWork}, {"wage_village_post", a.wagePost}, {"business_crops", a.crops},
		{"business_livestock", a.livestock}, {"business_forest", a.forest}, {"business_other", a.other},
		{"property_dividend", a.dividend}, {"property_land", a.rent}, {"transfer_minimum_living", a.minimum},
		{"transfer_destitute", a.destitute}, {"transfer_pension", a.pension}, {"transfer_soil", a.soil},
		{"transfer_public_forest", a.publicForest}, {"transfer_old_age", a.oldAge},
		{"transfer_disability", a.disability}, {"transfer_education", a.education}, {"transfer_support", a.support},
		{"spending_crops", a.spentCrops}, {"spending_livestock", a.spentLivestock},
		{"self_paid_medical", a.medicalOfOwn}, {"self_paid_schooling", a.schoolingOfOwn},
	} {
		f.yuan(x.name, x.yuan)
	}
	f.flag("agreed", true)
}

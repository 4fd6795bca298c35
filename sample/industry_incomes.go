package sample

import (
	"math"

	"jieli/engine"
	"jieli/value"
)

// weighFarmers moves the incomes a head of all villages so that their mean, weighed by persons, is what it must be.
func (w *world) weighFarmers(k int, mean float64) {
	persons, total := 0, 0
	for _, v := range w.villages {
		persons += v.profile.persons
		total += v.profile.persons * v.profile.farmer[k]
	}
	short := int(math.Round(mean*float64(persons))) - total
	step := int(math.Floor(float64(short) / float64(persons)))
	for _, v := range w.villages {
		v.profile.farmer[k] += step
	}
	short -= step * persons
	for i := 0; short > 0; i++ { // less than a yuan a head is left
		p := &w.villages[i%len(w.villages)].profile
		p.farmer[k]++
		short -= p.persons
	}
}

// scheduleIncomes enters the accounts of 2020 and 2021: the collective's by each village when it has been surveyed, the mean a
// head by its town.
func (w *world) scheduleIncomes(x *industry) {
	for k, from := range []value.Date{value.DateOf(2021, 9, 6), value.DateOf(2022, 1, 5)} {
		for i, v := range w.villages {
			day := nextVisitDay(from.AddDays(x.dice.between(0, 20)))
			village := w.office.villages[v.code]
			w.add(at(day, 9+i%8, i%60), village, func() engine.Bundle {
				b := w.collectiveAccount(x, v, k, day)
				v.version++ // the village shows the latest account
				return b
			})
			if k == 1 && i%99 == 40 { // entered once more by mistake
				again := func() engine.Bundle { return w.collectiveAccount(x, v, k, day+2) }
				w.add(at(day+2, 9, i%60), village, again).refused = true
			}
			later := nextVisitDay(day + 6)
			w.add(at(later, 14, i%60), w.office.towns[v.code[:9]], func() engine.Bundle { return w.farmerIncome(v, k, later) })
		}
	}
}

func (w *world) collectiveAccount(x *industry, v *village, k int, day value.Date) engine.Bundle {
	total, d := v.profile.collective[k], x.dice
	subsidies, others := total*d.between(18, 45)/100, total*d.between(0, 8)/100
	contracting, investing := total*d.between(12, 32)/100, total*d.between(0, 12)/100
	f := newFields(200)
	f.date("until_on", value.DateOf(2020+k, 12, 31))
	f.date("entered_on", day)
	f.yuan("business", total-subsidies-others-contracting-investing)
	f.yuan("contracting", contracting)
	f.yuan("investing", investing)
	f.yuan("subsidies", subsidies)
	f.yuan("others", others)
	return engine.Bundle{County: v.code[:6], Form: "collective_account", Subject: villageID(v.code), Base: 1, Answers: f.done()}
}

func (w *world) farmerIncome(v *village, k int, day value.Date) engine.Bundle {
	f := newFields(120)
	f.date("until_on", value.DateOf(2020+k, 12, 31))
	f.date("entered_on", day)
	f.whole("persons", v.profile.persons)
	f.yuan("per_head", v.profile.farmer[k])
	f.text("source", "镇统计站")
	return engine.Bundle{County: v.code[:6], Form: "farmer_income", Subject: villageID(v.code), Base: 1, Answers: f.done()}
}

package sample

import (
	"jieli/engine"
	"jieli/value"
)

// soldFarmers is how many persons of all villages have sold in the year, each counted once.
const soldFarmers = 238_640

// scheduleBenefits has every village enter once how many of its farmers have sold.
func (w *world) scheduleBenefits(x *market) {
	weights := make([]float64, len(w.villages))
	for i, v := range w.villages {
		weights[i] = float64(v.profile.persons) * (0.8 + 0.4*x.dice.Float64())
	}
	for i, n := range shares(soldFarmers, 1, weights) {
		v, day := w.villages[i], nextVisitDay(value.DateOf(2022, 7, 11).AddDays(x.dice.between(0, 10)))
		w.add(at(day, 11, i%60), w.office.villages[v.code], func() engine.Bundle {
			f := newFields(100)
			f.date("counted_on", day)
			f.whole("households", max(1, n*25/100))
			f.whole("persons", n)
			return engine.Bundle{County: v.code[:6], Form: "sales_benefit", Subject: villageID(v.code), Base: 1, Answers: f.done()}
		})
	}
}

// scheduleRice signs the five-year contract of rice and makes its first deliveries.
func (w *world) scheduleRice(x *market) {
	county, town := "441825", "441825100"
	office, firm := w.office.towns[town], value.DeriveID("sample", "firm", "rice")
	day := value.DateOf(2022, 4, 12)
	a := &affair{county: county, id: value.DeriveID("sample", "contract", "rice")}
	deliver := func(day value.Date, tons, yuan int) act {
		return act{day: day, who: office, do: func(day value.Date) engine.Bundle {
			f := newFields(100)
			f.date("delivered_on", day)
			f.whole("weight", tons)
			f.yuan("value", yuan)
			return engine.Bundle{County: county, Form: "contract_delivery", Subject: a.id, Base: a.version, Answers: f.done()}
		}}
	}
	w.tell(x.dice, []act{
		{day: day - 1, who: office, do: func(day value.Date) engine.Bundle { return riceFirm(county, town, firm, day) }},
		a.step("supply_contract_draft", day, office, func(f *fields, day value.Date) {
			f.text("contract_no", "样例协议2022-01")
			f.text("place", town)
			f.text("kind", "rice")
			f.text("seller", "连山金爵米业")
			f.text("buyer", firm)
			f.text("responsible", office.account)
			f.date("signed_on", day)
			f.date("from_on", day)
			f.date("until_on", value.DateOf(2027, 4, 11))
			f.yuan("value", 150_000_000)
			f.text("agreed", "共建基地、共创品牌、共享渠道")
		}),
		a.step("supply_contract_plan", day+6, office, func(f *fields, _ value.Date) {
			due := []int{2000, 2800, 3200, 3500, 3500} // 万元
			f.rows("years", len(due), func(i int) {
				f.newRow(value.DeriveID("sample", "contract year", pad(i, 1)))
				f.whole("year", 2022+i)
				f.whole("weight_due", due[i]*10_000/7600)
				f.yuan("value_due", due[i]*10_000)
			})
		}),
		deliver(value.DateOf(2022, 6, 8), 240, 1_824_000), deliver(value.DateOf(2022, 7, 13), 310, 2_356_000),
	})
}

func riceFirm(county, town, id string, day value.Date) engine.Bundle {
	f := newFields(200)
	f.text("name", "广州善待家农业集团")
	f.text("legal_kind", "company")
	f.text("system", "trade")
	f.text("trade", "粮油销售")
	f.text("town", town)
	f.date("registered_on", day)
	return engine.Bundle{County: county, Form: "enterprise_registration", Subject: id, Answers: f.done()}
}

package sample

import (
	"strconv"

	"jieli/engine"
	"jieli/value"
)

// customer is who pays for water.
type customer struct {
	id, use string
	h       *household
	reading int // tenths of a cubic metre
}

const customers = 30

var billDays = []value.Date{value.DateOf(2022, 5, 5), value.DateOf(2022, 6, 6), value.DateOf(2022, 7, 5)}

// scheduleBills plans tariff, customers, readings, bills and costs of the pilot.
func (w *world) scheduleBills(x *water) {
	for _, s := range x.schemes {
		if s.pilot && s.running != 0 {
			w.tariffs(x, s)
			for n := range customers {
				w.customer(x, s, n)
			}
			w.costs(x, s)
		}
	}
}

func (w *world) tariffs(x *water, s *scheme) {
	for i, use := range []string{"household", "public", "business"} {
		w.file(x.dice, filing{day: pilotRuns, hour: 9, who: x.operators[s.town.code], county: s.town.code[:6], form: "water_tariff",
			subject: s.id, base: s.version, answer: func(f *fields) {
				f.text("use", use)
				f.whole("price", []int{160, 180, 230}[i]) // fen
				f.date("from_on", pilotRuns)
				f.date("until_on", value.DateOf(2022, 9, 15))
				f.text("basis", "村民会议议定（样例）")
			}})
	}
}

// customer opens an account, reads its meter each month and takes what is paid: most in time, some late, a few not yet.
func (w *world) customer(x *water, s *scheme, n int) {
	d, who := x.dice, x.operators[s.town.code]
	c := &customer{id: value.DeriveID("sample", "customer", pad(n, 3)), use: "household"}
	if n%10 == 7 {
		c.use = []string{"public", "business"}[n/10%2]
	}
	v := w.villageOf(pilotVillage)
	if n%3 == 0 {
		c.h = connected(v, n/3)
	}
	opened := nextVisitDay(pilotRuns.AddDays(1 + n/8))
	name, _ := x.names.anybody()
	w.add(at(opened, 9+n%7, d.IntN(60)), who, func() engine.Bundle {
		f := newFields(200)
		f.text("customer_no", "XJ-"+pad(n+1, 4))
		if c.h != nil && !c.h.ended {
			f.text("name", c.h.people[0].name)
			f.text("household", c.h.id)
		} else {
			f.text("name", name)
		}
		f.text("village", s.hamlets[(n*3)%len(s.hamlets)].id)
		f.text("use", c.use)
		f.text("meter_no", "M"+pad(2200+n, 6))
		f.whole("last_reading", 0)
		return engine.Bundle{County: s.town.code[:6], Form: "water_account_open", Subject: s.id, Record: c.id, Base: s.version, Answers: f.done()}
	})
	if c.h != nil && n%6 == 0 && !c.h.living.unsafeWater {
		w.confirmWater(x, s, c, n, opened)
	}
	for month, day := range billDays {
		w.bill(x, s, c, n, month, nextVisitDay(day.AddDays(n/12)))
	}
}

// connected gives the n-th household of a village that is connected, two of three such whose water was not safe where there are.
func connected(v *village, n int) *household {
	var unsafe []*household
	for _, h := range v.houses {
		if h.living.unsafeWater {
			unsafe = append(unsafe, h)
		}
	}
	if n%3 != 0 && n < len(unsafe) {
		return unsafe[n]
	}
	if n < len(v.houses) && !v.houses[n].living.unsafeWater {
		return v.houses[n]
	}
	return nil
}

func (w *world) villageOf(code string) *village {
	for _, v := range w.villages {
		if v.code == code {
			return v
		}
	}
	return nil
}

// confirmWater lets the village committee see a connected household that was said to be safe before. Those whose water was not
// safe wait for the visit that the connection asked for.
func (w *world) confirmWater(x *water, s *scheme, c *customer, n int, opened value.Date) {
	d, village := x.dice, w.office.villages[pilotVillage]
	id := value.DeriveID("sample", "confirmation", pad(n, 3))
	asked, seen := nextVisitDay(opened.AddDays(d.between(3, 6))), nextVisitDay(opened.AddDays(d.between(12, 16)))
	w.add(at(asked, 10, n), village, func() engine.Bundle {
		if c.h.ended {
			return engine.Bundle{}
		}
		f := newFields(60)
		f.text("cause", "接水后回访")
		return engine.Bundle{County: s.town.code[:6], Form: "water_confirmation_open", Subject: c.h.id, Record: id, Base: 1, Answers: f.done()}
	})
	w.add(at(seen, 10, n), village, func() engine.Bundle {
		if c.h.ended {
			return engine.Bundle{}
		}
		f := newFields(200)
		day := seen
		f.date("checked_on", day)
		f.text("source", "central_supply")
		f.whole("litres", x.dice.between(60, 110))
		f.text("look", "report_good")
		f.flag("to_house", true)
		f.whole("short_days", x.dice.between(0, 9))
		return engine.Bundle{County: s.town.code[:6], Form: "water_confirmation_check", Subject: id, Base: 1, Answers: f.done()}
	})
}

func (w *world) bill(x *water, s *scheme, c *customer, n, month int, day value.Date) {
	d, who := x.dice, x.operators[s.town.code]
	used := d.between(40, 190)
	if c.use != "household" {
		used *= 3
	}
	a := &affair{county: s.town.code[:6], id: value.DeriveID("sample", "bill", pad(n, 3), strconv.Itoa(month)), subject: c.id}
	c.reading += used
	reading := c.reading
	deeds := []deed{{"water_bill_read", 0, who, func(f *fields, day value.Date) {
		f.date("read_on", day)
		f.tenths("reading", reading)
	}}}
	pay := func(wait int) deed {
		return deed{"water_bill_pay", wait, who, func(f *fields, day value.Date) {
			f.date("paid_on", day)
			f.text("paid_by", []string{"mobile", "cash", "transfer"}[d.weighted(60, 30, 10)])
			f.text("receipt_no", "S"+strconv.Itoa(20220000+month*100+n))
		}}
	}
	switch {
	case n == 11 && month == 1: // stays unpaid
	case n%9 == 5:
		deeds = append(deeds, pay(d.between(31, 44)))
	default:
		deeds = append(deeds, pay(d.between(1, 20)))
	}
	w.lead(a, d, day, deeds)
}

func (w *world) costs(x *water, s *scheme) {
	d := x.dice
	for month := range 4 {
		day := nextVisitDay(value.DateOf(2022, 4+month, 20))
		w.file(d, filing{day: day, hour: 9, who: w.office.towns[s.town.code], county: s.town.code[:6], form: "scheme_subsidy",
			subject: s.id, base: s.version, answer: func(f *fields) {
				f.date("given_on", day)
				f.text("giver", s.town.name+"政府")
				f.yuan("amount", 800)
				f.text("basis", "试运行补助（样例）")
			}})
		for i, kind := range []string{"power", "chemicals", "wages", "testing"} {
			day := nextVisitDay(value.DateOf(2022, 4+month, 25))
			w.file(d, filing{day: day, hour: 10 + i, who: x.operators[s.town.code], county: s.town.code[:6], form: "scheme_cost",
				subject: s.id, base: s.version, answer: func(f *fields) {
					f.date("spent_on", day)
					f.text("kind", kind)
					f.yuan("amount", []int{d.between(160, 240), d.between(40, 70), 300, 120}[i])
					f.text("voucher", "样例-"+pad(month*10+i, 3))
				}})
		}
	}
}

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
	bills   int
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
	if n%3 == 0 && n/3 < len(v.houses) {
		c.h = v.houses[n/3]
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
	if c.h != nil {
		w.confirmWater(x, s, c, n, value.DeriveID(w.lastBundle(), "add", "0"), opened)
	}
	for month, day := range billDays {
		w.bill(x, s, c, n, month, nextVisitDay(day.AddDays(n/12)))
	}
}

// lastBundle gives the id of the bundle that was planned last.
func (w *world) lastBundle() string { return w.events[len(w.events)-1].bundleID() }

func (w *world) villageOf(code string) *village {
	for _, v := range w.villages {
		if v.code == code {
			return v
		}
	}
	return nil
}

// confirmWater lets the team see some of the connected households; others wait.
func (w *world) confirmWater(x *water, s *scheme, c *customer, n int, id string, opened value.Date) {
	day := nextVisitDay(opened.AddDays(x.dice.between(4, 12)))
	if n%6 != 0 || c.h.living.unsafeWater {
		return
	}
	v := w.villageOf(pilotVillage)
	w.add(at(day, 10, n), w.office.villages[v.code], func() engine.Bundle {
		if c.h.ended {
			return engine.Bundle{}
		}
		f := newFields(200)
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

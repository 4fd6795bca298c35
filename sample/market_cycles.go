package sample

import "jieli/value"

// scheduleCycles plays every cycle of every town as one tale.
func (w *world) scheduleCycles(x *market) {
	for i, m := range x.towns {
		for c, first := range cycleDays {
			var lots []*lot
			for _, l := range x.lots {
				if l.m == m && l.cycle == c {
					lots = append(lots, l)
				}
			}
			day := nextVisitDay(first.AddDays(dayOfTown(i, c)))
			w.tell(x.dice, w.cycle(x, m, c, day, lots))
		}
	}
}

// cycle gives the acts of a cycle: offers, orders, weighing, the road, delivery; then payment and settlement.
func (w *world) cycle(x *market, m *marketTown, c int, day value.Date, lots []*lot) []act {
	clerk := w.care.clerks[m.code]
	a := &affair{county: m.code[:6], id: value.DeriveID("sample", "cycle", m.code, pad(c, 1))}
	acts := []act{a.step("order_cycle_open", day, clerk, func(f *fields, day value.Date) {
		f.text("name", day.String()[:7]+"订货")
		f.text("town", m.code)
		f.date("opens_on", day)
		f.date("closes_on", day.AddDays(6))
		f.date("deliver_by", day.AddDays(12))
	})}
	for _, l := range lots {
		acts = append(acts, l.offer(w, x, day))
	}
	for _, l := range lots {
		acts = append(acts, l.list(w, a.id, day+1, clerk))
	}
	acts = append(acts, w.ordering(x, m, lots, day+2)...)
	acts = append(acts, a.step("order_cycle_close", day+6, clerk, nil))
	acts = append(acts, w.onTheRoad(x, m, c, lots, day+7)...)
	acts = append(acts, w.delivering(x, m, lots, day+10)...)
	acts = append(acts, a.step("order_cycle_finish", day+12, clerk, nil))
	paid := 16 + x.dice.IntN(10)
	if c == 4 { // buyers take their time before the half year ends
		paid = 35 + x.dice.IntN(28)
	}
	return append(acts, w.paying(x, lots, day.AddDays(paid))...)
}

// ordering places and confirms the orders; some are too large at first, and refused.
func (w *world) ordering(x *market, m *marketTown, lots []*lot, day value.Date) []act {
	var acts []act
	clerk := w.care.clerks[m.code]
	for _, l := range lots {
		for _, o := range l.orders {
			if o.channel == "shop" {
				continue
			}
			who := clerk
			if o.buyer == "广州水投集团" {
				who = w.office.sender
			}
			if x.dice.chance(25) {
				big := *o
				big.affair = affair{county: l.county, id: value.DeriveID(o.id, "big"), subject: l.id}
				big.weight = l.weight*2 + 100
				refused := big.place(w, &lot{no: l.no, good: l.good, price: l.price}, day, who)
				refused.refused = true
				acts = append(acts, refused)
			}
			if x.dice.chance(30) {
				acts = append(acts, w.ended(l, o, day, clerk)...)
			}
			acts = append(acts, o.place(w, l, day, who), o.step("order_confirm", day+1, w.office.towns[m.code], nil))
		}
	}
	return acts
}

// ended is an order that its buyer gives up on the same day; another takes its place.
func (w *world) ended(l *lot, like *purchase, day value.Date, who *staff) []act {
	o := *like
	o.affair = affair{county: l.county, id: value.DeriveID(like.id, "ended"), subject: l.id}
	return []act{o.place(w, l, day, who), l.touchedBy(o.step("order_end", day, who, func(f *fields, _ value.Date) {
		f.text("ended_for", "buyer")
		f.text("reason", "人数有变，买方取消")
	}))}
}

// onTheRoad weighs the lots in, packs the orders and brings all to the centre, and what the shop sells on to the city.
func (w *world) onTheRoad(x *market, m *marketTown, c int, lots []*lot, day value.Date) []act {
	var acts []act
	byStation := map[*station][]*lot{}
	var forShop []*lot
	for _, l := range lots {
		acts = append(acts, l.weigh(w, day))
		byStation[l.s] = append(byStation[l.s], l)
		for _, o := range l.orders {
			if o.channel == "shop" {
				forShop = append(forShop, l)
			} else {
				acts = append(acts, o.pack(day, w.office.villages[l.s.v.code]))
			}
		}
	}
	for k, s := range m.stations {
		if list := byStation[s]; len(list) > 0 {
			t := &trip{m: m, from: s.id, to: m.centre, leg: "to_centre", place: s.v.code, no: pad(c, 1) + pad(k, 1)}
			for _, l := range list {
				t.loads = append(t.loads, load{l, l.weight + l.lost, l.lost})
			}
			acts = append(acts, w.trip(x, t, day, w.office.villages[s.v.code])...)
		}
	}
	if len(forShop) > 0 {
		t := &trip{m: m, from: m.centre, to: m.shop, leg: "to_shop", place: m.code, no: pad(c, 1) + "s"}
		for _, l := range forShop {
			t.loads = append(t.loads, load{l, l.orders[len(l.orders)-1].weight, 0})
		}
		acts = append(acts, w.trip(x, t, day+2, w.office.towns[m.code])...)
	}
	return acts
}

// trip is a shipment with what is loaded.
type trip struct {
	m              *marketTown
	from, to       string
	leg, place, no string
	loads          []load
}

type load struct {
	l         *lot
	out, lost int
}

func (w *world) trip(x *market, t *trip, day value.Date, who *staff) []act {
	a := &affair{county: t.m.code[:6], id: value.DeriveID("sample", "trip", t.m.code, t.no)}
	cold := false
	for _, l := range t.loads {
		cold = cold || l.l.good.cold
	}
	line := func(i int) string { return value.DeriveID("sample", "line", t.m.code, t.no, pad(i, 1)) }
	degrees := func(f *fields, name string, warm bool) {
		if n := x.dice.between(20, 60); cold && warm {
			f.tenths(name, n+60)
		} else if cold {
			f.tenths(name, n)
		}
	}
	warm := x.dice.chance(30)
	return []act{
		a.step("shipment_plan", day, who, func(f *fields, _ value.Date) {
			f.text("leg", t.leg)
			f.text("place", t.place)
			f.text("from_place", t.from)
			f.text("to_place", t.to)
			f.text("carrier", pick(x.dice, []string{"邮政冷链", "合作社车辆", "镇供销社车辆"}))
			f.flag("cold", cold)
		}),
		a.step("shipment_depart", day, who, func(f *fields, day value.Date) {
			f.date("departed_on", day)
			degrees(f, "temperature_out", false)
			f.rows("lines", len(t.loads), func(i int) {
				l := t.loads[i]
				f.newRow(line(i))
				f.text("lot", l.l.id)
				f.whole("boxes", (l.out+l.l.good.box-1)/l.l.good.box)
				f.whole("weight_out", l.out)
			})
		}),
		a.step("shipment_arrive", day+1, w.care.clerks[t.m.code], func(f *fields, day value.Date) {
			f.date("arrived_on", day)
			degrees(f, "temperature_in", warm)
			f.rows("lines", len(t.loads), func(i int) {
				l := t.loads[i]
				f.rowOf(line(i), 1)
				f.whole("weight_in", l.out-l.lost)
				if l.lost > 0 {
					f.text("loss_reason", pick(x.dice, []string{"damaged", "rotten", "dried"}))
				}
			})
		}),
	}
}

// delivering has the orders accepted and the shop sell; a few buyers take less or return some.
func (w *world) delivering(x *market, m *marketTown, lots []*lot, day value.Date) []act {
	var acts []act
	clerk := w.care.clerks[m.code]
	for _, l := range lots {
		for _, o := range l.orders {
			short := 0
			if x.dice.chance(50) {
				short = o.weight / 50
			}
			switch {
			case o.channel == "shop":
				acts = append(acts, o.sell(l, day+2, clerk))
			case o.buyer == "广州水投集团":
				acts = append(acts, o.accept(l, day, w.office.sender, short))
			default:
				acts = append(acts, o.accept(l, day, clerk, short))
			}
			if o.channel == "canteen" && x.dice.chance(50) {
				acts = append(acts, o.giveBack(l, day+2, clerk, max(1, o.weight/80)))
			}
		}
	}
	return acts
}

// paying brings the buyers' money and settles each lot with its grower.
func (w *world) paying(x *market, lots []*lot, day value.Date) []act {
	var acts []act
	for _, l := range lots {
		for _, o := range l.orders {
			if o.channel != "shop" {
				acts = append(acts, o.pay(w, l, day))
			}
		}
	}
	for _, l := range lots {
		acts = append(acts, l.settle(w, x, day+2)...)
	}
	return acts
}

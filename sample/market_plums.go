package sample

import (
	"jieli/engine"
	"jieli/value"
)

// The plums of Shijing: one grower, 122 boxes of ten jin in two days at nine yuan.
const (
	plumVillage = "441826102221"
	plumBoxes   = 122
	plumPrice   = 900 // fen
)

// schedulePlums plays the plums from the tree to the bank account, every box with its code.
func (w *world) schedulePlums(x *market) {
	var m *marketTown
	for _, t := range x.towns {
		if t.code == plumVillage[:9] {
			m = t
		}
	}
	s := &station{id: placeID(plumVillage)}
	for _, v := range m.villages {
		if w.villages[v].code == plumVillage {
			s.v = w.villages[v]
		}
	}
	grower := value.DeriveID("sample", "grower", "plums")
	day := value.DateOf(2022, 7, 4)
	name, _ := x.names.anybody()
	w.add(at(day-3, 9, 0), w.office.steward, func() engine.Bundle {
		return engine.Bundle{County: plumVillage[:6], Entries: []engine.EntryIn{
			w.place(x, s.id, s.v.name+"村鲜果服务站", "station", plumVillage)}}
	})
	w.add(at(day-3, 10, 0), w.office.villages[plumVillage], func() engine.Bundle {
		return w.growerBundle(x, grower, plumVillage, name, "household", "09", day-3)
	})
	l := &lot{affair: affair{county: plumVillage[:6], id: value.DeriveID("sample", "lot", "plums"), subject: grower},
		no: "SHIJING-0704", m: m, s: s, good: goods["黄金奈李"], grade: "first", signer: name, price: plumPrice, weight: plumBoxes * 10}
	w.tell(x.dice, w.plums(x, l, day))
}

func (w *world) plums(x *market, l *lot, day value.Date) []act {
	m, committee, clerk := l.m, w.office.villages[plumVillage], w.care.clerks[l.m.code]
	for i, o := range []purchase{{weight: 400, channel: "group", buyer: "广州水投集团", unit: true},
		{weight: 320, channel: "group", buyer: "广州番禺职业技术学院", unit: true}, {weight: 500, channel: "shop", buyer: "门店顾客"}} {
		o.affair = affair{county: l.county, id: value.DeriveID("sample", "order", "plums", pad(i, 1)), subject: l.id}
		l.orders = append(l.orders, &o)
	}
	a := &affair{county: l.county, id: value.DeriveID("sample", "cycle", "plums")}
	acts := []act{a.step("order_cycle_open", day, clerk, func(f *fields, day value.Date) {
		f.text("name", "石径鲜果直供")
		f.text("town", m.code)
		f.date("opens_on", day)
		f.date("closes_on", day.AddDays(2))
		f.date("deliver_by", day.AddDays(5))
	}), l.offer(w, x, day), l.list(w, a.id, day, clerk)}
	for i, o := range l.orders {
		who := clerk
		if i == 0 {
			who = w.office.sender
		}
		acts = append(acts, o.place(w, l, day+1, who), o.step("order_confirm", day+1, w.office.towns[m.code], nil))
	}
	acts = append(acts, a.step("order_cycle_close", day+2, clerk, nil), l.weigh(w, day+3))
	box := 0
	for _, o := range l.orders {
		codes := make([]string, o.weight/10)
		for k := range codes {
			box++
			codes[k] = l.no + "-" + pad(box, 3)
		}
		acts = append(acts, o.pack(day+3, committee, codes...))
	}
	acts = append(acts, w.trip(x, &trip{m: m, from: l.s.id, to: m.centre, leg: "to_centre", place: plumVillage, no: "plums",
		loads: []load{{l, l.weight, 0}}}, day+3, committee)...)
	acts = append(acts, w.trip(x, &trip{m: m, from: m.centre, to: m.shop, leg: "to_shop", place: m.code, no: "plumshop",
		loads: []load{{l, l.orders[2].weight, 0}}}, day+4, w.office.towns[m.code])...)
	for i, o := range l.orders {
		acts = append(acts, o.accept(l, day+4+value.Date(i/2), clerk, 0))
	}
	acts = append(acts, a.step("order_cycle_finish", day+6, clerk, nil))
	for _, o := range l.orders {
		acts = append(acts, o.pay(w, l, day+8))
	}
	return append(acts, l.settle(w, x, day+9)...)
}

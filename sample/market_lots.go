package sample

import (
	"math"

	"jieli/engine"
	"jieli/value"
)

// What was sold by the last day: 1,106 tons and nearly 20 million yuan, the plums of Shijing among them.
const (
	soldWeight = 2_212_000 - 1_220 // jin
	soldValue  = 1_988             // 万元
)

// cycleDays are the first days of the cycles; towns follow one another. The last one still runs when the sample ends.
var cycleDays = []value.Date{value.DateOf(2021, 9, 6), value.DateOf(2021, 11, 8), value.DateOf(2022, 1, 4),
	value.DateOf(2022, 3, 21), value.DateOf(2022, 5, 16), value.DateOf(2022, 7, 12)}

// lot is what a grower offers in a cycle.
type lot struct {
	affair
	no     string
	m      *marketTown
	s      *station
	good   good
	grade  string
	price  int // fen a jin
	cycle  int
	weight int // jin that are ordered
	lost   int // jin that are lost on the road
	orders []*purchase
	signer string // who signs for the grower
}

// purchase is an order on a lot.
type purchase struct {
	affair
	weight  int
	channel string
	buyer   string
	unit    bool // a sending unit
}

// planLots says who offers what in which cycle, so that all that is sold comes to the published weight and value.
func (w *world) planLots(x *market) {
	var done []*lot
	for i, m := range x.towns {
		for c, first := range cycleDays {
			for n := range lotsOf(i, c) {
				l := x.newLot(m, c, n, first.AddDays(dayOfTown(i, c)))
				if x.lots = append(x.lots, l); c < len(cycleDays)-1 {
					done = append(done, l)
				}
			}
		}
	}
	weights := make([]float64, len(done))
	for i, l := range done {
		weights[i] = (0.5 + x.dice.Float64()) / math.Pow(float64(l.good.price), 0.9) // what is dear is sold in small lots
	}
	value := 0
	for i, n := range shares(soldWeight/20, 2, weights) {
		done[i].weight = n * 20
		value += done[i].weight * done[i].good.price
	}
	for _, l := range x.lots {
		if l.weight == 0 { // of the cycle that still runs
			l.weight = 20 * x.dice.between(5, 30)
			l.price = l.good.price / 10 * 10
		} else {
			l.price = int(math.Round(float64(l.good.price)*soldValue*1e6/float64(value)/10)) * 10
		}
		w.planOrders(x, l)
	}
}

// dayOfTown gives how many days after the first of its cycle a town opens.
func dayOfTown(town, cycle int) int {
	if cycle == len(cycleDays)-1 {
		return town * 2 / 3
	}
	return town / 2
}

// lotsOf gives how many lots a town offers in a cycle.
func lotsOf(town, cycle int) int {
	if cycle == 4 || cycle == len(cycleDays)-1 {
		return 1
	}
	return 2
}

func (x *market) newLot(m *marketTown, c, n int, day value.Date) *lot {
	g := m.goods[(c+n)%len(m.goods)]
	if g.kind == "plum" || !g.inSeason(monthOf(day)) {
		g = chicken
	}
	s := m.stations[n%2]
	no := lotNo(m, c, n)
	return &lot{affair: affair{county: m.code[:6], id: value.DeriveID("sample", "lot", no), subject: s.growers[c%2].id},
		no: no, m: m, s: s, signer: s.growers[c%2].head, good: g, cycle: c,
		grade: []string{"first", "special", "second"}[x.dice.weighted(60, 20, 20)]}
}

func monthOf(d value.Date) int {
	text := d.String()
	return int(text[5]-'0')*10 + int(text[6]-'0')
}

// buyers that are no sending units.
var buyers = []string{"番禺某小学食堂", "天河某医院食堂", "增城某中学食堂", "广州某物业公司", "广州某科技公司工会"}

func (w *world) planOrders(x *market, l *lot) {
	parts := []int{l.weight}
	if l.weight >= 400 && x.dice.chance(450) {
		first := l.weight * x.dice.between(30, 70) / 2000 * 20
		parts = []int{first, l.weight - first}
	}
	for i, n := range parts {
		o := &purchase{weight: n, channel: []string{"group", "canteen", "online", "fair"}[x.dice.weighted(50, 30, 15, 5)]}
		o.affair = affair{county: l.county, id: value.DeriveID("sample", "order", l.no, pad(i, 1)), subject: l.id}
		if o.unit = o.channel == "group"; o.unit {
			o.buyer = w.unitOf(l.m.town, l.cycle+i)
		} else {
			o.buyer = pick(x.dice, buyers)
		}
		l.orders = append(l.orders, o)
	}
	if i := len(parts) - 1; i == 1 && l.cycle%2 == 0 && x.dice.chance(400) {
		l.orders[i].channel, l.orders[i].unit, l.orders[i].buyer = "shop", false, "门店顾客"
	}
	if l.good.cold && x.dice.chance(600) {
		l.lost = l.weight * x.dice.between(2, 15) / 1000
	}
}

// offer is the harvest offered by the village.
func (l *lot) offer(w *world, x *market, day value.Date) act {
	return l.step("lot_offer", day, w.office.villages[l.s.v.code], func(f *fields, day value.Date) {
		f.text("lot_no", l.no)
		f.text("product", productID(l.county, l.good))
		f.text("grade", l.grade)
		f.whole("offered", l.weight+l.lost)
		f.date("ready_from", day.AddDays(4))
		f.date("ready_until", day.AddDays(10))
		f.whole("ask_price", l.price*9/10)
		f.tenths("box_weight", l.good.box*10)
		f.whole("farmers", max(3, l.weight/x.dice.between(60, 140)))
		f.text("station", l.s.id)
	})
}

func (l *lot) list(w *world, cycle string, day value.Date, who *staff) act {
	return l.step("lot_list", day, who, func(f *fields, _ value.Date) {
		f.text("into", cycle)
		f.whole("price", l.price)
	})
}

func (l *lot) weigh(w *world, day value.Date) act {
	return l.step("lot_weigh", day, w.office.villages[l.s.v.code], func(f *fields, day value.Date) {
		f.whole("weighed", l.weight+l.lost)
		f.date("weighed_on", day)
	})
}

// touchedBy notes that an act changes what is left of the lot.
func (l *lot) touchedBy(x act) act {
	do := x.do
	x.do = func(day value.Date) engine.Bundle {
		l.version++
		return do(day)
	}
	return x
}

// place is the order as the town or the unit itself enters it.
func (o *purchase) place(w *world, l *lot, day value.Date, who *staff) act {
	return l.touchedBy(o.step("order_place", day, who, func(f *fields, day value.Date) {
		f.text("channel", o.channel)
		switch {
		case o.unit:
			f.text("buyer_kind", "sending_unit")
			f.text("buyer_unit", unitID(o.buyer))
		case o.channel == "shop":
			f.text("buyer_kind", "public")
		default:
			f.text("buyer_kind", "institution")
		}
		f.text("buyer", o.buyer)
		f.text("buyer_phone", w.maker.phone())
		f.text("served_from", map[bool]string{false: "centre", true: "shop"}[o.channel == "shop"])
		f.whole("weight", o.weight)
		f.whole("box_count", (o.weight+l.good.box-1)/l.good.box)
		f.whole("price", l.price)
		f.date("deliver_by", day.AddDays(9))
	}))
}

// sell is what the shop has sold of a lot.
func (o *purchase) sell(l *lot, day value.Date, who *staff) act {
	return o.step("order_sell", day, who, func(f *fields, day value.Date) {
		f.text("channel", "shop")
		f.text("buyer_kind", "public")
		f.text("buyer", o.buyer)
		f.text("served_from", "shop")
		f.whole("weight", o.weight)
		f.whole("box_count", (o.weight+l.good.box-1)/l.good.box)
		f.whole("price", l.price)
		f.date("accepted_on", day)
	})
}

func (o *purchase) pack(day value.Date, who *staff, codes ...string) act {
	return o.step("order_pack", day, who, func(f *fields, day value.Date) {
		f.date("packed_on", day)
		f.rows("boxes", len(codes), func(i int) {
			f.newRow(value.DeriveID("sample", "box", codes[i]))
			f.text("code", codes[i])
			f.whole("weight", o.weight/len(codes))
		})
	})
}

// accept takes what came; short is what the buyer did not take.
func (o *purchase) accept(l *lot, day value.Date, who *staff, short int) act {
	return o.step("order_accept", day, who, func(f *fields, day value.Date) {
		f.whole("accepted", o.weight-short)
		f.whole("accepted_boxes", (o.weight-short+l.good.box-1)/l.good.box)
		f.date("accepted_on", day)
		if short > 0 {
			f.text("less_for", "部分外观受损，买方没有收")
		}
	})
}

func (o *purchase) pay(w *world, l *lot, day value.Date) act {
	return o.step("order_pay", day, w.office.towns[l.m.code], func(f *fields, day value.Date) {
		f.date("paid_on", day)
		f.text("voucher", "收"+l.no+o.id[len(o.id)-2:])
		f.text("second", w.care.clerks[l.m.code].name)
	})
}

// settle draws up the settlement of a lot, has it checked by the village and pays it.
func (l *lot) settle(w *world, x *market, day value.Date) []act {
	a := &affair{county: l.county, id: value.DeriveID("sample", "settlement", l.no), subject: l.id}
	clerk, office := w.care.clerks[l.m.code], w.office.towns[l.m.code]
	checked := day.AddDays(x.dice.between(1, 7))
	costs := l.weight * l.price / 100 * x.dice.between(20, 45) / 1000
	return []act{
		a.step("settlement_draw_up", day, clerk, func(f *fields, _ value.Date) { f.yuan("costs", costs) }),
		a.step("settlement_check", checked, w.office.villages[l.s.v.code], func(f *fields, _ value.Date) {
			f.text("confirmed_by", l.signer)
		}),
		a.step("settlement_pay", checked+2, office, func(f *fields, day value.Date) {
			f.date("paid_on", day)
			f.text("voucher", "付"+l.no)
			f.text("second", clerk.name)
		}),
		l.step("lot_close", checked+3, clerk, nil),
	}
}

// giveBack gives back some of an order that was accepted.
func (o *purchase) giveBack(l *lot, day value.Date, who *staff, weight int) act {
	return act{day: day, who: who, do: func(day value.Date) engine.Bundle {
		f := newFields(120)
		f.date("returned_on", day)
		f.whole("weight", weight)
		f.text("why", "quality")
		f.flag("sold_again", false)
		return engine.Bundle{County: l.county, Form: "order_return", Subject: o.id, Base: o.version, Answers: f.done()}
	}}
}

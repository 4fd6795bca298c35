package sample

import (
	"jieli/engine"
	"jieli/value"
)

// order is a piece-work order of a workroom or workshop.
type order struct {
	flow
	x              *workplace
	product, buyer string
	skill          string
	price          int // yuan a piece
	ordered, due   value.Date
	makers         []*hand
	pieces         []int // that each maker takes
	months         int   // tenths, of each
	finished       bool
}

func (o *order) quantity() int {
	n := 0
	for _, k := range o.pieces {
		n += k
	}
	return n
}

// monthly is about what a maker earns in a full month, in yuan.
const monthly = 3000

func (e *employment) planOrders() {
	goods := map[string]struct {
		product string
		price   int
	}{"binding": {"狮头骨架", 180}, "painting": {"狮头彩绘", 120}, "sewing": {"狮被缝制", 60}}
	for _, k := range lionKinds {
		x := e.rooms[k.skill]
		g := goods[k.skill]
		makers := e.makers[k.skill]
		e.planOrder(&order{x: x, product: g.product, buyer: "连山文化体育用品公司", skill: k.skill, price: g.price, makers: makers[:12],
			ordered: value.DateOf(2022, 6, 13), due: value.DateOf(2022, 7, 8), months: 8, finished: true})
		e.planOrder(&order{x: x, product: g.product, buyer: "广州醒狮文化传播公司", skill: k.skill, price: g.price, makers: makers[4:16],
			ordered: value.DateOf(2022, 7, 11), due: value.DateOf(2022, 8, 5), months: 8})
	}
	for i, x := range e.shops[:5] {
		hands := e.townHands(x.t, e.villageAt(x.v.code))
		for n := range 2 {
			at := (7*n + 20) % max(1, len(hands)-8)
			e.planOrder(&order{x: x, product: "来料加工件", buyer: "清远市对口帮扶来料加工中心", skill: x.skill, price: 6 + i, makers: hands[at : at+4],
				ordered: nextVisitDay(value.DateOf(2022, 1, 10+i).AddDays(n * 82)), due: value.DateOf(2022, 2, 20+i).AddDays(n * 82), months: 10,
				finished: n < 1})
		}
	}
}

// planOrder lets an order be entered, taken, made, paid for and settled, as far as it comes until the last day.
func (e *employment) planOrder(o *order) {
	d, county := e.d, o.x.v.code[:6]
	for i := range o.makers {
		swing := []int{99, 107, 103, 95, 111}[i%5]
		o.pieces = append(o.pieces, max(1, monthly*o.months*swing/1000/o.price))
	}
	o.id = madeID("order", o.x.id, o.ordered.String())
	committee, town := e.office.villages[o.x.v.code], e.office.towns[o.x.t.code]
	e.submit(at(o.ordered, 9, d.IntN(50)), committee, "piece_order_open", county, func(b *engine.Bundle) *fields {
		b.Subject, b.Base, b.Record, o.version = o.x.id, int64(o.x.version), o.id, 1
		f := newFields(250)
		f.text("product", o.product)
		f.text("buyer", o.buyer)
		f.text("skill", o.skill)
		f.whole("quantity", o.quantity()+1)
		f.yuan("price", o.price)
		f.date("ordered_on", o.ordered)
		f.date("deliver_by", o.due)
		return f
	})
	works := make([]*flow, len(o.makers))
	for i := range o.makers {
		works[i] = e.take(o, i, committee)
	}
	e.stepOf(&o.flow, at(nextVisitDay(o.ordered+4), 17, 0), committee, county, "piece_order_begin", nil)
	if !o.finished {
		return
	}
	e.settle(o, works, committee, town)
}

func (e *employment) take(o *order, i int, who *staff) *flow {
	c := &flow{id: madeID("pieces", o.id, pad(i, 2))}
	day := nextVisitDay(o.ordered + 1)
	e.submit(at(day, 10, i*3), who, "piece_work_take", o.x.v.code[:6], func(b *engine.Bundle) *fields {
		b.Subject, b.Base, b.Record, c.version = o.id, int64(o.version), c.id, 1
		f := newFields(100)
		f.text("person", o.makers[i].id())
		f.whole("taken", o.pieces[i])
		f.date("taken_on", day)
		return f
	})
	return c
}

// settle takes the pieces in, the money, and pays: the committee accepts, the town pays.
func (e *employment) settle(o *order, works []*flow, committee, town *staff) {
	county := o.x.v.code[:6]
	in := nextVisitDay(o.due - 2)
	money := 0
	for i, c := range works {
		rejected := 0
		if i%7 == 3 {
			rejected = max(1, o.pieces[i]/20)
		}
		done := o.pieces[i] - rejected
		money += done * o.price
		e.stepOf(c, at(in, 9, i*3), committee, county, "piece_work_hand_in", func(f *fields) {
			f.whole("done", done)
			f.whole("rejected", rejected)
			f.tenths("months", o.months)
		})
	}
	e.stepOf(&o.flow, at(in, 17, 30), committee, county, "piece_order_finish", nil)
	paid := nextVisitDay(in + 6)
	e.stepOf(&o.flow, at(paid, 9, 0), town, county, "piece_order_receive", func(f *fields) {
		f.yuan("money_in", money)
		f.date("received_on", paid)
	})
	for i, c := range works {
		x := o.makers[i]
		e.stepOf(c, at(paid, 10, i*3), town, county, "piece_work_pay", func(f *fields) {
			f.date("paid_on", paid)
			x.p.version++
			x.h.version++
		})
	}
	e.stepOf(&o.flow, at(nextVisitDay(paid+1), 9, 0), town, county, "piece_order_settle", nil)
}

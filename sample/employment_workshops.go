package sample

import (
	"jieli/engine"
	"jieli/value"
)

// shopPlan is a workshop and how its recognition goes.
type shopPlan struct {
	town, form, name, trade, skill, post string
	opened, applied                      value.Date
	insurance                            int // yuan a worker and month
	ends                                 string
}

// shopPlans: five are recognised and stay so, one fails for its insurance, one leaves, two are under way.
var shopPlans = []shopPlan{
	{"xiniu", "factory", "麻竹笋加工车间", "manufacturing", "bamboo", "加工工",
		value.DateOf(2021, 8, 16), value.DateOf(2021, 11, 15), 20, "recognized"},
	{"xiaojiang", "factory", "制衣车间", "manufacturing", "sewing", "车工",
		value.DateOf(2021, 9, 1), value.DateOf(2021, 12, 6), 18, "recognized"},
	{"taibao", "home", "手工制品车间", "manufacturing", "embroidery", "手工工",
		value.DateOf(2021, 9, 13), value.DateOf(2022, 1, 10), 15, "recognized"},
	{"zhaigang", "trade", "农产品分拣车间", "trade", "packing", "分拣工",
		value.DateOf(2021, 10, 11), value.DateOf(2022, 2, 21), 16, "recognized"},
	{"sanpai", "culture", "瑶绣车间", "manufacturing", "embroidery", "绣工",
		value.DateOf(2021, 10, 18), value.DateOf(2022, 3, 14), 18, "recognized"},
	{"baoan", "farming", "菜心种植车间", "farming", "planting", "田间工",
		value.DateOf(2021, 11, 1), value.DateOf(2022, 3, 7), 10, "refused"},
	{"jingtou", "factory", "电子组装车间", "manufacturing", "electronics", "组装工",
		value.DateOf(2021, 9, 6), value.DateOf(2021, 11, 22), 15, "withdrawn"},
	{"shitan", "factory", "竹木加工车间", "manufacturing", "wood", "木工",
		value.DateOf(2022, 3, 7), value.DateOf(2022, 7, 18), 20, "county"},
	{"dawan", "factory", "服装加工车间", "manufacturing", "sewing", "车工",
		value.DateOf(2022, 3, 14), value.DateOf(2022, 7, 25), 15, "town"},
}

func (e *employment) planShops() {
	for i := range shopPlans {
		p := &shopPlans[i]
		for _, t := range e.towns {
			if t.pinyin != p.town {
				continue
			}
			v := e.villages[t.villages[2]]
			if p.town == "xiaojiang" {
				v = e.villages[e.villageAt(demoVillage)]
			}
			e.shops = append(e.shops, e.addWorkplace(&workplace{v: v, t: t, name: v.name + p.name, kind: "workshop", trade: p.trade, skill: p.skill,
				post: p.post, hours: "full_day", opened: p.opened}))
		}
	}
}

// planWorkshops lets the workshops be recognised, or not.
func (e *employment) planWorkshops() {
	for i, x := range e.shops {
		e.recognize(x, &shopPlans[i])
	}
}

func (e *employment) recognize(x *workplace, p *shopPlan) {
	c := &flow{id: madeID("workshop", x.id)}
	county := x.v.code[:6]
	day := nextVisitDay(p.applied)
	e.submit(at(day, 10, 0), e.office.villages[x.v.code], "workshop_recognition_apply", county, func(b *engine.Bundle) *fields {
		b.Record, c.version = c.id, 1
		x.about(b)
		f := newFields(100)
		f.date("applied_on", day)
		f.text("form_of_workshop", p.form)
		f.yuan("insurance", p.insurance)
		return f
	})
	if p.ends == "town" {
		return
	}
	checked := nextVisitDay(day + 4)
	if p.ends == "refused" {
		e.stepOf(c, at(checked, 11, 0), e.office.towns[x.t.code], county, "workshop_recognition_turn_down", func(f *fields) {
			f.text("refused_for", "no_insurance")
			f.text("reason", "意外保险每人每月10元，低于15元，补足后可重新申请")
		})
		return
	}
	e.stepOf(c, at(checked, 11, 0), e.office.towns[x.t.code], county, "workshop_recognition_pass", func(f *fields) {
		f.flag("fire_safe", true)
		f.date("checked_on", checked)
		x.version++
	})
	if p.ends == "county" {
		return
	}
	decided := at(nextVisitDay(checked+5), 15, 0)
	e.stepOf(c, decided, e.office.counties[county], county, "workshop_recognition_approve", func(*fields) { x.version++ })
	if p.ends == "withdrawn" {
		e.exit(x, value.DateOf(2022, 5, 16))
	}
}

// stepOf plans a step of a case.
func (w *world) stepOf(c *flow, when value.Instant, who *staff, county, form string, answers func(*fields)) {
	if when.Day() > lastDay {
		return
	}
	w.submit(when, who, form, county, func(b *engine.Bundle) *fields {
		c.about(b)
		f := newFields(200)
		if answers != nil {
			answers(f)
		}
		return f
	})
}

func (e *employment) exit(x *workplace, day value.Date) {
	e.submit(at(day, 16, 0), e.office.towns[x.t.code], "workshop_exit", x.v.code[:6], func(b *engine.Bundle) *fields {
		x.about(b)
		f := newFields(200)
		f.date("exit_on", day)
		f.text("exit_reason", "no_work")
		f.flag("closes", false)
		f.text("resettled_note", "订单不足，改为季节性用工，愿意的转到镇上工厂")
		return f
	})
}

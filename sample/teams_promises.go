package sample

import (
	"strings"

	"jieli/engine"
	"jieli/value"
)

// wishes are what units promise: how long it takes, and what comes of it.
var wishes = []struct {
	kind, what string
	amount     int // yuan; 0: none named
	days       int
	outcome    string
}{
	{"goods", "给村小捐一批课外书和书柜", 30000, 60, "书和书柜已送到，校长签收"}, {"sales", "食堂每月采购本镇农产品", 0, 90, "已连续采购三个月"},
	{"people", "派两名果树技术员驻点一个月", 0, 75, "技术员驻点结束，培训四场"}, {"jobs", "提供十五个就业岗位", 0, 80, "十一人上岗，四个岗位还在招"},
	{"money", "支持村饮水管网改造", 200000, 150, "款项已到账，见资金台账"}, {"schooling", "资助困难学生", 45000, 70, "九名学生收到资助"},
	{"industry", "帮助联系冷库建设单位", 0, 120, "两家来看过，一家愿意合作"}, {"goods", "捐赠卫生站血压计和制氧机", 26000, 50, "设备已装好，村医会用"},
}

// schedulePromises plans three promises a town: most are kept, some late, one in twelve is not; the newest still run.
func (w *world) schedulePromises(x *teamwork, t *town, i int) {
	var units []string
	for _, u := range w.tables.units {
		if strings.Contains(strings.Join(u.towns, " "), t.code) {
			units = append(units, u.name)
		}
	}
	for k := range 3 {
		given := nextVisitDay(value.DateOf(2021, 9, 13).AddDays(k*100 + i*3 + x.dice.IntN(9)))
		p := &promised{world: w, town: t, n: i*3 + k, unit: units[k%len(units)], given: given,
			id: value.DeriveID("sample", "promise", t.code, pad(k, 1)), keeper: t.slots[0].on(given)}
		w.add(at(given, 11, 5+i), p.keeper, p.give)
	}
}

// promised is one promise as it is played.
type promised struct {
	*world
	town   *town
	n      int
	id     string
	unit   string
	keeper *staff
	given  value.Date
}

func (p *promised) give() engine.Bundle {
	x := wishes[p.n%len(wishes)]
	due := p.given.AddDays(x.days)
	place := p.town.code
	if p.n%3 != 1 {
		place = p.villages[p.town.villages[p.n%len(p.town.villages)]].code
	}
	b := submit(p.town.code[:6], "promise_give", "", func(f *fields) {
		f.text("unit", unitID(p.unit))
		f.text("place", place)
		f.text("kind", x.kind)
		f.text("what", x.what)
		f.yuan("amount", x.amount)
		f.date("promised_on", p.given)
		f.date("due_on_day", due)
		f.text("keeper", p.keeper.account)
	})
	b.Base, b.Record = 0, p.id
	switch {
	case p.n%12 == 7:
		p.end(due+2, "promise_break", func(f *fields) { f.text("reason", "单位预算调整，今年安排不了，已向镇里说明") })
	case p.n%5 == 2:
		p.end(due-3, "promise_put_off", func(f *fields) {
			f.text("reason", "受疫情和汛期影响，推迟一个月")
			f.date("due_on_day", due+30)
		})
		p.kept(due+26, x.outcome)
	default:
		p.kept(due-value.Date(p.n%20)+4, x.outcome)
	}
	return b
}

func (p *promised) kept(day value.Date, outcome string) {
	p.end(day, "promise_keep", func(f *fields) {
		f.date("kept_on", day)
		f.text("outcome", outcome)
	})
}

func (p *promised) end(day value.Date, form string, fill func(*fields)) {
	p.follow(at(day, 15, 10), p.keeper, func(string) engine.Bundle { return submit(p.town.code[:6], form, p.id, fill) })
}

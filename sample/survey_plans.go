package sample

import (
	"slices"

	"jieli/engine"
	"jieli/value"
)

// planningVisitors is how many companies, research bodies and banks looked at the towns while plans were drawn up.
const planningVisitors = 143

// schedulePlanning plans the needs that villages name, one each in the first survey, and what is answered.
func (w *world) schedulePlanning() {
	d := newDice(32)
	for i, t := range w.towns {
		for k, at0 := range t.villages {
			v := w.villages[at0]
			day := nextVisitDay(surveyOne.from.AddDays(3 + (k*7+i)%45))
			n := &need{world: w, town: t, village: v, n: i + k*3, day: day, dice: d,
				id: value.DeriveID("sample", "need", v.code), who: v.slot.on(day)}
			w.add(at(day, 17, 5+k), n.who, n.find)
		}
	}
	w.schedulePlans()
}

// need is one need as it is played.
type need struct {
	*world
	town    *town
	village *village
	n       int
	id      string
	who     *staff
	day     value.Date
	dice    dice
	handed  bool
}

// send is a step of the need, by who has seen where it stands.
func (n *need) send(form string, fill func(*fields)) engine.Bundle {
	b := submit(n.town.code[:6], form, n.id, fill)
	if n.handed {
		b.Base = 2
	}
	return b
}

var needWords = []struct{ asked, kind, what, urgency, office, reply string }{
	{"need", "water", "旱季断水，想接通自来水", "urgent", "水利所", "已列入镇供水改造，年内接通"},
	{"need", "roads", "进组路塌了一段，车进不来", "urgent", "交通办", "已抢通，雨季后硬化"},
	{"advice", "idle_land", "荒着的田连片租出去，租金怎么分", "this_year", "农业农村办", "按村民会议议定的比例，合同报镇备案"},
	{"need", "lamps", "村道晚上没有灯", "this_year", "乡村振兴办", "列入路灯计划"},
	{"policy", "medical", "在外地看病怎样报销", "later", "医保所", "先备案，按参保地比例直接结算"},
	{"need", "sales", "番薯和鸡卖不出去", "this_year", "供销社", "接入镇流通中心统一收"},
	{"need", "irrigation", "水渠漏水，下游的田浇不上", "this_year", "水利所", "列入水渠修缮"},
	{"advice", "weak_collective", "村里想办民宿，钱和人从哪来", "later", "文旅办", "先做两户试点，工作队帮找运营方"},
	{"policy", "schools", "低保家庭孩子读职校有没有补助", "later", "教育办", "可申请免学费和国家助学金，已发表格"},
}

func (n *need) find() engine.Bundle {
	x := needWords[n.n%len(needWords)]
	county, leader := n.town.code[:6], n.town.slots[0].on(n.day)
	b := submit(county, "found_need_find", "", func(f *fields) {
		f.text("village", n.village.code)
		f.text("asked", x.asked)
		f.text("kind", x.kind)
		f.text("what", x.what)
		f.text("urgency", x.urgency)
		f.date("found_on", n.day)
		f.text("keeper", leader.account)
	})
	b.Base, b.Record = 0, n.id
	n.answer(leader, x.office, x.reply)
	return b
}

// answer is what becomes of a need: an office is asked, or the leader knows; some cannot be met, some wait.
func (n *need) answer(leader *staff, office, reply string) {
	township := n.office.towns[n.town.code]
	day := nextVisitDay(n.day + 4 + value.Date(n.dice.IntN(14)))
	told := func(on value.Date) func(*fields) {
		return func(f *fields) {
			f.text("reply", reply)
			f.date("answered_on", on)
		}
	}
	switch {
	case n.n%17 == 3:
		return // nobody has looked at it yet: it is late
	case n.n%7 == 1:
		n.follow(at(value.DateOf(2022, 3, 7).AddDays(n.n%20), 10, 0), leader, func(string) engine.Bundle { return n.take(reply) })
	case n.n%3 == 0:
		n.follow(at(day, 10, 0), leader, func(string) engine.Bundle { return n.send("found_need_answer", told(day)) })
	default:
		n.follow(at(day, 10, 0), leader, func(string) engine.Bundle {
			b := n.send("found_need_hand", func(f *fields) { f.text("office", office) })
			n.handed = true
			return b
		})
		on := nextVisitDay(day + 9 + value.Date(n.dice.IntN(25)))
		switch {
		case n.n%13 == 5: // still with the office
		case n.n%11 == 4:
			n.follow(at(on, 15, 0), township, func(string) engine.Bundle {
				return n.send("found_need_decline", func(f *fields) {
					f.text("reason", "今年资金已安排完，纳入下一年度再议，已当面向村里说明")
					f.date("answered_on", on)
				})
			})
		default:
			n.follow(at(on, 15, 0), township, func(string) engine.Bundle { return n.send("found_need_answer", told(on)) })
		}
	}
}

// take answers a need by a project of its village or else its town; where there is none, by what is known.
func (n *need) take(reply string) engine.Bundle {
	today := n.now.Day()
	list := n.inBank(n.town, today)
	if i := slices.IndexFunc(list, func(p *project) bool { return p.village == n.village }); i > 0 {
		list = list[i:]
	}
	if len(list) == 0 {
		return n.send("found_need_answer", func(f *fields) {
			f.text("reply", reply)
			f.date("answered_on", today)
		})
	}
	return n.send("found_need_take", func(f *fields) {
		f.text("project", list[0].id)
		f.date("answered_on", today)
	})
}

// inBank gives the projects of a town that wait in the bank on a day.
func (w *world) inBank(t *town, day value.Date) []*project {
	var list []*project
	if w.bank == nil {
		return nil
	}
	for _, p := range w.bank.projects {
		if p.town == t && p.fate == atBank && p.banked != 0 && p.banked < day {
			list = append(list, p)
		}
	}
	return list
}

// schedulePlans plans the plans of the towns and of the year 2022.
func (w *world) schedulePlans() {
	p := 0
	for i, t := range w.towns {
		x := &planning{world: w, town: t, n: i, id: value.DeriveID("sample", "town plan", t.code),
			year: value.DeriveID("sample", "yearly plan", t.code), leader: t.slots[0].on(firstDay)}
		x.versions = map[string]int64{x.id: 1, x.year: 1}
		begun := value.DateOf(2021, 8, 16).AddDays(i % 8)
		w.add(at(begun, 9, 40+i%20), x.leader, x.begin)
		for k := range share(planningVisitors, len(w.towns), i) {
			x.visitor(p, nextVisitDay(begun.AddDays(9+k*13)))
			p++
		}
		x.adoption(begun)
		x.yearly(value.DateOf(2021, 12, 20).AddDays(i % 9))
	}
}

// planning is the drawing up of a town's plans.
type planning struct {
	*world
	town     *town
	n        int
	id, year string
	leader   *staff
	versions map[string]int64 // of the two plans
}

// send is a step of a plan, or something entered below it: the plan gets a new version.
func (x *planning) send(form, subject string, fill func(*fields)) engine.Bundle {
	b := submit(x.town.code[:6], form, subject, fill)
	b.Base = x.versions[subject]
	x.versions[subject]++
	return b
}

func (x *planning) begin() engine.Bundle {
	b := x.send("town_plan_begin", "", func(f *fields) {
		f.text("town", x.town.code)
		f.whole("from_year", 2021)
		f.text("planner", []string{"广州市城市规划勘测设计研究院", "华南农业大学规划团队", "广东省建科建筑设计院"}[x.n%3])
		f.text("goals", "补齐饮水、道路、路灯短板，整治撂荒地，做强"+x.town.products[0]+"产业，壮大村集体经济")
	})
	b.Base, b.Record = 0, x.id
	return b
}

var visitorKinds = []struct{ kind, tail, topic string }{
	{"company", "农业科技公司", "看基地和水源，谈品种和订单"}, {"company", "食品公司", "看农产品加工厂选址"},
	{"research", "农业科学研究所", "看土壤和品种，提种植建议"}, {"finance", "银行支行", "了解涉农贷款需求"},
	{"company", "文旅公司", "看古村和溪谷，提民宿建议"}, {"finance", "农业保险公司", "了解灾害和参保情况"},
}

func (x *planning) visitor(n int, day value.Date) {
	k := visitorKinds[n%len(visitorKinds)]
	name := "广州" + []string{"穗丰", "越秀桥", "海珠源", "荔湾里", "白云岭", "天河汇", "黄埔港", "番禺田"}[n/len(visitorKinds)%8] +
		[]string{"", "第一", "第二", "第三"}[n/len(visitorKinds)/8] + k.tail
	x.add(at(day, 16, 20+x.n), x.leader, func() engine.Bundle {
		return x.send("planning_visitor", x.id, func(f *fields) {
			f.text("name", name)
			f.text("kind", k.kind)
			f.date("visited_on", day)
			f.text("topic", k.topic)
		})
	})
}

// adoption takes the plan to the county; in two towns it comes back once, in two it is still with the county.
func (x *planning) adoption(begun value.Date) {
	township, county := x.office.towns[x.town.code], x.office.counties[x.town.code[:6]]
	consulted := nextVisitDay(begun + 110)
	consult := func(day value.Date) {
		x.add(at(day, 10, x.n), x.leader, func() engine.Bundle {
			return x.send("town_plan_consult", x.id, func(f *fields) { f.date("consulted_on", day) })
		})
	}
	consult(consulted)
	sent := nextVisitDay(consulted + 16)
	if x.n%12 == 4 {
		x.add(at(consulted+13, 15, 0), township, func() engine.Bundle {
			return x.send("town_plan_return", x.id, func(f *fields) { f.text("reason", "村里提的机耕路没有写进去，请补") })
		})
		consult(nextVisitDay(consulted + 20))
		sent = nextVisitDay(consulted + 36)
	}
	x.add(at(sent, 15, x.n), township, func() engine.Bundle { return x.send("town_plan_submit", x.id, func(*fields) {}) })
	if x.n%12 == 9 {
		return
	}
	adopted := nextVisitDay(sent + 12)
	x.add(at(adopted, 11, x.n), county, func() engine.Bundle {
		return x.send("town_plan_adopt", x.id, func(f *fields) { f.date("adopted_on", adopted) })
	})
}

// yearly makes the plan of 2022: of needs that were found, and of projects that wait in the bank.
func (x *planning) yearly(begun value.Date) {
	township, county := x.office.towns[x.town.code], x.office.counties[x.town.code[:6]]
	x.add(at(begun, 9, 10+x.n), x.leader, func() engine.Bundle {
		b := x.send("yearly_plan_begin", "", func(f *fields) {
			f.text("town", x.town.code)
			f.whole("year", 2022)
			f.text("plan", x.id)
			f.text("focus", "供水改造、撂荒地复耕、路灯和村道、消费帮扶")
		})
		b.Base, b.Record = 0, x.year
		return b
	})
	items := []struct{ what, aspect string }{{"自然村供水改造", "infrastructure"}, {"撂荒地连片整治", "industry"},
		{"村道路灯", "infrastructure"}, {"脱贫户就业帮扶", "poverty_prevention"}}
	for k, item := range items {
		v := x.villages[x.town.villages[(k*2+1)%len(x.town.villages)]]
		x.add(at(begun+1+value.Date(k), 10, 10+x.n), x.leader, func() engine.Bundle {
			return x.send("plan_item", x.year, func(f *fields) {
				f.text("what", v.name+item.what)
				f.text("aspect", item.aspect)
				f.text("need", value.DeriveID("sample", "need", v.code))
				f.yuan("money", 80000+k*60000+x.n*5000)
			})
		})
	}
	for k := range 3 {
		x.add(at(begun+5+value.Date(k), 10, 10+x.n), x.leader, func() engine.Bundle {
			list := x.inBank(x.town, begun)
			if len(list) <= k {
				return engine.Bundle{}
			}
			return x.send("plan_item", x.year, func(f *fields) {
				f.text("what", list[k].name)
				f.text("aspect", list[k].row.aspect)
				f.text("project", list[k].id)
				f.yuan("money", list[k].budget)
			})
		})
	}
	step := func(day value.Date, who *staff, form string, fill func(*fields)) {
		x.add(at(day, 15, 20+x.n), who, func() engine.Bundle { return x.send(form, x.year, fill) })
	}
	none := func(*fields) {}
	step(begun+8, x.leader, "yearly_plan_submit", none)
	step(begun+14, township, "yearly_plan_check", none)
	adopted := nextVisitDay(begun + 25)
	step(adopted, county, "yearly_plan_adopt", func(f *fields) { f.date("adopted_on", adopted) })
}

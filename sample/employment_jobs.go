package sample

import (
	"jieli/engine"
	"jieli/value"
)

// workplace is a place of work as it stands in the sample.
type workplace struct {
	flow
	v           *village
	t           *town
	name, kind  string
	trade       string
	skill, post string
	hours       string
	opened      value.Date
}

// workplaceKinds are what the towns have: the kind, its name, what is done there.
var workplaceKinds = []struct{ kind, name, trade, skill, post, hours string }{
	{"enterprise", "制衣厂", "manufacturing", "sewing", "缝纫工", "full_day"},
	{"enterprise", "电子厂", "manufacturing", "electronics", "组装工", "full_day"},
	{"leading_enterprise", "农业发展有限公司", "farming", "planting", "种植工", "full_day"},
	{"cooperative", "种养专业合作社", "farming", "planting", "田间管理员", "flexible"},
	{"cooperative", "茶叶专业合作社", "farming", "tea", "采茶制茶工", "flexible"},
	{"family_farm", "家庭农场", "farming", "raising", "养殖工", "half_day"},
	{"enterprise", "竹笋加工厂", "manufacturing", "bamboo", "分拣包装工", "full_day"},
	{"collective", "村集体农产品集散点", "trade", "packing", "打包员", "half_day"},
	{"enterprise", "保洁服务公司", "household_service", "cleaning", "保洁员", "half_day"},
	{"enterprise", "农家乐", "catering", "cooking", "厨工", "full_day"},
}

// workplacesOfTown is how many workplaces of each town offer posts, besides workshops.
const workplacesOfTown = 3

func (e *employment) planWorkplaces() {
	for i, t := range e.towns {
		for k := range workplacesOfTown {
			x := workplaceKinds[(i*2+k*3)%len(workplaceKinds)]
			v := e.villages[t.villages[(k*4+i)%len(t.villages)]]
			e.addWorkplace(&workplace{v: v, t: t, name: v.name[:len(v.name)-len("村")] + x.name, kind: x.kind, trade: x.trade,
				skill: x.skill, post: x.post, hours: x.hours, opened: value.DateOf(2021, 8, 2).AddDays(i%11 + k*9)})
		}
	}
}

func (e *employment) addWorkplace(x *workplace) *workplace {
	x.id = madeID("workplace", x.v.code, x.name)
	f := newFields(300)
	f.text("name", x.name)
	f.text("kind", x.kind)
	f.text("place", x.v.code)
	f.text("trade", x.trade)
	if x.kind == "workroom" {
		f.text("skill", x.skill)
	}
	f.point("location", position{x.v.place.lon + float64(e.d.between(-30, 30))/10000, x.v.place.lat + float64(e.d.between(-30, 30))/10000})
	f.date("opened_on", x.opened)
	x.version = 1
	who := x.v.slot.on(x.opened)
	e.create(officeHours(e.d, x.opened), who, x.v.code[:6], newEntry("workplace", x.id, f))
	if x.kind != "workroom" {
		e.posts = append(e.posts, &post{w: x})
	}
	return x
}

// workroom makes the workroom that is paired with a class of Liantang and gives its id.
func (e *employment) workroom(v *village, skill, name string) string {
	x := e.addWorkplace(&workplace{v: v, t: e.towns[v.town], name: "莲塘" + name + "工坊", kind: "workroom", trade: "manufacturing", skill: skill,
		opened: value.DateOf(2022, 5, 5)})
	e.rooms[skill] = x
	return x.id
}

// post is some posts of one kind at a workplace, and who takes them.
type post struct {
	flow
	w       *workplace
	places  int
	wage    int
	offered value.Date
	takers  []*hand
	seekers int // how many of them were looking for work before
}

// planPosts splits the posts over the workplaces; all are filled, then some leave and their posts stay open.
func (e *employment) planPosts() {
	e.planShops()
	weights := make([]float64, len(e.posts))
	for i, p := range e.posts {
		weights[i] = 0.6 + e.d.Float64()
		if p.w.kind == "workshop" {
			weights[i] = 2.4
		}
	}
	for i, n := range shares(jobs, 5, weights) {
		p := e.posts[i]
		p.places, p.wage = n, e.d.spread(20, 38)*100
		if p.w.hours != "full_day" {
			p.wage = e.d.spread(11, 19) * 100
		}
		p.offered = nextVisitDay(p.w.opened.AddDays(e.d.between(6, 40)))
		if i%3 == 2 && p.w.kind != "workshop" {
			p.offered = nextVisitDay(span{value.DateOf(2022, 2, 21), value.DateOf(2022, 6, 20)}.any(e.d))
		}
		p.takers = e.takersOf(p)
		e.schedulePost(p)
	}
}

// takersOf chooses who of the town takes a post: first those without work.
func (e *employment) takersOf(p *post) []*hand {
	from := e.villageAt(p.w.v.code)
	all := e.townHands(p.w.t, from)
	var list []*hand
	for _, want := range []bool{false, true} {
		for _, x := range all {
			if len(list) < p.places && !e.worker[x] && x.p.work.has() == want {
				e.worker[x] = true
				list = append(list, x)
			}
		}
	}
	return list
}

func (e *employment) schedulePost(p *post) {
	d, county := e.d, p.w.v.code[:6]
	p.id = madeID("post", p.w.id)
	e.submit(officeHours(d, p.offered), p.w.v.slot.on(p.offered), "job_post", county, func(b *engine.Bundle) *fields {
		b.Subject, b.Base, b.Record, p.version = p.w.id, int64(p.w.version), p.id, 1
		f := newFields(250)
		f.text("post_name", p.w.post)
		f.text("skill", p.w.skill)
		f.flag("skill_needed", p.w.skill == "sewing" || p.w.skill == "cooking")
		f.whole("places", p.places)
		f.text("hours", p.w.hours)
		f.yuan("wage", p.wage)
		f.date("offered_on", p.offered)
		return f
	})
	for i, x := range p.takers {
		day := nextVisitDay(min(p.offered.AddDays(4+i*3+d.between(0, 4)), lastDay-4))
		e.hire(p, x, day, i)
		switch {
		case i%19 == 5 && day < lastDay-60:
			e.leaves(p, x, span{day + 45, lastDay - 5}.any(d))
		case i%8 == 2 && day > p.offered+20:
			p.seekers++
			e.seek(p, x, nextVisitDay(day-value.Date(d.between(9, 19))), day)
		}
	}
}

func placementID(p *post, x *hand) string { return madeID("placement", p.id, x.id()) }

// hire enters that somebody takes a post; the person's own record follows.
func (e *employment) hire(p *post, x *hand, day value.Date, n int) {
	who := e.office.towns[p.w.t.code]
	e.submit(at(day, 9, 0)+value.Instant((n%60*7)*minute), who, "placement", p.w.v.code[:6], func(b *engine.Bundle) *fields {
		if !x.here() {
			return nil
		}
		b.Record = placementID(p, x)
		p.about(b)
		f := newFields(200)
		f.text("person", x.id())
		f.date("started_on", day)
		f.text("work_place", "town")
		f.flag("insured", p.w.kind == "workshop" || e.d.chance(900))
		e.atWork(x, work{place: "town", firm: p.w.name, trade: p.w.trade, channel: channelOf(p.w.kind), months: x.p.work.months,
			wage: p.wage, since: day})
		return f
	})
}

// atWork notes what a hiring writes into the person's record.
func (e *employment) atWork(x *hand, to work) {
	before := x.h.counts()
	x.p.work, x.p.idleSince = to, 0
	x.p.version++
	x.h.derive(before)
	e.touch(x.h)
}

func channelOf(kind string) string {
	switch kind {
	case "workshop", "workroom":
		return "workshop"
	case "leading_enterprise", "cooperative":
		return kind
	}
	return "government"
}

// leaves enters that somebody leaves a post, where another of the household is at work.
func (e *employment) leaves(p *post, x *hand, on value.Date) {
	day := nextVisitDay(on)
	e.submit(officeHours(e.d, day), e.office.towns[p.w.t.code], "placement_end", p.w.v.code[:6], func(b *engine.Bundle) *fields {
		other := x.h.any(func(p *person) bool { return p != x.p && p.work.has() })
		if !x.here() || !other || x.p.work.firm != p.w.name {
			return nil
		}
		b.Subject, b.Base = placementID(p, x), 1
		p.version++
		f := newFields(80)
		f.date("left_on", day)
		f.text("left_for", []string{"better_job", "family", "health", "season_over", "unsuited"}[e.d.weighted(35, 30, 12, 13, 10)])
		e.atWork(x, work{place: "none"})
		return f
	})
}

// seek enters that somebody looks for work, and that it is settled when a post is taken; until 0: not settled.
func (e *employment) seek(p *post, x *hand, day, until value.Date) {
	id := madeID("seeker", x.id(), day.String())
	who := x.v.slot.on(day)
	e.submit(officeHours(e.d, day), who, "job_seeker", x.v.code[:6], func(b *engine.Bundle) *fields {
		if !x.here() {
			return nil
		}
		b.Subject, b.Base, b.Record = x.id(), int64(x.p.version), id
		f := newFields(250)
		f.date("registered_on", day)
		f.list("skills", uniq(p.w.skill, "packing")...)
		f.text("wants_place", pick(e.d, []string{"village", "town", "town", "county"}))
		f.list("hours", uniq(p.w.hours, "flexible")...)
		f.yuan("wage_wanted", max(8, p.wage/100-e.d.between(0, 5))*100)
		return f
	})
	if until == 0 {
		return
	}
	e.submit(at(until, 18, 0), e.office.towns[p.w.t.code], "seeker_settlement", x.v.code[:6], func(b *engine.Bundle) *fields {
		if !x.here() {
			return nil
		}
		b.Subject, b.Base = id, 1
		f := newFields(80)
		f.date("settled_on", until)
		f.text("settled_by", "placed")
		return f
	})
}

// planSeekers adds those who still look for work on the last day, some of them for longer than they should.
func (e *employment) planSeekers() {
	for i, p := range e.posts {
		if i%3 != 0 && p.w.t.pinyin != "xiaojiang" {
			continue
		}
		for _, x := range e.townHands(p.w.t, e.villageAt(p.w.v.code)) {
			if !e.worker[x] && !x.p.work.has() {
				e.worker[x] = true
				e.seek(p, x, nextVisitDay(lastDay-value.Date(e.d.between(4, 28)+i%30/29*20)), 0)
				break
			}
		}
	}
}

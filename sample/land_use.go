package sample

import (
	"strings"

	"jieli/engine"
	"jieli/sample/scenery"
	"jieli/value"
)

// planOperators gives each leased block the operator that the village will choose, some a rival. Of the operators five are
// leading enterprises that were brought in, two are cooperatives that are supported.
func (f *farming) planOperators() {
	n := 0
	for _, b := range f.blocks {
		if b.way != "operator" {
			continue
		}
		brought, supported := b.opened.AddDays(-10), b.opened.AddDays(-3)
		switch {
		case b.v.code == chimi || n%12 == 5 && b.ends == "accepted":
			b.operator = f.operator(b, "leading_enterprise", "农业科技有限公司", brought, 0)
		case n%25 == 10:
			b.operator = f.operator(b, "cooperative", "粮食种植专业合作社", 0, supported)
		case n%3 == 0:
			b.operator = f.operator(b, "family_farm", "家庭农场", 0, 0)
		default:
			b.operator = f.operator(b, "rich_leader", "种植大户", 0, 0)
		}
		if n%2 == 0 {
			b.rivals = append(b.rivals, f.operator(b, "rich_leader", "种粮能手", 0, 0))
		}
		if b.v.code != chimi {
			n++
		}
	}
}

func (f *farming) operator(b *block, kind, name string, brought, supported value.Date) string {
	leader, _ := f.maker.names.anybody()
	id := madeID("operator", b.v.code, pad(b.no, 2), name)
	x := newFields(300)
	x.text("name", strings.TrimSuffix(b.v.name, "村")+firstRune(leader)+"氏"+name)
	x.text("kind", kind)
	x.text("place", b.v.code)
	x.text("leader_name", leader)
	x.list("crops", "rice")
	x.date("brought_in_on", brought)
	x.date("supported_on", supported)
	if supported != 0 {
		x.text("support", "帮扶资金购置农机和种子，农技员全程指导")
	}
	day := nextVisitDay(b.opened)
	f.create(at(day, 8, 40), f.office.towns[b.t.code], b.v.code[:6], newEntry("land_operator", id, x))
	return id
}

func (f *farming) scheduleBlock(b *block) {
	county := b.v.code[:6]
	committee := f.office.villages[b.v.code]
	b.id, b.use.id = madeID("block", b.v.code, pad(b.no, 2)), madeID("use", b.v.code, pad(b.no, 2))
	b.name = b.v.hamlets[b.no%len(b.v.hamlets)] + "片"
	for _, p := range b.plots {
		f.report(p, committee)
	}
	day := nextVisitDay(b.opened)
	x := newFields(300)
	x.text("block_no", b.v.code+"-L"+pad(b.no+1, 2))
	x.text("name", b.name)
	x.text("village", b.v.code)
	x.text("village_record", villageID(b.v.code))
	x.point("location", b.plots[0].corners[0])
	x.date("opened_on", day)
	if b.other > 0 {
		x.tenths("other_size", b.other)
	}
	b.version = 1
	f.create(at(day, 9, 20), committee, county, newEntry("land_block", b.id, x))
	f.submit(at(day, 9, 40), committee, "land_use_open", county, func(e *engine.Bundle) *fields {
		e.Subject, e.Base, e.Record, b.use.version = b.id, int64(b.version), b.use.id, 1
		x := newFields(60)
		x.text("responsible", committee.account)
		return x
	})
	join := day
	for i, p := range b.plots {
		if b.ends == "preparing" && i > 0 {
			continue
		}
		join = nextVisitDay(day.AddDays(3 + i*2))
		f.join(b, p, join, committee)
	}
	f.goOn(b, join, committee)
}

// placeNames are what fields are called.
var placeNames = []string{"大塘", "长垌", "下坝", "石桥", "牛栏", "社背", "高田", "老虎", "水口", "竹头"}

// report enters an idle plot with its outline.
func (f *farming) report(p *plot, who *staff) {
	d := f.d
	day := nextVisitDay(p.found)
	f.submit(at(day, 14, 0)+value.Instant(d.IntN(100)*minute), who, "plot_report", p.v.code[:6], func(b *engine.Bundle) *fields {
		b.Subject, p.version = p.id, 1
		b.Place = near(p.corners[0])
		x := newFields(700)
		x.text("plot_no", p.no)
		x.text("village", p.v.code)
		x.text("place_name", pick(d, placeNames)+pick(d, []string{"坑", "垌", "坪", "塱"}))
		x.polygon("outline", p.corners)
		x.tenths("contract_size", p.size*d.between(96, 103)/100)
		x.text("land_kind", []string{"paddy", "dry", "slope"}[d.weighted(78, 16, 6)])
		x.text("contractor_kind", "household")
		x.text("contractor", p.holder.id)
		x.whole("idle_since", d.between(2012, 2020))
		x.text("main_reason", p.reason)
		x.list("reasons", uniq(p.reason, "labour_away")...)
		x.text("found_by", []string{"satellite", "survey", "patrol", "report"}[d.weighted(45, 25, 20, 10)])
		x.date("found_on", day)
		x.list("photo_before", f.photo(scenery.Field, p.v, false))
		return x
	})
}

func (f *farming) join(b *block, p *plot, day value.Date, who *staff) {
	f.submit(at(day, 10, 0)+value.Instant(f.d.IntN(60)*minute), who, "plot_joining", b.v.code[:6], func(e *engine.Bundle) *fields {
		p.about(e)
		b.version++
		x := newFields(100)
		x.text("block", b.id)
		x.flag("consent", true)
		x.date("joined_on", day)
		return x
	})
}

// goOn takes a block from its plots to its use, as far as it comes.
func (f *farming) goOn(b *block, joined value.Date, who *staff) {
	d, county := f.d, b.v.code[:6]
	if b.way != "operator" {
		day := nextVisitDay(joined + 5)
		f.stepOf(&b.use, at(day, 16, 0), who, county, "land_use_arrange", func(x *fields) {
			x.text("way", b.way)
			b.version++
		})
		f.grow(b, day, who)
		return
	}
	reached := func(stage string) bool { return b.ends == stage }
	if reached("preparing") {
		return
	}
	called := nextVisitDay(joined + 4)
	f.stepOf(&b.use, at(called, 16, 0), who, county, "land_use_publish", func(x *fields) {
		x.date("called_on", called)
		x.yuan("rent_floor", b.rent-d.between(0, 4)*10)
		x.whole("years_called", d.between(3, 7))
		x.text("conditions", "会种粮、有农机、信誉好，优先雇用本村劳力")
		b.version++
	})
	for i, id := range append([]string{b.operator}, b.rivals...) {
		f.stepOf(&b.use, at(nextVisitDay(called+3), 9+i, 0), who, county, "land_use_offer", func(x *fields) {
			x.text("offer_by", id)
			x.yuan("offered_rent", b.rent-i*10)
			x.text("plan", "两造水稻，冬种油菜或蔬菜，机耕机收，雇用本村劳力")
		})
	}
	if reached("call") {
		return
	}
	met := nextVisitDay(called + 13)
	f.stepOf(&b.use, at(met, 9, 0), who, county, "land_use_close_call", nil)
	if reached("meeting") {
		return
	}
	f.decide(b, nextVisitDay(met+2), who)
}

func (f *farming) decide(b *block, day value.Date, who *staff) {
	d, county := f.d, b.v.code[:6]
	f.stepOf(&b.use, at(day, 17, 0), who, county, "land_use_choose", func(x *fields) {
		present := d.between(22, 46)
		x.text("chosen", b.operator)
		x.date("decided_on", day)
		x.whole("present", present)
		x.whole("votes_for", present-d.between(0, present/4))
		x.text("minutes", "逐一介绍报名人方案，代表投票")
	})
	if b.ends == "notice" {
		return
	}
	clear := nextVisitDay(day + 10)
	f.stepOf(&b.use, at(clear, 9, 0), who, county, "land_use_close_notice", nil)
	if b.ends == "signing" {
		return
	}
	b.signed = nextVisitDay(clear + 3)
	f.sign(b, who)
	f.grow(b, b.signed, who)
}

// leased is the size of the lease in tenths of mu.
func (b *block) leased() int {
	n := b.other
	for _, p := range b.plots {
		n += p.size
	}
	return n
}

func (f *farming) sign(b *block, who *staff) {
	county := b.v.code[:6]
	f.stepOf(&b.use, at(b.signed, 16, 0), who, county, "land_use_sign", func(x *fields) {
		x.text("lease_no", "TDLZ-"+b.v.code[6:]+"-"+pad(b.no+1, 2))
		x.date("signed_on", b.signed)
		x.date("lease_from", b.signed)
		x.date("lease_until", b.signed.AddYears(5))
		x.tenths("lease_size", b.leased())
		x.yuan("rent", b.rent)
		x.date("rent_due_on", b.signed.AddDays(15))
		b.version++
	})
	paid := nextVisitDay(b.signed + 11)
	if b.no == 3 && b.v.town%6 == 1 {
		return // the rent is late
	}
	yuan := b.leased() * b.rent / 10
	f.submit(at(paid, 10, 0), who, "rent_payment", county, func(e *engine.Bundle) *fields {
		if paid > lastDay {
			return nil
		}
		b.use.about(e)
		x := newFields(100)
		x.date("received_on", paid)
		x.yuan("rent_amount", yuan)
		x.date("next_due_on", b.signed.AddYears(1).AddDays(15))
		return x
	})
	f.share(b, nextVisitDay(paid+12), yuan, who)
}

// share gives nine tenths of the rent to the holders and the rest to the village.
func (f *farming) share(b *block, day value.Date, yuan int, who *staff) {
	if day > lastDay {
		return
	}
	rest := yuan
	for i, p := range b.plots[:min(3, len(b.plots))] {
		part := yuan * 9 / 10 * p.size / b.leased()
		rest -= part
		f.shareOf(b, day, i, "rent", p.holder, part, who)
	}
	f.shareOf(b, day, 9, "collective", nil, min(rest, yuan/10), who)
}

func (f *farming) shareOf(b *block, day value.Date, n int, kind string, h *household, yuan int, who *staff) {
	f.submit(at(day, 14, n), who, "income_share", b.v.code[:6], func(e *engine.Bundle) *fields {
		b.use.about(e)
		x := newFields(150)
		x.date("shared_on", day)
		x.text("kind", kind)
		if h != nil {
			x.text("household", h.id)
		}
		x.yuan("share_amount", yuan)
		return x
	})
}

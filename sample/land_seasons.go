package sample

import (
	"jieli/engine"
	"jieli/sample/scenery"
	"jieli/value"
)

// sowing gives the season in which a block is sown first after a day, and when.
func sowing(after value.Date) (string, value.Date) {
	for _, s := range []struct {
		season string
		day    value.Date
	}{
		{"late", value.DateOf(2021, 7, 28)}, {"winter", value.DateOf(2021, 11, 8)}, {"early", value.DateOf(2022, 3, 28)},
		{"late", value.DateOf(2022, 7, 18)},
	} {
		if s.day >= after+8 {
			return s.season, s.day
		}
	}
	return "", 0
}

// grow lets a block be sown, harvested, accepted, and looked at later.
func (f *farming) grow(b *block, from value.Date, who *staff) {
	season, day := sowing(from)
	if day == 0 || b.ends == "joined" {
		return
	}
	day = nextVisitDay(day + value.Date(f.d.between(0, 6)))
	crop := b.crop
	if season == "winter" {
		crop = pick(f.d, []string{"rape", "vegetables"})
	}
	f.sow(b, day, season, crop, who)
	accepted := nextVisitDay(day + value.Date(f.d.between(22, 34)))
	if season == "late" && day > value.DateOf(2022, 7, 1) {
		accepted = nextVisitDay(lastDay - 1)
	}
	if season == "winter" {
		f.sow(b, nextVisitDay(value.DateOf(2022, 4, 1)+value.Date(f.d.between(0, 9))), "early", b.crop, who)
	}
	for i, p := range b.plots {
		f.accept(b, p, accepted, i)
		f.recheck(b, p, accepted, i, who)
	}
}

// sow enters a season and, when it is over, its harvest.
func (f *farming) sow(b *block, day value.Date, season, crop string, who *staff) {
	d, county := f.d, b.v.code[:6]
	id := madeID("season", b.id, day.String())
	size := b.leased()
	if b.v.code == chimi {
		size = chimiRice * 10
	}
	c := &flow{id: id}
	f.submit(at(day, 17, d.IntN(50)), who, "crop_season", county, func(e *engine.Bundle) *fields {
		e.Record, c.version = id, 1
		b.about(e)
		x := newFields(150)
		x.text("season", season)
		x.text("crop", crop)
		x.date("sown_on", day)
		x.tenths("sown_size", size)
		x.yuan("cost", size*d.between(45, 70)) // tenths of mu, 450 to 700 yuan a mu
		return x
	})
	harvest := nextVisitDay(day + value.Date(d.between(100, 115)))
	kg := size * d.between(380, 520) / 10
	f.stepOf(c, at(harvest, 17, 0), who, county, "crop_harvest", func(x *fields) {
		x.date("harvested_on", harvest)
		x.whole("yield", kg)
		x.yuan("income", kg*29/10)
	})
}

func (f *farming) accept(b *block, p *plot, day value.Date, n int) {
	d := f.d
	f.submit(at(day, 9, n*20), f.office.towns[b.t.code], "plot_acceptance", b.v.code[:6], func(e *engine.Bundle) *fields {
		p.about(e)
		b.version++
		x := newFields(150)
		x.date("accepted_on", day)
		x.text("second_person", b.v.slot.on(day).name)
		x.text("crop", b.crop)
		x.flag("accepted", true)
		x.tenths("accepted_size", p.size)
		x.list("photo_after", f.photo(scenery.Field, b.v, true))
		e.Place = near(p.corners[d.IntN(len(p.corners))])
		return x
	})
}

// recheck looks half a year later whether a plot is still under crops; a few lie idle again, a few are late.
func (f *farming) recheck(b *block, p *plot, accepted value.Date, n int, who *staff) {
	idle := n == 0 && f.lapses(b)
	day := nextVisitDay(accepted + value.Date(f.d.between(160, 186)))
	if idle {
		day = min(day, nextVisitDay(lastDay-8))
	}
	if day >= lastDay-2 || !idle && n == 1 && b.no == 0 {
		return
	}
	f.submit(at(day, 15, n*12), who, "plot_recheck", b.v.code[:6], func(e *engine.Bundle) *fields {
		p.about(e)
		x := newFields(100)
		x.date("checked_on", day)
		x.list("photo", f.photo(scenery.Field, b.v, !idle))
		switch {
		case idle:
			x.text("result", "idle")
			x.text("why_idle", pick(f.d, []string{"low_return", "labour_away"}))
			b.version++
		case day < value.DateOf(2022, 8, 1) && day > value.DateOf(2022, 7, 1) && n%2 == 0:
			x.text("result", "fallow")
		default:
			x.text("result", "cultivated")
		}
		return x
	})
}

// planIdle adds plots that nobody has joined to a block yet: one of each town, two where the demonstration is.
func (f *farming) planIdle() {
	for i, t := range f.towns {
		v := f.villages[t.villages[i%len(t.villages)]]
		p := &plot{v: v, size: f.d.between(40, 260)}
		f.placePlot(p, v.place, v.hamlets[0])
		p.found = nextVisitDay(lastDay - value.Date(f.d.between(9, 200)))
		f.report(p, f.office.villages[v.code])
		if t.pinyin == "xiaojiang" {
			demo := f.villages[f.villageAt(demoVillage)]
			q := &plot{v: demo, size: 183}
			f.placePlot(q, demo.place, demo.hamlets[0])
			q.found = nextVisitDay(lastDay - 20)
			f.report(q, f.office.villages[demo.code])
		}
	}
}

// planLandSeekers adds households that want land: one of each town a plot of its own, one a block.
func (f *farming) planLandSeekers() {
	d := f.d
	for i, t := range f.towns {
		for k := range 2 {
			v := f.villages[t.villages[(i+k*5)%len(t.villages)]]
			h := v.houses[(i*7+k*11)%len(v.houses)]
			day := nextVisitDay(value.DateOf(2022, 1, 10).AddDays(d.between(0, 190)))
			id := madeID("land_seeker", h.id)
			f.submit(at(day, 15, d.IntN(50)), f.office.towns[t.code], "land_seeker", v.code[:6], func(e *engine.Bundle) *fields {
				if h.ended || h.present() == 0 {
					return nil
				}
				e.Subject, e.Base, e.Record = h.id, int64(h.version), id
				x := newFields(150)
				x.date("wanted_on", day)
				x.whole("least_size", []int{3, 20}[k])
				x.whole("most_size", []int{d.between(18, 40), d.between(90, 120)}[k])
				x.list("kinds", []string{"paddy", "dry", "slope"}[:2+k]...)
				x.list("crops", uniq("rice", pick(d, []string{"rice", "vegetables", "sweet_potato"}))...)
				return x
			})
		}
	}
}

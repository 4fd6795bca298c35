package sample

import (
	"jieli/engine"
	"jieli/value"
)

// The rain of June 2022 and the sweep after it: a part of the villages of six towns, then two more.
var (
	sweepFrom = value.DateOf(2022, 6, 22)
	waveOn    = value.DateOf(2022, 6, 27)
	sweepEnds = value.DateOf(2022, 7, 2)
	waveEnds  = value.DateOf(2022, 7, 8)
)

const (
	sweptOfTown = 3 // villages of each flooded town in the first wave
	leftOut     = 7 // households whom nobody has reached yet
)

// sweep is the event of a county with its villages.
type sweep struct {
	county      string
	first, wave []*village
}

// planSweeps chooses the villages: of the second wave one in each county.
func (w *world) planSweeps() []*sweep {
	var list []*sweep
	byCounty := map[string]*sweep{}
	for _, t := range w.towns {
		if !t.flooded {
			continue
		}
		s := byCounty[t.code[:6]]
		if s == nil {
			s = &sweep{county: t.code[:6]}
			byCounty[s.county] = s
			list = append(list, s)
		}
		for i, n := range t.villages {
			v := w.villages[n]
			switch demo := v.code == demoVillage; {
			case i < sweptOfTown || demo:
				s.first = append(s.first, v)
			case i == sweptOfTown && s.wave == nil:
				s.wave = append(s.wave, v)
			}
		}
	}
	return list
}

func (w *world) scheduleSweeps() {
	for _, s := range w.planSweeps() {
		id := value.DeriveID("sample", "disaster", s.county)
		who := w.office.counties[s.county]
		w.add(at(sweepFrom, 8, 30), who, func() engine.Bundle { return s.opening(id) })
		w.add(at(waveOn, 8, 40), who, func() engine.Bundle { return s.second(id) })
		left := leftOut
		for _, v := range s.first {
			left = w.scheduleChecks(v, span{sweepFrom, sweepEnds}, left)
		}
		for _, v := range s.wave {
			left = w.scheduleChecks(v, span{waveOn + 1, waveEnds}, left)
		}
	}
}

func (s *sweep) opening(id string) engine.Bundle {
	f := newFields(600)
	f.text("name", "2022年6月特大暴雨")
	f.text("kind", "flood")
	f.text("reach", s.county)
	f.date("started_on", sweepFrom)
	f.date("ends_on", sweepEnds)
	f.text("facts", "6月13日至21日持续强降雨，河水超警戒水位，沿河村庄受淹")
	s.places(f, s.first, 0)
	return engine.Bundle{County: s.county, Form: "disaster_opening", Subject: id, Answers: f.done()}
}

func (s *sweep) second(id string) engine.Bundle {
	f := newFields(300)
	f.date("noted_on", waveOn)
	f.text("what", "上游泄洪，又有村庄进水")
	f.date("ends_on", waveEnds)
	s.places(f, s.wave, 2)
	return engine.Bundle{County: s.county, Form: "disaster_wave", Subject: id, Base: 1, Answers: f.done()}
}

func (s *sweep) places(f *fields, list []*village, wave int) {
	f.rows("places", len(list), func(i int) {
		row := &fields{b: append(f.b, `"record":`...)}
		row.b = quote(row.b, value.DeriveID("sample", "swept", list[i].code))
		row.flag("new", true)
		row.text("village", list[i].code)
		if wave > 0 {
			row.whole("wave", wave)
		}
		f.b = row.b
	})
}

// scheduleChecks lets the households of a village be seen; a few of the first are left out.
func (w *world) scheduleChecks(v *village, s span, left int) int {
	d := w.care.dice
	days := w.sweepDays(len(v.houses), s)
	for i, h := range v.houses {
		if left > 0 && i == 7 && !h.hasCourse() {
			left--
			continue
		}
		day := days[i]
		who := v.slot.on(day)
		if i%2 == 1 {
			who = w.office.villages[v.code]
		}
		w.add(at(day, 8, 50)+value.Instant(d.IntN(9*60)*minute), who, func() engine.Bundle { return w.disasterCheck(h, v, day) })
	}
	return left
}

// sweepDays spreads n households over the days of a sweep; nobody rests then.
func (w *world) sweepDays(n int, s span) []value.Date {
	days := make([]value.Date, n)
	for i := range days {
		days[i] = s.from.AddDays(i * int(s.to-s.from) / max(1, n))
	}
	return days
}

func (w *world) disasterCheck(h *household, v *village, day value.Date) engine.Bundle {
	if h.ended || h.present() == 0 {
		return engine.Bundle{}
	}
	d := w.care.dice
	f := newFields(300)
	f.date("checked_on", day)
	f.text("mode", "in_person")
	f.text("disaster", "flood")
	hit := h.care != nil && h.care.news != nil && h.care.news.cause == "disaster"
	damage := []string{"none", "slight"}[d.weighted(94, 6)]
	crops := d.weighted(78, 22) * d.between(3, 38) * 100
	if hit {
		damage = []string{"none", "serious"}[d.weighted(65, 35)]
		crops = d.between(70, 260) * 100
		h.happened = append(h.happened, happening{"disaster_loss", w.ownRecord(), "disaster", "disaster", day})
	}
	f.text("house_damage", damage)
	if damage == "serious" {
		f.flag("moved_away", true)
	}
	if crops > 0 {
		f.tenths("crop_area", crops/120)
		f.yuan("crop_loss", crops)
		f.flag("insured", d.chance(300))
		f.list("needs", "replanting")
	} else {
		f.list("needs", "none")
	}
	base := int64(h.version)
	if day > h.seen {
		h.seen = day
		h.version++
	}
	w.touch(h)
	return engine.Bundle{County: v.code[:6], Form: "disaster_check", Subject: h.id, Base: base, Place: near(h.dwelling), Answers: f.done()}
}

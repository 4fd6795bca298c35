package sample

import (
	"strconv"

	"jieli/engine"
	"jieli/sample/scenery"
	"jieli/value"
)

// deed takes the next step of a scheme on a day.
func (s *scheme) deed(w *world, x *water, day value.Date, hour int, who *staff, form string, answer func(*fields)) {
	base := s.version
	s.version++
	subject, record := s.id, ""
	if base == 0 {
		subject, record = "", s.id
	}
	w.file(x.dice, filing{day: day, hour: hour, who: who, county: s.town.code[:6], form: form, subject: subject,
		record: record, base: base, answer: answer})
}

func (s *scheme) need() int {
	n := 0
	for _, h := range s.hamlets {
		n += h.persons
	}
	return n
}

// scheduleScheme plans a scheme from its need to its tap, as far as it comes.
func (w *world) scheduleScheme(x *water, s *scheme) {
	town := w.office.towns[s.town.code]
	asked := nextVisitDay(max(s.start.AddDays(-x.dice.between(45, 70)), value.DateOf(2021, 7, 20)))
	w.proposeScheme(x, s, asked, town)
	w.add(at(nextVisitDay(asked.AddDays(4)), 15, x.dice.IntN(60)), town, func() engine.Bundle {
		return hamletsBundle(s.town.code[:6], s.hamlets)
	})
	s.deed(w, x, asked.AddDays(6), 10, town, "water_scheme_verify", func(f *fields) {
		f.yes("pilot", s.pilot)
		if s.pilot || x.dice.chance(300) {
			f.text("partner", "广州水投集团")
		}
	})
	w.findSource(x, s, town)
	if s.built == 0 {
		return
	}
	s.deed(w, x, s.built, 10, town, "water_scheme_finish", func(f *fields) {
		f.date("built_on", s.built)
		f.point("works_place", s.village.place)
		f.list("works_photo", w.photo(scenery.Tank, s.village, true))
	})
	w.connect(x, s, town)
	w.firstTest(x, s, town)
	if s.running != 0 {
		w.keepRunning(x, s)
	}
}

var needsTold = []string{"每年冬春水源干枯，靠挑水", "山泉水雨后浑浊，旱季断流", "浅井水铁锰味重，群众反映多", "旧水池漏水，只能分时供水"}

func (w *world) proposeScheme(x *water, s *scheme, day value.Date, who *staff) {
	s.deed(w, x, day, 9, who, "water_scheme_propose", func(f *fields) {
		f.text("name", s.name)
		place := s.village.code
		if s.pilot || s.kind == "several_villages" || s.kind == "extension" {
			place = s.town.code
		}
		f.text("place", place)
		f.text("kind", s.kind)
		f.text("need", pick(x.dice, needsTold))
		f.whole("need_persons", s.need())
	})
}

var intakeSpots = []string{"村后山脚", "河边台地", "水库坝下", "山坑上游", "旧井旁"}

var treatments = [][]string{{"filter", "chlorine"}, {"settling", "filter", "chlorine"}, {"membrane", "ultraviolet"}}

func (w *world) findSource(x *water, s *scheme, town *staff) {
	d := x.dice
	capacity := s.need() * d.between(85, 110) / 1000 // m³ a day
	for k := range d.between(1, 2) {
		well := s.pilot && k == 1 || !s.pilot && d.chance(650)
		w.file(d, filing{day: s.start.AddDays(-2 - k), hour: 11, who: town, county: s.town.code[:6], form: "water_intake",
			subject: s.id, base: 2, answer: func(f *fields) {
				f.date("found_on", nextVisitDay(s.start.AddDays(-2-k)).AddDays(-1))
				if well {
					f.text("kind", "deep_well")
					f.whole("depth", d.between(80, 220))
				} else {
					f.text("kind", "spring")
				}
				f.text("where", pick(d, intakeSpots))
				f.whole("daily_yield", capacity+d.between(5, 60))
				f.flag("protected", !d.chance(150))
				f.point("position", s.village.place)
			}})
	}
	s.deed(w, x, s.start, 14, town, "water_scheme_choose_source", func(f *fields) {
		f.whole("capacity", max(5, capacity))
		f.list("treatment", treatments[d.weighted(5, 3, 2)]...)
		f.tenths("pipes", d.between(15, 160))
		f.text("project", s.project)
		f.date("building_from", nextVisitDay(s.start))
	})
}

// connect lets water into the natural villages of a scheme.
func (w *world) connect(x *water, s *scheme, town *staff) {
	for i, h := range s.hamlets {
		day := nextVisitDay(s.built.AddDays(1 + i%3))
		w.file(x.dice, filing{day: day, hour: 9 + i%8, who: town, county: s.town.code[:6], form: "water_supply", subject: s.id,
			base: s.version, answer: func(f *fields) {
				f.date("connected_on", day)
				f.text("natural_village", h.id)
				f.whole("persons", h.persons)
				f.whole("households", max(1, h.persons/4))
				f.text("way", h.way)
				f.flag("whole", true)
			}})
	}
}

// keepRunning plans inspections, tests and the assessment of a scheme in supply. In some months nobody came in time.
func (w *world) keepRunning(x *water, s *scheme) {
	d, who := x.dice, x.operators[s.town.code]
	for day := s.running.AddDays(d.between(6, 20)); day < lastDay.AddDays(-1); day = day.AddDays(d.between(24, 31)) {
		if d.chance(60) {
			day = day.AddDays(d.between(8, 15))
			continue
		}
		w.inspect(x, s, nextVisitDay(day), who)
	}
	for day := s.running.AddDays(d.between(78, 90)); day < lastDay.AddDays(-1); day = day.AddDays(d.between(80, 90)) {
		w.scheduleTest(x, s, testPlan{day: day, kind: "routine", point: "tap", over: d.chance(110)})
	}
	if s.village.town%8 == 3 { // its water waits to be mended
		w.scheduleTest(x, s, testPlan{day: lastDay.AddDays(-14), kind: "complaint", point: "plant", over: true})
	}
	if s.town.flooded && s.running < value.DateOf(2022, 6, 1) {
		w.scheduleTest(x, s, testPlan{day: value.DateOf(2022, 6, 24), kind: "flood", point: "plant", over: d.chance(400)})
	}
	if day := nextVisitDay(s.running.AddDays(d.between(40, 70))); day < lastDay {
		w.assess(x, s, day)
	}
}

func (w *world) inspect(x *water, s *scheme, day value.Date, who *staff) {
	d := x.dice
	w.file(d, filing{day: day, hour: 9 + d.IntN(7), who: who, county: s.town.code[:6], form: "scheme_inspection", subject: s.id,
		base: s.version, answer: func(f *fields) {
			bad := d.chance(70)
			f.date("inspected_on", day)
			f.flag("source_clean", !d.chance(40))
			f.flag("machines_run", !bad)
			f.flag("disinfected", true)
			f.number("chlorine", "0."+strconv.Itoa(d.between(3, 6)))
			f.whole("made", s.need()*d.between(60, 95)/1000)
			if bad {
				f.text("found", "水泵启动异响，已报修")
			}
		}})
}

func (w *world) assess(x *water, s *scheme, day value.Date) {
	d := x.dice
	w.file(d, filing{day: day, hour: 15, who: w.office.towns[s.town.code], county: s.town.code[:6], form: "scheme_assessment",
		subject: s.id, base: s.version, answer: func(f *fields) {
			f.date("assessed_on", day)
			share := d.between(70, 100)
			f.whole("share_at_house", share)
			if share < 100 {
				f.whole("farthest", d.between(5, 18))
			}
			f.whole("short_days", d.weighted(60, 30, 10)*17+d.between(0, 6))
		}})
}

// scheduleNeeds registers needs that wait, and one that is not carried out.
func (w *world) scheduleNeeds(x *water) {
	d := x.dice
	for i := range 9 {
		t := w.towns[(i*5+3)%len(w.towns)]
		v := w.villages[t.villages[(i*3+1)%len(t.villages)]]
		s := &scheme{id: value.DeriveID("sample", "need", pad(i, 2)), name: v.name + "村饮水提升工程", kind: "single_village", town: t, village: v,
			hamlets: []*hamlet{{persons: d.between(80, 500)}}}
		day := nextVisitDay(lastDay.AddDays(-d.between(4, 48)))
		w.proposeScheme(x, s, day, w.office.villages[v.code])
		if i == 4 {
			s.deed(w, x, day.AddDays(5), 10, w.office.towns[t.code], "water_scheme_drop", func(f *fields) {
				f.text("reason", "已列入县级管网延伸计划，不重复建设")
			})
		}
	}
}

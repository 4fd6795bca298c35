package sample

import (
	"strconv"
	"strings"

	"jieli/engine"
	"jieli/sample/scenery"
	"jieli/value"
)

// round is a round of the programme: opened before it begins, closed when nobody is left out.
type round struct {
	name, kind, purpose string
	span
	opened, confirmed value.Date // confirmed 0: still running
}

var rounds = []round{
	{"第一轮行政村走访调研", "villages", "摸清村情民情，问需、问计、问政", surveyOne, value.DateOf(2021, 7, 9), value.DateOf(2021, 9, 6)},
	{"第一轮脱贫户遍访", "households", "逐户走访，不漏一户", span{roundOne.from, value.DateOf(2021, 9, 30)},
		value.DateOf(2021, 7, 15), value.DateOf(2021, 9, 30)},
	{"第二轮行政村走访调研", "villages", "核实需求，谋划项目和年度计划", surveyTwo, value.DateOf(2021, 10, 8), value.DateOf(2021, 12, 22)},
	{"第二轮脱贫户遍访", "households", "核对收入，排查返贫致贫风险", span{roundTwo.from, value.DateOf(2022, 5, 31)},
		value.DateOf(2022, 2, 11), value.DateOf(2022, 5, 31)},
	{"第三轮脱贫户遍访", "households", "汛后排查，核对住房、饮水和收入", span{lateVisits.from, value.DateOf(2022, 9, 30)},
		value.DateOf(2022, 6, 1), 0}, // still running when the sample ends
}

func roundID(name string) string { return value.DeriveID("sample", "round", name) }

func (w *world) scheduleRounds() {
	county := value.County(w.cat.Pack.Root)
	for _, r := range rounds {
		w.add(at(r.opened, 15, 0), w.office.programme, func() engine.Bundle {
			f := newFields(300)
			f.text("name", r.name)
			f.text("kind", r.kind)
			f.text("reach", w.cat.Pack.Root)
			f.date("starts_on", r.from)
			f.date("ends_on", r.to)
			f.text("purpose", r.purpose)
			return engine.Bundle{County: county, Form: "round_opening", Subject: roundID(r.name), Answers: f.done()}
		})
		if r.confirmed == 0 {
			continue
		}
		w.add(at(r.confirmed, 22, 30), w.office.programme, func() engine.Bundle {
			f := newFields(100)
			f.date("confirmed_on", r.confirmed)
			f.date("completed_on", min(r.confirmed, r.to))
			return engine.Bundle{County: county, Form: "round_closing", Subject: roundID(r.name), Base: 1, Answers: f.done()}
		})
	}
}

// scheduleSurveys sends the team of each village there once in each round.
func (w *world) scheduleSurveys() {
	for k, s := range []span{surveyOne, surveyTwo} {
		for _, t := range w.towns {
			days := int(s.to - s.from)
			for i, at := range t.villages {
				day := nextVisitDay(s.from.AddDays(i*(days-6)/len(t.villages) + w.dice.IntN(3)))
				w.scheduleSurvey(w.villages[at], t, k, day)
			}
		}
	}
}

func (w *world) scheduleSurvey(v *village, t *town, k int, day value.Date) {
	w.add(at(day, 16, w.dice.IntN(60)), v.slot.on(day), func() engine.Bundle {
		f := newFields(1600)
		w.surveyAnswers(f, v, t, k, day)
		b := engine.Bundle{County: t.code[:6], Form: "village_survey", Subject: villageID(v.code), Base: int64(v.version),
			Answers: f.done(), Place: near(v.place)}
		v.version++
		return b
	})
}

func (w *world) surveyAnswers(f *fields, v *village, t *town, k int, day value.Date) {
	d, p := w.dice, &v.profile
	f.date("surveyed_on", day)
	f.text("surveyors", v.slot.on(day).name+"、"+t.slots[0].on(day).name)
	f.whole("talked_to", d.between(8, 45))
	f.whole("natural_villages_seen", d.between(2, len(v.hamlets)))
	w.knownOfPeople(f, v, p)
	f.text("leading_industry", pick(d, t.products))
	f.whole("cooperatives", p.cooperatives)
	f.whole("leading_enterprises", d.weighted(70, 25, 5))
	age, known := 41+d.between(35, 80)/5, !d.chance(25)
	f.yuan("farmer_income", p.farmer[k])
	f.tenths("farmland", p.farmland)
	f.tenths("idle_land", p.idle*(10-3*k)/10)
	f.tenths("woodland", p.woodland)
	f.tenths("orchard", p.orchard)
	if p.idle > 0 {
		f.text("idle_reason", pick(d, w.tables.words["idle"]))
	}
	f.whole("party_members", p.partyMembers)
	if known {
		f.text("branch_note", "党员平均年龄约"+strconv.Itoa(age)+"岁，村两委班子健全")
	}
	f.whole("committee_members", d.between(5, 7))
	f.list("photos", w.photo(scenery.House, v, k > 0), w.photo(scenery.Road, v, true))
	w.careOf(f, p, k)
	f.list("aspects", someOf(d, []string{"poverty_prevention", "industry", "infrastructure", "public_services",
		"village_appearance", "party_building"}, 3)...)
	f.text("proposals", strings.Join(someOf(d, w.tables.words["proposal"], 2), "；"))
}

func (w *world) knownOfPeople(f *fields, v *village, p *profile) {
	persons, minimum, minimumHouses, destitute, disabled := 0, 0, 0, 0, 0
	for _, h := range v.houses {
		persons += h.poorPersons
		switch h.kind {
		case "minimum_living":
			minimum += len(h.people)
			minimumHouses++
		case "destitute":
			destitute++
		}
		for i := range h.people {
			if h.people[i].ill.disabled {
				disabled++
			}
		}
	}
	f.whole("natural_villages", len(v.hamlets))
	f.whole("groups", p.groups)
	f.whole("households", p.households)
	f.whole("persons", p.persons)
	f.whole("resident_persons", p.resident)
	f.whole("workforce", p.workforce)
	f.whole("away_workers", p.away)
	f.whole("formerly_poor_households", len(v.houses))
	f.whole("formerly_poor_persons", persons)
	f.whole("minimum_living_households", minimumHouses+2)
	f.whole("minimum_living_persons", minimum+5)
	f.whole("destitute_households", destitute)
	f.whole("destitute_persons", destitute)
	f.whole("disabled_persons", disabled+p.persons/90)
	f.whole("medical_insured", p.persons*w.dice.between(955, 995)/1000)
	f.whole("pension_insured", p.persons*w.dice.between(55, 68)/100)
}

func (w *world) careOf(f *fields, p *profile, k int) {
	d := w.dice
	f.list("problems", someOf(d, []string{"water", "roads", "lamps", "irrigation", "idle_land", "sales", "no_industry",
		"weak_collective", "medical", "refuse", "disaster_risk"}, 4)...)
	f.text("voices", strings.Join(someOf(d, w.tables.words["voice"], 2), "；"))
	f.flag("hard_road", p.hardRoad || k == 1)
	f.flag("bus", p.bus)
	f.flag("broadband", true)
	f.whole("street_lamps", p.lamps+k*d.between(0, 12))
	f.whole("unsafe_water_households", p.unsafeWater*(10-2*k)/10)
	f.whole("dangerous_house_households", p.dangerous)
	f.whole("primary_schools", p.schools)
	f.whole("clinics", p.clinics)
	f.whole("doctors", p.clinics*d.between(1, 2))
	if !d.chance(120) {
		f.whole("culture_rooms", 1)
	}
	f.whole("public_toilets", p.toilets)
	f.whole("refuse_points", p.refuse)
	f.text("danger_note", pick(d, w.tables.words["danger"]))
}

// someOf picks some of a list, in its order.
func someOf(d dice, list []string, most int) []string {
	n := d.between(1, most)
	out := make([]string, 0, n)
	for i, x := range list {
		if d.IntN(len(list)-i) < n-len(out) {
			out = append(out, x)
		}
	}
	return out
}

func near(p position) *engine.Place { return &engine.Place{Lon: p.lon, Lat: p.lat, Accuracy: 12} }

// scheduleResults issues 1+1+24: the battle map, the general report, the reports of the teams.
func (w *world) scheduleResults() {
	for i, t := range w.towns {
		day := value.DateOf(2021, 12, 27).AddDays(i / 3)
		w.scheduleResult(at(day, 17, i), t.slots[0].terms[0].who, t.code, "team_report", t.name+"走访调研报告", day)
	}
	day := value.DateOf(2022, 1, 14)
	root := w.cat.Pack.Root
	w.scheduleResult(at(day, 10, 0), w.office.programme, root, "general_report", "驻镇帮镇扶村走访调研总报告", day)
	w.scheduleResult(at(day, 10, 5), w.office.programme, root, "battle_map", "驻镇帮镇扶村作战图", day)
}

func (w *world) scheduleResult(when value.Instant, who *staff, area, kind, title string, day value.Date) {
	w.add(when, who, func() engine.Bundle {
		f := newFields(300)
		f.text("title", title)
		f.text("kind", kind)
		f.text("about", area)
		f.date("issued_on", day)
		f.text("summary", "两轮全覆盖走访调研的成果：村情、需求、问题和帮扶建议。")
		return engine.Bundle{County: value.County(area), Form: "result_issue",
			Subject: value.DeriveID("sample", "result", area, kind), Answers: f.done()}
	})
}

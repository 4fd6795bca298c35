package sample

import (
	"strconv"

	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// The published figures of roads, lamps and villages improved. Of the lamps the newspaper says more than 664.
const (
	roadsBuilt         = 84
	roadPersons        = 41_865
	lampsSet           = 666
	lampPersons        = 149_200
	rowsOfLamps        = 96
	appearanceVillages = 137
)

// services is what the sample knows of the mechanism.
type services struct {
	dice    dice
	names   *namer
	persons map[*village]map[string]int // who is served already, by kind of work
	works   int
	schools map[string][]*school // of each town
}

// publicWork is a road, a row of lamps, an improvement of a village.
type publicWork struct {
	kind, project  string
	v              *village
	begun          value.Date
	persons, again int
	lamps          int
	course         int // how it goes
}

// courses of a public work.
const (
	inUse = iota
	sentBackOnce
	stillBuilt
	toBeChecked
	givenUp
)

func (w *world) scheduleServices() {
	x := &services{dice: newDice(62), names: newNamer(w.tables), persons: map[*village]map[string]int{}, schools: map[string][]*school{}}
	x.names.dice = x.dice
	w.roads(x)
	w.lampRows(x)
	w.appearances(x)
	w.scheduleSchools(x)
	w.scheduleExchanges(x)
	w.scheduleSupport(x)
}

// room gives how many people of a village no work of a kind serves yet.
func (x *services) room(v *village, kind string) int {
	return v.profile.persons*9/10 - x.persons[v][kind]
}

func (x *services) serve(p *publicWork, persons int) {
	p.persons = persons
	if x.persons[p.v] == nil {
		x.persons[p.v] = map[string]int{}
	}
	x.persons[p.v][p.kind] += persons
}

// near gives the n-th village of the town behind a building's own.
func (w *world) near(b building, n int) *village {
	list := b.town.villages
	for k, i := range list {
		if w.villages[i] == b.village {
			return w.villages[list[(k+n)%len(list)]]
		}
	}
	return b.village
}

// roads plans the published roads, and some that are under way, checked or given up.
func (w *world) roads(x *services) {
	sites := begunInTime(w.buildingsOf("road"))
	var built []*publicWork
	for n := range roadsBuilt + 14 {
		b := sites[n%len(sites)]
		p := &publicWork{kind: "road", project: b.project, v: w.near(b, n/len(sites)), begun: b.start}
		if n < roadsBuilt {
			if n%7 == 3 {
				p.again = x.dice.between(40, 260)
			}
			p.course = inUse + x.dice.weighted(92, 8)
			built = append(built, p)
		} else {
			p.course = []int{stillBuilt, toBeChecked, stillBuilt, givenUp}[n%4]
		}
		w.publicWork(x, p)
	}
	x.serveAll(built, roadPersons)
}

// serveAll shares persons out among works, so that in no village more are served than live there.
func (x *services) serveAll(list []*publicWork, persons int) {
	in := map[*village]int{}
	for _, p := range list {
		in[p.v]++
	}
	weights := make([]float64, len(list))
	for i, p := range list {
		weights[i] = float64(p.v.profile.persons) / float64(in[p.v])
	}
	for i, n := range shares(persons, 0, weights) {
		x.serve(list[i], n)
	}
}

// lampRows plans rows of lamps in villages, until the published numbers are reached.
func (w *world) lampRows(x *services) {
	sites := begunInTime(w.buildingsOf("lamp"))
	var list []*publicWork
	var weights []float64
	for n := range rowsOfLamps {
		b := sites[n%len(sites)]
		p := &publicWork{kind: "lamp", project: b.project, v: w.near(b, n/len(sites)), begun: b.start}
		list, weights = append(list, p), append(weights, float64(p.v.profile.persons))
	}
	x.serveAll(list, lampPersons)
	for n, lamps := range shares(lampsSet, 3, weights) {
		list[n].lamps = lamps
		w.publicWork(x, list[n])
	}
	for n := range 6 {
		b := sites[n*4%len(sites)]
		w.publicWork(x, &publicWork{kind: "lamp", project: b.project, v: w.near(b, 5), course: stillBuilt + n%2})
	}
}

// appearances plans the villages improved; some are improved twice and count once.
func (w *world) appearances(x *services) {
	sites := begunInTime(w.buildingsOf("appearance"))
	done := map[*village]bool{}
	for n := 0; len(done) < appearanceVillages; n++ {
		b := sites[n%len(sites)]
		v := w.near(b, n/len(sites))
		if done[v] {
			continue
		}
		done[v] = true
		for again := range 1 + x.dice.weighted(94, 6) {
			p := &publicWork{kind: "appearance", project: b.project, v: v, begun: b.start.AddDays(again * 40)}
			x.serve(p, x.room(v, "appearance")*x.dice.between(30, 80)/100)
			w.publicWork(x, p)
		}
	}
	for n := range 10 {
		b := sites[n*4%len(sites)]
		w.publicWork(x, &publicWork{kind: "appearance", project: b.project, v: b.village, course: stillBuilt + n%2})
	}
}

// publicWork plans what people enter of a work.
func (w *world) publicWork(x *services, p *publicWork) {
	d := x.dice
	x.works++
	village, town := w.office.villages[p.v.code], w.office.towns[p.v.code[:9]]
	if p.course == stillBuilt || p.course == toBeChecked || p.course == givenUp {
		p.begun = max(p.begun, lastDay.AddDays(-d.between(12, 50)))
	}
	begun := nextVisitDay(p.begun)
	days := min(d.between(20, 75), int(lastDay-begun)-12)
	a := &affair{county: p.v.code[:6], id: value.DeriveID("sample", "work", pad(x.works, 4)), subject: villageID(p.v.code)}
	name := p.v.name + x.workName(p)
	deeds := []deed{{"public_work_begin", 0, town, func(f *fields, day value.Date) {
		f.text("name", name)
		f.text("kind", p.kind)
		f.text("project", p.project)
		f.text("nature", []string{"repair", "new", "widening"}[d.weighted(50, 40, 10)])
		f.date("begun_on", day)
		f.whole("planned_days", max(10, d.between(30, 90)))
	}}}
	finish := func(wait int) deed {
		return deed{"public_work_finish", wait, village, func(f *fields, day value.Date) { w.finishWork(x, p, f, day) }}
	}
	verify := deed{"public_work_verify", d.between(3, 8), town, func(f *fields, _ value.Date) { f.text("keeper", p.v.name+"村委会") }}
	back := deed{"public_work_return", d.between(3, 6), town, func(f *fields, _ value.Date) { f.text("reason", "现场量得的数与登记不符，请改正") }}
	switch p.course {
	case inUse:
		deeds = append(deeds, finish(max(4, days)), verify)
	case sentBackOnce:
		deeds = append(deeds, finish(max(4, days/2)), back, finish(3), verify)
	case toBeChecked:
		deeds = append(deeds, finish(max(4, int(lastDay-begun)-3)))
	case givenUp:
		deeds = append(deeds, deed{"public_work_stop", 6, town, func(f *fields, _ value.Date) { f.text("reason", "用地没有谈妥，今年不建") }})
	}
	w.lead(a, d, begun, deeds)
	if day := begun.AddDays(days + 100 + d.between(0, 60)); p.course == inUse && day < lastDay.AddDays(-2) && d.chance(450) {
		w.keepUp(x, p, a.id, day)
	}
}

func (x *services) workName(p *publicWork) string {
	hamlet := p.v.hamlets[x.works%len(p.v.hamlets)]
	number := pad(x.works, 3)
	switch p.kind {
	case "road":
		return "至" + hamlet + "路（" + number + "）"
	case "lamp":
		return hamlet + "路灯（" + number + "）"
	}
	return hamlet + "环境整治（" + number + "）"
}

func (w *world) finishWork(x *services, p *publicWork, f *fields, day value.Date) {
	d := x.dice
	f.date("finished_on", day)
	switch p.kind {
	case "road":
		metres := d.between(180, 3200)
		f.number("length", strconv.FormatFloat(float64(metres)/1000, 'f', 3, 64))
		f.tenths("width", d.between(30, 55))
		f.text("surface", pick(d, []string{"cement", "cement", "asphalt", "gravel"}))
	case "lamp":
		f.whole("lamps", max(1, p.lamps))
		f.text("power", pick(d, []string{"solar", "solar", "mains"}))
	default:
		f.list("tasks", pick(d, [][]string{{"clearing", "drains"}, {"clearing", "facades", "greening"},
			{"squares", "greening"}, {"refuse", "toilets"}})...)
	}
	f.whole("persons", p.persons)
	if p.again > 0 {
		f.whole("persons_again", p.again)
	}
	f.list("work_photo", w.photo(subjectOfWork(p.kind), p.v, true))
	f.point("site", position{p.v.place.lon + float64(d.between(-40, 40))/10000, p.v.place.lat + float64(d.between(-40, 40))/10000})
}

func (w *world) keepUp(x *services, p *publicWork, id string, day value.Date) {
	d := x.dice
	bad := d.chance(150)
	day = nextVisitDay(day)
	w.file(d, filing{day: day, hour: 15, who: w.office.villages[p.v.code], county: p.v.code[:6], form: "work_upkeep", subject: id,
		base: 3, answer: func(f *fields) {
			f.date("done_on", day)
			f.text("condition", map[bool]string{true: "worn", false: "good"}[bad])
			f.text("done", map[string]string{"road": "清边沟，除杂草", "lamp": "擦太阳能板，检查亮灯", "appearance": "清扫，补种苗木"}[p.kind])
			f.yuan("cost", d.between(0, 8)*50)
		}})
}

// school is a school of a town with its teachers.
type school struct {
	id, name string
	t        *town
	pupils   int
}

type teacher struct{ id, name, subject string }

// scheduleSchools registers the schools of each town, in which lessons are given online.
func (w *world) scheduleSchools(x *services) {
	for i, t := range w.towns {
		for _, kind := range []string{"primary", "middle"}[:1+i%2] {
			s := &school{t: t, name: t.name + map[string]string{"primary": "中心小学", "middle": "初级中学"}[kind], pupils: x.dice.between(260, 900)}
			s.id = value.DeriveID("sample", "school", s.name)
			x.schools[t.code] = append(x.schools[t.code], s)
			w.add(at(value.DateOf(2021, 9, 6), 10, i), w.office.towns[t.code], func() engine.Bundle {
				f := newFields(160)
				f.text("town", t.code)
				f.text("name", s.name)
				f.text("kind", kind)
				f.whole("pupils", s.pupils)
				if i%3 == 0 {
					f.text("partner", "广州市结对学校（样例）")
				}
				return engine.Bundle{County: t.code[:6], Entries: []engine.EntryIn{{Register: "school", Record: s.id,
					Action: journal.Create, Fields: f.done()}}}
			})
			w.onlineLessons(x, s, i)
		}
	}
}

func (w *world) onlineLessons(x *services, s *school, i int) {
	d := x.dice
	for k := range d.between(1, 2) {
		day := nextVisitDay(value.DateOf(2021, 10, 12).AddDays(i*3 + k*75))
		w.file(d, filing{day: day, hour: 14, who: w.office.towns[s.t.code], county: s.t.code[:6], form: "online_lesson", subject: s.id,
			base: 1, answer: func(f *fields) {
				f.date("held_on", day)
				f.text("subject", pick(d, []string{"english", "music", "art", "science", "mind"}))
				f.text("given_by", "长颈鹿教室·广州志愿教师")
				f.whole("lessons", d.between(1, 3))
				f.whole("present", d.between(25, 90))
			}})
	}
}

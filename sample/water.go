package sample

import (
	"slices"

	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// The published figures of water: persons relieved of a shortage, and the natural villages and persons of the pilot among them.
const (
	relievedPersons = 60_455
	pilotVillages   = 28
	pilotPersons    = 9_769
	pilotTown       = "441823111"
	pilotVillage    = "441823111203" // 下坪; 大坪 is not in the list of areas and stands with the town
)

// water is what the sample knows of the mechanism.
type water struct {
	dice      dice
	names     *namer
	operators map[string]*staff // of each town
	schemes   []*scheme
	used      map[string]int // natural villages of a town that a scheme has
	operation map[string]string
	numbers   int
}

// hamlet is a natural village.
type hamlet struct {
	id, place, name, shortage, way string
	persons, short                 int
}

// scheme is a water scheme with its course.
type scheme struct {
	id, name, kind        string
	project               string // to which its money belongs
	town                  *town
	village               *village
	pilot                 bool
	hamlets               []*hamlet
	version               int64
	start, built, running value.Date // built 0: it is under way on the last day
	spoiled               bool       // the first test is over the limit
}

// building is a place where a project is carried out.
type building struct {
	village *village
	town    *town
	project string
	start   value.Date
}

func (w *world) scheduleWater() {
	x := &water{dice: newDice(60), names: newNamer(w.tables), operators: map[string]*staff{}, used: map[string]int{},
		operation: map[string]string{}}
	x.names.dice = x.dice
	w.hireOperators(x)
	w.planSchemes(x)
	for _, s := range x.schemes {
		w.scheduleScheme(x, s)
	}
	w.scheduleNeeds(x)
	w.scheduleOperation(x)
	w.scheduleFaults(x)
	w.scheduleBills(x)
}

// hireOperators gives each town somebody who looks after the water.
func (w *world) hireOperators(x *water) {
	for i, t := range w.towns {
		name, _ := x.names.anybody()
		s := w.hire("water-"+t.pinyin, name, t.code, false, grant{role: "water_operator", area: t.code, from: firstDay})
		x.operators[t.code] = s
		w.add(at(firstDay, 8, 58)+value.Instant(i*second), w.office.keeper, s.enrol)
	}
}

// filing is a form that is no step of a case.
type filing struct {
	day            value.Date
	hour           int
	who            *staff
	county         string
	form, subject  string
	record         string // id of the record that it makes; "" for one that nobody speaks of
	base           int64
	answer         func(*fields)
	meantToBeWrong bool
}

func (w *world) file(d dice, x filing) {
	e := w.add(at(nextVisitDay(x.day), x.hour, d.IntN(60)), x.who, func() engine.Bundle {
		f := newFields(300)
		x.answer(f)
		return engine.Bundle{County: x.county, Form: x.form, Subject: x.subject, Record: x.record, Base: x.base, Answers: f.done()}
	})
	e.refused = x.meantToBeWrong
}

// shortages are given in turn, seasonal ones most often.
var shortages = []string{"seasonal", "quality", "seasonal", "both"}

// planSchemes plans the schemes of the projects: the pilot, those that run by the last day, and those under way.
func (w *world) planSchemes(x *water) {
	d := x.dice
	var served []*hamlet
	for i, b := range w.buildingsOf("water") {
		s := &scheme{id: value.DeriveID("sample", "scheme", pad(i, 2)), town: b.town, village: b.village, start: b.start,
			project: b.project,
			kind:    pick(d, []string{"single_village", "several_villages", "single_village", "extension", "repair"})}
		x.schemes = append(x.schemes, s)
		if b.town.code == pilotTown && !slices.ContainsFunc(x.schemes, func(o *scheme) bool { return o.pilot }) {
			w.planPilot(x, s)
			continue
		}
		s.name = b.village.name + "村" + pick(d, []string{"饮水工程", "集中供水工程", "深水井供水工程"})
		if built := b.start.AddDays(d.between(55, 140)); built < lastDay.AddDays(-22) {
			s.built = nextVisitDay(built)
		}
		for range d.between(3, 7) {
			if h := w.nextHamlet(x, s); h != nil {
				s.hamlets = append(s.hamlets, h)
			}
		}
		if s.built != 0 {
			served = append(served, s.hamlets...)
		}
		s.spoiled = i%9 == 4
	}
	w.peopleHamlets(x, served)
}

func (w *world) planPilot(x *water, s *scheme) {
	s.pilot, s.kind, s.name = true, "several_villages", "大坪村、下坪村外洞片区集中供水工程"
	s.built = nextVisitDay(max(value.DateOf(2022, 3, 9), s.start.AddDays(40)))
	weights := make([]float64, pilotVillages)
	for i := range weights {
		weights[i] = 0.4 + x.dice.Float64()
	}
	words := w.tables.words["natural"]
	for i, n := range shares(pilotPersons, 90, weights) {
		h := &hamlet{place: pilotTown, name: "大坪" + words[i%len(words)], shortage: shortages[i%4], persons: n, short: n, way: "tap"}
		if i >= pilotVillages/2 {
			h.place, h.name = pilotVillage, "外洞"+words[(i+9)%len(words)]
		}
		s.hamlets = append(s.hamlets, h)
	}
}

// nextHamlet gives the next natural village of the town that no scheme serves, beginning at the scheme's village.
func (w *world) nextHamlet(x *water, s *scheme) *hamlet {
	from := slices.IndexFunc(s.town.villages, func(i int) bool { return w.villages[i] == s.village })
	for k := range s.town.villages {
		v := w.villages[s.town.villages[(from+k)%len(s.town.villages)]]
		if n := x.used[v.code]; n < len(v.hamlets) {
			x.used[v.code]++
			x.numbers++
			h := &hamlet{place: v.code, name: v.hamlets[n], way: "tap", shortage: shortages[x.numbers%4], persons: x.dice.between(60, 400)}
			if x.numbers%11 == 0 {
				h.way = "point"
			}
			h.short = h.persons * x.dice.between(55, 100) / 100
			return h
		}
	}
	return nil
}

// peopleHamlets gives the natural villages that are served their people, so that those relieved come to the published figure.
func (w *world) peopleHamlets(x *water, served []*hamlet) {
	weights := make([]float64, len(served))
	for i := range weights {
		weights[i] = 0.3 + x.dice.Float64()
	}
	for i, n := range shares(relievedPersons-pilotPersons, 60, weights) {
		served[i].short, served[i].persons = n, n+x.dice.between(0, 40)
	}
}

// hamletsBundle registers the natural villages of a scheme, as the town's office found them.
func hamletsBundle(county string, list []*hamlet) engine.Bundle {
	b := engine.Bundle{County: county}
	for _, h := range list {
		h.id = value.DeriveID("sample", "hamlet", h.place, h.name)
		f := newFields(160)
		f.text("place", h.place)
		f.text("name", h.name)
		f.whole("persons", h.persons)
		f.whole("households", max(1, h.persons/4))
		f.text("shortage", h.shortage)
		if h.shortage != "none" {
			f.whole("short_persons", h.short)
		}
		b.Entries = append(b.Entries, engine.EntryIn{Register: "natural_village", Record: h.id, Action: journal.Create, Fields: f.done()})
	}
	return b
}

package sample

import (
	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// lianshan is the county whose talent stations stand in a tree: county, branch, seven towns.
const lianshan = "441825"

// create plans records that are entered directly.
func (w *world) create(when value.Instant, who *staff, county string, list ...engine.EntryIn) {
	w.add(when, who, func() engine.Bundle { return entries(county, list...) })
}

func newEntry(register, id string, f *fields) engine.EntryIn {
	return engine.EntryIn{Register: register, Record: id, Action: journal.Create, Fields: f.done()}
}

func (e *employment) planStations() {
	root := e.station(0, "连山县乡村振兴人才驿站", "county", lianshan, "", value.DateOf(2021, 9, 8))
	e.station(1, "连山县乡村振兴人才驿站直属分站", "county_branch", lianshan, root, value.DateOf(2021, 11, 18))
	n := 2
	for _, a := range e.cat.Areas.Children(lianshan) {
		if n < 9 {
			e.station(n, a.Name+"乡村振兴人才驿站", "town", a.Code, root, value.DateOf(2021, 12, 1).AddDays(n*23))
			n++
		}
	}
	e.planExperts()
}

func (e *employment) station(n int, name, level, place, above string, day value.Date) string {
	id := madeID("station", lianshan, pad(n, 2))
	f := newFields(400)
	f.text("station_no", lianshan+"-"+pad(n+1, 2))
	f.text("name", name)
	f.text("level", level)
	f.text("place", place)
	f.text("parent_station", above)
	f.list("services", []string{"train", "serve", "exchange", "gather", "bring_in"}[:5-e.d.IntN(3)]...)
	f.date("opened_on", day)
	e.create(at(nextVisitDay(day), 10, n), e.office.counties[lianshan], lianshan, newEntry("talent_station", id, f))
	return id
}

// expertise of the members of the experts' service, and where they come from.
var expertise = []struct{ unit, skill, second string }{
	{"县农业技术推广站", "planting", "farm_machines"}, {"县畜牧兽医站", "raising", "raising"},
	{"市技师学院", "electrician", "electronics"}, {"县文化馆", "binding", "painting"},
	{"市农业科学研究院", "tea", "planting"}, {"县电商协会", "online_sales", "packing"},
}

func (e *employment) planExperts() {
	for _, county := range e.countyCodes() {
		for i, x := range expertise[:3+e.d.IntN(4)] {
			id := madeID("expert", county, pad(i, 2))
			name, _ := e.maker.names.anybody()
			joined := value.DateOf(2021, 8, 16).AddDays(e.d.between(0, 40))
			f := newFields(300)
			f.text("name", name)
			f.text("unit", x.unit)
			f.text("place", county)
			f.list("specialties", uniq(x.skill, x.second)...)
			f.date("joined_on", joined)
			e.create(officeHours(e.d, joined), e.office.counties[county], county, newEntry("expert", id, f))
			for range e.d.between(5, 9) {
				e.planService(id, county, x.skill, joined)
			}
		}
	}
}

func uniq(a, b string) []string {
	if a == b {
		return []string{a}
	}
	return []string{a, b}
}

func (e *employment) planService(id, county, skill string, joined value.Date) {
	towns := e.townsOf(county)
	t := pick(e.d, towns)
	day := nextVisitDay(span{joined + 10, lastDay - 3}.any(e.d))
	persons := e.d.between(6, 48)
	e.submit(officeHours(e.d, day), e.office.towns[t.code], "expert_service", county, func(*engine.Bundle) *fields {
		f := newFields(200)
		f.text("expert", id)
		f.date("served_on", day)
		f.text("place", e.villages[t.villages[persons%len(t.villages)]].code)
		f.text("way", []string{"on_site", "lecture", "phone"}[persons%3])
		f.text("topic", skill)
		f.whole("persons_helped", persons)
		return f
	})
}

// countyCodes gives the counties of the programme in order of their towns.
func (w *world) countyCodes() []string {
	var list []string
	for _, t := range w.towns {
		if c := t.code[:6]; len(list) == 0 || list[len(list)-1] != c {
			list = append(list, c)
		}
	}
	return list
}

func (w *world) townsOf(county string) []*town {
	var list []*town
	for _, t := range w.towns {
		if t.code[:6] == county {
			list = append(list, t)
		}
	}
	return list
}

package sample

import (
	"strconv"

	"jieli/engine"
	"jieli/value"
)

// appendDegrees writes degrees with the digits that a phone gives.
func appendDegrees(b []byte, x float64) []byte { return strconv.AppendFloat(b, x, 'f', 6, 64) }

// fieldWork is one piece of works in the fields.
type fieldWork struct {
	flow
	kind     string
	quantity int
	v        *village
	t        *town
	project  string
	start    value.Date
	ends     string // stage on the last day
}

// planWorks plans the works: those accepted make up the published figures, some are still under way.
func (f *farming) planWorks() {
	kinds := []string{"canal", "canal", "drain", "weir", "canal", "pond", "pump"}
	n := 0
	for left := irrigationWorks; left > 0; n++ {
		q := min(left, 1+n%2)
		left -= q
		f.work(n, &fieldWork{kind: kinds[n%len(kinds)], quantity: q, ends: "in_use"})
	}
	for range tractorRoads {
		f.work(n, &fieldWork{kind: "tractor_road", quantity: 1, ends: "in_use"})
		n++
	}
	for i := range 10 {
		f.work(n, &fieldWork{kind: []string{"canal", "tractor_road"}[i%2], quantity: 1, ends: []string{"planned", "building", "checking"}[i%3]})
		n++
	}
}

// work gives works their place, one of the blocks, and lets them be built.
func (f *farming) work(n int, x *fieldWork) {
	d := f.d
	b := f.servedBlock(n * 3)
	x.v, x.t, x.id = b.v, b.t, madeID("land_work", pad(n, 3))
	x.start = nextVisitDay(max(value.DateOf(2021, 10, 11).AddDays(d.between(0, 150)), b.opened+12))
	for _, p := range f.projectsOf("land") {
		if p.town == b.t && p.start < value.DateOf(2022, 4, 10) {
			x.project, x.start = p.id, nextVisitDay(max(x.start, p.start+1))
			break
		}
	}
	if x.ends != "in_use" {
		x.start = nextVisitDay(lastDay - map[string]value.Date{"planned": 12, "building": 60, "checking": 75}[x.ends])
	}
	f.build(n, x, b)
}

// servedBlock gives one of the blocks that come under crops, joined before the spring of 2022.
func (f *farming) servedBlock(n int) *block {
	for ; ; n++ {
		if b := f.blocks[n%len(f.blocks)]; b.ends == "accepted" && b.opened < value.DateOf(2022, 3, 20) {
			return b
		}
	}
}

var workNames = map[string]string{"canal": "水渠修缮", "drain": "排水沟清淤", "weir": "陂头修复", "pond": "山塘加固", "pump": "泵站改造",
	"tractor_road": "机耕路"}

func (f *farming) build(n int, x *fieldWork, b *block) {
	d, county := f.d, x.v.code[:6]
	committee := f.office.villages[x.v.code]
	length := d.between(15, 160) * 10
	long := x.kind == "canal" || x.kind == "drain" || x.kind == "tractor_road"
	f.submit(at(x.start, 10, d.IntN(50)), committee, "land_work_open", county, func(e *engine.Bundle) *fields {
		e.Record, x.version = x.id, 1
		a := newFields(400)
		a.text("name", b.name+workNames[x.kind]+pad(n, 2))
		a.text("village", x.v.code)
		a.text("kind", x.kind)
		a.whole("quantity", x.quantity)
		if long {
			a.whole("length", length)
			a.line("route", route(b.plots[0].corners, length))
		} else {
			a.point("site", b.plots[0].corners[0])
		}
		a.text("project", x.project)
		a.text("block", b.id)
		return a
	})
	if x.ends == "planned" {
		return
	}
	begun := nextVisitDay(x.start + value.Date(d.between(4, 12)))
	f.stepOf(&x.flow, at(begun, 9, 0), committee, county, "land_work_begin", func(a *fields) {
		a.date("begun_on", begun)
		a.list("photo", f.photo(subjectOfWork(x.kind), x.v, false))
	})
	if x.ends == "building" {
		return
	}
	done := nextVisitDay(begun + value.Date(d.between(25, 55)))
	f.stepOf(&x.flow, at(done, 16, 0), committee, county, "land_work_finish", func(a *fields) {
		a.date("finished_on", done)
		a.list("photo", f.photo(subjectOfWork(x.kind), x.v, true))
		a.text("keeper_note", "村委会，灌区管护员每月巡查")
	})
	if x.ends == "checking" {
		return
	}
	accepted := nextVisitDay(done + value.Date(d.between(6, 20)))
	f.stepOf(&x.flow, at(accepted, 10, 30), f.office.towns[x.t.code], county, "land_work_accept", func(a *fields) {
		a.text("second", x.v.slot.on(accepted).name)
	})
}

// route leads along a plot and on.
func route(corners []position, metres int) []position {
	from := corners[0]
	step := float64(metres) / metresOfDegree / 3
	return []position{from, {from.lon + step, from.lat + step/4}, {from.lon + 2*step, from.lat - step/5},
		{from.lon + 3*step, from.lat + step/6}}
}

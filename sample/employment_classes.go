package sample

import (
	"strings"

	"jieli/engine"
	"jieli/value"
)

// courseKinds are the courses that towns hold.
var courseKinds = []struct {
	skill, name string
	lessons     int
	certificate string
}{
	{"planting", "粮食作物种植技术", 24, "attendance"}, {"raising", "清远鸡养殖技术", 24, "attendance"},
	{"online_sales", "农产品电商直播", 32, "special_skill"}, {"cooking", "粤菜师傅", 56, "special_skill"},
	{"housekeeping", "南粤家政", 40, "special_skill"}, {"sewing", "服装缝纫", 60, "skill_grade"},
	{"electrician", "低压电工", 80, "skill_grade"}, {"tea", "茶叶加工", 40, "special_skill"},
	{"bamboo", "竹笋加工", 24, "attendance"},
}

// lionKinds are the three classes of Liantang, each with its workroom.
var lionKinds = []struct{ skill, name string }{{"binding", "醒狮扎作"}, {"painting", "醒狮彩绘"}, {"sewing", "醒狮缝纫"}}

// courseFor gives the course of a class; a town enters it when it holds the first class of it.
func (e *employment) courseFor(c *class) string {
	id, county := madeID("course", c.t.code, c.skill), c.t.code[:6]
	if e.courses[id] {
		return id
	}
	e.courses[id] = true
	e.courseNo[county]++
	name, certificate := "醒狮制作", "special_skill"
	for _, k := range courseKinds {
		if k.skill == c.skill && c.room == "" {
			name, certificate = k.name, k.certificate
		}
	}
	f := newFields(300)
	f.text("course_no", county+"-K"+pad(e.courseNo[county], 2))
	f.text("name", name)
	f.text("place", c.t.code)
	f.text("skill", c.skill)
	f.whole("lessons", c.course)
	f.text("certificate", certificate)
	day := at(value.DateOf(2021, 8, 9), 10, e.courseNo[county])
	e.create(day, e.office.towns[c.t.code], county, newEntry("course", id, f))
	return id
}

// class is a training class as it is planned.
type class struct {
	flow
	v            *village
	t            *town
	name, skill  string
	course       int // lessons
	opened, from value.Date
	until        value.Date
	trainees     []*hand
	courseID     string
	room         string // id of the workroom paired with it
	daily        string
}

// classesOfTown is how many classes the towns hold besides Liantang's.
const classesOfTown = 3

// planClasses spreads the attendances over the towns: the last of each town's classes is under way on the last day.
func (e *employment) planClasses() {
	e.planLiantang()
	n := len(e.towns) * classesOfTown
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = 1 + e.d.Float64()
	}
	sizes := shares(trainees-liantangPersons, 14, weights)
	for i, t := range e.towns {
		for k := range classesOfTown {
			e.planClass(t, k, sizes[i*classesOfTown+k])
		}
		if i%8 == 3 {
			e.planCancelled(t)
		}
	}
}

func (e *employment) planClass(t *town, k, size int) {
	d := e.d
	kind := courseKinds[(len(t.villages)+k*4+d.IntN(3))%len(courseKinds)]
	first := []span{{value.DateOf(2021, 9, 6), value.DateOf(2021, 11, 20)}, {value.DateOf(2022, 2, 21), value.DateOf(2022, 4, 20)},
		{value.DateOf(2022, 5, 23), value.DateOf(2022, 7, 25)}}[k]
	at := t.villages[(k*5+d.IntN(2))%len(t.villages)]
	if k == 2 && t.pinyin == "xiaojiang" { // a class under way in the village of the demonstration
		at, first = e.villageAt(demoVillage), span{value.DateOf(2022, 7, 12), value.DateOf(2022, 7, 13)}
	}
	from := nextVisitDay(first.any(d))
	c := &class{v: e.villages[at], t: t, skill: kind.skill, course: kind.lessons, from: from, until: from.AddDays(kind.lessons/4 + 3),
		opened: nextVisitDay(from.AddDays(-d.between(12, 22))), trainees: e.townHands(t, at)}
	c.name = c.v.name + kind.name + "班"
	c.trainees = c.trainees[:min(size, len(c.trainees))]
	e.hold(c, 200)
}

func (w *world) villageAt(code string) int {
	for i, v := range w.villages {
		if v.code == code {
			return i
		}
	}
	return 0
}

// planLiantang plans the three classes of lion-dance making, daily from 13:50, from late May on.
func (e *employment) planLiantang() {
	at := e.villageAt(liantang)
	v := e.villages[at]
	hands := e.townHands(e.towns[v.town], at)
	for i, size := range []int{22, 22, 21} {
		k := lionKinds[i]
		c := &class{v: v, t: e.towns[v.town], name: "莲塘村" + k.name + "班", skill: k.skill, course: 60, room: e.workroom(v, k.skill, k.name),
			opened: value.DateOf(2022, 5, 9), from: value.DateOf(2022, 5, 23).AddDays(i), until: value.DateOf(2022, 6, 11), daily: "13:50"}
		c.trainees, hands = hands[:size], hands[size:]
		e.makers[k.skill] = c.trainees
		e.hold(c, 0)
	}
}

// hold lets a class be opened, filled, taught, assessed, as far as it comes until the last day. Of a thousand trainees some
// miss too many lessons.
func (e *employment) hold(c *class, absent int) {
	d, county := e.d, c.v.code[:6]
	committee, town := e.office.villages[c.v.code], e.office.towns[c.t.code]
	c.id, c.courseID = madeID("class", c.v.code, c.skill, c.from.String()), e.courseFor(c)
	e.submit(officeHours(d, c.opened), committee, "training_class_open", county, func(b *engine.Bundle) *fields {
		b.Record = c.id
		c.version = 1
		return c.opening()
	})
	for i, x := range c.trainees {
		day := nextVisitDay(c.opened.AddDays(1 + i*int(c.from-c.opened-4)/len(c.trainees)))
		e.enrol(c, x, day, i, committee)
	}
	e.step(c, at(c.from, 8, 30), committee, "training_class_start", nil)
	e.step(c, at(c.until, 17, 30), committee, "training_class_end_lessons", nil)
	day := nextVisitDay(c.until.AddDays(d.between(4, 11)))
	if day > lastDay {
		return
	}
	e.results(c, at(day, 10, d.IntN(50)), town, absent)
	e.step(c, at(day, 15, d.IntN(50)), town, "training_class_certify", nil)
}

func (c *class) opening() *fields {
	f := newFields(500)
	f.text("name", c.name)
	f.text("course", c.courseID)
	f.text("place", c.v.code)
	f.text("venue", c.v.name+"党群服务中心")
	f.text("host", "驻"+c.t.name+"工作队")
	f.text("workroom", c.room)
	f.date("starts_on", c.from)
	f.date("ends_on", c.until)
	f.text("daily_from", c.daily)
	f.whole("capacity", len(c.trainees)+5)
	return f
}

func attendanceID(c *class, n int) string { return madeID("attendance", c.id, pad(n, 3)) }

func (e *employment) enrol(c *class, x *hand, day value.Date, n int, who *staff) {
	day = min(day, c.from-2)
	e.submit(at(day, 9, 0)+value.Instant(n*7*minute), who, "attendance", c.v.code[:6], func(b *engine.Bundle) *fields {
		b.Subject, b.Base, b.Record = c.id, int64(c.version), attendanceID(c, n)
		f := newFields(100)
		f.text("person", x.id())
		f.date("joined_on", day)
		return f
	})
}

// step plans a step of a class; what would come after the last day is left open.
func (e *employment) step(c *class, when value.Instant, who *staff, form string, answers func(*fields)) {
	if when.Day() > lastDay {
		return
	}
	e.submit(when, who, form, c.v.code[:6], func(b *engine.Bundle) *fields {
		c.about(b)
		f := newFields(100)
		if answers != nil {
			answers(f)
		}
		return f
	})
}

// results enters lessons, results and certificates of all trainees at once.
func (e *employment) results(c *class, when value.Instant, who *staff, absent int) {
	d := e.d
	e.submit(when, who, "class_results", c.v.code[:6], func(b *engine.Bundle) *fields {
		b.Subject, b.Base = c.id, int64(c.version)
		f := newFields(120 * len(c.trainees))
		f.rows("trainees", len(c.trainees), func(i int) {
			row := &fields{b: append(f.b, `"record":`...)}
			row.b = quote(row.b, attendanceID(c, i))
			row.whole("base", 1)
			lessons := c.course - d.IntN(1+c.course/6)
			passed := !d.chance(absent * 2 / 5)
			if !passed {
				lessons = c.course * d.between(30, 70) / 100
			}
			row.whole("lessons_attended", lessons)
			row.flag("passed", passed)
			if passed {
				row.text("certificate_no", strings.ToUpper(c.t.pinyin[:2])+c.from.String()[2:4]+c.from.String()[5:7]+"-"+pad(i+1, 3))
			}
			f.b = row.b
		})
		return f
	})
}

// planCancelled plans a class that nobody comes to.
func (e *employment) planCancelled(t *town) {
	v := e.villages[t.villages[1]]
	c := &class{v: v, t: t, name: v.name + "茶叶加工班", skill: "tea", course: 40, opened: value.DateOf(2022, 3, 7),
		from: value.DateOf(2022, 3, 28), until: value.DateOf(2022, 4, 8)}
	c.id, c.courseID = madeID("class", v.code, "cancelled"), e.courseFor(c)
	who := e.office.villages[v.code]
	e.submit(officeHours(e.d, c.opened), who, "training_class_open", v.code[:6], func(b *engine.Bundle) *fields {
		b.Record, c.version = c.id, 1
		return c.opening()
	})
	e.step(c, at(nextVisitDay(c.from), 9, 30), who, "training_class_cancel", func(f *fields) {
		f.text("cancelled_for", "too_few")
		f.text("reason", "采茶季人手紧，无人报名，改到秋后办")
	})
}

package sample

import (
	"jieli/engine"
	"jieli/value"
)

// The published figures of training and work.
const (
	trainees        = 1800
	liantangPersons = 65
	jobs            = 1084
	workshopsFound  = 5
)

// liantang is the village of the classes of lion-dance making, in Taibao of Lianshan.
const liantang = "441825105204"

// employment plans training, posts and piece-work with dice of its own.
type employment struct {
	*world
	d      dice
	hands  [][]*hand // who can work, by village
	rooms  map[string]*workplace
	shops  []*workplace
	makers map[string][]*hand // who has learnt a craft in Liantang, by skill
	posts  []*post
	worker map[*hand]bool // who has a post

	courses  map[string]bool // by id
	courseNo map[string]int  // of the last course, by county
}

// hand is somebody of a household who can learn and work.
type hand struct {
	h *household
	p *person
	v *village
}

func (x *hand) id() string { return x.h.personID(x.p) }

// here reports whether somebody still lives in the household, and can be asked.
func (x *hand) here() bool { return !x.p.left && !x.h.ended && x.p.version > 0 }

// scheduleEmployment plans talent stations, classes, workshops, posts, people who look for work, and orders.
func (w *world) scheduleEmployment() {
	e := &employment{world: w, d: newDice(20), rooms: map[string]*workplace{}, makers: map[string][]*hand{},
		worker: map[*hand]bool{}, courses: map[string]bool{}, courseNo: map[string]int{}}
	e.gatherHands()
	e.planStations()
	e.planClasses()
	e.planWorkplaces()
	e.planPosts()
	e.planWorkshops()
	e.planSeekers()
	e.planOrders()
}

// gatherHands takes in who can work, of households whose family stays as it is and about whom nothing was left out.
func (e *employment) gatherHands() {
	calm := e.calmHouses()
	e.hands = make([][]*hand, len(e.villages))
	for i, v := range e.villages {
		for _, h := range v.houses {
			if len(calm) > 0 && !calm[h] || h.care != nil || h.busy || h.disputed || len(h.omit) > 0 {
				continue
			}
			for j := range h.people {
				if p := &h.people[j]; canWork(p) {
					e.hands[i] = append(e.hands[i], &hand{h, p, v})
				}
			}
		}
		e.d.Shuffle(len(e.hands[i]), func(a, b int) { e.hands[i][a], e.hands[i][b] = e.hands[i][b], e.hands[i][a] })
	}
}

func canWork(p *person) bool {
	age := p.birth.Age(listDay)
	able := p.labour == "ordinary" || p.labour == "skilled" || p.labour == "weak_or_half"
	return able && age >= 18 && age < 62 && p.pupil == "" && p.post == "" && !p.work.away() && !p.slipped() && !p.uninsured
}

// townHands gives who can work in a town, village by village in turn, from a village on.
func (e *employment) townHands(t *town, from int) []*hand {
	var list []*hand
	n := len(t.villages)
	start := 0
	for i, v := range t.villages {
		if v == from {
			start = i
		}
	}
	for i := range n {
		list = append(list, e.hands[t.villages[(start+i)%n]]...)
	}
	return list
}

// submit plans a form that is sent with an id of its own for what it makes.
func (w *world) submit(when value.Instant, who *staff, form, county string, f func(*engine.Bundle) *fields) *event {
	return w.add(when, who, func() engine.Bundle {
		b := engine.Bundle{County: county, Form: form}
		answers := f(&b)
		if answers == nil {
			return engine.Bundle{}
		}
		b.Answers = answers.done()
		return b
	})
}

// about makes a bundle about a record as it stands, which changes by it.
func (c *flow) about(b *engine.Bundle) {
	b.Subject, b.Base = c.id, int64(c.version)
	c.version++
}

// madeID names a record of the sample.
func madeID(kind string, parts ...string) string {
	return value.DeriveID(append([]string{"sample", kind}, parts...)...)
}

// officeHours gives a time of a working day.
func officeHours(d dice, day value.Date) value.Instant {
	return at(nextVisitDay(day), 9, 0) + value.Instant(d.IntN(7*60)*minute)
}

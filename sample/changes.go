package sample

import (
	"jieli/engine"
	"jieli/value"
)

// changes plans what changes in families: dated events, each through its form.
type changes struct {
	*world
	splits int
	lone   []quiet // persons who live alone, for merges
	quiet  []quiet // households to which nothing else happens
	calm   []quiet // both
}

// quiet is a household with its timeline.
type quiet struct {
	h *household
	v *village
	t *timeline
}

func newChanges(w *world) *changes { return &changes{world: w} }

// mostSplits bounds the splits of the year.
const mostSplits = 26

// plan plans the changes of one household; at most one of each kind.
func (c *changes) plan(h *household, v *village, t *timeline) {
	before := len(t.taken)
	q := quiet{h, v, t}
	c.planDeath(q)
	c.planBirth(q)
	c.planWedding(q)
	c.planDeparture(q)
	c.planArrival(q)
	c.planSplit(q)
	c.planRepairs(q)
	switch {
	case len(t.taken) > before:
		return
	case len(h.people) == 1:
		c.lone = append(c.lone, q)
	default:
		c.quiet = append(c.quiet, q)
	}
	c.calm = append(c.calm, q)
}

// anyTime is when most things may happen: once the household has been visited.
func (q quiet) anyTime() span { return span{q.t.first + apart, value.DateOf(2022, 7, 18)} }

// clerk gives who registers a change: mostly the village committee, else the team; splits and merges only the team.
func (c *changes) clerk(v *village, day value.Date, form string) *staff {
	if form != "household_split" && form != "household_merge" && c.dice.chance(650) {
		return c.office.villages[v.code]
	}
	return v.slot.on(day)
}

// change plans a change on a day; gone says that nobody is left, and then it is left out.
func (c *changes) change(q quiet, day value.Date, form string, do func(id string, f *fields, b *engine.Bundle) bool) {
	made := at(day, 10, 0) + value.Instant(c.dice.IntN(7*60)*minute)
	c.addNamed(made, c.clerk(q.v, day, form), func(id string) engine.Bundle {
		if q.h.ended || q.h.present() == 0 {
			return engine.Bundle{}
		}
		f := newFields(500)
		b := engine.Bundle{County: q.v.code[:6], Form: form, Subject: q.h.id, Base: int64(q.h.version)}
		if !do(id, f, &b) {
			return engine.Bundle{}
		}
		b.Answers = f.done()
		c.touch(q.h)
		return b
	})
}

// join takes a new member into a household; the engine names the record after the bundle.
func (h *household) join(id string, p person) {
	h.lastNo++
	p.no, p.version, p.made = h.lastNo, 1, value.DeriveID(id, "add", "0")
	h.people = append(h.people, p)
	h.version++
}

func (c *changes) planBirth(q quiet) {
	mother := q.h.any(func(p *person) bool {
		age := p.birth.Age(listDay)
		wife := p.relation == "spouse" || p.relation == "daughter_in_law" || p.relation == "head"
		return !p.male && wife && age >= 20 && age <= 42
	})
	if !mother || !c.dice.chance(75) {
		return
	}
	day, ok := q.t.free(c.dice, q.anyTime())
	if !ok {
		return
	}
	c.change(q, day, "birth", func(id string, f *fields, b *engine.Bundle) bool {
		d, h := c.dice, q.h
		p := person{male: d.chance(525), birth: day.AddDays(-d.between(4, 30)), ethnicity: h.people[0].ethnicity,
			pupil: "below_school_age", labour: "none", omit: []string{"health"}}
		p.relation = childOf(h, p.male)
		p.name = c.maker.names.full(firstRune(h.head().name), p.male, 2021, func(string) bool { return false })
		f.date("born_on", p.birth)
		f.text("child_name", p.name)
		f.text("sex", sexOf(p.male))
		f.text("relation", p.relation)
		f.text("ethnicity", p.ethnicity)
		p.uninsured = !d.chance(930)
		f.flag("insured", !p.uninsured)
		h.join(id, p)
		return true
	})
}

// childOf gives the relation of a newborn child to the head: a grandchild where there is a daughter-in-law.
func childOf(h *household, male bool) string {
	grand := h.any(func(p *person) bool { return p.relation == "daughter_in_law" })
	switch {
	case grand && male:
		return "grandson"
	case grand:
		return "granddaughter"
	case male:
		return "son"
	}
	return "daughter"
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

func (c *changes) planWedding(q quiet) {
	groom := q.h.any(func(p *person) bool {
		age := p.birth.Age(listDay)
		return p.relation == "son" && age >= 23 && age <= 38 && !p.ill.disabled
	})
	if !groom || q.h.any(func(p *person) bool { return p.relation == "daughter_in_law" }) || !c.dice.chance(60) {
		return
	}
	day, ok := q.t.free(c.dice, q.anyTime())
	if !ok {
		return
	}
	c.change(q, day, "marriage_in", func(id string, f *fields, _ *engine.Bundle) bool {
		p := c.stranger(f, "spouse_name", "daughter_in_law", false, c.dice.between(21, 33))
		f.date("married_on", day.AddDays(-c.dice.between(1, 25)))
		q.h.join(id, p)
		return true
	})
}

// stranger writes somebody who comes from elsewhere.
func (c *changes) stranger(f *fields, nameField, relation string, male bool, age int) person {
	n := c.maker.names
	p := person{relation: relation, male: male, birth: c.maker.birthAt(age), ethnicity: "han", labour: "ordinary"}
	p.name = n.full(n.surname("han"), male, p.birthYear(), func(string) bool { return false })
	p.schooling = pick(c.dice, []string{"lower_secondary", "upper_secondary", "college"})
	f.text(nameField, p.name)
	f.text("sex", sexOf(male))
	f.date("birth_date", p.birth)
	f.text("relation", relation)
	f.text("national_id", c.maker.card(p.birth, male))
	f.text("phone", c.maker.phone())
	f.text("schooling", p.schooling)
	f.list("health", "healthy")
	f.text("labour", p.labour)
	f.flag("insured", true)
	return p
}

func (c *changes) planArrival(q quiet) {
	if len(q.h.people) > 5 || !c.dice.chance(5) {
		return
	}
	day, ok := q.t.free(c.dice, q.anyTime())
	if !ok {
		return
	}
	c.change(q, day, "moving_in", func(id string, f *fields, _ *engine.Bundle) bool {
		head := q.h.head().birth.Age(listDay)
		relation, age := "sibling", head
		if head >= 42 {
			relation, age = "son", head-c.dice.between(22, 24)
		}
		f.date("moved_on", day.AddDays(-c.dice.between(1, 40)))
		f.text("way", pick(c.dice, []string{"returned", "registration_moved", "missed"}))
		q.h.join(id, c.stranger(f, "person_name", relation, true, min(age, 59)))
		return true
	})
}

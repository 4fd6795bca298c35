package sample

import (
	"slices"

	"jieli/engine"
)

// planRepairs fills in what was left out, for some; and what has become better, for a few others.
func (c *changes) planRepairs(q quiet) {
	d := c.dice
	if len(q.h.omit) > 0 && !slices.Contains(q.h.omit, "water_safe") && d.chance(300) ||
		len(q.h.omit) == 0 && d.chance(12) {
		c.planConditions(q)
	}
	for i := range q.h.people {
		p := &q.h.people[i]
		switch {
		case p.slipped() && d.chance(260):
			c.planProfile(q, p.no)
		case !p.slipped() && p.work.place == "none" && p.labour == "ordinary" && p.post == "" && d.chance(60):
			c.planJob(q, p.no)
		}
	}
}

// planConditions fills the form of living conditions.
func (c *changes) planConditions(q quiet) {
	day, ok := q.t.free(c.dice, q.anyTime())
	if !ok {
		return
	}
	c.change(q, day, "living_conditions", func(_ string, f *fields, _ *engine.Bundle) bool {
		h := q.h
		f.date("seen_on", day)
		if len(h.omit) == 0 {
			h.living.floor += 205 // a room has been built on
			f.tenths("floor_area", h.living.floor)
		} else {
			f.only, h.omit = h.omit, nil
			f.text("phone", h.phone)
			f.text("main_cause", h.cause)
			h.living.conditions(f)
		}
		h.version++
		return true
	})
}

// planProfile fills in what was left out of a person.
func (c *changes) planProfile(q quiet, no int) {
	day, ok := q.t.free(c.dice, q.anyTime())
	if !ok {
		return
	}
	c.change(q, day, "person_profile", func(_ string, f *fields, b *engine.Bundle) bool {
		p := q.member(no)
		if p == nil || !p.slipped() {
			return false
		}
		before := q.h.counts()
		f.date("seen_on", day)
		f.only, p.omit = p.omit, nil
		p.write(f)
		c.about(q, p, b, before)
		return true
	})
}

// about makes a bundle about a person.
func (c *changes) about(q quiet, p *person, b *engine.Bundle, before counts) {
	b.Subject, b.Base = q.h.personID(p), int64(p.version)
	p.version++
	q.h.derive(before)
}

// planJob writes that somebody has found work.
func (c *changes) planJob(q quiet, no int) {
	day, ok := q.t.free(c.dice, q.anyTime())
	if !ok {
		return
	}
	c.change(q, day, "person_profile", func(_ string, f *fields, b *engine.Bundle) bool {
		p := q.member(no)
		if p == nil || p.work.place != "none" {
			return false
		}
		before := q.h.counts()
		p.work = c.maker.job(p, p.birth.Age(day), true)
		if p.work.place == "county" {
			p.work.county = "广东省清远市" + q.v.countyName
		}
		p.work.since, p.work.months = day.AddDays(-c.dice.between(3, 25)), c.dice.between(1, 2)
		f.date("seen_on", day)
		if p.phone == "" {
			p.phone = c.maker.phone()
			f.text("phone", p.phone)
		}
		p.work.write(f)
		c.about(q, p, b, before)
		return true
	})
}

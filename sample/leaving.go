package sample

import (
	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// dies gives how many of ten thousand die in a year, by age.
func dies(age int) int {
	switch {
	case age >= 80:
		return 850
	case age >= 70:
		return 340
	case age >= 60:
		return 130
	case age >= 40:
		return 30
	}
	return 5
}

// mourning is how long before a visit of a round nobody dies in a household of one, so that what is left of it is
// settled before the visit would come.
const mourning = 25

func (c *changes) planDeath(q quiet) {
	for i := range q.h.people {
		if c.dice.IntN(10000) >= dies(q.h.people[i].birth.Age(listDay)) {
			continue
		}
		s := q.anyTime()
		if len(q.h.people) == 1 {
			s = span{q.t.second + apart, s.to}
			if c.dice.chance(600) {
				s = span{q.t.first + apart, q.t.second - mourning}
			}
		}
		if day, ok := q.t.free(c.dice, s); ok {
			c.scheduleDeath(q, q.h.people[i].no, day)
		}
		return
	}
}

func (q quiet) member(no int) *person {
	for i := range q.h.people {
		if p := &q.h.people[i]; p.no == no && !p.left {
			return p
		}
	}
	return nil
}

func (c *changes) scheduleDeath(q quiet, no int, day value.Date) {
	died := day.AddDays(-c.dice.between(1, 12))
	c.change(q, day, "death", func(_ string, f *fields, b *engine.Bundle) bool {
		p := q.member(no)
		if p == nil {
			return false
		}
		f.date("died_on", died)
		p.died = died
		c.leave(q.h, p, b)
		return true
	})
	switch {
	case len(q.h.people) == 1:
		c.scheduleEnd(q, day, died)
	case no == 1 && c.dice.chance(800):
		if next, ok := q.t.free(c.dice, span{day + apart, min(day+30, lastDay-2)}); ok {
			c.scheduleNewHead(q, next)
		}
	}
}

// leave makes a bundle about a member who leaves.
func (c *changes) leave(h *household, p *person, b *engine.Bundle) {
	b.Subject, b.Base = h.personID(p), int64(p.version)
	before := h.counts()
	p.left = true
	p.version++
	h.derive(before)
}

// scheduleEnd settles a household that nobody is left of; a few wait for it.
func (c *changes) scheduleEnd(q quiet, day, died value.Date) {
	if day > q.t.second && c.dice.chance(300) {
		return
	}
	when := nextVisitDay(day + 6)
	if when > lastDay-1 {
		return
	}
	c.add(at(when, 11, c.dice.IntN(59)), c.office.towns[q.v.code[:9]], func() engine.Bundle {
		if q.h.ended || q.h.present() > 0 {
			return engine.Bundle{}
		}
		f := newFields(80)
		f.date("dissolved_on", died)
		f.text("dissolved_way", "died_out")
		b := entries(q.v.code[:6], engine.EntryIn{Register: "household", Record: q.h.id, Action: journal.Change,
			Base: int64(q.h.version), Fields: f.done()})
		q.h.ended = true
		q.h.version++
		return b
	})
}

func (c *changes) planDeparture(q quiet) {
	d := c.dice
	if len(q.h.people) < 2 {
		return
	}
	for i := range q.h.people {
		p := &q.h.people[i]
		age := p.birth.Age(listDay)
		way := "registration_moved"
		share := 2
		switch {
		case p.relation == "head":
			continue
		case p.relation == "daughter" && age >= 20 && age <= 32:
			way, share = "marriage", 90
		case p.relation == "son" && age >= 18 && age <= 22:
			way, share = "army", 14
		}
		if !d.chance(share) {
			continue
		}
		if day, ok := q.t.free(d, q.anyTime()); ok {
			c.scheduleDeparture(q, p.no, day, way)
		}
		return
	}
}

func (c *changes) scheduleDeparture(q quiet, no int, day value.Date, way string) {
	c.change(q, day, "moving_out", func(_ string, f *fields, b *engine.Bundle) bool {
		p := q.member(no)
		if p == nil {
			return false
		}
		f.date("moved_on", day.AddDays(-c.dice.between(1, 20)))
		f.text("way", way)
		f.text("left_to", pick(c.dice, c.tables.words["away"]))
		c.leave(q.h, p, b)
		return true
	})
}

// scheduleNewHead names another head: the eldest grown-up who is left.
func (c *changes) scheduleNewHead(q quiet, day value.Date) {
	c.change(q, day, "head_change", func(_ string, f *fields, _ *engine.Bundle) bool {
		h := q.h
		var next *person
		for i := range h.people {
			p := &h.people[i]
			if p.left || p.birth.Age(day) < 18 || p.relation == "head" {
				continue
			}
			if next == nil || p.relation == "spouse" || p.birth < next.birth && next.relation != "spouse" {
				next = p
			}
		}
		if next == nil {
			return false
		}
		f.date("changed_on", day)
		f.text("reason", "原户主去世")
		f.text("new_head", h.personID(next))
		f.text("head_name", next.name)
		relations(f, h, next)
		next.relation = "head"
		next.version++
		h.version++
		return true
	})
}

// relations writes what the others are to a new head.
func relations(f *fields, h *household, next *person) {
	type change struct {
		p  *person
		to string
	}
	var list []change
	for i := range h.people {
		p := &h.people[i]
		if p.left || p == next {
			continue
		}
		if to := relationTo(next, p); to != p.relation {
			list = append(list, change{p, to})
		}
	}
	f.rows("people", len(list), func(i int) {
		p := list[i].p
		f.b = append(f.b, `"record":`...)
		f.b = quote(f.b, h.personID(p))
		f.whole("base", p.version)
		f.text("relation", list[i].to)
		p.relation = list[i].to
		p.version++
	})
}

// relationTo gives what a person is to a new head, by what both were to the old one.
func relationTo(next, p *person) string {
	switch next.relation {
	case "spouse":
		if to := map[string]string{"mother": "husbands_mother", "father": "husbands_father"}[p.relation]; to != "" && !next.male {
			return to
		}
		return p.relation
	case "son", "daughter":
		if !next.male && p.relation == "daughter_in_law" {
			return "brothers_wife"
		}
		return fromChild[p.relation]
	}
	return "other"
}

// fromChild gives what somebody is to a child of the old head, who becomes the head.
var fromChild = map[string]string{"spouse": "mother", "son": "sibling", "daughter": "sibling", "daughter_in_law": "spouse",
	"grandson": "son", "granddaughter": "daughter", "mother": "grandmother", "father": "grandfather", "sibling": "other",
	"grandmother": "other", "grandfather": "other", "other": "other"}

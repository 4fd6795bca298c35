package sample

import (
	"jieli/engine"
	"jieli/value"
)

// planSplit lets a grown-up son and his own family leave a large household, between the rounds, so that the second
// round finds both.
func (c *changes) planSplit(q quiet) {
	if c.splits >= mostSplits || len(q.h.people) < 4 || !c.dice.chance(90) {
		return
	}
	son := -1
	for i := range q.h.people {
		if p := &q.h.people[i]; p.relation == "son" && p.birth.Age(listDay) >= 25 && son < 0 {
			son = i
		}
	}
	if son < 0 {
		return
	}
	day, ok := q.t.free(c.dice, span{betweenRounds.from, value.DateOf(2022, 1, 14)})
	if !ok {
		return
	}
	c.splits++
	made := &household{village: q.h.village, no: q.v.code + pad(900000+c.splits, 6), ended: true, split: true,
		phone: c.maker.phone(), natural: q.h.natural, kind: q.h.kind, cause: q.h.cause, dwelling: q.h.dwelling,
		living: q.h.living}
	c.parted = append(c.parted, made)
	l := &made.living
	l.resettled, l.unsafeWater, l.unsafeHouse, l.grade = false, false, false, ""
	c.change(q, day, "household_split", func(id string, f *fields, _ *engine.Bundle) bool {
		return split(id, f, q.h, made, q.h.people[son].no, day)
	})
	c.planNewHousehold(q, made, day)
}

// split moves the son and his family to the new household.
func split(id string, f *fields, h, made *household, son int, day value.Date) bool {
	var head *person
	leaves := make([]*person, 0, 4)
	sons := 0
	for i := range h.people {
		p := &h.people[i]
		switch {
		case p.left:
		case p.no == son:
			head = p
			leaves = append(leaves, p)
		case p.relation == "daughter_in_law", p.relation == "grandson", p.relation == "granddaughter":
			leaves = append(leaves, p)
		case p.relation == "son":
			sons++
		}
	}
	if head == nil || len(leaves) >= h.present() {
		return false
	}
	if sons > 0 {
		leaves = []*person{head}
	}
	f.date("split_on", day)
	f.text("new_household_no", made.no)
	f.text("new_head_name", head.name)
	f.text("reason", "成家立户，分开生活")
	made.id = value.DeriveID(id, "add", "0")
	f.rows("people", len(leaves), func(i int) {
		p := leaves[i]
		f.b = append(f.b, `"record":`...)
		f.b = quote(f.b, h.personID(p))
		f.whole("base", p.version)
		f.flag("picked", true)
		f.text("relation", newRelation(p))
		moved := *p
		moved.made, moved.relation = h.personID(p), newRelation(p)
		moved.version++
		p.left = true
		made.people = append(made.people, moved)
	})
	made.ended, made.version, made.keeper = false, 1, h.keeper
	h.version++
	return true
}

func newRelation(p *person) string {
	to := map[string]string{"son": "head", "daughter_in_law": "spouse", "grandson": "son", "granddaughter": "daughter"}
	return to[p.relation]
}

// planNewHousehold plans what a split household is asked: how it lives, and the visit of the second round.
func (c *changes) planNewHousehold(q quiet, made *household, day value.Date) {
	x := quiet{made, q.v, q.t}
	seen := nextVisitDay(day + apart)
	c.change(x, seen, "living_conditions", func(_ string, f *fields, _ *engine.Bundle) bool {
		f.date("seen_on", seen)
		f.text("phone", made.phone)
		f.text("main_cause", made.cause)
		made.living.conditions(f)
		made.version++
		return true
	})
	c.scheduleVisit(made, q.v, q.t.second, 2)
}

// merges is how many persons who live alone move to another household of their village.
const merges = 8

func (c *changes) planMerges() {
	for n, i := 0, 0; n < merges && i < len(c.lone); i += len(c.lone)/40 + 1 {
		source := c.lone[i]
		for j := range c.quiet {
			target := c.quiet[j]
			if target.v != source.v {
				continue
			}
			day, ok := source.t.free(c.dice, betweenRounds)
			if ok && target.t.take(day) {
				c.scheduleMerge(source, target, day)
				c.quiet = append(c.quiet[:j], c.quiet[j+1:]...)
				n++
			}
			break
		}
	}
}

func (c *changes) scheduleMerge(q, into quiet, day value.Date) {
	q.h.busy, into.h.busy = true, true
	c.change(q, day, "household_merge", func(_ string, f *fields, _ *engine.Bundle) bool {
		p := &q.h.people[0]
		f.date("merged_on", day)
		f.text("into", into.h.id)
		f.text("reason", "年老随亲属共同生活")
		f.rows("people", 1, func(int) {
			f.b = append(f.b, `"record":`...)
			f.b = quote(f.b, q.h.personID(p))
			f.whole("base", p.version)
			f.flag("picked", true)
			f.text("relation", "other")
		})
		moved := *p
		moved.made, moved.relation = q.h.personID(p), "other"
		moved.version++
		into.h.lastNo++
		moved.no = into.h.lastNo
		before := into.h.counts()
		into.h.people = append(into.h.people, moved)
		into.h.derive(before)
		p.left, q.h.ended = true, true
		c.touch(into.h)
		q.h.version++
		return true
	})
}

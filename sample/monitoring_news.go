package sample

import (
	"jieli/engine"
	"jieli/value"
)

// news is what a visit on or after a day finds has happened to a household.
type news struct {
	cause string
	day   value.Date
	no    int // of the person, 0: the whole household
	told  bool
}

// due reports whether a visit on a day brings the news.
func (n *news) due(day value.Date) bool { return n != nil && !n.told && day >= n.day }

// newsOf gives what a visit writes of the person to whom something has happened; nil when nothing has.
func (k *care) newsOf(p *person, day value.Date) func(*fields) {
	if k == nil || !k.news.due(day) || k.news.no != p.no {
		return nil
	}
	k.news.told = true
	since := day.AddDays(-12)
	switch k.news.cause {
	case "illness":
		return func(f *fields) {
			p.ill.serious, p.sick = true, since
			f.list("health", p.ill.codes()...)
			f.date("serious_since", since)
			p.weaken(f)
		}
	case "disability":
		return func(f *fields) {
			p.ill.disabled, p.hurt = true, since
			f.list("health", p.ill.codes()...)
			f.date("disabled_since", since)
			p.weaken(f)
		}
	case "schooling":
		return func(f *fields) {
			p.pupil, p.droppedOut = "", true
			f.null("pupil_state")
			f.text("dropout_reason", "tired_of_school")
		}
	}
	return func(f *fields) {
		p.work, p.idleSince = work{place: "none"}, since
		f.text("work_place", "none")
		f.date("work_ended_on", since)
	}
}

// weaken writes that somebody can do only half the work from now on.
func (p *person) weaken(f *fields) {
	if p.labour == "ordinary" || p.labour == "skilled" {
		p.labour = "weak_or_half"
		f.text("labour", p.labour)
	}
}

// newsOfHouse writes what has happened to the whole household.
func (w *world) newsOfHouse(f *fields, h *household, day value.Date) {
	k := h.care
	if k == nil || !k.news.due(day) || k.news.no != 0 {
		return
	}
	n := k.news
	n.told = true
	switch n.cause {
	case "housing":
		h.living.unsafeHouse = true
		f.flag("housing_safe", false)
		f.text("guarantee_note", "墙体开裂、屋面渗漏，待鉴定")
	case "water":
		h.living.unsafeWater = true
		f.flag("water_safe", false)
		f.text("guarantee_note", "水源枯水期断流，水质浑浊")
	case "failed_industry":
		f.list("events", pick(w.care.dice, []string{"failed_crop", "livestock_lost", "business_failed"}))
		f.yuan("event_loss", w.care.dice.between(60, 240)*100)
		f.text("event_note", "损失较大，本钱没有收回")
		h.happened = append(h.happened, happening{"industry_failed", w.ownRecord(), n.cause, n.cause, day})
	case "accident":
		f.list("events", "accident")
		f.yuan("event_loss", w.care.dice.between(50, 300)*100)
		f.text("event_note", "交通事故受伤，治疗和误工损失")
		h.happened = append(h.happened, happening{"accident_happened", w.ownRecord(), n.cause, n.cause, day})
	}
}

// visitOf is a visit to a household under care, as any other visit; more writes what it was made for.
func (w *world) visitOf(k *care, who *staff, day value.Date, more func(*fields)) engine.Bundle {
	return w.visitAnd(k.h, k.v, who, day, 3, more)
}

// keepVisiting visits a monitored household again before a month is over, unless a round brings somebody anyway.
func (w *world) keepVisiting(k *care, last value.Date) {
	d := w.care.dice
	day := nextVisitDay(last.AddDays(d.between(24, 31)))
	if k.t != nil {
		for _, x := range []value.Date{k.t.first, k.t.second, k.t.later} {
			if x != 0 && x > last && x <= day+6 && x >= last+5 {
				w.resumeVisits(k, x)
				return
			}
		}
	}
	if d.chance(30) {
		day += value.Date(d.between(8, 20)) // forgotten for a while
		day = nextVisitDay(day)
	}
	who := w.team(k, day)
	w.follow(w.workingHours(day), who, func(string) engine.Bundle {
		if !k.monitored || k.h.ended || k.h.present() == 0 {
			return engine.Bundle{}
		}
		w.keepVisiting(k, day)
		return w.visitOf(k, who, day, nil)
	})
}

// resumeVisits goes on with the visits after one of a round.
func (w *world) resumeVisits(k *care, day value.Date) {
	w.follow(at(day+2, 21, 30), w.team(k, day), func(string) engine.Bundle {
		if k.monitored {
			w.keepVisiting(k, day)
		}
		return engine.Bundle{}
	})
}

// ownRecord gives the id of the record that the form of the event being played makes.
func (w *world) ownRecord() string { return value.DeriveID(w.playing, "own") }

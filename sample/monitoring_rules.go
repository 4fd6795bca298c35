package sample

import (
	"slices"

	"jieli/value"
)

// The rules of the pack find households by themselves. The sample foresees what they find, so that somebody answers: what
// it does not foresee stays unanswered, which its tests see.

// found is what a rule finds: the rule, the record it looks at, the cause of the signal.
type found struct{ rule, record, cause string }

// Lines and limits as in the parameters of the pack.
const (
	line2021, line2022 = 6500, 7000 // yuan a person
	nearLine           = 105        // percent
	medicalLimit       = 20_000
	lossLimit          = 5_000
)

func lineOn(day value.Date) int {
	if day < value.DateOf(2022, 1, 1) {
		return line2021
	}
	return line2022
}

// watch lets the rules look at the households that an event has touched: what begins to hold becomes a signal.
func (w *world) watch(e *event) {
	if len(w.care.touched) == 0 {
		return
	}
	id, day := e.bundleID(), e.made.Day()
	for _, h := range w.care.touched {
		if e.refused || h.ended || h.version == 0 {
			continue
		}
		k := h.care
		if k == nil {
			k = &care{h: h}
		}
		list := w.finds(k, day)
		if len(list) == 0 && h.care == nil {
			continue
		}
		k = w.careFor(h)
		now := map[string]bool{}
		for _, x := range list {
			key := x.rule + x.record
			now[key] = true
			if !k.holds[key] && !k.open[x.cause] {
				w.signal(k, &flow{id: value.DeriveID(id, "raise", x.rule, x.record), version: 1}, x.cause)
			}
		}
		k.holds = now
	}
	w.care.touched = w.care.touched[:0]
}

// touch notes that the event being played is about a household.
func (w *world) touch(list ...*household) {
	if w.part == wholeYear {
		w.care.touched = append(w.care.touched, list...)
	}
}

// finds gives what the rules find with a household, in the order of the pack.
func (w *world) finds(k *care, day value.Date) []found {
	var list []found
	h := k.h
	knows := func(risk string) bool { return k.monitored && slices.Contains(k.risks, risk) }
	add := func(holds bool, rule, record, cause string) {
		if holds {
			list = append(list, found{rule, record, cause})
		}
	}
	if h.latest != nil && h.present() > 0 {
		h.settle(k.monitored, day)
		line, net, members := h.line, h.latest.net(), h.present()
		add(!k.monitored && net < line*members, "income_below_line", h.id, "income")
		add(!k.monitored && net >= line*members && net*100 < line*nearLine*members, "income_near_line", h.id, "income_near")
		medical := h.latest.medicalOfOwn
		add(!knows("illness") && medical >= medicalLimit && net-medical < line*members, "medical_spending", h.id, "medical_spending")
	}
	l := &h.living
	add(!knows("housing") && (l.unsafeHouse || l.marked && (l.grade == "c" || l.grade == "d")), "house_dangerous", h.id, "housing")
	add(!knows("water") && l.unsafeWater && !slices.Contains(h.omit, "water_safe"), "water_not_safe", h.id, "water")
	for i := range h.people {
		list = append(list, k.findsOf(&h.people[i], day, knows)...)
	}
	for _, x := range h.happened {
		add(day-x.day <= newEventDays && !knows(x.risk), x.rule, x.record, x.cause)
	}
	return list
}

// happening is an event that a visit or a check has written down, which a rule finds.
type happening struct {
	rule, record, cause, risk string
	day                       value.Date
}

// settle takes the line of a day when something has changed by which the rules of income look again: a new year alone
// moves nobody before the rules are run over all.
func (h *household) settle(monitored bool, day value.Date) {
	sight := [3]int{h.latest.net(), h.present(), 0}
	if monitored {
		sight[2] = 1
	}
	if h.line == 0 || sight != h.sight {
		h.line, h.sight = lineOn(day), sight
	}
}

// newEventDays is for how many days an event is new.
const newEventDays = 90

func (k *care) findsOf(p *person, day value.Date, knows func(string) bool) []found {
	var list []found
	id := k.h.personID(p)
	add := func(holds bool, rule, cause string) {
		if holds {
			list = append(list, found{rule, id, cause})
		}
	}
	if p.left {
		if p.died != 0 && !p.mourned { // who has left is looked at when it is written, and no more
			worked := p.knows("labour") && (p.labour == "skilled" || p.labour == "ordinary" || p.labour == "weak_or_half")
			p.mourned, p.missed = true, worked && k.h.present() > 0 && k.h.counts().workers == 0
		}
		add(p.missed && p.died >= day-newEventDays && !knows("lack_of_labour"), "main_worker_died", "labour_lost")
		return list
	}
	add(!knows("illness") && p.sick >= day-newEventDays && p.sick != 0, "new_serious_illness", "illness")
	add(!knows("disability") && p.hurt >= day-newEventDays && p.hurt != 0, "new_disability", "disability")
	add(!knows("schooling") && p.droppedOut, "child_out_of_school", "schooling")
	add(!knows("unstable_job") && p.idleSince >= day-newEventDays && p.idleSince != 0, "job_lost", "job_lost")
	add(!knows("illness") && p.uninsured && !p.employed && p.knows("resident_medical") && p.version > 0, "uninsured", "uninsured")
	return list
}

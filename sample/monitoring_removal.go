package sample

import (
	"jieli/engine"
	"jieli/value"
)

// afterRecognition plans what a household's course has after its recognition.
func (w *world) afterRecognition(k *care, day value.Date) {
	if k.course.removal == 0 || k.episode > 1 {
		return
	}
	way, open := "helped", max(k.course.removal, day.AddMonths(6))
	if k.course.end == isRemovedNaturally {
		way, open = "natural", max(k.course.removal, day+30)
	}
	w.follow(at(nextVisitDay(open-22), 10, 0), w.team(k, open), func(string) engine.Bundle {
		w.mend(k)
		return engine.Bundle{}
	})
	w.begin(k, "removal_open", open, w.committee(k, day), func(f *fields) {
		f.text("way", way)
		f.text("reason_gone", reasonGone[way])
		f.flag("spending_solved", true)
	}, func(c *flow, day value.Date) []link { return w.removal(k, c, way) })
}

var reasonGone = map[string]string{
	"helped":  "措施落实后收入稳定在监测线以上，大额支出已经解决，风险稳定消除",
	"natural": "子女大学毕业参加工作，家庭收入稳定，风险自行消除",
}

// removal gives the steps by which a risk is marked as removed.
func (w *world) removal(k *care, c *flow, way string) []link {
	steps := []link{
		{form: "removal_confirm", wait: 1 + w.wait(40, 40, 20), who: w.team, answer: func(f *fields, day value.Date) {
			f.text("second", w.secondOf(k, day))
			f.date("checked_on", day)
			f.text("check_found", "收入、支出、三保障和饮水逐项核对，措施已落实")
			f.flag("both_signed", true)
		}},
		{form: "removal_appraise", wait: 1 + w.wait(50, 50), who: w.committee, answer: func(f *fields, day value.Date) {
			w.appraisal(k, f, day)
			f.text("minutes", "逐项通报收入和保障情况，多数同意消除风险")
		}},
		w.post(k, "removal"),
		{form: "removal_close_notice", wait: 5 + w.wait(60, 40), who: w.committee, answer: func(f *fields, _ value.Date) {
			f.text("objections_answered", "无")
		}},
		w.pass(k, "removal"),
		{form: "removal_approve", wait: w.wait(50, 50), who: w.county, answer: func(f *fields, _ value.Date) {
			f.text("county_opinion", "符合条件，同意消除")
		}, then: func(_ string, day value.Date) { w.removed(k, day) }},
		{form: "removal_announce", wait: 1, who: w.clerk, answer: func(f *fields, _ value.Date) {
			f.text("announced_place", "村务公开栏")
		}},
	}
	if k.course.end == staysMonitored {
		return steps[:5] // the county has not decided yet
	}
	return steps
}

// removed ends the help of a household; what comes back comes back later.
func (w *world) removed(k *care, day value.Date) {
	k.monitored = false
	k.h.version++
	w.touch(k.h)
	d := w.care.dice
	plan := *k.plan
	k.plan.version, k.plan = closed, nil
	w.walk(k, &plan, []link{{form: "help_plan_close", wait: d.between(2, 9), who: w.team}}, day)
	for _, m := range k.measures {
		if m.version == closed {
			continue
		}
		last := []link{{form: "measure_end", wait: d.between(2, 6), who: w.team, answer: func(f *fields, _ value.Date) {
			f.text("ended_for", "removed")
			f.text("reason", "风险已消除，不再安排新的帮扶")
			k.noLonger(m)
		}}}
		if m.begun {
			last = []link{{form: "measure_finish", wait: d.between(2, 6), who: w.team, answer: func(f *fields, _ value.Date) {
				f.text("effect", "good")
			}}}
		}
		c := m.flow
		m.version = closed
		w.walk(k, &c, last, day)
	}
	k.measures = nil
	switch k.course.end {
	case isRolledBack:
		w.rollBack(k, day.AddDays(d.between(20, 45)))
	case isRecognisedAgain:
		w.report(k, againCause, "self_oral", day.AddDays(d.between(25, 50)))
	}
}

// againCause is what brings a household back.
const againCause = "accident"

// rollBack takes a removal back that did not hold.
func (w *world) rollBack(k *care, day value.Date) {
	w.begin(k, "rollback_open", day, w.team(k, day), func(f *fields) {
		f.text("why_wrong", "消除后回访发现务工收入中断，消除时收入核算偏高，风险并未稳定消除")
	}, func(*flow, value.Date) []link {
		return []link{
			{form: "rollback_confirm", wait: 2, who: w.team, answer: func(f *fields, day value.Date) {
				f.text("second", w.secondOf(k, day))
				f.text("check_found", "入户核对，近三个月没有务工收入")
			}},
			{form: "rollback_pass", wait: 1, who: w.reviewer},
			{form: "rollback_approve", wait: 1, who: w.county, then: func(id string, day value.Date) {
				k.monitored = true
				k.h.version++
				w.touch(k.h)
				w.help(k, id, day)
				w.keepVisiting(k, day)
			}},
		}
	})
}

package sample

import (
	"slices"
	"strings"

	"jieli/engine"
	"jieli/value"
)

// measure is a measure of help and where it stands.
type measure struct {
	flow
	family, risk string
	begun, earns bool
	ends         value.Date
}

// help makes the plan of a household that was just recognised or taken up again: measures first, then the signature.
func (w *world) help(k *care, id string, day value.Date) {
	if k.plan == nil {
		k.plan = &flow{id: value.DeriveID(id, "add", "0"), version: 1}
	}
	if k.course.late {
		return
	}
	for _, x := range w.measuresFor(k) {
		w.planMeasure(k, x, day.AddDays(w.care.dice.between(1, 5)))
	}
	k.unsigned = true
}

// choice is a measure to be planned: its family, the risk that it answers, what is done.
type choice struct{ family, risk string }

// pairs give the family of measure that fits a risk.
var pairs = map[string]string{"illness": "health", "disability": "comprehensive", "schooling": "other_education",
	"disaster": "conditions", "accident": "social", "failed_industry": "industry", "unstable_job": "finance",
	"lack_of_labour": "comprehensive", "housing": "housing", "water": "water", "epidemic": "finance", "other": "social"}

// measuresFor gives what fits a household: a measure for each risk, development where somebody can work, support where
// somebody receives it.
func (w *world) measuresFor(k *care) []choice {
	var list []choice
	has := func(is func(choice) bool) bool { return slices.ContainsFunc(list, is) }
	for _, r := range k.risks {
		list = append(list, choice{pairs[r], r})
	}
	if len(supportOf(k.h)) > 0 && !has(func(c choice) bool { return c.family == "comprehensive" }) {
		list = append(list, choice{"comprehensive", answered(k.risks, "schooling", "housing", "water")})
	}
	if k.h.workers() > 0 && !has(func(c choice) bool { return c.family == "industry" || c.family == "finance" }) {
		list = append(list, choice{w.familyFor(k.h), answered(k.risks, "illness", "schooling", "disability", "housing", "water")})
	}
	return list
}

// answered gives the first of the risks that a measure may answer: those that need another family do not fit.
func answered(risks []string, unfit ...string) string {
	for _, r := range risks {
		if !slices.Contains(unfit, r) {
			return r
		}
	}
	return "other"
}

func (w *world) familyFor(h *household) string {
	working := h.any(func(p *person) bool { return p.work.has() && p.knows("work_place") })
	post := h.any(func(p *person) bool { return p.post != "" })
	switch {
	case post && w.care.dice.chance(700):
		return "public_post"
	case working && w.care.dice.chance(600):
		return "employment"
	}
	return "industry"
}

// supportOf gives the kinds of support that somebody of a household receives.
func supportOf(h *household) []string {
	var list []string
	for _, x := range []struct {
		kind string
		is   func(*person) bool
	}{
		{"minimum_living", func(p *person) bool { return p.minimum }},
		{"destitute", func(p *person) bool { return p.destitute }},
		{"disability_subsidy", func(p *person) bool { return p.subsidised() && p.knows("disability_subsidy") }},
	} {
		if h.any(x.is) {
			list = append(list, x.kind)
		}
	}
	return list
}

// measureFor plans a measure for a risk that a monitored household has besides.
func (w *world) measureFor(k *care, risk string, day value.Date) {
	w.planMeasure(k, choice{pairs[risk], risk}, day.AddDays(w.care.dice.between(3, 12)))
}

func (w *world) planMeasure(k *care, c choice, on value.Date) {
	d := w.care.dice
	on = nextVisitDay(on)
	w.follow(w.workingHours(on), w.team(k, on), func(id string) engine.Bundle {
		if !k.monitored || k.h.ended {
			return engine.Bundle{}
		}
		m := &measure{flow: flow{id: value.DeriveID(id, "own"), version: 1}, family: c.family, risk: c.risk}
		k.measures = append(k.measures, m)
		starts := on.AddDays(d.between(3, 18))
		m.ends = starts.AddDays(d.between(60, 270))
		f := newFields(500)
		base := int64(k.h.version)
		f.text("risk", c.risk)
		f.text("family", c.family)
		if m.earns = w.contents(k, c, f); m.earns {
			k.h.version++ // what its measures are to bring in is worked out anew
		}
		f.text("unit", w.unitFor(k, c.family))
		f.text("person_in_charge", w.team(k, on).name)
		f.date("starts_on", starts)
		f.date("ends_on", m.ends)
		if k.unsigned {
			k.unsigned = false
			w.walk(k, k.plan, []link{w.sign(k)}, on)
		}
		w.carryOut(k, m, starts)
		return engine.Bundle{County: k.v.code[:6], Form: "measure_open", Subject: k.h.id, Base: base, Answers: f.done()}
	})
}

var measureWords = map[string][]string{
	"industry":    {"发放鸡苗50只和饲料，技术员上门指导", "种植麻竹笋3亩，合作社保价收购", "种植菜心2亩，提供种子肥料"},
	"finance":     {"申请小额信贷发展养殖，贴息一年", "小额信贷3万元，扩种砂糖桔"},
	"employment":  {"跟踪务工岗位，协调用工企业稳岗", "推荐到乡村振兴车间，就近务工"},
	"public_post": {"续聘公益性岗位一年"}, "housing": {"申请住房鉴定并修缮加固"}, "water": {"接入村集中供水，更换水管"},
	"health": {"签约家庭医生，申请大病救助和门诊特病"}, "other_education": {"申请雨露计划和助学金"},
	"schooling": {"会同学校劝返，结对辅导"}, "comprehensive": {"落实综合保障待遇，按月核对发放"},
	"social": {"协调帮扶单位慈善救助", "申请临时救助和爱心捐助"}, "conditions": {"帮助清淤补种，修复水渠"},
}

// contents writes what is done and gives whether it is to bring an income.
func (w *world) contents(k *care, c choice, f *fields) bool {
	d := w.care.dice
	f.text("content", pick(d, measureWords[c.family]))
	switch c.family {
	case "comprehensive":
		kinds := supportOf(k.h)
		if len(kinds) == 0 {
			kinds = []string{"temporary_relief"}
		}
		f.list("support_kinds", kinds...)
		f.yuan("amount", d.between(10, 40)*100)
		return false
	case "industry", "employment":
		f.flag("training_only", false)
	}
	f.yuan("amount", d.between(5, 80)*100)
	earns := slices.Contains(development, c.family)
	if earns {
		f.yuan("expected_income", d.between(20, 90)*100)
	}
	return earns
}

// development are the families of measures by which a household earns.
var development = []string{"industry", "employment", "finance", "public_post"}

func (w *world) unitFor(k *care, family string) string {
	county := strings.TrimPrefix(k.v.countyName, "清远市")
	unit := map[string]string{"health": "卫生健康局", "housing": "住房和城乡建设局", "water": "水利局", "other_education": "教育局",
		"schooling": "教育局", "comprehensive": "民政局", "employment": "人力资源和社会保障局"}[family]
	if unit == "" {
		return "驻" + w.towns[k.v.town].name + "工作队"
	}
	return county + unit
}

// Of a thousand measures: checked once before their end, finished in time, ended early.
const (
	checkedOnce  = 550
	finishedSoon = 850
	endedEarly   = 25
)

// carryOut lets a measure begin, be checked and end; a few are late.
func (w *world) carryOut(k *care, m *measure, starts value.Date) {
	d := w.care.dice
	if d.chance(endedEarly) && k.measures[0] != m {
		w.step(k, &m.flow, "measure_end", starts.AddDays(d.between(5, 20)), func(f *fields) {
			f.text("ended_for", "refused")
			f.text("reason", "农户外出务工，不愿继续")
			k.noLonger(m)
		})
		return
	}
	w.step(k, &m.flow, "measure_start", starts.AddDays(d.between(0, 6)), func(f *fields) {
		f.date("started_on", w.now.Day())
		m.begun = true
		if !k.developed && slices.Contains(development, m.family) {
			k.developed = true
			k.h.version++
		}
		w.goOn(k, m)
	})
}

// noLonger notes that a measure that ended early brings nothing in.
func (k *care) noLonger(m *measure) {
	if m.earns {
		k.h.version++
	}
}

func (w *world) goOn(k *care, m *measure) {
	d := w.care.dice
	today := w.now.Day()
	if d.chance(checkedOnce) {
		w.step(k, &m.flow, "measure_check", today+(m.ends-today)/2, func(f *fields) {
			f.text("check_note", pick(d, []string{"措施正常实施，农户满意", "进度正常，已提醒按时完成", "资金已到户，用途相符"}))
		})
	}
	end := m.ends - value.Date(d.between(0, 20))
	if !d.chance(finishedSoon) {
		end = m.ends + value.Date(d.between(10, 80))
	}
	w.step(k, &m.flow, "measure_finish", end, func(f *fields) { w.finish(k, m, f) })
}

// finish ends a measure well, and what it was to mend is mended.
func (w *world) finish(k *care, m *measure, f *fields) {
	d := w.care.dice
	f.text("effect", []string{"good", "partly"}[d.weighted(80, 20)])
	switch m.family {
	case "housing", "water", "other_education":
		w.mend(k)
	}
}

// mend lets somebody see that house and water are safe now.
func (w *world) mend(k *care) {
	today := w.now.Day()
	switch {
	case k.h.living.unsafeHouse && k.h.living.marked:
		w.mendHouse(k, today+1)
	case k.h.living.unsafeHouse:
		w.lookAgain(k, today+2, func() { k.h.living.unsafeHouse = false })
	}
	if k.h.living.unsafeWater {
		w.lookAgain(k, today+2, func() { k.h.living.unsafeWater = false })
	}
	for i := range k.h.people {
		if p := &k.h.people[i]; p.droppedOut {
			w.backToSchool(k, p.no, today+1)
		}
	}
}

// backToSchool registers that a child goes to school again.
func (w *world) backToSchool(k *care, no int, on value.Date) {
	day := nextVisitDay(on)
	w.follow(w.workingHours(day), w.committee(k, day), func(string) engine.Bundle {
		p := quiet{h: k.h}.member(no)
		if p == nil || !p.droppedOut || k.h.ended {
			return engine.Bundle{}
		}
		before := k.h.counts()
		p.droppedOut, p.pupil = false, stage(p.birth, schoolYear2021)
		if p.pupil == "" {
			p.pupil = "vocational_1"
		}
		f := newFields(120)
		f.date("seen_on", day)
		f.null("dropout_reason")
		f.text("pupil_state", p.pupil)
		b := engine.Bundle{County: k.v.code[:6], Form: "person_profile", Subject: k.h.personID(p), Base: int64(p.version), Answers: f.done()}
		p.version++
		k.h.derive(before)
		w.touch(k.h)
		return b
	})
}

// step plans one step of a case by the team; it is left out when the case is over.
func (w *world) step(k *care, c *flow, form string, on value.Date, answer func(*fields)) {
	on = nextVisitDay(on)
	w.follow(w.workingHours(on), w.team(k, on), func(string) engine.Bundle {
		if k.h.ended || c.version == closed || !k.monitored {
			return engine.Bundle{}
		}
		f := newFields(200)
		b := engine.Bundle{County: k.v.code[:6], Form: form, Subject: c.id, Base: int64(c.version)}
		c.version++
		answer(f)
		b.Answers = f.done()
		if form == "measure_finish" || form == "measure_end" {
			c.version = closed
		}
		w.touch(k.h)
		return b
	})
}

// closed marks a case that is over.
const closed = -1

func (w *world) sign(k *care) link {
	d := w.care.dice
	return link{form: "help_plan_sign", wait: d.between(3, 5), who: w.team, answer: func(f *fields, day value.Date) {
		f.text("goal", "一年内消除风险，收入稳定在监测线以上")
		f.date("removal_forecast_on", day.AddDays(d.between(190, 360)))
		f.text("signed_by", k.h.head().name)
	}, then: func(_ string, day value.Date) { w.review(k, day) }}
}

// review reviews the plan each quarter; a few are late.
func (w *world) review(k *care, last value.Date) {
	d := w.care.dice
	wait := d.between(74, 90)
	if d.chance(40) {
		wait += 25
	}
	plan := k.plan
	w.step(k, plan, "help_plan_review", last.AddDays(wait), func(f *fields) {
		f.text("review_note", pick(d, []string{"措施落实到位，风险正在缓解", "收入有增加，继续跟踪", "治疗支出仍大，继续落实救助"}))
		w.review(k, w.now.Day())
	})
}

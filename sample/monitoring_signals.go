package sample

import (
	"slices"

	"jieli/engine"
	"jieli/value"
)

// riskOf gives the risk that a cause of a signal stands for; "" for none of its own.
var riskOf = map[string]string{"medical_spending": "illness", "illness": "illness", "disability": "disability",
	"schooling": "schooling", "job_lost": "unstable_job", "failed_industry": "failed_industry", "accident": "accident",
	"disaster": "disaster", "housing": "housing", "water": "water", "labour_lost": "lack_of_labour"}

// signal is a signal that has come up: somebody looks into it within a day or two.
func (w *world) signal(k *care, s *flow, cause string) {
	k.open[cause] = true
	w.answer(k, s, cause, w.now.Day(), 1+w.care.dice.weighted(75, 25))
}

// unanswered is how many of a thousand signals are looked into a few days late.
const unanswered = 40

func (w *world) answer(k *care, s *flow, cause string, day value.Date, wait int) {
	d := w.care.dice
	if d.chance(unanswered) {
		wait += d.between(2, 4)
	}
	on := nextVisitDay(day.AddDays(wait))
	who := w.team(k, on)
	if d.chance(350) {
		who = w.committee(k, on)
	}
	w.follow(w.workingHours(on), who, func(id string) engine.Bundle {
		f := newFields(300)
		do := w.decide(k, s, cause, f, id)
		if do == "" {
			return engine.Bundle{}
		}
		delete(k.open, cause)
		b := engine.Bundle{County: k.v.code[:6], Form: "signal_" + do, Subject: s.id, Base: int64(s.version), Answers: f.done()}
		s.version++
		w.touch(k.h)
		return b
	})
}

// decide settles a signal by how things stand with the household and gives what is done.
func (w *world) decide(k *care, s *flow, cause string, f *fields, id string) string {
	if k.h.ended {
		f.text("dismissal", "other")
		f.text("reason", "该户已整户减少，不再跟踪")
		return "dismiss"
	}
	risk := riskOf[cause]
	switch {
	case k.course == nil || cause == "uninsured" || k.episode > 0 && !k.monitored && k.pending == nil && !k.comesBack():
		w.dismiss(k, cause, f)
		return "dismiss"
	case k.pending != nil:
		f.text("found", "与在办认定同一情况，并入一并核实")
		return "merge"
	case k.monitored && risk != "" && !slices.Contains(k.risks, risk) && len(k.risks) < 5:
		f.text("found", foundOf(cause))
		k.risks = append(k.risks, risk)
		f.list("risks", k.risks...)
		if slices.Contains(k.risks, "disaster") {
			f.list("disasters", "flood")
		}
		k.h.version++
		w.measureFor(k, risk, w.now.Day())
		return "add_risk"
	case k.monitored:
		w.dismiss(k, "covered", f)
		return "dismiss"
	}
	f.text("found", foundOf(cause))
	k.pending = &flow{id: value.DeriveID(id, "add", "0"), version: 1}
	w.walk(k, k.pending, w.recognition(k), w.now.Day())
	if k.course.stall == "confirm" {
		w.handOver(k, k.pending, w.now.Day())
	}
	return "verify"
}

// comesBack reports whether a household is recognised a second time.
func (k *care) comesBack() bool { return k.course.end == isRecognisedAgain && k.episode == 1 }

// dismissals say why a signal of a cause comes to nothing.
var dismissals = map[string][2]string{
	"uninsured":        {"solved", "已动员本人补缴参保，参保状态次月更新"},
	"housing":          {"not_true", "现场查看房屋稳固，建档时误填，已请村里更正"},
	"water":            {"solved", "已接入村集中供水，水质、水量均达标"},
	"income":           {"covered", "核算后家庭有稳定补贴和亲属接济，生活有保障"},
	"income_near":      {"no_risk", "收入略高于监测线且稳定，没有返贫致贫风险"},
	"medical_spending": {"covered", "医保报销和医疗救助后，自付部分可以承受"},
	"labour_lost":      {"support_by_family", "分户的子女承担赡养，基本生活有保障"},
	"covered":          {"covered", "已在监测帮扶中，现有措施能够应对"},
	"disaster":         {"no_risk", "受损较轻，保险已赔付，自行恢复生产"},
	"":                 {"no_risk", "核实后不影响基本生活，继续关注"},
}

func (w *world) dismiss(k *care, cause string, f *fields) {
	why, ok := dismissals[cause]
	if !ok {
		why = dismissals[""]
	}
	f.text("dismissal", why[0])
	f.text("reason", why[1])
	if k.h.ended {
		return
	}
	switch cause {
	case "uninsured":
		w.insure(k)
	case "housing":
		w.mendHouse(k, w.now.Day()+2)
	}
}

// insure lets the village committee register that those without insurance have it now.
func (w *world) insure(k *care) {
	for i := range k.h.people {
		no := k.h.people[i].no
		if p := &k.h.people[i]; p.left || !p.uninsured || p.slipped() {
			continue
		}
		day := nextVisitDay(w.now.Day().AddDays(w.care.dice.between(3, 20)))
		w.follow(w.workingHours(day), w.committee(k, day), func(string) engine.Bundle {
			p := quiet{h: k.h}.member(no)
			if p == nil || !p.uninsured || k.h.ended {
				return engine.Bundle{}
			}
			f := newFields(80)
			f.date("seen_on", day)
			f.flag("resident_medical", true)
			p.uninsured = false
			b := engine.Bundle{County: k.v.code[:6], Form: "person_profile", Subject: k.h.personID(p), Base: int64(p.version), Answers: f.done()}
			p.version++
			w.touch(k.h)
			return b
		})
	}
}

// mendHouse registers that a house is safe: it was repaired, or never was unsafe.
func (w *world) mendHouse(k *care, on value.Date) {
	h, day := k.h, nextVisitDay(on)
	w.follow(w.workingHours(day), w.committee(k, day), func(string) engine.Bundle {
		if h.ended || h.present() == 0 || !h.living.marked {
			return engine.Bundle{}
		}
		f := newFields(80)
		f.date("seen_on", day)
		f.flag("dangerous_house", false)
		h.living.marked, h.living.grade = false, ""
		b := engine.Bundle{County: k.v.code[:6], Form: "living_conditions", Subject: h.id, Base: int64(h.version), Answers: f.done()}
		h.version++
		w.touch(h)
		return b
	})
	w.lookAgain(k, day.AddDays(w.care.dice.between(3, 8)), func() { h.living.unsafeHouse = false })
}

// lookAgain is a visit that finds that what was wrong is right now.
func (w *world) lookAgain(k *care, on value.Date, right func()) {
	day := nextVisitDay(on)
	who := w.team(k, day)
	w.follow(w.workingHours(day), who, func(string) engine.Bundle {
		if k.h.ended || k.h.present() == 0 {
			return engine.Bundle{}
		}
		before := k.h.living
		if right(); before.unsafeHouse == k.h.living.unsafeHouse && before.unsafeWater == k.h.living.unsafeWater {
			return engine.Bundle{}
		}
		return w.visitOf(k, who, day, func(f *fields) {
			if before.unsafeHouse != k.h.living.unsafeHouse {
				f.flag("housing_safe", true)
			}
			if before.unsafeWater != k.h.living.unsafeWater {
				f.flag("water_safe", true)
			}
		})
	})
}

// foundOf gives what somebody writes who has found a signal true.
func foundOf(cause string) string {
	if s := foundWords[cause]; s != "" {
		return s
	}
	return "电话和上门核实，情况属实，影响基本生活"
}

var foundWords = map[string]string{
	"income":           "上门核对收入，确实低于监测线",
	"income_near":      "收入刚过监测线，家庭支出增加，存在风险",
	"medical_spending": "看过住院票据，报销后自付仍然较大",
	"illness":          "到家看过，已确诊并开始治疗，近期不能劳动",
	"disability":       "已评残办证，劳动能力下降",
	"schooling":        "孩子没有到校，已会同学校劝返",
	"job_lost":         "工厂停工后一直没有找到新工作",
	"failed_industry":  "到地里看过，作物绝收属实",
	"accident":         "事故属实，治疗费用由家里垫付",
	"disaster":         "受灾情况属实，家里没有能力自行恢复",
	"housing":          "房屋裂缝明显，已请镇里安排鉴定",
	"water":            "水源浑浊、枯水期断水，情况属实",
	"labour_lost":      "主要劳动力去世，家里没有其他收入",
}

// report registers a signal that does not come from a rule: of the household, its neighbours, cadres, a department.
func (w *world) report(k *care, cause, channel string, day value.Date) {
	day = nextVisitDay(day)
	d := w.care.dice
	who := w.committee(k, day)
	switch {
	case channel == "department":
		w.departmentWarning(k, cause, day)
		return
	case channel == "cadre_visit" || channel == "round":
		who = w.team(k, day)
	case channel == "hotline" || channel == "petition" || channel == "online":
		who = w.reviewer(k, day)
	}
	w.follow(at(day, 9, 0)+value.Instant(d.IntN(8*60)*minute), who, func(id string) engine.Bundle {
		if k.h.ended || k.open[cause] {
			return engine.Bundle{}
		}
		f := newFields(300)
		f.text("cause", cause)
		f.text("channel", channel)
		f.date("received_on", day)
		f.text("said", saidOf(cause))
		if channel == "hotline" {
			f.text("file_no", "12317-"+id[:6])
		}
		w.signal(k, &flow{id: value.DeriveID(id, "own"), version: 1}, cause)
		return engine.Bundle{County: k.v.code[:6], Form: "signal_report", Subject: k.h.id, Base: int64(k.h.version), Answers: f.done()}
	})
}

func saidOf(cause string) string {
	if s := saidWords[cause]; s != "" {
		return s
	}
	return "近期家里开支增加，生活比较困难，希望核实帮扶"
}

var saidWords = map[string]string{
	"illness":          "家人确诊大病，要长期治疗，家里借了钱",
	"medical_spending": "住院做了手术，报销后自付仍有几万元",
	"schooling":        "孩子读书开支大，家里负担不起",
	"job_lost":         "厂里停工，几个月没有工资",
	"failed_industry":  "今年种的菜心受灾绝收，本钱都没收回",
	"accident":         "骑摩托车摔伤，治疗花了不少钱",
	"labour_lost":      "家里只剩老人和孩子，没有人能干活",
	"disability":       "家人手脚不便，做不了工",
	"housing":          "房子漏雨，墙体开裂",
	"water":            "山泉水断流，每天要挑水",
	"other":            "家里要还旧债，日子紧",
}

var departmentOf = map[string]string{"illness": "health", "medical_spending": "medical_insurance", "disability": "disabled_federation",
	"schooling": "education", "schooling_spending": "education", "job_lost": "social_security", "housing": "housing",
	"water": "water", "accident": "emergency", "disaster": "emergency", "labour_lost": "civil_affairs"}

// departmentWarning is a row of a department's list whose household is known.
func (w *world) departmentWarning(k *care, cause string, day value.Date) {
	w.follow(at(day, 15, 0)+value.Instant(w.care.dice.IntN(120)*minute), w.county(k, day), func(id string) engine.Bundle {
		if k.h.ended || k.open[cause] {
			return engine.Bundle{}
		}
		f := w.warning(k, cause, day, k.h.head().name)
		f.text("household", k.h.id)
		w.signal(k, &flow{id: value.DeriveID(id, "add", "0"), version: 1}, cause)
		return engine.Bundle{County: k.v.code[:6], Form: "department_warning_match", Answers: f.done()}
	})
}

func (w *world) warning(k *care, cause string, day value.Date, name string) *fields {
	f := newFields(300)
	f.text("village", k.v.code)
	f.text("name", name)
	f.text("department", departmentOf[cause])
	f.text("cause", cause)
	f.date("event_on", day.AddDays(-w.care.dice.between(5, 25)))
	f.text("detail", saidOf(cause))
	f.text("batch", day.String()[:7]+" 第1批")
	return f
}

// unknownRow is a row whose household nobody has found yet: settled after days, or left.
func (w *world) unknownRow(k *care, cause string, day value.Date, settle string) {
	day = nextVisitDay(day)
	w.follow(at(day, 16, 0)+value.Instant(w.care.dice.IntN(60)*minute), w.county(k, day), func(id string) engine.Bundle {
		name := w.maker.names.full(w.maker.names.surname("han"), true, 1970, func(string) bool { return false })
		f := w.warning(k, cause, day, name)
		c := &flow{id: value.DeriveID(id, "own"), version: 1}
		if settle != "" {
			w.walk(k, c, []link{{form: "department_warning_" + settle, wait: w.care.dice.between(1, 3), who: w.clerk,
				answer: func(f *fields, _ value.Date) { w.settleRow(k, f, settle) },
				then:   func(id string, _ value.Date) { w.rowBecomesSignal(k, id, cause, settle) }}}, day)
		}
		return engine.Bundle{County: k.v.code[:6], Form: "department_warning_keep", Answers: f.done()}
	})
}

func (w *world) settleRow(k *care, f *fields, settle string) {
	if settle == "decide" {
		f.text("household", k.h.id)
		return
	}
	f.text("not_found_for", "not_found")
	f.text("reason", "村里和派出所核对，没有这一户")
}

func (w *world) rowBecomesSignal(k *care, id, cause, settle string) {
	if settle == "decide" {
		w.signal(k, &flow{id: value.DeriveID(id, "add", "0"), version: 1}, cause)
	}
}

package sample

import (
	"slices"
	"strings"

	"jieli/value"
)

// recognition gives the steps of a household's recognition as its course has them.
func (w *world) recognition(k *care) []link {
	c := k.course
	steps := w.stepsOf(k, c.turn)
	if k.episode > 0 {
		steps = w.stepsOf(k, straight)
	}
	if c.stall != "" {
		for i, l := range steps {
			if l.form == "recognition_"+c.stall {
				return steps[:i]
			}
		}
	}
	return steps
}

// stepsOf gives the steps of a recognition with what happens on its way.
func (w *world) stepsOf(k *care, t turn) []link {
	home := []link{w.confirm(k)}
	village := []link{w.apply(k), w.compare(k), w.appraise(k), w.post(k, "recognition")}
	town := []link{w.closeNotice(k), w.pass(k, "recognition")}
	county := []link{w.approve(k), w.announce(k)}
	all := func(parts ...[]link) []link { return slices.Concat(parts...) }
	switch t {
	case extended:
		return all(w.extend(k), delayed(home), village, town, county)
	case paused:
		return all(w.pause(k), home, village, town, county)
	case objectedInVain:
		return all(home, village, w.object(k, "object", "answer"), town, county)
	case objectionUpheld:
		return all(home, village, w.object(k, "object", "uphold"), []link{w.notRecognised(k, "dismiss", "assets")})
	case returned:
		return all(home, village, town[:1], []link{w.back("recognition_return", w.reviewer, "自付支出没有票据佐证，请补核后重新上报")}, home, village, town, county)
	case sentBack:
		return all(home, village, town, []link{w.back("recognition_send_back", w.county, "评议记录缺参会人员名单，请乡镇补齐")}, town[1:], county)
	case withdrawn:
		return all(home, []link{w.apply(k), w.withdraw(k)})
	case dismissedAtHome:
		return []link{w.notRecognised(k, "dismiss", "support_by_family")}
	case stoppedByComparison:
		return all(home, []link{w.apply(k), w.notRecognised(k, "comparison_stop", "assets")})
	case votedDown:
		return all(home, village[:2], []link{w.votedDown(k)})
	case rejectedByTown:
		return all(home, village, town[:1], []link{w.notRecognised(k, "reject", "covered")})
	case refusedByCounty:
		return all(home, village, town, []link{w.notRecognised(k, "refuse", "no_risk")})
	}
	return all(home, village, town, county)
}

// delayed lets the first of the steps come two days later.
func delayed(steps []link) []link {
	steps[0].wait += 2
	return steps
}

func (w *world) wait(weights ...int) int { return w.care.dice.weighted(weights...) }

func (w *world) confirm(k *care) link {
	return link{form: "recognition_confirm", wait: w.wait(10, 45, 35, 10), who: w.team, answer: func(f *fields, day value.Date) {
		w.tests(k, f, day)
		f.text("second", w.secondOf(k, day))
		f.date("checked_on", day)
		f.text("weighed", w.weighed(k))
		f.text("category", k.course.category)
		f.list("risks", k.course.risks...)
		if slices.Contains(k.course.risks, "disaster") {
			f.list("disasters", "flood")
		}
		if slices.Contains(k.course.risks, "other") {
			f.text("risk_note", "家里欠有旧债，偿还压力大")
		}
	}}
}

// secondOf names who goes along: somebody of the village committee.
func (w *world) secondOf(k *care, day value.Date) string { return w.committee(k, day).name }

// tests writes the four tests as found at home.
func (w *world) tests(k *care, f *fields, day value.Date) {
	d := w.care.dice
	line := lineOn(day)
	if k.course.category == "sudden" {
		f.yuan("income_found", d.between(line+300, line+4200))
		f.yuan("self_paid_found", d.between(180, 620)*100)
	} else {
		f.yuan("income_found", d.between(line-1900, line-120))
		f.whole("self_paid_found", d.between(0, 90)*10000)
	}
	f.list("difficulties", difficultiesOf(k.course.risks)...)
	f.text("coping", []string{"partly", "cannot"}[d.weighted(60, 40)])
}

func difficultiesOf(risks []string) []string {
	var list []string
	for _, r := range risks {
		x := map[string]string{"illness": "medical", "schooling": "spending", "housing": "housing", "water": "water",
			"accident": "spending", "disaster": "spending"}[r]
		if x != "" && !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	if list == nil {
		return []string{"none"}
	}
	return list
}

var riskWords = map[string]string{
	"illness": "家人患病治疗支出大", "disability": "家人残疾、劳动能力弱", "schooling": "孩子上学开支大",
	"disaster": "受暴雨影响损失大", "accident": "意外事故后自付支出大", "failed_industry": "种养失败、收入骤减",
	"unstable_job": "务工不稳定、收入时有时无", "lack_of_labour": "家里缺劳动力", "housing": "住房存在安全隐患",
	"water": "饮水没有稳定保障", "epidemic": "受疫情影响务工中断", "other": "家庭负债较重",
}

func (w *world) weighed(k *care) string {
	words := make([]string, 0, len(k.course.risks))
	for _, r := range k.course.risks {
		words = append(words, riskWords[r])
	}
	ability := "有劳动能力但一时难以自行恢复"
	if k.h.workers() == 0 {
		ability = "没有劳动能力，须兜底保障"
	}
	return strings.Join(words, "，") + "；" + ability + "，四项情况综合研判，建议纳入监测"
}

func (w *world) apply(k *care) link {
	return link{form: "recognition_apply", wait: w.wait(60, 40), who: w.committee, answer: func(f *fields, day value.Date) {
		f.date("applied_on", day)
		f.flag("consented", true)
	}}
}

func (w *world) compare(k *care) link {
	return link{form: "recognition_compare", wait: w.wait(0, 30, 45, 25), who: w.clerk, answer: func(f *fields, _ value.Date) {
		switch {
		case k.h.kind == "minimum_living" || k.h.kind == "destitute":
			f.text("comparison", "exempt")
			return
		case w.care.dice.chance(120):
			f.text("comparison", "explained")
			f.text("comparison_note", "名下有摩托车一辆，代步使用，已核实")
		default:
			f.text("comparison", "clear")
		}
		f.list("departments", "civil_affairs", "police", "market", "real_estate", "finance")
	}}
}

func (w *world) appraise(k *care) link {
	return link{form: "recognition_appraise", wait: w.wait(25, 55, 20), who: w.committee, answer: func(f *fields, day value.Date) {
		w.appraisal(k, f, day)
		f.text("minutes", "逐户介绍情况后举手表决，多数同意纳入监测")
	}}
}

func (w *world) appraisal(k *care, f *fields, day value.Date) {
	d := w.care.dice
	present := d.between(9, 21)
	against := d.weighted(70, 20, 10)
	f.date("appraised_on", day)
	f.whole("present", present)
	f.text("attendees", "驻村干部、村两委、党员和村民代表共"+pad(present, 1)+"人，名单见签到表")
	f.whole("votes_for", present-against)
	f.whole("votes_against", against)
}

func (w *world) post(_ *care, flow string) link {
	return link{form: flow + "_post", wait: w.wait(70, 30), who: w.committee, answer: func(f *fields, _ value.Date) {
		f.text("notice_place", "村务公开栏")
		f.text("objection_office", "镇乡村振兴办公室")
	}}
}

func (w *world) closeNotice(_ *care) link {
	return link{form: "recognition_close_notice", wait: 5 + w.wait(70, 30), who: w.committee}
}

func (w *world) pass(_ *care, flow string) link {
	return link{form: flow + "_pass", wait: w.wait(55, 45), who: w.reviewer, answer: func(f *fields, _ value.Date) {
		f.text("town_opinion", "程序完整、材料齐全，同意上报")
	}}
}

func (w *world) approve(k *care) link {
	return link{form: "recognition_approve", wait: w.wait(40, 60), who: w.county, answer: func(f *fields, _ value.Date) {
		f.text("county_opinion", "符合条件，同意纳入监测")
	}, then: func(id string, day value.Date) {
		k.monitored, k.recognized, k.pending, k.developed = true, day, nil, false
		k.risks = slices.Clone(k.course.risks)
		k.episode++
		k.h.version++
		w.touch(k.h)
		w.help(k, id, day)
		w.keepVisiting(k, day)
	}}
}

func (w *world) announce(k *care) link {
	return link{form: "recognition_announce", wait: 1 + w.wait(60, 40), who: w.clerk, answer: func(f *fields, day value.Date) {
		helper := w.team(k, day)
		f.text("announced_place", "村务公开栏")
		f.text("helper_name", helper.name)
		f.text("helper_unit", "驻"+w.towns[k.v.town].name+"工作队")
		f.text("helper_phone", w.maker.phone())
		f.flag("entered", true)
	}, then: func(_ string, day value.Date) {
		k.h.version++
		w.afterRecognition(k, day)
	}}
}

// extend gives the check at home more time.
func (w *world) extend(_ *care) []link {
	return []link{{form: "recognition_extend", wait: 1, who: w.clerk, answer: func(f *fields, _ value.Date) {
		f.whole("days", 4)
		f.text("reason", "户主陪护住院，约定回家后入户")
	}}}
}

func (w *world) pause(_ *care) []link {
	return []link{{form: "recognition_pause", wait: 1, who: w.clerk, answer: func(f *fields, _ value.Date) {
		f.text("reason", "全家在外务工，本人申请返乡后再核实")
	}}, {form: "recognition_resume", wait: 9, who: w.clerk}}
}

// object is an objection and how it is settled.
func (w *world) object(_ *care, take, settle string) []link {
	return []link{{form: "recognition_" + take, wait: 2, who: w.committee, answer: func(f *fields, _ value.Date) {
		f.text("objection", "群众反映该户亲属在外做生意，要求核实")
	}}, {form: "recognition_" + settle, wait: 2, who: w.committee, answer: func(f *fields, _ value.Date) {
		if settle == "uphold" {
			f.text("reason", "查实该户名下有登记的商铺，入户时没有核到，退回重新核实")
			return
		}
		f.text("objection_result", "explained")
		f.text("answer", "生意为分户子女经营，与该户收入无关，已当面说明")
	}}}
}

// back returns a case with a reason.
func (w *world) back(form string, who func(*care, value.Date) *staff, why string) link {
	return link{form: form, wait: 1, who: who, answer: func(f *fields, _ value.Date) { f.text("reason", why) }}
}

// notRecognised ends a recognition without one.
func (w *world) notRecognised(k *care, do, why string) link {
	who := map[string]func(*care, value.Date) *staff{"dismiss": w.team, "comparison_stop": w.clerk,
		"reject": w.reviewer, "refuse": w.county}[do]
	return link{form: "recognition_" + do, wait: 1 + w.wait(50, 50), who: who, answer: func(f *fields, day value.Date) {
		if do == "dismiss" {
			w.tests(k, f, day)
			f.text("second", w.secondOf(k, day))
		}
		f.text("not_recognized_for", why)
		f.text("reason", notRecognisedWords[why])
	}, then: func(string, value.Date) { w.over(k) }}
}

var notRecognisedWords = map[string]string{
	"assets":            "名下有登记的商铺和小轿车，明显不符合条件",
	"support_by_family": "分户子女收入稳定，能够承担赡养和医疗支出",
	"covered":           "低保和医疗救助已经落实，基本生活有保障",
	"no_risk":           "支出为一次性，收入已经恢复，没有返贫致贫风险",
}

func (w *world) votedDown(k *care) link {
	return link{form: "recognition_appraise_against", wait: 1, who: w.committee, answer: func(f *fields, day value.Date) {
		f.date("appraised_on", day)
		f.whole("votes_for", 4)
		f.text("reason", "多数代表认为该户近期收入已恢复")
	}, then: func(string, value.Date) { w.over(k) }}
}

func (w *world) withdraw(k *care) link {
	return link{form: "recognition_withdraw", wait: 2, who: w.committee, answer: func(f *fields, _ value.Date) {
		f.text("withdrawn_for", "by_household")
		f.text("reason", "子女接去同住，自愿撤回申请")
	}, then: func(string, value.Date) { w.over(k) }}
}

// over notes that a recognition has come to nothing.
func (w *world) over(k *care) {
	k.pending = nil
	k.episode++
}

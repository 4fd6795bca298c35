package sample

import (
	"strconv"

	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// The published figures of teachers exchanged and pupils supported; of the pupils the newspaper says more than 90.
const (
	teachersExchanged = 50
	pupilsSupported   = 93
)

// scheduleExchanges plans the teachers who learn in Guangzhou: some go twice, some did not go, some wait.
func (w *world) scheduleExchanges(x *services) {
	subjects := []string{"chinese", "mathematics", "english", "science", "music", "computing"}
	for n := range teachersExchanged + 8 {
		t := w.towns[n%len(w.towns)]
		s := x.schools[t.code][n/len(w.towns)%len(x.schools[t.code])]
		y := &teacher{id: value.DeriveID("sample", "teacher", pad(n, 3)), subject: subjects[n%len(subjects)]}
		y.name, _ = x.names.anybody()
		w.add(at(value.DateOf(2021, 9, 13), 9, n), w.office.towns[t.code], func() engine.Bundle {
			f := newFields(160)
			f.text("staff_no", "QY"+t.code[4:]+"-"+pad(n, 3))
			f.text("name", y.name)
			f.text("subject", y.subject)
			f.flag("backbone", true)
			return engine.Bundle{County: t.code[:6], Entries: []engine.EntryIn{{Register: "teacher", Record: y.id, Parent: s.id,
				Action: journal.Create, Fields: f.done()}}}
		})
		from := value.DateOf(2021, 10, 11).AddDays(n * 5 % 210)
		switch {
		case n >= teachersExchanged+4:
			w.exchange(x, t, y, n, 0, lastDay.AddDays(-x.dice.between(3, 18)), "planned")
		case n >= teachersExchanged:
			w.exchange(x, t, y, n, 0, from, "cancelled")
		default:
			w.exchange(x, t, y, n, 0, from, "back")
			if n%12 == 5 {
				w.exchange(x, t, y, n, 1, from.AddDays(60), "back")
			}
		}
	}
}

func (w *world) exchange(x *services, t *town, y *teacher, n, again int, planned value.Date, end string) {
	d, town := x.dice, w.office.towns[t.code]
	day := nextVisitDay(planned)
	from := nextVisitDay(day.AddDays(d.between(5, 12)))
	weeks := d.between(2, 4)
	deeds := []deed{{"teacher_exchange_plan", 0, town, func(f *fields, _ value.Date) {
		f.text("host", pick(d, []string{"广州市越秀区结对小学（样例）", "广州市天河区结对中学（样例）", "广州市番禺区结对小学（样例）", "广州市荔湾区结对小学（样例）"}))
		f.date("from_on", from)
		f.date("until_on", from.AddDays(7*weeks-3))
	}}}
	switch end {
	case "cancelled":
		deeds = append(deeds, deed{"teacher_exchange_cancel", 4, town, func(f *fields, _ value.Date) { f.text("reason", "疫情防控，暂不外出") }})
	case "back":
		deeds = append(deeds, deed{"teacher_exchange_leave", int(from - day), town, nil},
			deed{"teacher_exchange_return", 7*weeks - 1, town, func(f *fields, day value.Date) {
				f.text("learned", pick(d, []string{"参加集体备课和听评课，带回校本教研做法", "跟班学习分层作业设计", "学习班主任家访和心理辅导办法"}))
				f.date("lesson_given_on", day)
			}})
	}
	a := &affair{county: t.code[:6], id: value.DeriveID("sample", "exchange", pad(n, 3), strconv.Itoa(again)), subject: y.id}
	w.lead(a, d, day, deeds)
}

// pupilOf is a pupil of the register who is supported.
type pupilOf struct {
	h     *household
	p     int    // place in the household
	grade string // in the school year of the support
}

// scheduleSupport plans the batches of support: each pupil once a year. One team meets a pupil who has been supported.
func (w *world) scheduleSupport(x *services) {
	left := pupilsSupported
	for i, t := range w.towns {
		n := min(left, share(pupilsSupported, len(w.towns), i))
		left -= n
		list := w.pupilsOf(t, n)
		day := value.DateOf(2021, 9, 20).AddDays(i * 9)
		w.supportBatch(x, t, list, day, i, false)
		if t.code == pilotTown {
			w.supportBatch(x, t, list[:1], day.AddDays(60), i, true)
		}
	}
}

// pupilsOf gives pupils of a town whose household stays as it is.
func (w *world) pupilsOf(t *town, n int) []pupilOf {
	var list []pupilOf
	calm := w.calmHouses()
	for _, k := range t.villages {
		for _, h := range w.villages[k].houses {
			if len(calm) > 0 && !calm[h] {
				continue
			}
			for i := range h.people {
				if p := &h.people[i]; len(list) < n && !h.busy && p.pupil != "" && p.pupil != "below_school_age" && p.no > 1 {
					list = append(list, pupilOf{h, i, gradeOf(p.pupil)})
					break
				}
			}
		}
	}
	return list
}

func (w *world) supportBatch(x *services, t *town, list []pupilOf, day value.Date, n int, twice bool) {
	d, who, town := x.dice, w.settled(t), w.office.towns[t.code]
	a := &affair{county: t.code[:6], id: value.DeriveID("sample", "support", t.code, strconv.FormatBool(twice))}
	amount := d.between(3, 10) * 200
	donor := w.unitOf(t, n)
	deeds := []deed{{"pupil_support_open", 0, town, func(f *fields, _ value.Date) {
		f.text("town", t.code)
		f.whole("school_year", 2021)
		f.text("donor", donor)
	}}, {"pupil_support_propose", d.between(3, 9), who, func(f *fields, _ value.Date) {
		f.rows("supported", len(list), func(i int) {
			p := &list[i].h.people[list[i].p]
			f.newRow(value.DeriveID("sample", "supported", list[i].h.no, pad(p.no, 2), strconv.FormatBool(twice)))
			f.text("person", list[i].h.personID(p))
			f.whole("school_year", 2021)
			f.text("grade", list[i].grade)
			f.yuan("amount", amount)
		})
	}}}
	if twice {
		w.refusedBatch(a, d, deeds, day)
		return
	}
	if n < 22 {
		deeds = append(deeds, deed{"pupil_support_pass", d.between(1, 5), w.care.clerks[t.code], nil})
	}
	if n < 20 {
		deeds = append(deeds, deed{"pupil_support_pay", d.between(2, 10), who, func(f *fields, day value.Date) { f.date("paid_on", day) }})
	}
	w.lead(a, d, day, deeds)
}

// refusedBatch is what becomes of a list with a pupil who has been supported: it is refused, and the batch is dropped.
func (w *world) refusedBatch(a *affair, d dice, deeds []deed, day value.Date) {
	for i, x := range append(deeds, deed{"pupil_support_drop", 0, deeds[1].who, func(f *fields, _ value.Date) {
		f.text("reason", "名单上的学生本学年已受资助")
	}}) {
		y := filing{day: day.AddDays(i * 4), hour: 11, who: x.who, county: a.county, form: x.form, subject: a.id, base: 1,
			meantToBeWrong: i == 1, answer: func(f *fields) { x.answer(f, day) }}
		if i == 0 {
			y.subject, y.record, y.base = "", a.id, 0
		}
		w.file(d, y)
	}
}

// settled gives a member of a team who stays the whole year.
func (w *world) settled(t *town) *staff {
	for _, s := range t.slots {
		if len(s.terms) == 1 && s.post != "leader" {
			return s.terms[0].who
		}
	}
	return t.slots[0].terms[0].who
}

// gradeOf gives the stage of schooling of a pupil.
func gradeOf(pupil string) string {
	switch pupil[:2] {
	case "pr", "ki":
		return "primary"
	case "gr":
		return "middle"
	case "up", "vo":
		return "upper"
	}
	return "college"
}

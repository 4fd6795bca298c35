package sample

import (
	"strconv"

	"jieli/engine"
	"jieli/sample/scenery"
	"jieli/value"
)

// doing is what somebody does with a form on a day.
type doing struct {
	day     value.Date
	who     *staff
	form    string
	county  string
	subject string
	base    *int // version of the subject as it is then; nil for forms without one
	changes int  // how many entries the subject gets by it
	refused bool
	answer  func(*fields)
}

// act plans it and gives the id of the bundle. Whoever is in the field sends it in the evening.
func (w *world) act(x doing) string {
	day := nextVisitDay(x.day)
	if day > lastDay {
		return ""
	}
	e := w.add(at(day, 9, w.bank.dice.IntN(7*60)), x.who, func() engine.Bundle {
		f := newFields(500)
		if x.answer != nil {
			x.answer(f)
		}
		b := engine.Bundle{County: x.county, Form: x.form, Subject: x.subject, Answers: f.done()}
		if x.base != nil {
			b.Base = int64(*x.base)
			*x.base += x.changes
		}
		return b
	})
	e.refused = x.refused
	if e.at = e.made; x.who.field {
		e.at = at(day, 20, 30)
	}
	return e.bundleID()
}

// own gives the id of the record that a bundle makes.
func own(bundle string) string { return value.DeriveID(bundle, "own") }

// step plans a step of the project and gives its day.
func (w *world) projectStep(p *project, day value.Date, who *staff, do string, answer func(*fields)) value.Date {
	day = nextVisitDay(day)
	w.act(doing{day: day, who: who, form: "project_" + do, county: p.county(), subject: p.id, base: &p.version, changes: 1,
		answer: answer})
	return day
}

func (p *project) county() string { return p.town.code[:6] }

func (w *world) projectOffice(p *project) *staff { return w.office.counties[p.county()] }

// scheduleProject plans the course of a project.
func (w *world) scheduleProject(p *project) {
	p.name = w.nameProject(p)
	w.fundProject(p)
	day := w.propose(p)
	switch p.fate {
	case atPosting:
		return
	case wasWithdrawn:
		w.projectStep(p, day+3, w.office.villages[p.village.code], "withdraw", reason("村民会议决定调整位置，另行申报"))
		return
	}
	if day = w.publicise(p, day); p.fate == atNotice || p.fate == atCheck {
		return
	}
	d := w.bank.dice
	day = w.projectStep(p, day.AddDays(d.between(3, 8)), w.care.clerks[p.town.code], w.townDecides(p), func(f *fields) {
		if p.fate == wasRejected && w.townDecides(p) == "reject" {
			f.text("reason", "建设内容与高标准农田项目重复")
			return
		}
		f.yuan("estimate", p.budget)
		f.text("town_opinion", "必要、可行，同意上报")
	})
	if p.fate == atReview || p.fate == wasRejected && w.townDecides(p) == "reject" {
		return
	}
	day = day.AddDays(d.between(8, 20))
	if p.fate == wasRejected {
		w.projectStep(p, day, w.projectOffice(p), "refuse", reason("选址涉及生态红线，不予入库"))
		return
	}
	w.afterReview(p, day)
}

func reason(text string) func(*fields) { return func(f *fields) { f.text("reason", text) } }

// townDecides says what the town does with a project at its check.
func (w *world) townDecides(p *project) string {
	if p.fate == wasRejected && len(p.name)%2 == 0 {
		return "reject"
	}
	return "pass"
}

// afterReview takes a project into the bank and on.
func (w *world) afterReview(p *project, day value.Date) {
	d := w.bank.dice
	w.bank.numbers[p.county()]++
	number := day.String()[:4] + "-" + p.county() + "-" + pad(w.bank.numbers[p.county()], 3)
	day = w.projectStep(p, day, w.projectOffice(p), "approve", func(f *fields) {
		f.text("project_no", number)
		f.text("departments_asked", "农业农村局、自然资源局、财政局")
	})
	p.banked = day
	switch {
	case p.fate == wasDropped:
		w.projectStep(p, day.AddDays(d.between(40, 70)), w.projectOffice(p), "drop", reason("已列入高标准农田建设，不再重复安排"))
		return
	case p.fate == atBank:
		w.rollOver(p)
		return
	}
	on := nextVisitDay(day.AddDays(d.between(4, 15)))
	w.projectStep(p, on, p.clerk, "plan", func(f *fields) { f.whole("plan_year", yearOf(on)) })
	if p.fate != atPlan || d.chance(400) {
		w.carryOutProject(p, on)
	}
}

func yearOf(d value.Date) int {
	n, _ := strconv.Atoi(d.String()[:4])
	return n
}

// lateToRollOver is how many of a thousand projects of 2021 nobody has rolled over yet.
const lateToRollOver = 40

// rollOver puts a project that got no money in 2021 off to the next year.
func (w *world) rollOver(p *project) {
	newYear := value.DateOf(2022, 1, 10)
	if yearOf(p.proposed) > 2021 || p.banked >= newYear || w.bank.dice.chance(lateToRollOver) {
		return
	}
	w.projectStep(p, newYear.AddDays(w.bank.dice.between(0, 16)), p.clerk, "roll_over", nil)
}

// proposals are the days on which projects of a fate are proposed.
var proposals = map[fate]span{
	completed:      {value.DateOf(2021, 7, 26), value.DateOf(2021, 10, 15)},
	atHandover:     {value.DateOf(2021, 9, 1), value.DateOf(2021, 10, 30)},
	atAnnouncement: {value.DateOf(2021, 9, 1), value.DateOf(2021, 11, 10)},
	atAcceptance:   {value.DateOf(2021, 9, 15), value.DateOf(2021, 11, 30)},
	atWork:         {value.DateOf(2021, 11, 1), value.DateOf(2022, 2, 20)},
	atPlan:         {value.DateOf(2022, 2, 15), value.DateOf(2022, 5, 10)},
	atBank:         {value.DateOf(2021, 7, 28), value.DateOf(2022, 5, 20)},
	atReview:       {value.DateOf(2022, 6, 10), value.DateOf(2022, 6, 18)},
	atCheck:        {value.DateOf(2022, 6, 24), value.DateOf(2022, 7, 2)},
	atNotice:       {value.DateOf(2022, 7, 8), value.DateOf(2022, 7, 14)},
	atPosting:      {value.DateOf(2022, 7, 18), value.DateOf(2022, 7, 26)},
	wasWithdrawn:   {value.DateOf(2021, 9, 1), value.DateOf(2022, 5, 1)},
	wasRejected:    {value.DateOf(2021, 9, 1), value.DateOf(2022, 4, 10)},
	wasDropped:     {value.DateOf(2021, 8, 1), value.DateOf(2022, 2, 10)},
	wasStopped:     {value.DateOf(2021, 9, 1), value.DateOf(2021, 10, 20)},
}

// propose plans the proposal with its goal and gives the day of the latter.
func (w *world) propose(p *project) value.Date {
	d := w.bank.dice
	p.proposed = nextVisitDay(proposals[p.fate].any(d))
	village := w.office.villages[p.village.code]
	who := w.proposer(p)
	answer := w.proposal(p)
	p.id = own(w.act(doing{day: p.proposed, who: who, form: "project_propose", county: p.county(), answer: answer}))
	if p.fate == atPosting && d.chance(500) {
		return p.proposed
	}
	day := nextVisitDay(p.proposed.AddDays(d.between(1, 2)))
	p.goalID = value.DeriveID("sample", "goal", p.id)
	w.act(doing{day: day, who: village, form: "project_goals", county: p.county(), subject: p.id, base: &p.version,
		answer: func(f *fields) {
			f.rows("goals", 1, func(int) {
				row := &fields{b: append(f.b, `"record":`...)}
				row.b = quote(row.b, p.goalID)
				row.flag("new", true)
				row.text("name", p.row.goal)
				row.text("unit", p.row.unit)
				row.whole("planned", p.goal)
				f.b = row.b
			})
		}})
	return day
}

// proposer settles who proposes a project and who answers for it: of eight projects a village proposes six, the town and a
// bureau of the county one each. A member of the team follows what waits, the town's office what is carried out.
func (w *world) proposer(p *project) *staff {
	p.keeper = p.clerk
	if p.fate == atBank || p.fate == atPlan {
		if who := p.village.slot.on(p.proposed); who == p.village.slot.on(p.proposed.AddDays(relayDays+1)) {
			p.keeper = who
		}
	}
	w.bank.proposed++
	switch w.bank.proposed % 8 {
	case 3:
		p.proposer = "town"
		return p.clerk
	case 6:
		p.proposer = "bureau"
		return w.bank.third[p.county()]
	}
	p.proposer = "village"
	return w.office.villages[p.village.code]
}

// taken gives a project to who answers for it from now on.
func (p *project) taken(who *staff) {
	p.keeper = who
	p.version++
}

// proposal gives what is answered when a project is proposed.
func (w *world) proposal(p *project) func(*fields) {
	d := w.bank.dice
	begins := p.proposed.AddDays(d.between(75, 130))
	length := p.row.days * d.between(85, 120) / 100
	households := max(1, p.persons*10/d.between(34, 46))
	poor := households * d.between(2, 9) / 100
	met := p.proposed.AddDays(-d.between(2, 9))
	hamlet := pick(d, p.village.hamlets)
	return func(f *fields) {
		f.text("name", p.name)
		f.text("place", p.village.code)
		f.text("site", hamlet)
		p.version = 1
		f.text("proposer", p.proposer)
		if p.proposer == "village" {
			f.date("met_on", met)
		} else {
			f.flag("asked_villages", true)
		}
		f.text("responsible", p.keeper.account)
		f.text("aspect", p.row.aspect)
		f.text("kind", p.row.kind)
		f.text("purpose", p.row.purpose)
		f.text("nature", p.row.nature)
		f.text("content", p.row.content)
		f.text("unit", p.village.name+"村民委员会")
		f.date("planned_from", begins)
		f.whole("duration_days", length)
		f.whole("for_year", yearOf(begins))
		f.yuan("budget", p.budget)
		f.text("funding", sourceWords[p.grants[0].source])
		f.text("beneficiaries", p.village.name+"村民")
		f.whole("benefit_households", households)
		f.whole("benefit_persons", p.persons)
		if p.row.purpose == "employment" {
			f.whole("benefit_person_times", p.goal)
		}
		f.whole("benefit_poor_households", poor)
		f.list("ties", p.row.ties...)
		f.text("goal", p.row.goal+strconv.Itoa(p.goal)+p.row.unit+"，受益"+strconv.Itoa(p.persons)+"人")
	}
}

// nameProject gives a name that the place has not used.
func (w *world) nameProject(p *project) string {
	name := p.village.name + p.row.name
	w.bank.names[name]++
	switch n := w.bank.names[name]; {
	case n == 1:
		return name
	case n <= 10:
		return name + "（" + string([]rune("一二三四五六七八九十")[n-1]) + "期）"
	default:
		return name + "（" + strconv.Itoa(n) + "期）"
	}
}

// publicise hangs the notice and sends the project to the town; it gives the day of the last step.
func (w *world) publicise(p *project, day value.Date) value.Date {
	d := w.bank.dice
	village := w.office.villages[p.village.code]
	day = w.projectStep(p, day.AddDays(d.between(2, 4)), village, "post", func(f *fields) {
		f.text("notice_place", "村务公开栏")
		f.list("board_photo", w.photo(scenery.Board, p.village, true))
		f.text("objection_office", p.town.name+"农业农村办公室")
	})
	if d.chance(40) || p.fate == atNotice && d.chance(300) {
		objected := w.projectStep(p, day+2, village, "object", func(f *fields) { f.text("objection", "担心施工影响灌溉") })
		w.projectStep(p, objected+2, village, "answer", func(f *fields) { f.text("answer", "已现场说明，错开灌溉期施工") })
	}
	if p.fate == atNotice {
		return day
	}
	return w.projectStep(p, day.AddDays(d.between(11, 15)), village, "close_notice", nil)
}

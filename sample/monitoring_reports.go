package sample

import (
	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// causeOf gives what a report about a risk says.
var causeOf = map[string]string{"illness": "illness", "disability": "disability", "schooling": "schooling_spending",
	"disaster": "disaster", "accident": "accident", "failed_industry": "failed_industry", "unstable_job": "job_lost",
	"lack_of_labour": "labour_lost", "housing": "housing", "water": "water", "epidemic": "job_lost", "other": "other"}

var reported = []string{"lack_of_labour", "schooling", "illness", "disability", "epidemic", "unstable_job", "other",
	"accident", "lack_of_labour"}

// channel gives how a report comes in.
func (p *planner) channel(cause string) string {
	list := []string{"self_oral", "self_written", "hotline", "online", "cadre_visit", "round", "neighbours", "petition", "department"}
	weights := []int{30, 12, 10, 8, 14, 12, 8, 4, 26}
	if departmentOf[cause] == "" {
		weights[8] = 0
	}
	return list[p.d.weighted(weights...)]
}

// reportOn gives a household that fits a risk a course and plans its report.
func (p *planner) reportOn(risk string, day value.Date, c course, fits func(quiet) bool) *care {
	k := p.take(func(q quiet) bool { return fitsRisk(q.h, risk) && clear(q.h) && fits(q) })
	if k == nil {
		return nil
	}
	c.risks, c.start, c.channel = []string{risk}, day, p.channel(causeOf[risk])
	p.set(k, c)
	p.planReport(k, causeOf[risk])
	return k
}

// clear reports whether no rule finds a household by itself.
func clear(h *household) bool {
	n := len(h.people)
	return !h.living.unsafeHouse && !h.living.unsafeWater && h.income[0].net()*100 >= line2021*nearLine*n &&
		h.income[1].net()*100 >= line2022*nearLine*n && !spends(&h.income[0], n, line2021) && !spends(&h.income[1], n, line2022)
}

// planReport plans the report that a course begins with.
func (p *planner) planReport(k *care, cause string) {
	c := k.course
	day := nextVisitDay(c.start)
	if day > lastDay {
		day = c.start
	}
	p.when(day, func() { p.report(k, cause, c.channel, day) })
}

// when plans something for the morning of a day that is settled only then; nothing is sent.
func (p *planner) when(day value.Date, do func()) {
	p.add(at(day, 8, 20), p.office.steward, func() engine.Bundle {
		do()
		return engine.Bundle{}
	})
}

// back is how many days before the last one a report came whose recognition now waits for a step.
var back = map[string]int{"confirm": 3, "apply": 4, "compare": 6, "appraise": 8, "post": 9, "close_notice": 12, "pass": 14, "approve": 15}

var steps = []string{"confirm", "apply", "compare", "appraise", "post", "close_notice", "pass", "approve"}

// planDemonstration gives the people of the sign-ins something to do.
func (p *planner) planDemonstration() {
	in := func(area string) func(quiet) bool {
		return func(q quiet) bool { return q.v.code[:len(area)] == area && len(q.h.people) <= 4 }
	}
	for i, s := range []string{"post", "apply", "confirm", "appraise", "close_notice", "pass", "approve"} {
		p.reportOn(reported[i], lastDay.AddDays(-back[s]), course{end: isUnderWay, stall: s}, in(demoVillage))
	}
	for i, area := range []string{demoVillage, demoVillage, demoVillage, "441826102", "441826102", "441823111", "441823111"} {
		p.reportOn(reported[i], value.DateOf(2021, 10, 11).AddDays(i*24), course{}, in(area))
	}
	for i := range 2 {
		p.reportOn("other", lastDay.AddDays(-i), course{end: isUnderWay, stall: "confirm"}, in(demoVillage))
	}
	p.reportOn("other", lastDay.AddDays(-3), course{end: isUnderWay, stall: "confirm"}, in("441826102"))
}

// planUnderWay leaves recognitions at each step, a few of them late, and signals that came yesterday.
func (p *planner) planUnderWay() {
	anybody := func(quiet) bool { return true }
	for i, s := range steps {
		p.reportOn(reported[i], lastDay.AddDays(-back[s]), course{end: isUnderWay, stall: s}, anybody)
		if i%3 == 0 {
			p.reportOn(reported[i], lastDay.AddDays(-back[s]-12), course{end: isUnderWay, stall: s}, anybody)
		}
	}
	for i := range 9 {
		p.reportOn(reported[i], lastDay.AddDays(-i%3), course{end: isUnderWay, stall: "approve"}, anybody)
	}
}

// reportDays are those on which reports come that are decided within the year.
var reportDays = span{value.DateOf(2021, 9, 6), value.DateOf(2022, 6, 18)}

func (p *planner) planRefusedReports() {
	for i, t := range []turn{dismissedAtHome, withdrawn, votedDown, rejectedByTown, refusedByCounty, stoppedByComparison,
		dismissedAtHome, votedDown} {
		p.reportOn(reported[i], reportDays.any(p.d), course{end: isRefused, turn: t}, func(quiet) bool { return true })
	}
}

// fill brings the households under monitoring, and their members, to the published figures.
func (p *planner) fill() {
	missing, heads := monitoredHouseholds-p.stay, monitoredPersons-p.heads
	for i := range missing {
		left := missing - i
		size := min(max(heads/left, 1), 6)
		if spare := heads - size*left; spare > 0 && p.d.IntN(left) < spare {
			size++
		}
		c := course{late: i < 2}
		day := reportDays.any(p.d)
		if c.late {
			day = value.DateOf(2022, 4, 18).AddDays(i * 9)
		}
		switch i % 17 {
		case 4:
			c.turn = extended
		case 9:
			c.turn = returned
		case 13:
			c.turn = paused
		}
		if k := p.reportOfSize(size, i, day, c); k != nil {
			heads -= len(k.h.people)
		}
	}
}

func (p *planner) reportOfSize(size, i int, day value.Date, c course) *care {
	for n := range reported {
		risk := reported[(i+n)%len(reported)]
		if k := p.reportOn(risk, day, c, func(q quiet) bool { return len(q.h.people) == size }); k != nil {
			return k
		}
	}
	return nil
}

// besides is how many monitored households meet with something more in their year.
const besides = 12

// planBesides lets something more happen to households that are monitored by then.
func (p *planner) planBesides() {
	n := 0
	for _, h := range p.houses {
		if n == besides || !h.hasCourse() || h.care.course.end != staysMonitored || h.care.course.removal != 0 ||
			h.care.course.start > value.DateOf(2022, 3, 1) || h.care.news != nil || !p.d.chance(120) {
			continue
		}
		n++
		cause, k := []string{"accident", "illness", "failed_industry"}[n%3], h.care
		if !fitsRisk(h, cause) {
			cause = "accident"
		}
		day := span{value.DateOf(2022, 4, 11), value.DateOf(2022, 7, 8)}.any(p.d)
		p.when(day, func() { p.report(k, cause, "cadre_visit", day) })
	}
}

// planNewcomers takes in ordinary households registered in the year: those that border on poverty.
func (p *planner) planNewcomers() {
	for i, x := range p.fresh {
		if i%5 > 2 || len(x.h.people) > 3 {
			continue
		}
		k := p.careFor(x.h)
		risk := "other"
		for _, r := range []string{"lack_of_labour", "disability", "schooling", "unstable_job"} {
			if fitsRisk(x.h, r) && p.d.chance(500) {
				risk = r
			}
		}
		c := course{category: "marginal", risks: []string{risk}, start: x.day.AddDays(p.d.between(5, 60)), channel: p.channel(causeOf[risk])}
		p.set(k, c)
		p.planReport(k, causeOf[risk])
	}
}

// settle of rows whose household is not found at once; the last few wait.
var unknownRows = []string{"decide", "drop", "decide", "drop", "decide", "", "", ""}

func (p *planner) planUnknownRows() {
	for i, settle := range unknownRows {
		day := value.DateOf(2022, 3, 8).AddDays(i * 14)
		if settle == "" {
			day = lastDay.AddDays(-(i - 4))
		}
		area := []string{"441823", "441881", "441882"}[i%3]
		c := course{end: isRefused, turn: dismissedAtHome, risks: []string{"illness"}}
		k := p.take(func(q quiet) bool { return q.v.code[:len(area)] == area && clear(q.h) && fitsRisk(q.h, "illness") })
		if k == nil {
			continue
		}
		if settle != "" {
			p.set(k, c)
		}
		p.when(day, func() { p.unknownRow(k, "illness", day, settle) })
	}
}

// How many households keep what a rule finds though nothing comes of it.
const (
	misfiled  = 14
	uncovered = 12
)

// clean sets aside what the rules would find with households that have no course, but for a few.
func (p *planner) clean() {
	calm := map[*household]bool{}
	for _, q := range p.calm {
		calm[q.h] = !q.h.busy
	}
	houses, people := misfiled, uncovered
	for _, h := range p.houses {
		if h.hasCourse() {
			continue
		}
		h.living.unsafeWater = false
		switch l := &h.living; {
		case !l.unsafeHouse:
		case l.grade == "" && calm[h] && houses > 0 && p.d.chance(600):
			houses--
		default:
			l.unsafeHouse, l.grade = false, ""
		}
		for i := range h.income {
			if a := &h.income[i]; a.medicalOfOwn >= medicalLimit {
				a.medicalOfOwn = 9_000 + a.medicalOfOwn%9_000
			}
		}
		if p.d.chance(850) {
			h.raise(calm[h])
		}
		people = p.cover(h, people, calm[h])
	}
}

// raise lifts what a household lives on so far over the line that a birth does not bring it under.
func (h *household) raise(calm bool) {
	n := len(h.people)
	if !calm {
		n++
	}
	for i, line := range []int{line2021, line2022} {
		a := &h.income[i]
		if short := line*(nearLine+1)/100*n - a.net(); short > 0 && h.workers() > 0 {
			a.other += short
		} else if short > 0 {
			a.support += short
		}
	}
}

// cover insures those who were not, but for so many.
func (p *planner) cover(h *household, most int, calm bool) int {
	for i := range h.people {
		x := &h.people[i]
		switch {
		case !x.uninsured:
		case calm && most > 0 && p.d.chance(250):
			most--
		default:
			x.uninsured = false
		}
	}
	return most
}

// handovers is how many tasks are handed to a colleague on the last days.
const handovers = 6

// handOver hands the check of a case at home to a colleague of the team.
func (w *world) handOver(k *care, c *flow, day value.Date) {
	if w.care.handed == handovers || day < lastDay-20 {
		return
	}
	from := w.team(k, day)
	to := w.colleague(k, from, day)
	w.care.handed++
	w.follow(w.now+30*minute, from, func(id string) engine.Bundle {
		f := newFields(300)
		f.text("task", value.DeriveID("task", "recognition/verification", c.id, "1", "team_member", "0"))
		f.text("to", to.account)
		f.text("to_name", to.name)
		f.text("note", "我这两天到县里开会，请帮忙入户核实")
		return entries(k.v.code[:6], engine.EntryIn{Register: "delegation", Record: value.DeriveID(id, "delegation"),
			Action: journal.Create, Fields: f.done()})
	})
}

// colleague gives another member of the team.
func (w *world) colleague(k *care, who *staff, day value.Date) *staff {
	t := w.towns[k.v.town]
	for _, i := range t.leads {
		if s := t.slots[i].on(day); s != who {
			return s
		}
	}
	return who
}

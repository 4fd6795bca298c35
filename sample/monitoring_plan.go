package sample

import (
	"slices"

	"jieli/value"
)

// The published figures: households under monitoring on the last day, and their members.
const (
	monitoredHouseholds = 219
	monitoredPersons    = 467
)

// planner gives households their courses.
type planner struct {
	*world
	d     dice
	pool  []quiet // who may get a course
	perV  map[*village]int
	stay  int // households that are monitored on the last day
	heads int // their members
	able  int // households of which the risk may be removed
}

// scheduleMonitoring plans who is found in the year, and sets aside what would be found besides.
func (w *world) scheduleMonitoring() {
	p := &planner{world: w, d: w.care.dice, perV: map[*village]int{}}
	p.gather()
	p.planDemonstration()
	p.planOnRecord()
	p.planNews()
	p.planNewcomers()
	p.planFlood()
	p.planUnderWay()
	p.planRefusedReports()
	p.fill()
	p.planBesides()
	p.clean()
	p.planUnknownRows()
	w.scheduleSweeps()
}

// gather takes in the households whose family stays as it is and about which nothing was left out.
func (p *planner) gather() {
	for _, q := range p.calm {
		whole := !q.h.busy && !q.h.disputed && len(q.h.omit) == 0 && len(q.t.taken) <= 4
		for i := range q.h.people {
			whole = whole && !q.h.people[i].slipped() && !q.h.people[i].uninsured
		}
		if whole && q.h != p.villages[40].houses[4] {
			p.pool = append(p.pool, q)
		}
	}
	p.d.Shuffle(len(p.pool), func(i, j int) { p.pool[i], p.pool[j] = p.pool[j], p.pool[i] })
}

// mostPeople keeps the mean of the published figures, a little over two persons a household.
const mostPeople = 5

// mostOfVillage is how many households of a village get a course.
const mostOfVillage = 4

// take gives the first household of the pool that fits, with a new care; nil when there is none.
func (p *planner) take(fits func(quiet) bool) *care {
	for i, q := range p.pool {
		if p.perV[q.v] >= mostOfVillage && q.v.code != demoVillage || len(q.h.people) > mostPeople || !fits(q) ||
			len(q.h.people) > 2 && p.d.chance(350) {
			continue
		}
		p.pool = slices.Delete(p.pool, i, i+1)
		p.perV[q.v]++
		k := p.careFor(q.h)
		k.t = q.t
		return k
	}
	return nil
}

// set gives a household its course and counts it.
func (p *planner) set(k *care, c course) {
	if c.category == "" {
		c.category = "unstable"
		if sudden[c.risks[0]] && p.d.chance(550) {
			c.category = "sudden"
		}
	}
	c.risks = p.others(k.h, c.risks)
	k.course = &c
	switch c.end {
	case staysMonitored, isRolledBack, isRecognisedAgain:
		p.stay++
		p.heads += len(k.h.people)
	}
}

var sudden = map[string]bool{"illness": true, "accident": true, "disaster": true, "unstable_job": true, "failed_industry": true}

// others adds the risks that a household has besides.
func (p *planner) others(h *household, risks []string) []string {
	for _, r := range []string{"illness", "disability", "schooling", "lack_of_labour"} {
		if len(risks) < 3 && !slices.Contains(risks, r) && fitsRisk(h, r) && p.d.chance(300) {
			risks = append(risks, r)
		}
	}
	return risks
}

// fitsRisk reports whether a household is such that a risk is plausible.
func fitsRisk(h *household, risk string) bool {
	switch risk {
	case "illness":
		ill := h.any(func(p *person) bool { return p.ill.chronic || p.ill.serious })
		return ill && h.income[0].medicalOfOwn > 0 && h.income[1].medicalOfOwn > 0
	case "disability":
		return h.any(func(p *person) bool { return p.ill.disabled })
	case "schooling":
		return h.counts().pupils > 0
	case "lack_of_labour":
		return h.workers()*2 <= len(h.people)
	case "unstable_job", "epidemic":
		return h.workers() > 0 && h.any(func(p *person) bool { return p.work.has() })
	case "failed_industry":
		return h.workers() > 0 && h.living.farmland > 20
	}
	return true
}

// onRecord are the households whose trouble the list itself shows.
type onRecord struct {
	risk  string
	most  int
	shows func(*household) bool
}

func (p *planner) planOnRecord() {
	kinds := []onRecord{
		{"housing", 36, func(h *household) bool { return h.living.unsafeHouse && h.living.grade != "" }},
		{"water", 34, func(h *household) bool { return h.living.unsafeWater }},
		{"", 30, func(h *household) bool { return h.income[0].net() < line2021*len(h.people) }},
		{"illness", 36, func(h *household) bool {
			return spends(&h.income[0], len(h.people), line2021) && fitsRisk(h, "illness")
		}},
	}
	n := 0
	for _, x := range kinds {
		for range x.most {
			k := p.take(func(q quiet) bool { return x.shows(q.h) })
			if k == nil {
				break
			}
			risk := x.risk
			if risk == "" {
				risk = p.riskWithIncome(k.h)
			}
			p.set(k, p.early(k, risk, n))
			n++
		}
	}
}

// riskWithIncome gives a risk that explains a low income.
func (p *planner) riskWithIncome(h *household) string {
	for _, r := range []string{"lack_of_labour", "unstable_job", "disability", "failed_industry"} {
		if fitsRisk(h, r) && p.d.chance(600) {
			return r
		}
	}
	return "other"
}

func spends(a *account, members, line int) bool {
	return a.medicalOfOwn >= medicalLimit && a.net()-a.medicalOfOwn < line*members
}

// early is the course of a household found in the first weeks: many of them are out of risk within the year.
func (p *planner) early(k *care, risk string, n int) course {
	c := course{risks: []string{risk}}
	switch n % 20 {
	case 3:
		c.end, c.turn = isRefused, []turn{dismissedAtHome, stoppedByComparison, votedDown, rejectedByTown, refusedByCounty, withdrawn}[n/20%6]
		return c
	case 5:
		c.turn = returned
	case 9:
		c.turn = []turn{extended, paused, objectedInVain, sentBack}[n/20%4]
	}
	if n == 50 {
		c.end, c.turn = isRefused, objectionUpheld
		return c
	}
	p.mayBeRemoved(k, &c, value.DateOf(2022, 1, 26))
	return c
}

// mayBeRemoved lets the risk of some households be removed from a day on.
func (p *planner) mayBeRemoved(k *care, c *course, from value.Date) {
	h := k.h
	if h.workers() == 0 || h.income[1].persons != len(h.people) || h.living.outOfSchool || h.living.unsecuredMedical ||
		h.income[1].net() < line2022*len(h.people) || spends(&h.income[1], len(h.people), line2022) {
		return
	}
	p.able++
	last := value.DateOf(2022, 6, 24)
	switch m := p.able % 10; {
	case m == 1 && p.able < 30:
		c.end, c.removal = isRolledBack, from.AddDays(p.d.between(0, 25))
	case m == 2 && p.able < 40:
		c.end, c.removal = isRecognisedAgain, from.AddDays(p.d.between(0, 25))
	case m == 3 && p.able < 80:
		c.end, c.removal = isRemovedNaturally, span{from, last}.any(p.d)
	case m == 4:
		c.removal = lastDay.AddDays(-p.d.between(1, 16)) // proposed, not decided yet
	case m >= 5:
		c.end, c.removal = isRemoved, span{from, last}.any(p.d)
	}
}

// planNews is what visits find out in the year.
func (p *planner) planNews() {
	n := 0
	for _, x := range []struct {
		cause string
		most  int
	}{{"illness", 20}, {"disability", 8}, {"schooling", 6}, {"job_lost", 12}, {"failed_industry", 12}, {"accident", 12},
		{"housing", 8}, {"water", 8}} {
		for range x.most {
			var no int
			k := p.take(func(q quiet) bool {
				no = whom(q.h, x.cause)
				return no >= 0
			})
			if k == nil {
				break
			}
			p.setNews(k, x.cause, no, n)
			n++
		}
	}
}

func (p *planner) setNews(k *care, cause string, no, n int) {
	c := course{risks: []string{riskOf[cause]}}
	k.news = &news{cause: cause, day: k.t.first, no: no}
	if p.d.chance(600) {
		k.news.day = k.t.second
	} else {
		p.mayBeRemoved(k, &c, value.DateOf(2022, 4, 25))
	}
	if n%12 == 4 {
		c.end, c.removal, c.turn = isRefused, 0, []turn{dismissedAtHome, votedDown, refusedByCounty}[n/12%3]
	}
	if n%12 == 7 && c.end == staysMonitored {
		c.turn = []turn{extended, returned, objectedInVain}[n/12%3]
	}
	p.set(k, c)
}

// whom gives to whom of a household something may have happened, 0 for all of it, -1 for nobody.
func whom(h *household, cause string) int {
	workers := 0
	for i := range h.people {
		if h.people[i].work.has() {
			workers++
		}
	}
	for i := range h.people {
		p := &h.people[i]
		age := p.birth.Age(listDay)
		ok := false
		switch cause {
		case "illness":
			ok = !p.ill.any() && age > 35 && age < 75 && h.income[0].medicalOfOwn > 0 && h.income[1].medicalOfOwn > 0
		case "disability":
			ok = !p.ill.any() && age > 30 && age < 65
		case "schooling":
			ok = p.pupil == "grade_7" || p.pupil == "grade_8"
		case "job_lost":
			ok = p.work.has() && workers == 1 && (p.labour == "ordinary" || p.labour == "skilled")
		case "failed_industry":
			return map[bool]int{true: 0, false: -1}[fitsRisk(h, cause)]
		default:
			return 0
		}
		if ok {
			return p.no
		}
	}
	return -1
}

// planFlood lets the sweep find what the rain did.
func (p *planner) planFlood() {
	for i, s := range p.planSweeps() {
		for n := range 18 - 10*i {
			k := p.take(func(q quiet) bool { return slices.Contains(s.first, q.v) && fitsRisk(q.h, "failed_industry") })
			if k == nil {
				break
			}
			k.news = &news{cause: "disaster", day: lastDay + 1}
			c := course{risks: []string{"disaster"}}
			switch n % 6 {
			case 2:
				c.end, c.turn = isRefused, dismissedAtHome
			case 4:
				c.end, c.stall = isUnderWay, []string{"approve", "pass", "close_notice"}[n/6%3]
			}
			p.set(k, c)
		}
	}
}

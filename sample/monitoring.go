package sample

import (
	"slices"

	"jieli/engine"
	"jieli/value"
)

// monitoring is the mechanism as it is played: who is found, and how each case goes on. Planning gives a household its
// course; what people do follows from it while the year is played.
type monitoring struct {
	dice    dice
	clerks  map[string]*staff // the second clerk of each township office: who compares does not review
	touched []*household      // by the event being played: rules look at them
	handed  int
}

// care is what the mechanism has to do with a household.
type care struct {
	h          *household
	v          *village
	t          *timeline // nil for one registered in the year
	course     *course   // nil: nothing that is found comes to a recognition
	holds      map[string]bool
	open       map[string]bool // causes with an open signal
	recognized value.Date      // 0: never
	monitored  bool
	pending    *flow // recognition that is under way
	unsigned   bool  // the plan waits for its first measure
	developed  bool  // a development measure has begun
	plan       *flow
	measures   []*measure
	risks      []string
	news       *news
	episode    int // recognitions so far
}

// course is how the mechanism goes with a household.
type course struct {
	end      ending
	risks    []string
	category string
	start    value.Date // of its report or its news; 0: it is on record from the first day
	channel  string     // "" when a rule finds it
	turn     turn
	stall    string // transition that nobody takes in time
	late     bool   // no measure is planned
	removal  value.Date
}

// ending is where a household's course leads until the last day.
type ending int

const (
	staysMonitored ending = iota
	isRemoved
	isRemovedNaturally
	isRolledBack
	isRecognisedAgain
	isRefused
	isUnderWay
)

// turn is what happens to a recognition on its way.
type turn int

const (
	straight turn = iota
	extended
	paused
	objectedInVain
	objectionUpheld
	returned
	sentBack
	withdrawn
	dismissedAtHome
	stoppedByComparison
	votedDown
	rejectedByTown
	refusedByCounty
)

// flow is a case as the sample knows it.
type flow struct {
	id      string
	version int
}

// link is one step of a case: the days since the step before, who takes it, what is answered, what follows.
type link struct {
	form   string
	wait   int
	who    func(*care, value.Date) *staff
	answer func(*fields, value.Date)
	then   func(id string, day value.Date)
}

// inVillage are the steps that a village takes on Sundays too.
var inVillage = []string{"recognition_apply", "recognition_appraise", "recognition_post", "recognition_close_notice",
	"removal_appraise", "removal_post", "removal_close_notice"}

// walk lets a case go on, one step after another.
func (w *world) walk(k *care, c *flow, links []link, from value.Date) {
	if len(links) == 0 {
		return
	}
	l := links[0]
	day := from.AddDays(l.wait)
	if !slices.Contains(inVillage, l.form) || holidays.Holidays[day] {
		day = nextVisitDay(day)
	}
	w.follow(w.workingHours(day), l.who(k, day), func(id string) engine.Bundle {
		if k.h.ended {
			return engine.Bundle{}
		}
		f := newFields(400)
		if l.answer != nil {
			l.answer(f, day)
		}
		b := engine.Bundle{County: k.v.code[:6], Form: l.form, Subject: c.id, Base: int64(c.version), Answers: f.done()}
		c.version++
		if l.then != nil {
			l.then(id, day)
		}
		w.walk(k, c, links[1:], day)
		return b
	})
}

// begin opens a case about a household and lets it go on.
func (w *world) begin(k *care, form string, day value.Date, who *staff, answer func(*fields), links func(c *flow, day value.Date) []link) {
	w.follow(w.workingHours(nextVisitDay(day)), who, func(id string) engine.Bundle {
		if k.h.ended {
			return engine.Bundle{}
		}
		f := newFields(400)
		answer(f)
		c := &flow{id: value.DeriveID(id, "own"), version: 1}
		today := w.now.Day()
		w.walk(k, c, links(c, today), today)
		return engine.Bundle{County: k.v.code[:6], Form: form, Subject: k.h.id, Base: int64(k.h.version), Answers: f.done()}
	})
}

func (w *world) team(k *care, day value.Date) *staff    { return k.v.slot.on(day) }
func (w *world) committee(k *care, _ value.Date) *staff { return w.office.villages[k.v.code] }
func (w *world) reviewer(k *care, _ value.Date) *staff  { return w.office.towns[k.v.code[:9]] }
func (w *world) clerk(k *care, _ value.Date) *staff     { return w.care.clerks[k.v.code[:9]] }
func (w *world) county(k *care, _ value.Date) *staff    { return w.office.counties[k.v.code[:6]] }

// hasCourse reports whether the mechanism goes on with a household beyond looking into signals.
func (h *household) hasCourse() bool { return h.care != nil && h.care.course != nil }

func (w *world) careFor(h *household) *care {
	if h.care == nil {
		h.care = &care{h: h, v: w.villages[h.village], holds: map[string]bool{}, open: map[string]bool{}}
	}
	return h.care
}

// hireClerks gives each township office a second clerk.
func (w *world) hireClerks() {
	w.care.clerks = map[string]*staff{}
	names := newNamer(w.tables)
	names.dice = w.care.dice
	for _, t := range w.towns {
		name, _ := names.anybody()
		w.care.clerks[t.code] = w.hire("town-"+t.pinyin+"-2", name, t.code, false,
			grant{role: "township_office", area: t.code, from: firstDay})
	}
}

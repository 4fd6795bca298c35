package sample

import (
	"cmp"
	"slices"
	"strconv"

	"jieli/catalog"
	"jieli/engine"
	"jieli/value"
)

// world is the programme as it is played: who does what when. Planning fills events; playing them in the order in
// which they reach the engine makes the bundles, and keeps the versions that devices would know.
type world struct {
	cat       *catalog.Catalog
	part      part
	tables    *tables
	maker     *maker
	dice      dice
	towns     []*town
	villages  []*village
	houses    []*household
	staff     []*staff
	office    office
	rotations []rotationDay
	events    []event
	calm      []quiet      // households whose family stays as it is
	fresh     []fresh      // households registered in the year
	parted    []*household // those that were split from others
	care      *monitoring
	bank      *bank
	album     album

	// while it is played
	now     value.Instant // when the event was made
	sent    value.Instant // and when it reaches the engine
	playing string        // id of the bundle being made
	number  int           // of the next event that follows from another
	later   later         // by time
}

// event is one bundle to come. do makes it when its turn comes; a bundle without form and entries is left out: what it
// was about is no more.
type event struct {
	made    value.Instant
	at      value.Instant // when it reaches the engine
	who     *staff
	role    string // "" the first role that may
	number  int    // in order of planning
	refused bool   // it is meant to be refused
	do      func() engine.Bundle
}

// bundleID gives the id of the event's bundle.
func (e *event) bundleID() string { return value.DeriveID("sample", "bundle", strconv.Itoa(e.number)) }

// part says how much of the year is planned.
type part int

const (
	wholeYear       part = iota
	withoutVisiting      // neither rounds and visits nor monitoring: for a quick look at the other mechanisms
)

// newWorld plans the year.
func newWorld(c *catalog.Catalog, p part) (*world, error) {
	t, err := readTables()
	if err != nil {
		return nil, err
	}
	w := &world{cat: c, part: p, tables: t, maker: newMaker(t), dice: newDice(4), album: album{},
		care: &monitoring{dice: newDice(5)}}
	w.events = make([]event, 0, 90_000)
	if err := w.planVillages(); err != nil {
		return nil, err
	}
	w.planTeams()
	w.hireOffices()
	w.hireClerks()
	w.planHouseholds()
	w.scheduleAccounts()
	w.scheduleTeams()
	w.scheduleVillages()
	if p == wholeYear {
		w.scheduleVisiting()
	} else {
		w.scheduleImport()
	}
	w.scheduleMechanisms()
	w.deliver()
	return w, nil
}

// scheduleVisiting plans the rounds, the visits with what comes to light on them, and monitoring.
func (w *world) scheduleVisiting() {
	w.scheduleRounds()
	w.scheduleHouseholds()
	w.scheduleSurveys()
	w.scheduleResults()
	w.scheduleNewcomers()
	w.scheduleTrouble()
	w.scheduleMonitoring()
}

// scheduleMechanisms plans what the other mechanisms do, each with dice of its own.
func (w *world) scheduleMechanisms() {
	for _, schedule := range []func(){
		w.scheduleProjects,
		w.scheduleCredit,
		w.scheduleIndustry,
		w.scheduleMarket,
		w.scheduleEmployment,
		w.scheduleLand,
		w.scheduleWater,
		w.scheduleServices,
		w.scheduleTeamwork,
		w.schedulePlanning,
	} {
		schedule()
	}
}

// add plans an event and gives its number.
func (w *world) add(made value.Instant, who *staff, do func() engine.Bundle) *event {
	w.events = append(w.events, event{made: made, who: who, number: len(w.events), do: do})
	return &w.events[len(w.events)-1]
}

// addNamed is add for bundles that must know their own id.
func (w *world) addNamed(made value.Instant, who *staff, do func(id string) engine.Bundle) {
	e := event{number: len(w.events)}
	id := e.bundleID()
	w.add(made, who, func() engine.Bundle { return do(id) })
}

// planHouseholds makes all households; villages get shares of the whole.
func (w *world) planHouseholds() {
	weights := make([]float64, len(w.villages))
	for i := range weights {
		weights[i] = 0.4 + w.dice.Float64()
	}
	counts := shares(formerlyPoorHouseholds, 12, weights)
	sizes := w.maker.sizes(formerlyPoorHouseholds, formerlyPoorPersons)
	w.houses = make([]*household, 0, formerlyPoorHouseholds+200)
	for i, v := range w.villages {
		v.houses = make([]*household, 0, counts[i])
		for n := range counts[i] {
			h := w.maker.household(v, i, n+1, sizes[len(w.houses)])
			w.houses = append(w.houses, &h)
			v.houses = append(v.houses, &h)
		}
	}
}

// scheduleAccounts makes the accounts of all who work from the first day on.
func (w *world) scheduleAccounts() {
	later := map[*staff]bool{}
	for _, r := range w.rotations {
		later[r.new.who] = r.new.from != 0
	}
	for i, s := range w.staff {
		if s != w.office.keeper && !later[s] {
			w.add(at(firstDay, 8, 10+i/60), w.office.keeper, s.enrol)
		}
	}
}

func (w *world) scheduleVillages() {
	for i, t := range w.towns {
		w.add(at(firstDay, 15, i), w.office.steward, func() engine.Bundle { return w.villagesBundle(t) })
	}
}

// noNetwork is how many of a thousand days in the field a phone is out of reach until the day after the next.
const noNetwork = 60

// deliver settles when each bundle reaches the engine: from a desk at once, from the field in the evening, or two
// days later; a device sends in the order in which it made.
func (w *world) deliver() {
	slices.SortStableFunc(w.events, func(a, b event) int { return cmp.Compare(a.made, b.made) })
	type daily struct {
		day  value.Date
		late int
	}
	last := map[*staff]daily{}
	for i := range w.events {
		e := &w.events[i]
		if e.at != 0 {
			continue // planned to the minute
		}
		if e.at = e.made; !e.who.field {
			continue
		}
		day := e.made.Day()
		x := last[e.who]
		if x.day != day {
			x.late = max(0, x.late-int(day-x.day))
			if x.day = day; x.late == 0 && w.dice.chance(noNetwork) && day < lastDay-3 {
				x.late = 2
			}
			last[e.who] = x
		}
		e.at = max(at(day.AddDays(x.late), 20, 30), e.made)
	}
	slices.SortStableFunc(w.events, func(a, b event) int { return cmp.Compare(a.at, b.at) })
}

// batchSize is how many bundles are handed to the engine together: enough for commits in all counties.
const batchSize = 1000

// batch is what is handed to the engine together.
type batch struct {
	at      []value.Instant // when each comes
	sent    []engine.Sent
	refused []bool // which are meant to be refused
	events  int    // planned ones played for it, those left out included
}

// play makes the batches in order; each returns false to stop.
func (w *world) play(each func(batch) bool) {
	var b batch
	var now value.Instant
	played, told := 0, 0
	w.number = len(w.events)
	for e := w.next(&played); e != nil; e = w.next(&played) {
		if len(b.sent) >= batchSize {
			if !each(b) {
				return
			}
			b = batch{at: make([]value.Instant, 0, batchSize), sent: make([]engine.Sent, 0, batchSize),
				refused: make([]bool, 0, batchSize)}
		}
		now = max(now, e.at)
		b.events += played - told
		told = played
		if sent, ok := w.send(e); ok {
			b.at = append(b.at, now)
			b.sent = append(b.sent, sent)
			b.refused = append(b.refused, e.refused)
		}
	}
	each(b)
}

// send makes the bundle of an event as its device would.
func (w *world) send(e *event) (engine.Sent, bool) {
	w.now, w.sent, w.playing = e.made, e.at, e.bundleID()
	if e.at.Day() > e.made.Day() {
		w.now = e.at // nobody knew of it before
	}
	b := e.do()
	if b.Form == "" && len(b.Entries) == 0 {
		return engine.Sent{}, false
	}
	e.who.sequence++
	b.ID, b.Device, b.DeviceSeq, b.Pack = e.bundleID(), e.who.device, e.who.sequence, w.cat.Pack.Version
	if b.MadeAt == "" {
		b.MadeAt = e.made.String()
	}
	b.Role = e.role
	w.watch(e)
	return engine.Sent{Actor: e.who.actor, Bundle: b}, true
}

// calmHouses are the households whose family stays as it is; none are known when no visits are planned.
func (w *world) calmHouses() map[*household]bool {
	calm := map[*household]bool{}
	for _, q := range w.calm {
		calm[q.h] = true
	}
	return calm
}

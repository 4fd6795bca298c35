package sample

import "jieli/value"

const (
	formerlyPoorHouseholds = 14487
	formerlyPoorPersons    = 33064
)

// household is a household as the sample knows it; version is that of the record in the engine.
type household struct {
	id       string
	no       string // 18 digits: the village and a number
	village  int
	version  int
	lastNo   int // greatest number of a member
	people   []person
	ended    bool
	split    bool // made by a split and not visited yet
	disputed bool // two devices differ on its phone number: visits leave that alone

	phone, natural, kind, cause, standard string
	poorPersons                           int
	dwelling                              position
	living                                living
	income                                [2]account // of 2020 and 2021
	omit                                  []string
	otherCause                            string

	seen     value.Date // last visited on
	latest   *account   // of those in the engine
	line     int        // at which the rules of income looked last
	sight    [3]int     // and what they saw
	happened []happening
	care     *care  // nil: the mechanism has nothing to do with it
	keeper   *staff // who answers for it; nil: nobody yet
	busy     bool   // something happens to its family in the year
}

// living is how a household lives.
type living struct {
	unsafeHouse, unsafeWater, outOfSchool, unsecuredMedical bool
	marked                                                  bool // as a dangerous house
	water, road, fuel, grade                                string
	farmland, woodland, orchard, floor, distance            int // tenths of mu, square metres, kilometres
	toilet, cooperative, enterprise, leader, resettled      bool
	help                                                    []string
}

func (h *household) head() *person {
	for i := range h.people {
		if p := &h.people[i]; p.relation == "head" && !p.left {
			return p
		}
	}
	return &h.people[0]
}

// present counts the members of today.
func (h *household) present() int {
	n := 0
	for i := range h.people {
		if !h.people[i].left {
			n++
		}
	}
	return n
}

func (h *household) any(is func(*person) bool) bool {
	for i := range h.people {
		if p := &h.people[i]; !p.left && is(p) {
			return true
		}
	}
	return false
}

func (h *household) workers() int {
	n := 0
	for i := range h.people {
		switch p := &h.people[i]; {
		case p.left:
		case p.labour == "skilled", p.labour == "ordinary", p.labour == "weak_or_half":
			n++
		}
	}
	return n
}

// counts are what follows from the people: when one differs, the household's record gets a new version.
type counts struct{ members, workers, away, pupils, ill int }

func (h *household) counts() counts {
	var c counts
	for i := range h.people {
		p := &h.people[i]
		if p.left {
			continue
		}
		c.members++
		if p.knows("labour") && (p.labour == "skilled" || p.labour == "ordinary" || p.labour == "weak_or_half") {
			c.workers++
		}
		if p.work.away() {
			c.away++
		}
		if p.knows("pupil_state") && p.pupil != "" && p.pupil != "below_school_age" {
			c.pupils++
		}
		if p.knows("health") && p.ill.any() {
			c.ill++
		}
	}
	return c
}

// derive counts the version that the household's record gets when counts change.
func (h *household) derive(before counts) {
	if h.counts() != before {
		h.version++
	}
}

// personID gives the id of a member's record. Only those read in have such ids; what forms add is named by the engine.
func (h *household) personID(p *person) string {
	if p.made != "" {
		return p.made
	}
	return value.DeriveID("sample", "person", h.no, pad(p.no, 2))
}

// household makes a formerly poor household of a village.
func (m *maker) household(v *village, at, number, size int) household {
	people := m.ethnicity(v)
	h := household{village: at, no: v.code + pad(number, 6), people: m.family(size, people), poorPersons: size, lastNo: size}
	h.id = value.DeriveID("sample", "household", h.no)
	county := "广东省清远市" + v.countyName
	for i := range h.people {
		if w := &h.people[i].work; w.place == "county" {
			w.county = county
		}
	}
	m.support(&h)
	m.conditions(&h, v)
	h.phone = h.head().phone
	if h.phone == "" {
		h.phone = m.phone()
	}
	h.income[0], h.income[1] = m.accounts(&h)
	slips(m.slipDice, &h)
	return h
}

func (m *maker) ethnicity(v *village) string {
	row := m.tables.counties[v.code[:6]]
	switch n := m.dice.IntN(1000); {
	case n < row.yao:
		return "yao"
	case n < row.yao+row.zhuang:
		return "zhuang"
	}
	return "han"
}

// support settles who is on minimum living allowance or destitute support.
func (m *maker) support(h *household) {
	d := m.dice
	h.kind = "formerly_poor"
	none := h.workers() == 0
	head := &h.people[0]
	old := head.birth.Age(listDay) >= 60 || head.ill.disabled
	switch {
	case none && len(h.people) == 1 && old && d.chance(620):
		h.kind = "destitute"
		head.destitute = true
	case none, d.chance(190):
		h.kind = "minimum_living"
		for i := range h.people {
			h.people[i].minimum = true
		}
	}
	h.standard = []string{"national", "provincial"}[d.weighted(15, 85)]
	h.cause = m.cause(h)
}

func (m *maker) cause(h *household) string {
	d := m.dice
	switch {
	case h.any(func(p *person) bool { return p.ill.disabled }) && d.chance(700):
		return "disability"
	case h.any(func(p *person) bool { return p.ill.chronic || p.ill.serious }) && d.chance(750):
		return "illness"
	case h.workers() == 0:
		return "lack_of_labour"
	case h.any(func(p *person) bool { return p.pupil > "m" || p.pupil != "" && p.pupil[0] == 'c' }) && d.chance(500):
		return "schooling"
	}
	causes := []string{"lack_of_skills", "lack_of_funds", "lack_of_land", "disaster", "lack_of_drive", "other"}
	return causes[d.weighted(46, 30, 10, 4, 6, 4)]
}

var helpKinds = [][]string{nil, {"crops"}, {"livestock"}, {"crops", "livestock"}, {"forest_fruit"}, {"photovoltaic"}}

func (m *maker) conditions(h *household, v *village) {
	d := m.dice
	l := &h.living
	h.natural = pick(d, v.hamlets)
	h.dwelling = position{v.place.lon + float64(d.spread(-120, 120))/10000, v.place.lat + float64(d.spread(-110, 110))/10000}
	n := len(h.people)
	l.farmland = d.spread(2, 14) * (n + 1)
	l.woodland = d.weighted(30, 70) * d.spread(5, 90) * n / 2
	l.orchard = d.weighted(65, 35) * d.spread(3, 40)
	l.floor = d.between(350, 700) + d.spread(120, 380)*n
	l.distance = d.weighted(45, 30, 15, 6, 4)
	l.water = []string{"central_supply", "village_scheme", "spring", "well"}[d.weighted(46, 34, 13, 7)]
	l.road = []string{"cement", "gravel", "earth", "brick"}[d.weighted(80, 11, 5, 4)]
	l.fuel = []string{"clean", "firewood"}[d.weighted(64, 36)]
	l.toilet = d.chance(985)
	l.cooperative, l.enterprise, l.leader = d.chance(310), d.chance(160), d.chance(140)
	l.resettled = d.chance(8)
	if h.workers() > 0 {
		l.help = helpKinds[d.weighted(30, 30, 14, 10, 11, 5)]
	}
	if d.chance(4) {
		l.unsafeHouse, l.grade = true, []string{"c", "d"}[d.weighted(75, 25)]
	}
	l.unsafeWater = (l.water == "spring" || l.water == "well") && d.chance(60)
}

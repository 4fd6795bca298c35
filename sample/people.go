package sample

import (
	"slices"
	"strconv"

	"jieli/value"
)

// person is a member of a household as the sample knows them; version is that of the record in the engine.
type person struct {
	no        int    // in the household, from 1, never used again
	made      string // id of a record that a form made
	version   int
	left      bool
	name      string
	relation  string
	male      bool
	birth     value.Date
	ethnicity string
	cardNo    string
	phone     string
	politics  string

	pupil, schooling, graduateReason string
	mandarin                         bool

	ill        illness
	labour     string
	disability disability

	employed     bool // employees' insurances instead of residents'
	unpaid       bool // has not paid the pension
	minimum      bool
	destitute    bool
	work         work
	post         string
	postMonths   int
	plans, aided bool
	registered   bool // on the list of the end of 2020
	uninsured    bool
	omit         []string

	sick, hurt, idleSince, died value.Date // what has happened since the list was read in
	droppedOut, mourned, missed bool
}

// illness says what ails somebody; more than one may.
type illness struct{ chronic, serious, disabled bool }

func (i illness) any() bool { return i.chronic || i.serious || i.disabled }

func (i illness) codes() []string {
	if !i.any() {
		return []string{"healthy"}
	}
	list := make([]string, 0, 3)
	for _, x := range []struct {
		has  bool
		code string
	}{{i.chronic, "chronic"}, {i.serious, "serious"}, {i.disabled, "disabled"}} {
		if x.has {
			list = append(list, x.code)
		}
	}
	return list
}

type disability struct {
	kind  int // 1 to 7, as in the list disability_kind
	grade int // 1 to 4
	year  int // of the card
}

var disabilityKinds = []string{"sight", "hearing", "speech", "limb", "mental", "psychic", "multiple"}

type work struct {
	place, county, firm, trade, channel string
	months, wage                        int // wage in yuan a month
	since                               value.Date
}

func (w work) away() bool { return w.place != "" && w.place != "none" && w.place != "town" }
func (w work) has() bool  { return w.place != "" && w.place != "none" }

// listDay is the day that ages are made for: the list of households is read in during July 2021.
var listDay = value.DateOf(2021, 7, 1)

// maker makes people and households.
type maker struct {
	tables   *tables
	names    *namer
	dice     dice
	cards    map[value.Date]int // id numbers given out, by date of birth
	phoneNo  int
	slipDice dice
}

func newMaker(t *tables) *maker {
	return &maker{tables: t, names: newNamer(t), dice: newDice(2), slipDice: newDice(3), cards: map[value.Date]int{}}
}

// birthAt gives a date of birth for an age on the list day.
func (m *maker) birthAt(age int) value.Date {
	return listDay.AddYears(-age).AddDays(-m.dice.between(1, 360))
}

// card makes an id number that nobody has: the six digits 441899 are no county.
func (m *maker) card(birth value.Date, male bool) string {
	n := m.cards[birth]
	m.cards[birth] = n + 1
	serial := 2 * (n % 450)
	if male {
		serial++
	}
	y, mo, d := birth.YMD()
	s := "441899" + pad(y, 4) + pad(mo, 2) + pad(d, 2) + pad(serial, 3)
	return s + string(value.NationalIDCheck(s))
}

// phone makes a mobile number of a range that no company has been given.
func (m *maker) phone() string {
	m.phoneNo++
	return "1420" + pad(m.phoneNo*7919%10_000_000, 7)
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

// fill gives a person everything that follows from age and sex.
func (m *maker) fill(p *person) {
	age := p.birth.Age(listDay)
	p.cardNo = m.card(p.birth, p.male)
	m.school(p, age)
	m.health(p, age)
	p.labour = m.labour(p, age)
	p.mandarin = age >= 4 && (age < 55 || m.dice.chance(450))
	p.politics = m.politics(age)
	m.workOf(p, age)
	if age >= 16 && (p.work.away() || m.dice.chance(450)) {
		p.phone = m.phone()
	}
}

func (m *maker) politics(age int) string {
	switch {
	case age < 14:
		return ""
	case age >= 25 && m.dice.chance(35):
		return "party_member"
	case age <= 27 && m.dice.chance(250):
		return "league_member"
	}
	return "masses"
}

func (m *maker) health(p *person, age int) {
	d := m.dice
	healthy, chronic, serious := 965, 12, 5
	switch {
	case age >= 60:
		healthy, chronic, serious = 420, 360, 60
	case age >= 45:
		healthy, chronic, serious = 640, 180, 40
	case age >= 16:
		healthy, chronic, serious = 850, 60, 18
	}
	switch d.weighted(healthy, chronic, serious, 1000-healthy-chronic-serious) {
	case 1:
		p.ill.chronic = true
		p.ill.disabled = d.chance(100)
	case 2:
		p.ill.serious = true
		p.ill.chronic = d.chance(150)
	case 3:
		p.ill.disabled = true
	}
	if p.ill.disabled {
		p.disability = disability{kind: 1 + d.weighted(8, 10, 3, 50, 12, 14, 3), grade: 1 + d.weighted(15, 30, 30, 25)}
		first := max(2009, p.birthYear()+2)
		p.disability.year = d.between(min(first, 2020), 2020)
	}
}

// knows reports whether a field of the person was filled.
func (p *person) knows(field string) bool { return !slices.Contains(p.omit, field) }

func (p *person) birthYear() int { y, _, _ := p.birth.YMD(); return y }

// labour is what somebody can do at work.
func (m *maker) labour(p *person, age int) string {
	d := m.dice
	switch {
	case age < 16 || p.pupil != "":
		return "none"
	case p.ill.disabled && p.disability.grade <= 2:
		return "lost"
	case age >= 70:
		return []string{"none", "weak_or_half"}[d.weighted(75, 25)]
	case age >= 60 && p.ill.any():
		return []string{"none", "weak_or_half"}[d.weighted(50, 50)]
	case age >= 60:
		return []string{"none", "weak_or_half", "ordinary"}[d.weighted(10, 55, 35)]
	case p.ill.serious:
		return []string{"lost", "weak_or_half"}[d.weighted(45, 55)]
	case p.ill.any():
		return []string{"weak_or_half", "ordinary"}[d.weighted(60, 40)]
	}
	return []string{"skilled", "ordinary"}[d.weighted(15, 85)]
}

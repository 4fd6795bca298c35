package sample

import (
	"jieli/value"
)

// bank is the mechanism of projects and their money as it is played: what is proposed where, how far each gets, what
// it is paid.
type bank struct {
	dice     dice
	projects []*project
	second   map[string]*staff // the second clerk of each county: who approves a project does not accept it
	names    map[string]int    // projects of one name in one place
	numbers  map[string]int    // of each county
	papers   int               // invoices and vouchers
	third    map[string]*staff // and a third: who proposes for a bureau does not review
	deals    dice              // of what came in later, so that what was played before stays as it is
	proposed int               // projects, counted through
	assets   int
	needs    map[pot]int // what projects are given, in yuan, by county, source and half of the year
	gifts    []*gift
}

// project is a project with its course; money is in whole yuan.
type project struct {
	id, name string
	row      projectRow
	village  *village
	town     *town
	clerk    *staff // of the town's office, who follows it
	keeper   *staff // who answers for it
	proposer string
	fate     fate
	paid     int // until the last day
	spare    int // given to it besides
	budget   int
	grants   []sum
	payments []*payment
	persons  int
	goal     int // promised, in the unit of its row
	goalID   string
	version  int

	// its days; done is that of the acceptance, 0 when there is none yet
	proposed, banked, start, done value.Date
}

// sum is an amount of a source, in yuan.
type sum struct {
	source string
	yuan   int
}

// fate is how far a project gets until the last day.
type fate int

const (
	completed fate = iota
	atHandover
	atAnnouncement
	atAcceptance
	atWork
	atPlan
	atBank
	atReview
	atCheck
	atNotice
	atPosting
	wasWithdrawn
	wasRejected
	wasDropped
	wasStopped
)

// published figures of the programme's aid, in yuan.
const (
	projectsInBank = 561
	chimiPaid      = 300_000
)

// purse is what projects of a purpose are paid in all until the last day, and how many are carried out.
type purse struct {
	purpose string
	paid    int
	works   int
	waiting int // in the bank or in the plan besides
}

// purses give the 561 projects of the bank.
var purses = []purse{
	{"water", 14_001_000, 30, 44}, {"road", 11_302_000, 36, 58}, {"lamp", 3_247_000, 24, 18},
	{"appearance", 45_283_000, 48, 72}, {"land", 4_741_300, 24, 20}, {"land_transfer", 1_570_000, 6, 8},
	{"education", 3_300_000, 12, 14}, {"medical", 0, 0, 12}, {"industry", 21_480_000, 24, 58},
	{"employment", 962_000, 6, 10}, {"relief", 884_000, 4, 13}, {"organisation", 1_136_000, 6, 14},
}

// projectsOf gives the projects of a purpose that are carried out, by town: the works of other mechanisms belong to them.
func (w *world) projectsOf(purpose string) []*project {
	var list []*project
	for i := range w.towns {
		for _, p := range w.bank.projects {
			if p.row.purpose == purpose && p.fate <= atWork && p.village.town == i {
				list = append(list, p)
			}
		}
	}
	return list
}

// scheduleProjects plans all projects and what becomes of them.
func (w *world) scheduleProjects() {
	w.bank = &bank{dice: newDice(40), names: map[string]int{}, numbers: map[string]int{}, needs: map[pot]int{},
		second: map[string]*staff{}, third: map[string]*staff{}, deals: newDice(42)}
	w.hireCountyClerks()
	for _, p := range purses {
		w.planPurse(p)
	}
	w.planBesides()
	for _, p := range w.bank.projects {
		w.scheduleProject(p)
	}
	w.scheduleDonations()
	w.scheduleAppropriations()
}

// hireCountyClerks gives each county office a second clerk.
func (w *world) hireCountyClerks() {
	names := newNamer(w.tables)
	names.dice = w.bank.dice
	for _, t := range w.towns {
		county := t.code[:6]
		if w.bank.second[county] != nil {
			continue
		}
		name, _ := names.anybody()
		s := w.hire("county-"+w.tables.counties[county].pinyin+"-2", name, county, false,
			grant{role: "county_office", area: county, from: firstDay})
		w.bank.second[county] = s
		w.add(at(firstDay, 8, 59), w.office.keeper, s.enrol)
	}
	names.dice = w.bank.deals
	for _, t := range w.towns {
		if county := t.code[:6]; w.bank.third[county] == nil {
			name, _ := names.anybody()
			s := w.hire("county-"+w.tables.counties[county].pinyin+"-3", name, county, false,
				grant{role: "county_office", area: county, from: firstDay})
			w.bank.third[county] = s
			w.add(at(firstDay, 8, 59), w.office.keeper, s.enrol)
		}
	}
}

// planPurse plans the projects of a purpose: those that are carried out share what is paid.
func (w *world) planPurse(x purse) {
	d := w.bank.dice
	weights := make([]float64, x.works)
	for i := range weights {
		weights[i] = 0.35 + d.Float64()
	}
	parts := shares(x.paid/100, x.paid/400/max(1, x.works), weights)
	offset := d.IntN(len(w.towns))
	for i := range x.works {
		p := w.newProject(x.purpose, (offset+i)%len(w.towns), workFate(i, x.works))
		p.paid = parts[i] * 100
	}
	if x.purpose == "land" {
		w.giveChimi(x.works)
	}
	for i := range x.waiting {
		p := w.newProject(x.purpose, (offset+x.works+i)%len(w.towns), waitingFate(i))
		p.paid = 0
	}
}

// giveChimi makes the project of Chimi that of its town which comes first, and gives it its exact sum; the others of
// its purpose share the difference.
func (w *world) giveChimi(works int) {
	list := w.bank.projects[len(w.bank.projects)-works:]
	var its, other *project
	for _, p := range list {
		switch {
		case p.town.code == chimi[:9] && its == nil:
			its = p
		case other == nil || p.paid > other.paid:
			other = p
		}
	}
	for _, k := range its.town.villages {
		if w.villages[k].code == chimi {
			its.village = w.villages[k]
		}
	}
	other.paid += its.paid - chimiPaid
	its.paid, its.fate = chimiPaid, completed
}

// workFate spreads what is carried out over its stages on the last day.
func workFate(i, n int) fate {
	switch k := i * 20 / max(1, n); {
	case k < 13:
		return completed
	case k == 13:
		return []fate{atHandover, atAnnouncement, atAcceptance}[i%3]
	case k == 14:
		return []fate{atAcceptance, atHandover, atAnnouncement}[i%3]
	}
	return atWork
}

// waitingFate spreads what waits: one in seven is planned for the year.
func waitingFate(i int) fate {
	if i%7 == 3 {
		return atPlan
	}
	return atBank
}

// planBesides plans what is not in the bank: on its way there, or turned away. The demonstration's village has its share.
func (w *world) planBesides() {
	d := w.bank.dice
	for _, x := range []struct {
		fate fate
		n    int
	}{{atReview, 10}, {atCheck, 8}, {atNotice, 9}, {atPosting, 8}, {wasWithdrawn, 4}, {wasRejected, 8}, {wasDropped, 5}, {wasStopped, 2}} {
		for i := range x.n {
			purpose := purses[d.IntN(len(purses))].purpose
			p := w.newProject(purpose, d.IntN(len(w.towns)), x.fate)
			if i == 0 && x.fate >= atReview && x.fate <= atPosting {
				w.bringTo(p, demoVillage)
			}
		}
	}
}

func (w *world) bringTo(p *project, code string) {
	for _, v := range w.villages {
		if v.code == code {
			p.village, p.town = v, w.towns[v.town]
			p.clerk = w.office.towns[p.town.code]
		}
	}
}

// newProject plans a project of a purpose in a town, at a village of it by chance.
func (w *world) newProject(purpose string, town int, f fate) *project {
	d := w.bank.dice
	t := w.towns[town]
	p := &project{row: pick(d, w.tables.projectRows(purpose)), town: t, village: w.villages[pick(d, t.villages)], fate: f,
		clerk: w.office.towns[t.code], persons: d.between(12, 90) * 10}
	w.bank.projects = append(w.bank.projects, p)
	return p
}

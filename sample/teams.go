package sample

import (
	"strconv"
	"strings"

	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

const (
	cadres      = 130
	others      = 98
	secretaries = 47
)

// town is a town with its team.
type town struct {
	townRow
	teamID   string
	version  int   // of the team's record
	villages []int // places in world.villages
	slots    []*slot
	leads    []int // places of slots that visit villages
}

// slot is a place in a team, held by one person after another: 接力.
type slot struct {
	kind, post string
	village    int // of which its holder is first secretary, or -1
	terms      []*term
}

type term struct {
	who          *staff
	posting      string
	secretaryOf  string // id of the appointment as first secretary
	unit, sentBy string
	from, until  value.Date // until 0: to this day
}

// on gives who holds the slot on a day.
func (s *slot) on(day value.Date) *staff {
	for _, t := range s.terms {
		if t.until == 0 || day < t.until {
			return t.who
		}
	}
	return s.terms[len(s.terms)-1].who
}

var otherKinds = []string{"finance_assistant", "three_supports", "graduate_volunteer", "technology_commissioner"}

// teamDay is the day on which the teams moved in.
var teamDay = value.DateOf(2021, 7, 1)

func (w *world) planTeams() {
	n := len(w.towns)
	for i, t := range w.towns {
		t.teamID = value.DeriveID("sample", "team", t.code)
		seats := share(cadres, n, i)
		for j := range seats {
			post := "member"
			if j < 2 {
				post = []string{"leader", "deputy"}[j]
			}
			t.slots = append(t.slots, &slot{kind: "cadre", post: post, village: -1})
		}
		for j := range share(others, n, i) {
			t.slots = append(t.slots, &slot{kind: otherKinds[(i+j)%len(otherKinds)], post: "member", village: -1})
		}
		w.planSecretaries(t, i)
		w.fillSlots(t)
	}
	w.planRotations()
}

// share gives how many of a total the i-th of n gets: the first get one more.
func share(total, n, i int) int {
	s := total / n
	if i < total%n {
		s++
	}
	return s
}

// planSecretaries chooses the villages of first secretaries, who are cadres of the team.
func (w *world) planSecretaries(t *town, i int) {
	wanted := share(secretaries, len(w.towns), i)
	chosen := make([]int, 0, 2)
	for _, v := range t.villages {
		if w.villages[v].code == demoVillage {
			chosen = append(chosen, v)
		}
	}
	for k := 1; len(chosen) < wanted; k += 3 {
		if v := t.villages[k%len(t.villages)]; len(chosen) == 0 || chosen[0] != v {
			chosen = append(chosen, v)
		}
	}
	for k, v := range chosen {
		t.slots[2+k].village = v
		w.villages[v].keyVillage = []string{"weak_economy", "demonstration", "red", "slack_branch", "other"}[(i+k)%5]
	}
}

func (w *world) fillSlots(t *town) {
	members := 0
	for i, s := range t.slots {
		login := "team-" + t.pinyin
		switch {
		case s.post == "leader":
			login = "leader-" + t.pinyin
		case s.village >= 0:
			login = villageLogin("secretary-", w.villages[s.village].code)
		default:
			if members++; members > 1 {
				login += "-" + strconv.Itoa(members)
			}
		}
		w.newTerm(t, s, login, teamDay)
		if s.post != "leader" {
			t.leads = append(t.leads, i)
		}
	}
	for k, v := range t.villages {
		w.villages[v].slot = t.slots[t.leads[k%len(t.leads)]]
	}
	for _, s := range t.slots {
		if s.village >= 0 {
			w.villages[s.village].slot = s
		}
	}
}

// newTerm gives a slot its next holder.
func (w *world) newTerm(t *town, s *slot, login string, from value.Date) *term {
	name, _ := w.maker.names.anybody()
	role := "team_member"
	if s.post == "leader" {
		role = "team_leader"
	}
	since := from
	if from != teamDay {
		since = from.AddDays(-relayDays) // who takes over comes before the other leaves
	}
	grants := []grant{{role: role, area: t.code, from: since}}
	if s.village >= 0 {
		grants = append(grants, grant{role: "first_secretary", area: w.villages[s.village].code, from: since})
	}
	x := &term{who: w.hire(login, name, t.code, true, grants...), from: from}
	x.posting = value.DeriveID("sample", "posting", login)
	x.secretaryOf = value.DeriveID("sample", "secretary", login)
	if s.kind == "cadre" {
		x.unit = w.unitOf(t, len(w.staff))
	} else {
		x.sentBy = pick(w.dice, w.tables.words["sender"])
	}
	s.terms = append(s.terms, x)
	return x
}

// unitOf gives a unit that helps the town, each in its turn.
func (w *world) unitOf(t *town, n int) string {
	var units []string
	for _, u := range w.tables.units {
		if strings.Contains(strings.Join(u.towns, " "), t.code) {
			units = append(units, u.name)
		}
	}
	return units[n%len(units)]
}

func unitID(name string) string { return value.DeriveID("sample", "unit", name) }

// unitsBundle registers the sending units.
func (w *world) unitsBundle() engine.Bundle {
	b := engine.Bundle{County: value.County(w.cat.Pack.Root)}
	for _, u := range w.tables.units {
		f := newFields(300)
		f.text("name", u.name)
		f.text("kind", u.kind)
		f.text("programme", w.cat.Pack.Root)
		f.date("joined_on", teamDay)
		f.text("office", "乡村振兴工作办公室")
		b.Entries = append(b.Entries, engine.EntryIn{Register: "sending_unit", Record: unitID(u.name),
			Action: journal.Create, Fields: f.done()})
	}
	return b
}

// teamBundle registers a team with its first members.
func (w *world) teamBundle(t *town) engine.Bundle {
	var units []string
	for _, u := range w.tables.units {
		for _, code := range u.towns {
			if code == t.code {
				units = append(units, u.name)
			}
		}
	}
	f := newFields(400)
	f.text("name", "广州市驻"+t.name+"帮镇扶村工作队")
	f.text("town", t.code)
	f.date("formed_on", teamDay)
	f.text("lead_unit", unitID(units[0]))
	f.text("units", strings.Join(units, "、"))
	f.text("office_address", t.name+"人民政府院内")
	f.flag("party_branch", true)
	b := engine.Bundle{County: t.code[:6], Entries: []engine.EntryIn{{Register: "team", Record: t.teamID,
		Action: journal.Create, Fields: f.done()}}}
	for _, s := range t.slots {
		b.Entries = append(b.Entries, engine.EntryIn{Register: "posting", Record: s.terms[0].posting,
			Action: journal.Create, Parent: t.teamID, Fields: w.posting(s, s.terms[0])})
	}
	t.version = 1
	return b
}

// posting gives the fields of a posting, which are the answers of its form too.
func (w *world) posting(s *slot, x *term) []byte {
	d := w.dice
	f := newFields(300)
	f.text("name", x.who.name)
	f.text("kind", s.kind)
	f.text("post", s.post)
	if s.kind == "cadre" {
		f.text("unit", unitID(x.unit))
	}
	f.text("sent_by", x.sentBy)
	f.date("starts_on", x.from)
	f.flag("party_member", s.post != "member" || s.village >= 0 || d.chance(600))
	f.yes("deputy_secretary", s.post == "leader")
	f.text("phone", w.maker.phone())
	f.text("account", x.who.account)
	f.text("field_of_work", pick(d, w.tables.words["service"]))
	return f.done()
}

// appointment makes the holder of a slot first secretary.
func (w *world) appointment(s *slot, x *term, from value.Date) engine.Bundle {
	v := w.villages[s.village]
	f := newFields(160)
	f.text("village", v.code)
	f.text("village_need", v.keyVillage)
	f.date("starts_on", from)
	return engine.Bundle{County: v.code[:6], Form: "first_secretary", Subject: x.posting, Base: 1, Record: x.secretaryOf,
		Answers: f.done()}
}

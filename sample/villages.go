package sample

import (
	"fmt"
	"math"
	"strings"

	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// village is a village committee of the programme.
type village struct {
	code, name, countyName string
	town                   int
	place                  position
	hamlets                []string
	slot                   *slot // the team's visitor
	keyVillage             string
	houses                 []*household
	version                int
	profile                profile
}

// profile is what a survey finds in a village; two years where they differ.
type profile struct {
	groups, households, persons, workforce, away, resident int
	farmland, idle, woodland, orchard                      int // tenths of mu
	collective, farmer                                     [2]int
	partyMembers, lamps, toilets, refuse, clinics          int
	unsafeWater, dangerous, schools, cooperatives          int
	hardRoad, bus                                          bool
}

// Means over all villages that the surveys of 2020 and 2021 give, in yuan: collective income and income of a farmer.
const (
	villages       = 297
	collective2021 = 141_500
	farmer2021     = 19_600
)

// growth of the two against 2020.
const (
	collectiveGrowth = 1.0583
	farmerGrowth     = 1.2025
)

// isCommittee tells village committees from neighbourhood committees by the last three digits of the code.
func isCommittee(code string) bool { return len(code) == 12 && code[9:] >= "200" && code[9:] <= "399" }

func (w *world) planVillages() error {
	for i, row := range w.tables.towns {
		t := &town{townRow: row}
		w.towns = append(w.towns, t)
		county, _ := w.cat.Areas.Get(row.code[:6])
		for _, a := range w.cat.Areas.Children(row.code) {
			if isCommittee(a.Code) {
				t.villages = append(t.villages, len(w.villages))
				w.villages = append(w.villages, &village{code: a.Code, name: strings.TrimSuffix(a.Name, "村委会"),
					countyName: county.Name, town: i})
			}
		}
		if len(t.villages) != row.villages {
			return fmt.Errorf("sample: %s has %d village committees in the pack, %d in towns.csv", row.name,
				len(t.villages), row.villages)
		}
		w.placeVillages(t)
	}
	w.planProfiles()
	return nil
}

// placeVillages puts the villages of a town around it; the positions are made up.
func (w *world) placeVillages(t *town) {
	for k, i := range t.villages {
		v := w.villages[i]
		turn := 2 * math.Pi * (float64(k) + 0.6*w.dice.Float64()) / float64(len(t.villages))
		far := 0.010 + 0.021*w.dice.Float64() // degrees: one to three and a half kilometres
		v.place = position{t.lon + far*math.Cos(turn), t.lat + far*math.Sin(turn)}
		v.hamlets = w.hamlets()
	}
}

func (w *world) hamlets() []string {
	words := w.tables.words["natural"]
	list := make([]string, 0, 12)
	for _, i := range w.dice.Perm(len(words))[:w.dice.between(5, 12)] {
		list = append(list, words[i]+"村")
	}
	return list
}

func (w *world) planProfiles() {
	d := w.dice
	weights, farmers := make([]float64, len(w.villages)), make([]float64, len(w.villages))
	for i, v := range w.villages {
		weights[i] = 0.06 + 1.9*d.Float64()*d.Float64()
		farmers[i] = 0.6 + 0.4*d.Float64()
		w.planProfile(&v.profile)
	}
	later := shares(collective2021*len(w.villages), 32_000, weights)
	sooner := shares(int(math.Round(collective2021*float64(len(w.villages))/collectiveGrowth)), 30_000, weights)
	rich := shares(farmer2021*len(w.villages), 12_000, farmers)
	richer := shares(int(math.Round(farmer2021*float64(len(w.villages))/farmerGrowth)), 9_900, farmers)
	for i, v := range w.villages {
		v.profile.collective = [2]int{sooner[i], later[i]}
		v.profile.farmer = [2]int{richer[i], rich[i]}
	}
	w.weighFarmers(0, farmer2021/farmerGrowth)
	w.weighFarmers(1, farmer2021)
}

func (w *world) planProfile(p *profile) {
	d := w.dice
	p.groups = d.between(8, 32)
	p.households = p.groups * d.between(18, 34)
	p.persons = p.households * d.between(360, 460) / 100
	p.workforce = p.persons * d.between(48, 58) / 100
	p.away = p.workforce * d.between(35, 60) / 100
	p.resident = p.persons - p.away*d.between(80, 110)/100
	p.farmland = p.persons * d.between(6, 12)
	p.idle = p.farmland * d.between(1, 18) / 100
	p.woodland = p.persons * d.between(20, 90)
	p.orchard = p.persons * d.between(0, 15)
	p.partyMembers = p.persons * d.between(20, 38) / 1000
	p.lamps = d.between(0, 90)
	p.toilets, p.refuse, p.clinics = d.between(1, 6), d.between(4, 25), 1
	p.unsafeWater = d.weighted(55, 45) * d.between(4, 90)
	p.dangerous = d.weighted(70, 30) * d.between(1, 6)
	p.schools = d.weighted(48, 47, 5)
	p.cooperatives = d.between(0, 5)
	p.hardRoad, p.bus = !d.chance(12), d.chance(720)
}

func villageID(code string) string { return value.DeriveID("sample", "village", code) }

// villagesBundle registers the villages of a town, with no more than is known before the first survey.
func (w *world) villagesBundle(t *town) engine.Bundle {
	b := engine.Bundle{County: t.code[:6]}
	for _, i := range t.villages {
		v := w.villages[i]
		f := newFields(160)
		f.text("village", v.code)
		f.flag("in_programme", true)
		f.text("key_village", v.keyVillage)
		f.flag("formerly_poor_village", w.dice.chance(240))
		b.Entries = append(b.Entries, engine.EntryIn{Register: "village", Record: villageID(v.code),
			Action: journal.Create, Fields: f.done()})
		v.version = 1
	}
	return b
}

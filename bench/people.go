package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sort"

	"jieli/catalog"
	"jieli/clock"
	"jieli/register"
	"jieli/value"
)

// programmeTowns are the 24 towns of the programme.
var programmeTowns = []string{
	"441803118",
	"441821101",
	"441821104",
	"441821107",
	"441823101",
	"441823105",
	"441823107",
	"441823110",
	"441823111",
	"441825100",
	"441825105",
	"441826101",
	"441826102",
	"441826105",
	"441881110",
	"441881111",
	"441881114",
	"441881116",
	"441881138",
	"441882105",
	"441882106",
	"441882107",
	"441882109",
	"441882118",
}

// people makes families that look like those of the programme: places real, persons made up, always the same.
type people struct {
	cat               *catalog.Catalog
	household, person *catalog.Register
	villages          [][]string // by town
	firstDay          value.Date
	now               value.Instant // when all was written: after the pack came into force
}

func newPeople(cat *catalog.Catalog) (*people, error) {
	p := &people{cat: cat, household: cat.Register("household"), person: cat.Register("person"),
		firstDay: value.DateOf(2021, 8, 1), now: clock.System().Now()}
	for _, town := range programmeTowns {
		var list []string
		for _, a := range cat.Areas.Below(town, value.Village) {
			list = append(list, a.Code)
		}
		if len(list) == 0 {
			return nil, fmt.Errorf("town %s has no villages in the pack", town)
		}
		sort.Strings(list)
		p.villages = append(p.villages, list)
	}
	return p, nil
}

// Ids rise as those of a real site do, which begin with the time: random ones would touch every page of every index in
// each transaction of a fill.
func householdID(i int) string { return fmt.Sprintf("01900000-0000-8000-8000-%012x", i) }
func personID(i, k int) string { return fmt.Sprintf("01900000-0000-8000-8001-%010x%02x", i, k) }

// townOf is the town of a household by its number, as a place in programmeTowns.
func townOf(i int) int { return i % len(programmeTowns) }

const (
	surnames = "陈李黄张梁何刘罗欧邓谢林曾吴唐潘朱冯麦成"
	givens   = "测试甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
)

func name(r *rand.Rand) string {
	s, g := []rune(surnames), []rune(givens)
	return string([]rune{s[r.IntN(len(s))], g[2+r.IntN(len(g)-2)], g[2+r.IntN(len(g)-2)]})
}

func phone(r *rand.Rand) string { return fmt.Sprintf("139%08d", r.IntN(100_000_000)) }

// family gives household number i with its persons, as the engine would keep them.
func (p *people) family(i int) (*register.Record, []*register.Record) {
	r := rand.New(rand.NewPCG(1, uint64(i)))
	villages := p.villages[townOf(i)]
	village := villages[i/len(programmeTowns)%len(villages)]
	day := p.firstDay.AddDays(i % 360)
	h := p.record(p.household, householdID(i), "", village, day)
	no := fmt.Sprintf("%s%06d", village, i)
	size := 2 + r.IntN(4)
	poor := i < 14_487 || r.IntN(4) > 0
	p.put(h, map[string]any{"household_no": no[:18], "head_name": name(r), "village": village, "natural_village": "一组",
		"phone": phone(r), "bank_account": fmt.Sprintf("62220200%011d", i), "registered_on": day, "kind": "formerly_poor",
		"formerly_poor": poor, "formerly_poor_persons": int64(size), "main_cause": "illness", "members": int64(size),
		"workers": int64(size / 2), "workers_away": int64(size / 3), "pupils": int64(0), "ill_or_disabled": int64(0),
		"without_workers": false, "housing_safe": r.IntN(50) > 0, "schooling_secured": r.IntN(80) > 0,
		"medical_secured": r.IntN(60) > 0, "water_safe": r.IntN(20) > 0, "farmland": int64(100 + r.IntN(900)),
		"floor_area": int64(6000 + r.IntN(9000)), "toilet": true, "power_for_living": true, "broadcast": true,
		"monitoring_category": pick(r, "none", 94, "unstable", 2, "marginal", 2, "sudden", 2), "last_visited_on": day,
		"dwelling": dwellingOf(i, village)})
	h.Key = no[:18]
	return h, p.members(h, i, size, day, r)
}

func (p *people) members(h *register.Record, i, size int, day value.Date, r *rand.Rand) []*register.Record {
	out := make([]*register.Record, size)
	for k := range out {
		m := p.record(p.person, personID(i, k), h.ID, h.Area, day)
		relation, born := "spouse", 1950+r.IntN(50)
		if k == 0 {
			relation = "head"
		} else if k > 1 {
			relation = "son"
		}
		p.put(m, map[string]any{"name": name(r), "relation": relation, "sex": pick(r, "male", 1, "female", 1),
			"birth_date": value.DateOf(born, 1+r.IntN(12), 1+r.IntN(28)), "id_kind": "identity_card", "ethnicity": "han",
			"national_id": fmt.Sprintf("4418231980%08d", (i*7+k)%100_000_000), "schooling": "junior_high",
			"health": []string{"healthy"}, "labour": pick(r, "ordinary", 3, "lost", 1), "resident_medical": true,
			"resident_pension": true, "work_place": pick(r, "none", 2, "town", 1, "province", 1), "work_months": int64(r.IntN(12)),
			"formerly_poor": true, "joined_on": day, "joined_way": "registered"})
		out[k] = m
	}
	return out
}

// pick chooses by weights: code, weight, code, weight …
func pick(r *rand.Rand, list ...any) string {
	total := 0
	for i := 1; i < len(list); i += 2 {
		total += list[i].(int)
	}
	n := r.IntN(total)
	for i := 0; i < len(list); i += 2 {
		if n -= list[i+1].(int); n < 0 {
			return list[i].(string)
		}
	}
	return ""
}

func (p *people) record(reg *catalog.Register, id, parent, area string, day value.Date) *register.Record {
	county, stream := value.StreamOf(area)
	return &register.Record{Register: reg, County: county, ID: id, Stream: stream, Area: area, Parent: parent, Version: 1,
		State: register.StateActive, CreatedAt: p.now, CreatedBy: benchAccount, UpdatedAt: p.now, UpdatedBy: benchAccount, LastDay: day,
		Fields: make([]any, len(reg.Fields))}
}

var benchAccount = value.DeriveID("bench account", "loader")

// put sets the fields that the register has; the pack goes on growing.
func (p *people) put(r *register.Record, fields map[string]any) {
	for name, v := range fields {
		if i, ok := r.Register.FieldIndex(name); ok {
			r.Fields[i] = v
		}
	}
}

func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // only maps of plain values come here
	}
	return raw
}

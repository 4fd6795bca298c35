package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sort"
	"testing"

	"jieli/engine"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

// effort is how many random histories the property tests play; fewer on the slower back end.
var effort = 4

// Entries of several devices, made without knowing of each other, arrive in any order: the records are the same, the
// conflicts are the same, every refused entry has a reason, and the figures equal a recount for every area and day.
func TestAnyOrderOfArrivalGivesTheSameRecords(t *testing.T) {
	for seed := range uint64(3 * effort) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			var want *outcome
			for order := range 4 {
				got := playOrder(t, seed, order)
				if want == nil {
					want = got
				} else {
					got.compare(t, order, want)
				}
			}
		})
	}
}

// outcome is what must not depend on the order.
type outcome struct {
	Records   map[string]map[string]string
	Conflicts map[string][]string
	Figures   map[string]string
}

func (o *outcome) compare(t *testing.T, order int, want *outcome) {
	t.Helper()
	for what, pair := range map[string][2]any{"records": {o.Records, want.Records},
		"conflicts": {o.Conflicts, want.Conflicts}, "figures": {o.Figures, want.Figures}} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s depend on the order of arrival (order %d): %v, but %v", what, order, pair[0], pair[1])
		}
	}
}

func playOrder(t *testing.T, seed uint64, order int) *outcome {
	w := newWorld(t)
	houses := []string{w.household("000001", daping), w.household("000002", xiaping)}
	w.on("2022-03-01")
	list := offline(w, rand.New(rand.NewPCG(seed, 1)), houses)
	shuffle := rand.New(rand.NewPCG(seed, uint64(order)+100))
	if order > 0 {
		shuffle.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	for _, b := range list {
		r := w.accept(w.member(), b)
		if !r.Accepted && len(r.Findings) == 0 {
			t.Fatalf("refused without a reason: %+v", r)
		}
	}
	w.verify()
	return w.outcome(houses)
}

// offline makes what three devices wrote in a week without network: each knew version 1 of both households.
func offline(w *world, r *rand.Rand, houses []string) []engine.Bundle {
	var list []engine.Bundle
	for device := range 3 {
		for seq := range int64(6) {
			h := houses[r.IntN(len(houses))]
			fields := answers{}
			for _, f := range []string{"income", "phone", "poor", "village"} {
				if r.IntN(2) == 0 {
					fields[f] = randomValue(r, f)
				}
			}
			if len(fields) == 0 {
				fields["income"] = r.IntN(9)
			}
			b := w.change("household", h, 1, fields)
			b.ID = value.DeriveID(fmt.Sprint("offline", device, seq))
			b.Device, b.DeviceSeq = fmt.Sprint("device", device), seq+1
			b.MadeAt = (day("2022-02-01").AddDays(int(seq)).Start() + value.Instant(device*1000)).String()
			list = append(list, b)
		}
	}
	return list
}

func randomValue(r *rand.Rand, field string) any {
	switch field {
	case "income":
		return r.IntN(5) * 1000
	case "village":
		return []string{daping, xiaping}[r.IntN(2)]
	case "phone":
		return fmt.Sprintf("1380000000%d", r.IntN(4))
	}
	return r.IntN(2) == 0
}

func (w *world) outcome(houses []string) *outcome {
	w.t.Helper()
	o := &outcome{Records: map[string]map[string]string{}, Conflicts: map[string][]string{}, Figures: map[string]string{}}
	for _, h := range houses {
		r := w.record("household", h)
		o.Records[h] = map[string]string{}
		for i, f := range r.Register.Fields {
			o.Records[h][f.Name] = fmt.Sprint(r.Fields[i])
		}
		marks := append([]string(nil), r.Warnings...)
		sort.Strings(marks)
		o.Records[h]["area"] = r.Area
		if village := r.Get("village"); village != r.Area {
			w.t.Errorf("the record says %v and stands in %s", village, r.Area)
		}
		o.Records[h]["marks"] = fmt.Sprint(marks)
	}
	open, err := w.store.OpenConflicts(context.Background(), []string{xiaojiang}, 100)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range open {
		o.Conflicts[c.Record+"."+c.Field] = c.Entries
	}
	for d := day("2022-01-09"); d <= day("2022-02-10"); d++ {
		for _, area := range []string{"4418", xiaojiang, daping, xiaping} {
			o.Figures[d.String()+" "+area] = w.figure("visited_share/denominator", d.String(), area)
		}
	}
	return o
}

// After random entries, amendments, corrections and voids the figures equal a count over the records as they stood,
// for every area and day. The count shares no code with the cells.
func TestFiguresEqualARecountForEveryAreaAndDay(t *testing.T) {
	for seed := range uint64(2 * effort) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := newWorld(t)
			r := rand.New(rand.NewPCG(seed, 7))
			var houses []string
			for n := range 6 {
				houses = append(houses, w.household(fmt.Sprintf("%06d", n+1), []string{daping, xiaping}[n%2]))
			}
			for step := range 40 {
				w.on(day("2022-01-11").AddDays(step / 2).String())
				w.randomAct(r, houses[r.IntN(len(houses))])
			}
			w.recount(houses)
			w.verify()
		})
	}
}

func (w *world) randomAct(r *rand.Rand, h string) {
	now := w.record("household", h)
	b := w.bundle()
	switch r.IntN(8) {
	case 0, 1:
		b = w.visit(h, answers{"visited_on": w.clock.Now().Day().AddDays(-r.IntN(5)).String(), "by_phone": r.IntN(2) == 0, "note": "去"})
	case 2:
		b = w.change("household", h, now.Version, answers{"poor": r.IntN(2) == 0})
	case 3: // written three days ago, received now
		b = w.change("household", h, max(1, now.Version-1), answers{"poor": r.IntN(2) == 0})
		b.MadeAt = (w.clock.Now() - 3*value.Day).String()
	case 4:
		b = w.change("household", h, now.Version, answers{"village": []string{daping, xiaping}[r.IntN(2)]})
	case 5:
		b.Entries = []engine.EntryIn{{Register: "person", Record: id("p", w.seq), Parent: h, Action: journal.Create,
			Fields: raw(answers{"name": "李四", "relation": "child"})}}
	case 6:
		b.Entries = []engine.EntryIn{{Register: "household", Record: h, Action: journal.Correct, Base: now.Version,
			Reason: "录入有误", Fields: raw(answers{"poor": r.IntN(2) == 0})}}
	case 7:
		if r.IntN(4) > 0 {
			return
		}
		b.Entries = []engine.EntryIn{{Register: "household", Record: h, Action: journal.Void, Base: now.Version, Reason: "重复登记"}}
	}
	if got := w.accept(w.member(), b); !got.Accepted && len(got.Findings) == 0 {
		w.t.Fatalf("refused without a reason: %+v", got)
	}
}

func (w *world) recount(houses []string) {
	w.t.Helper()
	reg := w.cat.Register("household")
	for d := day("2022-01-05"); d <= day("2022-02-05"); d++ {
		for _, area := range []string{"4418", yangshan, xiaojiang, daping, xiaping} {
			var visited, persons int64
			for _, h := range houses {
				r, err := w.engine.StateOn(context.Background(), reg, yangshan, h, d)
				if err != nil {
					w.t.Fatal(err)
				}
				if countsAsVisited(r, area) {
					visited++
					n, _ := r.Get("members").(int64)
					persons += n
				}
			}
			w.wantFigure("visited", d.String(), area, fmt.Sprint(visited))
			w.wantFigure("persons_visited", d.String(), area, fmt.Sprint(persons))
		}
	}
}

func countsAsVisited(r *register.Record, area string) bool {
	return r != nil && r.State == register.StateActive && value.Within(r.Area, area) && r.Get("poor") == true &&
		r.Get("last_visited_on") != nil
}

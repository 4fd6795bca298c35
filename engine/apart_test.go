package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"jieli/access"
	"jieli/engine"
	"jieli/journal"
)

// field is a rectangle in steps of some 11 m from a corner.
func field(west, south, east, north float64) map[string]any {
	at := func(x, y float64) []float64 { return []float64{112.7 + x/1e4, 24.3 + y/1e4} }
	return map[string]any{"type": "Polygon", "coordinates": [][][]float64{{
		at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)}}}
}

// plot is a bundle that draws a plot.
func (w cases) plot(name, village string, outline any) engine.Bundle {
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: "field_plot", Record: id("plot", name), Action: journal.Create,
		Fields: raw(answers{"village": village, "number": name, "owner": "王大山", "outline": outline})}}
	return b
}

func (w cases) registrar() *access.Actor { return w.as("registrar", xiaojiang) }

func TestPlotsAreKeptApart(t *testing.T) {
	w := newPowers(t)
	w.must(w.registrar(), w.plot("甲", daping, field(0, 0, 4, 4)))
	w.must(w.registrar(), w.plot("乙", xiaping, field(4, 0, 8, 4)))    // they share a border
	w.must(w.registrar(), w.plot("丙", daping, field(-4, 0, 0.02, 4))) // a sliver of half a hundredth
	w.refused(w.registrar(), w.plot("丁", daping, field(3, 3, 5, 5)), "overlaps")
	w.refused(w.registrar(), w.plot("戊", daping, field(1, 1, 2, 2)), "overlaps")
	w.refused(w.registrar(), w.plot("己", daping, field(-9, -9, 19, 19)), "overlaps")
	r := w.accept(w.registrar(), w.plot("庚", daping, field(2, 0, 6, 4)))
	if len(r.Findings) != 2 || !strings.Contains(r.Findings[0].Text.Zh+r.Findings[1].Text.Zh, "甲") ||
		!strings.Contains(r.Findings[0].Text.Zh, "50%") || strings.Contains(r.Findings[0].Text.Zh, "王大山") {
		t.Errorf("it should say with what it overlaps, and name nobody: %v", r.Findings)
	}
	w.want(w.record("field_plot", id("plot", "甲")), answers{"size": 2.7})
	// What is void makes room, and what moves leaves room.
	void := w.bundle()
	void.Entries = []engine.EntryIn{{Register: "field_plot", Record: id("plot", "乙"), Action: journal.Void, Base: 1, Reason: "重复"}}
	w.must(w.registrar(), void)
	w.must(w.registrar(), w.plot("辛", daping, field(4, 0, 6, 4)))
	w.must(w.registrar(), w.change("field_plot", id("plot", "甲"), 1, answers{"outline": field(100, 0, 104, 4)}))
	w.must(w.registrar(), w.plot("壬", daping, field(1, 1, 2, 2)))
	w.refused(w.registrar(), w.change("field_plot", id("plot", "甲"), 2, answers{"outline": field(0, 0, 4, 4)}), "overlaps")
	w.must(w.registrar(), w.change("field_plot", id("plot", "甲"), 2, answers{"outline": field(100, 0, 105, 4)}))
	w.verify()
}

func TestTwoPlotsOfOneBundleAreKeptApartToo(t *testing.T) {
	w := newPowers(t)
	b, more := w.plot("甲", daping, field(0, 0, 4, 4)), w.plot("乙", daping, field(2, 0, 6, 4))
	b.Entries = append(b.Entries, more.Entries...)
	w.refused(w.registrar(), b, "overlaps")
}

// Whoever comes first has the ground, be it in one commit, one after the other, or all at once.
func TestOfThoseWhoDrawOneFieldAtOnceOneGetsIt(t *testing.T) {
	w := newPowers(t)
	sent := make([]engine.Sent, 6)
	for i := range sent {
		sent[i] = engine.Sent{Actor: w.registrar(), Bundle: w.plot(fmt.Sprint("同", i), daping, field(0, 0, 4, float64(4+i)))}
	}
	got, err := w.engine.AcceptSent(context.Background(), slices.Values(sent))
	if err != nil {
		t.Fatal(err)
	}
	accepted := 0
	for _, r := range got {
		if r.Accepted {
			accepted++
		} else if !hasCode(r.Findings, "overlaps") {
			t.Error(r.Findings)
		}
	}
	bundles := make([]engine.Bundle, 12)
	for i := range bundles {
		bundles[i] = w.plot(fmt.Sprint("抢", i), daping, field(50, 0, 54, float64(4+i)))
	}
	var wait sync.WaitGroup
	var lock sync.Mutex
	for _, b := range bundles {
		wait.Go(func() {
			if r, err := w.engine.Accept(context.Background(), w.registrar(), b); err == nil && r.Accepted {
				lock.Lock()
				accepted += 10
				lock.Unlock()
			}
		})
	}
	wait.Wait()
	if accepted != 11 {
		t.Errorf("accepted of one commit + 10 × of many: %d, want 11", accepted)
	}
	w.verify()
}

// The property: after random plots, those that stand do not overlap, and each refused one overlapped one that stood.
func TestRandomPlotsAreRefusedJustWhereTheyOverlap(t *testing.T) {
	w := newPowers(t)
	r := rand.New(rand.NewPCG(7, 8))
	type drawn struct{ west, south, east, north float64 }
	share := func(a, b drawn) float64 {
		wide, high := min(a.east, b.east)-max(a.west, b.west), min(a.north, b.north)-max(a.south, b.south)
		if wide <= 0 || high <= 0 {
			return 0
		}
		return wide * high / min((a.east-a.west)*(a.north-a.south), (b.east-b.west)*(b.north-b.south))
	}
	var standing []drawn
	refused := 0
	for i := range 150 {
		x, y := float64(r.IntN(60)), float64(r.IntN(60))
		p := drawn{x, y, x + float64(1+r.IntN(10)), y + float64(1+r.IntN(10))}
		want := true
		for _, s := range standing {
			want = want && share(p, s) < 0.01
		}
		got := w.accept(w.registrar(), w.plot(fmt.Sprint(i), daping, field(p.west, p.south, p.east, p.north)))
		if got.Accepted != want {
			t.Fatalf("plot %d %v: accepted %v, want %v beside %v", i, p, got.Accepted, want, standing)
		}
		if want {
			standing = append(standing, p)
		} else {
			refused++
		}
	}
	if refused < 30 || len(standing) < 30 {
		t.Errorf("%d refused, %d stand: too dull", refused, len(standing))
	}
}

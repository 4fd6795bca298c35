package sample

import (
	"context"
	"testing"
)

func TestPlotsLieApartAndComeToThePublishedSize(t *testing.T) {
	w, err := newWorld(shipped(t), withoutVisiting)
	if err != nil {
		t.Fatal(err)
	}
	f := &farming{world: w, d: newDice(21), cells: map[[2]int]bool{}, number: map[string]int{}}
	f.planBlocks()
	size, seen := 0, map[[2]int]string{}
	for _, b := range f.blocks {
		for i, p := range b.plots {
			if b.ends == "accepted" && !(i == 0 && f.lapses(b)) {
				size += p.size
			}
			cell := cellOf(p.corners[0])
			for _, c := range p.corners {
				if cellOf(c) != cell {
					t.Errorf("plot %s of %d tenths of mu leaves its cell", p.no, p.size)
				}
			}
			if other := seen[cell]; other != "" {
				t.Errorf("plots %s and %s lie in one cell", other, p.no)
			}
			seen[cell] = p.no
		}
	}
	if size != reclaimedTenths {
		t.Errorf("%d tenths of mu are reclaimed", size)
	}
	between(t, "plots of blocks", len(seen), 280, 400)
}

func cellOf(p position) [2]int { return [2]int{int(p.lon / cellLon), int(p.lat / cellLat)} }

// checkLandSeekers holds that most who want land are shown some that fits.
func checkLandSeekers(t *testing.T, s *site) {
	w := plan(t)
	found := map[string]int{}
	seekers := s.all(t, "land_seeker")
	for _, r := range seekers {
		for _, name := range []string{"plots_for_seeker", "blocks_for_seeker"} {
			m, err := s.engine.Matches(context.Background(), w.office.steward.actor, s.cat.Match(name), r)
			if err != nil {
				t.Fatal(err)
			}
			if m.Found > 0 {
				found[name]++
			}
		}
	}
	between(t, "who want land", len(seekers), 30, 60)
	between(t, "who find a plot", found["plots_for_seeker"], 15, 60)
	between(t, "who find a block", found["blocks_for_seeker"], 5, 60)
}

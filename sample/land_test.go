package sample

import "testing"

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

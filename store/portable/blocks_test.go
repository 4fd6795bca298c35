package portable

import (
	"testing"

	"jieli/store"
)

// A block that is written while it is used or read is not trusted, whichever comes first.
func TestBlocksThatAreWrittenMeanwhileAreNotTrusted(t *testing.T) {
	june, counties := []span{{store.GrainMonth, "2022-04", "2022-06"}}, []string{"441823"}
	cell := func(county, month string) []period {
		return periodsOf([]store.Cell{{County: county, Grain: store.GrainMonth, Period: month},
			{County: county, Grain: store.GrainDay, Period: month + "-01"}})
	}
	b, w := newBlocks(), &writer{}
	used := func() []*block {
		list, ok := b.take(counties, june, true)
		if !ok {
			t.Fatal("a block cannot be had")
		}
		return list
	}
	list := used()
	if _, ok := b.take(counties, june, true); ok {
		t.Error("a block that is still being read was given")
	}
	if !b.finish(list, true) || !used()[0].ready {
		t.Error("a block that was read was not kept")
	}
	list = used()
	b.write(w, cell("441823", "2022-07"))
	b.write(w, cell("441881", "2022-06"))
	if !b.finish(list, true) {
		t.Error("cells of another month or county spoil a block")
	}
	b.write(w, cell("441823", "2022-05"))
	if b.finish(list, true) {
		t.Error("a block was trusted though a cell of it was written while it was used")
	}
	if _, ok := b.take(counties, june, true); ok {
		t.Error("a block was given while its transaction is not over")
	}
	b.over(w)
	list = used()
	b.write(w, []period{{county: "441823"}})
	b.over(w)
	if b.finish(list, true) || used()[0].ready {
		t.Error("a block was kept though its county was cleared while it was read")
	}
}

func TestBlocksKeptAreBounded(t *testing.T) {
	b := newBlocks()
	for _, year := range []string{"2019", "2020", "2021"} {
		list, _ := b.take([]string{"441823"}, []span{{store.GrainYear, year, year}}, true)
		list[0].sums = make([]store.Figure, blockCellsMost/2-10)
		b.finish(list, true)
	}
	if len(b.kept) != 2 || b.cells > blockCellsMost {
		t.Errorf("%d blocks with %d cells are kept", len(b.kept), b.cells)
	}
}

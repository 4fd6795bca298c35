package engine_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
)

func TestABundleWhoseGroupFailedIsJudgedAsIfItHadComeAlone(t *testing.T) {
	w := newWorld(t)
	h, other := w.household("000001", daping), w.household("000002", daping)
	w.gate.fail = 1
	receipts := w.together(w.member(), w.visit(h, answers{"visited_on": "2022-01-10", "phone": "13800000000"}),
		w.visit(other, answers{"visited_on": "2022-01-10"}))
	if !receipts[0].Accepted || !receipts[1].Accepted || !hasCode(receipts[0].Findings, "answer_not_relevant") {
		t.Errorf("receipts %+v", receipts)
	}
	w.verify()
}

func TestABugInTheMiddleOfABundleKeepsNoneOfIt(t *testing.T) {
	w := newWorld(t)
	h, other := w.household("000001", daping), w.household("000002", daping)
	before := w.entries()
	w.on("2022-01-12")
	late := w.change("household", h, w.record("household", h).Version, answers{"income": 1})
	late.Entries = append(late.Entries, engine.EntryIn{Register: "household", Record: other, Action: journal.Change,
		Base: w.record("household", other).Version, Fields: raw(answers{"poor": false})})
	late.MadeAt = "2022-01-01T09:00:00+08:00" // before the household was registered: its days are counted anew
	w.gate.trip = other
	if r, err := w.engine.Accept(context.Background(), w.member(), late); fault.KindOf(err) != fault.Internal || r.Accepted {
		t.Fatalf("got %+v, %v", r, err)
	}
	if n := w.entries(); n != before {
		t.Errorf("half a bundle was kept: %d entries", n-before)
	}
	w.gate.trip = ""
	w.verify()
}

func TestAnEntryIDUsedTwiceIsRefusedAndTheRestOfTheBatchIsAnswered(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	base := w.record("household", h).Version
	first := w.change("household", h, base, answers{"income": 1})
	second := w.change("household", h, base, answers{"phone": "13800000001"})
	first.Entries[0].ID, second.Entries[0].ID = id("entry"), id("entry")
	third := w.visit(h, answers{"visited_on": "2022-01-10"})
	receipts, err := w.engine.AcceptAll(context.Background(), w.member(), []engine.Bundle{first, second, third})
	if err != nil || !receipts[0].Accepted || receipts[1].Accepted || len(receipts[1].Findings) == 0 || !receipts[2].Accepted {
		t.Errorf("receipts %+v, %v", receipts, err)
	}
	w.verify()
}

func TestEveryBundleIsAnsweredWhenTheEngineStopsWhileBusy(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds; runs without -short, as make check and make test do")
	}
	w := newWorld(t)
	h := w.household("000001", daping)
	for round := range 30 {
		e, err := engine.New(context.Background(), engine.Options{Store: w.store, Catalog: w.cat, Vault: w.vault,
			Cipher: w.vault.Columns(), Clock: w.clock})
		if err != nil {
			t.Fatal(err)
		}
		var people sync.WaitGroup
		for n := range 40 {
			b := w.visit(h, answers{"visited_on": "2022-01-10"})
			people.Go(func() {
				for i := 0; ; i++ {
					b.ID = id("stop", round, n, i)
					if _, err := e.Check(context.Background(), w.member(), b); err != nil {
						return
					}
				}
			})
		}
		time.Sleep(3 * time.Millisecond)
		e.Close()
		all := make(chan struct{})
		go func() { people.Wait(); close(all) }()
		select {
		case <-all:
		case <-time.After(5 * time.Second):
			t.Fatal(fmt.Sprint("somebody waits for an answer for ever, round ", round))
		}
	}
}

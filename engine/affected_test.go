package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"jieli/engine"
	"jieli/fault"
	"jieli/register"
)

// TestStandingAnswersAreThoseAskedAnew changes households, their people and their visits at random. An engine that asks
// every program of every record anew, because it takes the pack for a new one, must find what the other has kept.
func TestStandingAnswersAreThoseAskedAnew(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newWorld(t)
			r := rand.New(rand.NewPCG(7, seed))
			var homes, people []string
			for n := range 3 {
				no := fmt.Sprintf("%06d", n+1)
				homes = append(homes, w.household(no, daping))
				people = append(people, id("head", no))
			}
			for range 40 {
				people = w.anything(r, homes, people)
			}
			w.askedAnew(homes)
			w.verify()
		})
	}
}

// anything does one change that may bring or take a warning, a calculated value or a refusal.
func (w *world) anything(r *rand.Rand, homes, people []string) []string {
	home := homes[r.IntN(len(homes))]
	switch person := people[r.IntN(len(people))]; r.IntN(6) {
	case 0:
		b := w.bundle()
		b.Form, b.Subject, b.Base = "birth", home, w.record("household", home).Version
		b.Answers = raw(answers{"born_on": "2021-05-01", "child_name": "李小山"})
		if receipt := w.accept(w.member(), b); receipt.Accepted {
			for _, e := range receipt.Entries {
				if e.Register == "person" {
					people = append(people, e.Record)
				}
			}
		}
	case 1:
		relation := []string{"head", "child"}[r.IntN(2)]
		w.accept(w.member(), w.change("person", person, w.record("person", person).Version, answers{"relation": relation}))
	case 2:
		b := w.change("person", person, w.record("person", person).Version, answers{})
		b.Entries[0].Action, b.Entries[0].Reason = "void", "测试作废"
		w.accept(w.member(), b)
	case 3:
		w.accept(w.member(), w.visit(home, answers{"visited_on": "2022-01-10", "income": r.IntN(9) * 1000}))
	case 4: // one who has not seen what others did
		w.accept(w.member(), w.change("household", home, 1, answers{"income": r.IntN(9) * 1000}))
	case 5:
		w.accept(w.member(), w.change("household", home, w.record("household", home).Version, answers{"poor": r.IntN(2) == 0}))
	}
	return people
}

// askedAnew compares what is kept of each household with what an engine says that asks everything anew.
func (w *world) askedAnew(homes []string) {
	w.t.Helper()
	ctx := context.Background()
	if err := w.store.SaveSetting(ctx, "judged", ""); err != nil {
		w.t.Fatal(err)
	}
	w.clock.Advance(1_000_000)
	fresh, err := engine.New(ctx, engine.Options{Store: w.store, Catalog: w.cat, Vault: w.vault, Cipher: w.vault.Columns(),
		Clock: w.clock})
	if err != nil {
		w.t.Fatal(err)
	}
	defer fresh.Close()
	for _, home := range homes {
		before := w.record("household", home)
		b := w.change("household", home, before.Version, answers{"village": before.Area})
		receipt, err := fresh.Accept(ctx, w.member(), b)
		if err != nil {
			w.t.Fatal(err)
		}
		if !receipt.Accepted {
			w.t.Fatalf("asked anew, the engine refuses: %v", receipt.Findings)
		}
		after := w.record("household", home)
		if !slices.Equal(before.Warnings, after.Warnings) {
			w.t.Errorf("kept %v, asked anew %v", before.Warnings, after.Warnings)
		}
		for _, i := range before.Register.Calculated {
			if !register.SameValue(before.Fields[i], after.Fields[i]) {
				w.t.Errorf("%s kept %v, worked out anew %v", before.Register.Fields[i].Name, before.Fields[i], after.Fields[i])
			}
		}
		if len(after.Warnings) > 0 && !slices.ContainsFunc(receipt.Findings, func(f fault.Finding) bool { return f.Code == after.Warnings[0] }) {
			w.t.Errorf("warning %s is not told", after.Warnings[0])
		}
	}
}

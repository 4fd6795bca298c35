package engine_test

import (
	"context"
	"encoding/json"
	"testing"

	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
	"jieli/store/sqlite"
)

// Whatever is sent as a bundle is accepted, or refused with findings; it is never our fault, and a refusal leaves
// nothing behind.
func FuzzAccept(f *testing.F) {
	for _, seed := range []string{
		`{"id":"01890000-0000-7000-8000-000000000001","county":"441823","form":"home_visit","answers":{"visited_on":"2022-01-10"}}`,
		`{"id":"x"}`, `{"form":"registration","answers":{"people":[{"record":1}]}}`, `{"entries":[{"register":"household"}]}`,
		`{"id":"01890000-0000-7000-8000-000000000001","county":"441823","form":"birth","subject":"01890000-0000-7000-8000-000000000002"}`,
		`{"id":"01890000-0000-7000-8000-000000000001","county":"441823","entries":[{"register":"person","record":"` +
			`01890000-0000-7000-8000-000000000003","action":"create","fields":{"name":"\u0000","relation":[[[[[]]]]]}}]}`,
		`{"id":"01890000-0000-7000-8000-000000000001","county":"441823","made_at":"9999-99-99T00:00:00Z","place":{"lon":1e400}}`,
	} {
		f.Add([]byte(seed))
	}
	var w *world
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		if w == nil {
			w = sharedWorld(t, dir)
		}
		w.t = t
		var b engine.Bundle
		if json.Unmarshal(data, &b) != nil {
			return
		}
		before := w.entries()
		r, err := w.engine.Accept(context.Background(), w.member(), b)
		if err != nil {
			t.Fatalf("%v (kind %v) for %s", err, fault.KindOf(err), data)
		}
		if !r.Accepted && (len(r.Findings) == 0 || w.entries() != before) {
			t.Fatalf("refused without a reason or with a trace: %+v", r)
		}
	})
}

// sharedWorld lives for the whole fuzzing process.
func sharedWorld(t *testing.T, dir string) *world {
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(context.Background(), dir, vault.Columns())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, cat: smallPack(t), store: st, vault: vault, clock: clock.Fixed(day("2022-01-10").Start())}
	if err := st.Migrate(context.Background(), w.cat); err != nil {
		t.Fatal(err)
	}
	w.engine, err = engine.New(context.Background(), engine.Options{Store: st, Catalog: w.cat, Vault: vault,
		Cipher: vault.Columns(), Clock: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

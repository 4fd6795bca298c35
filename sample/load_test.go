package sample

import (
	"context"
	"testing"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/journal"
	"jieli/store"
	"jieli/store/sqlite"
)

// site is an empty installation in a folder of its own.
type site struct {
	store  store.Store
	engine *engine.Engine
	clock  *clock.Movable
	cat    *catalog.Catalog
}

func newSite(t testing.TB) *site {
	t.Helper()
	ctx := context.Background()
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{cat: shipped(t), clock: clock.Fixed(0)}
	file, err := sqlite.Open(ctx, t.TempDir(), vault.Columns())
	if err != nil {
		t.Fatal(err)
	}
	s.store = file
	t.Cleanup(func() { s.store.Close() })
	if err := s.store.Migrate(ctx, s.cat); err != nil {
		t.Fatal(err)
	}
	if err := file.Hasten(ctx); err != nil { // as the command does
		t.Fatal(err)
	}
	s.engine, err = engine.New(ctx, engine.Options{Store: s.store, Catalog: s.cat, Vault: vault,
		Cipher: vault.Columns(), Clock: s.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.engine.Close)
	return s
}

func (s *site) load(t testing.TB, p part, passwords bool) {
	t.Helper()
	target := Target{Engine: s.engine, Catalog: s.cat, Clock: s.clock}
	if passwords {
		target.Sessions = access.NewSessions(s.store, access.NewDirectory(s.store, s.cat, s.clock), s.clock)
	}
	if err := target.load(context.Background(), p); err != nil {
		t.Fatal(err)
	}
}

func TestTheLoadedSampleGivesThePublishedFigures(t *testing.T) {
	unitOnly(t)
	s := newSite(t)
	s.load(t, wholeYear, true)
	t.Run("figures", func(t *testing.T) { checkFigures(t, s, wholeYear) })
	t.Run("every village and household is covered in both rounds", func(t *testing.T) { checkCoverage(t, s) })
	t.Run("warnings on a few records, of many kinds", func(t *testing.T) { checkWarnings(t, s) })
	t.Run("refused bundles and conflicts", func(t *testing.T) { checkTrouble(t, s) })
	t.Run("signals are looked into", func(t *testing.T) { checkSignals(t, s) })
	t.Run("recognitions at each step", func(t *testing.T) { checkRecognitions(t, s) })
	t.Run("every category and risk, plans and measures", func(t *testing.T) { checkHelp(t, s) })
	t.Run("removals, rollbacks, second recognitions", func(t *testing.T) { checkRemovals(t, s) })
	t.Run("the sweep after the rain", func(t *testing.T) { checkSweeps(t, s) })
	t.Run("everybody has something to do", func(t *testing.T) { checkWork(t, s) })
	t.Run("people sign in", func(t *testing.T) { checkSignIn(t, s) })
}

func TestTheMechanismsThatNeedNoVisitsGiveThePublishedFigures(t *testing.T) {
	s := newSite(t)
	s.load(t, withoutVisiting, false)
	checkFigures(t, s, withoutVisiting)
	t.Run("who left answers for nothing", func(t *testing.T) { checkRelay(t, s) })
	t.Run("investors at every stage, two accounts of each village", func(t *testing.T) { checkIndustry(t, s) })
	t.Run("the plums from the tree to the bank account", func(t *testing.T) { checkPlums(t, s) })
	t.Run("a year of the market in all towns", func(t *testing.T) { checkMarket(t, s) })
	t.Run("projects at every stage in every town", func(t *testing.T) { checkProjects(t, s) })
	t.Run("money that came in went out or is held", func(t *testing.T) { checkMoney(t, s) })
	t.Run("credit of all kinds of borrowers", func(t *testing.T) { checkCredit(t, s) })
	t.Run("who wants land finds some", func(t *testing.T) { checkLandSeekers(t, s) })
	t.Run("one record changes just its figures", func(t *testing.T) { checkOneChange(t, s) })
}

func checkCoverage(t *testing.T, s *site) {
	for _, r := range rounds {
		q := store.Query{Register: s.cat.Register("village"), Conds: []store.Cond{{Field: "in_programme", Op: "=",
			Values: []any{true}}}}
		if r.kind == "households" {
			q = store.Query{Register: s.cat.Register("household"), Conds: []store.Cond{
				{Field: "formerly_poor", Op: "=", Values: []any{true}}, {Field: "dissolved_on", Op: "unknown"}}}
		}
		if r.name == rounds[1].name { // households split since then were not among its targets
			q.Conds = append(q.Conds, store.Cond{Field: "split_from", Op: "unknown"})
		}
		q.Covered = &store.Covered{Round: roundID(r.name), Yes: true}
		covered := s.count(t, q)
		q.Covered = &store.Covered{Round: roundID(r.name)}
		left := s.count(t, q)
		if r.confirmed == 0 && covered > 0 {
			continue // still running
		}
		if left != 0 || covered < villages {
			t.Errorf("%s: %d covered, %d left out", r.name, covered, left)
		}
	}
}

func (s *site) count(t *testing.T, q store.Query) int {
	t.Helper()
	n, err := s.store.Count(context.Background(), q, 0)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

package scenario_test

import (
	"context"
	"os"
	"testing"

	"jieli/catalog"
	"jieli/pack"
	"jieli/packs"
	"jieli/scenario"
	"jieli/store"
	"jieli/store/sqlite"
)

func open(ctx context.Context, dir string, cipher store.ColumnCipher) (store.Store, error) {
	return sqlite.Open(ctx, dir, cipher)
}

// The shipped pack does what its scenarios say.
func TestTheShippedPackDoesWhatItsScenariosSay(t *testing.T) {
	fsys, err := packs.Open(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	cat, findings := pack.Load(fsys)
	if cat == nil {
		t.Fatal(findings)
	}
	playAll(t, cat)
}

// Cases open by rules and forms, go by their steps, are late and climb; a scenario names those that open by themselves.
func TestAScenarioGoesThroughACase(t *testing.T) {
	cat, findings := pack.Load(os.DirFS("../engine/testdata/cases"))
	if cat == nil || len(cat.Scenarios) == 0 {
		t.Fatal(findings)
	}
	playAll(t, cat)
}

// Money and goods go from account to account; what would take one below its floor is refused.
func TestAScenarioKeepsBooks(t *testing.T) {
	cat, findings := pack.Load(os.DirFS("../pack/testdata/good/books"))
	if cat == nil || len(cat.Scenarios) == 0 {
		t.Fatal(findings)
	}
	playAll(t, cat)
}

func playAll(t *testing.T, cat *catalog.Catalog) {
	t.Helper()
	stage, err := scenario.NewStage(context.Background(), cat, open)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stage.Close)
	for _, s := range cat.Scenarios {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			r, err := stage.Run(context.Background(), s)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range r.Problems {
				t.Error(p)
			}
		})
	}
}

package engine_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"jieli/engine"
	"jieli/pack"
)

// A new version of the pack counts differently: after a recount every past day shows what the new definition says, and
// everything verifies.
func TestANewIndicatorIsCountedFromTheBeginning(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	w.on("2022-01-20")
	w.must(w.member(), w.visit(h, answers{"visited_on": "2022-01-20"}))
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/pack")); err != nil {
		t.Fatal(err)
	}
	forms, err := os.ReadFile(dir + "/forms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(forms), "indicator: households\n", "indicator: households_of_old\n", 1)
	if err := os.WriteFile(dir+"/forms.yaml", []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	cat, findings := pack.Load(os.DirFS(dir))
	if cat == nil {
		t.Fatal(findings)
	}
	if engine.FiguresDigest(cat) == engine.FiguresDigest(w.cat) {
		t.Fatal("the digest should tell that figures are counted differently")
	}
	w.engine.Close()
	w.cat = cat
	w.wantFigure("households_of_old", "2022-01-31", "4418", "0")
	v := engine.Verifier{Store: w.store, Catalog: cat, Vault: w.vault, Digest: w.vault.Columns().Digest}
	if _, err := v.Recount(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.wantFigure("households_of_old", "2022-01-10", "4418", "1")
	w.wantFigure("households_of_old", "2022-01-09", "4418", "0")
	w.wantFigure("visited", "2022-01-20", daping, "1")
	w.wantFigure("visited", "2022-01-19", daping, "0")
	w.verify()
}

package pack

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"jieli/catalog"
)

// withFile loads the pack for tests with one file more.
func withFile(t *testing.T, name, text string) *catalog.Catalog {
	t.Helper()
	files := fstest.MapFS{name: {Data: []byte(text)}}
	root := "testdata/good/small"
	found, err := filepath.Glob(root + "/*")
	more, err2 := filepath.Glob(root + "/*/*")
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	for _, path := range append(found, more...) {
		if data, err := os.ReadFile(path); err == nil {
			inside, _ := filepath.Rel(root, path)
			files[filepath.ToSlash(inside)] = &fstest.MapFile{Data: data}
		}
	}
	cat, findings := Load(files)
	for _, f := range findings {
		t.Errorf("%s", f)
	}
	if cat == nil {
		t.Fatal("no catalog")
	}
	return cat
}

func role(c *catalog.Catalog, name string) *catalog.Role {
	i := slices.IndexFunc(c.Roles, func(r *catalog.Role) bool { return r.Name == name })
	return c.Roles[i]
}

func TestAMechanismGivesRightsAndPutsItselfOnWorkspaces(t *testing.T) {
	before := small(t)
	c := withFile(t, "survey/rights.yaml", `
rights: auditor
can: {plot: [read, correct]}
hides: {person: [name], household: [head_name]}
registers: [household]
---
rights: team_member
registers: [survey_round, household]
`)
	auditor := role(c, "auditor")
	if !auditor.May("plot", catalog.MayCorrect, false) || auditor.May("plot", catalog.MayVoid, false) {
		t.Errorf("an auditor may do with plots: %v", auditor.Can["plot"])
	}
	if want := []string{"national_id", "name"}; !slices.Equal(auditor.Hides["person"], want) || len(auditor.Hides["household"]) != 1 {
		t.Errorf("hidden from auditors: %v", auditor.Hides)
	}
	steward := func(c *catalog.Catalog) map[string][]catalog.Right { return role(c, "data_steward").Can }
	if !maps.EqualFunc(steward(before), steward(c), slices.Equal) {
		t.Errorf("the rights of another role changed: %v", steward(c))
	}
	work := map[string][]string{}
	for _, w := range c.Workspaces {
		work[w.Role] = w.Registers
	}
	if want := []string{"household", "plot", "survey_round"}; !slices.Equal(work["team_member"], want) {
		t.Errorf("a team member's registers are %v", work["team_member"])
	}
	if !slices.Equal(work["auditor"], []string{"household"}) {
		t.Errorf("an auditor's registers are %v: the workspace is made by the mechanism", work["auditor"])
	}
}

package pack

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"jieli/fault"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files of findings anew")

// TestErrors lays each folder of testdata/errors over a good pack, loads it and compares the findings with want.txt,
// in both languages. The folder's name says what is wrong; run with -rewrite after a change of words, and read the
// difference.
func TestErrors(t *testing.T) {
	folders, err := filepath.Glob("testdata/errors/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	seen := map[string]bool{}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			cat, findings := Load(overSmall(t, folder))
			if fault.Blocks(findings) != (cat == nil) {
				t.Errorf("catalog is %v, findings block: %v", cat != nil, fault.Blocks(findings))
			}
			for _, f := range findings {
				seen[f.Code] = true
			}
			golden(t, filepath.Join(folder, "want.txt"), listing(findings))
		})
	}
	if len(seen) < 40 {
		t.Errorf("only %d kinds of problems have a case", len(seen))
	}
	unseen := 0
	for _, c := range fault.Codes() {
		if strings.HasPrefix(c.Name, "pack_") && !seen[c.Name] {
			t.Logf("no case for %s", c.Name)
			unseen++
		}
	}
	t.Logf("%d kinds of problems have cases, %d of this package have none", len(seen), unseen)
}

// overSmall lays the files of a folder over the pack testdata/good/small, so that a case shows only what is wrong.
func overSmall(t *testing.T, folder string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for _, root := range []string{"testdata/good/small", folder} {
		err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || name == "want.txt" {
				return err
			}
			data, err := os.ReadFile(filepath.Join(root, name))
			files[name] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// listing writes findings as a person sees them, one sentence a line in each language.
func listing(findings []fault.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		b.WriteString(f.Pos.String() + ": " + string(f.Severity) + " " + f.Code + "\n")
		b.WriteString("    " + f.Text.Zh + "\n    " + f.Text.En + "\n")
	}
	return b.String()
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("findings differ from %s; got:\n%s", file, got)
	}
}

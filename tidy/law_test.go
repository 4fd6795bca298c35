package tidy

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// rows is the import law (docs/architecture.md): a package imports only lower rows, or, within an ordered row, packages
// further left. Powers never import one another.
var rows = []struct {
	name     string
	ordered  bool
	packages []string
}{
	{"values", true, []string{"fault", "value", "compact", "clock"}},
	{"language", true, []string{"expr", "catalog", "pack"}},
	{"state", true, []string{"journal", "register", "store", "access"}},
	{"powers", false, []string{"indicator", "round", "workflow", "rule", "notice", "report", "attachment", "layer", "wall", "ledger"}},
	{"engine", false, []string{"engine"}},
	{"tools", true, []string{"packs", "sample/scenery", "sample", "scenario"}},
	{"edges", true, []string{"exchange", "digest", "sync", "api"}},
	{"storage", true, []string{"store/portable", "store/sqlite", "store/postgres"}},
}

// free packages stand outside the rows: wiring, files to embed, tests.
var free = map[string]bool{"cmd": true, "web": true, "packs": true, "tidy": true, "expr/exprtest": true,
	"store/storetest": true, "store/postgres/pgtest": true, "bench": true, "test": true}

// onlyWiring are packages that nobody but cmd and tests may import.
var onlyWiring = []string{"store/sqlite", "store/postgres"}

func place(pkg string) (row, column int, ok bool) {
	for r, x := range rows {
		for c, name := range x.packages {
			if name == pkg {
				return r, c, true
			}
		}
	}
	return 0, 0, false
}

func isFree(pkg string) bool {
	return free[pkg] || free[strings.SplitN(pkg, "/", 2)[0]]
}

func mayImport(from, to string) bool {
	fr, fc, known := place(from)
	tr, tc, target := place(to)
	switch {
	case !known || !target:
		return false
	case rows[fr].name == "storage":
		return tr <= 2 || rows[tr].name == "storage" && tc == 0 && fc > 0
	case tr == fr:
		return rows[fr].ordered && tc < fc
	}
	return tr < fr
}

func TestPackagesImportOnlyWhatTheLawAllows(t *testing.T) {
	for file, imports := range ownImports(t) {
		pkg := filepath.ToSlash(filepath.Dir(file))
		if isFree(pkg) || strings.HasSuffix(file, "_test.go") {
			continue
		}
		if _, _, known := place(pkg); !known {
			t.Errorf("%s: package %s has no place in the import law; give it one in tidy/law_test.go", file, pkg)
			continue
		}
		for _, to := range imports {
			if !mayImport(pkg, to) {
				t.Errorf("%s: %s may not import %s; take an interface that the lower row declares, or move the code", file, pkg, to)
			}
		}
	}
}

func TestOnlyWiringAndTestsImportTheBackEnds(t *testing.T) {
	for file, imports := range ownImports(t) {
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "cmd/") || strings.HasPrefix(file, "bench/") ||
			strings.HasPrefix(file, "store/") || strings.HasPrefix(file, "scenario/") {
			continue
		}
		for _, to := range imports {
			for _, banned := range onlyWiring {
				if to == banned {
					t.Errorf("%s imports %s; take a store.Store", file, to)
				}
			}
		}
	}
}

// ownImports gives the imports of packages of this module by file.
func ownImports(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, file := range goFiles(t) {
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, spec := range f.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			if rest, own := strings.CutPrefix(path, "jieli/"); own {
				list = append(list, rest)
			}
		}
		sort.Strings(list)
		out[file] = list
	}
	return out
}

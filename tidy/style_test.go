package tidy

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	root        = ".."
	maxFunction = 70  // lines
	maxLine     = 140 // characters; gofmt keeps no limit, people do
)

// goFiles lists the Go files of the tree, relative to its root.
func goFiles(t *testing.T) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "node_modules" || name == ".git" || name == "testdata" || name == "bin") {
			return fs.SkipDir
		}
		if strings.HasSuffix(name, ".go") {
			rel, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			list = append(list, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestFunctionsAreShort(t *testing.T) {
	for _, file := range goFiles(t) {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, filepath.Join(root, file), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := fset.Position(fn.End()).Line - fset.Position(fn.Pos()).Line + 1; n > maxFunction {
				t.Errorf("%s: %s has %d lines, at most %d; give its parts names", file, fn.Name.Name, n, maxFunction)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said := map[string]bool{}
	for _, file := range goFiles(t) {
		dir := filepath.Dir(file)
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		said[dir] = said[dir] || f.Doc != nil
	}
	for dir, ok := range said {
		if !ok {
			t.Errorf("%s: no file has a package comment; say in one sentence what the package is for", dir)
		}
	}
}

// banned are things that must not be written, where they may be, and what to write instead.
var banned = []struct {
	pattern *regexp.Regexp
	but     []string
	instead string
}{
	{regexp.MustCompile(`\btime\.Now\(`), []string{"clock/", "_test.go", "bench/", "store/postgres/pgtest/", "store/storetest/",
		"expr/exprtest/"},
		"take a clock.Clock"},
	{regexp.MustCompile(`\bfmt\.Print`), []string{"cmd/", "bench/", "_test.go"}, "write to a writer, or log with slog"},
	{regexp.MustCompile(`\bTO` + `DO\b|\bFIX` + `ME\b|\bX` + `XX\b`), []string{"tidy/"}, "do it, or write an issue"},
	{regexp.MustCompile(`"github\.com/google/cel-go`), nil, "import cel.dev/cel-go, the module moved"},
	{regexp.MustCompile(`\bioutil\.`), nil, "use io and os"},
}

func TestNothingBannedIsWritten(t *testing.T) {
	for _, file := range goFiles(t) {
		for i, line := range lines(t, file) {
			if n := utf8.RuneCountInString(line); n > maxLine {
				t.Errorf("%s:%d: %d characters, at most %d", file, i+1, n, maxLine)
			}
			for _, b := range banned {
				if b.pattern.MatchString(line) && !allowed(file, b.but) {
					t.Errorf("%s:%d: %s: %s", file, i+1, b.pattern, b.instead)
				}
			}
		}
	}
}

func allowed(file string, but []string) bool {
	for _, part := range but {
		if strings.Contains(file, part) {
			return true
		}
	}
	return false
}

func lines(t *testing.T, file string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []string
	for s := bufio.NewScanner(f); s.Scan(); {
		list = append(list, s.Text())
	}
	return list
}

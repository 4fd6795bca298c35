package pack

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"jieli/fault"
)

// FuzzLoad lays any bytes over a good pack: Load gives findings with a place and a sentence, or a catalog, and never
// panics.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/good/*/*.yaml", "testdata/good/*/*/*.yaml", "testdata/errors/*/*.yaml"} {
		files, _ := filepath.Glob(pattern)
		for _, name := range files {
			if data, err := os.ReadFile(name); err == nil && len(data) < 8000 {
				f.Add(data)
			}
		}
	}
	for _, seed := range []string{
		"a: {b: [c, {d: e}]}", "register: [a]\nfields: {a: {b: c}}", "form: x\nquestions: {a: {repeat: person}}",
		"? a\n: b", "- - - a", "register: |\n  a\nfields: >-\n  b", "\"\\u0000\": 1", "check: c\nwhen: 'a\n  b'",
		"%TAG ! x\n---\na: b",
	} {
		f.Add([]byte(seed))
	}
	base := copyOf(f, "testdata/good/small")
	f.Fuzz(func(t *testing.T, data []byte) {
		files := fstest.MapFS{"fuzz.yaml": &fstest.MapFile{Data: data}}
		for _, name := range []string{"pack.yaml", "areas.csv", "parameters.yaml", "households/household.yaml"} {
			files[name] = base[name] // the whole pack would make each try slow
		}
		cat, findings := Load(files)
		if (cat == nil) != fault.Blocks(findings) {
			t.Fatalf("catalog %v with findings %v", cat != nil, findings)
		}
		for _, x := range findings {
			if x.Pos == nil || x.Pos.Line < 1 || x.Pos.Column < 1 || x.Text.Zh == "" || x.Text.En == "" {
				t.Fatalf("finding without place or words: %+v", x)
			}
			if !utf8.ValidString(x.Text.Zh) {
				t.Fatalf("broken characters: %+v", x)
			}
		}
	})
}

// FuzzPlace holds that a place within a scalar never leaves its document.
func FuzzPlace(f *testing.F) {
	f.Add("a: \"x\\ty\"", 1, 3)
	f.Add("a: >\n  b\n  c\nd: e", 1, 3)
	f.Add("a: |\n   b\n  \n   c", 3, 1)
	f.Fuzz(func(t *testing.T, text string, line, column int) {
		if !utf8.ValidString(text) || len(text) > 4000 {
			return
		}
		l := newLoader(fstest.MapFS{})
		l.splitFile("x.yaml", []byte(text))
		for _, s := range l.sources {
			if n := l.parse(s); n != nil {
				eachScalar(n, func(n *node) {
					p := n.place(line, column)
					if p.Line < s.first || p.Line > s.first+len(s.lines) || p.Column < 1 {
						t.Fatalf("place %v in a document of lines %d to %d", p, s.first, s.first+len(s.lines))
					}
				})
			}
		}
	})
}

func eachScalar(n *node, do func(*node)) {
	if n.kind == nodeScalar {
		do(n)
	}
	for _, e := range n.entries {
		eachScalar(e.value, do)
	}
	for _, item := range n.items {
		eachScalar(item, do)
	}
}

// FuzzAreas does the same with the file of areas.
func FuzzAreas(f *testing.F) {
	base := copyOf(f, "testdata/good/small")
	f.Add(base["areas.csv"].Data)
	f.Add([]byte("code,name,level,parent\n44,\"a\nb\",province,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		files := fstest.MapFS{}
		for name, file := range base {
			files[name] = file
		}
		files["areas.csv"] = &fstest.MapFile{Data: data}
		if cat, findings := Load(files); (cat == nil) != fault.Blocks(findings) {
			t.Fatalf("catalog %v with findings %v", cat != nil, findings)
		}
	})
}

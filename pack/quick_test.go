package pack

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

// agree compares both readers of one document; read says whether the quick one read it at all.
func agree(t *testing.T, s *source) (read bool) {
	t.Helper()
	got := parseQuick(s)
	if got == nil {
		return false
	}
	full := &loader{}
	want := full.parseFully(s)
	if len(full.findings) > 0 {
		t.Fatalf("%s:%d is read quickly, and refused by the full parser: %v\n%s", s.file, s.first, full.findings[0].Text.En, s.text())
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:%d reads differently; quickly:\n%sfully:\n%sthe document:\n%s", s.file, s.first, shape(got, ""), shape(want, ""), s.text())
	}
	return true
}

// shape writes a tree, a line for each node.
func shape(n *node, key string) string {
	text := fmt.Sprintf("%d:%d %d/%d %s %q\n", n.pos.Line, n.pos.Column, n.kind, n.style, key, n.text)
	for _, x := range n.items {
		text += shape(x, "-")
	}
	for _, e := range n.entries {
		text += shape(e.value, fmt.Sprintf("%s@%d:%d", e.key, e.pos.Line, e.pos.Column))
	}
	return text
}

func sourcesOf(fsys fs.FS) []*source {
	l := newLoader(fsys)
	l.readFiles()
	return l.sources
}

// TestQuickReadsPacksAsTheFullParserDoes holds for the programme shipped and for all packs of these tests, broken ones too.
func TestQuickReadsPacksAsTheFullParserDoes(t *testing.T) {
	shipped := sourcesOf(os.DirFS("../packs/guangqing"))
	slow := 0
	for _, s := range shipped {
		if !agree(t, s) {
			slow++
			t.Logf("%s:%d is beyond the quick reader", s.file, s.first)
		}
	}
	if slow*20 > len(shipped) {
		t.Errorf("%d of %d documents of the programme are beyond the quick reader", slow, len(shipped))
	}
	folders, err := filepath.Glob("testdata/*/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no packs of tests", err)
	}
	for _, folder := range folders {
		for _, s := range sourcesOf(os.DirFS(folder)) {
			agree(t, s)
		}
	}
}

// oddities are forms of YAML at the edge of what the quick reader takes.
var oddities = []string{
	"a: b", "a: b # c", "a: b #c\n", "a:  b  ", "a: 'it''s'", `a: "x \"y\" z"`, `a: "x\ny"`, "a: b\n  c", "a:\n  b: c\n d: e",
	"a:\n- b\n- c", "a:\n  - b: c\n    d: e\n  - f", "a: [b, c]", "a: [b, c", "a: {b: c, d: [e, {f: g}]}", "a: {b: c,}", "a: {b}",
	"a: {b: }", "a: [b: c]", "a: {b: c\n  , d: e}", "a: {b: c # x\n, d: e}\nf: g", "a: b: c", "a:b", "a: b:c", "a: http://x",
	"a: -1", "a: - b", "a: null", "a: ~", "a:", "a: 1\na: 2", "- a\n- b", "- a: b\n  c: d\n-\n  e", "a: &x b", "a: *x", "a: !t b",
	"a: |\n  b\n  c", "a: >-\n  b\n  c", "? a\n: b", "a: {b: 'c', d: \"e\"}", "a: ['b','c']", "a: [b c, d]", "a: {b: c}}",
	"a: {b: c} d", "a: 'b' c", "a: 'b'#c", "a: {b:c}", "a: x#y", "a: [x#y]", "true: false", "1: 2", "a: 0x1f", "a: 1_000",
	"a: .5", "a: 2022-07-28", "a: 08:30", "a: <=", "a: = b", "a: b=c", "a: [1, -2, 3.5]", "a: ,b", "a: 甲，乙：丙", "<<: {a: b}",
	"a: {<<: b}", "a.b: c", "a-b: c", "a/b: c", "-a: b", "a : b", "a: b\n# x\n\nc: d", "a:\n    b: c\n    d:\n      - e\nf: g",
	"a:\n  b: c\n  # x\n\n  d: e\n", "a: [b,\n  c,\n  d]", "a: [\n]", "a: {\n}", "a: []", "a: {}", "a: { b: c }", "a: [ b , c ]",
	"--- x", "a: %b", "a: @b", "a: `b`", "a: b ", "a: '' ", `a: ""`, "a: [[b]]", "a: [[b], [c]]", "- - a",
	"a:\n  - [b, c]\n  - {d: e}", "a: [\"b\": c]", "a: {\"b\": c}", "a: b, c", "a: b] c", "a: (b) => c", "a: b? c", "a: ?b",
	"a: :b", "a: x'y", `a: x"y`, `a: [x"y]`, "a: {b: x'y}",
}

func TestQuickReadsOdditiesAsTheFullParserDoes(t *testing.T) {
	for _, text := range oddities {
		for _, s := range sourcesOf(fstest.MapFS{"a.yaml": {Data: []byte(text)}}) {
			agree(t, s)
		}
	}
}

// FuzzQuick looks for a document that the quick reader reads in another way than the full parser.
func FuzzQuick(f *testing.F) {
	for _, text := range oddities {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "---") {
			return
		}
		for _, s := range sourcesOf(fstest.MapFS{"a.yaml": {Data: []byte(text)}}) {
			agree(t, s)
		}
	})
}

// Package pack reads a programme: a folder of small YAML files becomes a catalog in which every name is resolved and
// every expression compiled. Whatever is wrong in any file is found in one run, each with its place and a sentence
// that says what to do.
//
// The way of a pack, one file of this package for each step:
//
//	source.go    files → documents (size, encoding, tabs)
//	node.go      documents → plain trees (no anchors, tags, duplicate keys)
//	decode.go    trees → the structs of language.go (unknown and missing keys)
//	desugar.go   workflows → the registers, code lists and forms that they make
//	names.go     who is called what; unknown names with the nearest known one
//	build_*.go   structs → catalog, one file for each kind of definition
//	check_*.go   what a reader would miss: cycles, gaps, questions nobody asks
//
// A document that cannot be read does not hide the others: its name stays known, so that what refers to it is not
// reported as well.
package pack

import (
	"io/fs"
	"sort"

	"jieli/catalog"
	"jieli/fault"
)

// Load reads the pack in fsys and gives all findings, sorted by place. The catalog is nil when one of them is an
// error. Load never panics, whatever the files hold, and keeps nothing of fsys.
func Load(fsys fs.FS) (*catalog.Catalog, []fault.Finding) {
	l := newLoader(fsys)
	l.readFiles()
	l.decodeDocuments()
	cat := l.build()
	findings := l.sorted()
	if fault.Blocks(findings) {
		return nil, findings
	}
	return cat, findings
}

// loader carries one run of Load.
type loader struct {
	fsys     fs.FS
	sources  []*source
	docs     documents
	broken   map[string]bool // "register household": named by a document that could not be read
	findings []fault.Finding
	formulas []string // the texts of all expressions, in order
	digest   []byte
}

func newLoader(fsys fs.FS) *loader {
	return &loader{fsys: fsys, broken: map[string]bool{}}
}

// report keeps a finding at a place; after limitFindings the rest is dropped, the reader has enough to do. Values of
// type fault.Text are filled each in its language.
func (l *loader) report(pos fault.Pos, c *fault.Code, pairs ...any) {
	if len(l.findings) >= limitFindings {
		return
	}
	zh, en := make([]any, len(pairs)), make([]any, len(pairs))
	for i, p := range pairs {
		zh[i], en[i] = p, p
		if t, ok := p.(fault.Text); ok {
			zh[i], en[i] = t.Zh, t.In("en")
		}
	}
	f := c.At("", zh...).In(pos)
	f.Text.En = c.At("", en...).Text.En
	l.findings = append(l.findings, f)
}

// sorted gives the findings by file, line, column and code, each sentence at one place once.
func (l *loader) sorted() []fault.Finding {
	list := l.findings
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i].Pos, list[j].Pos
		switch {
		case a.File != b.File:
			return a.File < b.File
		case a.Line != b.Line:
			return a.Line < b.Line
		case a.Column != b.Column:
			return a.Column < b.Column
		}
		return list[i].Code < list[j].Code
	})
	var out []fault.Finding
	for i, f := range list {
		if i > 0 && f.Code == list[i-1].Code && *f.Pos == *list[i-1].Pos && f.Text == list[i-1].Text {
			continue
		}
		out = append(out, f)
	}
	return out
}

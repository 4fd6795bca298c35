// Package report makes pages to print out of documents of the pack: what stands in them as the reader may see it, in
// the form of an official paper. It knows no database and no roles: both come through a Source.
package report

import (
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
)

// Source is what a document is made from: a record, its line of parents and their child records, as one reader may see
// them.
type Source interface {
	// Record gives the record of a register in the line, nil when there is none.
	Record(reg *catalog.Register) *register.Record
	// Children gives the child records of a record, void ones left out.
	Children(child *catalog.Register, parent *register.Record) []*register.Record
	// Vars gives what expressions about a record see.
	Vars(r *register.Record) expr.Vars
	// Words gives a value as the reader may see it; "" for none.
	Words(r *register.Record, f *catalog.Field) string
	// Label gives the name of a field as the reader may see it; false for a field that the reader must not know of.
	Label(f *catalog.Field, of *catalog.Register) (fault.Text, bool)
}

// Page is a document filled in, in one language.
type Page struct {
	Lang       string
	Title      string
	Above      []string
	Sections   []Section
	Below      []string
	Signatures []string
	Board      bool   // it hangs in public
	Hangs      string // of a notice: from when until when; "" for other papers
	Unit       string // who issues it
	Day        string
	Foot       string // small print; "" for a notice
}

// Section is a heading with pairs, or with a table.
type Section struct {
	Heading string
	Pairs   []Pair
	Table   *Table
}

// Pair is a label and a value.
type Pair struct{ Label, Text string }

// Table is rows under heads. No rows: there are no such records.
type Table struct {
	Heads []string
	Rows  [][]string
	None  string
}

// blank stands in a sentence for a value that is not known, to be filled in by hand.
const blank = "＿＿＿＿"

var none = fault.Text{Zh: "无", En: "None"}

// writer fills one document.
type writer struct {
	doc  *catalog.Document
	src  Source
	rec  *register.Record
	vars expr.Vars
	lang string
}

// Compose fills a document about a record. What is unknown or hidden from the reader is left blank.
func Compose(doc *catalog.Document, rec *register.Record, src Source, lang string) *Page {
	w := &writer{doc: doc, src: src, rec: rec, vars: src.Vars(rec), lang: lang}
	p := &Page{Lang: lang, Title: doc.Title.In(lang), Above: w.paragraphs(doc.Paragraphs),
		Below: w.paragraphs(doc.Closing), Day: Day(w.vars.Today(), lang)}
	for _, part := range doc.Parts {
		if part.When == nil || part.When.Holds(w.vars) {
			p.Sections = append(p.Sections, w.section(part, len(p.Sections)+1))
		}
	}
	for _, s := range doc.Signatures {
		p.Signatures = append(p.Signatures, s.In(lang))
	}
	return p
}

// Day gives a day as papers write it.
func Day(d value.Date, lang string) string {
	t, _ := value.ByName("date")
	return t.Display(d, nil, lang)
}

func (w *writer) paragraphs(list []*catalog.Paragraph) []string {
	var out []string
	for _, p := range list {
		if p.When == nil || p.When.Holds(w.vars) {
			out = append(out, w.fill(p.Text))
		}
	}
	return out
}

func (w *writer) fill(t catalog.Template) string {
	parts := t.Zh
	if w.lang == "en" && len(t.En) > 0 {
		parts = t.En
	}
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(w.part(p))
	}
	return b.String()
}

func (w *writer) part(p catalog.TemplatePart) string {
	text := p.Text
	switch {
	case p.Today:
		return Day(w.vars.Today(), w.lang)
	case p.Parameter != nil:
		text = p.Parameter.Type.Display(w.vars.Parameter(p.Parameter.Name), &p.Parameter.Limits, w.lang)
	case p.Field != nil:
		if r := w.src.Record(p.Register); r != nil {
			text = w.src.Words(r, p.Field)
		}
	default:
		return text
	}
	if text == "" {
		return blank
	}
	return text
}

func (w *writer) section(part *catalog.DocumentPart, number int) Section {
	s := Section{Heading: Numbered(number, part.Label.In(w.lang), w.lang)}
	for _, x := range part.Fields {
		label, known := w.src.Label(x.Field, x.Register)
		if !known {
			continue
		}
		text := ""
		if r := w.src.Record(x.Register); r != nil {
			text = w.src.Words(r, x.Field)
		}
		s.Pairs = append(s.Pairs, Pair{label.In(w.lang), text})
	}
	if part.List != nil && part.List.List != nil {
		s.Table = w.table(part)
	}
	return s
}

func (w *writer) table(part *catalog.DocumentPart) *Table {
	t := &Table{None: none.In(w.lang)}
	var columns []*catalog.Field
	for _, f := range part.Columns {
		if label, known := w.src.Label(f, part.List.List); known {
			columns = append(columns, f)
			t.Heads = append(t.Heads, label.In(w.lang))
		}
	}
	of := w.src.Record(part.List.Register)
	if of == nil {
		return t
	}
	for _, r := range w.src.Children(part.List.List, of) {
		if part.Where != nil && !part.Where.Holds(w.src.Vars(r)) {
			continue
		}
		row := make([]string, len(columns))
		for i, f := range columns {
			row[i] = w.src.Words(r, f)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Period gives two days and the days between them as notices write them; until not after from: the first day alone.
func Period(from, until value.Date, lang string) string {
	if until <= from {
		return Day(from, lang)
	}
	days := strconv.Itoa(int(until - from))
	if lang == "en" {
		return Day(from, lang) + " to " + Day(until, lang) + " (" + days + " days)"
	}
	return Day(from, lang) + "至" + Day(until, lang) + "（" + days + "天）"
}

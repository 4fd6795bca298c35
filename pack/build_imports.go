package pack

import (
	"slices"

	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

func (b *builder) buildImports() {
	for _, d := range b.docs.imports {
		if !b.imports.declare(d.Import) {
			continue
		}
		b.checkName(d.Import, namePattern)
		x := &catalog.FileImport{
			Name: d.Import.text, Label: d.Label.text, Help: d.Help.text, Folder: d.folder, Form: b.formNamed(d.Form),
			Otherwise: b.formNamed(d.Otherwise), Reference: d.Reference.text,
		}
		b.places[x] = d.pos
		b.cat.Imports = append(b.cat.Imports, x)
		if x.Form == nil {
			continue
		}
		b.importColumns(x, d)
		b.importMatch(x, d)
		b.importAnswers(x, x.Form, d.Form.pos)
		if o := x.Otherwise; o != nil {
			b.importAnswers(x, o, d.Otherwise.pos)
			if o.Subject != nil && !o.Creates {
				b.report(d.Otherwise.pos, codeImportOtherwise, "form", o.Name, "register", o.Subject.Name)
			}
		}
	}
}

func (b *builder) formNamed(w word) *catalog.Form {
	if !b.forms.known(w) {
		return nil
	}
	return b.form(w.text)
}

// questionOf gives a question that is asked outside repeats, of either form of an import.
func (b *builder) questionOf(name string, forms ...*catalog.Form) *catalog.Question {
	for _, f := range forms {
		if f == nil {
			continue
		}
		for _, s := range f.Sections {
			for _, q := range s.Questions {
				if q.Name == name && q.Field != nil && !q.ReadOnly {
					return q
				}
			}
		}
	}
	return nil
}

func questionNames(forms ...*catalog.Form) []string {
	var out []string
	for _, f := range forms {
		if f == nil {
			continue
		}
		for _, s := range f.Sections {
			for _, q := range s.Questions {
				out = append(out, q.Name)
			}
		}
	}
	return out
}

func (b *builder) importColumns(x *catalog.FileImport, d *importDoc) {
	heads := map[string]fault.Pos{}
	for _, p := range d.Columns {
		if p.value == nil {
			continue
		}
		q := b.questionOf(p.key.text, x.Form, x.Otherwise)
		switch {
		case q == nil:
			b.reportUnknown(p.key, codeUnknownQuestion, questionNames(x.Form, x.Otherwise), "form", x.Form.Name)
			continue
		case q.Field.Type.Kind() == value.KindOpaque:
			b.report(p.key.pos, codeColumnType, "name", q.Name, "type", q.Field.Type.Name())
		}
		for _, h := range p.value.Heads {
			if before, dup := heads[value.Fold(h.text)]; dup {
				b.report(h.pos, codeHeadTwice, "name", h.text, "before", before.String())
			}
			heads[value.Fold(h.text)] = h.pos
		}
		column := catalog.ImportColumn{Question: q.Name, Heads: p.value.Heads.texts(), Required: bool(p.value.Required)}
		x.Columns = append(x.Columns, column)
	}
}

// importMatch builds how the record of a row is found.
func (b *builder) importMatch(x *catalog.FileImport, d *importDoc) {
	if d.Match == nil {
		if d.Reference.text != "" {
			b.report(d.Reference.pos, codeImportNoMatch)
		} else if x.Form.Subject != nil {
			b.report(d.Form.pos, codeImportNoMatch)
		}
		return
	}
	m := &catalog.Matching{Register: b.register(d.Match.Register)}
	if m.Register == nil {
		return
	}
	m.Gives = m.Register
	if d.Match.Gives.text != "" {
		m.Gives = b.register(d.Match.Gives)
		if m.Gives != nil && !slices.Contains(lineOf(m.Register), m.Gives) {
			b.report(d.Match.Gives.pos, codeMatchGives, "name", m.Gives.Name, "register", m.Register.Name)
			return
		}
	}
	if m.Gives == nil {
		return
	}
	for _, list := range d.Match.By {
		m.By = append(m.By, b.matchFields(x, m.Register, list))
	}
	x.Match = m
	b.importReference(x, d)
}

// matchFields resolves fields of a register or of its parents; questions of the same names give the values.
func (b *builder) matchFields(x *catalog.FileImport, r *catalog.Register, list words) []string {
	var out []string
	for _, w := range list {
		var known []string
		found := false
		for _, up := range lineOf(r) {
			known = append(known, fieldNames(up)...)
			found = found || up.Field(w.text) != nil
		}
		switch {
		case !found:
			b.reportUnknown(w, codeUnknownField, known, "register", r.Name)
		case !answers(x, w.text):
			b.report(w.pos, codeMatchUnasked, "name", w.text, "form", x.Form.Name)
		default:
			out = append(out, w.text)
		}
	}
	return out
}

// answers reports whether a column of an import answers a question.
func answers(x *catalog.FileImport, name string) bool {
	return slices.ContainsFunc(x.Columns, func(c catalog.ImportColumn) bool { return c.Question == name })
}

// importReference checks where the matched record goes: into a reference question, or under the form as its subject.
func (b *builder) importReference(x *catalog.FileImport, d *importDoc) {
	if d.Reference.text == "" {
		if x.Form.Subject != x.Match.Gives {
			b.report(d.Form.pos, codeImportSubject, "form", x.Form.Name, "register", x.Match.Gives.Name)
		}
		return
	}
	q := b.questionOf(d.Reference.text, x.Form)
	switch {
	case q == nil:
		b.reportUnknown(d.Reference, codeUnknownQuestion, questionNames(x.Form), "form", x.Form.Name)
	case q.Field.Type.Name() != "reference":
		b.report(d.Reference.pos, codeNotAReference, "name", q.Name)
	case q.Field.Limits.Register != x.Match.Gives.Name:
		b.report(d.Reference.pos, codeImportSubject, "form", q.Name, "register", x.Match.Gives.Name)
	}
}

// importAnswers warns of required questions of a form that no column answers: every row would be refused.
func (b *builder) importAnswers(x *catalog.FileImport, f *catalog.Form, pos fault.Pos) {
	answered := func(name string) bool { return name == x.Reference || answers(x, name) }
	for _, s := range f.Sections {
		for _, q := range s.Questions {
			if q.Required && !q.ReadOnly && q.Relevant == nil && !answered(q.Name) && (q.Field == nil || q.Field.Default == nil) {
				b.report(pos, codeImportLacks, "name", q.Name, "form", f.Name)
			}
		}
	}
}

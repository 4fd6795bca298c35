package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
)

func (b *builder) buildDocuments() {
	for _, d := range b.docs.pages {
		if !b.pages.declare(d.Document) {
			continue
		}
		b.checkName(d.Document, namePattern)
		p := &catalog.Document{
			Name: d.Document.text, Label: d.Label.text, Folder: d.folder, Register: b.register(d.Subject),
			Public: bool(d.Public), Title: d.Title.text,
		}
		b.places[p] = d.pos
		p.Paragraphs = b.paragraphs(p, d.Text)
		for _, part := range d.Parts {
			p.Parts = append(p.Parts, b.documentPart(p, part))
		}
		p.Closing = b.paragraphs(p, d.Closing)
		for _, s := range d.Signatures {
			p.Signatures = append(p.Signatures, s.text)
		}
		if len(d.Text)+len(d.Parts)+len(d.Closing) == 0 {
			b.report(d.pos, codeDocumentEmpty, "name", p.Name)
		}
		b.cat.Documents = append(b.cat.Documents, p)
	}
}

func (b *builder) paragraphs(p *catalog.Document, list []*paragraphDoc) []*catalog.Paragraph {
	var out []*catalog.Paragraph
	for _, d := range list {
		x := &catalog.Paragraph{Text: b.template(d.Text, p.Register, true)}
		for _, w := range []word{d.Text.zh, d.Text.en} {
			b.publicTemplate(p, w)
		}
		b.later(func() { x.When = b.compile(d.When, b.recordEnv(p.Register), kindBool) })
		out = append(out, x)
	}
	return out
}

// publicTemplate reports fields that text in a public document may not show.
func (b *builder) publicTemplate(p *catalog.Document, w word) {
	for _, m := range titlePart.FindAllStringSubmatchIndex(w.text, -1) {
		register, field, ok := strings.Cut(w.text[m[2]:m[3]], ".")
		if x := b.reg[register]; ok && x != nil {
			if f := x.reg.Field(field); f != nil {
				b.public(p, w.node.place(1, len([]rune(w.text[:m[2]]))+1), x.reg, f)
			}
		}
	}
}

func (b *builder) documentPart(p *catalog.Document, d *documentPartDoc) *catalog.DocumentPart {
	part := &catalog.DocumentPart{Label: d.Label.text}
	b.later(func() { part.When = b.compile(d.When, b.recordEnv(p.Register), kindBool) })
	if d.has("fields") == d.has("list") {
		b.report(d.pos, codePartForm)
	}
	for _, w := range d.Fields {
		if t := b.target(w, lineOf(p.Register), codeShowElsewhere); t != nil {
			b.public(p, w.pos, t.Register, t.Field)
			part.Fields = append(part.Fields, *t)
		}
	}
	for _, key := range []string{"where", "columns"} {
		if d.has(key) && !d.has("list") {
			b.report(d.keyPos(key), codeKeyNeedsList, "key", key)
		}
	}
	if d.List.text != "" {
		b.documentList(p, part, d)
	}
	return part
}

// documentList builds a table of child records.
func (b *builder) documentList(p *catalog.Document, part *catalog.DocumentPart, d *documentPartDoc) {
	s := b.shownAt(d.List, p.Register)
	if s == nil {
		return
	}
	if s.List == nil {
		b.report(d.List.pos, codeNotAList, "name", d.List.text)
		return
	}
	part.List = s
	if len(d.Columns) == 0 {
		b.report(d.pos, codeMissingKey, "key", "columns")
	}
	for _, w := range d.Columns {
		if f := b.field(s.List, w); f != nil {
			b.public(p, w.pos, s.List, f)
			part.Columns = append(part.Columns, f)
		}
	}
	b.later(func() { part.Where = b.compile(d.Where, b.recordEnv(s.List), kindBool) })
}

// neverPublic are types that hang in no public place, whatever the privacy of the field.
var neverPublic = []string{"national_id", "phone", "bank_account", "photo", "file", "point", "line", "polygon", "reference"}

// public reports a field that a public document may not show: of what is personal it shows names alone.
func (b *builder) public(p *catalog.Document, pos fault.Pos, r *catalog.Register, f *catalog.Field) {
	if !p.Public || b.poor[f.Name] {
		return
	}
	typ := f.Type.Name()
	switch {
	case slices.Contains(neverPublic, typ), f.Privacy == catalog.Sensitive,
		f.Privacy == catalog.Personal && typ != "person_name":
		b.report(pos, codePublicPrivate, "name", r.Name+"."+f.Name, "document", p.Name)
	}
}

// stageDocument ties a stage to the document that is printed in it.
func (b *builder) stageDocument(w *catalog.Workflow, s *catalog.Stage, name word) {
	if !b.pages.known(name) {
		return
	}
	i := slices.IndexFunc(b.cat.Documents, func(p *catalog.Document) bool { return p.Name == name.text })
	if i < 0 {
		return
	}
	p := b.cat.Documents[i]
	if p.Register != w.Case {
		b.report(name.pos, codeStageDocument, "name", p.Name, "register", w.Case.Name)
		return
	}
	s.Document = p
}

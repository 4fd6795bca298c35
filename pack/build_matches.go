package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
)

func (b *builder) buildMatches() {
	for _, d := range b.docs.matches {
		if !b.matches.declare(d.Match) {
			continue
		}
		b.checkName(d.Match, namePattern)
		m := &catalog.Match{Name: d.Match.text, Label: d.Label.text, Help: d.Help.text, Folder: d.folder,
			Subject: b.register(d.Subject), Candidates: b.register(d.Candidates)}
		b.places[m] = d.pos
		switch {
		case m.Subject == nil || m.Candidates == nil:
			continue
		case m.Subject == m.Candidates:
			b.report(d.Candidates.pos, codeMatchSelf, "name", m.Subject.Name)
			continue
		}
		b.fitFields(m, d)
		b.later(func() {
			m.When = b.compile(d.When, b.fitEnv(m.Subject), kindBool)
			m.Where = b.compile(d.Where, b.fitEnv(m.Subject, m.Candidates), kindBool)
		})
		b.cat.Matches = append(b.cat.Matches, m)
	}
}

func (b *builder) fitFields(m *catalog.Match, d *fitDoc) {
	if x := d.Distance; x != nil {
		m.From, m.To = b.fitPoint(x.From, m.Subject), b.fitPoint(x.To, m.Candidates)
	}
	for _, w := range d.Order {
		if o := b.fitOrder(w, m.Candidates); o != nil {
			m.Order = append(m.Order, *o)
		}
	}
	for _, w := range d.Shows {
		if f := b.fitField(w, m.Candidates); f != nil {
			m.Shows = append(m.Shows, f)
		}
	}
}

func (b *builder) fitField(w word, of *catalog.Register) *catalog.Field {
	if t := b.target(w, []*catalog.Register{of}, codeShowElsewhere); t != nil {
		return t.Field
	}
	return nil
}

func (b *builder) fitPoint(w word, of *catalog.Register) *catalog.Field {
	f := b.fitField(w, of)
	if f != nil && f.Type.Name() != "point" {
		b.report(w.pos, codeMatchPoint, "name", w.text)
		return nil
	}
	return f
}

// unordered are types whose values do not come before one another.
var unordered = []string{"choices", "reference", "point", "line", "polygon", "photo", "file"}

func (b *builder) fitOrder(w word, of *catalog.Register) *catalog.MatchOrder {
	path, desc := strings.CutPrefix(w.text, "-")
	f := b.fitField(word{text: path, pos: w.pos}, of)
	if f == nil {
		return nil
	}
	if t := f.Type.Name(); slices.Contains(unordered, t) {
		b.report(w.pos, codeMatchOrder, "name", path, "type", t)
		return nil
	}
	return &catalog.MatchOrder{Field: f, Desc: desc}
}

// fitEnv is the scope of a match: the own fields of one register, or of both. Their parents and children are left out, so that
// who sees these fields may be given what follows from them.
func (b *builder) fitEnv(of ...*catalog.Register) *expr.Env {
	s := expr.Scope{Parameters: b.parameterFields(), Shared: b.shared}
	for _, r := range of {
		s.Subjects = append(s.Subjects, b.fields.subject(r, 0, nil))
	}
	env, err := expr.NewEnv(s)
	if err != nil {
		b.report(fault.Pos{File: packFile, Line: 1, Column: 1}, codeScope, "scope", "match of "+of[0].Name, "why", err)
	}
	return env
}

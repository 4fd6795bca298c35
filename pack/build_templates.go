package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
)

// template reads text for people with {register.field}, {parameter.name} and, where it is printed, {today} in it, about
// a record and its parents.
func (b *builder) template(t label, r *catalog.Register, printed bool) catalog.Template {
	return catalog.Template{Zh: b.templateParts(t.zh, r, printed), En: b.templateParts(t.en, r, printed)}
}

func (b *builder) templateParts(w word, r *catalog.Register, printed bool) []catalog.TemplatePart {
	var out []catalog.TemplatePart
	last := 0
	literal := func(until int) {
		if until > last {
			text := w.text[last:until]
			if strings.ContainsAny(text, "{}") {
				b.report(w.pos, codeTemplateForm)
			}
			out = append(out, catalog.TemplatePart{Text: text})
		}
	}
	for _, m := range titlePart.FindAllStringSubmatchIndex(w.text, -1) {
		literal(m[0])
		last = m[1]
		name := word{text: w.text[m[2]:m[3]], pos: w.node.place(1, len([]rune(w.text[:m[2]]))+1)}
		if part, ok := b.templatePart(name, r, printed); ok {
			out = append(out, part)
		}
	}
	literal(len(w.text))
	return out
}

func (b *builder) templatePart(w word, r *catalog.Register, printed bool) (catalog.TemplatePart, bool) {
	if w.text == "today" && printed {
		return catalog.TemplatePart{Today: true}, true
	}
	if name, ok := strings.CutPrefix(w.text, "parameter."); ok {
		w.pos.Column += len("parameter.")
		if !b.parameters.known(word{text: name, pos: w.pos}) {
			return catalog.TemplatePart{}, false
		}
		b.reads[w.text] = true
		i := slices.IndexFunc(b.cat.Parameters, func(p *catalog.Parameter) bool { return p.Name == name })
		if i < 0 {
			return catalog.TemplatePart{}, false
		}
		return catalog.TemplatePart{Parameter: b.cat.Parameters[i]}, true
	}
	t := b.target(w, lineOf(r), codeTemplateElsewhere)
	if t == nil {
		return catalog.TemplatePart{}, false
	}
	if t.Field.Privacy == catalog.Sensitive {
		b.report(w.pos, codeTemplateSensitive, "name", w.text)
	}
	return catalog.TemplatePart{Register: t.Register, Field: t.Field}, true
}

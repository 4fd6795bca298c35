package expr

import (
	"strings"

	"cel.dev/cel-go/common/ast"

	"jieli/fault"
)

func (b *builder) ident(e ast.Expr) *node {
	name, at := e.AsIdent(), b.at(e)
	switch name {
	case nameToday:
		b.timely = true
		return &node{op: opToday, kind: kDate, at: at, fixed: true, sure: true, span: spanDays}
	case nameNow:
		b.timely = true
		return &node{op: opNow, kind: kInstant, at: at, fixed: true, sure: true, span: spanInstants}
	case nameParameter:
		return b.report(at, codeUse, "what", name, "hint", words("请写 parameter.参数名", "write parameter.name"))
	}
	if v := b.variable(name); v != nil {
		return b.report(at, codeUse, "what", name, "hint",
			words("请写它的字段，如 "+name+"."+example(v.list.fields), "write a field of it, as in "+name+"."+example(v.list.fields)))
	}
	if s := b.env.byName[name]; s != nil {
		return b.report(at, codeUse, "what", name, "hint",
			words("请写它的字段，如 "+name+"."+example(s.fields), "write a field of it, as in "+name+"."+example(s.fields)))
	}
	return b.unknownName(at, name)
}

func example(fields map[string]*Field) string {
	if list := names(fields); len(list) > 0 {
		return list[0]
	}
	return "…"
}

// unknownName reports a name that stands alone, with the nearest name or the field that was meant.
func (b *builder) unknownName(at place, name string) *node {
	known := []string{nameToday, nameNow, nameParameter}
	for _, v := range b.vars {
		known = append(known, v.name)
	}
	for _, s := range b.env.subjects {
		known = append(known, s.name)
	}
	for _, s := range b.env.subjects {
		if s.fields[name] != nil || s.lists[name] != nil {
			return b.report(at, codeName, "name", name, "hint", didYouMean(s.name+"."+name, nil))
		}
	}
	if b.env.parameters[name] != nil {
		return b.report(at, codeName, "name", name, "hint", didYouMean(nameParameter+"."+name, nil))
	}
	return b.report(at, codeName, "name", name, "hint", didYouMean(nearest(name, known), known))
}

// didYouMean is the hint of an unknown name: the nearest one, or what there is.
func didYouMean(near string, known []string) fault.Text {
	if near != "" {
		return words("是不是“"+near+"”？", "did you mean “"+near+"”?")
	}
	const most = 12 // names in one sentence
	list := strings.Join(known[:min(most, len(known))], ", ")
	if len(known) > most {
		list += " …"
	}
	if list == "" {
		return words("这里没有可用的名字", "there are no names to use here")
	}
	return words("可用的有："+list, "there are: "+list)
}

func (b *builder) variable(name string) *variable {
	for i := len(b.vars) - 1; i >= 0; i-- {
		if b.vars[i].name == name {
			return &b.vars[i]
		}
	}
	return nil
}

// selected builds a.b: a field of a subject or variable, a parameter, or a list.
func (b *builder) selected(e ast.Expr) *node {
	s := e.AsSelect()
	if s.Operand().Kind() == ast.CallKind {
		if n := b.any(s.Operand()); n.kind == kNone {
			return n
		}
	}
	if s.Operand().Kind() != ast.IdentKind {
		return b.followed(e)
	}
	owner, name, at := s.Operand().AsIdent(), s.FieldName(), b.at(s.Operand())
	if owner == nameParameter {
		return b.parameter(e, name, at)
	}
	if v := b.variable(owner); v != nil {
		f := v.list.fields[name]
		if f == nil {
			return b.unknownField(e, owner, name, names(v.list.fields))
		}
		b.reads[v.path+"."+name] = true
		return fieldNode(f, v.slot, at)
	}
	subject := b.env.byName[owner]
	if subject == nil {
		return b.unknownName(at, owner)
	}
	if f := subject.fields[name]; f != nil {
		b.reads[owner+"."+name] = true
		return fieldNode(f, subject.slot, at)
	}
	if l := subject.lists[name]; l != nil {
		return b.list(subject, l, at)
	}
	return b.unknownField(e, owner, name, append(names(subject.fields), names(subject.lists)...))
}

func (b *builder) unknownField(e ast.Expr, owner, name string, known []string) *node {
	return b.report(b.fieldAt(e, name), codeField, "subject", owner, "name", name,
		"hint", didYouMean(nearest(name, known), known))
}

func fieldNode(f *Field, slot int, at place) *node {
	n := &node{op: opField, kind: kindOfValue[f.Kind], at: at, slot: slot, field: f, shape: f.Shape}
	n.bound(f)
	return n
}

// bound sets what is known of the size of a field or parameter.
func (n *node) bound(f *Field) {
	if n.kind == kDouble {
		n.size = extentOf(fieldSpan(f), f.Decimals)
		return
	}
	n.span = fieldSpan(f)
}

func (b *builder) parameter(e ast.Expr, name string, at place) *node {
	f := b.env.parameters[name]
	if f == nil {
		return b.unknownField(e, nameParameter, name, names(b.env.parameters))
	}
	b.reads[nameParameter+"."+name] = true
	n := &node{op: opParameter, kind: kindOfValue[f.Kind], at: at, field: f, fixed: true, shape: f.Shape}
	n.bound(f)
	return n
}

// list makes the node of a child list.
func (b *builder) list(s *subjectInfo, l *listInfo, at place) *node {
	path := s.name + "." + l.list.Name
	b.reads[path] = true
	use := listUse{subject: s.name, list: l.list.Name}
	i := 0
	for ; i < len(b.lists); i++ {
		if b.lists[i] == use {
			break
		}
	}
	if i == len(b.lists) {
		b.lists = append(b.lists, use)
	}
	r := &rows{list: i, use: use, parent: s.slot, slot: -1, table: l.list.Item.Table, at: at, info: l, path: path}
	return &node{op: opNone, kind: kRows, at: at, rows: r}
}

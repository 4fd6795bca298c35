package expr

import (
	"cel.dev/cel-go/common/ast"
)

// followed builds a.b.c: the field c of the record that the reference a.b names. One hop; neither parents nor children
// of that record are in scope.
func (b *builder) followed(e ast.Expr) *node {
	s := e.AsSelect()
	operand := s.Operand()
	if operand.Kind() != ast.SelectKind || operand.AsSelect().Operand().Kind() != ast.IdentKind {
		return b.tooLong(e)
	}
	owner, name := operand.AsSelect().Operand().AsIdent(), operand.AsSelect().FieldName()
	if v := b.variable(owner); v != nil && v.list.fields[name] != nil && v.list.fields[name].Refers != nil {
		return b.report(b.fieldAt(e, s.FieldName()), codeUse, "what", s.FieldName(), "hint",
			words("名单里的记录不能再取关联记录的字段，请在下级登记表上写这个条件",
				"references of the records of a list are not followed; write the condition on their own register"))
	}
	subject := b.env.byName[owner]
	if subject == nil {
		return b.tooLong(e)
	}
	f := subject.fields[name]
	if f == nil && subject.lists[name] == nil && b.env.byName[name] == nil {
		return b.unknownField(operand, owner, name, append(names(subject.fields), names(subject.lists)...))
	}
	if f == nil || f.Refers == nil {
		return b.tooLong(e)
	}
	return b.through(e, subject, f)
}

// through reads a field of the record that the field f of a subject names.
func (b *builder) through(e ast.Expr, subject *subjectInfo, f *Field) *node {
	path, name := subject.name+"."+f.Name, e.AsSelect().FieldName()
	if !b.env.follow {
		return b.report(b.fieldAt(e, name), codeFollow, "path", path)
	}
	target := subject.refers[f.Name][name]
	if target == nil {
		return b.unknownField(e, path, name, names(subject.refers[f.Name]))
	}
	b.reads[path+"."+name] = true
	n := fieldNode(target, b.wayOf(subject, f), b.at(e.AsSelect().Operand().AsSelect().Operand()))
	n.via = true
	return n
}

// wayOf gives the slot of the record that a reference names; each is read once in an evaluation.
func (b *builder) wayOf(subject *subjectInfo, f *Field) int {
	for _, w := range b.ways {
		if w.from == subject.slot && w.field == f {
			return w.to
		}
	}
	w := way{from: subject.slot, to: len(b.env.subjects) + b.slots, field: f}
	b.slots++
	b.ways = append(b.ways, w)
	return w.to
}

// tooLong reports a name of more parts than there are.
func (b *builder) tooLong(e ast.Expr) *node {
	name := e.AsSelect().FieldName()
	return b.report(b.fieldAt(e, name), codeUse, "what", name, "hint",
		words("名字只有两段，如 household.members；上级登记表有自己的名字，只有关联记录的字段才写成三段",
			"names have two parts, as in household.members; a parent has its own name, and only a reference is followed by a third part"))
}

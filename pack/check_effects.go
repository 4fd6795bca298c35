package pack

import (
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/value"
)

// sameShape reports a value that is a geometry of another kind than its field.
func (b *builder) sameShape(v formula, p *expr.Program, f *catalog.Field) {
	if p == nil || p.Shape() == shapes[f.Type.Name()] {
		return
	}
	b.report(v.pos, codeOtherShape, "name", f.Name, "want", f.Type.Name())
}

// keepsPrivate reports a value that is copied through a reference into a field that more people see than the one it comes
// from. A yes or no about it is let pass.
func (b *builder) keepsPrivate(v formula, p *expr.Program, f *catalog.Field) {
	if p == nil || p.Kind() == value.KindBool {
		return
	}
	for _, w := range p.Follows() {
		reg := b.pointed(w.Register)
		for _, read := range p.Reads() {
			name, through := strings.CutPrefix(read, w.Subject+"."+w.Field+".")
			if from := reg.Field(name); through && from != nil && secrecy(from.Privacy) > secrecy(f.Privacy) {
				b.report(v.pos, codeFollowPrivacy, "name", f.Name, "from", reg.Name+"."+name, "privacy", from.Privacy)
			}
		}
	}
}

// secrecy orders the classes of privacy.
func secrecy(p catalog.Privacy) int {
	return map[catalog.Privacy]int{catalog.Open: 0, catalog.Personal: 1, catalog.Sensitive: 2}[p]
}

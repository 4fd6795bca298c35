package access

import "jieli/catalog"

// seen is what one actor may do with one field; bits add up over the grants.
type seen uint8

const (
	seenShown      seen = 1 << iota // plain value
	seenMasked                      // only a hint of it
	seenUnmaskable                  // plain value on request, with a purpose
	seenWritable                    // new values may be given
)

// View says what of the records of one register in one area an actor sees and may write, by place in Register.Fields:
// the union over the actor's grants that reach the area and may read the register. A field is exactly one of shown,
// masked, hidden.
//
//	privacy of the field      | role sees it | role hides it | is
//	--------------------------|--------------|---------------|--------
//	any                       | any          | yes           | hidden
//	open                      | any          | no            | shown
//	personal, sensitive       | yes          | no            | shown
//	personal, sensitive       | no           | no            | masked
//
// Over several grants shown wins over masked, masked over hidden.
type View struct {
	fields []seen
	any    bool
}

// View gives what the actor sees of the records of reg in area.
func (a *Actor) View(reg *catalog.Register, area string) View {
	return a.view(reg, func(g *Grant) bool { return g.reaches(area) })
}

// Widest gives what the actor sees of the records of reg in at least one area: for menus and forms, never for values.
func (a *Actor) Widest(reg *catalog.Register) View {
	return a.view(reg, func(*Grant) bool { return true })
}

func (a *Actor) view(reg *catalog.Register, counts func(*Grant) bool) View {
	v := View{fields: make([]seen, len(reg.Fields))}
	for i := range a.Grants {
		g := &a.Grants[i]
		if counts(g) && g.Role.May(reg.Name, catalog.MayRead, reg.BuiltIn) {
			v.add(g.Role, reg)
		}
	}
	v.settle()
	return v
}

func (v *View) add(role *catalog.Role, reg *catalog.Register) {
	v.any = true
	hides := role.Hides[reg.Name]
	for i, f := range reg.Fields {
		if contains(hides, f.Name) {
			continue
		}
		if role.Shows(f.Privacy) {
			v.fields[i] |= seenShown
		} else {
			v.fields[i] |= seenMasked
		}
		if contains(role.Unmask, f.Privacy) {
			v.fields[i] |= seenUnmaskable
		}
		if MayWrite(role, reg, f) {
			v.fields[i] |= seenWritable
		}
	}
}

// settle takes away the mask of what another grant shows.
func (v *View) settle() {
	for i, s := range v.fields {
		if s&seenShown != 0 {
			v.fields[i] = s &^ (seenMasked | seenUnmaskable)
		}
	}
}

// MayWrite reports whether a role may give values to a field: it is neither calculated, nor hidden from the role, nor
// read-only for it. Whether the role may change the record at all is a question for Actor.Allows.
func MayWrite(role *catalog.Role, reg *catalog.Register, f *catalog.Field) bool {
	return f.Calculate == nil && !contains(role.Hides[reg.Name], f.Name) && !contains(role.ReadOnly[reg.Name], f.Name)
}

// Readable reports whether any grant lets the actor read these records at all.
func (v View) Readable() bool { return v.any }

// Shown reports whether the field's plain value is seen.
func (v View) Shown(field int) bool { return v.fields[field]&seenShown != 0 }

// ShowsAll reports whether the plain values of all the fields are seen.
func (v View) ShowsAll(fields []int) bool {
	for _, i := range fields {
		if !v.Shown(i) {
			return false
		}
	}
	return true
}

// Masked reports whether only a hint is seen.
func (v View) Masked(field int) bool { return v.fields[field]&seenMasked != 0 }

// Hidden reports whether nothing is seen, not even whether there is a value.
func (v View) Hidden(field int) bool { return v.fields[field]&(seenShown|seenMasked) == 0 }

// Unmaskable reports whether the masked value may be read on request with a purpose.
func (v View) Unmaskable(field int) bool { return v.fields[field]&seenUnmaskable != 0 }

// Writable reports whether some role of the actor may give the field new values, by form or directly.
func (v View) Writable(field int) bool { return v.fields[field]&seenWritable != 0 }

package engine

import (
	"slices"

	"jieli/catalog"
	"jieli/expr"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

var (
	_ expr.Follower = (*scope)(nil)
	_ expr.Follower = (*readScope)(nil)
)

// Follow gives the record that a reference names as the draft would leave it; one that is void or erased counts no more.
func (s *scope) Follow(name, id string) expr.Row {
	if r := s.d.named(name, id); r != nil && !isOver(r) {
		return r
	}
	return nil
}

// named gives a record where references point: in the same county, else at the programme's own level, where sending
// units and the like are kept. nil when there is none.
func (d *draft) named(name, id string) *register.Record {
	reg := d.u.e.cat.Register(name)
	if reg == nil || !value.IsID(id) {
		return nil
	}
	if r := d.record(reg, id); r != nil {
		return r
	}
	return d.u.rootRecord(reg, id)
}

// Follow gives the record that a reference of the line names, as it stands today.
func (x *Reading) Follow(name, id string) expr.Row {
	reg := x.e.cat.Register(name)
	if reg == nil || !value.IsID(id) || x.err != nil {
		return nil
	}
	key := listKey{name, id}
	r, known := x.named[key]
	for _, county := range []string{x.line[0].County, value.County(x.e.cat.Pack.Root)} {
		if known || r != nil || x.err != nil {
			break
		}
		r, x.err = x.e.store.Record(x.ctx, reg, county, id)
	}
	x.named[key] = r
	if r == nil || isOver(r) {
		return nil
	}
	return r
}

// prefetchReferences loads what the references of the records at hand name: those that are sent, and those that some
// expression follows. It comes after the streams are locked, since nothing is written there.
func (u *unit) prefetchReferences(group []*job) {
	wanted := wants{}
	for _, j := range group {
		for _, in := range j.intents {
			for _, i := range u.e.plans[in.reg].references {
				f := in.reg.Fields[i]
				u.wantNamed(wanted, j.bundle.County, f, in.fields[f.Name])
			}
		}
	}
	for k, r := range u.records {
		if r == nil {
			continue
		}
		for _, i := range u.e.plans[k.reg].followed {
			u.wantNamed(wanted, k.county, k.reg.Fields[i], r.Fields[i])
		}
	}
	u.load(wanted)
}

// wantNamed wants the record that a reference names, at both places where it may be.
func (u *unit) wantNamed(wanted wants, county string, f *catalog.Field, v any) {
	reg := u.e.cat.Register(f.Limits.Register)
	id, _ := v.(string)
	if reg == nil || id == "" {
		return
	}
	wanted.add(reg, county, id)
	if root := value.County(u.e.cat.Pack.Root); root != county {
		wanted[reg] = append(wanted[reg], store.Place{County: root, ID: id})
	}
}

// planFollowed notes which references some expression follows.
func planFollowed(plans map[*catalog.Register]*plan, c *catalog.Catalog) {
	c.Programs(func(p *expr.Program) {
		for _, w := range p.Follows() {
			reg := c.Register(w.Subject)
			if i, ok := reg.FieldIndex(w.Field); ok && !slices.Contains(plans[reg].followed, i) {
				plans[reg].followed = append(plans[reg].followed, i)
			}
		}
	})
}

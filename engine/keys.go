package engine

import (
	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// prefetchKeys looks up in one statement a register all keys that the new records of the group would take.
func (u *unit) prefetchKeys(group []*job) {
	wanted := wants{}
	for _, j := range group {
		for _, in := range j.intents {
			if len(in.reg.Key) == 0 || u.at(j, in) != nil {
				continue
			}
			r := &register.Record{Register: in.reg, Fields: make([]any, len(in.reg.Fields))}
			for name, v := range in.fields {
				r.Set(name, v)
			}
			if key, missing := register.KeyOf(r, u.e.cipher.Digest); missing == "" {
				wanted.add(in.reg, j.bundle.County, key)
			}
		}
	}
	for reg, keys := range wanted {
		u.loadOwners(reg, keys)
	}
}

func (u *unit) loadOwners(reg *catalog.Register, keys []store.Place) {
	if u.err != nil {
		return
	}
	found, err := u.tx.RecordsByKey(u.ctx, reg, keys)
	u.fail(err)
	for _, at := range keys {
		name := ownerName(reg, at.County, at.ID)
		if _, known := u.owners[name]; known {
			continue
		}
		u.owners[name] = ""
		if r := found[at]; r != nil {
			u.owners[name] = r.ID
		}
	}
}

func ownerName(reg *catalog.Register, county, key string) string {
	return reg.Name + "|" + county + "|" + key
}

// keyOwner gives the record that has a key, "" for none.
func (u *unit) keyOwner(reg *catalog.Register, county, key string) string {
	name := ownerName(reg, county, key)
	if _, known := u.owners[name]; !known {
		u.loadOwners(reg, store.In(county, key))
	}
	return u.owners[name]
}

// noteKey keeps the owners right for the bundles that follow in the unit.
func (u *unit) noteKey(t *touch) {
	if len(t.reg.Key) == 0 {
		return
	}
	prefix := t.reg.Name + "|" + t.after.County + "|"
	if t.before != nil && u.owners[prefix+t.before.Key] == t.before.ID {
		u.owners[prefix+t.before.Key] = ""
	}
	if t.after.Key != "" && t.after.State == register.StateActive {
		u.owners[prefix+t.after.Key] = t.after.ID
	}
}

// rootRecord looks for a record at the programme's own level, where sending units and the like are kept.
func (u *unit) rootRecord(reg *catalog.Register, id string) *register.Record {
	return u.record(reg, value.County(u.e.cat.Pack.Root), id)
}

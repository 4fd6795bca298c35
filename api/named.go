package api

import (
	"jieli/access"
	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// named is what references point to, by id: how it is called by who asks.
type named map[string]string

// nameReferences looks up what the references of some records point to, one statement a register: people by their names, as
// everywhere; other records by their titles, as far as the caller may read them.
func (p *presenter) nameReferences(list []*register.Record) error {
	wanted := map[string][]string{}
	for _, r := range list {
		for i, f := range r.Register.Fields {
			if id, ok := r.Fields[i].(string); ok && f.Type.Name() == "reference" && value.IsID(id) {
				wanted[f.Limits.Register] = append(wanted[f.Limits.Register], id)
			}
		}
	}
	for name, ids := range wanted {
		if err := p.nameAll(p.Catalog.Register(name), ids); err != nil {
			return err
		}
	}
	return nil
}

func (p *presenter) nameAll(reg *catalog.Register, ids []string) error {
	if p.named == nil {
		p.named = named{}
	}
	if reg == nil {
		return nil
	}
	if reg.Name == access.AccountRegister {
		people, err := p.Directory.Names(p.ctx, ids)
		for id, name := range people {
			p.named[id] = name
		}
		return err
	}
	found, err := p.Reader.Find(p.ctx, store.Query{Register: reg, IDs: ids, Limit: len(ids)})
	for _, r := range found {
		p.named[r.ID] = p.title(r, p.view(r))
	}
	return err
}

// thing gives what an item of a handover stands for, in words: the kind, and the title of the record as the caller may see
// it. It is read anew each time and kept nowhere: titles hold names.
func (p *presenter) thing(r *register.Record) string {
	kind, _ := r.Get(catalog.ThingKind).(string)
	id, _ := r.Get(catalog.Thing).(string)
	if kind == catalog.ThingTask {
		return p.words(r.Register.Field(catalog.ThingKind), kind)
	}
	reg := p.Catalog.Register(kind)
	if reg == nil || id == "" {
		return ""
	}
	of, err := p.Reader.Record(p.ctx, reg, r.County, id)
	if err != nil || of == nil {
		return ""
	}
	return reg.Label.In(p.lang) + " · " + p.title(of, p.view(of))
}

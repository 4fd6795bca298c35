package api

import (
	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

// conflictMost bounds the conflicts of one answer, the oldest first.
const conflictMost = 200

// ConflictView is a field with two values that stand against each other. A bundle with an entry change or correct of
// the field, based on Version, settles it.
type ConflictView struct {
	Register string          `json:"register"`
	County   string          `json:"county"`
	Record   string          `json:"record"`
	Field    string          `json:"field"`
	Title    string          `json:"title"`
	Area     string          `json:"area"`
	AreaName string          `json:"area_name"`
	Label    fault.Text      `json:"label"`
	OpenedAt value.Instant   `json:"opened_at"`
	Version  int64           `json:"version"`
	Values   []ConflictValue `json:"values"`
}

// ConflictValue is one of the values; Shown marks the one that the record has meanwhile.
type ConflictValue struct {
	Entry     string        `json:"entry"`
	Value     any           `json:"value"`
	ActorName string        `json:"actor_name"`
	MadeAt    value.Instant `json:"made_at"`
	Shown     bool          `json:"shown"`
}

// getConflicts answers with the open conflicts of records that the caller may read.
func getConflicts(c *call) error {
	out := []ConflictView{}
	scope := c.actor.Reach()
	if len(scope) == 0 {
		return c.json(out)
	}
	list, err := c.Reader.OpenConflicts(c.ctx, scope, conflictMost)
	if err != nil {
		return err
	}
	p := c.presenter()
	for _, x := range list {
		v, err := c.conflict(p, x)
		if err != nil {
			return err
		}
		if v != nil {
			out = append(out, *v)
		}
	}
	return c.json(out)
}

// conflict shows one conflict; nil when the caller may not read the record or know of the field.
func (c *call) conflict(p *presenter, x register.Conflict) (*ConflictView, error) {
	reg := c.Catalog.Register(x.Register)
	if reg == nil || !c.mayRead(reg) {
		return nil, nil
	}
	i, ok := reg.FieldIndex(x.Field)
	if !ok {
		return nil, nil
	}
	r, err := c.Reader.Record(c.ctx, reg, x.County, x.Record)
	if err != nil || r == nil {
		return nil, err
	}
	seen := p.view(r)
	if !seen.Readable() || seen.Hidden(i) {
		return nil, nil
	}
	v := &ConflictView{Register: x.Register, County: x.County, Record: x.Record, Field: x.Field, Area: r.Area,
		Title: p.title(r, seen), AreaName: c.Catalog.Areas.Name(r.Area), Label: reg.Fields[i].Label,
		OpenedAt: x.OpenedAt, Version: r.Version, Values: []ConflictValue{}}
	open, err := c.Engine.Opener(c.ctx, x.County, []string{x.Record})
	if err != nil {
		return nil, err
	}
	for n, id := range x.Entries {
		e, err := c.Reader.EntryByID(c.ctx, x.County, id)
		if err != nil {
			return nil, err
		}
		if e == nil {
			continue
		}
		names, err := c.Directory.Names(c.ctx, []string{e.Actor})
		if err != nil {
			return nil, err
		}
		v.Values = append(v.Values, ConflictValue{Entry: id, Value: valueIn(e, reg.Fields[i], open, seen.Masked(i)),
			ActorName: names[e.Actor], MadeAt: e.MadeAt, Shown: n == 0})
	}
	return v, nil
}

// valueIn gives the value that an entry wrote to a field, as the caller sees it.
func valueIn(e *journal.Entry, f *catalog.Field, open register.Opener, masked bool) any {
	raw, ok := e.Fields[f.Name]
	if !ok {
		return nil
	}
	plain := raw
	if f.Privacy != catalog.Open {
		if plain, ok = open(e, f, raw); !ok {
			return Masked{true, ""}
		}
	}
	if masked && string(plain) != "null" {
		return Masked{true, access.Mask(f.Type, register.DecodeField(f, plain))}
	}
	return plain
}

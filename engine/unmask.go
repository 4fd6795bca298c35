package engine

import (
	"context"
	"encoding/json"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// accessStream is the stream of the access journal that belongs to a town's stream: who looked at what, and why. It is
// a stream of its own so that looking does not move the cursors of devices that follow the town.
func accessStream(k journal.StreamKey) journal.StreamKey {
	return journal.StreamKey{County: k.County, Stream: k.Stream + AccessSuffix}
}

// AccessSuffix ends the names of the streams of the access journal.
const AccessSuffix = "-access"

// Unmask gives masked values of one record, in JSON form, to a person who says what for. The look is an entry of the access journal,
// committed before the values are given. Errors: NotFound, Denied (the role may not, or not there), Invalid (no purpose,
// unknown field).
func (e *Engine) Unmask(ctx context.Context, actor *access.Actor, reg *catalog.Register, county, id string,
	fields []string, purpose string) (map[string]any, error) {
	r, err := e.store.Record(ctx, reg, county, id)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, recordUnknown.Error(fault.NotFound, "register", reg.Label)
	}
	role, err := mayUnmask(actor, reg, r, fields)
	if err != nil {
		return nil, err
	}
	if len([]rune(strings.TrimSpace(purpose))) < 4 {
		return nil, purposeMissing.Error(fault.Invalid)
	}
	if err := e.noteRead(ctx, actor, role, r, fields, purpose); err != nil {
		return nil, err
	}
	out := make(map[string]any, len(fields))
	for _, name := range fields {
		f := reg.Field(name)
		out[name] = f.Type.JSON(r.Get(name), &f.Limits)
	}
	return out, nil
}

func mayUnmask(actor *access.Actor, reg *catalog.Register, r *register.Record, fields []string) (*catalog.Role, error) {
	role, ok := actor.Allows(reg.Name, reg.BuiltIn, catalog.MayRead, r.Area, "")
	if !ok {
		return nil, recordUnknown.Error(fault.NotFound, "register", reg.Label)
	}
	view := actor.View(reg, r.Area)
	for _, name := range fields {
		i, known := reg.FieldIndex(name)
		if !known || !view.Shown(i) && !view.Unmaskable(i) {
			words := rightWords[catalog.MayRead]
			return nil, notAllowed.Error(fault.Denied, "name", clip(name), "what", words)
		}
	}
	return role, nil
}

// noteRead writes the entry of the access journal.
func (e *Engine) noteRead(ctx context.Context, actor *access.Actor, role *catalog.Role, r *register.Record,
	fields []string, purpose string) error {
	names := make(map[string]json.RawMessage, len(fields))
	for _, name := range fields {
		names[name] = json.RawMessage("null")
	}
	now := e.clock.Now()
	entry := &journal.Entry{ID: clock.NewID(e.clock), Register: r.Register.Name, Record: r.ID, Area: r.Area,
		Action: journal.Read, Version: r.Version, Base: r.Version, Actor: actor.Account, Role: role.Name,
		MadeAt: now, ReceivedAt: now, Pack: e.cat.Pack.Version, Reason: purpose, Fields: names}
	entry.Bundle = entry.ID
	entry.StreamKey = accessStream(journal.StreamKey{County: r.County, Stream: r.Stream})
	return e.store.Write(ctx, func(tx store.Tx) error { return appendOne(ctx, tx, entry) })
}

func appendOne(ctx context.Context, tx store.Tx, entry *journal.Entry) error {
	heads, err := tx.Lock(ctx, []journal.StreamKey{entry.StreamKey})
	if err != nil {
		return err
	}
	head := heads[entry.StreamKey]
	entry.Seq, entry.Prev = head.N+1, head.Last
	body, err := journal.Encode(entry)
	if err != nil {
		return err
	}
	tiles := head.Append(journal.LeafHash(body))
	if err := tx.AppendEntries(ctx, []*journal.Entry{entry}); err != nil {
		return err
	}
	if err := tx.SaveTiles(ctx, tiles); err != nil {
		return err
	}
	return tx.SaveHeads(ctx, heads)
}

// StateOn gives a record as it stood at the end of a business day, nil when it was not there yet.
func (e *Engine) StateOn(ctx context.Context, reg *catalog.Register, county, id string, day value.Date) (*register.Record, error) {
	entries, err := e.store.History(ctx, county, id)
	if err != nil {
		return nil, err
	}
	open, err := e.Opener(ctx, county, []string{id})
	if err != nil {
		return nil, err
	}
	fold := register.NewFold(reg, open)
	for _, x := range entries {
		if x.Register == reg.Name && x.Day() <= day {
			fold.Apply(x)
		}
	}
	return fold.Record(), nil
}

// Opener opens the sealed values of records of one county; values whose key was destroyed stay closed.
func (e *Engine) Opener(ctx context.Context, county string, records []string) (register.Opener, error) {
	wrapped, err := e.store.RecordKeys(ctx, county, records)
	if err != nil {
		return nil, err
	}
	keys := make(map[string]*journal.RecordKey, len(wrapped))
	for id, w := range wrapped {
		if keys[id], err = e.vault.Unwrap(w); err != nil {
			return nil, err
		}
	}
	return openWith(e.vault, keys), nil
}

func openWith(vault *journal.Vault, keys map[string]*journal.RecordKey) register.Opener {
	return func(x *journal.Entry, f *catalog.Field, raw json.RawMessage) (json.RawMessage, bool) {
		if !journal.IsSealed(raw) {
			return raw, true
		}
		slot := journal.Slot{Register: x.Register, Record: x.Record, Field: f.Name}
		plain, err := vault.Open(keys[x.Record], slot, raw)
		return plain, err == nil
	}
}

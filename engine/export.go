package engine

import (
	"context"
	"encoding/json"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/journal"
	"jieli/store"
	"jieli/value"
)

// NoteExport keeps in the access journal that a list leaves the system: of which register, with which fields, and in
// words how many records by which filters. It is an entry of the area's access stream under an id of its own, written
// before the list is given.
func (e *Engine) NoteExport(ctx context.Context, actor *access.Actor, reg *catalog.Register, area string, fields []string,
	words string) error {
	role, ok := actor.Allows(reg.Name, reg.BuiltIn, catalog.MayRead, area, "")
	if !ok {
		return recordUnknown.Error(fault.NotFound, "register", reg.Label)
	}
	names := make(map[string]json.RawMessage, len(fields))
	for _, name := range fields {
		names[name] = json.RawMessage("null")
	}
	now := e.clock.Now()
	entry := &journal.Entry{ID: clock.NewID(e.clock), Register: reg.Name, Area: area, Action: journal.Read,
		Version: 1, Actor: actor.Account,
		Role: role.Name, MadeAt: now, ReceivedAt: now, Pack: e.cat.Pack.Version, Reason: words, Fields: names}
	entry.Bundle, entry.Record = entry.ID, entry.ID
	county, stream := value.StreamOf(area)
	entry.StreamKey = accessStream(journal.StreamKey{County: county, Stream: stream})
	return e.store.Write(ctx, func(tx store.Tx) error { return appendOne(ctx, tx, entry) })
}

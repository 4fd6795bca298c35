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
	return e.noteArea(ctx, actor, role, reg, area, fields, words)
}

// NoteAct keeps in the access journal what somebody did by a power, in words: that they saw as another role, that they took
// what is kept of the door. reg is the register that it is nearest to.
func (e *Engine) NoteAct(ctx context.Context, actor *access.Actor, power catalog.Power, reg *catalog.Register, area,
	words string) error {
	for i := range actor.Grants {
		if g := &actor.Grants[i]; g.Role.Has(power) && access.Covers([]string{g.Area}, area) {
			return e.noteArea(ctx, actor, g.Role, reg, area, nil, words)
		}
	}
	return notAllowed.Error(fault.Denied, "name", string(power), "what", rightWords[catalog.MayRead])
}

// noteArea writes an entry about no record of the area's access stream.
func (e *Engine) noteArea(ctx context.Context, actor *access.Actor, role *catalog.Role, reg *catalog.Register, area string,
	fields []string, words string) error {
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

// ViewedAs begins the words of an entry that says that somebody saw as another role.
const ViewedAs = "以“"

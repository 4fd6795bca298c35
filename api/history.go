package api

import (
	"bytes"
	"encoding/json"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

// HistoryLine is one entry of a record and what it changed.
type HistoryLine struct {
	Entry   EntryView    `json:"entry"`
	Changes []ChangeView `json:"changes"`
	Named   named        `json:"named,omitempty" doc:"what references among the changes point to, by id"`
}

// EntryView says who did what, when, in which role, from where.
type EntryView struct {
	ID         string        `json:"id"`
	County     string        `json:"county"`
	Stream     string        `json:"stream"`
	Seq        int64         `json:"seq"`
	Action     string        `json:"action"`
	Version    int64         `json:"version"`
	MadeAt     value.Instant `json:"made_at"`
	ReceivedAt value.Instant `json:"received_at"`
	Actor      string        `json:"actor"`
	ActorName  string        `json:"actor_name"`
	Role       string        `json:"role"`
	RoleLabel  fault.Text    `json:"role_label"`
	Device     string        `json:"device"`
	Form       string        `json:"form,omitempty"`
	FormLabel  *fault.Text   `json:"form_label,omitempty"`
	Reason     string        `json:"reason,omitempty"`
}

// ChangeView is one field's value before and after an entry, in JSON form or masked.
type ChangeView struct {
	Field  string     `json:"field"`
	Label  fault.Text `json:"label"`
	Before any        `json:"before"`
	After  any        `json:"after"`
}

// getHistory answers with the entries of a record, newest first.
func getHistory(c *call) error {
	reg := c.register()
	r, seen, err := c.load(reg)
	if err != nil {
		return err
	}
	entries, err := c.Reader.History(c.ctx, r.County, r.ID)
	if err != nil {
		return err
	}
	h, err := c.history(r, seen, entries)
	if err != nil {
		return err
	}
	lines := h.lines(entries)
	if err := h.nameIn(lines); err != nil {
		return err
	}
	return c.json(lines)
}

// history shows the entries of one record to one person.
type history struct {
	*call
	reg   *catalog.Register
	seen  access.View
	open  register.Opener
	names map[string]string
	state map[string]json.RawMessage // as it stands after the entries shown so far, plain
	audit bool                       // sees who unmasked what
}

func (c *call) history(r *register.Record, seen access.View, entries []*journal.Entry) (*history, error) {
	h := &history{call: c, reg: r.Register, seen: seen, state: map[string]json.RawMessage{}}
	h.audit = access.Covers(c.actor.Has(catalog.SeeJournal), r.Area)
	actors := make([]string, len(entries))
	for i, e := range entries {
		actors[i] = e.Actor
	}
	var err error
	if h.names, err = c.Directory.Names(c.ctx, actors); err != nil {
		return nil, err
	}
	h.open, err = c.Engine.Opener(c.ctx, r.County, []string{r.ID})
	return h, err
}

// lines shows the entries, oldest to newest so that each has the values before it, and turns them round.
func (h *history) lines(entries []*journal.Entry) []HistoryLine {
	out := make([]HistoryLine, 0, len(entries))
	for _, e := range entries {
		line := HistoryLine{Entry: h.entry(e), Changes: h.changes(e)}
		if e.Action != journal.Read || h.audit {
			out = append(out, line)
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// nameIn says in each line what the references among its changes point to.
func (h *history) nameIn(lines []HistoryLine) error {
	p := h.presenter()
	wanted := map[string][]string{}
	h.references(lines, func(_ *HistoryLine, f *catalog.Field, id string) {
		wanted[f.Limits.Register] = append(wanted[f.Limits.Register], id)
	})
	for name, ids := range wanted {
		if err := p.nameAll(h.Catalog.Register(name), ids); err != nil {
			return err
		}
	}
	h.references(lines, func(line *HistoryLine, _ *catalog.Field, id string) {
		if name := p.named[id]; name != "" {
			if line.Named == nil {
				line.Named = named{}
			}
			line.Named[id] = name
		}
	})
	return nil
}

// references goes through the references among the changes of lines.
func (h *history) references(lines []HistoryLine, do func(*HistoryLine, *catalog.Field, string)) {
	for i := range lines {
		for _, c := range lines[i].Changes {
			f := h.reg.Field(c.Field)
			if f == nil || f.Type.Name() != "reference" {
				continue
			}
			for _, v := range []any{c.Before, c.After} {
				raw, _ := v.(json.RawMessage)
				var id string
				if json.Unmarshal(raw, &id) == nil && value.IsID(id) {
					do(&lines[i], f, id)
				}
			}
		}
	}
}

func (h *history) entry(e *journal.Entry) EntryView {
	v := EntryView{
		ID: e.ID, County: e.County, Stream: e.Stream, Seq: e.Seq, Action: string(e.Action), Version: e.Version,
		MadeAt: e.MadeAt, ReceivedAt: e.ReceivedAt, Actor: e.Actor, ActorName: h.names[e.Actor], Role: e.Role,
		RoleLabel: fault.Text{Zh: e.Role, En: e.Role}, Device: e.Device, Form: e.Form, Reason: e.Reason,
	}
	if role := h.Catalog.Role(e.Role); role != nil {
		v.RoleLabel = role.Label
	}
	if form := h.Catalog.Form(e.Form); form != nil {
		v.FormLabel = &form.Label
	}
	return v
}

// changes gives the fields of an entry in the order of the register; hidden ones are left out, and so are fields
// that an older pack had and this one lacks. An entry that names fields without writing them (read) has none before.
func (h *history) changes(e *journal.Entry) []ChangeView {
	out := []ChangeView{}
	for i, f := range h.reg.Fields {
		raw, ok := e.Fields[f.Name]
		if !ok || h.seen.Hidden(i) {
			continue
		}
		if e.Action == journal.Read {
			out = append(out, ChangeView{Field: f.Name, Label: f.Label})
			continue
		}
		plain, open := h.plain(e, f, raw)
		change := ChangeView{f.Name, f.Label, h.shown(i, h.state[f.Name]), h.shown(i, plain)}
		if !open {
			change.After = Masked{true, ""}
		}
		h.state[f.Name] = plain
		out = append(out, change)
	}
	return out
}

// plain opens a value; false when its key is gone.
func (h *history) plain(e *journal.Entry, f *catalog.Field, raw json.RawMessage) (json.RawMessage, bool) {
	if f.Privacy == catalog.Open {
		return raw, true
	}
	return h.open(e, f, raw)
}

// shown gives a value as the caller sees it.
func (h *history) shown(field int, plain json.RawMessage) any {
	if len(plain) == 0 || bytes.Equal(plain, []byte("null")) {
		return nil
	}
	f := h.reg.Fields[field]
	if h.seen.Masked(field) {
		return Masked{true, access.Mask(f.Type, register.DecodeField(f, plain))}
	}
	return plain
}

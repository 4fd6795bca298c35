package sync

import (
	"context"
	"encoding/base64"

	"jieli/catalog"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
)

const (
	// partRecords bounds the records of one part: some 30 KB compressed, a second on a slow line.
	partRecords = 300
	// partEntries bounds the entries that one part of a delta looks at.
	partEntries = 500
)

// Source is what is read: a store.Reader.
type Source interface {
	Find(ctx context.Context, q store.Query) ([]*register.Record, error)
	Entries(ctx context.Context, key journal.StreamKey, from int64, limit int) ([]*journal.Entry, error)
	Streams(ctx context.Context) (map[journal.StreamKey]*journal.Head, error)
}

// Ref names a record that a device has to give up: it is void, or out of the scope.
type Ref struct {
	Register string `json:"register"`
	ID       string `json:"id"`
}

// Part is one piece of what a device is given. A device that has taken it in together with its cursor can stop anywhere.
type Part struct {
	Cursor   *Cursor
	Records  []*register.Record
	Gone     []Ref
	More     bool // another part is there now
	Begins   bool // a first copy begins: what the device has of before goes at its end, unless it came again
	Ends     bool // the first copy is whole
	Restored bool // the server was set back behind what the device has seen: what it sent since is to be sent again
	Changed  bool // something was there
}

// Next gives the part behind a cursor; nil, or one of another scope, begins anew.
func Next(ctx context.Context, src Source, s *Scope, c *Cursor) (*Part, error) {
	if c == nil || c.Scope != s.Digest {
		return begin(ctx, src, s)
	}
	if c.Walk != nil {
		return walk(ctx, src, s, c)
	}
	return follow(ctx, src, s, c)
}

// begin notes the ends of the streams before anything is read: what changes meanwhile comes twice rather than never.
func begin(ctx context.Context, src Source, s *Scope) (*Part, error) {
	heads, err := src.Streams(ctx)
	if err != nil {
		return nil, err
	}
	c := &Cursor{Scope: s.Digest}
	for _, key := range s.Streams {
		m := Mark{County: key.County, Stream: key.Stream}
		if h := heads[key]; h != nil && h.N > 0 {
			m.Seq, m.Hash = h.N, short(h.Last)
		}
		c.Marks = append(c.Marks, m)
	}
	if len(s.Registers) > 0 {
		c.Walk = &Walk{Register: s.Registers[0].Name}
	}
	p, err := walk(ctx, src, s, c)
	if p != nil {
		p.Begins = true
	}
	return p, err
}

const hashBytes = 6 // of a leaf hash: enough to tell that another entry stands in its place

func short(h journal.Hash) string { return base64.RawURLEncoding.EncodeToString(h[:hashBytes]) }

// walk gives the next records of the first copy, by register and id.
func walk(ctx context.Context, src Source, s *Scope, c *Cursor) (*Part, error) {
	p := &Part{Cursor: c, Changed: true}
	for len(p.Records) < partRecords && c.Walk != nil {
		reg := s.register(c.Walk.Register)
		if reg == nil { // the pack has changed meanwhile
			return begin(ctx, src, s)
		}
		q := store.Query{Register: reg, Areas: s.Areas(reg), Limit: partRecords - len(p.Records)}
		if c.Walk.After != "" {
			q.After = []any{c.Walk.After}
		}
		found, err := src.Find(ctx, q)
		if err != nil {
			return nil, err
		}
		p.Records = append(p.Records, found...)
		if len(found) == q.Limit {
			c.Walk = &Walk{reg.Name, found[len(found)-1].ID}
		} else {
			c.Walk = s.after(reg)
		}
	}
	p.More, p.Ends = true, c.Walk == nil // a delta follows at once: the copy took its time
	return p, nil
}

func (s *Scope) register(name string) *catalog.Register {
	for _, reg := range s.Registers {
		if reg.Name == name {
			return reg
		}
	}
	return nil
}

func (s *Scope) after(reg *catalog.Register) *Walk {
	for i, x := range s.Registers {
		if x == reg && i+1 < len(s.Registers) {
			return &Walk{Register: s.Registers[i+1].Name}
		}
	}
	return nil
}

// follow gives what the streams have had since. Each is asked from the entry that was seen last: one entry more, which
// shows that it still stands there.
func follow(ctx context.Context, src Source, s *Scope, c *Cursor) (*Part, error) {
	p := &Part{Cursor: c}
	touched := touchedRecords{}
	left := partEntries
	for i := range c.Marks {
		m := &c.Marks[i]
		if left <= 0 {
			p.More = true
			break
		}
		from, limit := max(m.Seq, 1), left+1
		entries, err := src.Entries(ctx, journal.StreamKey{County: m.County, Stream: m.Stream}, from, limit)
		if err != nil {
			return nil, err
		}
		if m.Seq > 0 {
			if len(entries) == 0 || entries[0].Seq != m.Seq || short(journal.LeafHash(entries[0].Body)) != m.Hash {
				again, err := begin(ctx, src, s)
				if again != nil {
					again.Restored = true
				}
				return again, err
			}
			entries = entries[1:]
		}
		p.More = p.More || len(entries) >= left
		for _, e := range entries[:min(len(entries), left)] {
			touched.add(e)
			m.Seq, m.Hash = e.Seq, short(journal.LeafHash(e.Body))
			left--
		}
	}
	p.Changed = left < partEntries
	return p, touched.load(ctx, src, s, p)
}

// touchedRecords are the records of some entries, by register.
type touchedRecords map[string]map[string][]string // register → county → ids

func (t touchedRecords) add(e *journal.Entry) {
	if e.Action == journal.Read {
		return
	}
	if t[e.Register] == nil {
		t[e.Register] = map[string][]string{}
	}
	t[e.Register][e.County] = append(t[e.Register][e.County], e.Record)
}

// load reads the records as they are by now; those that the scope does not reach, or that are void, are gone.
func (t touchedRecords) load(ctx context.Context, src Source, s *Scope, p *Part) error {
	for _, reg := range s.Registers {
		for county, ids := range t[reg.Name] {
			found, err := src.Find(ctx, store.Query{Register: reg, County: county, Areas: s.Areas(reg), IDs: ids})
			if err != nil {
				return err
			}
			p.Records = append(p.Records, found...)
			there := map[string]bool{}
			for _, r := range found {
				there[r.ID] = true
			}
			for _, id := range ids {
				if !there[id] {
					there[id] = true // named once
					p.Gone = append(p.Gone, Ref{reg.Name, id})
				}
			}
		}
	}
	return nil
}

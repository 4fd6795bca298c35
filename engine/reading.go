package engine

import (
	"context"

	"jieli/access"
	"jieli/catalog"
	"jieli/expr"
	"jieli/register"
	"jieli/value"
)

// Reading is a record with its line of parents and their child records, as they stand today, for expressions outside
// of a bundle: outlooks of cases, documents. It is for one goroutine. What cannot be read is taken as absent; Err says
// so at the end.
type Reading struct {
	e     *Engine
	ctx   context.Context
	line  []*register.Record // the record, its parent, …
	lists map[listKey][]*register.Record
	named map[listKey]*register.Record // what references name, by register and id; nil: nothing
	today value.Date
	err   error
}

type listKey struct{ child, parent string }

// Read loads a record's line of parents; child records are loaded as they are asked for.
func (e *Engine) Read(ctx context.Context, r *register.Record) (*Reading, error) {
	x := &Reading{e: e, ctx: ctx, line: []*register.Record{r}, lists: map[listKey][]*register.Record{},
		named: map[listKey]*register.Record{}, today: e.Today()}
	for r.Register.Parent != nil && r.Parent != "" {
		p, err := e.store.Record(ctx, r.Register.Parent, r.County, r.Parent)
		if err != nil {
			return nil, err
		}
		if p == nil {
			break
		}
		x.line, r = append(x.line, p), p
	}
	return x, nil
}

// Err gives the first error of the store.
func (x *Reading) Err() error { return x.err }

// Line gives the record and its parents, the nearest first.
func (x *Reading) Line() []*register.Record { return x.line }

// Record gives the record of a register in the line, nil when there is none.
func (x *Reading) Record(reg *catalog.Register) *register.Record {
	for _, r := range x.line {
		if r.Register == reg {
			return r
		}
	}
	return nil
}

// Children gives the child records of a record in the line, void ones left out.
func (x *Reading) Children(child *catalog.Register, parent *register.Record) []*register.Record {
	key := listKey{child.Name, parent.ID}
	list, ok := x.lists[key]
	if !ok && x.err == nil {
		list, x.err = x.e.store.Children(x.ctx, child, parent.County, parent.ID)
		x.lists[key] = list
	}
	return list
}

// Vars gives what expressions see about a record of the line, or about a child of one.
func (x *Reading) Vars(r *register.Record) expr.Vars { return &readScope{x, r} }

// readScope is what an expression about one record sees of a reading.
type readScope struct {
	*Reading
	rec *register.Record
}

// Subject gives the record or one of its parents by register name.
func (s *readScope) Subject(name string) expr.Row {
	if r := s.find(name); r != nil {
		return r
	}
	return nil
}

func (s *readScope) find(name string) *register.Record {
	if s.rec.Register.Name == name {
		return s.rec
	}
	for r := s.rec; r.Register.Parent != nil; {
		r = s.Record(r.Register.Parent)
		if r == nil || r.Register.Name == name {
			return r
		}
	}
	return nil
}

// personAt gives what account a field of a record of the line, or of one of its parents, names.
func (x *Reading) personAt(r *register.Record) func(*catalog.Target) string {
	s := &readScope{x, r}
	return func(t *catalog.Target) string {
		at := s.find(t.Register.Name)
		if at == nil {
			return ""
		}
		account, _ := at.Get(t.Field.Name).(string)
		return account
	}
}

// nameOf gives the name of an account of the county or of the programme's own level, "" when it is not known.
func (x *Reading) nameOf(account string) string {
	reg := x.e.cat.Register(access.AccountRegister)
	for _, county := range []string{x.line[0].County, value.County(x.e.cat.Pack.Root)} {
		r, err := x.e.store.Record(x.ctx, reg, county, account)
		if err != nil {
			x.err = err
		} else if r != nil {
			name, _ := r.Get("name").(string)
			return name
		}
	}
	return ""
}

// List gives the child records of the record or one of its parents.
func (s *readScope) List(subject, list string) []expr.Row {
	r := s.find(subject)
	if r == nil {
		return nil
	}
	for _, child := range r.Register.Children {
		if child.As == list {
			return rows(s.Children(child, r))
		}
	}
	return nil
}

// Parameter gives a policy number for the place of the record today.
func (s *readScope) Parameter(name string) any {
	if p := s.e.cat.Parameter(name); p != nil {
		return p.At(s.rec.Area, s.today)
	}
	return nil
}

// Today is the business day of the reading.
func (s *readScope) Today() value.Date { return s.today }

// Now is the time of the engine's clock.
func (s *readScope) Now() value.Instant { return s.e.clock.Now() }

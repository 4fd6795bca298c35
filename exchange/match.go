package exchange

import (
	"context"
	"fmt"
	"strings"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
)

const (
	// asked is how many values are looked for at once: a field without an index costs a look at every record each time.
	asked = 1000
	// seenAtOnce is how many records are read at once.
	seenAtOnce = 1000
	// manyAlike is how many records of one row are compared: two are one too many already, but they may belong together.
	manyAlike = 20
)

// match finds for each line the one record that it is about; none when there is none or more than one.
func (r *run) match(ctx context.Context, lines []*line) error {
	if r.imp.Match == nil {
		return nil
	}
	for _, by := range r.imp.Match.By {
		if err := r.matchBy(ctx, lines, by); err != nil {
			return err
		}
	}
	return nil
}

// sought are lines by the values that their record must have.
type sought struct {
	by     []string
	first  string // the field that is asked for; the others are compared here
	values []any  // of first, each once
	lines  map[string][]*line
	alike  map[*line][]*register.Record
}

func (r *run) matchBy(ctx context.Context, lines []*line, by []string) error {
	s := &sought{by: by, lines: map[string][]*line{}, alike: map[*line][]*register.Record{}}
	for _, name := range by {
		if s.first == "" && r.imp.Match.Register.Field(name) != nil {
			s.first = name
		}
	}
	if s.first == "" { // a place alone tells nobody apart
		return nil
	}
	s.take(lines)
	for values := s.values; len(values) > 0; {
		n := min(asked, len(values))
		if err := r.ask(ctx, s, values[:n]); err != nil {
			return err
		}
		values = values[n:]
	}
	for x, list := range s.alike {
		var err error
		if x.found, err = r.one(ctx, r.imp.Match, list); err != nil {
			return err
		}
	}
	return nil
}

// take takes the lines that fill all fields and have no record yet.
func (s *sought) take(lines []*line) {
	seen := map[string]bool{}
	for _, x := range lines {
		key, whole := s.key(func(name string) any { return x.given[name] })
		if x.found != nil || !whole {
			continue
		}
		s.lines[key] = append(s.lines[key], x)
		if v := x.given[s.first]; !seen[fmt.Sprint(v)] {
			seen[fmt.Sprint(v)] = true
			s.values = append(s.values, v)
		}
	}
}

// key joins values in memory; false when one is not known.
func (s *sought) key(value func(string) any) (string, bool) {
	var b strings.Builder
	for _, name := range s.by {
		v := value(name)
		if v == nil {
			return "", false
		}
		fmt.Fprint(&b, v, "\x00")
	}
	return b.String(), true
}

// ask goes through all records with one of the values, and notes which lines they may be.
func (r *run) ask(ctx context.Context, s *sought, values []any) error {
	reg := r.imp.Match.Register
	q := store.Query{Register: reg, Areas: r.scope, Limit: seenAtOnce, Sort: []store.Sort{{Field: "id"}},
		Conds: []store.Cond{{Field: s.first, Op: "in", Values: values}}}
	for {
		page, err := r.reader.Find(ctx, q)
		if err != nil {
			return err
		}
		for _, rec := range page {
			key, _ := s.key(func(name string) any {
				if reg.Field(name) == nil { // the place of the record, which a parent's field says
					return rec.Area
				}
				return rec.Get(name)
			})
			for _, x := range s.lines[key] {
				if len(s.alike[x]) < manyAlike {
					s.alike[x] = append(s.alike[x], rec)
				}
			}
		}
		if len(page) < seenAtOnce {
			return nil
		}
		q.After = []any{page[len(page)-1].ID}
	}
}

// one gives the record that all the found ones belong to.
func (r *run) one(ctx context.Context, m *catalog.Matching, list []*register.Record) (*register.Record, error) {
	if len(list) == manyAlike {
		return nil, nil
	}
	var county, id string
	for _, rec := range list {
		at := rec.ID
		if m.Gives != m.Register {
			at = rec.Parent
		}
		if id != "" && id != at {
			return nil, nil
		}
		county, id = rec.County, at
	}
	return r.reader.Record(ctx, m.Gives, county, id)
}

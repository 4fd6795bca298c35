package exchange

import (
	"context"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
)

// manyAlike is how many records a way of matching looks at: two are one too many already, but they may belong together.
const manyAlike = 20

// match finds the one record that a row is about, nil when there is none or more than one.
func (r *run) match(ctx context.Context, x *line) (*register.Record, error) {
	if r.imp.Match == nil {
		return nil, nil
	}
	for _, by := range r.imp.Match.By {
		found, err := r.matchBy(ctx, x, by)
		if err != nil || found != nil {
			return found, err
		}
	}
	return nil, nil
}

func (r *run) matchBy(ctx context.Context, x *line, by []string) (*register.Record, error) {
	m := r.imp.Match
	q := store.Query{Register: m.Register, Areas: r.scope, Limit: manyAlike, Sort: []store.Sort{{Field: "id"}}}
	for _, name := range by {
		v, given := x.given[name]
		if !given {
			return nil, nil
		}
		field := name
		if m.Register.Field(name) == nil { // the place of the record, which a parent's field says
			field = "area"
		}
		q.Conds = append(q.Conds, store.Cond{Field: field, Op: "=", Values: []any{v}})
	}
	list, err := r.reader.Find(ctx, q)
	if err != nil || len(list) == manyAlike {
		return nil, err
	}
	return r.one(ctx, m, list)
}

// one gives the record that all the found ones belong to.
func (r *run) one(ctx context.Context, m *catalog.Matching, list []*register.Record) (*register.Record, error) {
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
	if id == "" {
		return nil, nil
	}
	return r.reader.Record(ctx, m.Gives, county, id)
}

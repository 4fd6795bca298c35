package engine

import (
	"context"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// rulesPage is how many records are judged together: their child records are read in few statements, and a worker
// holds no more than these.
const rulesPage = 500

// gaze is what programs about the records of a register read beside the records themselves.
type gaze struct {
	reg   *catalog.Register
	depth int // how many parents up
	lists []gazeList
}

// gazeList is a list of child records of a record or of one of its parents.
type gazeList struct {
	level int // 0: of the record
	child *catalog.Register
}

// gazeOf reads off programs what they read.
func gazeOf(reg *catalog.Register, reads ...string) *gaze {
	g := &gaze{reg: reg}
	for _, name := range reads {
		subject, rest, _ := strings.Cut(name, ".")
		first, _, _ := strings.Cut(rest, ".")
		level := 0
		for r := reg; r != nil; r = r.Parent {
			if r.Name == subject {
				g.depth = max(g.depth, level)
				g.addList(level, r, first)
				break
			}
			level++
		}
	}
	return g
}

func (g *gaze) addList(level int, of *catalog.Register, as string) {
	for _, child := range of.Children {
		if x := (gazeList{level, child}); child.As == as && !slices.Contains(g.lists, x) {
			g.lists = append(g.lists, x)
		}
	}
}

// registers gives all registers whose records are read.
func (g *gaze) registers() []*catalog.Register {
	out := []*catalog.Register{g.reg}
	for r := g.reg.Parent; r != nil && len(out) <= g.depth; r = r.Parent {
		out = append(out, r)
	}
	for _, l := range g.lists {
		if !slices.Contains(out, l.child) {
			out = append(out, l.child)
		}
	}
	return out
}

// sight is a set of records with what programs about them read, on one day. It is for one goroutine.
type sight struct {
	cat        *catalog.Catalog
	today      value.Date
	now        value.Instant
	records    []*register.Record
	parents    map[string]*register.Record // by id
	lists      map[listKey][]expr.Row
	parameters map[parameterAt]any
}

type parameterAt struct{ name, area string }

func (e *Engine) newSight() *sight {
	now := e.clock.Now()
	return &sight{cat: e.cat, today: now.Day(), now: now, parents: map[string]*register.Record{},
		lists: map[listKey][]expr.Row{}, parameters: map[parameterAt]any{}}
}

// look reads a page of the records of one area, by id after the one given. The first page has after "".
func (e *Engine) look(ctx context.Context, g *gaze, area, after string) (*sight, error) {
	s := e.newSight()
	q := store.Query{Register: g.reg, Areas: []string{area}, Limit: rulesPage, Sort: []store.Sort{{Field: "id"}},
		Conds: []store.Cond{{Field: "area", Op: "=", Values: []any{area}}}}
	if after != "" {
		q.After = []any{after}
	}
	var err error
	if s.records, err = e.store.Find(ctx, q); err != nil || len(s.records) == 0 {
		return s, err
	}
	level := s.records
	for n := 0; ; n++ {
		if err := e.lookAtLists(ctx, s, g, n, level); err != nil || n == g.depth || len(level) == 0 {
			return s, err
		}
		if level, err = e.lookAtParents(ctx, s, level); err != nil {
			return s, err
		}
	}
}

func (e *Engine) lookAtLists(ctx context.Context, s *sight, g *gaze, level int, of []*register.Record) error {
	for _, l := range g.lists {
		if l.level != level {
			continue
		}
		found, err := e.store.ChildrenOf(ctx, l.child, placesIn(of))
		if err != nil {
			return err
		}
		for at, list := range found {
			s.lists[listKey{l.child.Name, at.ID}] = rows(list)
		}
	}
	return nil
}

func placesIn(list []*register.Record) []store.Place {
	out := make([]store.Place, len(list))
	for i, r := range list {
		out[i] = store.Place{County: r.County, ID: r.ID}
	}
	return out
}

// lookAtParents reads the parents of records of one county.
func (e *Engine) lookAtParents(ctx context.Context, s *sight, of []*register.Record) ([]*register.Record, error) {
	var ids []string
	for _, r := range of {
		if r.Parent != "" && s.parents[r.Parent] == nil {
			ids = append(ids, r.Parent)
		}
	}
	if len(ids) == 0 || of[0].Register.Parent == nil {
		return nil, nil
	}
	found, err := e.store.Find(ctx, store.Query{Register: of[0].Register.Parent, Areas: []string{countyArea(of[0].County)},
		IDs: ids, Void: true})
	for _, p := range found {
		s.parents[p.ID] = p
	}
	return found, err
}

// countyArea gives the area of all records of a county; what belongs above counties lies in a padded one.
func countyArea(county string) string { return strings.TrimRight(county, "0") + zeros(county) }

// zeros gives back the zeros that belong to the code: codes have an even number of digits.
func zeros(county string) string {
	if len(strings.TrimRight(county, "0"))%2 == 1 {
		return "0"
	}
	return ""
}

// vars gives what expressions see about a record of the sight.
func (s *sight) vars(r *register.Record) *sightVars { return &sightVars{s, r} }

type sightVars struct {
	*sight
	rec *register.Record
}

var _ expr.Vars = (*sightVars)(nil)

func (v *sightVars) find(name string) *register.Record {
	for r := v.rec; r != nil; r = v.parents[r.Parent] {
		if r.Register.Name == name {
			return r
		}
	}
	return nil
}

// Subject gives the record or one of its parents.
func (v *sightVars) Subject(name string) expr.Row {
	if r := v.find(name); r != nil {
		return r
	}
	return nil
}

// List gives the child records of the record or one of its parents.
func (v *sightVars) List(subject, list string) []expr.Row {
	r := v.find(subject)
	if r == nil {
		return nil
	}
	for _, child := range r.Register.Children {
		if child.As == list {
			return v.lists[listKey{child.Name, r.ID}]
		}
	}
	return nil
}

// Parameter gives a policy number for the place of the record on the day.
func (v *sightVars) Parameter(name string) any {
	key := parameterAt{name, v.rec.Area}
	x, known := v.parameters[key]
	if !known {
		if p := v.cat.Parameter(name); p != nil {
			x = p.At(v.rec.Area, v.today)
		}
		v.parameters[key] = x
	}
	return x
}

// Today is the day of the sight.
func (v *sightVars) Today() value.Date { return v.today }

// Now is its moment.
func (v *sightVars) Now() value.Instant { return v.now }

package engine

import (
	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// draft is one bundle being worked on: what it would change, over what the unit holds. A refused draft is dropped and
// leaves the unit as it was.
type draft struct {
	u        *unit
	j        *job
	role     *catalog.Role
	today    value.Date
	findings []fault.Finding
	touched  map[string]*touch
	order    []*touch
	newIDs   map[childKey][]string
	covers   []coverEffect
	keys     map[string]string // keys that its records take → the record
	parents  []*touch          // records that change in nothing but their warnings and tasks
	tasks    map[store.Place]*store.Task
	moves    []store.Movement // between accounts
}

// touch is one record that a draft changes.
type touch struct {
	in        *intent
	reg       *catalog.Register
	plan      *plan
	before    *register.Record // nil: new
	after     *register.Record
	derived   bool          // it follows from the change of another record
	raised    bool          // a rule makes it: what it lacks is no fault of who sent the bundle
	role      *catalog.Role // in which the actor does it; nil for what follows from other changes
	parent    string        // its parent after the draft
	moved     bool          // the parent changes
	history   []*journal.Entry
	fold      *register.Fold   // set when it was merged with changes that the sender had not seen
	entries   []*journal.Entry // made by this draft, values still plain
	conflicts map[string][]string
}

func newDraft(u *unit, j *job) *draft {
	return &draft{u: u, j: j, today: j.made.Day(), findings: append([]fault.Finding(nil), j.findings...),
		touched: map[string]*touch{}, newIDs: map[childKey][]string{}, keys: map[string]string{},
		tasks: map[store.Place]*store.Task{}}
}

// run takes the draft through the stages. What comes out is the receipt; nothing has been written.
func (d *draft) run() Receipt {
	stages := []func(){d.place, d.authorize, d.askRelevant, d.merge, d.mayAdvance, d.effects, d.advance, d.handOver, d.derive,
		d.post, d.judge, d.validate, d.decide}
	for _, stage := range stages {
		if d.blocked() {
			break
		}
		stage()
	}
	r := Receipt{Bundle: d.j.bundle.ID, Accepted: !d.blocked(), Findings: d.findings}
	return r
}

func (d *draft) blocked() bool { return d.u.err != nil || fault.Blocks(d.findings) }

func (d *draft) add(f fault.Finding) { d.findings = bounded(d.findings, f) }

func (d *draft) county() string { return d.j.bundle.County }

// record gives a record as this draft would leave it.
func (d *draft) record(reg *catalog.Register, id string) *register.Record {
	if t, ok := d.touched[id]; ok && t.reg == reg {
		return t.after
	}
	return d.u.record(reg, d.county(), id)
}

// children gives the child records of a parent as this draft would leave them, void ones left out.
func (d *draft) children(child *catalog.Register, parent string) []*register.Record {
	ids := d.u.childIDs(child, d.county(), parent)
	ids = append(ids[:len(ids):len(ids)], d.newIDs[childKey{child.Name, parent}]...)
	list := make([]*register.Record, 0, len(ids))
	for _, id := range ids {
		if r := d.record(child, id); r != nil && r.State == register.StateActive && r.Parent == parent {
			list = append(list, r)
		}
	}
	return list
}

// place is stage 3: finds or begins the record of each intent.
func (d *draft) place() {
	for _, in := range d.j.intents {
		if d.touched[in.record] != nil {
			d.add(recordExists.At(in.path, "register", in.reg.Label))
			continue
		}
		d.touch(in)
	}
	d.placeLine()
}

func (d *draft) touch(in *intent) *touch {
	t := &touch{in: in, reg: in.reg, plan: d.u.e.plans[in.reg], parent: in.parent}
	t.before = d.u.record(in.reg, d.county(), in.record)
	d.placeOne(t)
	if t.after == nil {
		return nil
	}
	if t.before == nil {
		d.u.childless(in)
	}
	d.touched[in.record] = t
	d.order = append(d.order, t)
	return t
}

func (d *draft) placeOne(t *touch) {
	in := t.in
	label := in.reg.Label
	if in.action == journal.Create {
		if other := d.u.usedBy(d.county(), in.record); t.before != nil || other != nil {
			if other != nil {
				label = other.Label
			}
			d.add(recordExists.At(in.path, "register", label))
			return
		}
		t.after = d.begin(t)
		return
	}
	switch {
	case t.before == nil:
		d.add(recordUnknown.At(in.path, "register", label))
	case in.review:
		in.base, t.parent = t.before.Version, t.before.Parent
		t.after = t.before.Clone()
	case t.before.State == register.StateVoid && in.base >= t.before.Version && in.action != journal.Erase:
		d.add(recordVoid.At(in.path))
	case marked(t.before, register.ErasedMark):
		d.add(recordErased.At(in.path))
	case in.base > t.before.Version:
		d.add(baseAhead.At(in.path, "base", in.base, "version", t.before.Version))
	default:
		t.parent = t.before.Parent
		t.after = t.before.Clone()
	}
}

// isOver reports whether a record is void or erased: nothing follows for it from what others do.
func isOver(r *register.Record) bool {
	return r.State == register.StateVoid || marked(r, register.ErasedMark)
}

func marked(r *register.Record, mark string) bool {
	for _, w := range r.Warnings {
		if w == mark {
			return true
		}
	}
	return false
}

// begin makes the empty record of a create, its defaults filled in.
func (d *draft) begin(t *touch) *register.Record {
	r := &register.Record{Register: t.reg, County: d.county(), ID: t.in.record, Parent: t.parent,
		State: register.StateActive, Fields: make([]any, len(t.reg.Fields))}
	if t.reg.Parent != nil && t.parent == "" {
		d.add(parentMissing.At(t.in.path, "register", t.reg.Label, "parent", t.reg.Parent.Label))
		return nil
	}
	for i, f := range t.reg.Fields {
		if _, given := t.in.fields[f.Name]; !given && f.Default != nil {
			r.Fields[i] = f.Default
			t.in.effects[f.Name] = f.Default
		}
	}
	if t.reg.Parent != nil {
		k := childKey{t.reg.Name, t.parent}
		d.newIDs[k] = append(d.newIDs[k], r.ID)
	}
	return r
}

// scope is what an expression about one record sees.
type scope struct {
	d     *draft
	rec   *register.Record
	still bool                     // nothing changes while it is used: lists are put together once
	lists map[[2]string][]expr.Row // by subject and list
}

var _ expr.Vars = (*scope)(nil)

// seen gives a scope for many expressions about one record, between which no record comes, goes or moves.
func (d *draft) seen(r *register.Record) *scope { return &scope{d: d, rec: r, still: true} }

// Subject gives the record or one of its parents by register name.
func (s *scope) Subject(name string) expr.Row {
	r := s.find(name)
	if r == nil {
		return nil
	}
	return r
}

func (s *scope) find(name string) *register.Record {
	for r := s.rec; r != nil; r = s.d.record(r.Register.Parent, r.Parent) {
		if r.Register.Name == name {
			return r
		}
		if r.Register.Parent == nil {
			return nil
		}
	}
	return nil
}

// List gives the child records of the record or a parent.
func (s *scope) List(subject, list string) []expr.Row {
	if !s.still {
		return s.list(subject, list)
	}
	key := [2]string{subject, list}
	got, ok := s.lists[key]
	if !ok {
		if s.lists == nil {
			s.lists = map[[2]string][]expr.Row{}
		}
		got = s.list(subject, list)
		s.lists[key] = got
	}
	return got
}

func (s *scope) list(subject, list string) []expr.Row {
	r := s.find(subject)
	if r == nil {
		return nil
	}
	for _, child := range r.Register.Children {
		if child.As == list {
			return rows(s.d.children(child, r.ID))
		}
	}
	return nil
}

func rows(list []*register.Record) []expr.Row {
	out := make([]expr.Row, len(list))
	for i, r := range list {
		out[i] = r
	}
	return out
}

// Parameter gives a policy number for the place of the record and the business day of the bundle.
func (s *scope) Parameter(name string) any {
	p := s.d.u.e.cat.Parameter(name)
	if p == nil {
		return nil
	}
	return p.At(s.rec.Area, s.d.today)
}

// Today is the business day of the bundle, so that a visit judged late is judged as on its day.
func (s *scope) Today() value.Date { return s.d.today }

// Now is the time of the bundle.
func (s *scope) Now() value.Instant { return s.d.j.made }

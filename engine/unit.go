package engine

import (
	"context"
	"slices"

	"jieli/catalog"
	"jieli/indicator"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// unit is one commit: what its bundles read is loaded once, what they write is gathered and written in few statements.
// An error of the database is kept in err and ends the unit.
type unit struct {
	ctx context.Context
	e   *Engine
	tx  store.Tx
	now value.Instant // when the bundle at hand came
	err error

	receipts map[store.Place]store.Receipt
	records  map[recordKey]*register.Record      // nil: known not to exist
	used     map[usedKey]string                  // register whose record has an id, "" for none
	children map[childKey][]string               // ids in order of creation, of the lists that were loaded
	grown    map[childKey][]string               // ids that this unit adds to lists that were not
	keys     map[store.Place]*journal.RecordKey  // of a record, unwrapped; nil: destroyed or none
	heads    map[journal.StreamKey]*journal.Head // of the streams that are locked
	from     map[journal.StreamKey]int64         // their length when they were locked

	entries   []*journal.Entry
	byRecord  map[store.Place][]*journal.Entry
	tiles     []journal.Tile
	dirty     map[*catalog.Register]map[store.Place]*register.Record
	stood     map[store.Place]*register.Record // those of dirty that stand in the store, as they stand there
	deltas    indicator.Deltas
	tasks     map[store.Place]*taskState // nil: known not to exist
	conflicts []register.Conflict
	terms     map[store.Place]store.Terms
	newKeys   map[string]map[string][]byte // county → record → wrapped key
	erased    map[string][]string          // county → records
	covers    []store.Cover
	uncovered []store.Cover
	uses      []store.Use
	lists     map[sweptKey]*swept // how records stand on the lists of sweeps; made when asked for
	owners    map[string]string   // key of a register → record that has it, "" for none
	answered  map[store.Place]store.Receipt
	balances  map[store.Place]int64 // of the accounts that it has asked about, as they are by now
	moves     []store.Movement
	given     map[store.Place]Receipt // the same in full
}

// recordKey names a record: an id alone may be asked for in the wrong register or county.
type recordKey struct {
	reg        *catalog.Register
	county, id string
}

// usedKey is an id within a county, where it belongs to one record of one register.
type usedKey struct{ county, id string }

type childKey struct {
	register string
	parent   string
}

func newUnit(ctx context.Context, e *Engine, tx store.Tx) *unit {
	return &unit{ctx: ctx, e: e, tx: tx,
		receipts: map[store.Place]store.Receipt{}, records: map[recordKey]*register.Record{},
		used:     map[usedKey]string{},
		children: map[childKey][]string{}, grown: map[childKey][]string{}, keys: map[store.Place]*journal.RecordKey{},
		heads: map[journal.StreamKey]*journal.Head{}, from: map[journal.StreamKey]int64{}, byRecord: map[store.Place][]*journal.Entry{},
		dirty: map[*catalog.Register]map[store.Place]*register.Record{}, stood: map[store.Place]*register.Record{},
		deltas: indicator.Deltas{}, tasks: map[store.Place]*taskState{}, terms: map[store.Place]store.Terms{},
		newKeys: map[string]map[string][]byte{}, erased: map[string][]string{}, owners: map[string]string{},
		answered: map[store.Place]store.Receipt{}, given: map[store.Place]Receipt{}, balances: map[store.Place]int64{}}
}

// prepare loads what all bundles of the group surely need, in one statement a register.
func (u *unit) prepare(group []*job) error {
	bundles := make([]store.Place, len(group))
	for i, j := range group {
		bundles[i] = store.Place{County: j.bundle.County, ID: j.bundle.ID}
	}
	u.lockCounties(group)
	if u.err != nil {
		return u.err
	}
	var err error
	if u.receipts, err = u.tx.Receipts(u.ctx, bundles); err != nil {
		return err
	}
	u.loadUsed(group)
	wanted := u.wanted(group)
	u.load(wanted)
	u.loadParents(wanted)
	u.loadLists(group)
	u.prefetchKeys(group)
	u.prefetchTasks(group)
	u.prefetchSealing(group)
	u.lockStreams()
	u.prefetchReferences(group)
	return u.err
}

// wanted names the records of the group, and the parents of those to be made. What is to be made under an id that nobody
// uses is known not to exist.
func (u *unit) wanted(group []*job) wants {
	list := wants{}
	for _, j := range group {
		county := j.bundle.County
		for _, in := range j.intents {
			if in.action == journal.Create && value.IsID(in.record) && u.used[usedKey{county, in.record}] != in.reg.Name {
				u.records[recordKey{in.reg, county, in.record}] = nil
			} else {
				list.add(in.reg, county, in.record)
			}
			if in.parent != "" && in.reg.Parent != nil {
				list.add(in.reg.Parent, county, in.parent)
			}
		}
	}
	return list
}

// wants is a set of records to load, by register.
type wants map[*catalog.Register][]store.Place

func (w wants) add(reg *catalog.Register, county, id string) {
	w[reg] = append(w[reg], store.Place{County: county, ID: id})
}

func (u *unit) load(w wants) {
	for reg, ids := range w {
		missing := make([]store.Place, 0, len(ids))
		for _, at := range ids {
			if _, known := u.records[recordKey{reg, at.County, at.ID}]; !known && value.IsID(at.ID) {
				missing = append(missing, at)
			}
		}
		if len(missing) == 0 || u.err != nil {
			continue
		}
		found, err := u.tx.Records(u.ctx, reg, missing)
		u.fail(err)
		for _, at := range missing {
			u.records[recordKey{reg, at.County, at.ID}] = found[at]
		}
	}
}

func (u *unit) fail(err error) {
	if u.err == nil {
		u.err = err
	}
}

func (u *unit) loadParents(w wants) {
	parents := wants{}
	for reg, ids := range w {
		if reg.Parent == nil {
			continue
		}
		for _, at := range ids {
			if r := u.records[recordKey{reg, at.County, at.ID}]; r != nil && r.Parent != "" {
				parents.add(reg.Parent, at.County, r.Parent)
			}
		}
	}
	if len(parents) > 0 {
		u.load(parents)
	}
}

// loadLists loads the child records that programs about the touched records, and about their parents, will read.
func (u *unit) loadLists(group []*job) {
	lists := wants{}
	for _, j := range group {
		for _, in := range j.intents {
			r := u.at(j, in)
			if r == nil && in.action == journal.Create {
				u.childless(in)
			}
			for _, needs := range u.e.plans[in.reg].needs() {
				u.wantLists(lists, needs, j.bundle.County, in.record, func(w *watch) bool { return u.mayAffect(w, r, j, in) })
			}
			u.wantCases(lists, j, in, r)
			parent := in.parent
			if r != nil {
				parent = r.Parent
			}
			if in.reg.Parent == nil || parent == "" {
				continue
			}
			for _, needs := range u.e.plans[in.reg.Parent].needs() {
				u.wantLists(lists, needs, j.bundle.County, parent, func(w *watch) bool { return slices.Contains(w.lists, in.reg) })
			}
		}
	}
	for child, parents := range lists {
		u.loadChildren(child, parents)
	}
}

// childless notes that a record that is to be made has no child records yet.
func (u *unit) childless(in *intent) {
	for _, child := range in.reg.Children {
		if k := (childKey{child.Name, in.record}); u.children[k] == nil {
			u.children[k] = []string{}
		}
	}
}

// wantLists notes the lists of a record that the programs concerned read.
func (u *unit) wantLists(lists wants, needs []watch, county, id string, concerned func(*watch) bool) {
	for i := range needs {
		w := &needs[i]
		if len(w.lists) == 0 || !concerned(w) {
			continue
		}
		for _, child := range w.lists {
			at := store.Place{County: county, ID: id}
			if _, known := u.children[childKey{child.Name, id}]; !known && !slices.Contains(lists[child], at) {
				lists.add(child, county, id)
			}
		}
	}
}

func (u *unit) loadChildren(child *catalog.Register, parents []store.Place) {
	if u.err != nil {
		return
	}
	found, err := u.tx.ChildrenOf(u.ctx, child, parents)
	u.fail(err)
	for _, parent := range parents {
		ids := make([]string, 0, len(found[parent]))
		for _, r := range found[parent] {
			ids = append(ids, r.ID)
			if k := (recordKey{child, r.County, r.ID}); u.records[k] == nil {
				u.records[k] = r
			}
		}
		u.children[childKey{child.Name, parent.ID}] = ids
		for _, id := range u.grown[childKey{child.Name, parent.ID}] {
			u.addChild(childKey{child.Name, parent.ID}, id)
		}
	}
}

// record gives a record as the unit has it, nil when there is none.
func (u *unit) record(reg *catalog.Register, county, id string) *register.Record {
	if reg == nil || id == "" {
		return nil
	}
	k := recordKey{reg, county, id}
	if _, known := u.records[k]; !known {
		u.load(wants{reg: store.In(county, id)})
	}
	return u.records[k]
}

// at gives the record of an intent if it is loaded.
func (u *unit) at(j *job, in *intent) *register.Record {
	return u.records[recordKey{in.reg, j.bundle.County, in.record}]
}

// loadUsed looks up in one statement which ids of records to be made are in use, by whatever register.
func (u *unit) loadUsed(group []*job) {
	var wanted []store.Place
	for _, j := range group {
		for _, in := range j.intents {
			if in.action == journal.Create && value.IsID(in.record) {
				wanted = append(wanted, store.Place{County: j.bundle.County, ID: in.record})
			}
		}
	}
	if len(wanted) == 0 || u.err != nil {
		return
	}
	found, err := u.tx.RegistersOf(u.ctx, wanted)
	u.fail(err)
	for at, name := range found {
		u.used[usedKey{at.County, at.ID}] = name
	}
}

// usedBy gives the register whose record has an id, nil for none.
func (u *unit) usedBy(county, id string) *catalog.Register {
	return u.e.cat.Register(u.used[usedKey{county, id}])
}

// addChild puts an id into a list of children, once.
func (u *unit) addChild(k childKey, id string) {
	list, loaded := u.children[k]
	switch {
	case !loaded && !listed(u.grown[k], id):
		u.grown[k] = append(u.grown[k], id)
	case loaded && !listed(list, id):
		u.children[k] = append(list, id)
	}
}

// childIDs gives the ids of child records, those of this unit included.
func (u *unit) childIDs(child *catalog.Register, county, parent string) []string {
	k := childKey{child.Name, parent}
	if _, ok := u.children[k]; !ok {
		u.loadChildren(child, store.In(county, parent))
	}
	return u.children[k]
}

// entriesOf gives all entries of a record, those of this unit last.
func (u *unit) entriesOf(county, record string) []*journal.Entry {
	old, err := u.tx.EntriesOf(u.ctx, county, record)
	u.fail(err)
	return append(old, u.byRecord[store.Place{County: county, ID: record}]...)
}

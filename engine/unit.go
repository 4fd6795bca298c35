package engine

import (
	"context"
	"encoding/json"

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
	now value.Instant
	err error

	receipts map[string]store.Receipt
	records  map[recordKey]*register.Record      // nil: known not to exist
	used     map[usedKey]string                  // register whose record has an id, "" for none
	children map[childKey][]string               // ids in order of creation, of the lists that were loaded
	grown    map[childKey][]string               // ids that this unit adds to lists that were not
	keys     map[string]*journal.RecordKey       // record → its key, unwrapped; nil: destroyed or none
	heads    map[journal.StreamKey]*journal.Head // of the streams that are locked
	from     map[journal.StreamKey]int64         // their length when they were locked

	entries   []*journal.Entry
	byRecord  map[string][]*journal.Entry
	tiles     []journal.Tile
	dirty     map[*catalog.Register]map[string]*register.Record
	stood     map[string]*register.Record // those of dirty that stand in the store, as they stand there
	deltas    indicator.Deltas
	tasks     map[string]*taskState // by id; nil: known not to exist
	conflicts []register.Conflict
	terms     map[string]store.Terms
	newKeys   map[string]map[string][]byte // county → record → wrapped key
	erased    map[string][]string          // county → records
	covers    []store.Cover
	uncovered []store.Cover
	owners    map[string]string        // key of a register → record that has it, "" for none
	answered  map[string]store.Receipt // by bundle
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

func newUnit(ctx context.Context, e *Engine, tx store.Tx, now value.Instant) *unit {
	return &unit{ctx: ctx, e: e, tx: tx, now: now,
		receipts: map[string]store.Receipt{}, records: map[recordKey]*register.Record{},
		used:     map[usedKey]string{},
		children: map[childKey][]string{}, grown: map[childKey][]string{}, keys: map[string]*journal.RecordKey{},
		heads: map[journal.StreamKey]*journal.Head{}, from: map[journal.StreamKey]int64{}, byRecord: map[string][]*journal.Entry{},
		dirty: map[*catalog.Register]map[string]*register.Record{}, stood: map[string]*register.Record{},
		deltas: indicator.Deltas{}, tasks: map[string]*taskState{}, terms: map[string]store.Terms{},
		newKeys: map[string]map[string][]byte{}, erased: map[string][]string{}, owners: map[string]string{},
		answered: map[string]store.Receipt{}}
}

// prepare loads what all bundles of the group surely need, in one statement a register and county.
func (u *unit) prepare(group []*job) error {
	bundles := map[string][]string{}
	wanted := wants{}
	for _, j := range group {
		bundles[j.bundle.County] = append(bundles[j.bundle.County], j.bundle.ID)
		for _, in := range j.intents {
			wanted.add(in.reg, j.bundle.County, in.record)
			if in.parent != "" && in.reg.Parent != nil {
				wanted.add(in.reg.Parent, j.bundle.County, in.parent)
			}
		}
	}
	u.lockCounties(bundles)
	if u.err != nil {
		return u.err
	}
	for county, ids := range bundles {
		seen, err := u.tx.Receipts(u.ctx, county, ids)
		if err != nil {
			return err
		}
		for id, r := range seen {
			u.receipts[id] = r
		}
	}
	u.load(wanted)
	u.loadUsed(group)
	u.loadParents(wanted)
	u.loadLists(group)
	u.prefetchKeys(group)
	u.prefetchTasks(group)
	u.prefetchSealing(group)
	u.lockStreams()
	return u.err
}

// wants is a set of records to load, by register and county.
type wants map[wantKey][]string

type wantKey struct {
	reg    *catalog.Register
	county string
}

func (w wants) add(reg *catalog.Register, county, id string) {
	k := wantKey{reg, county}
	w[k] = append(w[k], id)
}

func (u *unit) load(w wants) {
	for k, ids := range w {
		missing := ids[:0]
		asked := map[string]bool{}
		for _, id := range ids {
			if _, ok := u.records[recordKey{k.reg, k.county, id}]; !ok && !asked[id] && value.IsID(id) {
				asked[id] = true
				missing = append(missing, id)
			}
		}
		if len(missing) == 0 || u.err != nil {
			continue
		}
		found, err := u.tx.Records(u.ctx, k.reg, k.county, missing)
		u.fail(err)
		for _, id := range missing {
			u.records[recordKey{k.reg, k.county, id}] = found[id]
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
	for k, ids := range w {
		if k.reg.Parent == nil {
			continue
		}
		for _, id := range ids {
			if r := u.records[recordKey{k.reg, k.county, id}]; r != nil && r.Parent != "" {
				parents.add(k.reg.Parent, k.county, r.Parent)
			}
		}
	}
	if len(parents) > 0 {
		u.load(parents)
	}
}

// loadLists loads the child records that checks and calculated fields of the touched records read.
func (u *unit) loadLists(group []*job) {
	lists := wants{}
	for _, j := range group {
		for _, in := range j.intents {
			u.wantLists(lists, in.reg, j.bundle.County, in.record)
			if r := u.at(j, in); r != nil && r.Parent != "" {
				u.wantLists(lists, in.reg.Parent, j.bundle.County, r.Parent)
			} else if in.parent != "" && in.reg.Parent != nil {
				u.wantLists(lists, in.reg.Parent, j.bundle.County, in.parent)
			}
		}
	}
	for k, parents := range lists {
		u.loadChildren(k.reg, k.county, parents)
	}
}

func (u *unit) wantLists(lists wants, reg *catalog.Register, county, id string) {
	if reg == nil {
		return
	}
	p := u.e.plans[reg]
	if !p.listCalcs && !p.watches() {
		return
	}
	for _, child := range reg.Children {
		if _, ok := u.children[childKey{child.Name, id}]; !ok && p.reads(child) {
			lists.add(child, county, id)
		}
	}
}

func (u *unit) loadChildren(child *catalog.Register, county string, parents []string) {
	if u.err != nil {
		return
	}
	found, err := u.tx.ChildrenOf(u.ctx, child, county, parents)
	u.fail(err)
	for _, parent := range parents {
		ids := make([]string, 0, len(found[parent]))
		for _, r := range found[parent] {
			ids = append(ids, r.ID)
			if k := (recordKey{child, county, r.ID}); u.records[k] == nil {
				u.records[k] = r
			}
		}
		u.children[childKey{child.Name, parent}] = ids
		for _, id := range u.grown[childKey{child.Name, parent}] {
			u.addChild(childKey{child.Name, parent}, id)
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
		u.load(wants{wantKey{reg, county}: {id}})
	}
	return u.records[k]
}

// at gives the record of an intent if it is loaded.
func (u *unit) at(j *job, in *intent) *register.Record {
	return u.records[recordKey{in.reg, j.bundle.County, in.record}]
}

// loadUsed looks up in one statement a county which ids of records to be made are in use, by whatever register.
func (u *unit) loadUsed(group []*job) {
	wanted := wants{}
	for _, j := range group {
		for _, in := range j.intents {
			if in.action == journal.Create && u.at(j, in) == nil && value.IsID(in.record) {
				wanted.add(nil, j.bundle.County, in.record)
			}
		}
	}
	for k, ids := range wanted {
		found, err := u.tx.RegistersOf(u.ctx, k.county, ids)
		u.fail(err)
		for id, name := range found {
			u.used[usedKey{k.county, id}] = name
		}
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
		u.loadChildren(child, county, []string{parent})
	}
	return u.children[k]
}

// entriesOf gives all entries of a record, those of this unit last.
func (u *unit) entriesOf(county, record string) []*journal.Entry {
	old, err := u.tx.EntriesOf(u.ctx, county, record)
	u.fail(err)
	return append(old, u.byRecord[record]...)
}

// replay gives the first answer again; ok is false for a bundle that was refused, which is tried again: what it lacked
// may be here now. Another person's bundle is never shown.
func replay(seen store.Receipt, account string) (Receipt, bool) {
	var r Receipt
	if !seen.Accepted || seen.Actor != account || json.Unmarshal([]byte(seen.Body), &r) != nil {
		return Receipt{}, false
	}
	r.Replayed = true
	return r, true
}

package engine

import (
	"context"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/round"
	"jieli/store"
	"jieli/value"
)

// maxSweepDegrees bounds a shape, from side to side: a city is some two degrees wide, a province eight. What is larger
// was drawn by mistake, and would put households on the list by the hundred thousand.
const maxSweepDegrees = 3

var sweepWide = fault.Define("sweep_shape_wide",
	"“{label}”画的范围东西{wide}度、南北{high}度，超过一个市的大小（{max}度），请缩小后重新标绘",
	"“{label}” reaches over {wide} degrees from west to east and {high} from south to north, more than a city ({max}); draw it smaller")

// checkShape refuses a shape that is larger than any programme.
func (d *draft) checkShape(t *touch) {
	for _, k := range d.u.e.cat.Rounds {
		if k.Opener != t.reg || k.Shape == "" {
			continue
		}
		g, ok := t.after.Get(k.Shape).(value.Geometry)
		if !ok || t.before != nil && t.before.Get(k.Shape) == t.after.Get(k.Shape) {
			continue
		}
		if o := value.OutlineOf(g); o != nil {
			if wide, high := o.Extent(); wide > maxSweepDegrees || high > maxSweepDegrees {
				d.add(sweepWide.At(t.in.path+"."+k.Shape, "label", t.reg.Field(k.Shape).Label, "wide", int(wide+0.5),
					"high", int(high+0.5), "max", maxSweepDegrees))
			}
		}
	}
}

// placesOf gives what the records of rounds do not say themselves, as the store has it.
func (e *Engine) placesOf(ctx context.Context, opener *catalog.Register, openers []*register.Record) (round.Source, error) {
	return e.sourceOf(opener, openers, func(child *catalog.Register, ids []store.Place) (map[store.Place][]*register.Record, error) {
		out := map[store.Place][]*register.Record{}
		q := store.Query{Register: child, Limit: maxPlaces}
		list, err := e.store.Find(ctx, q)
		for _, r := range list {
			at := store.Place{County: r.County, ID: r.Parent}
			out[at] = append(out[at], r)
		}
		return out, err
	})
}

// maxPlaces bounds the places of all sweeps: a thousand sweeps of fifty villages.
const maxPlaces = 50_000

// placesOf gives the same as the transaction sees it.
func (u *unit) placesOf(opener *catalog.Register, openers []*register.Record) (round.Source, error) {
	return u.e.sourceOf(opener, openers, func(child *catalog.Register, ids []store.Place) (map[store.Place][]*register.Record, error) {
		return u.tx.ChildrenOf(u.ctx, child, ids)
	})
}

func (e *Engine) sourceOf(opener *catalog.Register, openers []*register.Record,
	children func(*catalog.Register, []store.Place) (map[store.Place][]*register.Record, error)) (round.Source, error) {
	places := map[*catalog.Register]map[store.Place][]*register.Record{}
	ids := make([]store.Place, len(openers))
	for i, r := range openers {
		ids[i] = store.Place{County: r.County, ID: r.ID}
	}
	for _, k := range e.cat.Rounds {
		if k.Opener != opener || k.Places == nil || places[k.Places] != nil || len(ids) == 0 {
			continue
		}
		found, err := children(k.Places, ids)
		if err != nil {
			return round.Source{}, err
		}
		places[k.Places] = found
	}
	return round.Source{Holds: e.roundHolds, Places: func(k *catalog.Round, r *register.Record) []string {
		var out []string
		for _, p := range places[k.Places][store.Place{County: r.County, ID: r.ID}] {
			if area, ok := p.Get(k.PlaceArea).(string); ok && area != "" {
				out = append(out, area)
			}
		}
		return out
	}}, nil
}

// sweptKey is a record as to the list of a round.
type sweptKey struct {
	round string
	at    store.Place
}

// swept is how it stands on that list, as the unit has it.
type swept struct {
	store.Target
	listed, changed bool
}

// list gives how a record stands on the list of a sweep.
func (u *unit) list(o *round.Open, r *register.Record) *swept {
	key := sweptKey{o.ID, store.Place{County: r.County, ID: r.ID}}
	x := u.lists[key]
	if x == nil && u.err == nil {
		found, err := u.tx.Targets(u.ctx, r.County, o.ID, []string{r.ID})
		u.fail(err)
		have, ok := found[r.ID]
		x = &swept{have, ok, false}
		if u.lists == nil {
			u.lists = map[sweptKey]*swept{}
		}
		u.lists[key] = x
	}
	if x == nil {
		return &swept{}
	}
	return x
}

// relist says whether a record is a target of a round after a change, and keeps the list of a sweep: who is on it stays,
// wherever it moves, until it is no target any more and nobody has visited it.
func (u *unit) relist(o *round.Open, r *register.Record, visited bool, today value.Date) bool {
	if o.Sweep == nil {
		return u.e.reaches(o, r)
	}
	x, is := u.list(o, r), u.e.isTarget(o.Kind, r)
	switch {
	case x.listed && !is && !visited:
		x.listed, x.changed = false, true
	case x.listed && x.Area != r.Area:
		x.Area, x.changed = r.Area, true
	case !x.listed && is && !o.EndedBy(today) && u.lies(o, r):
		*x = swept{store.Target{County: r.County, Round: o.ID, Target: r.ID, Area: r.Area, Added: today}, true, true}
	}
	return x.listed
}

// lies reports whether a record lies in a sweep; one without a point does when its village is on the list already.
func (u *unit) lies(o *round.Open, r *register.Record) bool {
	lie := o.Lies(r)
	if lie != round.Unplaced {
		return lie == round.Inside
	}
	counts, err := u.e.store.TargetCounts(u.ctx, r.County, o.ID, value.Village, []string{r.Area}, value.MaxDate)
	u.fail(err)
	return len(counts) > 0
}

func (u *unit) flushLists() error {
	var added []store.Target
	for key, x := range u.lists {
		switch {
		case !x.changed:
		case x.listed:
			added = append(added, x.Target)
		default:
			if err := u.tx.RemoveTargets(u.ctx, key.at.County, key.round, []string{key.at.ID}); err != nil {
				return err
			}
		}
	}
	return u.tx.AddTargets(u.ctx, added)
}

// sweep puts all records that lie in a sweep on its list. It goes through the records of the areas concerned within the
// transaction: some seconds for the whole city, once for each change of a sweep.
func (u *unit) sweep(o *round.Open) error {
	list := round.NewList(o)
	add := func(r *register.Record) {
		if u.e.isTarget(o.Kind, r) {
			list.Add(r)
		}
	}
	changed := u.dirty[o.Kind.Target]
	q := store.Query{Register: o.Kind.Target, Areas: access.Minimal(o.Sweep.Areas()), Limit: recoverPage,
		Sort: []store.Sort{{Field: "id"}}}
	for more := len(q.Areas) > 0; more; {
		page, err := u.e.store.Find(u.ctx, q)
		if err != nil {
			return err
		}
		for _, r := range page {
			if changed[store.Place{County: r.County, ID: r.ID}] == nil {
				add(r)
			}
		}
		if more = len(page) == recoverPage; more {
			q.After = []any{page[len(page)-1].ID}
		}
	}
	for _, r := range changed {
		add(r)
	}
	return u.listAll(o, list.End())
}

func (u *unit) listAll(o *round.Open, found []*register.Record) error {
	targets := make([]store.Target, len(found))
	for i, r := range found {
		targets[i] = store.Target{County: r.County, Round: o.ID, Target: r.ID, Area: r.Area, Added: u.now.Day()}
	}
	return u.tx.AddTargets(u.ctx, targets)
}

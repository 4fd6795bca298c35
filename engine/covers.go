package engine

import (
	"context"
	"slices"

	"jieli/catalog"
	"jieli/register"
	"jieli/round"
	"jieli/store"
	"jieli/value"
)

// coverEffect is what a draft does to what rounds have covered: a new visit covers its target at once; whatever else
// happens to a visit or a target has the target counted anew.
type coverEffect struct {
	now    []store.Cover
	anew   *round.Open
	target *register.Record
}

// decideCovers works out which targets of which rounds a touch concerns.
func (d *draft) decideCovers(t *touch) {
	if !t.plan.coveredBy && len(t.plan.targetOf) == 0 && !t.plan.opens {
		return
	}
	rounds := d.u.e.openRounds()
	if t.plan.coveredBy {
		d.decideVisit(rounds, t)
	}
	for i := range rounds {
		o := &rounds[i]
		if o.Kind.Target == t.reg && !o.EndedBy(d.today) && d.concerns(o, t) {
			d.covers = append(d.covers, coverEffect{anew: o, target: t.after})
		}
	}
	if t.plan.opens {
		d.checkShape(t)
	}
}

func (d *draft) decideVisit(rounds []round.Open, t *touch) {
	if t.before == nil {
		if now := round.Covers(rounds, t.after, d.parentOf(t.after), d.u.belongs); len(now) > 0 {
			d.covers = append(d.covers, coverEffect{now: now})
		}
		return
	}
	moved := t.before.Parent != t.after.Parent
	for i := range rounds {
		o := &rounds[i]
		was, counted := o.Dates(t.before)
		is, counts := o.Dates(t.after)
		if !counted && !counts || counted == counts && was == is && !moved {
			continue
		}
		d.countAnew(o, d.record(t.reg.Parent, t.before.Parent))
		if moved {
			d.countAnew(o, d.parentOf(t.after))
		}
	}
}

func (d *draft) countAnew(o *round.Open, target *register.Record) {
	if target != nil {
		d.covers = append(d.covers, coverEffect{anew: o, target: target})
	}
}

// concerns reports whether a change of a target changes what it is to a round that still runs.
func (d *draft) concerns(o *round.Open, t *touch) bool {
	e := d.u.e
	if t.before == nil { // nobody has visited it yet
		return o.Sweep != nil && o.Lies(t.after) != round.Outside && e.isTarget(o.Kind, t.after)
	}
	if t.before.Area != t.after.Area || o.Sweep != nil && o.Lies(t.before) != o.Lies(t.after) {
		return true
	}
	w := t.plan.targetOf[o.Kind]
	return !d.stands(&w, t) && e.isTarget(o.Kind, t.before) != e.isTarget(o.Kind, t.after)
}

// belongs reports whether a record is a target of a round.
func (u *unit) belongs(o *round.Open, target *register.Record) bool {
	if o.Sweep != nil {
		return value.Within(target.Area, o.Area) && u.list(o, target).listed
	}
	return u.e.reaches(o, target)
}

// cover keeps what follows for rounds, to be written with the unit.
func (u *unit) cover(d *draft, x coverEffect) {
	if x.anew == nil {
		u.covers = append(u.covers, x.now...)
		return
	}
	var covers []store.Cover
	every := func(*round.Open, *register.Record) bool { return true }
	for _, visit := range d.children(x.anew.Kind.CoveredBy, x.target.ID) {
		covers = append(covers, round.Covers([]round.Open{*x.anew}, visit, x.target, every)...)
	}
	target := store.Cover{County: x.target.County, Round: x.anew.ID, Target: x.target.ID}
	u.uncovered = append(u.uncovered, target)
	u.covers = slices.DeleteFunc(u.covers, func(c store.Cover) bool {
		return c.County == target.County && c.Round == target.Round && c.Target == target.Target
	})
	if u.relist(x.anew, x.target, len(covers) > 0, d.today) {
		u.covers = append(u.covers, covers...)
	}
}

func (u *unit) flushCovers() error {
	if err := u.flushLists(); err != nil {
		return err
	}
	for _, c := range u.uncovered {
		if err := u.tx.RemoveCover(u.ctx, c.County, c.Round, c.Target); err != nil {
			return err
		}
	}
	return u.tx.AddCovers(u.ctx, u.covers)
}

// openRound covers the targets of a round that was opened, or whose period changed, after visits had been made: it
// goes through the visits of the period once.
func (e *Engine) openRound(ctx context.Context, tx store.Tx, o round.Open) error {
	q := store.Query{Register: o.Kind.CoveredBy, Areas: []string{o.Area}, Limit: recoverPage,
		Conds: periodConds(o), Sort: []store.Sort{{Field: "id"}}}
	for {
		page, err := e.store.Find(ctx, q)
		if err != nil || len(page) == 0 {
			return err
		}
		if err := e.coverPage(ctx, tx, o, page); err != nil {
			return err
		}
		if len(page) < recoverPage {
			return nil
		}
		q.After = []any{page[len(page)-1].ID}
	}
}

// recoverPage is how many visits are read at once when a round is opened late.
const recoverPage = 1000

func periodConds(o round.Open) []store.Cond {
	conds := []store.Cond{{Field: o.Kind.On, Op: ">=", Values: []any{o.From}}}
	if o.To != 0 {
		conds = append(conds, store.Cond{Field: o.Kind.On, Op: "<=", Values: []any{o.To}})
	}
	return conds
}

func (e *Engine) coverPage(ctx context.Context, tx store.Tx, o round.Open, page []*register.Record) error {
	byCounty := map[string][]*register.Record{}
	for _, visit := range page {
		byCounty[visit.County] = append(byCounty[visit.County], visit)
	}
	for county, visits := range byCounty {
		ids := make([]string, len(visits))
		for i, visit := range visits {
			ids[i] = visit.Parent
		}
		targets, err := tx.Records(ctx, o.Kind.Target, store.In(county, ids...))
		if err != nil {
			return err
		}
		belongs, err := e.belongs(ctx, tx, &o, county, ids)
		if err != nil {
			return err
		}
		var covers []store.Cover
		for _, visit := range visits {
			covers = append(covers, round.Covers([]round.Open{o}, visit, targets[store.Place{County: county, ID: visit.Parent}], belongs)...)
		}
		if err := tx.AddCovers(ctx, covers); err != nil {
			return err
		}
	}
	return nil
}

// belongs gives what says whether one of the records is a target of a round.
func (e *Engine) belongs(
	ctx context.Context, tx store.Tx, o *round.Open, county string, ids []string,
) (func(*round.Open, *register.Record) bool, error) {
	if o.Sweep == nil {
		return e.reaches, nil
	}
	listed, err := tx.Targets(ctx, county, o.ID, ids)
	return func(_ *round.Open, r *register.Record) bool {
		_, ok := listed[r.ID]
		return ok
	}, err
}

// coverOpened lists and covers the targets of every round that the unit opens or changes, and counts the visits of this
// very commit.
func (u *unit) coverOpened() error {
	for reg, records := range u.changedOpeners() {
		of, err := u.placesOf(reg, values(records))
		if err != nil {
			return err
		}
		for _, r := range records {
			for _, o := range round.FromRecord(u.e.cat, r, of) {
				if err := u.coverRound(o); err != nil {
					return err
				}
			}
		}
	}
	return u.err
}

func (u *unit) coverRound(o round.Open) error {
	if err := u.clearMoved(&o); err != nil {
		return err
	}
	if o.Sweep != nil {
		if err := u.sweep(&o); err != nil {
			return err
		}
	}
	if err := u.e.openRound(u.ctx, u.tx, o); err != nil {
		return err
	}
	return u.e.coverPage(u.ctx, u.tx, o, values(u.dirty[o.Kind.CoveredBy]))
}

// clearMoved deletes what a round has covered when its days or its area were changed: visits that counted may lie outside
// now. They are counted anew.
func (u *unit) clearMoved(o *round.Open) error {
	before := u.stood[store.Place{County: o.County, ID: o.ID}]
	if before == nil || before.Area == o.Record.Area && before.Get(o.Kind.From) == o.Record.Get(o.Kind.From) &&
		before.Get(o.Kind.To) == o.Record.Get(o.Kind.To) {
		return nil
	}
	cat := u.e.cat
	if err := u.tx.ClearCovers(u.ctx, value.County(cat.Pack.Root), o.ID); err != nil {
		return err
	}
	for _, county := range cat.Areas.Below(cat.Pack.Root, value.County6) {
		if err := u.tx.ClearCovers(u.ctx, county.Code, o.ID); err != nil {
			return err
		}
	}
	return nil
}

// changedOpeners gives the records of rounds that the unit writes, or whose places it writes.
func (u *unit) changedOpeners() map[*catalog.Register]map[store.Place]*register.Record {
	out := map[*catalog.Register]map[store.Place]*register.Record{}
	put := func(r *register.Record) {
		if r != nil && out[r.Register] == nil {
			out[r.Register] = map[store.Place]*register.Record{}
		}
		if r != nil {
			out[r.Register][store.Place{County: r.County, ID: r.ID}] = r
		}
	}
	for reg, records := range u.dirty {
		for _, r := range records {
			if u.e.plans[reg].opens {
				put(r)
			}
			if u.e.plans[reg].places {
				put(u.record(reg.Parent, r.County, r.Parent))
			}
		}
	}
	return out
}

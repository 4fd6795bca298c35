package engine

import (
	"context"
	"slices"
	"sync"

	"jieli/catalog"
	"jieli/register"
	"jieli/round"
	"jieli/store"
	"jieli/value"
)

// roundCache holds the rounds of the programme: few records, needed by every visit.
type roundCache struct {
	mu       sync.RWMutex
	open     []round.Open
	loadedAt value.Instant
	stale    bool
}

// roundsFresh is how long another process's new round may go unseen, in µs. Who opens a round counts the visits before
// it; those that another process takes meanwhile are counted when the round's record changes again.
const roundsFresh = 30 * 1_000_000

func (e *Engine) openRounds() []round.Open {
	e.rounds.mu.RLock()
	defer e.rounds.mu.RUnlock()
	return e.rounds.open
}

// Rounds gives all rounds of the programme, in order of their beginning.
func (e *Engine) Rounds(ctx context.Context) ([]round.Open, error) {
	if err := e.refreshRounds(ctx); err != nil {
		return nil, err
	}
	return e.openRounds(), nil
}

func (e *Engine) refreshRounds(ctx context.Context) error {
	e.rounds.mu.RLock()
	fresh := !e.rounds.stale && e.clock.Now()-e.rounds.loadedAt < roundsFresh
	e.rounds.mu.RUnlock()
	if fresh {
		return nil
	}
	return e.loadRounds(ctx)
}

func (e *Engine) loadRounds(ctx context.Context) error {
	var open []round.Open
	seen := map[*catalog.Register]bool{}
	for _, k := range e.cat.Rounds {
		if seen[k.Opener] {
			continue
		}
		seen[k.Opener] = true
		list, err := e.store.Find(ctx, store.Query{Register: k.Opener, Limit: maxRounds})
		if err != nil {
			return err
		}
		for _, r := range list {
			open = append(open, round.FromRecord(e.cat, r, e.roundHolds)...)
		}
	}
	e.rounds.mu.Lock()
	defer e.rounds.mu.Unlock()
	e.rounds.open, e.rounds.loadedAt, e.rounds.stale = open, e.clock.Now(), false
	return nil
}

// maxRounds bounds how many rounds a programme keeps in memory: twenty a year for fifty years.
const maxRounds = 1000

func (e *Engine) roundHolds(k *catalog.Round, r *register.Record) bool {
	return k.When == nil || k.When.Holds(e.Alone(r))
}

// isTarget reports whether a record belongs to the targets of a kind of round.
func (e *Engine) isTarget(k *catalog.Round, r *register.Record) bool {
	return k.Where == nil || k.Where.Holds(e.Alone(r))
}

// noteRounds makes the cache stale when a commit holds a round's record.
func (e *Engine) noteRounds(c Commit) {
	for _, entry := range c.Entries {
		if p := e.plans[e.cat.Register(entry.Register)]; p != nil && p.opens {
			e.rounds.mu.Lock()
			e.rounds.stale = true
			e.rounds.mu.Unlock()
			return
		}
	}
}

// cover keeps what a visit covers, to be written with the unit. When a visit changed or was voided, its target is
// counted anew from all its visits.
func (u *unit) cover(d *draft, x coverEffect) {
	if len(x.gone) > 0 {
		u.uncovered = append(u.uncovered, x.gone...)
		u.covers = slices.DeleteFunc(u.covers, func(c store.Cover) bool { return listsCover(x.gone, c) })
		for _, visit := range d.children(x.visit.Register, x.visit.Parent) {
			u.covers = append(u.covers, round.Covers(u.e.openRounds(), visit, x.target, u.e.isTarget)...)
		}
	}
	u.covers = append(u.covers, x.now...)
}

// listsCover reports whether a list has a cover of the same target in the same round.
func listsCover(list []store.Cover, c store.Cover) bool {
	return slices.ContainsFunc(list, func(x store.Cover) bool {
		return x.County == c.County && x.Round == c.Round && x.Target == c.Target
	})
}

func (u *unit) flushCovers() error {
	for _, c := range u.uncovered {
		if _, err := u.tx.RemoveCovers(u.ctx, c.County, c.Round, c.Target); err != nil {
			return err
		}
	}
	_, err := u.tx.AddCovers(u.ctx, earliest(u.covers))
	return err
}

// earliest keeps one cover of each target and round, that of the first day.
func earliest(list []store.Cover) []store.Cover {
	type key struct{ round, target string }
	at := map[key]int{}
	var out []store.Cover
	for _, c := range list {
		k := key{c.Round, c.Target}
		i, seen := at[k]
		switch {
		case !seen:
			at[k] = len(out)
			out = append(out, c)
		case c.Day < out[i].Day:
			out[i] = c
		}
	}
	return out
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
		ids := make([]store.Place, len(visits))
		for i, visit := range visits {
			ids[i] = store.Place{County: county, ID: visit.Parent}
		}
		targets, err := tx.Records(ctx, o.Kind.Target, ids)
		if err != nil {
			return err
		}
		var covers []store.Cover
		for _, visit := range visits {
			covers = append(covers, round.Covers([]round.Open{o}, visit, targets[store.Place{County: county, ID: visit.Parent}], e.isTarget)...)
		}
		if _, err := tx.AddCovers(ctx, earliest(covers)); err != nil {
			return err
		}
	}
	return nil
}

// coverOpened runs openRound for every round record that the unit writes, and counts the visits of this very commit.
func (u *unit) coverOpened() error {
	for reg, records := range u.dirty {
		if !u.e.plans[reg].opens {
			continue
		}
		for _, r := range records {
			for _, o := range round.FromRecord(u.e.cat, r, u.e.roundHolds) {
				if err := u.e.openRound(u.ctx, u.tx, o); err != nil {
					return err
				}
				if err := u.e.coverPage(u.ctx, u.tx, o, values(u.dirty[o.Kind.CoveredBy])); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

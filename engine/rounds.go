package engine

import (
	"context"
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
		if seen[k.Opener] || k.Standing() {
			continue
		}
		seen[k.Opener] = true
		list, err := e.store.Find(ctx, store.Query{Register: k.Opener, Limit: maxRounds})
		if err != nil {
			return err
		}
		of, err := e.placesOf(ctx, k.Opener, list)
		if err != nil {
			return err
		}
		for _, r := range list {
			open = append(open, round.FromRecord(e.cat, r, of)...)
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

// isTarget reports whether a record belongs to the targets of a kind of round, wherever it lies.
func (e *Engine) isTarget(k *catalog.Round, r *register.Record) bool {
	return r.State == register.StateActive && (k.Where == nil || k.Where.Holds(e.Alone(r)))
}

// reaches reports whether a record is a target of a round that keeps no list.
func (e *Engine) reaches(o *round.Open, r *register.Record) bool {
	return value.Within(r.Area, o.Area) && e.isTarget(o.Kind, r)
}

// noteRounds makes the cache stale when a commit holds a round's record, or one of its places.
func (e *Engine) noteRounds(c Commit) {
	for _, entry := range c.Entries {
		if p := e.plans[e.cat.Register(entry.Register)]; p != nil && (p.opens || p.places) {
			e.rounds.mu.Lock()
			e.rounds.stale = true
			e.rounds.mu.Unlock()
			return
		}
	}
}

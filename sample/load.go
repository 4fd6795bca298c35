package sample

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/value"
)

// Target is where the sample goes. Clock must be the engine's. Sessions may be nil: no passwords are set then.
type Target struct {
	Engine   *engine.Engine
	Catalog  *catalog.Catalog
	Clock    *clock.Movable
	Sessions *access.Sessions
	Photos   Keeper                // may be nil: photographs are named in reports, and have not been sent
	Progress func(done, total int) // may be nil
}

// aheadBatches is how many batches are made while the engine works on one: enough to keep it busy, few in memory.
const aheadBatches = 2

// loadGC lets the heap of the loading process grow further than usual between collections.
const loadGC = 400

// Load sends the whole sample through the engine. A bundle that is answered otherwise than planned is an error: the
// sample and the pack no longer fit.
func Load(ctx context.Context, t Target) error { return t.load(ctx, wholeYear) }

func (t *Target) load(ctx context.Context, p part) error {
	defer debug.SetGCPercent(debug.SetGCPercent(loadGC)) // what is loaded is written once and forgotten
	w, err := newWorld(t.Catalog, p)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t.Clock.Set(at(firstDay, 8, 0))
	if err := w.first(ctx, *t); err != nil {
		return err
	}
	batches := make(chan batch, aheadBatches)
	go func() {
		defer close(batches)
		w.play(func(b batch) bool {
			select {
			case batches <- b:
				return true
			case <-ctx.Done():
				return false
			}
		})
	}()
	passwords := make(chan error, 1) // hashing takes a second or two: beside the rest
	go func() { passwords <- t.passwords(ctx) }()
	if err := t.run(ctx, batches, len(w.events)); err != nil {
		cancel()
		<-passwords
		return err
	}
	t.Clock.Set(at(lastDay, 23, 0))
	if t.Photos != nil {
		if err := w.album.keep(ctx, t.Photos, w.office.keeper.account, t.Clock.Now()); err != nil {
			return err
		}
	}
	if _, err := t.Engine.RunRules(ctx, engine.SystemActor(t.Catalog), engine.RunOptions{}); err != nil {
		return err
	}
	return <-passwords
}

// first makes the account of the keeper of accounts, as the operator of the machine does at a new site.
func (w *world) first(ctx context.Context, t Target) error {
	e := event{made: at(firstDay, 8, 0), who: &staff{actor: access.Operator(t.Catalog), device: "console"},
		number: -1, do: w.office.keeper.enrol}
	sent, _ := w.send(&e)
	receipts, err := t.Engine.AcceptSent(ctx, slices.Values([]engine.Sent{sent}))
	if err != nil {
		return err
	}
	return asPlanned(sent, receipts[0], false)
}

func (t *Target) run(ctx context.Context, batches <-chan batch, total int) error {
	done := 0
	for b := range batches {
		if err := t.send(ctx, b); err != nil {
			return err
		}
		done += b.events
		if t.Progress != nil {
			t.Progress(done, total)
		}
	}
	return ctx.Err()
}

// send sends a batch. The engine takes the bundles of different counties in any order; those of the programme itself, which
// the counties build upon, keep their place.
func (t *Target) send(ctx context.Context, b batch) error {
	for from := 0; from < len(b.sent); {
		own := t.ofProgramme(b.sent[from])
		to := from + 1
		for to < len(b.sent) && t.ofProgramme(b.sent[to]) == own {
			to++
		}
		receipts, err := t.Engine.AcceptSent(ctx, func(yield func(engine.Sent) bool) {
			for i := from; i < to; i++ {
				if t.Clock.Set(b.at[i]); !yield(b.sent[i]) {
					return
				}
			}
		})
		if err != nil {
			return err
		}
		for i, r := range receipts {
			if err := asPlanned(b.sent[from+i], r, b.refused[from+i]); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

// ofProgramme reports whether a bundle is about the programme as a whole and not about a county.
func (t *Target) ofProgramme(s engine.Sent) bool {
	return s.Bundle.County == value.County(t.Catalog.Pack.Root)
}

// asPlanned holds a receipt to what was planned.
func asPlanned(s engine.Sent, r engine.Receipt, refused bool) error {
	if r.Accepted != refused {
		return nil
	}
	b := &s.Bundle
	if refused {
		return fmt.Errorf("sample: bundle %s of %s (%s) was to be refused", b.ID, s.Actor.Login, b.Form)
	}
	for _, f := range r.Findings {
		if f.Severity == fault.Stop {
			return fmt.Errorf("sample: bundle %s of %s (%s) was refused: %s", b.ID, s.Actor.Login, b.Form, f.String())
		}
	}
	return fmt.Errorf("sample: bundle %s of %s (%s) was refused", b.ID, s.Actor.Login, b.Form)
}

func (t *Target) passwords(ctx context.Context) error {
	if t.Sessions == nil {
		return nil
	}
	return setPasswords(ctx, t.Sessions, Accounts(t.Catalog))
}

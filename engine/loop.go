package engine

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"time"

	"jieli/access"
	"jieli/fault"
	"jieli/store"
	"jieli/value"
)

// job is one bundle on its way through the engine.
type job struct {
	actor    *access.Actor
	bundle   *Bundle
	dry      bool
	intents  []*intent
	answers  *answers
	findings []fault.Finding
	hopeless bool          // nothing could be made of the bundle: not even who it is for
	came     value.Instant // when it reached the engine
	made     value.Instant
	done     chan answer
}

type answer struct {
	receipt Receipt
	err     error
}

func (e *Engine) newJob(actor *access.Actor, b Bundle, dry bool) *job {
	j := &job{actor: actor, bundle: &b, dry: dry, came: e.clock.Now(), done: make(chan answer, 1)}
	e.decode(j)
	return j
}

// commitLoop takes whatever has gathered while the last commit was running and commits it together.
func (e *Engine) commitLoop(l *lane) {
	defer close(l.done)
	crowd := 0 // how many bundles were under way when the last commit was done
	for {
		select {
		case list := <-l.queue:
			group := e.gather(l, list, crowd)
			e.commitApart(group)
			crowd = len(group) + len(l.queue)
		case <-e.closed:
			e.handing.Lock() // whoever was handing over has done so; whoever comes now sees that it is closed
			l.refuseRest()
			e.handing.Unlock()
			return
		}
	}
}

// gatherTime is how long a group waits for those that are expected to come: a commit costs about as much for one
// bundle as for ten, so that waiting this long gives all of them their answers sooner.
const gatherTime = 2 * time.Millisecond

// gather adds to a list what else waits in the queue, until the group is full. While fewer are here than there were
// lately, it waits for a moment; alone, nobody waits.
func (e *Engine) gather(l *lane, group []*job, crowd int) []*job {
	var late <-chan time.Time
	for len(group) < maxGroup {
		select {
		case list := <-l.queue:
			group = append(group, list...)
			continue
		default:
		}
		if len(group) >= crowd {
			return group
		}
		if late == nil {
			late = time.After(gatherTime)
		}
		select {
		case list := <-l.queue:
			group = append(group, list...)
		case <-late:
			return group
		case <-e.closed:
			return group
		}
	}
	return group
}

func (l *lane) refuseRest() {
	for {
		select {
		case list := <-l.queue:
			for _, j := range list {
				j.done <- answer{err: engineClosed.Error(fault.Unavailable)}
			}
		default:
			return
		}
	}
}

// commitApart commits a group when it may go beside those of other lanes.
func (e *Engine) commitApart(group []*job) {
	defer e.enter(group)()
	e.commitGroup(group)
}

// commitGroup writes a group in one transaction. When that fails for more than one bundle, each is tried alone, so
// that a bundle that the database refuses does not take others down with it.
func (e *Engine) commitGroup(group []*job) {
	ctx := context.Background()
	answers, commit, err := e.tryGroup(ctx, group)
	if err != nil && len(group) > 1 && fault.KindOf(err) != fault.Unavailable {
		for _, j := range group {
			e.again(j)
			e.commitGroup([]*job{j})
		}
		return
	}
	if err == nil {
		e.tell(commit)
	}
	for i, j := range group {
		if err != nil {
			j.done <- failed(j, err)
			continue
		}
		j.done <- answers[i]
	}
}

// again decodes a bundle anew: the stages have written into what was made of it.
func (e *Engine) again(j *job) {
	j.intents, j.answers, j.findings = nil, nil, nil
	e.decode(j)
}

// failed answers a bundle that the database would not take: what lies in the bundle itself refuses it, so that the
// others that were sent with it are answered.
func failed(j *job, err error) answer {
	var problem *fault.Error
	switch kind := fault.KindOf(err); {
	case kind != fault.Conflict && kind != fault.TooLarge && kind != fault.Invalid, !errors.As(err, &problem):
		return answer{err: err}
	}
	slog.Warn("engine: bundle refused by the store", "bundle", j.bundle.ID, "error", err)
	return answer{receipt: Receipt{Bundle: j.bundle.ID, Findings: problem.Findings}}
}

func (e *Engine) tryGroup(ctx context.Context, group []*job) (answers []answer, commit Commit, err error) {
	if err := e.refreshRounds(ctx); err != nil {
		return nil, Commit{}, err
	}
	err = e.store.Write(ctx, func(tx store.Tx) error {
		u := newUnit(ctx, e, tx)
		if err := u.prepare(group); err != nil {
			return err
		}
		answers = make([]answer, len(group))
		for i, j := range group {
			u.now = max(u.now, j.came)
			answers[i] = u.process(j)
			if u.err != nil {
				return u.err
			}
		}
		commit = Commit{Entries: u.entries}
		return u.flush()
	})
	return answers, commit, err
}

func (e *Engine) tell(c Commit) {
	if len(c.Entries) == 0 {
		return
	}
	e.noteRounds(c)
	e.followMu.Lock()
	defer e.followMu.Unlock()
	for _, f := range e.followers {
		f(c)
	}
}

// process runs one bundle through the stages. A panic is our fault: the group fails, each bundle is tried alone, and that
// bundle only is not kept.
func (u *unit) process(j *job) (a answer) {
	defer func() {
		if r := recover(); r != nil {
			slog.Error("engine: bundle failed", "bundle", j.bundle.ID, "panic", r, "stack", string(debug.Stack()))
			u.fail(engineFailed.Error(fault.Internal))
		}
	}()
	if seen, ok := u.receipts[store.Place{County: j.bundle.County, ID: j.bundle.ID}]; ok && !j.dry {
		if receipt, ok := u.replay(seen, j.actor.Account); ok {
			return answer{receipt: receipt}
		}
		if seen.Accepted {
			return answer{receipt: Receipt{Bundle: j.bundle.ID, Findings: []fault.Finding{bundleTaken.At("id")}}}
		}
	}
	d := newDraft(u, j)
	receipt := d.run()
	if u.err != nil || j.dry {
		return answer{receipt: receipt}
	}
	return answer{receipt: u.keep(d, receipt)}
}

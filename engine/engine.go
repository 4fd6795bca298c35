package engine

import (
	"context"
	"sync"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/indicator"
	"jieli/journal"
	"jieli/store"
	"jieli/value"
)

const (
	// maxGroup is how many bundles share one commit: enough to hide the cost of a durable commit, few enough that no
	// one waits long for the others of the group.
	maxGroup = 256
	// maxEntries bounds one bundle; a long import comes in parts, each of which commits at once.
	maxEntries = 500
	// maxAhead is how far a device's clock may be ahead before the time of receipt is kept instead, in µs.
	maxAhead = 2 * 60 * 1_000_000
)

// Options are what an engine works with. All are needed.
type Options struct {
	Store   store.Store
	Catalog *catalog.Catalog
	Vault   *journal.Vault
	Cipher  store.ColumnCipher
	Clock   clock.Clock
}

// Engine accepts bundles. One engine runs per process; all its methods are safe for concurrent use.
type Engine struct {
	store      store.Store
	cat        *catalog.Catalog
	vault      *journal.Vault
	cipher     store.ColumnCipher
	clock      clock.Clock
	indicators *indicator.Set
	plans      map[*catalog.Register]*plan
	answering  []*catalog.Register // those for whose records somebody answers
	rounds     roundCache
	// judgedSince is when the programs of the pack last changed.
	judgedSince value.Instant

	lanes    []*lane
	counties map[string]int // which lane the counties of the programme take
	closed   chan struct{}
	once     sync.Once
	// handing is held for reading while jobs are handed over: the loops drain their queues for the last time when nobody
	// can put a job into them any more.
	handing sync.RWMutex
	// apart is held for writing by a group that changes what the groups of other counties go by, see changesRounds.
	apart sync.RWMutex

	followMu  sync.Mutex
	followers []func(Commit)
}

// Commit tells followers what has been committed.
type Commit struct {
	Entries []*journal.Entry
}

// New starts an engine. Close it before the store.
func New(ctx context.Context, o Options) (*Engine, error) {
	e := &Engine{store: o.Store, cat: o.Catalog, vault: o.Vault, cipher: o.Cipher, clock: o.Clock,
		indicators: indicator.NewSet(o.Catalog), plans: makePlans(o.Catalog), answering: answering(o.Catalog),
		lanes: newLanes(o.Store.Writers()), closed: make(chan struct{})}
	e.counties = dealCounties(o.Catalog, len(e.lanes))
	if err := e.loadJudged(ctx); err != nil {
		return nil, err
	}
	if err := e.loadRounds(ctx); err != nil {
		return nil, err
	}
	for _, l := range e.lanes {
		go e.commitLoop(l)
	}
	return e, nil
}

// Close lets the running group finish, refuses the rest, and returns when the engine is still.
func (e *Engine) Close() {
	e.once.Do(func() { close(e.closed) })
	for _, l := range e.lanes {
		<-l.done
	}
}

// Follow calls f after each commit, those of one county in order, one call at a time, on the commit loops: f must be
// quick and must not call the engine.
func (e *Engine) Follow(f func(Commit)) {
	e.followMu.Lock()
	defer e.followMu.Unlock()
	e.followers = append(e.followers, f)
}

// Catalog gives the programme that the engine runs.
func (e *Engine) Catalog() *catalog.Catalog { return e.cat }

// Today gives the business day of the engine's clock.
func (e *Engine) Today() value.Date { return e.clock.Now().Day() }

// Accept is the only write path. The receipt says whether the bundle was accepted and why not; err is for what is not
// about the bundle: the store is unavailable, the engine is stopping. After such an error the outcome may be unknown:
// send the same bundle again, its id makes that harmless.
func (e *Engine) Accept(ctx context.Context, actor *access.Actor, b Bundle) (Receipt, error) {
	return e.submit(ctx, e.newJob(actor, b, false))
}

// Check runs a bundle through all stages and keeps nothing.
func (e *Engine) Check(ctx context.Context, actor *access.Actor, b Bundle) (Receipt, error) {
	return e.submit(ctx, e.newJob(actor, b, true))
}

// AcceptAll accepts many bundles of one actor, each on its own; they share commits. Receipts stand in their order.
func (e *Engine) AcceptAll(ctx context.Context, actor *access.Actor, list []Bundle) ([]Receipt, error) {
	jobs := make([]*job, len(list))
	for i := range list {
		jobs[i] = e.newJob(actor, list[i], false)
	}
	return e.acceptJobs(ctx, jobs)
}

func (e *Engine) submit(ctx context.Context, j *job) (Receipt, error) {
	if err := e.enqueue(ctx, j); err != nil {
		return Receipt{}, err
	}
	answer := <-j.done
	return answer.receipt, answer.err
}

// enqueue hands jobs to the commit loop, to be committed together; one whose decoding failed is answered at once.
func (e *Engine) enqueue(ctx context.Context, jobs ...*job) error {
	list := make([]*job, 0, len(jobs))
	for _, j := range jobs {
		if fault.Blocks(j.findings) && j.hopeless {
			j.done <- answer{receipt: Receipt{Bundle: j.bundle.ID, Findings: j.findings}}
			continue
		}
		list = append(list, j)
	}
	if len(list) == 0 {
		return nil
	}
	e.handing.RLock()
	defer e.handing.RUnlock()
	select {
	case <-e.closed:
		return engineClosed.Error(fault.Unavailable)
	default:
	}
	for l, part := range e.byLane(list) {
		if err := e.hand(ctx, e.lanes[l], part); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) hand(ctx context.Context, l *lane, list []*job) error {
	if len(list) == 0 {
		return nil
	}
	select {
	case l.queue <- list:
		return nil
	case <-e.closed:
		return engineClosed.Error(fault.Unavailable)
	case <-ctx.Done():
		return engineBusy.Error(fault.Busy).Because(ctx.Err())
	}
}

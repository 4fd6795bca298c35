package engine

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/rule"
	"jieli/store"
	"jieli/value"
)

// RunOptions say which rules are run over which records.
type RunOptions struct {
	Rules    []string                // nil: all that are no drafts
	Areas    []string                // area prefixes; nil: the whole programme
	Dry      bool                    // only count what would be judged anew
	Progress func(done, total int64) // records judged; may be nil; called by several goroutines
}

// RunReport says what a run came to.
type RunReport struct {
	Records  int64 // judged, each once for its register
	Reviewed int64 // for which a rule was open and should not be, or the other way round: they were judged anew
	Refused  int64 // of them: their records have errors that somebody must mend first
	Took     time.Duration
}

// reviewBatch is how many records one bundle has judged anew.
const reviewBatch = 100

// SystemActor is who runs the rules: it has the power to have records judged anew, sees nothing and writes nothing else.
func SystemActor(c *catalog.Catalog) *access.Actor {
	role := &catalog.Role{Name: "system", Powers: []catalog.Power{catalog.RunRules}}
	return &access.Actor{Account: systemID, Login: "system", Name: "system",
		Grants: []access.Grant{{Role: role, Area: c.Pack.Root}}}
}

// systemID stands as the actor in entries that follow from rules alone.
const systemID = "00000000-0000-8000-8000-000000000002"

// RunRules asks the rules of all records: a condition may begin to hold because a day has come or the pack has changed,
// when nobody wrote anything. Records whose rules are not as they should be are judged anew through Accept. It reads
// county by county and page by page; memory grows with the open tasks of one county.
func (e *Engine) RunRules(ctx context.Context, actor *access.Actor, o RunOptions) (RunReport, error) {
	begin := e.clock.Now()
	r := &rulesRun{e: e, ctx: ctx, o: o, byRegister: e.rulesToRun(o.Rules)}
	err := r.run(actor)
	r.report.Records, r.report.Took = r.done.Load(), e.since(begin)
	return r.report, err
}

// since gives how long ago a moment was.
func (e *Engine) since(begin value.Instant) time.Duration {
	return time.Duration(e.clock.Now()-begin) * time.Microsecond
}

// rulesToRun gives the rules by register.
func (e *Engine) rulesToRun(names []string) map[*catalog.Register][]*catalog.Rule {
	out := map[*catalog.Register][]*catalog.Rule{}
	for _, x := range e.cat.Rules {
		if !x.Draft && (names == nil || slices.Contains(names, x.Name)) {
			out[x.Register] = append(out[x.Register], x)
		}
	}
	return out
}

type rulesRun struct {
	e          *Engine
	ctx        context.Context
	o          RunOptions
	byRegister map[*catalog.Register][]*catalog.Rule
	total      int64
	done       atomic.Int64
	report     RunReport
}

// patch is the records of one register in one area.
type patch struct {
	gaze *gaze
	area string
	n    int64
}

func (r *rulesRun) run(actor *access.Actor) error {
	patches, err := r.patches()
	if err != nil {
		return err
	}
	for _, county := range slices.Sorted(maps.Keys(patches)) {
		open, err := r.openRules(county)
		if err != nil {
			return err
		}
		var mu sync.Mutex
		var reviews []ReviewIn
		err = each(r.ctx, patches[county], func(ctx context.Context, p patch) error {
			return r.judge(ctx, p, open, func(list []ReviewIn) {
				mu.Lock()
				defer mu.Unlock()
				reviews = append(reviews, list...)
			})
		})
		if err != nil {
			return err
		}
		if err := r.review(actor, county, reviews); err != nil {
			return err
		}
	}
	return nil
}

// patches gives what is to be read, by county.
func (r *rulesRun) patches() (map[string][]patch, error) {
	areas := r.o.Areas
	if areas == nil {
		areas = []string{r.e.cat.Pack.Root}
	}
	out := map[string][]patch{}
	for reg, rules := range r.byRegister {
		var reads []string
		for _, x := range rules {
			reads = append(reads, x.When.Reads()...)
		}
		list, err := r.e.patchesOf(r.ctx, gazeOf(reg, reads...), areas)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			out[value.County(p.area)] = append(out[value.County(p.area)], p)
			r.total += p.n
		}
	}
	return out, nil
}

// openRules gives the ids of the open tasks of a county, marks of rules among them.
func (r *rulesRun) openRules(county string) (map[string]bool, error) {
	owners := []string{""}
	for _, rules := range r.byRegister {
		for _, x := range rules {
			if x.Task != nil && !slices.Contains(owners, x.Task.Owner) {
				owners = append(owners, x.Task.Owner)
			}
		}
	}
	tasks, err := r.e.store.OpenTasks(r.ctx, store.TaskQuery{Areas: []string{countyArea(county)}, Owners: owners})
	open := make(map[string]bool, len(tasks))
	for i := range tasks {
		open[tasks[i].ID] = true
	}
	return open, err
}

// judge finds the records of a patch whose rules are not as they should be.
func (r *rulesRun) judge(ctx context.Context, p patch, open map[string]bool, found func([]ReviewIn)) error {
	rules := r.byRegister[p.gaze.reg]
	return r.e.pages(ctx, p, func(s *sight) {
		var list []ReviewIn
		for _, rec := range s.records {
			v := s.vars(rec)
			for _, x := range rules {
				fires := rule.Fires(x, rec, v)
				if (fires || len(open) > 0) && fires != open[ruleTaskID(x, rec.ID)] {
					list = append(list, ReviewIn{Register: p.gaze.reg.Name, Record: rec.ID})
					break
				}
			}
		}
		found(list)
		done := r.done.Add(int64(len(s.records)))
		if r.o.Progress != nil {
			r.o.Progress(done, r.total)
		}
	})
}

// review has records judged anew. A bundle that is refused because of one record is sent again record by record.
func (r *rulesRun) review(actor *access.Actor, county string, list []ReviewIn) error {
	r.report.Reviewed += int64(len(list))
	if r.o.Dry {
		return nil
	}
	for part := range slices.Chunk(list, reviewBatch) {
		ok, err := r.send(actor, county, part)
		for i := 0; err == nil && !ok && i < len(part); i++ {
			var one bool
			if one, err = r.send(actor, county, part[i:i+1]); !one {
				r.report.Refused++
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *rulesRun) send(actor *access.Actor, county string, list []ReviewIn) (bool, error) {
	now := r.e.clock.Now()
	receipt, err := r.e.Accept(r.ctx, actor, Bundle{ID: clock.NewID(r.e.clock), County: county, Device: "system",
		MadeAt: now.String(), Review: list})
	return receipt.Accepted, err
}

// patchesOf cuts the records that a gaze falls on into those of each area.
func (e *Engine) patchesOf(ctx context.Context, g *gaze, areas []string) ([]patch, error) {
	counts, err := e.store.CountByArea(ctx, store.Query{Register: g.reg, Areas: areas}, villageDigits)
	if err != nil {
		return nil, err
	}
	out := make([]patch, 0, len(counts))
	for _, area := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, patch{g, area, counts[area]})
	}
	return out, nil
}

// villageDigits is the length of the longest codes: records lie in no smaller area.
const villageDigits = 12

// pages gives the records of a patch page by page.
func (e *Engine) pages(ctx context.Context, p patch, use func(*sight)) error {
	for after := ""; ; {
		s, err := e.look(ctx, p.gaze, p.area, after)
		if err != nil || len(s.records) == 0 {
			return err
		}
		use(s)
		if len(s.records) < rulesPage {
			return nil
		}
		after = s.records[len(s.records)-1].ID
	}
}

// each does something with each of a list on all cores and gives the first error.
func each[T any](ctx context.Context, list []T, do func(context.Context, T) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan T)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(list)) {
		workers.Go(func() {
			for x := range next {
				if ctx.Err() != nil {
					continue
				}
				if err := do(ctx, x); err != nil {
					cancel(err)
				}
			}
		})
	}
	for _, x := range list {
		next <- x
	}
	close(next)
	workers.Wait()
	return context.Cause(ctx)
}

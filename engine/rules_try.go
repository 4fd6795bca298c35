package engine

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/rule"
	"jieli/value"
)

// Trial asks what a rule would find. Drafts, and rules that only somebody's question made, can be tried too.
type Trial struct {
	Rule     *catalog.Rule           // Register and When are needed; Because and Open when there are any
	Areas    []string                // area prefixes; nil: the whole programme
	Since    value.Date              // history month by month from the month of this day on; 0: none
	Samples  int                     // how many records are given of those found, and of those missed
	Progress func(done, total int64) // records; may be nil; called by several goroutines
}

// TrialReport says what a rule would find today, and would have found.
type TrialReport struct {
	Took          time.Duration
	Records       int64
	Found         int64 // records for which it holds
	Known         int64 // of them: with a case that is open, or has led to what it is for
	Missed        int64 // records with such a case for which it does not hold
	Samples       []Sample
	MissedSamples []Sample
	Months        []MonthFound
}

// Sample is one record of a trial, with the words of the rule; personal values do not stand in them.
type Sample struct {
	Record *register.Record
	Why    fault.Text
}

// MonthFound is how many records a rule would have found at the end of a month.
type MonthFound struct {
	Month string // 2026-11
	Found int64
}

// TryRule asks a rule of all records as they stand, and of the past. It writes nothing.
func (e *Engine) TryRule(ctx context.Context, t Trial) (*TrialReport, error) {
	begin := e.clock.Now()
	if t.Areas == nil {
		t.Areas = []string{e.cat.Pack.Root}
	}
	x := &trial{Trial: t, e: e, flows: e.flowsOf(t.Rule), report: &TrialReport{}}
	if err := x.now(ctx); err != nil {
		return nil, err
	}
	if t.Since != 0 {
		if err := x.past(ctx); err != nil {
			return nil, err
		}
	}
	x.report.Took = e.since(begin)
	return x.report, nil
}

type trial struct {
	Trial
	e      *Engine
	flows  []*catalog.Workflow
	done   atomic.Int64
	mu     sync.Mutex // of report
	report *TrialReport
}

// flowsOf gives the workflows whose cases say that a record is known: that which the rule opens, else all about the
// record or one of its parents.
func (e *Engine) flowsOf(x *catalog.Rule) []*catalog.Workflow {
	if x.Open != nil {
		return []*catalog.Workflow{x.Open.Workflow}
	}
	var out []*catalog.Workflow
	for _, w := range e.cat.Workflows {
		if w.Subject == x.Register {
			out = append(out, w)
		}
	}
	return out
}

func (x *trial) now(ctx context.Context) error {
	patches, err := x.e.patchesOf(ctx, x.gaze(), x.Areas)
	if err != nil {
		return err
	}
	var total int64
	for _, p := range patches {
		total += p.n
	}
	err = each(ctx, patches, func(ctx context.Context, p patch) error {
		return x.e.pages(ctx, p, func(s *sight) {
			x.judge(s)
			if done := x.done.Add(int64(len(s.records))); x.Progress != nil {
				x.Progress(done, total)
			}
		})
	})
	x.report.Records = x.done.Load()
	return err
}

// gaze is what the rule, its words and the question whether a record is known read.
func (x *trial) gaze() *gaze {
	reads := slices.Clone(x.Rule.When.Reads())
	for _, parts := range [][]catalog.TemplatePart{x.Rule.Because.Zh, x.Rule.Because.En} {
		for _, p := range parts {
			if p.Field != nil {
				reads = append(reads, p.Register.Name+"."+p.Field.Name)
			}
		}
	}
	for _, w := range x.flows {
		if w.Subject != nil {
			reads = append(reads, w.Subject.Name+"."+w.Case.As)
		}
	}
	return gazeOf(x.Rule.Register, reads...)
}

// judge counts a page.
func (x *trial) judge(s *sight) {
	var got TrialReport
	for _, r := range s.records {
		v := s.vars(r)
		holds, known := x.Rule.When.Holds(v), x.known(v)
		switch {
		case holds:
			got.Found++
			if known {
				got.Known++
			}
			got.Samples = x.sample(got.Samples, v)
		case known:
			got.Missed++
			got.MissedSamples = x.sample(got.MissedSamples, v)
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.report.Found, x.report.Known = x.report.Found+got.Found, x.report.Known+got.Known
	x.report.Missed += got.Missed
	x.report.Samples = x.first(append(x.report.Samples, got.Samples...))
	x.report.MissedSamples = x.first(append(x.report.MissedSamples, got.MissedSamples...))
}

func (x *trial) sample(list []Sample, v *sightVars) []Sample {
	if len(list) >= x.Trial.Samples {
		return list
	}
	return append(list, Sample{v.rec, rule.Words{Vars: v, Areas: x.e.cat.Areas, Open: true}.Because(x.Rule)})
}

// first keeps the first samples by area and id, so that the same question has the same answer.
func (x *trial) first(list []Sample) []Sample {
	slices.SortFunc(list, func(a, b Sample) int {
		return cmp.Or(cmp.Compare(a.Record.Area, b.Record.Area), cmp.Compare(a.Record.ID, b.Record.ID))
	})
	return list[:min(len(list), x.Trial.Samples)]
}

// known reports whether a record, or the parent that a workflow is about, has a case that is open or ended well.
func (x *trial) known(v *sightVars) bool {
	for _, w := range x.flows {
		if w.Subject == nil {
			continue
		}
		for _, c := range v.List(w.Subject.Name, w.Case.As) {
			name, _ := c.Get(catalog.CaseStage).(string)
			if stage := w.Stage(name); stage != nil && (!stage.Final || stage.Good) {
				return true
			}
		}
	}
	return false
}

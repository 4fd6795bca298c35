package engine

import (
	"context"
	"iter"

	"jieli/access"
)

// Sent is a bundle with the actor who sent it.
type Sent struct {
	Actor  *access.Actor
	Bundle Bundle
}

// AcceptSent is AcceptAll for bundles of many actors: they enter the engine in their order and share commits. Receipts
// stand in the same order. Each bundle comes at the time that the clock shows when the list gives it.
func (e *Engine) AcceptSent(ctx context.Context, list iter.Seq[Sent]) ([]Receipt, error) {
	var jobs []*job
	for s := range list {
		jobs = append(jobs, e.newJob(s.Actor, s.Bundle, false))
	}
	return e.acceptJobs(ctx, jobs)
}

// acceptJobs hands jobs over in their order, a group at a time, and waits for all answers.
func (e *Engine) acceptJobs(ctx context.Context, jobs []*job) ([]Receipt, error) {
	var failed error
	handed := 0
	for handed < len(jobs) && failed == nil {
		n := min(maxGroup, len(jobs)-handed)
		if failed = e.enqueue(ctx, jobs[handed:handed+n]...); failed == nil {
			handed += n
		}
	}
	receipts := make([]Receipt, len(jobs))
	for i, j := range jobs[:handed] {
		answer := <-j.done
		receipts[i] = answer.receipt
		if answer.err != nil && failed == nil {
			failed = answer.err
		}
	}
	return receipts, failed
}

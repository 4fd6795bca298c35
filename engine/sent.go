package engine

import (
	"context"

	"jieli/access"
)

// Sent is a bundle with the actor who sent it.
type Sent struct {
	Actor  *access.Actor
	Bundle Bundle
}

// AcceptSent is AcceptAll for bundles of many actors: they enter the engine in their order and share commits. Receipts
// stand in the same order.
func (e *Engine) AcceptSent(ctx context.Context, list []Sent) ([]Receipt, error) {
	jobs := make([]*job, 0, len(list))
	var failed error
	for i := range list {
		j := e.newJob(list[i].Actor, list[i].Bundle, false)
		if failed = e.enqueue(ctx, j); failed != nil {
			break
		}
		jobs = append(jobs, j)
	}
	receipts := make([]Receipt, len(list))
	for i, j := range jobs {
		answer := <-j.done
		receipts[i] = answer.receipt
		if answer.err != nil && failed == nil {
			failed = answer.err
		}
	}
	return receipts, failed
}

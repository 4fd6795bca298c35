package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
	"jieli/workflow"
)

// OwnersDigest changes when tasks of cases would be others: by whose they are, or to whom they climb.
func OwnersDigest(c *catalog.Catalog) string {
	h := sha256.New()
	for _, f := range c.Workflows {
		fmt.Fprintln(h, f.Name, f.Climbs)
		for _, s := range f.Stages {
			fmt.Fprintln(h, s.Name, s.Owners, s.For, s.Final)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Retask gives the open cases to those whose they are by the pack of today, and closes the tasks of those whose they are no
// more. It must run before an engine starts, after a new version of the pack; it gives how many tasks it closed or opened.
// Cost: the open cases and their steps.
func Retask(ctx context.Context, st store.Store, c *catalog.Catalog, today value.Date) (int, error) {
	open, err := st.OpenTasks(ctx, store.TaskQuery{})
	if err != nil {
		return 0, err
	}
	had := map[store.Place][]store.Task{}
	for _, x := range open {
		at := store.Place{County: x.County, ID: x.Record}
		had[at] = append(had[at], x)
	}
	var changed []store.Task
	for _, flow := range c.Workflows {
		err := eachOpenCase(ctx, st, flow, func(r *register.Record) error {
			steps, err := st.Children(ctx, flow.Steps, r.County, r.ID)
			now := workflow.Tasks(workflow.Case{Flow: flow, Record: r, Steps: steps})
			changed = append(changed, retasked(had[store.Place{County: r.County, ID: r.ID}], now, flow, today)...)
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	return len(changed), st.Write(ctx, func(tx store.Tx) error { return tx.SaveTasks(ctx, changed) })
}

// retasked gives what of a case's tasks is closed, and what is opened.
func retasked(had, now []store.Task, flow *catalog.Workflow, today value.Date) []store.Task {
	same := func(list []store.Task, id string) bool {
		return slices.ContainsFunc(list, func(x store.Task) bool { return x.ID == id })
	}
	var list []store.Task
	for _, x := range had {
		ofStage := slices.ContainsFunc(flow.Stages, func(s *catalog.Stage) bool { return flow.StageTask(s) == x.Kind })
		if ofStage && !same(now, x.ID) {
			x.Closed = today
			list = append(list, x)
		}
	}
	for _, x := range now {
		if !same(had, x.ID) {
			list = append(list, x)
		}
	}
	return list
}

// casePage is how many cases are read at once.
const casePage = 1000

func eachOpenCase(ctx context.Context, st store.Store, flow *catalog.Workflow, each func(*register.Record) error) error {
	q := store.Query{Register: flow.Case, Limit: casePage, Sort: []store.Sort{{Field: "id"}},
		Conds: []store.Cond{{Field: catalog.CaseClosedOn, Op: "unknown"}}}
	for {
		page, err := st.Find(ctx, q)
		if err != nil {
			return err
		}
		for _, r := range page {
			if err := each(r); err != nil {
				return err
			}
		}
		if len(page) < casePage {
			return nil
		}
		q.After = []any{page[len(page)-1].ID}
	}
}

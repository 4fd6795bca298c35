package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"jieli/catalog"
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

// Retask brings the open tasks of cases to what the cases make of them by the pack of today: it gives open cases to those
// whose they are, closes the tasks of those whose they are no more, and mends what was changed beside the system. It must
// run before an engine starts, after a new version of the pack; it gives how many tasks it wrote. Cost: the open cases and
// their steps.
func Retask(ctx context.Context, st store.Store, c *catalog.Catalog, today value.Date) (int, error) {
	t, err := readCaseTasks(ctx, st, c)
	if err != nil {
		return 0, err
	}
	changed := t.changes(today)
	return len(changed), st.Write(ctx, func(tx store.Tx) error { return tx.SaveTasks(ctx, changed) })
}

// caseTasks are the open tasks of cases by their place: as the table has them, and as the cases make them.
type caseTasks struct{ had, now map[store.Place]store.Task }

func readCaseTasks(ctx context.Context, st store.Store, c *catalog.Catalog) (caseTasks, error) {
	t := caseTasks{had: map[store.Place]store.Task{}, now: map[store.Place]store.Task{}}
	open, err := st.OpenTasks(ctx, store.TaskQuery{})
	if err != nil {
		return t, err
	}
	kinds := stageKinds(c)
	for _, x := range open {
		if kinds[x.Kind] {
			t.had[store.Place{County: x.County, ID: x.ID}] = x
		}
	}
	for _, flow := range c.Workflows {
		err := eachOpenCase(ctx, st, flow, func(one workflow.Case) {
			for _, x := range workflow.Tasks(one) {
				t.now[store.Place{County: x.County, ID: x.ID}] = x
			}
		})
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// stageKinds names the tasks that stages of cases make.
func stageKinds(c *catalog.Catalog) map[string]bool {
	kinds := map[string]bool{}
	for _, flow := range c.Workflows {
		for _, s := range flow.Stages {
			kinds[flow.StageTask(s)] = true
		}
	}
	return kinds
}

// changes gives what is to be written so that the table has what the cases make.
func (t caseTasks) changes(today value.Date) []store.Task {
	var list []store.Task
	for at, had := range t.had {
		now, stands := t.now[at]
		switch {
		case !stands:
			had.Closed = today
			list = append(list, had)
		case kept(had, now) != had:
			list = append(list, kept(had, now))
		}
	}
	for at, now := range t.now {
		if _, stood := t.had[at]; !stood {
			list = append(list, now)
		}
	}
	return list
}

// kept is a task as its case makes it, with what its case does not know: since when it stands, and to whom it was handed.
func kept(had, now store.Task) store.Task {
	now.Opened, now.Note = had.Opened, had.Note
	if now.Assignee == "" {
		now.Assignee = had.Assignee
	}
	return now
}

// casePage is how many cases are read at once.
const casePage = 1000

func eachOpenCase(ctx context.Context, st store.Store, flow *catalog.Workflow, each func(workflow.Case)) error {
	q := store.Query{Register: flow.Case, Limit: casePage, Sort: []store.Sort{{Field: "id"}},
		Conds: []store.Cond{{Field: catalog.CaseClosedOn, Op: "unknown"}}}
	for {
		page, err := st.Find(ctx, q)
		if err != nil {
			return err
		}
		places := make([]store.Place, len(page))
		for i, r := range page {
			places[i] = store.Place{County: r.County, ID: r.ID}
		}
		steps, err := st.ChildrenOf(ctx, flow.Steps, places)
		if err != nil {
			return err
		}
		for i, r := range page {
			each(workflow.Case{Flow: flow, Record: r, Steps: steps[places[i]]})
		}
		if len(page) < casePage {
			return nil
		}
		q.After = []any{page[len(page)-1].ID}
	}
}

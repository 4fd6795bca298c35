package api

import (
	"fmt"
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/round"
	"jieli/store"
	"jieli/value"
)

// standingTasks gives, for each round without an end and each village in which the caller makes its visits, one task for
// all targets that are due, or will be within the lead of the round.
func (c *call) standingTasks() ([]TaskView, error) {
	var out []TaskView
	for _, k := range c.Catalog.Rounds {
		if !k.Standing() || k.CoveredBy.Form == nil {
			continue
		}
		list, err := c.dueOf(k)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// dueOf gives the tasks of one standing round, by village.
func (c *call) dueOf(k *catalog.Round) ([]TaskView, error) {
	scope := access.Minimal(c.visited(k.CoveredBy.Form))
	if len(scope) == 0 {
		return nil, nil
	}
	where, err := c.whereOf(k.Target, k.Where)
	if err != nil {
		return nil, err
	}
	q := store.Query{Register: k.Target, Areas: scope, Where: where, Conds: round.DueConds(k, c.Engine.Today())}
	counts, err := c.Reader.CountByArea(c.ctx, q, levelDigits[value.Village])
	if err != nil {
		return nil, err
	}
	villages := make([]string, 0, len(counts))
	for area := range counts {
		villages = append(villages, area)
	}
	slices.Sort(villages)
	var out []TaskView
	for _, village := range villages {
		q.Areas, q.Sort, q.Limit = []string{village}, []store.Sort{{Field: k.Due}}, 1
		first, err := c.Reader.Find(c.ctx, q)
		if err != nil {
			return nil, err
		}
		if len(first) > 0 {
			due, _ := first[0].Get(k.Due).(value.Date)
			out = append(out, c.dueIn(k, village, counts[village], due))
		}
	}
	return out, nil
}

func (c *call) dueIn(k *catalog.Round, village string, n int64, first value.Date) TaskView {
	today := c.Engine.Today()
	return TaskView{ID: value.DeriveID("standing", k.Name, village), County: value.County(village), Kind: k.Name, Label: k.Label,
		Register: k.Target.Name, Title: k.Label.In(c.lang), Area: village, AreaName: c.Catalog.Areas.Name(village),
		Opened: min(first.AddDays(-k.Lead), today), Due: &first, Overdue: first < today, Form: k.CoveredBy.Form.Name,
		Forms: []string{k.CoveredBy.Form.Name},
		Why: fault.Text{Zh: fmt.Sprintf("应走访 %d，最早的 %s 到期", n, first),
			En: fmt.Sprintf("%d to be visited, the first by %s", n, first)},
		Group: &TaskGroup{Round: k.Name, Due: n, NextDue: &first}}
}

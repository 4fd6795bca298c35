package api

import (
	"fmt"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/round"
	"jieli/value"
)

// roundTasks gives, for each running round and each village in which the caller makes its visits, what is left to do.
// They are worked out from the coverage and kept nowhere: a visit makes them smaller, the last one ends them.
func (c *call) roundTasks() ([]TaskView, error) {
	open, err := c.Engine.Rounds(c.ctx)
	if err != nil {
		return nil, err
	}
	today := c.Engine.Today()
	var out []TaskView
	for i := range open {
		o := &open[i]
		if today < o.From || o.To != 0 && today > o.To {
			continue
		}
		list, err := c.leftOf(o)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	standing, err := c.standingTasks()
	return append(out, standing...), err
}

// townDigits is the length of a town's code: rounds make tasks for those who work in one town or village.
const (
	countyDigits  = 6
	townDigits    = 9
	villageDigits = 12
)

// visited gives the towns and villages in which the caller submits a form.
func (c *call) visited(form *catalog.Form) []string {
	var scope []string
	for _, area := range c.actor.Areas(form.Name, false, catalog.MaySubmit) {
		if len(area) >= townDigits {
			scope = append(scope, area)
		}
	}
	return scope
}

func (c *call) leftOf(o *round.Open) ([]TaskView, error) {
	form := o.Kind.CoveredBy.Form
	if form == nil {
		return nil, nil
	}
	scope := access.Narrow(c.visited(form), o.Area)
	if len(scope) == 0 {
		return nil, nil
	}
	cov, err := c.coverage(o, c.rowsOf(scope, value.Village), scope, value.Village)
	if err != nil {
		return nil, err
	}
	var out []TaskView
	for _, row := range cov.Rows {
		if row.Targets > row.Covered {
			out = append(out, c.leftIn(o, form, row))
		}
	}
	return out, nil
}

func (c *call) leftIn(o *round.Open, form *catalog.Form, row CoverageRow) TaskView {
	left := row.Targets - row.Covered
	p := c.presenter()
	t := TaskView{ID: value.DeriveID("round", o.ID, row.Area), County: value.County(row.Area), Kind: o.Kind.Name,
		Label: o.Kind.Label, Register: o.Kind.Target.Name, Title: p.title(o.Record, p.view(o.Record)), Area: row.Area,
		AreaName: row.Name, Opened: o.From, Form: form.Name,
		Why: fault.Text{Zh: fmt.Sprintf("应走访 %d，还有 %d 未走访", row.Targets, left),
			En: fmt.Sprintf("%d of %d still to be visited", left, row.Targets)},
		Round: &TaskRound{ID: o.ID, County: o.County, Left: left}}
	if o.To != 0 {
		t.Due, t.Overdue = &o.To, false
	}
	return t
}

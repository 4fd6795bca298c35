package workflow

import (
	"jieli/catalog"
	"jieli/value"
)

// Effects are the values that the engine keeps on a case and on the record of a step; nil clears a field.
type Effects struct{ Case, Step map[string]any }

// Begin gives what a case is when it opens on a day, in the stage to which opened leads; opened is nil for a case that a
// rule or another form opens: it begins where the chain begins.
func Begin(flow *catalog.Workflow, opened *catalog.Transition, today value.Date, k Clocks) Effects {
	stage, did := first(flow), any(nil)
	if opened != nil {
		did = opened.Name
		if opened.To != nil {
			stage = opened.To
		}
	}
	e := Effects{
		Case: map[string]any{catalog.CaseStage: stage.Name, catalog.CaseStageOn: today, catalog.CaseOpenedOn: today,
			catalog.CaseDueOn: orNone(k.DueIn(stage, today)), catalog.CaseDeadline: orNone(k.after(today, flow.Within))},
		Step: map[string]any{catalog.StepDid: did, catalog.StepTo: stage.Name, catalog.StepDoneOn: today},
	}
	if stage.Final {
		e.Case[catalog.CaseClosedOn], e.Case[catalog.CaseDueOn] = today, nil
	}
	return e
}

// first is where the chain of a workflow begins.
func first(flow *catalog.Workflow) *catalog.Stage {
	for _, s := range flow.Stages {
		if !s.Retired {
			return s
		}
	}
	return flow.Stages[0]
}

// Take gives what a step changes; it is asked when nothing stands in its way. days is what an extension asks for.
func (t *Taking) Take(days int) Effects {
	c, from := t.Case, t.Case.Stage()
	to := from
	if t.Step.To != nil {
		to = t.Step.To
	}
	e := Effects{Case: map[string]any{}, Step: map[string]any{catalog.StepDid: t.Step.Name, catalog.StepFrom: from.Name,
		catalog.StepTo: to.Name, catalog.StepDoneOn: t.Today, catalog.StepDueWas: orNone(c.Due())}}
	t.moveClocks(&e, days)
	if t.leaves() {
		t.enter(&e, to)
	}
	return e
}

// moveClocks gives more days, or stops and starts the clocks.
func (t *Taking) moveClocks(e *Effects, days int) {
	switch t.Step.Clock {
	case catalog.ClockPause:
		e.Case[catalog.CasePausedOn] = t.Today
		return
	case catalog.ClockResume:
		e.Case[catalog.CasePausedOn] = nil
		days = max(0, int(t.Today-day(t.Case.Record, catalog.CasePausedOn)))
	case catalog.ClockExtend:
	default:
		return
	}
	e.Case[catalog.CaseDueOn] = orNone(moved(t.Case.Due(), days))
	e.Case[catalog.CaseDeadline] = orNone(moved(t.Case.Deadline(), days))
}

// enter brings the case into another stage: its days begin anew, those by which the old one was late are added up. Days
// that must pass in a stage are counted from when the server knew of it: no device can say that they began earlier.
func (t *Taking) enter(e *Effects, to *catalog.Stage) {
	since := t.Today
	if to.AtLeast != nil {
		since = max(since, t.Arrived)
	}
	e.Case[catalog.CaseStage], e.Case[catalog.CaseStageOn] = to.Name, since
	e.Case[catalog.CaseDueOn] = orNone(t.Clocks.DueIn(to, since))
	if n := late(t.Case.Due(), t.Today); n > 0 {
		had, _ := t.Case.Record.Get(catalog.CaseLateDays).(int64)
		e.Case[catalog.CaseLateDays] = had + n
	}
	if to.Final {
		e.Case[catalog.CaseClosedOn], e.Case[catalog.CaseDueOn] = t.Today, nil
	}
}

// orNone gives a day as a field keeps it: none is nil.
func orNone(d value.Date) any {
	if d == 0 {
		return nil
	}
	return d
}

package engine

import (
	"context"
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/expr"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
	"jieli/workflow"
)

// Outlook is a case as it stands today and what can be done with it. It is worked out by what judges the steps
// themselves, so that nothing is shown as possible that would be refused for a reason known before it is sent.
type Outlook struct {
	*Reading
	Case      workflow.Case
	Clocks    workflow.Clocks
	Prospects []Prospect
}

// Prospect is a step that begins at the stage of the case.
type Prospect struct {
	Step       *catalog.Transition
	FirstDay   value.Date      // on which the stage may be left; 0: the stage asks for no days
	WhyNot     []fault.Finding // what stands in the way; conditions that hang on the answers are left out
	Conditions []Met
}

// Met says of a condition whether it holds; what hangs on values not there yet, or on the answers, is not known.
type Met struct {
	Condition    *catalog.Condition
	Holds, Known bool
}

// CaseOutlook looks at a case with the eyes of who would take the steps. Which of them a role may take it does not ask.
func (e *Engine) CaseOutlook(ctx context.Context, actor *access.Actor, flow *catalog.Workflow,
	r *register.Record) (*Outlook, error) {
	x, err := e.Read(ctx, r)
	if err != nil {
		return nil, err
	}
	o := &Outlook{Reading: x, Clocks: workflow.Clocks{Days: e.workdays(), Vars: x.Vars(r)},
		Case: workflow.Case{Flow: flow, Record: r, Steps: x.Children(flow.Steps, r)}}
	if stage := o.Case.Stage(); stage != nil && o.Case.IsOpen() {
		for _, t := range flow.Transitions {
			// Of pausing and resuming only the one makes sense that changes anything.
			pausing := t.Clock == catalog.ClockPause && o.Case.Paused() || t.Clock == catalog.ClockResume && !o.Case.Paused()
			if t.Leaves(stage) && !pausing {
				o.Prospects = append(o.Prospects, o.prospect(actor, t))
			}
		}
	}
	return o, x.err
}

func (e *Engine) workdays() clock.Calendar {
	if e.cat.Calendar == nil {
		return clock.Calendar{}
	}
	return e.cat.Calendar.Days
}

func (o *Outlook) prospect(actor *access.Actor, t *catalog.Transition) Prospect {
	taking := workflow.Taking{Case: o.Case, Step: t, Clocks: o.Clocks, Today: o.today, Account: actor.Account,
		Name: actor.Name, PersonAt: o.personAt(o.Case.Record), NameOf: o.nameOf}
	p := Prospect{Step: t, WhyNot: taking.Obstacles()}
	if o.Case.Stage().AtLeast != nil && t.To != nil && t.To != o.Case.Stage() && !t.Back {
		p.FirstDay = o.Clocks.FirstDay(o.Case)
	}
	o.conditions(&p, o.Case.Record)
	return p
}

// Openings looks at a record with the eyes of who would open a case about it. Its Case is empty.
func (e *Engine) Openings(ctx context.Context, r *register.Record) (*Outlook, error) {
	x, err := e.Read(ctx, r)
	if err != nil {
		return nil, err
	}
	o := &Outlook{Reading: x}
	for _, flow := range e.cat.Workflows {
		if flow.Subject != r.Register {
			continue
		}
		for _, t := range flow.Transitions {
			if t.Opens() && t.Form != nil {
				o.Prospects = append(o.Prospects, o.opening(t, r))
			}
		}
	}
	return o, x.err
}

// opening is a step that opens a case. Where a field tells the causes of cases apart, whether one of the same cause goes
// on is known only with the answers.
func (o *Outlook) opening(t *catalog.Transition, r *register.Record) Prospect {
	p := Prospect{Step: t}
	if flow := t.Workflow; flow.OneOpen && len(flow.OneOpenBy) == 0 {
		for _, other := range o.Children(flow.Case, r) {
			if workflow.Open(other) {
				p.WhyNot = append(p.WhyNot, workflow.AlreadyOpen(flow, other, ""))
				break
			}
		}
	}
	o.conditions(&p, r)
	return p
}

// conditions says of each condition of a step whether it holds for a record.
func (o *Outlook) conditions(p *Prospect, r *register.Record) {
	t, vars := p.Step, o.Vars(r)
	for _, c := range t.Requires {
		holds, known := c.When.Eval(vars)
		m := Met{Condition: c, Holds: holds == true, Known: known}
		if open := answered(t.Form, c.When); open {
			m.Known, m.Holds = false, false
		} else if !m.Holds {
			p.WhyNot = append(p.WhyNot, workflow.Unmet(&catalog.Transition{Requires: []*catalog.Condition{c}}, vars)...)
		}
		p.Conditions = append(p.Conditions, m)
	}
}

// answered reports whether a condition reads what the form of its step asks: then it is judged with the answers.
func answered(f *catalog.Form, when *expr.Program) bool {
	if f == nil {
		return false
	}
	for _, q := range f.ByName() {
		if q.SaveTo != nil && slices.Contains(when.Reads(), q.SaveTo.Register.Name+"."+q.SaveTo.Field.Name) {
			return true
		}
	}
	return false
}

package workflow_test

import (
	"strconv"
	"testing"

	"jieli/catalog"
	"jieli/clock"
	"jieli/expr"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
	"jieli/workflow"
)

// office is a workflow of five stages, made by hand, and what the tests do with its cases.
type office struct {
	t    *testing.T
	flow *catalog.Workflow
	days clock.Calendar
}

func day(s string) value.Date {
	d, err := value.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func span(t *testing.T, n int, workdays bool) *catalog.Span {
	t.Helper()
	env, err := expr.NewEnv(expr.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	p, problems := env.Compile(strconv.Itoa(n), value.KindInt)
	if p == nil {
		t.Fatal(problems)
	}
	return &catalog.Span{Days: p, Workdays: workdays}
}

func fields(names ...string) []*catalog.Field {
	var list []*catalog.Field
	for _, n := range names {
		list = append(list, &catalog.Field{Name: n})
	}
	return list
}

func newOffice(t *testing.T) *office {
	t.Helper()
	words := func(s string) fault.Text { return fault.Text{Zh: s, En: s} }
	f := &catalog.Workflow{Name: "case", Label: words("case"), OneOpen: true, OneOpenBy: []string{"cause"}, Within: span(t, 20, false),
		Climbs: []catalog.Climb{{Role: "town", After: 0}, {Role: "county", After: 3}}}
	f.Case = &catalog.Register{Name: "case", Case: f, Fields: append(fields("cause"), fields(catalog.CaseStage, catalog.CaseStageOn,
		catalog.CaseDueOn, catalog.CaseDeadline, catalog.CaseOpenedOn, catalog.CaseClosedOn, catalog.CasePausedOn, catalog.CaseLateDays)...)}
	f.Steps = &catalog.Register{Name: "case_step", Step: f, Fields: fields(catalog.StepDid, catalog.StepFrom, catalog.StepTo,
		catalog.StepDoneOn, catalog.StepDueWas, catalog.StepSecond)}
	f.Case.Index()
	f.Steps.Index()
	f.Stages = []*catalog.Stage{
		{Name: "look", Label: words("look"), Owners: []string{"team"}, Within: span(t, 5, false)},
		{Name: "notice", Label: words("notice"), Owners: []string{"village"}, AtLeast: span(t, 5, false)},
		{Name: "review", Label: words("review"), Owners: []string{"town", "bureau"}, Within: span(t, 3, true), FourEyes: true},
		{Name: "done", Label: words("done"), Final: true, Good: true},
		{Name: "given_up", Label: words("given up"), Final: true}}
	look, notice, review, done := f.Stages[0], f.Stages[1], f.Stages[2], f.Stages[3]
	add := func(name string, from, to *catalog.Stage) *catalog.Transition {
		x := &catalog.Transition{Workflow: f, Name: name, To: to, Form: &catalog.Form{Name: "case_" + name}}
		if from != nil {
			x.From = []*catalog.Stage{from}
		}
		f.Transitions = append(f.Transitions, x)
		return x
	}
	add("open", nil, look)
	add("confirm", look, notice).Persons = 2
	add("proceed", notice, review)
	add("object", notice, look).Back = true
	add("approve", review, done)
	add("return", review, look).Back = true
	add("give_up", notice, f.Stages[4])
	add("remark", look, nil)
	add("extend", look, nil).Clock = catalog.ClockExtend
	add("pause", look, nil).Clock = catalog.ClockPause
	add("resume", look, nil).Clock = catalog.ClockResume
	return &office{t: t, flow: f}
}

func (o *office) apply(r *register.Record, values map[string]any) {
	for name, v := range values {
		r.Set(name, v)
	}
}

func (o *office) clocks() workflow.Clocks { return workflow.Clocks{Days: o.days} }

func (o *office) open(on string) *workflow.Case {
	c := &workflow.Case{Flow: o.flow, Record: &register.Record{Register: o.flow.Case, County: "441823", ID: value.DeriveID("case", on),
		Area: "441823111", State: register.StateActive, Fields: make([]any, len(o.flow.Case.Fields))}}
	e := workflow.Begin(o.flow, o.flow.Transition("open"), day(on), o.clocks())
	o.apply(c.Record, e.Case)
	o.kept(c, e, "opener", "")
	return c
}

func (o *office) kept(c *workflow.Case, e workflow.Effects, who, second string) {
	s := &register.Record{Register: o.flow.Steps, State: register.StateActive, CreatedBy: who,
		CreatedAt: value.Instant(len(c.Steps)), Fields: make([]any, len(o.flow.Steps.Fields))}
	o.apply(s, e.Step)
	if second != "" {
		s.Set(catalog.StepSecond, second)
	}
	c.Steps = append(c.Steps, s)
}

// taking is a step by somebody whose account and name are the same.
func (o *office) taking(c *workflow.Case, do, on, who, second string) *workflow.Taking {
	return &workflow.Taking{Case: *c, Step: o.flow.Transition(do), Clocks: o.clocks(), Today: day(on), Account: who, Name: who,
		Second: second, NameOf: func(account string) string { return account }}
}

// does takes a step that must be possible.
func (o *office) does(c *workflow.Case, do, on, who, second string) {
	o.t.Helper()
	o.asks(c, do, on, who, second, 0)
}

func (o *office) asks(c *workflow.Case, do, on, who, second string, days int) {
	o.t.Helper()
	x := o.taking(c, do, on, who, second)
	if list := x.Obstacles(); len(list) > 0 {
		o.t.Fatalf("%s on %s: %v", do, on, list)
	}
	e := x.Take(days)
	o.apply(c.Record, e.Case)
	o.kept(c, e, who, second)
}

// refused wants exactly these obstacles.
func (o *office) refused(c *workflow.Case, do, on, who, second string, codes ...string) []fault.Finding {
	o.t.Helper()
	list := o.taking(c, do, on, who, second).Obstacles()
	if len(list) != len(codes) {
		o.t.Fatalf("%s on %s should be refused with %v, is with %v", do, on, codes, list)
	}
	for i, f := range list {
		if f.Code != codes[i] {
			o.t.Fatalf("%s on %s should be refused with %v, is with %v", do, on, codes, list)
		}
	}
	return list
}

func (o *office) at(c *workflow.Case, stage, due, deadline string) {
	o.t.Helper()
	have := [3]string{c.Stage().Name}
	for i, d := range []value.Date{c.Due(), c.Deadline()} {
		if d != 0 {
			have[i+1] = d.String()
		}
	}
	if have != [3]string{stage, due, deadline} {
		o.t.Errorf("the case is at %v, want %v", have, [3]string{stage, due, deadline})
	}
}

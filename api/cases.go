package api

import (
	"jieli/catalog"
	"jieli/engine"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// CaseView is a case with all that is needed to decide about it.
type CaseView struct {
	Workflow   string             `json:"workflow"`
	Label      fault.Text         `json:"label"`
	Case       RecordView         `json:"case"`
	Subject    *RecordLink        `json:"subject" doc:"what the case is about; null when it stands alone"`
	Stage      string             `json:"stage"`
	StageLabel fault.Text         `json:"stage_label"`
	OpenedOn   *value.Date        `json:"opened_on"`
	DueOn      *value.Date        `json:"due_on"`
	DeadlineOn *value.Date        `json:"deadline_on"`
	ClosedOn   *value.Date        `json:"closed_on"`
	PausedOn   *value.Date        `json:"paused_on"`
	Overdue    bool               `json:"overdue"`
	DaysLeft   *int               `json:"days_left" doc:"until the stage must be left; below 0: late; null: no clock runs"`
	LateDays   int64              `json:"late_days" doc:"by which steps taken so far were late"`
	Chain      []ChainStage       `json:"chain"`
	Steps      []CaseStep         `json:"steps" doc:"oldest first"`
	Actions    []CaseAction       `json:"actions"`
	Documents  []CaseDocumentView `json:"documents"`
	Tasks      []TaskView         `json:"tasks"`
}

// RecordLink names a record.
type RecordLink struct {
	Register string `json:"register"`
	County   string `json:"county"`
	ID       string `json:"id"`
	Title    string `json:"title"`
}

// ChainStage is a stage of a case's way.
type ChainStage struct {
	Stage    string      `json:"stage"`
	Label    fault.Text  `json:"label"`
	Help     *fault.Text `json:"help,omitempty"`
	Owners   []OwnerView `json:"owners"`
	State    string      `json:"state" doc:"done, now, ahead or skipped"`
	On       *value.Date `json:"on" doc:"the day on which it was entered last"`
	DueOn    *value.Date `json:"due_on"`
	Within   *int        `json:"within_days"`
	AtLeast  *int        `json:"at_least_days"`
	Workdays bool        `json:"workdays,omitempty" doc:"within_days counts working days"`
	Final    bool        `json:"final"`
	Good     bool        `json:"good"`
}

// OwnerView names a role that owns a stage.
type OwnerView struct {
	Role  string     `json:"role"`
	Label fault.Text `json:"label"`
}

// CaseDocumentView is a page that can be printed of a case.
type CaseDocumentView struct {
	Name   string     `json:"name"`
	Label  fault.Text `json:"label"`
	Public bool       `json:"public"`
}

// getCase answers with one case.
func getCase(c *call) error {
	flow := c.Catalog.Workflow(c.r.PathValue("workflow"))
	r, _, err := c.load(flow.Case)
	if err != nil {
		return err
	}
	o, err := c.Engine.CaseOutlook(c.ctx, c.actor, flow, r)
	if err != nil {
		return err
	}
	v := &CaseView{Workflow: flow.Name, Label: flow.Label}
	if err := c.fillCase(v, o); err != nil {
		return err
	}
	return c.json(v)
}

func (c *call) fillCase(v *CaseView, o *engine.Outlook) error {
	p := c.presenter()
	r := o.Case.Record
	list, err := p.records([]*register.Record{r})
	if err != nil || len(list) == 0 {
		return err
	}
	v.Case = list[0]
	v.Subject = p.subjectOf(o)
	v.days(o, c.Engine.Today())
	v.Chain = c.chain(o)
	if v.Steps, err = p.steps(o); err != nil {
		return err
	}
	if v.Actions, err = p.actions(o); err != nil {
		return err
	}
	v.Documents = documentsOf(c.Catalog, o.Case.Flow.Case)
	tasks, err := c.Reader.OpenTasks(c.ctx, store.TaskQuery{Areas: []string{r.Area}, Record: r.ID, On: c.Engine.Today(),
		Limit: taskMost})
	if err != nil {
		return err
	}
	v.Tasks, err = c.taskViews(tasks)
	return err
}

// days fills in where the case is and its days.
func (v *CaseView) days(o *engine.Outlook, today value.Date) {
	r := o.Case.Record
	v.Stage, v.StageLabel = stageOf(o.Case.Flow, r)
	v.OpenedOn, v.DueOn, v.DeadlineOn = dayOf(r, catalog.CaseOpenedOn), dayOf(r, catalog.CaseDueOn), dayOf(r, catalog.CaseDeadline)
	v.ClosedOn, v.PausedOn = dayOf(r, catalog.CaseClosedOn), dayOf(r, catalog.CasePausedOn)
	v.LateDays, _ = r.Get(catalog.CaseLateDays).(int64)
	v.DaysLeft, v.Overdue = daysLeft(r, today)
}

// stageOf gives the stage of a case and its words; one that the pack no longer has is named by its code.
func stageOf(flow *catalog.Workflow, r *register.Record) (string, fault.Text) {
	name, _ := r.Get(catalog.CaseStage).(string)
	if s := flow.Stage(name); s != nil {
		return name, s.Label
	}
	return name, fault.Text{Zh: name, En: name}
}

// daysLeft says how long a case may stay in its stage, or as a whole when the stage has no clock.
func daysLeft(r *register.Record, today value.Date) (*int, bool) {
	due := dayOf(r, catalog.CaseDueOn)
	if due == nil {
		due = dayOf(r, catalog.CaseDeadline)
	}
	if due == nil || r.Get(catalog.CaseClosedOn) != nil || r.Get(catalog.CasePausedOn) != nil {
		return nil, false
	}
	left := int(*due - today)
	return &left, left < 0
}

func dayOf(r *register.Record, field string) *value.Date {
	d, ok := r.Get(field).(value.Date)
	if !ok {
		return nil
	}
	return &d
}

// subjectOf names what the case is about, nil when it stands alone or the caller may not read it.
func (p *presenter) subjectOf(o *engine.Outlook) *RecordLink {
	flow := o.Case.Flow
	if flow.Subject == nil {
		return nil
	}
	r := o.Record(flow.Subject)
	if r == nil || !p.view(r).Readable() {
		return nil
	}
	link := p.link(r)
	return &link
}

// link names a record that the caller may read.
func (p *presenter) link(r *register.Record) RecordLink {
	return RecordLink{r.Register.Name, r.County, r.ID, p.title(r, p.view(r))}
}

// documentsOf gives the pages that are made of records of a register.
func documentsOf(c *catalog.Catalog, reg *catalog.Register) []CaseDocumentView {
	list := []CaseDocumentView{}
	for _, d := range c.Documents {
		if d.Register == reg {
			list = append(list, CaseDocumentView{d.Name, d.Label, d.Public})
		}
	}
	return list
}

// chain gives the stages with what has become of each.
func (c *call) chain(o *engine.Outlook) []ChainStage {
	now := o.Case.Stage()
	entered, due := passages(o.Case.Steps)
	out := []ChainStage{}
	for _, s := range o.Case.Flow.Stages {
		x := ChainStage{Stage: s.Name, Label: s.Label, Help: words(s.Help), Owners: ownersOf(c.Catalog, s),
			Final: s.Final, Good: s.Good, On: entered[s.Name], DueOn: due[s.Name], State: stateOf(s, now, entered[s.Name] != nil)}
		if s == now {
			x.On, x.DueOn = dayOf(o.Case.Record, catalog.CaseStageOn), dayOf(o.Case.Record, catalog.CaseDueOn)
		}
		within, least := o.Clocks.Lengths(s)
		x.Within, x.AtLeast = span(within), span(least)
		x.Workdays = s.Within != nil && s.Within.Workdays
		out = append(out, x)
	}
	return out
}

// span gives nil for -1: nothing is said.
func span(days int) *int {
	if days < 0 {
		return nil
	}
	return &days
}

// passages gives, by stage, the day on which it was entered last and the day that it was due when it was left last.
func passages(steps []*register.Record) (entered, due map[string]*value.Date) {
	entered, due = map[string]*value.Date{}, map[string]*value.Date{}
	for _, s := range inOrder(steps) {
		from, _ := s.Get(catalog.StepFrom).(string)
		to, _ := s.Get(catalog.StepTo).(string)
		if from == to {
			continue
		}
		entered[to] = dayOf(s, catalog.StepDoneOn)
		if from != "" {
			due[from] = dayOf(s, catalog.StepDueWas)
		}
	}
	return entered, due
}

// stateOf says what has become of a stage. Behind a case that went back, stages lie ahead again; when it is over, what
// it has not seen it has passed by.
func stateOf(s, now *catalog.Stage, visited bool) string {
	switch {
	case s == now:
		return "now"
	case now != nil && !now.Final && s.Place > now.Place:
		return "ahead"
	case visited:
		return "done"
	}
	return "skipped"
}

func ownersOf(c *catalog.Catalog, s *catalog.Stage) []OwnerView {
	out := []OwnerView{}
	for _, name := range s.Owners {
		out = append(out, OwnerView{name, roleLabel(c, name)})
	}
	return out
}

func roleLabel(c *catalog.Catalog, name string) fault.Text {
	if role := c.Role(name); role != nil {
		return role.Label
	}
	return fault.Text{Zh: name, En: name}
}

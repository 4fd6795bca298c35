package api

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// taskMost bounds the tasks of one answer; the most urgent come first.
const taskMost = 500

// TaskView is something due.
type TaskView struct {
	ID          string      `json:"id"`
	County      string      `json:"county"`
	Kind        string      `json:"kind"`
	Label       fault.Text  `json:"label"`
	Why         fault.Text  `json:"why"`
	Register    string      `json:"register"`
	Record      string      `json:"record"`
	Title       string      `json:"title"`
	Area        string      `json:"area"`
	AreaName    string      `json:"area_name"`
	Owner       string      `json:"owner"`
	Opened      value.Date  `json:"opened"`
	From        *value.Date `json:"from" doc:"shown from this day on; null: at once"`
	Due         *value.Date `json:"due"`
	Overdue     bool        `json:"overdue"`
	Level       int         `json:"level" doc:"0: the owner's own; from 1: it is late and has climbed"`
	ClimbedFrom *fault.Text `json:"climbed_from" doc:"whose task it was at level 0"`
	Assignee    *PersonView `json:"assignee" doc:"whom it was handed to"`
	AssignedBy  *PersonView `json:"assigned_by" doc:"who handed it on"`
	Note        string      `json:"note" doc:"what was said when it was handed on"`
	Case        *TaskCase   `json:"case" doc:"the stage whose task it is; then record is the case"`
	Subject     *RecordLink `json:"subject" doc:"what the case is about, if the caller may read it"`
	Form        string      `json:"form,omitempty"`
	Forms       []string    `json:"forms" doc:"forms that answer it, of those that the caller may submit here"`
	Round       *TaskRound  `json:"round,omitempty" doc:"the round whose targets are left; then record is empty"`
	Group       *TaskGroup  `json:"group,omitempty" doc:"what falls due in a village, each target on a day of its own"`
}

// TaskCase names a stage.
type TaskCase struct {
	Workflow string `json:"workflow"`
	Stage    string `json:"stage"`
}

// TaskRound is what a round still asks of one area.
type TaskRound struct {
	ID     string `json:"id"`
	County string `json:"county"`
	Left   int64  `json:"left" doc:"targets not yet covered"`
}

// TaskGroup is what a standing round asks of one village.
type TaskGroup struct {
	Round   string      `json:"round"`
	Due     int64       `json:"due" doc:"targets due by now or within the lead"`
	NextDue *value.Date `json:"next_due" doc:"the day on which the next one falls due"`
}

// TasksView answers GET /tasks.
type TasksView struct {
	Tasks []TaskView `json:"tasks"`
}

// getTasks answers with the open tasks of the caller's roles, each role in its own areas, and those that were handed to
// the caller; most urgent first.
func getTasks(c *call) error {
	tasks, err := c.taskList()
	if err != nil {
		return err
	}
	return c.json(TasksView{tasks})
}

func (c *call) taskList() ([]TaskView, error) {
	tasks, err := c.tasks()
	if err != nil {
		return nil, err
	}
	out, err := c.taskViews(tasks)
	if err != nil {
		return nil, err
	}
	var left []TaskView
	if !c.actor.Viewing || len(c.actor.Has(catalog.SeeRounds)) > 0 { // what a round has left tells of coverage
		if left, err = c.roundTasks(); err != nil {
			return nil, err
		}
	}
	for _, v := range left {
		if v.Forms == nil {
			v.Forms = []string{v.Form}
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b TaskView) int { return cmp.Compare(a.dueDay(), b.dueDay()) })
	return out, nil
}

// taskViews shows tasks, each with the title of its record as the caller may see it.
func (c *call) taskViews(tasks []store.Task) ([]TaskView, error) {
	records := map[string][]string{}
	people := []string{}
	for _, t := range tasks {
		records[t.Register] = append(records[t.Register], t.Record)
		people = append(people, t.Assignee)
	}
	by, err := c.assigners(tasks)
	if err != nil {
		return nil, err
	}
	for _, account := range by {
		people = append(people, account)
	}
	seen, err := c.recordsOf(records)
	if err != nil {
		return nil, err
	}
	subjects, err := c.taskSubjects(seen)
	if err != nil {
		return nil, err
	}
	p := c.presenter()
	names, err := c.Directory.Names(c.ctx, people)
	if err != nil {
		return nil, err
	}
	out := []TaskView{}
	for _, t := range tasks {
		v := c.taskView(t)
		if r := seen[t.Record]; r != nil {
			v.Title, v.Subject = p.title(r, p.view(r)), subjects[r.Parent]
		}
		if t.Assignee != "" {
			v.Assignee = &PersonView{t.Assignee, names[t.Assignee]}
		}
		if account := by[t.ID]; account != "" {
			v.AssignedBy = &PersonView{account, names[account]}
		}
		out = append(out, v)
	}
	return out, nil
}

// taskSubjects names what the cases among the records are about, by id.
func (c *call) taskSubjects(seen map[string]*register.Record) (map[string]*RecordLink, error) {
	out := map[string]*RecordLink{}
	cases := map[*catalog.Workflow][]*register.Record{}
	for _, r := range seen {
		if flow := c.Catalog.Workflow(r.Register.Name); flow != nil {
			cases[flow] = append(cases[flow], r)
		}
	}
	for flow, list := range cases {
		links, err := c.subjectsOf(flow, list)
		if err != nil {
			return nil, err
		}
		maps.Copy(out, links)
	}
	return out, nil
}

func (c *call) taskView(t store.Task) TaskView {
	v := TaskView{ID: t.ID, County: t.County, Kind: t.Kind, Label: c.taskLabel(t.Kind), Register: t.Register,
		Record: t.Record, Area: t.Area, AreaName: c.Catalog.Areas.Name(t.Area), Owner: t.Owner, Opened: t.Opened,
		Overdue: t.Due != 0 && t.Due < c.Engine.Today(), Level: t.Level, Note: t.Note, Form: t.Form, Forms: []string{}}
	if json.Unmarshal([]byte(t.Why), &v.Why) != nil {
		v.Why = fault.Text{Zh: t.Why}
	}
	if t.Due != 0 {
		v.Due = &t.Due
	}
	if t.From != 0 {
		v.From = &t.From
	}
	flow, stage := c.Catalog.StageOfTask(t.Kind)
	if stage != nil {
		v.Case = &TaskCase{flow.Name, stage.Name}
	}
	if t.Level > 0 && stage != nil {
		v.ClimbedFrom = ownersLabel(c.Catalog, stage)
	}
	for _, form := range answers(t, flow, stage) {
		if _, may := c.actor.Allows(form, false, catalog.MaySubmit, t.Area, ""); may {
			v.Forms = append(v.Forms, form)
		}
	}
	return v
}

// answers gives the forms that answer a task: those of all steps out of its stage, or its own.
func answers(t store.Task, flow *catalog.Workflow, stage *catalog.Stage) []string {
	if stage == nil {
		if t.Form == "" {
			return nil
		}
		return []string{t.Form}
	}
	var list []string
	for _, x := range flow.Transitions {
		if x.Form != nil && x.Leaves(stage) {
			list = append(list, x.Form.Name)
		}
	}
	return list
}

func ownersLabel(c *catalog.Catalog, s *catalog.Stage) *fault.Text {
	var zh, en []string
	for _, o := range ownersOf(c, s) {
		zh, en = append(zh, o.Label.In("zh")), append(en, o.Label.In("en"))
	}
	return &fault.Text{Zh: strings.Join(zh, "、"), En: strings.Join(en, ", ")}
}

// dueDay sorts tasks without a due day last.
func (t *TaskView) dueDay() value.Date {
	if t.Due == nil {
		return value.MaxDate
	}
	return *t.Due
}

// tasks gives the tasks that are shown to the caller today.
func (c *call) tasks() ([]store.Task, error) {
	areas := map[string][]string{}
	for _, g := range c.actor.Grants {
		areas[g.Role.Name] = append(areas[g.Role.Name], g.Area)
	}
	today := c.Engine.Today()
	all, err := c.Reader.TasksOf(c.ctx, c.actor.Account, taskMost)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(t store.Task) bool { return t.From > today || c.actor.Viewing })
	for role, list := range areas {
		part, err := c.Reader.OpenTasks(c.ctx, store.TaskQuery{Areas: access.Minimal(list), Owners: []string{role},
			On: today, Limit: taskMost})
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	if c.actor.Viewing { // a task tells of its record
		all = slices.DeleteFunc(all, func(t store.Task) bool { return !c.mayReadIn(t.Register, t.Area) })
	}
	slices.SortFunc(all, func(a, b store.Task) int {
		return cmp.Or(cmp.Compare(urgency(a), urgency(b)), cmp.Compare(a.Opened, b.Opened), cmp.Compare(a.ID, b.ID))
	})
	all = slices.CompactFunc(all, func(a, b store.Task) bool { return a.ID == b.ID })
	return all[:min(len(all), taskMost)], nil
}

// mayReadIn reports whether the caller may read a register in an area.
func (c *call) mayReadIn(register, area string) bool {
	reg := c.Catalog.Register(register)
	if reg == nil {
		return false
	}
	_, may := c.actor.Allows(register, reg.BuiltIn, catalog.MayRead, area, "")
	return may
}

// urgency sorts tasks without a due day last.
func urgency(t store.Task) value.Date {
	if t.Due == 0 {
		return value.MaxDate
	}
	return t.Due
}

// taskLabel says what is to be done; of a case's task the stage alone, since its case stands beside it.
func (c *call) taskLabel(kind string) fault.Text {
	if _, stage := c.Catalog.StageOfTask(kind); stage != nil {
		return stage.Label
	}
	return c.Catalog.TaskLabel(kind)
}

package api

import (
	"cmp"
	"encoding/json"
	"slices"

	"jieli/access"
	"jieli/fault"
	"jieli/store"
	"jieli/value"
)

// taskMost bounds the tasks of one answer; the most urgent come first.
const taskMost = 500

// TaskView is something due.
type TaskView struct {
	ID       string      `json:"id"`
	County   string      `json:"county"`
	Kind     string      `json:"kind"`
	Label    fault.Text  `json:"label"`
	Why      fault.Text  `json:"why"`
	Register string      `json:"register"`
	Record   string      `json:"record"`
	Title    string      `json:"title"`
	Area     string      `json:"area"`
	AreaName string      `json:"area_name"`
	Owner    string      `json:"owner"`
	Opened   value.Date  `json:"opened"`
	Due      *value.Date `json:"due"`
	Overdue  bool        `json:"overdue"`
	Form     string      `json:"form,omitempty"`
	Round    *TaskRound  `json:"round,omitempty" doc:"the round whose targets are left; then record is empty"`
}

// TaskRound is what a round still asks of one area.
type TaskRound struct {
	ID     string `json:"id"`
	County string `json:"county"`
	Left   int64  `json:"left" doc:"targets not yet covered"`
}

// TasksView answers GET /tasks.
type TasksView struct {
	Tasks []TaskView `json:"tasks"`
}

// conflictLabel is the word for the one kind of task that no rule opens.
var conflictLabel = fault.Text{Zh: "核定冲突的数据", En: "Settle a conflict"}

// getTasks answers with the open tasks of the caller's roles, each role in its own areas, most urgent first.
func getTasks(c *call) error {
	tasks, err := c.tasks()
	if err != nil {
		return err
	}
	records := map[string][]string{}
	for _, t := range tasks {
		records[t.Register] = append(records[t.Register], t.Record)
	}
	titles, err := c.titlesOf(records)
	if err != nil {
		return err
	}
	out := TasksView{[]TaskView{}}
	today := c.Engine.Today()
	for _, t := range tasks {
		v := TaskView{
			ID: t.ID, County: t.County, Kind: t.Kind, Label: c.taskLabel(t.Kind), Register: t.Register, Record: t.Record,
			Title: titles[t.Record], Area: t.Area, AreaName: c.Catalog.Areas.Name(t.Area), Owner: t.Owner,
			Opened: t.Opened, Overdue: t.Due != 0 && t.Due < today, Form: t.Form,
		}
		if json.Unmarshal([]byte(t.Why), &v.Why) != nil {
			v.Why = fault.Text{Zh: t.Why}
		}
		if t.Due != 0 {
			v.Due = &t.Due
		}
		out.Tasks = append(out.Tasks, v)
	}
	left, err := c.roundTasks()
	if err != nil {
		return err
	}
	out.Tasks = append(out.Tasks, left...)
	slices.SortStableFunc(out.Tasks, func(a, b TaskView) int { return cmp.Compare(a.dueDay(), b.dueDay()) })
	return c.json(out)
}

// dueDay sorts tasks without a due day last.
func (t *TaskView) dueDay() value.Date {
	if t.Due == nil {
		return value.MaxDate
	}
	return *t.Due
}

func (c *call) tasks() ([]store.Task, error) {
	areas := map[string][]string{}
	for _, g := range c.actor.Grants {
		areas[g.Role.Name] = append(areas[g.Role.Name], g.Area)
	}
	var all []store.Task
	for role, list := range areas {
		part, err := c.Reader.OpenTasks(c.ctx, store.TaskQuery{Areas: access.Minimal(list), Owners: []string{role},
			Limit: taskMost})
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	slices.SortFunc(all, func(a, b store.Task) int {
		return cmp.Or(cmp.Compare(urgency(a), urgency(b)), cmp.Compare(a.Opened, b.Opened), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), taskMost)], nil
}

// urgency sorts tasks without a due day last.
func urgency(t store.Task) value.Date {
	if t.Due == 0 {
		return value.MaxDate
	}
	return t.Due
}

func (c *call) taskLabel(kind string) fault.Text {
	if kind == "conflict" {
		return conflictLabel
	}
	for _, r := range c.Catalog.Rules {
		if r.Task != nil && r.Task.Name == kind {
			return r.Task.Label
		}
	}
	return fault.Text{Zh: kind, En: kind}
}

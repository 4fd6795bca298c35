package catalog

import (
	"strings"

	"jieli/fault"
)

// ConflictTask is the kind of the tasks that ask to settle a field with two values.
const ConflictTask = "conflict"

var conflictLabel = fault.Text{Zh: "核定冲突的数据", En: "Settle a conflict"}

// TaskLabel gives the words for a kind of task: what is to be done.
func (c *Catalog) TaskLabel(kind string) fault.Text {
	if kind == ConflictTask {
		return conflictLabel
	}
	if w, s := c.StageOfTask(kind); s != nil {
		return fault.Text{Zh: w.Label.Zh + " · " + s.Label.Zh, En: w.Label.En + " · " + s.Label.En}
	}
	for _, r := range c.Rules {
		if r.Task != nil && r.Task.Name == kind {
			return r.Task.Label
		}
	}
	return fault.Text{Zh: kind, En: kind}
}

// StageOfTask gives the workflow and the stage whose tasks are of a kind, as StageTask names it; nil for other kinds.
func (c *Catalog) StageOfTask(kind string) (*Workflow, *Stage) {
	name, stage, ok := strings.Cut(kind, "/")
	w := c.Workflow(name)
	if !ok || w == nil {
		return nil, nil
	}
	return w, w.Stage(stage)
}

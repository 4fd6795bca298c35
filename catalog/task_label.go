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
	if name, stage, ok := strings.Cut(kind, "/"); ok {
		if w := c.Workflow(name); w != nil && w.Stage(stage) != nil {
			s := w.Stage(stage)
			return fault.Text{Zh: w.Label.Zh + " · " + s.Label.Zh, En: w.Label.En + " · " + s.Label.En}
		}
	}
	for _, r := range c.Rules {
		if r.Task != nil && r.Task.Name == kind {
			return r.Task.Label
		}
	}
	return fault.Text{Zh: kind, En: kind}
}

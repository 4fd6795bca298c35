// Package workflow knows how cases go through their stages: what stands in the way of a step, what it changes in the
// case and in the record of the step, which days follow, and whose task the case then is. It reads and gives values; the
// engine writes.
package workflow

import (
	"strings"
	"unicode"

	"jieli/catalog"
	"jieli/register"
	"jieli/value"
)

// Case is one case with the steps that were taken in it, in any order.
type Case struct {
	Flow   *catalog.Workflow
	Record *register.Record
	Steps  []*register.Record
}

// Stage gives the stage in which the case is, nil when the pack no longer has it.
func (c Case) Stage() *catalog.Stage { return c.Flow.Stage(text(c.Record, catalog.CaseStage)) }

// IsOpen reports whether the case still goes on.
func (c Case) IsOpen() bool { return Open(c.Record) }

// Open reports whether the case of a record still goes on.
func Open(r *register.Record) bool {
	return r.State == register.StateActive && r.Get(catalog.CaseClosedOn) == nil
}

// Paused reports whether no clock of the case runs.
func (c Case) Paused() bool { return c.Record.Get(catalog.CasePausedOn) != nil }

// Since gives the day on which the case came into its stage.
func (c Case) Since() value.Date { return day(c.Record, catalog.CaseStageOn) }

// Due gives the day by which the stage must be left, 0 for none.
func (c Case) Due() value.Date { return day(c.Record, catalog.CaseDueOn) }

// Deadline gives the day by which the whole must be over, 0 for none.
func (c Case) Deadline() value.Date { return day(c.Record, catalog.CaseDeadline) }

// entered counts how often the case came into a stage.
func (c Case) entered(stage string) int {
	n := 0
	for _, s := range c.Steps {
		if text(s, catalog.StepTo) == stage && text(s, catalog.StepFrom) != stage {
			n++
		}
	}
	return n
}

// arrival gives the step by which the case came into its stage, nil when it is not among the steps.
func (c Case) arrival() *register.Record {
	stage := text(c.Record, catalog.CaseStage)
	var last *register.Record
	for _, s := range c.Steps {
		if text(s, catalog.StepTo) != stage || text(s, catalog.StepFrom) == stage {
			continue
		}
		if last == nil || s.CreatedAt >= last.CreatedAt {
			last = s
		}
	}
	return last
}

// SameCause gives an open case among those of one subject that has the same cause as a new one: equal values of the
// fields by which the workflow tells its cases apart. nil when there is none, or as many as one likes may be open.
func SameCause(flow *catalog.Workflow, fresh *register.Record, cases []*register.Record) *register.Record {
	if !flow.OneOpen {
		return nil
	}
	for _, r := range cases {
		if r.ID != fresh.ID && Open(r) && sameIn(flow.OneOpenBy, r, fresh) {
			return r
		}
	}
	return nil
}

func sameIn(fields []string, a, b *register.Record) bool {
	for _, name := range fields {
		if !register.SameValue(a.Get(name), b.Get(name)) {
			return false
		}
	}
	return true
}

func text(r *register.Record, field string) string {
	s, _ := r.Get(field).(string)
	return s
}

func day(r *register.Record, field string) value.Date {
	d, _ := r.Get(field).(value.Date)
	return d
}

// sameName compares names of people as people do: by their letters, without regard to case, spaces and the dots that some
// write within a name.
func sameName(a, b string) bool {
	fold := func(s string) string {
		return strings.Map(func(r rune) rune {
			if !unicode.IsLetter(r) {
				return -1
			}
			return unicode.ToLower(r)
		}, s)
	}
	return fold(a) != "" && fold(a) == fold(b)
}

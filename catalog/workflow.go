package catalog

import (
	"jieli/expr"
	"jieli/fault"
)

// Workflow is a way that records go through: a case is one such way of one record, with stages, owners and clocks.
// When a pack is read a workflow makes registers, code lists and forms (see docs/pack-language.md); Workflow keeps what
// those do not say.
type Workflow struct {
	Name        string
	Label       fault.Text
	Help        fault.Text
	Folder      string
	Subject     *Register // parent of the cases; nil: a case stands alone
	Case        *Register // named as the workflow
	Steps       *Register // "<name>_step", child of Case, as "steps": one record for each step of a case
	OneOpen     bool      // at most one open case of a subject …
	OneOpenBy   []string  // … with equal values of these fields
	Within      *Span     // the whole, from opening to a final stage; nil: no limit
	Climbs      []Climb   // who is shown a late step too, in order
	HandsOver   *HandsOver
	Stages      []*Stage // in the order of the chain
	Transitions []*Transition
}

// HandsOver says that the cases of a workflow are items of a handover: each is a thing that one person answers for, and
// goes to another when the case comes to a good end.
type HandsOver struct {
	From Target    // reference to an account, of the case or of its subject
	To   []*Target // the same, of any in its line: the first that is known
}

// Span is a number of days that a policy sets.
type Span struct {
	Days     *expr.Program // integer; about the case, its line of parents and parameters
	Workdays bool          // counted in working days of the programme's calendar
}

// Stage is a state of a case.
type Stage struct {
	Name     string
	Label    fault.Text
	Help     fault.Text
	Place    int      // in Workflow.Stages
	Owners   []string // roles whose task it is; empty for final stages
	For      string   // field of the case that names whose of them it is; "" any of them
	Within   *Span    // the stage's own clock; nil: none
	AtLeast  *Span    // days that must pass in the stage before the next one
	Final    bool
	Good     bool // final, and the case has led to what it is for: signals that proved true, recognitions
	FourEyes bool // who leaves it must not have done a step out of another stage of the case
	Retired  bool // entered no more
	Document *Document
}

// Climb lets a further role see a step that is late by more than After days.
type Climb struct {
	Role  string
	After int
}

// ClockAct is what a transition does to the clocks of a case.
type ClockAct string

const (
	ClockRuns   ClockAct = ""
	ClockExtend ClockAct = "extend" // due day and deadline move by the days asked
	ClockPause  ClockAct = "pause"  // no clock runs and no other step is taken until it is resumed
	ClockResume ClockAct = "resume" // both move by the days of the pause
)

// Transition is one step that people take. Its form is named "<workflow>_<do>".
type Transition struct {
	Workflow *Workflow
	Name     string // do
	Label    fault.Text
	Help     fault.Text
	Form     *Form
	From     []*Stage // empty: it opens a case
	To       *Stage   // nil: the stage stays
	By       []string // roles
	Only     *Target  // reference to the account that alone may take it; nil: whoever has the role
	Except   *Target  // reference to an account that may not
	Persons  int      // 2: a second person, named in the step's field second, who is not the actor; else 0
	Back     bool     // a return
	Clock    ClockAct
	Requires []*Condition
}

// Opens reports whether the transition opens a case.
func (t *Transition) Opens() bool { return len(t.From) == 0 }

// Leaves reports whether a case in a stage may take the transition.
func (t *Transition) Leaves(s *Stage) bool {
	for _, x := range t.From {
		if x == s {
			return true
		}
	}
	return false
}

// Condition must hold for a transition; it is shown with what proves it.
type Condition struct {
	Name  string
	Label fault.Text
	When  *expr.Program
	Shows []Shown
}

// Shown is a field, or a list of child records, of a record in a line of parents.
type Shown struct {
	Register *Register // whose
	Field    *Field    // nil: the list
	List     *Register // child register of Register; nil: the field
}

// Names of the fields that the engine keeps on cases and steps.
const (
	CaseStage    = "stage"
	CaseStageOn  = "stage_on"
	CaseDueOn    = "due_on"
	CaseDeadline = "deadline_on"
	CaseOpenedOn = "opened_on"
	CaseClosedOn = "closed_on"
	CasePausedOn = "paused_on"
	CaseLateDays = "late_days"
	CaseRule     = "rule"
	CaseWhy      = "why"

	// Of the items of a handover.
	ThingKind = "thing_kind" // name of a register, ThingTask or ThingNote
	Thing     = "thing"      // id of the record or task
	ThingTask = "task"
	ThingNote = "note"

	StepDid    = "did"
	StepFrom   = "from_stage"
	StepTo     = "to_stage"
	StepDoneOn = "done_on"
	StepDueWas = "due_was"
	StepSecond = "second"
	StepReason = "reason"
	StepDays   = "days"
)

// Stage gives a stage by name, or nil.
func (w *Workflow) Stage(name string) *Stage {
	for _, s := range w.Stages {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// Transition gives a transition by the value that steps keep of it, or nil.
func (w *Workflow) Transition(do string) *Transition {
	for _, t := range w.Transitions {
		if t.Name == do {
			return t
		}
	}
	return nil
}

// StageTask is the kind of the tasks of a stage.
func (w *Workflow) StageTask(s *Stage) string { return w.Name + "/" + s.Name }

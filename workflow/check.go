package workflow

import (
	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
)

// Taking is a step that somebody wants to take.
type Taking struct {
	Case    Case
	Step    *catalog.Transition
	Clocks  Clocks
	Today   value.Date
	Arrived value.Date // the day on which the server got to know of it; 0: Today
	Account string     // who takes it
	Name    string     // their name
	Second  string     // the name of the second person, "" for none
	Unseen  bool       // others have brought the case into its stage since the sender saw it
	// NameOf gives the name of an account, "" when it is not known; nil when nobody asks for names.
	NameOf func(account string) string
	// PersonAt gives the account that a field of the case, or of what it is about, names; "" for nobody.
	PersonAt func(*catalog.Target) string
}

// leaves reports whether the step brings the case into another stage.
func (t *Taking) leaves() bool { return t.Step.To != nil && t.Step.To != t.Case.Stage() }

// goesOn reports whether the step is the stage's end: neither a return to an earlier one, nor one by which the case is
// given up, which need not wait for anything.
func (t *Taking) goesOn() bool {
	to := t.Step.To
	return t.leaves() && !t.Step.Back && (!to.Final || to.Good)
}

// Obstacles gives everything that stands in the way of a step but its conditions. When the case is elsewhere by now,
// that is all there is to say.
func (t *Taking) Obstacles() []fault.Finding {
	if f, ok := t.elsewhere(); ok {
		return []fault.Finding{f}
	}
	var list []fault.Finding
	if t.Today < t.Case.Since() {
		list = append(list, stepBefore.At("made_at", "day", t.Today.String(), "since", t.Case.Since().String()))
	} else if first := t.Clocks.FirstDay(t.Case); t.goesOn() && t.Today < first {
		list = append(list, tooEarly.At("", "stage", t.Case.Stage().Label, "since", t.Case.Since().String(),
			"first", first.String(), "day", t.Today.String()))
	}
	if f, ok := t.WrongPerson(); ok {
		list = append(list, f)
	}
	if t.Step.Persons > 1 && sameName(t.Second, t.Name) {
		list = append(list, samePerson.At("answers."+catalog.StepSecond))
	}
	if f, ok := t.sameEyes(); ok {
		list = append(list, f)
	}
	return list
}

// WrongPerson finds that a step is for one person alone who is not the one who takes it, or that it is not for that one.
func (t *Taking) WrongPerson() (fault.Finding, bool) {
	if t.Step.Only != nil {
		if account := t.PersonAt(t.Step.Only); account != t.Account {
			who := somebody
			if name := t.nameOf(account); name != "" {
				who = fault.Text{Zh: name, En: name}
			}
			return onlyPerson.At("", "field", t.Step.Only.Field.Label, "who", who), true
		}
	}
	if t.Step.Except != nil && t.PersonAt(t.Step.Except) == t.Account {
		return exceptPerson.At("", "field", t.Step.Except.Field.Label), true
	}
	return fault.Finding{}, false
}

// elsewhere finds a case that is not where the step begins, or not there for the time that its sender meant.
func (t *Taking) elsewhere() (fault.Finding, bool) {
	stage := t.Case.Stage()
	switch {
	case stage == nil || !t.Step.Leaves(stage) || !t.Case.IsOpen() || t.Unseen && t.leaves():
		return t.movedOn(stage), true
	case t.Case.Paused() && t.Step.Clock != catalog.ClockResume:
		return casePaused.At("", "since", day(t.Case.Record, catalog.CasePausedOn).String()), true
	case !t.Case.Paused() && t.Step.Clock == catalog.ClockResume:
		return caseNotPaused.At(""), true
	}
	return fault.Finding{}, false
}

// movedOn says where the case is by now, and who brought it there.
func (t *Taking) movedOn(stage *catalog.Stage) fault.Finding {
	label := fault.Text{Zh: text(t.Case.Record, catalog.CaseStage), En: text(t.Case.Record, catalog.CaseStage)}
	if stage != nil {
		label = stage.Label
	}
	who, on := somebody, t.Case.Since().String()
	if a := t.Case.arrival(); a != nil {
		on = day(a, catalog.StepDoneOn).String()
		if name := t.nameOf(a.CreatedBy); name != "" {
			who = fault.Text{Zh: name, En: name}
		}
	}
	return stageMoved.At("", "stage", label, "who", who, "on", on)
}

func (t *Taking) nameOf(account string) string {
	switch {
	case account == t.Account:
		return t.Name
	case t.NameOf == nil:
		return ""
	}
	return t.NameOf(account)
}

// sameEyes finds that somebody who leaves a stage of four eyes has brought the case on before, in another stage.
func (t *Taking) sameEyes() (fault.Finding, bool) {
	stage := t.Case.Stage()
	if !stage.FourEyes || !t.leaves() {
		return fault.Finding{}, false
	}
	for _, s := range t.Case.Steps {
		from := text(s, catalog.StepFrom)
		if from == "" || from == stage.Name || from == text(s, catalog.StepTo) {
			continue
		}
		if name := t.sameAs(s); name != "" {
			label := fault.Text{Zh: from, En: from}
			if x := t.Case.Flow.Stage(from); x != nil {
				label = x.Label
			}
			return fourEyes.At("", "name", name, "stage", label, "on", day(s, catalog.StepDoneOn).String()), true
		}
	}
	return fault.Finding{}, false
}

// sameAs gives the name of somebody who took an earlier step and takes this one, "" for nobody.
func (t *Taking) sameAs(s *register.Record) string {
	second := text(s, catalog.StepSecond)
	switch {
	case s.CreatedBy == t.Account || sameName(second, t.Name):
		return t.Name
	case t.Second != "" && (sameName(t.Second, second) || sameName(t.Second, t.nameOf(s.CreatedBy))):
		return t.Second
	}
	return ""
}

// Unmet gives a finding for each condition of a transition that is not known to hold.
func Unmet(step *catalog.Transition, v expr.Vars) []fault.Finding {
	var list []fault.Finding
	for _, c := range step.Requires {
		if !c.When.Holds(v) {
			list = append(list, conditionUnmet.At("", "label", c.Label))
		}
	}
	return list
}

// AlreadyOpen says that a case of the same cause is open.
func AlreadyOpen(flow *catalog.Workflow, r *register.Record, path string) fault.Finding {
	return caseOpen.At(path, "workflow", flow.Label, "since", day(r, catalog.CaseOpenedOn).String())
}

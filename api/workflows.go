package api

import (
	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
)

// WorkflowView is a way that records go through.
type WorkflowView struct {
	Name    string      `json:"name" doc:"also the register of its cases"`
	Label   fault.Text  `json:"label"`
	Help    *fault.Text `json:"help,omitempty"`
	Folder  string      `json:"folder"`
	Subject *string     `json:"subject" doc:"register that the cases are about; null: they stand alone"`
	Steps   string      `json:"steps" doc:"register of the steps"`
	Stages  []StageView `json:"stages"`
	Opens   []OpensView `json:"opens" doc:"forms by which the caller may open a case"`
}

// StageView is a stage.
type StageView struct {
	Name   string      `json:"name"`
	Label  fault.Text  `json:"label"`
	Help   *fault.Text `json:"help,omitempty"`
	Final  bool        `json:"final"`
	Good   bool        `json:"good"`
	Owners []OwnerView `json:"owners"`
}

// OpensView is a form that opens a case.
type OpensView struct {
	Form  string     `json:"form"`
	Label fault.Text `json:"label"`
}

// TransitionView says of a form which step of which workflow it takes: such a form is reached from the case.
// A device that works alone shows by it what a case in a stage may take, and where it would be then.
type TransitionView struct {
	Workflow string   `json:"workflow"`
	Do       string   `json:"do"`
	From     []string `json:"from" doc:"stages; empty: it opens a case"`
	To       string   `json:"to,omitempty" doc:"missing: the stage stays"`
}

func transitionView(t *catalog.Transition) *TransitionView {
	v := &TransitionView{Workflow: t.Workflow.Name, Do: t.Name, From: []string{}}
	for _, s := range t.From {
		v.From = append(v.From, s.Name)
	}
	if t.To != nil {
		v.To = t.To.Name
	}
	return v
}

// DocumentView is a page that can be printed of each record of a register.
type DocumentView struct {
	Name     string     `json:"name"`
	Label    fault.Text `json:"label"`
	Register string     `json:"register"`
	Public   bool       `json:"public"`
}

// getWorkflows answers GET /workflows.
func getWorkflows(c *call) error {
	body, err := c.views.get("workflows "+c.roleKey(), func() any { return workflowViews(c.Catalog, c.actor) })
	if err != nil {
		return err
	}
	c.send(200, "application/json", body, true)
	return nil
}

// workflowViews gives the workflows whose cases the actor may read.
func workflowViews(c *catalog.Catalog, a *access.Actor) []WorkflowView {
	out := []WorkflowView{}
	for _, w := range c.Workflows {
		if len(a.Areas(w.Case.Name, false, catalog.MayRead)) > 0 {
			out = append(out, workflowView(c, w, a))
		}
	}
	return out
}

func workflowView(c *catalog.Catalog, w *catalog.Workflow, a *access.Actor) WorkflowView {
	v := WorkflowView{Name: w.Name, Label: w.Label, Help: words(w.Help), Folder: w.Folder, Steps: w.Steps.Name,
		Stages: []StageView{}, Opens: []OpensView{}}
	if w.Subject != nil {
		v.Subject = &w.Subject.Name
	}
	for _, s := range w.Stages {
		v.Stages = append(v.Stages, StageView{s.Name, s.Label, words(s.Help), s.Final, s.Good, ownersOf(c, s)})
	}
	for _, t := range w.Transitions {
		if t.Opens() && t.Form != nil && len(a.Areas(t.Form.Name, false, catalog.MaySubmit)) > 0 {
			v.Opens = append(v.Opens, OpensView{t.Form.Name, t.Label})
		}
	}
	return v
}

// documentViews gives the pages of registers that the actor may read.
func documentViews(c *catalog.Catalog, a *access.Actor) []DocumentView {
	out := []DocumentView{}
	for _, d := range c.Documents {
		if len(a.Areas(d.Register.Name, d.Register.BuiltIn, catalog.MayRead)) > 0 {
			out = append(out, DocumentView{d.Name, d.Label, d.Register.Name, d.Public})
		}
	}
	return out
}

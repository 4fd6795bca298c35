package api

import (
	"jieli/catalog"
	"jieli/engine"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
)

// shownMost bounds the child records that are shown for a condition: the latest of them, a condition is about a few.
const shownMost = 20

// CaseAction is a step that a role of the caller may take in this case, and whether it can be taken today.
type CaseAction struct {
	Form     string       `json:"form"`
	Do       string       `json:"do"`
	Label    fault.Text   `json:"label"`
	Help     *fault.Text  `json:"help,omitempty"`
	To       *string      `json:"to" doc:"null: the stage stays"`
	ToLabel  *fault.Text  `json:"to_label"`
	Back     bool         `json:"back"`
	Possible bool         `json:"possible" doc:"false: it would be refused today, why_not says why"`
	WhyNot   []fault.Text `json:"why_not"`
	FirstDay *value.Date  `json:"first_day" doc:"on which the days that the stage must last are over"`
	Requires []Requires   `json:"requires"`
}

// Requires is a condition of a step with what proves it.
type Requires struct {
	Name  string      `json:"name"`
	Label fault.Text  `json:"label"`
	Met   *bool       `json:"met" doc:"null: not known before the questions are answered"`
	Shows []ShownView `json:"shows"`
}

// ShownView is a value that proves a condition, and the record in which it stands.
type ShownView struct {
	Label fault.Text  `json:"label"`
	Text  fault.Text  `json:"text"`
	Link  *RecordLink `json:"link,omitempty"`
}

// actions gives the steps that begin at the stage of a case, those that a role of the caller may take in its area.
func (p *presenter) actions(o *engine.Outlook) ([]CaseAction, error) {
	out := []CaseAction{}
	for i := range o.Prospects {
		x := &o.Prospects[i]
		if x.Step.Form == nil {
			continue
		}
		if _, may := p.actor.Allows(x.Step.Form.Name, false, catalog.MaySubmit, o.Case.Record.Area, ""); may {
			out = append(out, p.action(o, x))
		}
	}
	return out, o.Err()
}

func (p *presenter) action(o *engine.Outlook, x *engine.Prospect) CaseAction {
	t := x.Step
	v := CaseAction{Form: t.Form.Name, Do: t.Name, Label: t.Label, Help: words(t.Help), Back: t.Back,
		Possible: len(x.WhyNot) == 0, WhyNot: []fault.Text{}, Requires: []Requires{}}
	if t.To != nil {
		v.To, v.ToLabel = &t.To.Name, &t.To.Label
	}
	if x.FirstDay != 0 {
		v.FirstDay = &x.FirstDay
	}
	for _, f := range x.WhyNot {
		v.WhyNot = append(v.WhyNot, f.Text)
	}
	for _, m := range x.Conditions {
		r := Requires{Name: m.Condition.Name, Label: m.Condition.Label, Shows: []ShownView{}}
		if m.Known {
			r.Met = &m.Holds
		}
		for _, s := range m.Condition.Shows {
			r.Shows = append(r.Shows, p.shows(o, s)...)
		}
		v.Requires = append(v.Requires, r)
	}
	return v
}

// shows gives a field of a record in the line of the case, or each of its child records, as the caller may see them.
func (p *presenter) shows(o *engine.Outlook, s catalog.Shown) []ShownView {
	r := o.Record(s.Register)
	if r == nil {
		return nil
	}
	if s.List == nil {
		return p.shownField(r, s.Field)
	}
	list := inOrder(o.Children(s.List, r))
	var out []ShownView
	for i := len(list) - 1; i >= 0 && len(out) < shownMost; i-- {
		if child := list[i]; p.view(child).Readable() {
			link := p.link(child)
			out = append(out, ShownView{s.List.Label, p.dated(child, link.Title), &link})
		}
	}
	if len(out) == 0 && p.mayRead(s.List) {
		out = []ShownView{{Label: s.List.Label, Text: noneLabel}}
	}
	return out
}

var (
	noneLabel    = fault.Text{Zh: "没有记录", En: "none"}
	unknownLabel = fault.Text{Zh: "未填", En: "not known"}
	notOpenLabel = fault.Text{Zh: "不能查看", En: "not open to you"}
)

func (p *presenter) shownField(r *register.Record, f *catalog.Field) []ShownView {
	seen := p.view(r)
	i, ok := r.Register.FieldIndex(f.Name)
	if !ok || !seen.Readable() || seen.Hidden(i) {
		return nil
	}
	link := p.link(r)
	v := ShownView{f.Label, unknownLabel, &link}
	if r.Fields[i] != nil {
		v.Text = p.answer(r, i, seen.Masked(i)).Text
	}
	return []ShownView{v}
}

// dated puts the day of a record before its title, unless the title says it.
func (p *presenter) dated(r *register.Record, title string) fault.Text {
	day, ok := r.Get(r.Register.DateField).(value.Date)
	if !ok {
		return fault.Text{Zh: title, En: title}
	}
	for _, part := range r.Register.Title {
		if part.Field == r.Register.DateField {
			return fault.Text{Zh: title, En: title}
		}
	}
	return fault.Text{Zh: day.String() + " " + title, En: day.String() + " " + title}
}

package api

import (
	"jieli/access"
	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
)

// FormView is a form.
type FormView struct {
	Name      string        `json:"name"`
	Label     fault.Text    `json:"label"`
	Help      *fault.Text   `json:"help,omitempty"`
	Folder    string        `json:"folder"`
	Subject   *string       `json:"subject"`
	Creates   bool          `json:"creates,omitempty"`
	Own       *string       `json:"own"`
	DatedBy   string        `json:"dated_by,omitempty"`
	MaySubmit bool          `json:"may_submit"`
	Sections  []SectionView `json:"sections"`
	Sets      []SetView     `json:"sets"`

	Transition *TransitionView `json:"transition,omitempty" doc:"the step that it takes: it is no form for lists of new forms"`
}

// SectionView is a page of a form.
type SectionView struct {
	Name      string         `json:"name"`
	Label     fault.Text     `json:"label"`
	Relevant  *string        `json:"relevant"`
	Questions []QuestionView `json:"questions"`
}

// QuestionView asks for one value or for rows.
type QuestionView struct {
	Name     string      `json:"name"`
	Field    *FieldView  `json:"field,omitempty"`
	Label    *fault.Text `json:"label,omitempty" doc:"of a question that asks for rows"`
	SaveTo   *string     `json:"save_to"`
	Relevant *string     `json:"relevant"`
	Required bool        `json:"required,omitempty"`
	ReadOnly bool        `json:"read_only,omitempty"`
	Repeat   *RepeatView `json:"repeat"`
}

// RepeatView asks about child records.
type RepeatView struct {
	Register  string         `json:"register"`
	As        string         `json:"as"`
	Add       bool           `json:"add,omitempty"`
	Pick      bool           `json:"pick,omitempty"`
	MaxRows   int            `json:"max_rows,omitempty"`
	Questions []QuestionView `json:"questions"`
}

// SetView is an effect of the submission, for a preview.
type SetView struct {
	On    string  `json:"on,omitempty"`
	Field string  `json:"field"`
	Value *string `json:"value" doc:"null: the field is emptied"`
	When  *string `json:"when"`
}

// seesForm reports whether the actor may submit a form or read what it makes.
func seesForm(a *access.Actor, f *catalog.Form) bool {
	return len(a.Areas(f.Name, false, catalog.MaySubmit)) > 0 ||
		f.Own != nil && len(a.Areas(f.Own.Name, f.Own.BuiltIn, catalog.MayRead)) > 0
}

func formView(f *catalog.Form, a *access.Actor) FormView {
	v := FormView{
		Name: f.Name, Label: f.Label, Help: words(f.Help), Folder: f.Folder, Creates: f.Creates, DatedBy: f.DatedBy,
		MaySubmit: len(a.Areas(f.Name, false, catalog.MaySubmit)) > 0, Sections: []SectionView{}, Sets: []SetView{},
	}
	if f.Subject != nil {
		v.Subject = &f.Subject.Name
	}
	if f.Own != nil {
		v.Own = &f.Own.Name
	}
	if t := f.Transition; t != nil {
		v.Transition = transitionView(t)
	}
	q := questions{actor: a, own: f.Own, seen: map[*catalog.Register]access.View{}}
	for _, s := range f.Sections {
		v.Sections = append(v.Sections, SectionView{s.Name, s.Label, source(s.Relevant), q.views(s.Questions)})
	}
	for _, s := range f.Sets {
		set := SetView{On: s.On, Field: s.Field.Name, Value: source(s.Value), When: source(s.When)}
		if s.On == "" {
			set.Field = s.Register.Name + "." + s.Field.Name
		}
		v.Sets = append(v.Sets, set)
	}
	return v
}

// source gives the text of an expression, nil for none.
func source(p *expr.Program) *string {
	if p == nil {
		return nil
	}
	text := p.Source()
	return &text
}

// questions makes the views of one form's questions.
type questions struct {
	actor *access.Actor
	own   *catalog.Register
	seen  map[*catalog.Register]access.View
}

func (q *questions) views(list []*catalog.Question) []QuestionView {
	out := []QuestionView{}
	for _, x := range list {
		if v, ok := q.view(x); ok {
			out = append(out, v)
		}
	}
	return out
}

// view leaves out a question whose field the actor's roles hide.
func (q *questions) view(x *catalog.Question) (QuestionView, bool) {
	v := QuestionView{Name: x.Name, Relevant: source(x.Relevant), Required: x.Required, ReadOnly: x.ReadOnly}
	reg := q.own
	if x.SaveTo != nil {
		reg = x.SaveTo.Register
		to := reg.Name + "." + x.SaveTo.Field.Name
		v.SaveTo = &to
	}
	if x.Field != nil {
		field := fieldView(x.Field)
		if !q.sees(reg, x, &field) {
			return v, false
		}
		v.Field = &field
	}
	if r := x.Repeat; r != nil {
		v.Repeat = &RepeatView{Register: r.Register.Name, As: r.Register.As, Add: r.Add, Pick: r.Pick,
			MaxRows: r.MaxRows, Questions: q.views(r.Questions)}
		if v.Label = words(r.Label); v.Label == nil {
			v.Label = words(r.Register.Label)
		}
	}
	return v, true
}

// sees says whether the question may be shown, and marks a field that is masked or must not be written.
func (q *questions) sees(reg *catalog.Register, x *catalog.Question, field *FieldView) bool {
	if reg == nil {
		return true
	}
	seen, ok := q.seen[reg]
	if !ok {
		seen = q.actor.Widest(reg)
		q.seen[reg] = seen
	}
	name := x.Field.Name
	if x.SaveTo != nil {
		name = x.SaveTo.Field.Name
	}
	i, ok := reg.FieldIndex(name)
	if !ok || !seen.Readable() {
		return true
	}
	field.Masked = seen.Masked(i)
	field.ReadOnly = reg.Fields[i].Calculate != nil || !seen.Writable(i)
	return !seen.Hidden(i)
}

package api

import (
	"cmp"
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
)

// CaseStep is a step that was taken.
type CaseStep struct {
	ID        string       `json:"id"`
	Did       string       `json:"did" doc:"empty: a rule or another form opened the case"`
	Label     fault.Text   `json:"label"`
	From      string       `json:"from"`
	To        string       `json:"to"`
	FromLabel *fault.Text  `json:"from_label"`
	ToLabel   *fault.Text  `json:"to_label"`
	On        *value.Date  `json:"on"`
	DueWas    *value.Date  `json:"due_was"`
	LateDays  int          `json:"late_days"`
	By        PersonView   `json:"by"`
	Second    string       `json:"second"`
	Reason    string       `json:"reason"`
	Answers   []StepAnswer `json:"answers"`
}

// PersonView names an account.
type PersonView struct {
	Account string `json:"account"`
	Name    string `json:"name"`
}

// StepAnswer is what a step's own question was answered.
type StepAnswer struct {
	Label  fault.Text `json:"label"`
	Text   fault.Text `json:"text"`
	Masked bool       `json:"masked"`
	Photos []string   `json:"photos" doc:"names of attachments of this step's record"`
}

// openedLabel is the word for the step that nobody took.
var openedLabel = fault.Text{Zh: "自动发起", En: "Opened by the system"}

// inOrder gives steps as they were taken.
func inOrder(steps []*register.Record) []*register.Record {
	list := slices.Clone(steps)
	slices.SortStableFunc(list, func(a, b *register.Record) int { return cmp.Compare(a.CreatedAt, b.CreatedAt) })
	return list
}

// steps gives the steps of a case that the caller may read.
func (p *presenter) steps(o *engine.Outlook) ([]CaseStep, error) {
	list := inOrder(o.Case.Steps)
	people := make([]string, len(list))
	for i, s := range list {
		people[i] = s.CreatedBy
	}
	names, err := p.Directory.Names(p.ctx, people)
	if err != nil {
		return nil, err
	}
	out := []CaseStep{}
	for _, s := range list {
		if seen := p.view(s); seen.Readable() {
			out = append(out, p.step(o.Case.Flow, s, seen, names[s.CreatedBy]))
		}
	}
	return out, nil
}

func (p *presenter) step(flow *catalog.Workflow, s *register.Record, seen access.View, name string) CaseStep {
	code := func(field string) string { text, _ := s.Get(field).(string); return text }
	v := CaseStep{ID: s.ID, Did: code(catalog.StepDid), Label: openedLabel, From: code(catalog.StepFrom),
		To: code(catalog.StepTo), On: dayOf(s, catalog.StepDoneOn), DueWas: dayOf(s, catalog.StepDueWas),
		By:     PersonView{s.CreatedBy, name},
		Second: p.shownText(s, seen, catalog.StepSecond), Reason: p.shownText(s, seen, catalog.StepReason),
		Answers: []StepAnswer{}}
	if t := flow.Transition(v.Did); t != nil {
		v.Label = t.Label
	}
	if x := flow.Stage(v.From); x != nil {
		v.FromLabel = &x.Label
	}
	if x := flow.Stage(v.To); x != nil {
		v.ToLabel = &x.Label
	}
	if v.On != nil && v.DueWas != nil {
		v.LateDays = max(0, int(*v.On-*v.DueWas))
	}
	for i, f := range s.Register.Fields {
		if f.Kept || f.Name == catalog.StepSecond || f.Name == catalog.StepReason || s.Fields[i] == nil || seen.Hidden(i) {
			continue
		}
		v.Answers = append(v.Answers, p.answer(s, i, seen.Masked(i)))
	}
	return v
}

// answer shows one value of a record, a reference as the title of the record that it points to.
func (p *presenter) answer(r *register.Record, field int, masked bool) StepAnswer {
	f, v := r.Register.Fields[field], r.Fields[field]
	a := StepAnswer{Label: f.Label, Masked: masked, Photos: []string{}, Text: p.bothWords(f, v)}
	if masked {
		hint := access.Mask(f.Type, v)
		a.Text = fault.Text{Zh: hint, En: hint}
		return a
	}
	switch f.Type.Name() {
	case "photo", "file":
		a.Photos, _ = v.([]string)
	case "reference":
		a.Text = notOpenLabel // never an id
		if title := p.pointed(f, v, r.County); title != "" {
			a.Text = fault.Text{Zh: title, En: title}
		}
	}
	return a
}

// pointed gives what a reference points to in words: a person by name, a record by its title, whether it is kept in the
// same county or at the programme's own level. "" when there is none.
func (p *presenter) pointed(f *catalog.Field, v any, county string) string {
	id, _ := v.(string)
	reg := p.Catalog.Register(f.Limits.Register)
	if reg == nil {
		return ""
	}
	if reg.Name == access.AccountRegister {
		names, _ := p.Directory.Names(p.ctx, []string{id}) // without a name nothing is shown
		return names[id]
	}
	for _, at := range []string{county, value.County(p.Catalog.Pack.Root)} {
		if r, err := p.Reader.Record(p.ctx, reg, at, id); err == nil && r != nil {
			return p.title(r, p.view(r))
		}
	}
	return ""
}

// bothWords gives a value in words of both languages.
func (p *presenter) bothWords(f *catalog.Field, v any) fault.Text {
	if code, ok := v.(string); ok && f.Type.Name() == "area" {
		return p.Catalog.Areas.Words(code)
	}
	return fault.Text{Zh: f.Type.Display(v, &f.Limits, "zh"), En: f.Type.Display(v, &f.Limits, "en")}
}

// shownText gives a text as the caller may see it; "" for none.
func (p *presenter) shownText(r *register.Record, seen access.View, field string) string {
	i, ok := r.Register.FieldIndex(field)
	switch {
	case !ok || r.Fields[i] == nil || !seen.Readable() || seen.Hidden(i):
		return ""
	case seen.Masked(i):
		return access.Mask(r.Register.Fields[i].Type, r.Fields[i])
	}
	return p.words(r.Register.Fields[i], r.Fields[i])
}

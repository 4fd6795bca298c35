package api

import (
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
)

// RecordView is a record as one person sees it.
type RecordView struct {
	Register  string         `json:"register"`
	County    string         `json:"county"`
	ID        string         `json:"id"`
	Version   int64          `json:"version"`
	State     string         `json:"state"`
	Area      string         `json:"area"`
	AreaName  string         `json:"area_name"`
	Parent    *string        `json:"parent"`
	Title     string         `json:"title"`
	CreatedAt value.Instant  `json:"created_at"`
	UpdatedAt value.Instant  `json:"updated_at"`
	UpdatedBy string         `json:"updated_by_name"`
	Erased    bool           `json:"erased,omitempty" doc:"its personal values are destroyed"`
	Fields    map[string]any `json:"fields" doc:"values in JSON form; what is not known is left out"`
	Named     named          `json:"named,omitempty" doc:"what its references point to, by id: names of people, titles of records"`
	Warnings  []WarningView  `json:"warnings"`
	Conflicts []string       `json:"conflicts" doc:"fields with two values that stand against each other"`
}

// WarningView is a warning that stands against a record.
type WarningView struct {
	Code string     `json:"code"`
	Text fault.Text `json:"text"`
}

// Masked stands for a value that the caller may not see.
type Masked struct {
	Masked bool   `json:"masked"`
	Hint   string `json:"hint"`
}

// presenter shows records to one person; it remembers what is the same from record to record.
type presenter struct {
	*call
	views map[viewKey]access.View
	names map[string]string
	named named // what references point to
}

type viewKey struct {
	reg  *catalog.Register
	area string
}

func (c *call) presenter() *presenter { return &presenter{call: c, views: map[viewKey]access.View{}} }

func (p *presenter) view(r *register.Record) access.View {
	key := viewKey{r.Register, r.Area}
	v, ok := p.views[key]
	if !ok {
		v = p.actor.View(r.Register, r.Area)
		p.views[key] = v
	}
	return v
}

// records shows a list. Names of editors are looked up together.
func (p *presenter) records(list []*register.Record) ([]RecordView, error) {
	editors := make([]string, len(list))
	for i, r := range list {
		editors[i] = r.UpdatedBy
	}
	var err error
	if p.names, err = p.Directory.Names(p.ctx, editors); err != nil {
		return nil, err
	}
	if err := p.nameReferences(list); err != nil {
		return nil, err
	}
	out := make([]RecordView, 0, len(list))
	for _, r := range list {
		if v := p.view(r); v.Readable() {
			out = append(out, p.record(r, v))
		}
	}
	return out, nil
}

func (p *presenter) record(r *register.Record, seen access.View) RecordView {
	v := RecordView{
		Register: r.Register.Name, County: r.County, ID: r.ID, Version: r.Version, State: r.State, Area: r.Area,
		AreaName: p.Catalog.Areas.Name(r.Area), Title: p.title(r, seen), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		UpdatedBy: p.names[r.UpdatedBy], Fields: make(map[string]any, len(r.Fields)), Warnings: []WarningView{},
		Conflicts: []string{},
	}
	if r.Parent != "" {
		v.Parent = &r.Parent
	}
	for i, f := range r.Register.Fields {
		switch {
		case r.Fields[i] == nil || seen.Hidden(i):
		case seen.Masked(i):
			v.Fields[f.Name] = Masked{true, access.Mask(f.Type, r.Fields[i])}
		default:
			v.Fields[f.Name] = f.Type.JSON(r.Fields[i], &f.Limits)
			p.nameIn(&v, f, r.Fields[i])
		}
	}
	p.marks(&v, r, seen)
	return v
}

// nameIn says beside a reference that is shown what it points to.
func (p *presenter) nameIn(v *RecordView, f *catalog.Field, id any) {
	key, _ := id.(string)
	if name := p.named[key]; name != "" && f.Type.Name() == "reference" {
		if v.Named == nil {
			v.Named = named{}
		}
		v.Named[key] = name
	}
}

// marks sorts Record.Warnings into conflicts, the mark of erasure and warnings proper.
func (p *presenter) marks(v *RecordView, r *register.Record, seen access.View) {
	for _, code := range r.Warnings {
		field, conflict := strings.CutPrefix(code, register.ConflictMark)
		switch {
		case conflict:
			if i, ok := r.Register.FieldIndex(field); ok && !seen.Hidden(i) {
				v.Conflicts = append(v.Conflicts, field)
			}
		case code == register.ErasedMark:
			v.Erased = true
		default:
			text, ok := p.texts[code]
			if !ok {
				text = fault.Text{Zh: code, En: code}
			}
			v.Warnings = append(v.Warnings, WarningView{code, text})
		}
	}
}

// title gives words for a record, with hints in place of what is masked and nothing in place of what is hidden. Who
// may not read the record at all, but has to name it (a round, a task), gets its open fields.
func (p *presenter) title(r *register.Record, seen access.View) string {
	if r.Register.Case != nil && r.Register.Case.HandsOver != nil && seen.Readable() {
		if text := p.thing(r); text != "" {
			return text
		}
	}
	var b strings.Builder
	for _, part := range r.Register.Title {
		b.WriteString(part.Text)
		i, ok := r.Register.FieldIndex(part.Field)
		if part.Field == "" || !ok || r.Fields[i] == nil {
			continue
		}
		f := r.Register.Fields[i]
		switch {
		case seen.Readable() && seen.Shown(i), !seen.Readable() && f.Privacy == catalog.Open:
			b.WriteString(p.called(r, f, r.Fields[i]))
		case seen.Readable() && seen.Masked(i):
			b.WriteString(access.Mask(f.Type, r.Fields[i]))
		}
	}
	if text := strings.Trim(b.String(), " ·,，、-—"); text != "" {
		return text
	}
	return r.Register.Label.In(p.lang)
}

// called gives a value of a title in words. What a reference points to is looked up once a request; that it is noted before
// it is known keeps titles that name each other from turning in a circle.
func (p *presenter) called(r *register.Record, f *catalog.Field, v any) string {
	id, _ := v.(string)
	if f.Type.Name() != "reference" {
		return p.words(f, v)
	}
	name, known := p.named[id]
	if !known {
		if p.named == nil {
			p.named = named{}
		}
		p.named[id] = ""
		name = p.pointed(f, v, r.County)
		p.named[id] = name
	}
	return name
}

// words gives a value in words; areas by name.
func (p *presenter) words(f *catalog.Field, v any) string {
	if code, ok := v.(string); ok && f.Type.Name() == "area" {
		if a, found := p.Catalog.Areas.Get(code); found && p.lang == "en" && a.NameEn != "" {
			return a.NameEn
		}
		return p.Catalog.Areas.Name(code)
	}
	return f.Type.Display(v, &f.Limits, p.lang)
}

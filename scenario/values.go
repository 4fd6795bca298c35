package scenario

import (
	"encoding/json"
	"fmt"

	"jieli/access"
	"jieli/catalog"
	"jieli/value"
)

func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("scenario: " + err.Error()) // values come from Type.JSON
	}
	return raw
}

// values brings what stands in a scenario into the JSON of each field; bad says what could not be read.
func (p *play) values(reg *catalog.Register, in map[string]any) (out map[string]any, bad string) {
	out = make(map[string]any, len(in))
	for name, raw := range in {
		f := reg.Field(name)
		if f == nil {
			return nil, fmt.Sprintf("register %s has no field %s", reg.Name, name)
		}
		v, why := p.value(f, raw)
		if why != "" {
			return nil, name + ": " + why
		}
		out[name] = v
	}
	return out, ""
}

// value reads one value as a spreadsheet would have it. What does not fit its field is sent as it stands: the scenario
// wants to see it refused.
func (p *play) value(f *catalog.Field, raw any) (any, string) {
	if f.Type.Name() == "reference" {
		if x, ok := p.records[fmt.Sprint(raw)]; ok {
			return x.id, ""
		}
		if name := fmt.Sprint(raw); f.Limits.Register == access.AccountRegister && p.s.People[name].Role != "" {
			return personID(name), ""
		}
	}
	text, ok := raw.(string)
	if !ok {
		return raw, ""
	}
	v, finding := f.Type.ParseText(text, &f.Limits)
	if finding != nil {
		return loose(f, text), ""
	}
	return f.Type.JSON(v, &f.Limits), ""
}

// loose reads a value without the bounds of its field, so that the engine is the one to refuse it; what is no such
// value at all stays as it is.
func loose(f *catalog.Field, text string) any {
	limits := value.Limits{Unit: f.Limits.Unit, Decimals: f.Limits.Decimals, Choices: f.Limits.Choices}
	v, finding := f.Type.ParseText(text, &limits)
	if finding != nil {
		return text
	}
	return f.Type.JSON(v, &limits)
}

// formCounty gives the county of a record that a form makes: that of its area, else the scenario's.
func (p *play) formCounty(form *catalog.Form, answers map[string]any, otherwise string) string {
	for name, q := range form.ByName() {
		if q.SaveTo != nil && q.SaveTo.Field.Name == form.Subject.AreaField && q.SaveTo.Register == form.Subject {
			if code, ok := answers[name].(string); ok && value.AreaLevel(code) != "" {
				return value.County(code)
			}
		}
	}
	return otherwise
}

// answers brings the answers of a step into the shape of a bundle.
func (p *play) answers(form *catalog.Form, in map[string]any, bundle string) (map[string]any, string) {
	questions := form.ByName()
	out := make(map[string]any, len(in))
	for name, raw := range in {
		q := questions[name]
		if q == nil {
			out[name] = raw
			continue
		}
		if q.Repeat != nil {
			list, bad := p.rows(q, raw, bundle)
			if bad != "" {
				return nil, bad
			}
			out[name] = list
			continue
		}
		v, _ := p.value(q.Field, raw)
		out[name] = v
	}
	return out, ""
}

// rows brings the rows of a repeat into shape: `record: alias` is a present row (with `as` nothing), a row without is
// new and may take an alias by `as`.
func (p *play) rows(q *catalog.Question, raw any, bundle string) ([]any, string) {
	list, ok := raw.([]any)
	if !ok {
		return nil, q.Name + ": rows are written as a list"
	}
	out := make([]any, 0, len(list))
	for i, item := range list {
		m, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Sprintf("%s[%d]: a row is written as a mapping", q.Name, i)
		}
		out = append(out, p.row(q, m, value.DeriveID(bundle, q.Name, fmt.Sprint(i))))
	}
	return out, ""
}

func (p *play) row(q *catalog.Question, m map[string]any, id string) map[string]any {
	out := map[string]any{"record": id, "new": true}
	if q.Repeat.Pick {
		out["picked"] = true
	}
	for name, raw := range m {
		switch {
		case name == "record":
			alias := fmt.Sprint(raw)
			out["record"] = p.records[alias].id
			delete(out, "new")
			if r := p.record(alias); r != nil {
				out["base"] = r.Version
			}
		case name == "as":
			p.records[fmt.Sprint(raw)] = ref{q.Repeat.Register, value.County(p.s.Area), id}
		default:
			out[name] = p.rowValue(q, name, raw)
		}
	}
	return out
}

func (p *play) rowValue(q *catalog.Question, name string, raw any) any {
	for _, x := range q.Repeat.Questions {
		if x.Name == name && x.Field != nil {
			v, _ := p.value(x.Field, raw)
			return v
		}
	}
	return raw
}

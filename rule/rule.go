// Package rule judges records by the rules of a programme: whether one fires, and in which words it says why.
package rule

import (
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/register"
)

// Fires reports whether a rule holds for a record. A draft rule never does, and nothing holds for a void record.
func Fires(x *catalog.Rule, r *register.Record, v expr.Vars) bool {
	return !x.Draft && r.State == register.StateActive && x.When.Holds(v)
}

// Words fills the words of rules.
type Words struct {
	Vars  expr.Vars // about the record that a rule is about
	Areas *catalog.Areas
	// Open leaves personal values out, for places that show them to whoever may read the words.
	Open bool
}

// Because says why a rule fired, with the values that it fired on; its label when the pack gives no words. Sensitive
// values never stand in words.
func (w Words) Because(x *catalog.Rule) fault.Text {
	if len(x.Because.Zh) == 0 && len(x.Because.En) == 0 {
		return x.Label
	}
	return fault.Text{Zh: w.fill(x.Because.Zh, "zh"), En: w.fill(x.Because.En, "en")}
}

func (w Words) fill(parts []catalog.TemplatePart, lang string) string {
	var b strings.Builder
	for i := range parts {
		b.WriteString(w.part(&parts[i], lang))
	}
	return b.String()
}

// unknown stands for a value that is not known, hidden for one that is not told.
const (
	unknown = "—"
	hidden  = "＊"
)

func (w Words) part(p *catalog.TemplatePart, lang string) string {
	switch {
	case p.Parameter != nil:
		return shown(p.Parameter.Type.Display(w.Vars.Parameter(p.Parameter.Name), &p.Parameter.Limits, lang))
	case p.Today:
		return w.Vars.Today().String()
	case p.Field == nil:
		return p.Text
	case p.Field.Privacy == catalog.Sensitive || w.Open && p.Field.Privacy != catalog.Open:
		return hidden
	}
	row := w.Vars.Subject(p.Register.Name)
	if row == nil {
		return unknown
	}
	v := row.Get(p.Field.Name)
	if code, isText := v.(string); isText && p.Field.Type.Name() == "area" {
		return w.Areas.Name(code)
	}
	return shown(p.Field.Type.Display(v, &p.Field.Limits, lang))
}

func shown(s string) string {
	if s == "" {
		return unknown
	}
	return s
}

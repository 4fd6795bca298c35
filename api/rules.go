package api

import (
	"math"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/store"
)

// countedMost is where the cases of a rule stop being counted: beyond it only the share matters.
const countedMost = 100_000

// RuleView is a rule over records, and how often it was right.
type RuleView struct {
	Name      string      `json:"name"`
	Label     fault.Text  `json:"label"`
	Subject   string      `json:"subject"`
	When      string      `json:"when"`
	Because   *fault.Text `json:"because" doc:"why it fires, the words for values in brackets"`
	Draft     bool        `json:"draft" doc:"it can be tried and never fires"`
	Opens     *string     `json:"opens" doc:"the workflow whose cases it opens"`
	OpenNow   int         `json:"open_now"`
	Signals   int         `json:"signals" doc:"cases that it has opened"`
	Proved    int         `json:"proved"`
	Dismissed int         `json:"dismissed"`
	Share     *float64    `json:"share" doc:"proved of those decided, percent; null when none is decided"`
}

// getRules answers with all rules; cases are counted where the caller has the power and may read them.
func getRules(c *call) error {
	out := []RuleView{}
	for _, r := range c.Catalog.Rules {
		v := RuleView{Name: r.Name, Label: r.Label, Subject: r.Register.Name, When: r.When.Source(), Draft: r.Draft,
			Because: words(fault.Text{Zh: pattern(r.Because.Zh, "zh"), En: pattern(r.Because.En, "en")})}
		if r.Open != nil {
			v.Opens = &r.Open.Workflow.Name
			if err := c.countSignals(&v, r); err != nil {
				return err
			}
		}
		out = append(out, v)
	}
	return c.json(out)
}

// pattern writes a template for people: where a value will stand it names what it is a value of.
func pattern(parts []catalog.TemplatePart, lang string) string {
	var b strings.Builder
	for _, p := range parts {
		switch {
		case p.Today:
			b.WriteString("〔" + fault.Text{Zh: "当天日期", En: "today"}.In(lang) + "〕")
		case p.Parameter != nil:
			b.WriteString("〔" + p.Parameter.Label.In(lang) + "〕")
		case p.Field != nil:
			b.WriteString("〔" + p.Field.Label.In(lang) + "〕")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// countSignals counts the cases that a rule has opened: those still open, and those that led to what they are for.
func (c *call) countSignals(v *RuleView, r *catalog.Rule) error {
	flow := r.Open.Workflow
	areas := intersect(c.actor.Has(catalog.RunRules), c.actor.Areas(flow.Case.Name, false, catalog.MayRead))
	if len(areas) == 0 {
		return nil
	}
	counts := map[*int]func(*catalog.Stage) bool{
		&v.OpenNow:   func(s *catalog.Stage) bool { return !s.Final },
		&v.Proved:    func(s *catalog.Stage) bool { return s.Final && s.Good },
		&v.Dismissed: func(s *catalog.Stage) bool { return s.Final && !s.Good },
	}
	for n, wanted := range counts {
		var stages []any
		for _, s := range flow.Stages {
			if wanted(s) {
				stages = append(stages, s.Name)
			}
		}
		if len(stages) == 0 {
			continue
		}
		var err error
		*n, err = c.Reader.Count(c.ctx, store.Query{Register: flow.Case, Areas: areas, Conds: []store.Cond{
			{Field: catalog.CaseRule, Op: "=", Values: []any{r.Name}},
			{Field: catalog.CaseStage, Op: "in", Values: stages}}}, countedMost)
		if err != nil {
			return err
		}
	}
	v.Signals = v.OpenNow + v.Proved + v.Dismissed
	if decided := v.Proved + v.Dismissed; decided > 0 {
		share := math.Round(float64(v.Proved)*1000/float64(decided)) / 10
		v.Share = &share
	}
	return nil
}

// seesReads narrows areas to those where the caller sees plainly what an expression reads. The name is that of a field
// that the caller sees nowhere, "" when the areas just do not meet.
func (c *call) seesReads(areas []string, reads []string) (left []string, hidden string) {
	for _, path := range reads {
		parts := strings.Split(path, ".")
		reg := c.Catalog.Register(parts[0])
		if reg == nil { // a parameter
			continue
		}
		for _, name := range parts[1:] {
			if child := childNamed(reg, name); child != nil {
				reg = child
				continue
			}
			i, ok := reg.FieldIndex(name)
			if !ok {
				return nil, path
			}
			if areas = intersect(areas, c.actor.Seeing(reg, []int{i})); len(areas) == 0 {
				return nil, path
			}
		}
		if areas = intersect(areas, c.actor.Areas(reg.Name, reg.BuiltIn, catalog.MayRead)); len(areas) == 0 {
			return nil, path
		}
	}
	return areas, ""
}

func childNamed(reg *catalog.Register, as string) *catalog.Register {
	for _, x := range reg.Children {
		if x.As == as && reg.Field(as) == nil {
			return x
		}
	}
	return nil
}

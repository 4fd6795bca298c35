package scenario

import (
	"fmt"
	"math/big"
	"reflect"
	"sort"

	"jieli/catalog"
	"jieli/engine"
	"jieli/indicator"
	"jieli/round"
	"jieli/store"
	"jieli/value"
)

// checkExpected compares records, figures, tasks and coverage after a step.
func (p *play) checkExpected(s *catalog.ScenarioStep) {
	for _, alias := range sortedKeys(s.Expect.Records) {
		p.checkRecord(s, alias, s.Expect.Records[alias])
	}
	p.checkFigures(s)
	if s.Expect.Tasks != nil {
		p.checkTasks(s)
	}
	for _, alias := range sortedKeys(s.Expect.Coverage) {
		p.checkCoverage(s, alias, s.Expect.Coverage[alias])
	}
	for i := range s.Expect.Balances {
		p.checkBalance(s, &s.Expect.Balances[i])
	}
}

func sortedKeys[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func (p *play) checkRecord(s *catalog.ScenarioStep, alias string, fields map[string]any) {
	r := p.record(alias)
	if r == nil {
		p.fail(s.Line, "there is no record “%s”", alias)
		return
	}
	for _, name := range sortedKeys(fields) {
		want, have := fields[name], any(nil)
		if name == "state" && r.Register.Field("state") == nil {
			have = r.State
		} else {
			f := r.Register.Field(name)
			if f == nil {
				p.fail(s.Line, "%s has no field %s", r.Register.Name, name)
				continue
			}
			want, have = p.wanted(f, want), f.Type.JSON(r.Get(name), &f.Limits)
		}
		if !reflect.DeepEqual(normal(want), normal(have)) {
			p.fail(s.Line, "%s.%s is %v, expected %v", alias, name, have, want)
		}
	}
}

func (p *play) wanted(f *catalog.Field, raw any) any {
	v, _ := p.value(f, raw)
	return v
}

// normal makes values of different origins comparable.
func normal(v any) string { return string(encode(v)) }

func (p *play) checkFigures(s *catalog.ScenarioStep) {
	if len(s.Expect.Figures) == 0 {
		return
	}
	q := indicator.Query{AsOf: p.clock.Now().Day(), Area: p.s.Area}
	names := sortedKeys(s.Expect.Figures)
	for _, name := range names {
		ind := p.cat.Indicator(name)
		if ind == nil {
			p.fail(s.Line, "there is no figure %s", name)
			return
		}
		q.Indicators = append(q.Indicators, ind)
	}
	values, err := indicator.Compute(p.ctx, p.store, q)
	if err != nil {
		p.err = err
		return
	}
	for i := range values {
		p.checkFigure(s, &values[i], s.Expect.Figures[names[i]])
	}
}

func (p *play) checkFigure(s *catalog.ScenarioStep, v *indicator.Value, want any) {
	name := v.Indicator.Name
	if want == nil || v.Number == nil {
		if want != nil || v.Number != nil {
			p.fail(s.Line, "figure %s is %q, expected %v", name, v.Plain(), want)
		}
		return
	}
	number, ok := new(big.Rat).SetString(fmt.Sprint(want))
	if !ok {
		p.fail(s.Line, "figure %s: %v is no number", name, want)
		return
	}
	if wanted := (&indicator.Value{Indicator: v.Indicator, Number: number}).Plain(); wanted != v.Plain() {
		p.fail(s.Line, "figure %s is %s, expected %s", name, v.Plain(), wanted)
	}
}

func (p *play) checkTasks(s *catalog.ScenarioStep) {
	var kinds []string
	for _, t := range p.openTasks() {
		if t.Level > 0 || t.Kind != engine.MarkerKind {
			kinds = append(kinds, taskName(&t))
		}
	}
	p.compareLists(s.Line, "tasks", s.Expect.Tasks, kinds)
}

func (p *play) openTasks() []store.Task {
	list, err := p.store.OpenTasks(p.ctx, store.TaskQuery{Areas: []string{p.s.Area},
		On: p.clock.Now().Day(), Limit: maxTasks})
	if err != nil {
		p.err = err
	}
	return list
}

// taskName is what a scenario calls a task: its kind, and whose it is by now when it has climbed.
func taskName(t *store.Task) string {
	if t.Level > 0 {
		return t.Kind + "@" + t.Owner
	}
	return t.Kind
}

// maxTasks is more than any scenario opens.
const maxTasks = 1000

func (p *play) checkCoverage(s *catalog.ScenarioStep, alias, want string) {
	x := p.records[alias]
	rounds, err := p.engine.Rounds(p.ctx)
	if err != nil {
		p.err = err
		return
	}
	for _, o := range rounds {
		if o.ID == x.id {
			if have := p.coverage(o); have != want {
				p.fail(s.Line, "coverage of %s is %s, expected %s", alias, have, want)
			}
			return
		}
	}
	p.fail(s.Line, "“%s” is no round", alias)
}

func (p *play) coverage(o round.Open) string {
	day := o.AsOf(p.clock.Now().Day())
	county, areas := value.County(p.s.Area), []string{p.s.Area}
	covered, err := p.store.Covers(p.ctx, county, o.ID, value.Village, areas, day)
	if err != nil {
		p.err = err
		return ""
	}
	if o.Sweep != nil {
		listed, err := p.store.TargetCounts(p.ctx, county, o.ID, value.Village, areas, value.MaxDate)
		if err != nil {
			p.err = err
		}
		return fmt.Sprintf("%d/%d", total(covered), total(listed))
	}
	values, err := indicator.Compute(p.ctx, p.store, indicator.Query{AsOf: day, Area: p.s.Area,
		Indicators: []*catalog.Indicator{o.Kind.Targets}})
	if err != nil {
		p.err = err
		return ""
	}
	return fmt.Sprintf("%d/%s", total(covered), values[0].Plain())
}

func total(counts map[string]int64) int64 {
	var sum int64
	for _, n := range counts {
		sum += n
	}
	return sum
}

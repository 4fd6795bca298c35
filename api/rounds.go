package api

import (
	"net/http"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/indicator"
	"jieli/round"
	"jieli/store"
	"jieli/value"
)

// coverageRows bounds the areas of one coverage: the towns of a city, or the villages of a county.
const coverageRows = 400

var errCoverageWide = fault.Define("coverage_too_wide",
	"范围过大，请选择一个县或乡镇再看到村。", "Too wide: choose a county or town to see villages.")

// RoundInstance is one round.
type RoundInstance struct {
	Round  string      `json:"round"`
	ID     string      `json:"id"`
	County string      `json:"county"`
	Area   string      `json:"area"`
	Title  string      `json:"title"`
	From   value.Date  `json:"from"`
	To     *value.Date `json:"to"`
	Label  fault.Text  `json:"label"`
	Target string      `json:"target"`
}

// Coverage says how many of a round's targets are covered.
type Coverage struct {
	List  bool          `json:"list" doc:"the targets are kept as a list: those of a sweep over places or a shape"`
	Total CoverageTotal `json:"total"`
	Rows  []CoverageRow `json:"rows"`
}

// CoverageTotal counts targets.
type CoverageTotal struct {
	Targets int64 `json:"targets"`
	Covered int64 `json:"covered"`
}

// CoverageRow counts the targets of one area.
type CoverageRow struct {
	Area string `json:"area"`
	Name string `json:"name"`
	CoverageTotal
}

// getRounds answers with the rounds that reach the caller's areas, latest first.
func getRounds(c *call) error {
	open, err := c.Engine.Rounds(c.ctx)
	if err != nil {
		return err
	}
	scope := c.actor.Has(catalog.SeeRounds)
	p := c.presenter()
	out := []RoundInstance{}
	for i := len(open) - 1; i >= 0; i-- {
		o := &open[i]
		if !overlaps(scope, o.Area) {
			continue
		}
		v := RoundInstance{Round: o.Kind.Name, ID: o.ID, County: o.County, Area: o.Area, From: o.From,
			Title: p.title(o.Record, p.view(o.Record)), Label: o.Kind.Label, Target: o.Kind.Target.Name}
		if o.To != 0 {
			v.To = &o.To
		}
		out = append(out, v)
	}
	return c.json(out)
}

// openRound finds a round by its kind and record; nil when there is none that reaches the caller's areas.
func (c *call) openRound(kind, county, id string) (*round.Open, error) {
	open, err := c.Engine.Rounds(c.ctx)
	if err != nil {
		return nil, err
	}
	scope := c.actor.Has(catalog.SeeRounds)
	for i := range open {
		o := &open[i]
		if o.ID == id && (kind == "" || o.Kind.Name == kind && o.County == county) && overlaps(scope, o.Area) {
			return o, nil
		}
	}
	return nil, nil
}

// getCoverage answers with the coverage of a round by town or village.
func getCoverage(c *call) error {
	o, err := c.openRound(c.r.PathValue("round"), c.r.PathValue("county"), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	if o == nil {
		return nothing()
	}
	area, err := c.area("area")
	if err != nil {
		return err
	}
	level, err := c.oneOf("level", value.Town, value.Town, value.Village)
	if err != nil {
		return err
	}
	scope := access.Narrow(access.Narrow(c.actor.Has(catalog.SeeRounds), o.Area), area)
	if len(scope) == 0 {
		return errorOf(http.StatusForbidden, errFigureArea.At("area"))
	}
	rows := c.rowsOf(scope, level)
	if len(rows) > coverageRows {
		return unreadable(errCoverageWide.At("level"))
	}
	out, err := c.coverage(o, rows, scope, level)
	if err != nil {
		return err
	}
	return c.json(out)
}

// rowsOf gives the areas of a level in a scope, and the scope's own where it lies below that level.
func (c *call) rowsOf(scope []string, level string) []catalog.Area {
	var rows []catalog.Area
	for _, s := range scope {
		below := c.Catalog.Areas.Below(s, level)
		if a, ok := c.Catalog.Areas.Get(s); ok && len(s) > levelDigits[level] {
			below = []catalog.Area{a}
		}
		rows = append(rows, below...)
	}
	return rows
}

// coverage counts a round's targets and the covered ones in each of the areas.
func (c *call) coverage(o *round.Open, rows []catalog.Area, scope []string, level string) (Coverage, error) {
	out := Coverage{List: o.Sweep != nil, Rows: []CoverageRow{}}
	asOf := o.AsOf(c.Engine.Today())
	targets, err := c.targetsIn(o, scope, level, asOf)
	if err != nil {
		return out, err
	}
	covered, err := c.countIn(scope, level, func(county, level string) (map[string]int64, error) {
		return c.Reader.Covers(c.ctx, county, o.ID, level, scope, asOf)
	})
	if err != nil {
		return out, err
	}
	for _, a := range rows {
		row := CoverageRow{Area: a.Code, Name: a.Name, CoverageTotal: CoverageTotal{below(targets, a.Code), below(covered, a.Code)}}
		out.Total.Targets += row.Targets
		out.Total.Covered += row.Covered
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// countIn adds up what the counties of a scope have, by area of a level, or of villages when a part of the scope lies
// below the level.
func (c *call) countIn(
	scope []string, level string, count func(county, level string) (map[string]int64, error),
) (map[string]int64, error) {
	for _, s := range scope {
		if len(s) > levelDigits[level] {
			level = value.Village
		}
	}
	out := map[string]int64{}
	for _, county := range c.counties(scope) {
		part, err := count(county, level)
		if err != nil {
			return nil, err
		}
		for area, n := range part {
			out[area] += n
		}
	}
	return out, nil
}

// below adds up the counts at and below an area.
func below(counts map[string]int64, area string) int64 {
	if n, ok := counts[area]; ok {
		return n
	}
	var sum int64
	for a, n := range counts {
		if value.Within(a, area) {
			sum += n
		}
	}
	return sum
}

// targetsIn counts a round's targets by area of a level: out of cells, or of its list.
func (c *call) targetsIn(o *round.Open, scope []string, level string, asOf value.Date) (map[string]int64, error) {
	if o.Sweep != nil { // all of its list counts, also what a late record put on it
		return c.countIn(scope, level, func(county, level string) (map[string]int64, error) {
			return c.Reader.TargetCounts(c.ctx, county, o.ID, level, scope, value.MaxDate)
		})
	}
	out := map[string]int64{}
	for _, s := range scope {
		q := indicator.Query{AsOf: asOf, Area: s, Indicators: []*catalog.Indicator{o.Kind.Targets},
			Counties: c.counties([]string{s})}
		if len(s) < levelDigits[level] {
			q.Below = levelDigits[level]
		}
		values, err := indicator.Compute(c.ctx, c.Reader, q)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			if v.Number != nil && v.Number.IsInt() {
				out[v.Area] += v.Number.Num().Int64()
			}
		}
	}
	return out, nil
}

// counties gives the counties that a scope touches.
func (c *call) counties(scope []string) []string {
	var list []string
	for _, s := range scope {
		list = append(list, value.County(s))
		if len(s) < 6 {
			for _, a := range c.Catalog.Areas.Below(s, value.County6) {
				list = append(list, a.Code)
			}
		}
	}
	return access.Minimal(list)
}

// covered reads the parameters round and covered of a list: which targets of a round were, or were not, visited.
func (c *call) covered(reg *catalog.Register, l *listQuery) (*store.Covered, error) {
	id := c.query.Get("round")
	yes, err := c.oneOf("covered", "no", "yes", "no")
	if err != nil || id == "" {
		return nil, err
	}
	o, err := c.openRound("", "", id)
	if err != nil {
		return nil, err
	}
	if o == nil || o.Kind.Target != reg {
		return nil, badParameter("round", "以这个登记表为对象的轮次", "a round whose targets are in this register")
	}
	l.q.Areas = intersect(l.q.Areas, []string{o.Area})
	if o.Sweep != nil {
		l.q.Listed = &store.Listed{Round: id}
	} else if l.q.Where, err = c.whereOf(reg, o.Kind.Where); err != nil {
		return nil, err
	}
	return &store.Covered{Round: id, Yes: yes == "yes"}, nil
}

package api

import (
	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
)

// MatchView is a match, in the catalog of who sees all that it reads.
type MatchView struct {
	Name       string      `json:"name"`
	Label      fault.Text  `json:"label"`
	Help       *fault.Text `json:"help,omitempty"`
	Subject    string      `json:"subject" doc:"register for whose records it is made"`
	Candidates string      `json:"candidates" doc:"register of what it lists"`
	Distance   bool        `json:"distance,omitempty" doc:"nearest first"`
	Shows      []string    `json:"shows" doc:"fields of the candidates to show beside their titles"`
}

// MatchesView answers with what fits a record.
type MatchesView struct {
	Asked   bool          `json:"asked" doc:"the match is made for this record today; else it lists nothing"`
	Matches []MatchedView `json:"matches" doc:"at most 50, nearest first; those whose place is not known last"`
	Found   int           `json:"found" doc:"how many fit"`
	Read    int           `json:"read" doc:"how many records were looked at"`
	More    bool          `json:"more" doc:"there are more in the county: only those that changed last were looked at"`
}

// MatchedView is a record that fits.
type MatchedView struct {
	Record RecordView `json:"record"`
	Of     string     `json:"of,omitempty" doc:"title of its parent record, for who may read that"`
	Km     *float64   `json:"km,omitempty" doc:"distance; missing when a place is not known"`
}

var errMatch = fault.Define("match_unknown",
	"这类记录没有这种匹配，请从记录页面打开。", "Records of this kind have no such match. Open it from the page of a record.")

// matchViews gives the matches whose fields the actor sees somewhere. It depends on the roles alone; in which areas they are
// seen is asked with each record.
func matchViews(c *catalog.Catalog, a *access.Actor) []MatchView {
	out := []MatchView{}
	for _, m := range c.Matches {
		if !seesAll(a, m.Subject, m) || !seesAll(a, m.Candidates, m) {
			continue
		}
		v := MatchView{Name: m.Name, Label: m.Label, Help: words(m.Help), Subject: m.Subject.Name,
			Candidates: m.Candidates.Name, Distance: m.To != nil, Shows: []string{}}
		for _, f := range m.Shows {
			v.Shows = append(v.Shows, f.Name)
		}
		out = append(out, v)
	}
	return out
}

func seesAll(a *access.Actor, reg *catalog.Register, m *catalog.Match) bool {
	seen := a.Widest(reg)
	return seen.Readable() && seen.ShowsAll(m.Reads(reg))
}

// getMatches answers with what fits a record.
func getMatches(c *call) error {
	reg := c.register()
	m := c.Catalog.Match(c.r.PathValue("match"))
	if m == nil || m.Subject != reg {
		return notFound(errMatch.At(""))
	}
	r, _, err := c.load(reg)
	if err != nil {
		return err
	}
	found, err := c.Engine.Matches(c.ctx, c.actor, m, r)
	if err != nil {
		return err
	}
	out := MatchesView{Asked: found.Asked, Matches: []MatchedView{}, Found: found.Found, Read: found.Read, More: found.More}
	if out.Matches, err = c.matched(m, found.List); err != nil {
		return err
	}
	return c.json(out)
}

func (c *call) matched(m *catalog.Match, list []engine.Matched) ([]MatchedView, error) {
	out := []MatchedView{}
	records, km := make([]*register.Record, len(list)), map[string]*float64{}
	for i, x := range list {
		records[i], km[x.Record.ID] = x.Record, x.Km
	}
	p := c.presenter()
	of, err := p.parentTitles(m.Candidates, records)
	if err != nil {
		return nil, err
	}
	views, err := p.records(records)
	for _, v := range views {
		x := MatchedView{Record: v, Km: km[v.ID]}
		if v.Parent != nil {
			x.Of = of[*v.Parent]
		}
		out = append(out, x)
	}
	return out, err
}

// parentTitles gives the titles of the parents of records of one register and county, as far as the caller may read them.
func (p *presenter) parentTitles(reg *catalog.Register, list []*register.Record) (map[string]string, error) {
	titles := map[string]string{}
	if reg.Parent == nil || len(list) == 0 || !p.mayRead(reg.Parent) {
		return titles, nil
	}
	var ids []string
	for _, r := range list {
		if r.Parent != "" {
			ids = append(ids, r.Parent)
		}
	}
	found, err := p.Reader.Find(p.ctx, store.Query{Register: reg.Parent, County: list[0].County, IDs: ids, Limit: len(ids) + 1})
	for _, r := range found {
		if seen := p.view(r); seen.Readable() {
			titles[r.ID] = p.title(r, seen)
		}
	}
	return titles, err
}

package engine

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

// past works out from the journal what the rule would have found at the end of each month. It goes county by county;
// memory grows with the entries of the largest county on the registers that the rule reads.
func (x *trial) past(ctx context.Context) error {
	today := x.e.Today()
	ends := monthEnds(max(x.Since, today.AddMonths(-maxTrialMonths)), today)
	for _, day := range ends {
		x.report.Months = append(x.report.Months, MonthFound{Month: day.String()[:7]})
	}
	heads, err := x.e.store.Streams(ctx)
	if err != nil {
		return err
	}
	g := gazeOf(x.Rule.Register, x.Rule.When.Reads()...)
	return each(ctx, counties(heads), func(ctx context.Context, county string) error {
		p := &pastCounty{x: x, gaze: g, needs: needsOf(g, x.Rule.When.Reads()), entries: make([][]*journal.Entry, len(ends)),
			folds: map[string]*pastRecord{}}
		for _, key := range streamsOf(heads, county) {
			if err := p.read(ctx, key, ends); err != nil {
				return err
			}
		}
		return p.play(ctx, county, ends)
	})
}

// maxTrialMonths bounds how far a trial looks back: each month judges all records once more.
const maxTrialMonths = 120

// monthEnds gives the last days of the months from that of a day on, and today for the month that runs.
func monthEnds(since, today value.Date) []value.Date {
	var out []value.Date
	for since <= today {
		year, month, _ := since.YMD()
		next := value.DateOf(year+month/12, month%12+1, 1)
		out = append(out, min(next.AddDays(-1), today))
		since = next
	}
	return out
}

// needsOf gives by register the fields that are read, with what places a record; sealed tells whether one is personal.
func needsOf(g *gaze, reads []string) map[string]*pastNeeds {
	out := map[string]*pastNeeds{}
	for _, reg := range g.registers() {
		out[reg.Name] = &pastNeeds{reg: reg, fields: map[string]bool{register.ParentField: true, reg.AreaField: true}}
	}
	for _, name := range reads {
		words := strings.Split(name, ".")
		for _, n := range out {
			field := n.reg.Field(words[len(words)-1])
			if field != nil && (n.reg.Name == words[0] || len(words) > 2 && n.reg.As == words[1]) {
				n.fields[field.Name] = true
				n.sealed = n.sealed || field.Privacy != catalog.Open
			}
		}
	}
	return out
}

type pastNeeds struct {
	reg    *catalog.Register
	fields map[string]bool
	sealed bool
}

// pastCounty is the history of one county as far as a rule reads it.
type pastCounty struct {
	x       *trial
	gaze    *gaze
	needs   map[string]*pastNeeds
	entries [][]*journal.Entry // by month, in order of arrival
	folds   map[string]*pastRecord
	sealed  []string // records with personal values that are read
}

// pastRecord is a record as far as its history has been played.
type pastRecord struct {
	fold *register.Fold
	now  *register.Record // nil: to be made anew
}

// read takes the entries of a stream that concern the rule, without the fields that do not.
func (p *pastCounty) read(ctx context.Context, key journal.StreamKey, ends []value.Date) error {
	for from := int64(1); ; {
		page, err := p.x.e.store.Entries(ctx, key, from, verifyPage)
		if err != nil {
			return err
		}
		for _, e := range page {
			p.take(e, ends)
		}
		if len(page) < verifyPage {
			return nil
		}
		from = page[len(page)-1].Seq + 1
	}
}

func (p *pastCounty) take(e *journal.Entry, ends []value.Date) {
	n := p.needs[e.Register]
	if n == nil || e.Action == journal.Read {
		return
	}
	month, _ := slices.BinarySearch(ends, e.Day())
	if month == len(ends) {
		return
	}
	maps.DeleteFunc(e.Fields, func(name string, _ json.RawMessage) bool { return !n.fields[name] })
	p.entries[month] = append(p.entries[month], e)
	if n.sealed && (len(p.sealed) == 0 || p.sealed[len(p.sealed)-1] != e.Record) {
		p.sealed = append(p.sealed, e.Record)
	}
}

// play goes from month to month and judges the records as they stood at each end.
func (p *pastCounty) play(ctx context.Context, county string, ends []value.Date) error {
	slices.Sort(p.sealed)
	open, err := p.x.e.Opener(ctx, county, slices.Compact(p.sealed))
	if err != nil {
		return err
	}
	for month, day := range ends {
		for _, e := range p.entries[month] {
			r := p.folds[e.Record]
			if r == nil {
				r = &pastRecord{fold: register.NewFold(p.needs[e.Register].reg, open)}
				p.folds[e.Record] = r
			}
			r.fold.Apply(e)
			r.now = nil
		}
		p.entries[month] = nil
		found := p.judge(day)
		p.x.mu.Lock()
		p.x.report.Months[month].Found += found
		p.x.mu.Unlock()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return nil
}

func (p *pastCounty) judge(day value.Date) (found int64) {
	s := p.sight(day)
	for _, r := range s.records {
		if p.x.Rule.When.Holds(s.vars(r)) {
			found++
		}
	}
	return found
}

// sight puts together what stood on a day.
func (p *pastCounty) sight(day value.Date) *sight {
	s := &sight{cat: p.x.e.cat, today: day, now: day.AddDays(1).Start() - 1, parents: map[string]*register.Record{},
		lists: map[listKey][]expr.Row{}, parameters: map[parameterAt]any{}}
	for _, x := range p.folds {
		if x.now == nil {
			x.now = x.fold.Record()
		}
		r := x.now
		if r.Register == p.gaze.reg && r.State == register.StateActive && inAny(r.Area, p.x.Areas) {
			s.records = append(s.records, r)
		}
		if p.gaze.depth > 0 {
			s.parents[r.ID] = r
		}
		if r.Parent != "" && r.State == register.StateActive && p.isListed(r.Register) {
			key := listKey{r.Register.Name, r.Parent}
			s.lists[key] = append(s.lists[key], r)
		}
	}
	return s
}

func (p *pastCounty) isListed(reg *catalog.Register) bool {
	return slices.ContainsFunc(p.gaze.lists, func(l gazeList) bool { return l.child == reg })
}

func inAny(area string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return value.Within(area, prefix) })
}

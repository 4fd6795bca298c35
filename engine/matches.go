package engine

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

const (
	// MatchesRead bounds the candidates that are looked at for one record, those that changed last: a condition over two
	// records has no SQL, and 2,000 are read and judged in some tens of milliseconds.
	MatchesRead = 2000
	matchesMost = 50 // more than anybody goes through for one person
)

var matchHidden = fault.Define("match_hidden",
	"“{match}”要用到您看不到的字段，不能为您列出。请由能看到这些字段的人员查看。",
	"“{match}” reads fields that you do not see, and is not listed for you. Ask somebody who sees them.")

// Matches is what fits a record.
type Matches struct {
	Asked bool      // the match is made for the record: it is active, and the condition about it holds
	List  []Matched // at most 50, nearest first; those whose place is not known come last
	Found int       // how many fit
	Read  int       // how many were looked at
	More  bool      // there are more than MatchesRead, and only those that changed last were looked at
}

// Matched is a record that fits.
type Matched struct {
	Record *register.Record
	Km     *float64 // to a tenth; nil when a place is not known, or the match measures none
}

// Matches lists what fits a record, of its county and of the areas in which the actor reads the candidates and sees all
// that the match hangs on. Errors: Denied when the actor sees not all of it.
func (e *Engine) Matches(ctx context.Context, actor *access.Actor, m *catalog.Match, subject *register.Record) (*Matches, error) {
	seen := actor.View(m.Subject, subject.Area)
	areas := access.Narrow(actor.Seeing(m.Candidates, m.Reads(m.Candidates)), subject.County)
	if !seen.Readable() || !seen.ShowsAll(m.Reads(m.Subject)) || len(areas) == 0 {
		return nil, matchHidden.Error(fault.Denied, "match", m.Label)
	}
	out := &Matches{Asked: e.asksFor(m, subject)}
	if !out.Asked {
		return out, nil
	}
	found, err := e.store.Find(ctx, store.Query{Register: m.Candidates, County: subject.County, Areas: areas,
		Sort: []store.Sort{{Field: "updated_at", Desc: true}}, Limit: MatchesRead + 1})
	if err != nil {
		return nil, err
	}
	out.More = len(found) > MatchesRead
	out.Read = min(len(found), MatchesRead)
	out.List = e.fitting(m, subject, found[:out.Read])
	out.Found = len(out.List)
	slices.SortStableFunc(out.List, func(a, b Matched) int { return compareMatched(m, a, b) })
	out.List = out.List[:min(out.Found, matchesMost)]
	return out, nil
}

// asksFor reports whether a match is made for a record.
func (e *Engine) asksFor(m *catalog.Match, subject *register.Record) bool {
	if m.When == nil || isOver(subject) {
		return !isOver(subject)
	}
	holds, known := m.When.Eval(&matchScope{e: e, subject: subject, today: e.Today()})
	return known && holds == true
}

// fitting gives the candidates for which the match's condition is known to hold.
func (e *Engine) fitting(m *catalog.Match, subject *register.Record, candidates []*register.Record) []Matched {
	var list []Matched
	pair := &matchScope{e: e, subject: subject, today: e.Today()}
	for _, r := range candidates {
		pair.candidate = r
		if holds, known := m.Where.Eval(pair); known && holds == true && !isOver(r) {
			list = append(list, Matched{r, kilometres(m, subject, r)})
		}
	}
	return list
}

// kilometres gives the way between the points of a match, to a tenth, as it is shown: so what is shown as equally near is
// ordered by the fields.
func kilometres(m *catalog.Match, subject, candidate *register.Record) *float64 {
	if m.From == nil || m.To == nil {
		return nil
	}
	from, there := subject.Get(m.From.Name).(value.Geometry)
	to, here := candidate.Get(m.To.Name).(value.Geometry)
	if !there || !here {
		return nil
	}
	km, ok := value.DistanceOf(from, to)
	if !ok {
		return nil
	}
	km = math.Round(km*10) / 10
	return &km
}

// compareMatched puts the nearest first, then goes by the order of the match; what is not known comes last.
func compareMatched(m *catalog.Match, a, b Matched) int {
	if c := lastIfNil(a.Km == nil, b.Km == nil); c != 0 {
		return c
	}
	if a.Km != nil && *a.Km != *b.Km {
		return cmp.Compare(*a.Km, *b.Km)
	}
	for _, o := range m.Order {
		x, y := a.Record.Get(o.Field.Name), b.Record.Get(o.Field.Name)
		if c := lastIfNil(x == nil, y == nil); c != 0 {
			return c
		}
		if c := compareKnown(x, y); c != 0 && o.Desc {
			return -c
		} else if c != 0 {
			return c
		}
	}
	return 0
}

func lastIfNil(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// compareKnown compares two values of one field in memory.
func compareKnown(a, b any) int {
	switch x := a.(type) {
	case string:
		y, _ := b.(string)
		return strings.Compare(x, y)
	case int64:
		y, _ := b.(int64)
		return cmp.Compare(x, y)
	case value.Date:
		y, _ := b.(value.Date)
		return cmp.Compare(x, y)
	case value.Instant:
		y, _ := b.(value.Instant)
		return cmp.Compare(x, y)
	case bool:
		y, _ := b.(bool)
		return lastIfNil(x, y)
	}
	return 0
}

// matchScope is what the condition of a match sees: a record and one candidate.
type matchScope struct {
	e                  *Engine
	subject, candidate *register.Record
	today              value.Date
}

// Subject gives one of the two by register name.
func (s *matchScope) Subject(name string) expr.Row {
	if s.subject.Register.Name == name {
		return s.subject
	}
	return s.candidate
}

// List gives nothing: child records are not in scope.
func (s *matchScope) List(string, string) []expr.Row { return nil }

// Parameter gives a policy number for the place of the record today.
func (s *matchScope) Parameter(name string) any {
	if p := s.e.cat.Parameter(name); p != nil {
		return p.At(s.subject.Area, s.today)
	}
	return nil
}

// Today is the business day.
func (s *matchScope) Today() value.Date { return s.today }

// Now is the time of the engine's clock.
func (s *matchScope) Now() value.Instant { return s.e.clock.Now() }

// Package round keeps count of who has been visited: a round is a period with targets; a visit dated within it covers
// its target, first visit first, and no target is counted twice (不漏一户).
package round

import (
	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Open is one round as its record says.
type Open struct {
	Kind     *catalog.Round
	ID       string
	County   string
	Area     string     // the round reaches all targets at and below
	From, To value.Date // To 0: not ended
	Record   *register.Record
	Sweep    *Sweep // what it goes through, for kinds that keep a list; else nil
}

// Source is what a record alone does not say of the rounds that it opens.
type Source struct {
	Holds  func(k *catalog.Round, r *register.Record) bool     // whether the record is a round at all
	Places func(k *catalog.Round, r *register.Record) []string // areas of its places
}

// FromRecord gives the rounds that an opener record stands for; none when it is void, or without a beginning.
func FromRecord(c *catalog.Catalog, r *register.Record, s Source) []Open {
	if r.State == register.StateVoid {
		return nil
	}
	var out []Open
	for _, k := range c.Rounds {
		if k.Opener != r.Register {
			continue
		}
		from, ok := r.Get(k.From).(value.Date)
		if !ok || !s.Holds(k, r) {
			continue
		}
		to, _ := r.Get(k.To).(value.Date)
		o := Open{Kind: k, ID: r.ID, County: r.County, Area: r.Area, From: from, To: to, Record: r}
		if k.Sweep() {
			var places []string
			if k.Places != nil {
				places = s.Places(k, r)
			}
			o.sweep(places)
		}
		out = append(out, o)
	}
	return out
}

// Covers gives what a visit record covers among the rounds; target is its parent, and belongs says whether it is one of
// the targets of a round.
func Covers(rounds []Open, visit, target *register.Record, belongs func(*Open, *register.Record) bool) []store.Cover {
	if target == nil {
		return nil
	}
	var out []store.Cover
	for i := range rounds {
		o := &rounds[i]
		day, ok := o.Dates(visit)
		if !ok || !belongs(o, target) {
			continue
		}
		out = append(out, store.Cover{County: target.County, Round: o.ID, Target: target.ID, Area: target.Area,
			Day: day, Record: visit.ID})
	}
	return out
}

// Dates gives the day of a visit, and whether the visit stands and its day lies in the round.
func (o *Open) Dates(visit *register.Record) (value.Date, bool) {
	if o.Kind.CoveredBy != visit.Register || visit.State != register.StateActive {
		return 0, false
	}
	day, ok := visit.Get(o.Kind.On).(value.Date)
	return day, ok && day >= o.From && (o.To == 0 || day <= o.To)
}

// EndedBy reports whether the round was over before a day: what befalls its targets from then on does not concern it.
func (o *Open) EndedBy(day value.Date) bool { return o.To != 0 && day > o.To }

// AsOf gives the last day that counts for the round on a day.
func (o Open) AsOf(day value.Date) value.Date {
	if o.To != 0 && o.To < day {
		return o.To
	}
	return day
}

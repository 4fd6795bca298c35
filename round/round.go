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
}

// FromRecord gives the rounds that an opener record stands for; none when it is void, or without a beginning.
func FromRecord(c *catalog.Catalog, r *register.Record, holds func(k *catalog.Round, r *register.Record) bool) []Open {
	if r.State == register.StateVoid {
		return nil
	}
	var out []Open
	for _, k := range c.Rounds {
		from, ok := r.Get(k.From).(value.Date)
		if k.Opener != r.Register || !ok || !holds(k, r) {
			continue
		}
		to, _ := r.Get(k.To).(value.Date)
		out = append(out, Open{Kind: k, ID: r.ID, County: r.County, Area: r.Area, From: from, To: to, Record: r})
	}
	return out
}

// Covers gives what a visit record covers among the rounds; target is its parent, and isTarget says whether it belongs
// to the targets of a kind of round.
func Covers(rounds []Open, visit, target *register.Record, isTarget func(*catalog.Round, *register.Record) bool) []store.Cover {
	if visit.State == register.StateVoid || target == nil {
		return nil
	}
	var out []store.Cover
	for _, o := range rounds {
		day, ok := visit.Get(o.Kind.On).(value.Date)
		if o.Kind.CoveredBy != visit.Register || !ok || !o.holds(day) || !value.Within(target.Area, o.Area) ||
			!isTarget(o.Kind, target) {
			continue
		}
		out = append(out, store.Cover{County: target.County, Round: o.ID, Target: target.ID, Area: target.Area,
			Day: day, Record: visit.ID})
	}
	return out
}

func (o Open) holds(day value.Date) bool { return day >= o.From && (o.To == 0 || day <= o.To) }

// AsOf gives the last day that counts for the round on a day.
func (o Open) AsOf(day value.Date) value.Date {
	if o.To != 0 && o.To < day {
		return o.To
	}
	return day
}

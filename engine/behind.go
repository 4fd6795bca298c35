package engine

import (
	"context"
	"strconv"

	"jieli/catalog"
	"jieli/expr"
	"jieli/indicator"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Behind is one record behind a figure and what it adds to it.
type Behind struct {
	Record     *register.Record // as it stood on the day
	Sum, Count int64
}

// behindPage is how many candidates are read at once.
const behindPage = 200

// Behind opens a figure down to its records: those that contribute to a stored indicator as of a day, by id, after the
// id given, within areas (nil: everywhere), at most limit. A record that changed since the day is judged as it stood
// then. Ratios, means and growth are opened through their parts.
func (e *Engine) Behind(ctx context.Context, ind *catalog.Indicator, day value.Date, areas []string, after string,
	limit int) ([]Behind, error) {
	if ind.Register == nil {
		return nil, nil
	}
	q := store.Query{Register: ind.Register, Areas: areas, Void: true, Limit: behindPage,
		Sort: []store.Sort{{Field: "id"}}, Where: e.candidates(ind, day)}
	if after != "" {
		q.After = []any{after}
	}
	var out []Behind
	for len(out) < limit {
		page, err := e.store.Find(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			x, err := e.judge(ctx, ind, r, day)
			if err != nil {
				return nil, err
			}
			if x != nil && len(out) < limit {
				out = append(out, *x)
			}
		}
		if len(page) < behindPage {
			break
		}
		q.After = []any{page[len(page)-1].ID}
	}
	return out, nil
}

// candidates are the records for which the indicator's condition holds now, and those that changed after the day.
func (e *Engine) candidates(ind *catalog.Indicator, day value.Date) *store.Where {
	if ind.Where == nil {
		return nil
	}
	sql, problems := ind.Where.SQL()
	if len(problems) > 0 {
		return nil // the pack does not load then; every record is a candidate
	}
	text, args := sql.BindWhere(expr.Binding{Aliases: map[string]string{ind.Register.Name: "t"}, Today: day,
		Now: e.clock.Now(), Parameter: func(string) any { return nil }})
	text = "(" + text + ") or t.last_day > $" + strconv.Itoa(len(args)+1)
	return &store.Where{SQL: text, Args: append(args, day.String())}
}

// judge gives what a record adds as of the day, nil when nothing.
func (e *Engine) judge(ctx context.Context, ind *catalog.Indicator, r *register.Record, day value.Date) (*Behind, error) {
	if r.LastDay > day && ind.Kind != catalog.Flow && ind.From == "" {
		then, err := e.StateOn(ctx, r.Register, r.County, r.ID, day)
		if err != nil || then == nil {
			return nil, err
		}
		r = then
	}
	x := Behind{Record: r}
	for _, c := range indicator.Of(ind, r) {
		if c.Day <= day {
			x.Sum += c.Sum
			x.Count += c.Count
		}
	}
	if x.Sum == 0 && x.Count == 0 {
		return nil, nil
	}
	return &x, nil
}

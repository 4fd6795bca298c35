package api

import (
	"math/big"
	"net/http"
	"strconv"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/expr"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// FigureRecord is a record behind a figure, and what it adds.
type FigureRecord struct {
	RecordView
	Contribution string `json:"contribution" doc:"in the figure's unit"`
}

// FigureRecords is a page of them.
type FigureRecords struct {
	Records []FigureRecord `json:"records"`
	Next    *string        `json:"next"`
}

// opened gives the stored indicator whose records lie behind a figure; part chooses between the two of a ratio.
func opened(ind *catalog.Indicator, part string) *catalog.Indicator {
	for depth := 0; ind != nil && depth < 8; depth++ {
		switch {
		case ind.Stored():
			if ind.Register == nil {
				return nil
			}
			return ind
		case ind.Of != nil:
			ind = ind.Of
		case part == "denominator":
			ind = ind.Denominator
		default:
			ind = ind.Numerator
		}
	}
	return nil
}

// readsOf gives the fields that an indicator's expressions read, by place: who is shown the records must see them.
func readsOf(ind *catalog.Indicator) []int {
	var fields []int
	for _, p := range []*expr.Program{ind.Where, ind.Sum} {
		if p == nil {
			continue
		}
		for _, name := range p.Reads() {
			field, own := strings.CutPrefix(name, ind.Register.Name+".")
			if i, ok := ind.Register.FieldIndex(field); own && ok {
				fields = append(fields, i)
			}
		}
	}
	for _, name := range []string{ind.Date, ind.From, ind.Until} {
		if i, ok := ind.Register.FieldIndex(name); ok && name != "" {
			fields = append(fields, i)
		}
	}
	return fields
}

// getFigureRecords answers with the records behind a figure.
func getFigureRecords(c *call) error {
	named, err := c.indicatorOf()
	if err != nil {
		return err
	}
	part, err := c.oneOf("part", "numerator", "numerator", "denominator")
	if err != nil {
		return err
	}
	asOf, area, err := c.figureScope()
	if err != nil {
		return err
	}
	ind := opened(named, part)
	if ind == nil {
		return nothing()
	}
	areas := access.Narrow(c.actor.Seeing(ind.Register, readsOf(ind)), area)
	if len(areas) == 0 {
		return errorOf(http.StatusForbidden, errRegister.At(""))
	}
	b := behind{call: c, ind: ind, asOf: asOf, past: asOf < c.Engine.Today() && undated(ind)}
	q, err := b.query(areas)
	if err != nil {
		return err
	}
	if q.Limit, err = c.number("limit", pageSize, 1, pageMost); err != nil {
		return err
	}
	list := "figure " + ind.Name + " " + asOf.String() + " " + orderName(ind.Register.Name, q.Sort)
	if q.After, err = c.openCursor(list, c.query.Get("after"), len(q.Sort)+1); err != nil {
		return err
	}
	return b.answer(q, list)
}

// undated reports whether the figure counts what held on a day, rather than what is dated by a field.
func undated(ind *catalog.Indicator) bool { return ind.Kind != catalog.Flow && ind.From == "" }

// behind finds the records behind a figure. Present and dated figures are found by the indicator's condition in SQL.
// A past day of an undated one is asked of each record's history: the pages then hold fewer records than asked for.
type behind struct {
	*call
	ind  *catalog.Indicator
	asOf value.Date
	past bool
}

func (b *behind) query(areas []string) (store.Query, error) {
	q := store.Query{Register: b.ind.Register, Areas: areas, Sort: []store.Sort{{Field: "created_at", Desc: true}}}
	if b.past {
		q.Void = true
		return q, nil
	}
	var err error
	if q.Where, err = b.whereOf(b.ind.Register, b.ind.Where); err != nil {
		return q, err
	}
	switch {
	case b.ind.Kind == catalog.Flow:
		q.Conds = append(q.Conds, store.Cond{Field: b.ind.Date, Op: "<=", Values: []any{b.asOf}})
	case b.ind.From != "":
		q.Conds = append(q.Conds, store.Cond{Field: b.ind.From, Op: "<=", Values: []any{b.asOf}})
		q.Where = b.notEnded(q.Where)
	}
	return q, nil
}

// notEnded adds that the last day, where there is one, is not reached yet.
func (b *behind) notEnded(w *store.Where) *store.Where {
	f := b.ind.Register.Field(b.ind.Until)
	if f == nil {
		return w
	}
	out := &store.Where{}
	if w != nil {
		out.SQL, out.Args = "("+w.SQL+") and ", append(out.Args, w.Args...)
	}
	column := catalog.Alias + "." + f.Column()
	out.Args = append(out.Args, b.asOf.String())
	out.SQL += "(" + column + " is null or " + column + " > $" + strconv.Itoa(len(out.Args)) + ")"
	return out
}

func (b *behind) answer(q store.Query, list string) error {
	found, next, err := b.find(q, list)
	if err != nil {
		return err
	}
	var kept []*register.Record
	shares := map[string]string{}
	for _, r := range found {
		if b.past {
			if r, err = b.Engine.StateOn(b.ctx, b.ind.Register, r.County, r.ID, b.asOf); err != nil {
				return err
			}
		}
		if share, ok := b.share(r); ok {
			shares[r.ID] = share
			kept = append(kept, r)
		}
	}
	views, err := b.presenter().records(kept)
	if err != nil {
		return err
	}
	out := FigureRecords{Records: []FigureRecord{}, Next: next}
	for _, v := range views {
		out.Records = append(out.Records, FigureRecord{v, shares[v.ID]})
	}
	return b.json(out)
}

// share gives what a record adds to the figure, in its unit; false for nothing.
func (b *behind) share(r *register.Record) (string, bool) {
	if r == nil || r.State == register.StateVoid {
		return "", false
	}
	vars := b.Engine.Alone(r)
	if b.ind.Where != nil && !b.ind.Where.Holds(vars) {
		return "", false
	}
	n := int64(1)
	if b.ind.Sum != nil {
		sum, known := b.ind.Sum.Eval(vars)
		var ok bool
		if n, ok = sum.(int64); !known || !ok {
			return "", false
		}
	}
	return new(big.Rat).SetFrac64(n, max(b.ind.Factor, 1)).FloatString(b.ind.Decimals), true
}

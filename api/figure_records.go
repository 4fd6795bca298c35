package api

import (
	"math/big"
	"net/http"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/expr"
	"jieli/register"
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
	for ind != nil { // the compiler lets no indicator be made of itself
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
	limit, err := c.number("limit", pageSize, 1, pageMost)
	if err != nil {
		return err
	}
	list := "figure " + ind.Name + " " + asOf.String()
	after, err := c.openCursor(list, c.query.Get("after"), 1)
	if err != nil {
		return err
	}
	last := ""
	if after != nil {
		last, _ = after[0].(string)
	}
	found, err := c.Engine.Behind(c.ctx, ind, asOf, areas, last, limit+1)
	if err != nil {
		return err
	}
	out := FigureRecords{Records: []FigureRecord{}}
	if len(found) > limit {
		found = found[:limit]
		next := c.sealCursor(list, []any{found[limit-1].Record.ID})
		out.Next = &next
	}
	return c.behind(ind, found, out)
}

// behind shows the records behind a figure as they stood on the day, each with what it adds.
func (c *call) behind(ind *catalog.Indicator, found []engine.Behind, out FigureRecords) error {
	records := make([]*register.Record, len(found))
	share := make(map[string]string, len(found))
	for i, x := range found {
		n := x.Count
		if ind.Sum != nil {
			n = x.Sum
		}
		records[i] = x.Record
		share[x.Record.ID] = big.NewRat(n, max(ind.Factor, 1)).FloatString(ind.Decimals)
	}
	views, err := c.presenter().records(records)
	if err != nil {
		return err
	}
	for _, v := range views {
		out.Records = append(out.Records, FigureRecord{v, share[v.ID]})
	}
	return c.json(out)
}

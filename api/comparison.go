package api

import (
	"math/big"

	"jieli/catalog"
	"jieli/fault"
	"jieli/indicator"
)

// PlanView is what a figure is held against.
type PlanView struct {
	ID    string     `json:"id" doc:"the indicator, or parameter.NAME"`
	Label fault.Text `json:"label"`
	Value string     `json:"value"`
	Share *string    `json:"share" doc:"what of it is reached, in percent"`
}

// compare adds to each figure its value on the same day of the year before, and its plan. Nothing else is compared:
// no place with another.
func (c *call) compare(q indicator.Query, figures []FigureView, values []indicator.Value) error {
	q.Parts = false
	past := q
	past.AsOf = q.AsOf.AddYears(-1)
	if q.Since != 0 {
		past.Since = q.Since.AddYears(-1)
	}
	before, err := indicator.Compute(c.ctx, c.Reader, past)
	if err != nil {
		return err
	}
	at := map[string]*indicator.Value{}
	for i := range before {
		at[before[i].Indicator.Name+" "+before[i].Area] = &before[i]
	}
	plans, err := c.plans(q)
	if err != nil {
		return err
	}
	for i := range figures {
		key := values[i].Indicator.Name + " " + values[i].Area
		if v := at[key]; v != nil {
			figures[i].Before = decimal(v.Plain())
		} else if values[i].Indicator.Stored() { // nothing stood in that area
			figures[i].Before = decimal(new(big.Rat).FloatString(values[i].Indicator.Decimals))
		}
		figures[i].Plan = planView(q, &values[i], plans)
	}
	return nil
}

// plans computes the indicators that others are held against, by name and area.
func (c *call) plans(q indicator.Query) (map[string]*indicator.Value, error) {
	var list []*catalog.Indicator
	for _, ind := range q.Indicators {
		if ind.Plan != nil {
			list = append(list, ind.Plan)
		}
	}
	q.Indicators = list
	values, err := indicator.Compute(c.ctx, c.Reader, q)
	out := map[string]*indicator.Value{}
	for i := range values {
		out[values[i].Indicator.Name+" "+values[i].Area] = &values[i]
	}
	return out, err
}

// planView gives nil where no plan holds. What came in a period is held only against what was planned for it.
func planView(q indicator.Query, v *indicator.Value, plans map[string]*indicator.Value) *PlanView {
	ind := v.Indicator
	switch {
	case ind.Plan != nil && (q.Since == 0 || ind.Kind != catalog.Flow || ind.Plan.Kind == catalog.Flow):
		p := plans[ind.Plan.Name+" "+v.Area]
		if p == nil || p.Number == nil {
			return nil
		}
		return &PlanView{ID: ind.Plan.Name, Label: ind.Plan.Label, Value: p.Plain(), Share: share(v.Number, p.Number)}
	case ind.PlanParameter != nil && (q.Since == 0 || ind.Kind != catalog.Flow):
		n, ok := ind.PlanParameter.At(v.Area, q.AsOf).(int64)
		if !ok {
			return nil
		}
		number := new(big.Rat).SetInt64(n)
		if ind.PlanParameter.Type.Name() == "money" {
			number.Quo(number, new(big.Rat).SetInt64(max(ind.Factor, 1)))
		}
		return &PlanView{ID: "parameter." + ind.PlanParameter.Name, Label: ind.PlanParameter.Label,
			Value: number.FloatString(ind.Decimals), Share: share(v.Number, number)}
	}
	return nil
}

// share gives n in percent of the whole.
func share(n, whole *big.Rat) *string {
	if n == nil || whole.Sign() == 0 {
		return nil
	}
	q := new(big.Rat).Quo(n, whole)
	return decimal(q.Mul(q, new(big.Rat).SetInt64(100)).FloatString(1))
}

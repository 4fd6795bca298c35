package api

import (
	"net/http"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/indicator"
	"jieli/value"
)

var (
	errFigureArea = fault.Define("area_out_of_reach",
		"这个地区不在您的查看范围内。", "This area is outside of what you may see.")
	errFigure = fault.Define("indicator_unknown",
		"没有名为“{name}”的指标。", "There is no indicator \"{name}\".")
)

// figuresMost bounds indicators × areas of one answer: 600 indicators for all 92 towns of a city.
const figuresMost = 60_000

// FiguresView answers GET /figures.
type FiguresView struct {
	AsOf    value.Date   `json:"as_of"`
	Since   *value.Date  `json:"since,omitempty" doc:"flows count what came from this day on"`
	Area    string       `json:"area"`
	Figures []FigureView `json:"figures"`
}

// FigureView is one figure. Values are decimals as text, null where there is none.
type FigureView struct {
	ID          string          `json:"id"`
	Label       fault.Text      `json:"label"`
	Unit        fault.Text      `json:"unit"`
	Value       *string         `json:"value"`
	Shown       fault.Text      `json:"shown" doc:"as a newspaper prints it, hedge and unit included"`
	Area        string          `json:"area"`
	AreaName    string          `json:"area_name"`
	Breakdown   []BreakdownView `json:"breakdown,omitempty"`
	Numerator   *string         `json:"numerator,omitempty"`
	Denominator *string         `json:"denominator,omitempty"`
	Before      *string         `json:"before,omitempty" doc:"when compared: the same day or period a year before"`
	Plan        *PlanView       `json:"plan,omitempty" doc:"when compared: what it is held against"`
}

// BreakdownView is the share of one value of the breakdown.
type BreakdownView struct {
	Key   string     `json:"key"`
	Label fault.Text `json:"label"`
	Value string     `json:"value"`
}

// FigureDefinition says what a figure counts.
type FigureDefinition struct {
	ID          string      `json:"id"`
	Label       fault.Text  `json:"label"`
	Definition  fault.Text  `json:"definition"`
	Unit        fault.Text  `json:"unit"`
	Kind        string      `json:"kind"`
	Decimals    int         `json:"decimals"`
	Precision   string      `json:"precision"`
	Folder      string      `json:"folder"`
	Register    string      `json:"register,omitempty"`
	Sum         *string     `json:"sum"`
	Where       *string     `json:"where"`
	Date        string      `json:"date,omitempty"`
	From        string      `json:"from,omitempty"`
	Until       string      `json:"until,omitempty"`
	By          []string    `json:"by"`
	Distinct    string      `json:"distinct,omitempty"`
	Numerator   *FigurePart `json:"numerator,omitempty"`
	Denominator *FigurePart `json:"denominator,omitempty"`
	Of          string      `json:"of,omitempty"`
	Plan        string      `json:"plan,omitempty" doc:"what it is held against: an indicator, or parameter.NAME"`
	Opens       bool        `json:"opens" doc:"whether the caller can open it down to records"`
}

// FigurePart is the numerator or denominator of a ratio.
type FigurePart struct {
	ID       string  `json:"id"`
	Register string  `json:"register,omitempty"`
	Sum      *string `json:"sum"`
	Where    *string `json:"where"`
}

// figureScope reads as_of and area: a past or present day, and an area that the caller's power reaches; without area
// the first of the caller's own.
func (c *call) figureScope() (asOf value.Date, area string, err error) {
	today := c.Engine.Today()
	if asOf, err = c.day("as_of", today); err != nil {
		return 0, "", err
	}
	area, err = c.figureArea()
	return min(asOf, today), area, err
}

func (c *call) figureArea() (string, error) {
	scope := c.actor.Has(catalog.SeeFigures)
	area, err := c.area("area")
	switch {
	case err != nil:
		return "", err
	case area == "":
		return scope[0], nil
	case !access.Covers(scope, area):
		return "", errorOf(http.StatusForbidden, errFigureArea.At("area"))
	}
	return area, nil
}

// levelDigits are the lengths of area codes by level.
var levelDigits = map[string]int{value.City: 4, value.County6: 6, value.Town: 9, value.Village: 12}

// getFigures answers with figures for one area, or for each area of a level below it.
func getFigures(c *call) error {
	asOf, area, err := c.figureScope()
	if err != nil {
		return err
	}
	below, err := c.oneOf("below", "", value.County6, value.Town, value.Village)
	if err != nil {
		return err
	}
	list, err := c.indicators()
	if err != nil {
		return err
	}
	since, err := c.day("since", 0)
	if err != nil {
		return err
	}
	compared, err := c.oneOf("compare", "no", "yes", "no")
	if err != nil {
		return err
	}
	q := indicator.Query{AsOf: asOf, Since: since, Area: area, Below: levelDigits[below], Indicators: list,
		Parts: below == "", Counties: c.counties([]string{area})}
	if below != "" && len(c.Catalog.Areas.Below(area, below))*len(list) > figuresMost {
		return unreadable(errCoverageWide.At("below"))
	}
	values, err := indicator.Compute(c.ctx, c.Reader, q)
	if err != nil {
		return err
	}
	out := FiguresView{AsOf: asOf, Area: area, Figures: make([]FigureView, 0, len(values))}
	for i := range values {
		out.Figures = append(out.Figures, c.figure(&values[i]))
	}
	if since != 0 {
		out.Since = &since
	}
	if compared == "yes" {
		if err := c.compare(q, out.Figures, values); err != nil {
			return err
		}
	}
	return c.json(out)
}

// indicators reads the parameter indicator; without it the caller's workspace says which, else all.
func (c *call) indicators() ([]*catalog.Indicator, error) {
	var list []*catalog.Indicator
	if text := c.query.Get("indicator"); text != "" {
		for _, name := range strings.Split(text, ",") {
			ind := c.Catalog.Indicator(name)
			if ind == nil {
				return nil, unreadable(errFigure.At("indicator", "name", clip(name)))
			}
			list = append(list, ind)
		}
		return list, nil
	}
	for _, ind := range c.Catalog.Indicators {
		if !ind.Hidden {
			list = append(list, ind)
		}
	}
	return list, nil
}

func (c *call) figure(v *indicator.Value) FigureView {
	ind := v.Indicator
	plain, zh, en := v.Words()
	f := FigureView{
		ID: ind.Name, Label: ind.Label, Unit: ind.Unit, Value: decimal(plain), Area: v.Area,
		AreaName: c.Catalog.Areas.Name(v.Area), Shown: fault.Text{Zh: zh, En: en},
	}
	for _, p := range v.Parts {
		f.Breakdown = append(f.Breakdown, BreakdownView{Key: p.Key, Value: p.Number.FloatString(ind.Decimals),
			Label: fault.Text{Zh: indicator.PartLabel(ind, p.Key, "zh"), En: indicator.PartLabel(ind, p.Key, "en")}})
	}
	if v.Top != nil {
		f.Numerator = decimal(plainOf(topOf(ind), v))
	}
	if v.Bottom != nil {
		f.Denominator = decimal(bottomOf(ind, v))
	}
	return f
}

// topOf gives the indicator that the numerator of a ratio, or the figure that grows, is.
func topOf(ind *catalog.Indicator) *catalog.Indicator {
	if ind.Numerator != nil {
		return ind.Numerator
	}
	return ind.Of
}

func plainOf(ind *catalog.Indicator, v *indicator.Value) string {
	if ind == nil {
		return ""
	}
	return v.Top.FloatString(ind.Decimals)
}

func bottomOf(ind *catalog.Indicator, v *indicator.Value) string {
	part := ind.Denominator
	if part == nil {
		part = ind.Of
	}
	if part == nil {
		return ""
	}
	return v.Bottom.FloatString(part.Decimals)
}

// decimal gives nil for no value.
func decimal(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// indicatorOf gives the indicator of the path.
func (c *call) indicatorOf() (*catalog.Indicator, error) {
	name := c.r.PathValue("id")
	if ind := c.Catalog.Indicator(name); ind != nil {
		return ind, nil
	}
	return nil, notFound(errFigure.At("", "name", clip(name)))
}

// getFigure answers with the definition of a figure.
func getFigure(c *call) error {
	ind, err := c.indicatorOf()
	if err != nil {
		return err
	}
	d := FigureDefinition{
		ID: ind.Name, Label: ind.Label, Definition: ind.Definition, Unit: ind.Unit, Kind: string(ind.Kind),
		Decimals: ind.Decimals, Precision: string(ind.Precision), Folder: ind.Folder, Sum: source(ind.Sum),
		Where: source(ind.Where), Date: ind.Date, From: ind.From, Until: ind.Until, By: orEmpty(ind.By),
		Distinct: ind.Distinct, Numerator: figurePart(ind.Numerator), Denominator: figurePart(ind.Denominator),
	}
	if ind.Register != nil {
		d.Register = ind.Register.Name
	}
	if ind.Of != nil {
		d.Of = ind.Of.Name
	}
	d.Plan = planName(ind)
	if basis := opened(ind, ""); basis != nil {
		d.Opens = len(c.actor.Seeing(basis.Register, readsOf(basis))) > 0
	}
	return c.json(d)
}

func figurePart(ind *catalog.Indicator) *FigurePart {
	if ind == nil {
		return nil
	}
	p := &FigurePart{ID: ind.Name, Sum: source(ind.Sum), Where: source(ind.Where)}
	if ind.Register != nil {
		p.Register = ind.Register.Name
	}
	return p
}

// planName says what a figure is held against, in the words of the pack; "" for nothing.
func planName(ind *catalog.Indicator) string {
	switch {
	case ind.Plan != nil:
		return ind.Plan.Name
	case ind.PlanParameter != nil:
		return "parameter." + ind.PlanParameter.Name
	}
	return ""
}

package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/value"
)

var (
	indicatorKinds = []string{
		string(catalog.Stock), string(catalog.Flow), string(catalog.Distinct), string(catalog.Ratio),
		string(catalog.Mean), string(catalog.Growth),
	}
	precisions = []string{
		string(catalog.Exact), string(catalog.Over), string(catalog.Nearly), string(catalog.About), string(catalog.UpTo),
	}
	areaLevelsOfDistinct = []string{value.County6, value.Town, value.Village}
)

// moneyUnits are the fen in one of each unit of money.
var moneyUnits = map[string]int64{"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}

func (b *builder) buildIndicators() {
	for _, d := range b.docs.indicators {
		if !b.indicators.declare(d.Indicator) {
			continue
		}
		b.checkName(d.Indicator, namePattern)
		i := &catalog.Indicator{
			Name: d.Indicator.text, Label: d.Label.text, Definition: d.Definition.text, Folder: d.folder,
			Unit: d.Unit.text, Factor: max(int64(d.Factor), 1), Decimals: int(d.Decimals), Step: int64(d.Step),
		}
		b.places[i] = d.pos
		if d.Decimals > 6 {
			b.report(d.keyPos("decimals"), codeDecimals)
		}
		b.precision(i, d)
		i.Kind = b.indicatorKind(&d.countedDoc, &d.at, d)
		b.cat.Indicators = append(b.cat.Indicators, i)
		b.indicatorParts(i, d)
	}
	b.growth()
	b.plans()
}

func (b *builder) precision(i *catalog.Indicator, d *indicatorDoc) {
	switch {
	case d.Precision.text == "":
		i.Precision = catalog.Exact
	case slices.Contains(precisions, d.Precision.text):
		i.Precision = catalog.Precision(d.Precision.text)
	default:
		b.reportUnknown(d.Precision, codeUnknownPrecision, precisions)
	}
	if i.Step > 0 && i.Precision == catalog.Exact {
		b.report(d.keyPos("step"), codeStepExact, "name", i.Name)
	}
}

// indicatorKind gives the kind; it follows from the other keys where they leave no choice.
func (b *builder) indicatorKind(c *countedDoc, a *at, d *indicatorDoc) catalog.IndicatorKind {
	if slices.Contains(indicatorKinds, c.Kind.text) {
		return catalog.IndicatorKind(c.Kind.text)
	}
	if c.Kind.text != "" {
		b.reportUnknown(c.Kind, codeUnknownIndicatorKind, indicatorKinds)
		return catalog.Stock
	}
	switch {
	case d != nil && (d.Numerator != nil || d.Denominator != nil):
		return catalog.Ratio
	case d != nil && d.Of.text != "":
		return catalog.Growth
	case c.Distinct.text != "":
		return catalog.Distinct
	case c.Date.text != "":
		return catalog.Flow
	case d != nil && a.node != nil && a.node.kind == nodeMapping:
		b.report(a.pos, codeIndicatorNoKind, "kinds", strings.Join(indicatorKinds, " "))
	}
	return catalog.Stock
}

// takes are the keys that concern a kind of indicator, besides those that all take.
var takes = map[catalog.IndicatorKind][]string{
	catalog.Stock:    {"count", "sum", "where", "from", "until", "by", "factor"},
	catalog.Flow:     {"count", "sum", "where", "date", "by", "factor"},
	catalog.Distinct: {"count", "where", "from", "until", "distinct"},
	catalog.Ratio:    {"numerator", "denominator"},
	catalog.Mean:     {"numerator", "denominator"},
	catalog.Growth:   {"of"},
}

// kindKeys are all keys that belong to some kinds only.
var kindKeys = []string{
	"count", "sum", "where", "date", "from", "until", "by", "distinct", "numerator", "denominator", "of", "factor",
}

func (b *builder) kindKeys(a *at, kind catalog.IndicatorKind) {
	for _, key := range kindKeys {
		if a.has(key) && !slices.Contains(takes[kind], key) {
			b.report(a.keyPos(key), codeIndicatorKey, "key", key, "kind", kind, "keys", strings.Join(takes[kind], " "))
		}
	}
}

func (b *builder) indicatorParts(i *catalog.Indicator, d *indicatorDoc) {
	b.kindKeys(&d.at, i.Kind)
	switch i.Kind {
	case catalog.Ratio, catalog.Mean:
		if d.Numerator == nil || d.Denominator == nil {
			b.report(d.pos, codeRatioParts, "name", i.Name)
			return
		}
		i.Numerator = b.part(i, "numerator", d.Numerator)
		i.Denominator = b.part(i, "denominator", d.Denominator)
	case catalog.Growth:
		if d.Of.text == "" {
			b.report(d.pos, codeGrowthOf, "name", i.Name)
		}
	default:
		b.counted(i, &d.countedDoc, &d.at)
		b.breakdown(i, d.By)
	}
}

// part builds the numerator or denominator as an indicator of its own, hidden from people.
func (b *builder) part(of *catalog.Indicator, name string, d *partDoc) *catalog.Indicator {
	p := &catalog.Indicator{
		Name: of.Name + "/" + name, Label: of.Label, Definition: of.Definition, Folder: of.Folder, Hidden: true,
		Factor: 1, Precision: catalog.Exact, Kind: b.indicatorKind(&d.countedDoc, &d.at, nil),
	}
	if _, money := moneyUnits[of.Unit.Zh]; money && name == "numerator" {
		p.Unit = of.Unit
	}
	b.places[p] = d.pos
	if !p.Stored() {
		b.report(d.Kind.pos, codePartKind, "kind", p.Kind)
		p.Kind = catalog.Stock
	}
	b.kindKeys(&d.at, p.Kind)
	b.counted(p, &d.countedDoc, &d.at)
	b.cat.Indicators = append(b.cat.Indicators, p)
	return p
}

// counted builds what is counted or summed, where and when.
func (b *builder) counted(i *catalog.Indicator, d *countedDoc, a *at) {
	switch {
	case d.Count.text != "" && d.Sum.Of.text != "":
		b.report(a.keyPos("sum"), codeCountAndSum)
		return
	case d.Count.text == "" && d.Sum.Of.text == "":
		if !a.has("count") && !a.has("sum") {
			b.report(a.pos, codeCountsNothing, "name", i.Name)
		}
		return
	case d.Count.text != "":
		i.Register = b.register(d.Count)
	default:
		i.Register = b.register(d.Sum.Of)
	}
	if i.Register == nil {
		return
	}
	b.indicatorDates(i, d, a)
	b.distinct(i, d, a)
	b.later(func() {
		i.Where = b.compile(d.Where, b.recordEnv(i.Register), kindBool)
		b.ownFieldsOnly(d.Where, i.Where, i.Register)
		b.sum(i, d.Sum.Value, a)
	})
}

func (b *builder) indicatorDates(i *catalog.Indicator, d *countedDoc, a *at) {
	if i.Kind == catalog.Flow {
		if d.Date.text == "" && i.Register.DateField != "" {
			i.Date = i.Register.DateField
		} else if d.Date.text == "" {
			b.report(a.pos, codeFlowDate, "name", i.Name)
		} else if b.dateField(i.Register, d.Date) != nil {
			i.Date = d.Date.text
		}
		return
	}
	if b.dateField(i.Register, d.From) != nil {
		i.From = d.From.text
	}
	if b.dateField(i.Register, d.Until) != nil {
		i.Until = d.Until.text
	}
}

func (b *builder) distinct(i *catalog.Indicator, d *countedDoc, a *at) {
	if i.Kind != catalog.Distinct {
		return
	}
	i.Distinct = d.Distinct.text
	if i.Distinct == "" {
		b.report(a.pos, codeDistinctWhat, "name", i.Name)
		return
	}
	if i.Register.Field(i.Distinct) == nil && slices.Contains(areaLevelsOfDistinct, i.Distinct) {
		return
	}
	f := b.field(i.Register, d.Distinct)
	if f != nil && (f.Type.Column() != value.ColumnText || listLike(f) || f.Privacy == catalog.Sensitive) {
		b.report(d.Distinct.pos, codeDistinctType, "name", f.Name, "type", f.Type.Name())
	}
}

// sum compiles what is summed and settles the scale of cells and the factor of the unit.
func (b *builder) sum(i *catalog.Indicator, f formula, a *at) {
	if !f.set() {
		return
	}
	i.Sum = b.compile(f, b.recordEnv(i.Register), "")
	if i.Sum == nil || !b.ownFieldsOnly(f, i.Sum, i.Register) {
		return
	}
	switch i.Sum.Kind() {
	case value.KindInt:
	case value.KindDouble:
		i.Scale = b.decimalsRead(i)
		for range i.Scale {
			i.Factor *= 10
		}
	default:
		b.report(f.pos, codeSumKind)
		return
	}
	if i.Sum.Kind() == value.KindInt && !a.has("factor") && b.readsMoney(i) {
		b.moneyFactor(i, f)
	}
}

// moneyFactor turns fen into the unit of the indicator; parts of ratios are in yuan unless the ratio is in money.
func (b *builder) moneyFactor(i *catalog.Indicator, f formula) {
	fen, ok := moneyUnits[i.Unit.Zh]
	switch {
	case ok:
		i.Factor = fen
	case i.Hidden:
		i.Unit, i.Factor = fault.Text{Zh: "元", En: "yuan"}, moneyUnits["元"]
	default:
		b.report(f.pos, codeMoneyUnit, "name", i.Name, "unit", i.Unit.Zh)
	}
}

// readsMoney reports whether the sum is made of fields of type money and of no others.
func (b *builder) readsMoney(i *catalog.Indicator) bool {
	any := false
	for _, read := range i.Sum.Reads() {
		name, ok := strings.CutPrefix(read, i.Register.Name+".")
		if f := i.Register.Field(name); ok && f != nil {
			if f.Type.Name() != "money" {
				return false
			}
			any = true
		}
	}
	return any
}

// decimalsRead gives the most decimals among the fields that the sum reads.
func (b *builder) decimalsRead(i *catalog.Indicator) int {
	most := 0
	for _, read := range i.Sum.Reads() {
		name, _ := strings.CutPrefix(read, i.Register.Name+".")
		if f := i.Register.Field(name); f != nil {
			most = max(most, f.Limits.Decimals)
		}
	}
	return most
}

// ownFieldsOnly reports what a figure may not read: it would change without an entry on its record. Then it reports
// what has no SQL: the figure could not be opened down to its records.
func (b *builder) ownFieldsOnly(f formula, p *expr.Program, r *catalog.Register) bool {
	if p == nil {
		return !f.set()
	}
	ok := true
	for _, read := range p.Reads() {
		name, own := strings.CutPrefix(read, r.Name+".")
		if strings.Contains(name, ".") && own {
			continue // a field of a child: its list is read as well
		}
		if !own || r.Field(name) == nil {
			b.report(f.pos, codeIndicatorReads, "name", read, "register", r.Name)
			ok = false
		}
	}
	if p.Timely() {
		b.report(f.pos, codeIndicatorTimely)
		ok = false
	}
	return ok && b.requireSQL(f, p, codeIndicatorNoSQL)
}

// requireSQL reports an expression that cannot become SQL, with what stands in the way.
func (b *builder) requireSQL(f formula, p *expr.Program, c *fault.Code) bool {
	if p == nil {
		return true
	}
	_, problems := p.SQL()
	for _, why := range problems {
		place := f.node.place(why.Line, why.Column)
		b.report(place, c, "why", why.Finding.Text)
	}
	return len(problems) == 0
}

func (b *builder) breakdown(i *catalog.Indicator, by words) {
	if len(by) > limitBreakdowns {
		b.report(by[0].pos, codeBreakdowns, "max", limitBreakdowns)
	}
	for _, w := range by {
		f := b.field(i.Register, w)
		switch {
		case f == nil:
			continue
		case f.Type.Name() != "choice" && f.Type.Name() != "yes_no":
			b.report(w.pos, codeBreakdownType, "name", w.text, "type", f.Type.Name())
			continue
		case f.Privacy == catalog.Sensitive:
			b.report(w.pos, codeBreakdownPrivate, "name", w.text)
			continue
		case slices.Contains(i.By, w.text):
			b.report(w.pos, codeKeyTwice, "name", w.text)
			continue
		}
		if l, ok := f.Limits.Choices.(*catalog.ChoiceList); ok && len(l.Values) > limitChoicesInCell {
			b.report(w.pos, codeBreakdownLong, "name", w.text, "max", limitChoicesInCell)
		}
		i.By = append(i.By, w.text)
	}
}

// growth resolves what growth compares, when all indicators are declared.
func (b *builder) growth() {
	byName := map[string]*catalog.Indicator{}
	for _, i := range b.cat.Indicators {
		byName[i.Name] = i
	}
	for _, d := range b.docs.indicators {
		i := byName[d.Indicator.text]
		if i == nil || i.Kind != catalog.Growth || !b.indicators.known(d.Of) {
			continue
		}
		i.Of = byName[d.Of.text]
		if i.Of.Kind == catalog.Growth {
			b.report(d.Of.pos, codeGrowthOfGrowth, "name", i.Of.Name)
			i.Of = nil
		}
	}
}

// plans resolves what figures are held against, when all indicators are declared.
func (b *builder) plans() {
	byName := map[string]*catalog.Indicator{}
	for _, i := range b.cat.Indicators {
		byName[i.Name] = i
	}
	for _, d := range b.docs.indicators {
		i := byName[d.Indicator.text]
		if i == nil || d.Plan.text == "" {
			continue
		}
		if name, ok := strings.CutPrefix(d.Plan.text, "parameter."); ok {
			i.PlanParameter = b.planParameter(i, name, d.Plan)
		} else if b.indicators.known(d.Plan) {
			i.Plan = b.planIndicator(i, byName[d.Plan.text], d.Plan)
		}
	}
}

// planParameter holds money against money, and whole numbers against everything else.
func (b *builder) planParameter(i *catalog.Indicator, name string, w word) *catalog.Parameter {
	at := slices.IndexFunc(b.cat.Parameters, func(p *catalog.Parameter) bool { return p.Name == name })
	if !b.parameters.known(word{text: name, pos: w.pos}) || at < 0 {
		return nil
	}
	b.reads[w.text] = true
	p := b.cat.Parameters[at]
	_, money := moneyUnits[i.Unit.Zh]
	if kind := p.Type.Name(); kind != "integer" && !(kind == "money" && money) {
		b.report(w.pos, codePlanUnit, "name", i.Name, "plan", w.text)
		return nil
	}
	return p
}

func (b *builder) planIndicator(i, plan *catalog.Indicator, w word) *catalog.Indicator {
	if i == plan || plan.Unit.Zh != i.Unit.Zh {
		b.report(w.pos, codePlanUnit, "name", i.Name, "plan", w.text)
		return nil
	}
	return plan
}

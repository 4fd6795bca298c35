package pack

import (
	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

func (b *builder) buildChoices() {
	for _, d := range b.docs.choices {
		if !b.choices.declare(d.Choices) {
			continue
		}
		b.checkName(d.Choices, namePattern)
		l := &catalog.ChoiceList{Name: d.Choices.text, Title: d.Label.text, Source: d.Source.text}
		b.choiceValues(l, d)
		l.Index()
		b.list[l.Name] = l
		b.places[l] = d.pos
		b.cat.Choices = append(b.cat.Choices, l)
	}
}

func (b *builder) choiceValues(l *catalog.ChoiceList, d *choicesDoc) {
	words := map[string]string{}
	active := 0
	for _, p := range d.Values {
		c := p.value
		if !choiceCode.MatchString(p.key.text) || len(p.key.text) > limitCodeLength {
			b.report(p.key.pos, codeChoiceCode, "name", p.key.text, "max", limitCodeLength)
		}
		text := fault.Text{Zh: c.Zh.text, En: c.En.text}
		if text.Zh != "" && text.En == "" {
			b.report(c.pos, codeNoEnglish)
		}
		fold := value.Fold(text.Zh)
		if other, dup := words[fold]; dup && fold != "" && !bool(c.Retired) {
			b.report(p.key.pos, codeChoiceWords, "name", p.key.text, "other", other)
		}
		words[fold] = p.key.text
		if !c.Retired {
			active++
		}
		l.Values = append(l.Values, catalog.Choice{
			Code: p.key.text, Text: text, Retired: bool(c.Retired), Group: c.Group.text, Code2: c.Code.text,
		})
	}
	if active == 0 && len(d.Values) > 0 {
		b.report(d.pos, codeChoicesAllRetired, "name", l.Name)
	}
}

func (b *builder) buildParameters() {
	for _, d := range b.docs.parameters {
		if !b.parameters.declare(d.Parameter) {
			continue
		}
		b.checkName(d.Parameter, namePattern)
		p := &catalog.Parameter{Name: d.Parameter.text, Label: d.Label.text}
		b.places[p] = d.pos
		t, limits, ok := b.typed(&d.at, d.Type, &d.optionsDoc, p.Name)
		if !ok {
			continue
		}
		p.Type, p.Limits = t, *limits
		b.parameterValues(p, d)
		b.cat.Parameters = append(b.cat.Parameters, p)
	}
}

func (b *builder) parameterValues(p *catalog.Parameter, d *parameterDoc) {
	if len(d.Values) == 0 && d.has("values") {
		b.report(d.keyPos("values"), codeParameterEmpty, "name", p.Name)
	}
	for _, v := range d.Values {
		b.area(v.Area)
		if v.has("basis") && v.Basis.text.Zh == "" {
			b.report(v.keyPos("basis"), codeNoBasis)
		}
		if v.To.set && v.From.set && v.To.date < v.From.date {
			b.report(v.To.pos, codePeriodBackwards, "from", v.From.date, "to", v.To.date)
		}
		held := catalog.ParameterValue{
			Area: v.Area.text, From: v.From.date, To: v.To.date, Basis: v.Basis.text, Source: v.Source.text,
		}
		if v.Value.set() {
			held.Value = b.value(v.Value.node, p.Type, &p.Limits, codeParameterValue)
		}
		p.Values = append(p.Values, held)
	}
	b.checkPeriods(p, d)
}

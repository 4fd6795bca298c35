package api

import (
	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

func fieldView(f *catalog.Field) FieldView {
	l := &f.Limits
	v := FieldView{
		Name: f.Name, Label: f.Label, Help: words(f.Help), Type: f.Type.Name(), Required: f.Required,
		Privacy: string(f.Privacy), Unit: l.Unit, Decimals: l.Decimals, Per: l.Per, MinLength: l.MinLength,
		MaxLength: l.MaxLength, Pattern: l.Pattern, Level: l.Level, MaxCount: l.MaxCount, Register: l.Register,
		Message: words(f.ConstraintText), Search: f.Search, Filter: f.Filter, List: f.List, Retired: f.Retired,
		Basis: f.Basis, Min: limitJSON(f, l.Min), Max: limitJSON(f, l.Max),
	}
	if f.Default != nil {
		v.Default = f.Type.JSON(f.Default, l)
	}
	if list, ok := l.Choices.(*catalog.ChoiceList); ok && list != nil {
		v.Choices = list.Name
	}
	if f.Calculate != nil {
		v.Calculate = f.Calculate.Source()
	}
	if f.Constraint != nil {
		v.Constraint = f.Constraint.Source()
	}
	return v
}

// limitJSON gives a bound, which is kept as the integer of the value in memory, in JSON form; nil for none.
func limitJSON(f *catalog.Field, n *int64) any {
	switch {
	case n == nil:
		return nil
	case f.Type.Kind() == value.KindDate:
		return f.Type.JSON(value.Date(*n), &f.Limits)
	case f.Type.Kind() == value.KindInstant:
		return f.Type.JSON(value.Instant(*n), &f.Limits)
	}
	return f.Type.JSON(*n, &f.Limits)
}

// words gives nil for no words, so that the key is left out.
func words(t fault.Text) *fault.Text {
	if t == (fault.Text{}) {
		return nil
	}
	return &t
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

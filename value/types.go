package value

import (
	"fmt"

	"jieli/fault"
)

// meta is what all types have in common.
type meta struct {
	name    string
	label   fault.Text
	column  Column
	kind    Kind
	options []string
}

func (m meta) Name() string      { return m.name }
func (m meta) Label() fault.Text { return m.label }
func (m meta) Column() Column    { return m.column }
func (m meta) Kind() Kind        { return m.kind }

// Options gives a copy, so that nobody can change the type.
func (m meta) Options() []string { return append([]string(nil), m.options...) }

var types = []Type{
	typeText, typeInteger, typeNumber, typeMoney, typeDate, typeInstant, typeYesNo, typeChoice, typeChoices, typeArea,
	typePoint, typeLine, typePolygon, typeReference, typePhoto, typeFile, typePersonName, typeNationalID, typePhone,
	typeBankAccount,
}

var typesByName = func() map[string]Type {
	m := make(map[string]Type, len(types))
	for _, t := range types {
		m[t.Name()] = t
	}
	return m
}()

// Types lists all types, in the order of the documentation.
func Types() []Type { return append([]Type(nil), types...) }

// ByName gives the type of a name of the pack language.
func ByName(name string) (Type, bool) {
	t, ok := typesByName[name]
	return t, ok
}

var noLimits = &Limits{}

// orNone lets the methods of types take nil for "no limits".
func (l *Limits) orNone() *Limits {
	if l == nil {
		return noLimits
	}
	return l
}

// Loose returns limits that keep what gives a value its meaning (decimals, unit, per, register) and drop every bound
// and code list: for reading again what was accepted under an earlier version of the pack.
func (l *Limits) Loose() *Limits {
	l = l.orNone()
	return &Limits{Unit: l.Unit, Decimals: l.Decimals, Per: l.Per, Register: l.Register}
}

// stringColumn is the column form of the types whose value is a string.
type stringColumn struct{}

func (stringColumn) ToColumn(v any) any { return v }

func (stringColumn) FromColumn(v any) (any, error) {
	s, ok, err := columnText(v)
	if !ok || s == "" {
		return nil, err
	}
	return s, nil
}

// integerColumn is the column form of the types whose value is an int64.
type integerColumn struct{}

func (integerColumn) ToColumn(v any) any { return v }

func (integerColumn) FromColumn(v any) (any, error) {
	n, ok, err := columnInteger(v)
	if !ok {
		return nil, err
	}
	return n, nil
}

// columnText reads what a driver gave for a text column; false for NULL and for errors.
func columnText(v any) (string, bool, error) {
	switch x := v.(type) {
	case nil:
		return "", false, nil
	case string:
		return x, true, nil
	case []byte:
		return string(x), true, nil
	}
	return "", false, fmt.Errorf("value: text column holds %T", v)
}

// columnInteger reads what a driver gave for an integer column; false for NULL and for errors.
func columnInteger(v any) (int64, bool, error) {
	switch x := v.(type) {
	case nil:
		return 0, false, nil
	case int64:
		return x, true, nil
	case int32:
		return int64(x), true, nil
	case int:
		return int64(x), true, nil
	}
	return 0, false, fmt.Errorf("value: integer column holds %T", v)
}

// wrongShape tells what came where something else was wanted.
func wrongShape(raw any, zh, en string) *fault.Finding {
	gotZh, gotEn := shapeWords(raw)
	f := fault.Finding{Code: problemShape.Name, Severity: problemShape.Severity}
	f.Text.Zh = problemShape.At("", "want", zh, "got", gotZh).Text.Zh
	f.Text.En = problemShape.At("", "want", en, "got", gotEn).Text.En
	return &f
}

func shapeWords(raw any) (zh, en string) {
	switch raw.(type) {
	case nil:
		return "空值", "nothing"
	case bool:
		return "是否值", "a yes or no"
	case string:
		return "文字", "a text"
	case []any, []string:
		return "列表", "a list"
	case map[string]any:
		return "对象", "an object"
	}
	return "数", "a number"
}

package value

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"jieli/fault"
)

// example is one way of giving a value to a type, and what must come of it.
type example struct {
	says   string
	json   string // what Parse gets, as JSON; or
	text   string // what ParseText gets
	limits *Limits
	want   any
	code   string // finding, when the value must be refused
	zh, en string // display of want; "" is not looked at
}

// try runs the examples and holds every accepted value to its round trips.
func try(t *testing.T, typ Type, examples []example) {
	t.Helper()
	for _, x := range examples {
		t.Run(x.says, func(t *testing.T) {
			got, finding := x.read(t, typ)
			switch {
			case x.code != "" && finding == nil:
				t.Fatalf("%q%s was taken as %v, want %s", x.text, x.json, got, x.code)
			case x.code != "":
				if finding.Code != x.code {
					t.Fatalf("got %v, want %s", finding, x.code)
				}
				checkSentence(t, finding)
				return
			case finding != nil:
				t.Fatalf("refused: %v", finding)
			case !reflect.DeepEqual(got, x.want):
				t.Fatalf("got %#v, want %#v", got, x.want)
			}
			if x.zh != "" && typ.Display(got, x.limits, "zh") != x.zh {
				t.Errorf("display %q, want %q", typ.Display(got, x.limits, "zh"), x.zh)
			}
			if x.en != "" && typ.Display(got, x.limits, "en") != x.en {
				t.Errorf("display %q, want %q", typ.Display(got, x.limits, "en"), x.en)
			}
			roundTrips(t, typ, got, x.limits)
		})
	}
}

func (x *example) read(t *testing.T, typ Type) (any, *fault.Finding) {
	if x.json == "" {
		return typ.ParseText(x.text, x.limits)
	}
	raw, finding := DecodeStrict([]byte(x.json), JSONLimits{})
	if finding != nil {
		t.Fatalf("the example is no JSON: %v", finding)
	}
	return typ.Parse(raw, x.limits)
}

// checkSentence wants both languages, all places filled, and no more than a person reads on a phone.
func checkSentence(t *testing.T, f *fault.Finding) {
	t.Helper()
	for _, s := range []string{f.Text.Zh, f.Text.En} {
		if s == "" || strings.ContainsAny(s, "{}") && !strings.Contains(s, "{1") || utf8.RuneCountInString(s) > 200 {
			t.Errorf("sentence %q", s)
		}
	}
}

// roundTrips holds a value to: JSON is what Parse takes, canonical JSON agrees with encoding/json, columns come back,
// also as bytes, and the words of Display can be typed in again where they hold the whole value.
func roundTrips(t testing.TB, typ Type, v any, l *Limits) {
	t.Helper()
	written, err := json.Marshal(typ.JSON(v, l))
	if err != nil {
		t.Fatalf("JSON of %v: %v", v, err)
	}
	raw, finding := DecodeStrict(written, JSONLimits{})
	if finding != nil {
		t.Fatalf("JSON %s: %v", written, finding)
	}
	if again, finding := typ.Parse(raw, l); finding != nil || !reflect.DeepEqual(again, v) {
		t.Fatalf("%s came back from JSON %s as %#v %v, was %#v", typ.Name(), written, again, finding, v)
	}
	canonical, err := Canonical(typ.JSON(v, l))
	if err != nil {
		t.Fatalf("canonical JSON of %v: %v", v, err)
	}
	if other, err := Canonical(raw); err != nil || string(other) != string(canonical) {
		t.Fatalf("canonical JSON %s and %s differ: %v", canonical, other, err)
	}
	if again, finding := typ.Parse(typ.JSON(v, l), l); finding != nil || !reflect.DeepEqual(again, v) {
		t.Fatalf("%s: Parse(JSON(v)) gave %#v %v, was %#v", typ.Name(), again, finding, v)
	}
	columnTrips(t, typ, v)
	if typ.Kind() == KindStrings && typ != typeChoices || typ == typeLine || typ == typePolygon || typ == typeInstant {
		return
	}
	if again, finding := typ.ParseText(typ.Display(v, l, "zh"), l); finding != nil || !reflect.DeepEqual(again, v) {
		t.Fatalf("%q typed in again gave %#v %v, was %#v", typ.Display(v, l, "zh"), again, finding, v)
	}
}

func columnTrips(t testing.TB, typ Type, v any) {
	t.Helper()
	column := typ.ToColumn(v)
	forms := []any{column}
	switch c := column.(type) {
	case nil:
	case string:
		forms = append(forms, []byte(c))
	case bool:
		forms = append(forms, map[bool]int64{true: 1, false: 0}[c]) // SQLite
	case int64:
	default:
		t.Fatalf("%s has the column value %T", typ.Name(), column)
	}
	for _, form := range forms {
		if again, err := typ.FromColumn(form); err != nil || !reflect.DeepEqual(again, v) {
			t.Fatalf("%s came back from column %#v as %#v %v, was %#v", typ.Name(), form, again, err, v)
		}
	}
}

func TestTypesAreTheTwentyOfThePackLanguage(t *testing.T) {
	const names = "text integer number money date instant yes_no choice choices area point line polygon reference " +
		"photo file person_name national_id phone bank_account"
	var got []string
	for _, typ := range Types() {
		got = append(got, typ.Name())
		if found, ok := ByName(typ.Name()); !ok || found != typ {
			t.Errorf("%s is not found by its name", typ.Name())
		}
		if typ.Label().Zh == "" || typ.Label().En == "" {
			t.Errorf("%s has no words", typ.Name())
		}
	}
	if strings.Join(got, " ") != names {
		t.Errorf("types are %v", got)
	}
	if _, ok := ByName("float"); ok {
		t.Error("float was found")
	}
}

func TestTypesKeepUnknownUnknown(t *testing.T) {
	for _, typ := range Types() {
		if v, finding := typ.Parse(nil, nil); v != nil || finding != nil {
			t.Errorf("%s: null is %v %v", typ.Name(), v, finding)
		}
		for _, blank := range []string{"", "  ", "\u3000\t"} {
			if v, finding := typ.ParseText(blank, nil); v != nil || finding != nil {
				t.Errorf("%s: blank %q is %v %v", typ.Name(), blank, v, finding)
			}
		}
		if v := typ.JSON(nil, nil); v != nil {
			t.Errorf("%s: JSON of nil is %v", typ.Name(), v)
		}
		if s := typ.Display(nil, nil, "zh"); s != "" {
			t.Errorf("%s: display of nil is %q", typ.Name(), s)
		}
		if v := typ.ToColumn(nil); v != nil {
			t.Errorf("%s: column of nil is %v", typ.Name(), v)
		}
		if v, err := typ.FromColumn(nil); v != nil || err != nil {
			t.Errorf("%s: NULL is %v %v", typ.Name(), v, err)
		}
	}
}

func TestTypesRefuseEveryOtherShape(t *testing.T) {
	shapes := []any{true, "ä", json.Number("0.1234567"), []any{true}, map[string]any{"a": nil}, []any{"a", "a"}, 1.5}
	for _, typ := range Types() {
		refused := 0
		for _, raw := range shapes {
			if _, finding := typ.Parse(raw, nil); finding != nil {
				refused++
				checkSentence(t, finding)
			}
		}
		if refused < len(shapes)-1 { // each type takes at most one of them
			t.Errorf("%s takes %d of the %d shapes", typ.Name(), len(shapes)-refused, len(shapes))
		}
		if _, err := typ.FromColumn(1.5); err == nil {
			t.Errorf("%s takes a float from a column", typ.Name())
		}
	}
}

func TestOptionsCannotBeChangedFromOutside(t *testing.T) {
	typeText.Options()[0] = "broken"
	if typeText.Options()[0] != "min_length" {
		t.Error("the options of text were changed")
	}
}

func TestLooseLimitsReadWhatIsNoLongerAllowed(t *testing.T) {
	l := &Limits{Decimals: 2, Unit: "mu", Max: number(100), Choices: codeList{}, Pattern: "x", Level: "town"}
	loose := l.Loose()
	if v, finding := typeNumber.Parse(json.Number("12.34"), loose); v != int64(1234) || finding != nil {
		t.Errorf("number is %v %v", v, finding)
	}
	if v, finding := typeChoice.Parse("gone", loose); v != "gone" || finding != nil {
		t.Errorf("choice is %v %v", v, finding)
	}
	if v, finding := typeArea.Parse("44", loose); v != "44" || finding != nil {
		t.Errorf("area is %v %v", v, finding)
	}
}

// number gives a bound.
func number(n int64) *int64 { return &n }

// codeList is a code list of code and Chinese words; codes with "!" in front are retired.
type codeList map[string]string

var risks = codeList{
	"illness": "因病", "disability": "因残", "schooling": "因学", "disaster": "因自然灾害", "none": "无",
	"weak": "弱劳动力、半劳动力", "shed": "公益岗位 / 扶贫车间", "!old": "缺动力",
}

func (c codeList) Label(code string) (fault.Text, bool) {
	for _, key := range []string{code, "!" + code} {
		if words, ok := c[key]; ok {
			return fault.Text{Zh: words, En: "the " + code}, true
		}
	}
	return fault.Text{}, false
}

func (c codeList) Active(code string) bool { _, ok := c[code]; return ok }

func (c codeList) Code(s string) (string, bool) {
	for code, words := range c {
		code = strings.TrimPrefix(code, "!")
		if s == code || s == words || s == "the "+code {
			return code, true
		}
	}
	return "", false
}

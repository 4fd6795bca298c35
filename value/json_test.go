package value

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestCanonicalHasOneForm(t *testing.T) {
	for _, x := range []struct {
		says string
		v    any
		want string // "" for an error
	}{
		{"nothing", nil, `null`},
		{"yes", true, `true`},
		{"int64", int64(-9223372036854775808), `-9223372036854775808`},
		{"int", 5, `5`},
		{"needless zeros", json.Number("1.500"), `1.5`},
		{"whole with zeros", json.Number("10.00"), `10`},
		{"minus zero", json.Number("-0.0"), `0`},
		{"zeros before the point stay", json.Number("1000"), `1000`},
		{"exponent", json.Number("1e3"), ``},
		{"no number", json.Number("1x"), ``},
		{"empty number", json.Number(""), ``},
		{"leading zero", json.Number("01"), ``},
		{"float", 1.5, ``},
		{"escapes", "\"\\/\b\f\n\r\t\x00\x1f\x7f<>&\u2028", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\x7f<>&\u2028\""},
		{"Chinese", "连樟村", `"连樟村"`},
		{"broken UTF-8", "a\xff", ``},
		{"broken UTF-8 in a key", map[string]any{"a\xff": 1}, ``},
		{"keys are sorted", map[string]any{"b": int64(1), "a": []any{true, nil}}, `{"a":[true,null],"b":1}`},
		{"keys are sorted by UTF-16", map[string]any{"\U0001F600": 1, "\uE000": 2, "€": 3},
			"{\"€\":3,\"\U0001F600\":1,\"\uE000\":2}"},
		{"empty ones", []any{map[string]any{}, []any{}, []string(nil)}, `[{},[],[]]`},
		{"strings", []string{"a", "b"}, `["a","b"]`},
		{"raw text with blanks and escapes", json.RawMessage(` { "b" : 1.0 , "a" : "\u4e2d\/" } `), `{"a":"中/","b":1}`},
		{"raw plain string", json.RawMessage(`"abc"`), `"abc"`},
		{"raw garbage", json.RawMessage(`{`), ``},
		{"raw quote only", json.RawMessage(`"`), ``},
		{"map of raw", map[string]json.RawMessage{"x": json.RawMessage("null")}, `{"x":null}`},
		{"map of strings", map[string]string{"x": "y"}, `{"x":"y"}`},
		{"date", DateOf(2022, 6, 14), `"2022-06-14"`},
		{"instant", DateOf(2022, 6, 14).Start(), `"2022-06-14T00:00:00+08:00"`},
		{"geometry", PointAt(Position{1, 2}), `{"coordinates":[0.0000001,0.0000002],"type":"Point"}`},
		{"no geometry", Geometry("x"), ``},
		{"another type", struct{}{}, ``},
		{"an error deep inside", map[string]any{"a": []any{1.5}}, ``},
	} {
		got, err := Canonical(x.v)
		if x.want == "" && err == nil || x.want != "" && (err != nil || string(got) != x.want) {
			t.Errorf("%s: %s %v, want %s", x.says, got, err, x.want)
		}
	}
	var deep any
	for range MaxJSONDepth + 2 {
		deep = []any{deep}
	}
	if _, err := Canonical(deep); err == nil {
		t.Error("endless nesting was written")
	}
}

func TestCanonicalAgreesWithTheExampleOfRFC8785(t *testing.T) {
	const in = `{
  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
  "literals": [null, true, false],
  "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
  "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}`
	const want = "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"literals\":[null,true,false]," +
		"\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",\"\u0080\":\"Control\"," +
		"\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\"," +
		"\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"
	if got, err := Canonical(json.RawMessage(in)); err != nil || string(got) != want {
		t.Errorf("got  %s\nwant %s\n%v", got, want, err)
	}
}

func TestDecodeStrict(t *testing.T) {
	for _, x := range []struct {
		says, in string
		want     any
		code     string
	}{
		{"an object", ` {"a": [1, -2.50e+3, "x\u4e2d\ud83d\ude00\n"], "b": {"c": null, "d": false}} `,
			map[string]any{"a": []any{json.Number("1"), json.Number("-2.50e+3"), "x中😀\n"},
				"b": map[string]any{"c": nil, "d": false}}, ""},
		{"a bare word", `true`, true, ""},
		{"empty ones", `[{},[],""]`, []any{map[string]any{}, []any{}, ""}, ""},
		{"nothing", ``, nil, "json_wrong"},
		{"blanks", "\n ", nil, "json_wrong"},
		{"a key twice", `{"a":1,"b":{"a":1},"\u0061":2}`, nil, "json_duplicate_key"},
		{"something behind", `{} x`, nil, "json_wrong"},
		{"two documents", `1 2`, nil, "json_wrong"},
		{"comma at the end", `[1,]`, nil, "json_wrong"},
		{"comma at the end of an object", `{"a":1,}`, nil, "json_wrong"},
		{"no comma", `[1 2]`, nil, "json_wrong"},
		{"no colon", `{"a" 1}`, nil, "json_wrong"},
		{"a bare key", `{a:1}`, nil, "json_wrong"},
		{"leading zero", `01`, nil, "json_wrong"},
		{"plus sign", `+1`, nil, "json_wrong"},
		{"point without digits", `1.`, nil, "json_wrong"},
		{"exponent without digits", `1e`, nil, "json_wrong"},
		{"minus only", `-`, nil, "json_wrong"},
		{"NaN", `NaN`, nil, "json_wrong"},
		{"half a word", `tru`, nil, "json_wrong"},
		{"a number too long to be meant", strings.Repeat("1", 41), nil, "json_wrong"},
		{"open string", `"a`, nil, "json_wrong"},
		{"open escape", `"a\`, nil, "json_wrong"},
		{"open escape, long", `"a\u12`, nil, "json_wrong"},
		{"unknown escape", `"\x41"`, nil, "json_wrong"},
		{"no hex", `"\u12g4"`, nil, "json_wrong"},
		{"line end in a string", "\"a\nb\"", nil, "json_wrong"},
		{"line end behind an escape", "\"\\ta\nb\"", nil, "json_wrong"},
		{"half a pair", `"\ud83d"`, nil, "json_wrong"},
		{"wrong half first", `"\ude00\ud83d"`, nil, "json_wrong"},
		{"half a pair and a letter", `"\ud83dx"`, nil, "json_wrong"},
		{"broken UTF-8", "\"\xff\"", nil, "json_not_utf8"},
		{"broken UTF-8 behind an escape", "\"\\n\xc3\"", nil, "json_not_utf8"},
		{"byte order mark", "\ufeff{}", nil, "json_wrong"},
		{"as deep as allowed", strings.Repeat("[", 32) + strings.Repeat("]", 32), nest(32), ""},
		{"deeper", strings.Repeat("[", 33) + strings.Repeat("]", 33), nil, "json_too_deep"},
		{"much deeper", strings.Repeat(`{"a":`, 100000), nil, "json_too_deep"},
	} {
		got, finding := DecodeStrict([]byte(x.in), JSONLimits{})
		switch {
		case x.code == "" && (finding != nil || !reflect.DeepEqual(got, x.want)):
			t.Errorf("%s: %#v %v", x.says, got, finding)
		case x.code != "" && (finding == nil || finding.Code != x.code || got != nil):
			t.Errorf("%s: %#v %v, want %s", x.says, got, finding, x.code)
		case finding != nil:
			checkSentence(t, finding)
		}
	}
}

func nest(n int) any {
	v := []any{}
	for range n - 1 {
		v = []any{v}
	}
	return v
}

func TestDecodeStrictSaysWhere(t *testing.T) {
	_, finding := DecodeStrict([]byte("{\"村\": 1,\n  \"镇\": \"连樟\", 5}"), JSONLimits{})
	if finding == nil || finding.Pos == nil || finding.Pos.Line != 2 || finding.Pos.Column != 14 {
		t.Errorf("%+v", finding)
	}
}

func TestDecodeStrictKeepsItsLimits(t *testing.T) {
	for _, x := range []struct {
		in     string
		limits JSONLimits
	}{
		{`"abcdef"`, JSONLimits{MaxBytes: 7}},
		{`"abcdef"`, JSONLimits{MaxString: 5}},
		{`"abc\ndef"`, JSONLimits{MaxString: 5}},
		{`[1,2,3]`, JSONLimits{MaxValues: 3}},
	} {
		if _, finding := DecodeStrict([]byte(x.in), x.limits); finding == nil || finding.Code != "json_too_large" {
			t.Errorf("%s within %+v: %v", x.in, x.limits, finding)
		}
	}
	if _, finding := DecodeStrict([]byte(`[[1]]`), JSONLimits{MaxDepth: 1}); finding.Code != "json_too_deep" {
		t.Error(finding)
	}
}

// FuzzDecodeStrict holds the decoder against encoding/json: what ours takes, that takes too, with the same result;
// what comes out has one canonical form, which is read again as the same.
func FuzzDecodeStrict(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e3,"x\n\u4e2d\ud83d\ude00"],"b":null}`, `[true,false,-0]`, `"\ud800"`,
		`{"a":1,"a":2}`,
		`{"answers":{"members":[{"name":"张三"}]}}`, "\"\xff\"", `[[[[]]]]`, `1e5`, ``} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, finding := DecodeStrict(data, JSONLimits{})
		if finding != nil {
			return
		}
		d := json.NewDecoder(strings.NewReader(string(data)))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %#v, encoding/json has %#v %v", data, got, want, err)
		}
		canonical, err := Canonical(got)
		if err != nil {
			return // numbers with exponents have none
		}
		again, finding := DecodeStrict(canonical, JSONLimits{})
		if finding != nil {
			t.Fatalf("canonical %s: %v", canonical, finding)
		}
		if twice, err := Canonical(again); err != nil || string(twice) != string(canonical) {
			t.Fatalf("canonical %s, then %s %v", canonical, twice, err)
		}
	})
}

func ExampleCanonical() {
	b, _ := Canonical(map[string]any{"village": "连樟村", "members": int64(4), "area": json.Number("12.50")})
	fmt.Println(string(b))
	// Output: {"area":12.5,"members":4,"village":"连樟村"}
}

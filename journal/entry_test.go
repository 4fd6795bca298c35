package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"jieli/fault"
	"jieli/value"
)

func TestAnEntryReadBackIsTheEntryWritten(t *testing.T) {
	plain := visit(7, Hash{1, 2, 255})
	bare := &Entry{StreamKey: StreamKey{"441800", "4418"}, Seq: 1, ID: "i", Register: "r", Record: "x", Action: Void,
		Version: 1, Actor: "a"}
	odd := visit(8, Hash{})
	odd.Reason = "引号\" 反斜\\ 换行\n制表\t零\x00末\x1f删\x7f 行分隔\u2028 <b>&</b> 𠮷"
	odd.MadeAt, odd.ReceivedAt = -5, 1<<62
	looked := visit(9, Hash{})
	looked.Stream = "441823105-access"
	for _, e := range []*Entry{plain, bare, odd, looked} {
		body, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(body)
		if err != nil {
			t.Fatalf("%v\n%s", err, body)
		}
		if !reflect.DeepEqual(e, back) {
			t.Errorf("read back\n%+v\nwritten\n%+v", back, e)
		}
		again, err := Encode(back)
		if err != nil || !bytes.Equal(again, body) {
			t.Errorf("written again %s, %v", again, err)
		}
	}
}

// TestBodiesAreCanonicalJSON holds the hand-written appenders to package value, which is slower and written apart.
func TestBodiesAreCanonicalJSON(t *testing.T) {
	e := visit(3, Hash{9})
	e.Reason = "\"\\\b\f\n\r\t\x01\u2028é<>&"
	body, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	want, err := value.Canonical(json.RawMessage(body))
	if err != nil || !bytes.Equal(body, want) {
		t.Errorf("body\n%s\nvalue.Canonical\n%s %v", body, want, err)
	}
}

func TestFieldValuesArePutInCanonicalForm(t *testing.T) {
	cases := map[string]string{
		`1.50`:                 `1.5`,
		`-0`:                   `0`,
		` [ 1 , 2 ] `:          `[1,2]`,
		`{"b":1,"a":{"d":2}}`:  `{"a":{"d":2},"b":1}`,
		`"\u4e2d\/\u000a"`:     `"中/\n"`,
		`"\u003cb\u003e"`:      `"<b>"`,
		`{"a":[],"b":{}}`:      `{"a":[],"b":{}}`,
		`"~a1~abc"`:            `"~a1~abc"`,
		`-12345678901234567.5`: `-12345678901234567.5`,
	}
	for in, want := range cases {
		e := visit(1, Hash{})
		e.Fields = map[string]json.RawMessage{"f": raw(in)}
		body, err := Encode(e)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if !bytes.Contains(body, []byte(`"fields":{"f":`+want+`},`)) || string(e.Fields["f"]) != want {
			t.Errorf("%s became %s in the entry, in the body %s", in, e.Fields["f"], body)
		}
	}
}

func TestEncodeRefusesWhatIsNoEntry(t *testing.T) {
	deep := strings.Repeat("[", 99) + strings.Repeat("]", 99)
	long := `"` + strings.Repeat("a", MaxBody) + `"`
	cases := []struct {
		why, code string
		spoil     func(*Entry)
	}{
		{"an unknown action", "entry_incomplete", func(e *Entry) { e.Action = "delete" }},
		{"no actor", "entry_incomplete", func(e *Entry) { e.Actor = "" }},
		{"no id", "entry_incomplete", func(e *Entry) { e.ID = "" }},
		{"no record", "entry_incomplete", func(e *Entry) { e.Record = "" }},
		{"no register", "entry_incomplete", func(e *Entry) { e.Register = "" }},
		{"number 0", "entry_incomplete", func(e *Entry) { e.Seq = 0 }},
		{"version 0", "entry_incomplete", func(e *Entry) { e.Version = 0 }},
		{"a base below 0", "entry_incomplete", func(e *Entry) { e.Base = -1 }},
		{"a device number below 0", "entry_incomplete", func(e *Entry) { e.DeviceSeq = -1 }},
		{"a county that is no county", "entry_incomplete", func(e *Entry) { e.County = "4418" }},
		{"a stream that is no code", "entry_incomplete", func(e *Entry) { e.Stream = "44 1823" }},
		{"a second stream without a word", "entry_incomplete", func(e *Entry) { e.Stream = "441823105-" }},
		{"a second stream of two words", "entry_incomplete", func(e *Entry) { e.Stream = "441823105-a-b" }},
		{"a stream without a code", "entry_incomplete", func(e *Entry) { e.Stream = "-access" }},
		{"made after it was received", "entry_incomplete", func(e *Entry) { e.MadeAt = e.ReceivedAt + 1 }},
		{"a reason that is not UTF-8", "entry_not_utf8", func(e *Entry) { e.Reason = "a\xff" }},
		{"a field without name", "entry_incomplete", func(e *Entry) { e.Fields[""] = raw(`1`) }},
		{"a field name beyond ASCII", "entry_incomplete", func(e *Entry) { e.Fields["户"] = raw(`1`) }},
		{"a value that is no JSON", "entry_value_not_json", func(e *Entry) { e.Fields["f"] = raw(`{`) }},
		{"no value at all", "entry_value_not_json", func(e *Entry) { e.Fields["f"] = nil }},
		{"two values", "entry_value_not_json", func(e *Entry) { e.Fields["f"] = raw(`1 2`) }},
		{"a key twice", "entry_value_not_json", func(e *Entry) { e.Fields["f"] = raw(`{"a":1,"a":2}`) }},
		{"an exponent", "entry_value_not_json", func(e *Entry) { e.Fields["f"] = raw(`1e3`) }},
		{"bytes that are not UTF-8", "entry_value_not_json", func(e *Entry) { e.Fields["f"] = raw("\"\xc0\"") }},
		{"too deep", "entry_value_not_json", func(e *Entry) { e.Fields["f"] = raw(deep) }},
		{"too large", "entry_too_large", func(e *Entry) { e.Fields["f"] = raw(long) }},
		{"too large once escaped", "entry_too_large", func(e *Entry) { e.Reason = strings.Repeat("\n", MaxBody/2) }},
	}
	for _, c := range cases {
		e := visit(1, Hash{})
		c.spoil(e)
		if _, err := Encode(e); !hasNamed(err, c.code) {
			t.Errorf("%s: got %v, want %s", c.why, err, c.code)
		}
		if e.Body != nil {
			t.Errorf("%s: a refused entry got a body", c.why)
		}
	}
}

func hasNamed(err error, code string) bool {
	var e *fault.Error
	return errors.As(err, &e) && len(e.Findings) == 1 && e.Findings[0].Code == code
}

func TestDecodeTakesOneSpellingOnly(t *testing.T) {
	e := visit(1, Hash{})
	e.Fields = map[string]json.RawMessage{"a": raw(`1`), "b": raw(`"x"`)}
	body, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct{ why, old, new string }{
		{"a blank", `{"action"`, `{ "action"`},
		{"a blank at the end", `"version":1}`, `"version":1} `},
		{"a second document", `"version":1}`, `"version":1}{}`},
		{"a missing key", `"base":0,`, ``},
		{"an unknown key", `"base":0,`, `"base":0,"basis":1,`},
		{"keys in another order", `"area":"441823105201","base":0`, `"base":0,"area":"441823105201"`},
		{"fields in another order", `{"a":1,"b":"x"}`, `{"b":"x","a":1}`},
		{"a field twice", `{"a":1,"b":"x"}`, `{"a":1,"a":1}`},
		{"a needless escape", `"action":"create"`, `"action":"\u0063reate"`},
		{"an escaped slash", `"x"`, `"\/"`},
		{"a long escape where a short one is", `"x"`, `"\u000a"`},
		{"capital hexadecimal digits", `"x"`, `"\u001F"`},
		{"a raw control", `"x"`, "\"\n\""},
		{"not UTF-8", `"x"`, "\"\xed\xa0\x80\""},
		{"a needless zero before", `"base":0`, `"base":00`},
		{"a needless zero behind", `"a":1`, `"a":1.0`},
		{"an exponent", `"a":1`, `"a":1e0`},
		{"minus zero", `"base":0`, `"base":-0`},
		{"a fraction as number", `"base":0`, `"base":0.5`},
		{"a number beyond int64", `"base":0`, `"base":9223372036854775808`},
		{"a number as text", `"base":0`, `"base":"0"`},
		{"a link in capitals", `"prev":"00`, `"prev":"AB`},
		{"a link too short", `"prev":"00`, `"prev":"`},
		{"another format", `"format":1`, `"format":2`},
		{"an action nobody knows", `"action":"create"`, `"action":"destroy"`},
		{"a comma too many", `"b":"x"}`, `"b":"x",}`},
		{"an unclosed value", `"b":"x"}`, `"b":["x"}`},
	}
	for _, c := range cases {
		changed := strings.Replace(string(body), c.old, c.new, 1)
		if changed == string(body) {
			t.Fatalf("%s: %q is not in the body", c.why, c.old)
		}
		if _, err := Decode([]byte(changed)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: got %v", c.why, err)
		}
	}
	for i := range body {
		if _, err := Decode(body[:i]); err == nil {
			t.Fatalf("the first %d bytes alone are taken", i)
		}
	}
	if _, err := Decode(make([]byte, MaxBody+1)); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("a body over the limit: %v", err)
	}
}

func TestARefusalSaysAtWhichByteWhatWasExpected(t *testing.T) {
	body, err := Encode(visit(1, Hash{}))
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(body, []byte(`,"base"`))
	_, err = Decode(append(append(bytes.Clone(body[:at]), ' '), body[at:]...))
	var e *fault.Error
	want := fmt.Sprintf(`byte %d should be ,"base":`, at+1)
	if !errors.As(err, &e) || !strings.Contains(e.Findings[0].Text.En, want) {
		t.Errorf("at %d: %v", at, err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, e := range []*Entry{visit(1, Hash{}), visit(2, Hash{7})} {
		body, err := Encode(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Add([]byte(`{"action":"create","actor":"\u0000"`))
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := Decode(body)
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatalf("no class: %v", err)
			}
			return
		}
		before := maps.Clone(e.Fields)
		again, err := Encode(e)
		if err != nil || !bytes.Equal(again, body) {
			t.Fatalf("taken %q, written again %q, %v", body, again, err)
		}
		if !reflect.DeepEqual(before, e.Fields) {
			t.Fatal("writing again changed the fields")
		}
		if canonical, err := value.Canonical(json.RawMessage(body)); err != nil || !bytes.Equal(canonical, body) {
			t.Fatalf("taken %q, canonical %q, %v", body, canonical, err)
		}
	})
}

func FuzzEncode(f *testing.F) {
	f.Add("remark", []byte(`{"b":[1.50,"\u0041"],"a":null}`), "why")
	f.Add("x", []byte(`-0.0`), "\x00")
	f.Fuzz(func(t *testing.T, name string, field []byte, reason string) {
		e := visit(1, Hash{})
		e.Fields, e.Reason = map[string]json.RawMessage{name: field}, reason
		body, err := Encode(e)
		if err != nil {
			return
		}
		back, err := Decode(body)
		if err != nil || !reflect.DeepEqual(back, e) {
			t.Fatalf("written %s, read %+v, %v", body, back, err)
		}
	})
}

package api

import (
	"bytes"
	"encoding/json"
	"testing"

	"jieli/fault"
	"jieli/value"
)

func TestFiguresAreWrittenAsJSONWritesThem(t *testing.T) {
	text := func(s string) *string { return &s }
	since := value.DateOf(2022, 1, 1)
	words := fault.Text{Zh: "近2,000万元", En: "nearly <20> & \"more\""}
	figures := []FigureView{
		{ID: "a", Label: words, Unit: fault.Text{Zh: "户"}, Value: text("12"), Shown: words, Area: "441823109", AreaName: "阳山·𠅤"},
		{ID: "a", Label: words, Unit: fault.Text{Zh: "户"}, Shown: fault.Text{Zh: "—"}, Area: "441823110", AreaName: "a\u2028b\x01\x7f\\"},
		{ID: "b<>", Breakdown: []BreakdownView{{Key: "x|y", Label: words, Value: "3.50"}}},
		{ID: "c", Numerator: text(""), Denominator: text("\xff"), Before: text("é"), Plan: &PlanView{ID: "p", Label: words, Value: "1"}},
		{ID: "c", Plan: &PlanView{Share: text("99.1")}, AreaName: "“镇”"},
	}
	for _, v := range []written{FiguresView{AsOf: since, Area: "4418", Figures: figures},
		FiguresView{AsOf: since, Since: &since, Figures: []FigureView{}}} {
		sameJSON(t, v)
	}
}

func TestRecordsAreWrittenAsJSONWritesThem(t *testing.T) {
	next, words := "x", fault.Text{Zh: "“自付”", En: "own <part>"}
	full := RecordView{Register: "r", County: "441823", ID: "i", Version: 12, State: "active", Area: "441823109", AreaName: "镇\"",
		Parent: &next, Title: "甲 & 乙", CreatedAt: 1_700_000_000_000_001, UpdatedAt: 1, UpdatedBy: "𠅤", Erased: true,
		Fields: map[string]any{"b": int64(-3), "a": true, "z": "\u2029", "list": []string{"x", "<y>"}, "m": Masked{true, "1**2"},
			"n": nil, "f": 1.5, "j": json.Number("2.50"), "o": map[string]any{"unit": "mu", "value": "3"}},
		Named: named{"k2": "b", "k1": "a"}, Warnings: []WarningView{{"c", words}}, Conflicts: []string{"a"}}
	for _, v := range []written{RecordPage{}, RecordPage{Records: []RecordView{}, Count: 0},
		RecordPage{Records: []RecordView{full, {}, full}, Next: &next, Count: "1000+"}} {
		sameJSON(t, v)
	}
}

// sameJSON holds an answer that writes itself against what encoding/json makes of it.
func sameJSON(t *testing.T, v written) {
	t.Helper()
	var want, got bytes.Buffer
	enc := json.NewEncoder(&want)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	v.writeTo(&jsonWriter{Buffer: &got})
	if got.String() != want.String() {
		t.Errorf("got  %s\nwant %s", got.String(), want.String())
	}
}

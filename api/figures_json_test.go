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
	for _, v := range []FiguresView{{AsOf: since, Area: "4418", Figures: figures}, {AsOf: since, Since: &since, Figures: []FigureView{}}} {
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
}

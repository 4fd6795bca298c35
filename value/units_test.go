package value

import (
	"errors"
	"math"
	"testing"

	"jieli/fault"
)

func TestConvertIsExactOrRefuses(t *testing.T) {
	for _, x := range []struct {
		says       string
		n          int64
		decimals   int
		from, to   string
		toDecimals int
		want       int64
		code       string
	}{
		{"a 亩 is 2000/3 m²: three of them are whole", 3, 0, "亩", "m2", 0, 2000, ""},
		{"one is not", 1, 0, "mu", "m2", 6, 0, "unit_inexact"},
		{"a hectare is 15 亩", 1, 0, "公顷", "亩", 0, 15, ""},
		{"a km² is 1500 亩", 1, 0, "km2", "mu", 0, 1500, ""},
		{"a 顷 is 100 亩", 25, 1, "qing", "mu", 0, 250, ""},
		{"10 分地 are a 亩", 10, 0, "分地", "mu", 0, 1, ""},
		{"a 里 is half a km", 7, 0, "里", "公里", 1, 35, ""},
		{"斤 to tonnes", 1220, 0, "斤", "吨", 2, 61, ""},
		{"two decimals are too few", 1221, 0, "斤", "吨", 2, 0, "unit_inexact"},
		{"两 to g", 1, 0, "两", "克", 0, 50, ""},
		{"担 to kg", 2, 0, "担", "kg", 0, 100, ""},
		{"万元 to 元", 45283, 1, "万元", "元", 2, 4528300000, ""},
		{"亿元 to 万元", 63, 1, "亿元", "万元", 0, 63000, ""},
		{"本 are 册", 11000, 0, "本", "册", 0, 11000, ""},
		{"kW to W", 15, 1, "kW", "W", 0, 1500, ""},
		{"years to months", 3, 0, "年", "个月", 0, 36, ""},
		{"a month has no exact days", 3, 0, "个月", "天", 0, 0, "unit_mismatch"},
		{"hours to days", 12, 0, "小时", "天", 1, 5, ""},
		{"percent to ratio", 50, 0, "%", "倍", 1, 5, ""},
		{"water a person and day", 40, 0, "升/人·天", "L/人·日", 0, 40, ""},
		{"µg to mg in a litre", 250, 0, "μg/L", "mg/L", 2, 25, ""},
		{"below zero", -3, 0, "mu", "m2", 0, -2000, ""},
		{"lamps are no boxes", 1, 0, "盏", "箱", 0, 0, "unit_mismatch"},
		{"metres are no 亩", 1, 0, "m", "mu", 0, 0, "unit_mismatch"},
		{"unknown from", 1, 0, "筐", "kg", 0, 0, "unit_unknown"},
		{"unknown to", 1, 0, "kg", "筐", 0, 0, "unit_unknown"},
		{"64 bits are not enough", math.MaxInt64, 0, "t", "kg", 0, 0, "value_too_large"},
		{"the least number there is", math.MinInt64, 0, "kg", "kg", 0, 0, "value_too_large"},
		{"wild decimals stop at their bounds", 1, math.MaxInt, "kg", "kg", math.MinInt, 0, "unit_inexact"},
	} {
		got, err := Convert(x.n, x.decimals, x.from, x.to, x.toDecimals)
		code := ""
		var e *fault.Error
		if errors.As(err, &e) {
			code = e.Findings[0].Code
			checkSentence(t, &e.Findings[0])
		}
		if got != x.want || code != x.code || (err == nil) != (x.code == "") {
			t.Errorf("%s: %d %v, want %d %s", x.says, got, err, x.want, x.code)
		}
	}
}

func TestUnitsMeanOneThingEach(t *testing.T) {
	names, words := map[string]bool{}, map[string]string{}
	base := map[string]int{}
	for _, u := range Units() {
		if names[u.Name] {
			t.Errorf("%s stands twice", u.Name)
		}
		names[u.Name] = true
		if u.Num <= 0 || u.Den <= 0 || (u.Label.Zh == "" || u.Label.En == "") != (u.Name == Plain) {
			t.Errorf("%+v", u)
		}
		if u.Num == u.Den {
			base[u.Dimension]++
		} else {
			base[u.Dimension] += 0
		}
		for _, w := range append([]string{u.Name, u.Label.Zh, u.Label.En}, u.Aliases...) {
			if other := words[Fold(w)]; other != "" && other != u.Name {
				t.Errorf("%q means %s and %s", w, other, u.Name)
			}
			words[Fold(w)] = u.Name
		}
	}
	for dimension, n := range base {
		if n != 1 {
			t.Errorf("%s has %d base units", dimension, n)
		}
	}
	for _, must := range []string{"亩", "m²", "公顷", "km²", "km", "m", "里", "kg", "g", "斤", "两", "吨", "箱", "盏", "个", "户",
		"人", "本", "册", "kW", "元", "万元", "亿元", "家", "条", "处", "支", "类", "轮", "份", "名", "人次", "元/月", "%"} {
		if _, ok := UnitOf(must); !ok {
			t.Errorf("%s is missing", must)
		}
	}
}

func TestTheUnitsOfThePublishedFiguresAreKnown(t *testing.T) {
	for _, word := range []string{"册", "盏", "处", "条", "人次", "只", "头", "株", "kW", "m³", "L/人·日", "mg/L", "NTU", "℃", "亩", "斤", "公斤",
		"吨", "箱", "km", "公里", "元", "万元", "户", "人", "个", "场", "期", "批", "家", "宗", "MPN/100mL", "CFU/mL"} {
		field := &Limits{Unit: word, Decimals: 2}
		got, finding := typeNumber.ParseText("12.5"+word, field)
		if _, known := UnitOf(word); !known || finding != nil || got != int64(1250) {
			t.Errorf("12.5%s is read as %v: %v", word, got, finding)
		}
	}
}

package value

import (
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	mu := &Limits{Unit: "mu", Decimals: 2}
	t3 := &Limits{Unit: "t", Decimals: 3}
	try(t, typeNumber, []example{
		{says: "scaled by its decimals", json: `12.5`, limits: mu, want: int64(1250), zh: "12.5 亩", en: "12.5 mu"},
		{says: "whole", json: `7600`, limits: mu, want: int64(760000), zh: "7,600 亩"},
		{says: "needless zeros", json: `12.5000`, limits: mu, want: int64(1250)},
		{says: "with exponent", json: `125e-1`, limits: mu, want: int64(1250)},
		{says: "minus zero is zero", json: `-0.00`, limits: mu, want: int64(0), zh: "0 亩"},
		{says: "small and below zero", json: `-0.05`, limits: mu, want: int64(-5), zh: "-0.05 亩"},
		{says: "too fine", json: `12.505`, limits: mu, code: "number_too_fine"},
		{says: "too large for 64 bits", json: `1e18`, limits: mu, code: "value_too_large"},
		{says: "absurd exponent", json: `1e999999999999`, limits: mu, code: "number_wrong"},
		{says: "below the least", json: `-0.01`, limits: &Limits{Decimals: 2, Min: number(0)}, code: "value_too_small"},
		{says: "above the greatest", json: `100.1`, limits: &Limits{Decimals: 1, Max: number(1000)},
			code: "value_too_large"},
		{says: "text is no number, in JSON", json: `"12.5"`, limits: mu, code: "value_shape"},
		{says: "without unit", text: "1,200.5", limits: mu, want: int64(120050)},
		{says: "with its unit", text: "1,200.5亩", limits: mu, want: int64(120050)},
		{says: "in ten thousands", text: "71万亩", limits: mu, want: int64(71000000)},
		{says: "hectares become 亩", text: "2公顷", limits: mu, want: int64(3000)},
		{says: "square metres become 亩", text: "1000㎡", limits: mu, want: int64(150)},
		{says: "square metres that have no exact 亩", text: "1001 m²", limits: mu, code: "unit_inexact"},
		{says: "斤 become tonnes", text: "1220斤", limits: t3, want: int64(610), zh: "0.61 吨"},
		{says: "千克 is a unit, not a thousand", text: "500千克", limits: t3, want: int64(500)},
		{says: "kilometres are no area", text: "2公里", limits: mu, code: "unit_mismatch"},
		{says: "an unknown unit", text: "2筐半", limits: mu, code: "unit_unknown"},
		{says: "a unit where none is wanted", text: "2亩", code: "unit_unknown"},
		{says: "percent", text: "50％", limits: &Limits{Unit: "percent", Decimals: 1}, want: int64(500), zh: "50%"},
		{says: "per month", text: "5元/月", limits: &Limits{Unit: "yuan", Per: "month"}, want: int64(5), zh: "5 元/月"},
		{says: "noise of a spreadsheet", text: "0.30000000000000004", limits: mu, want: int64(30)},
		{says: "noise below", text: "1234.4999999999998", limits: mu, want: int64(123450)},
		{says: "words", text: "约12", limits: mu, code: "number_wrong"},
		{says: "slash is a blank", text: "/", limits: mu, want: nil},
	})
	for _, n := range []int64{math.MinInt64, math.MaxInt64} { // must not panic, whatever stands in a column
		if typeNumber.Display(n, mu, "zh") == "" {
			t.Error("no display")
		}
	}
}

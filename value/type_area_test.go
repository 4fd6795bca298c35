package value

import "testing"

func TestAreaType(t *testing.T) {
	village := &Limits{Level: "village"}
	try(t, typeArea, []example{
		{says: "a village", json: `"441823105201"`, limits: village, want: "441823105201", zh: "441823105201"},
		{says: "a town where a village is wanted", json: `"441823105"`, limits: village, code: "area_level"},
		{says: "any level", json: `"4418"`, want: "4418"},
		{says: "seven digits", json: `"4418231"`, code: "area_wrong"},
		{says: "letters", json: `"44182a"`, code: "area_wrong"},
		{says: "a city padded to six digits, in JSON", json: `"441800"`, code: "area_wrong"},
		{says: "a county padded to twelve, in JSON", json: `"441823000000"`, code: "area_wrong"},
		{says: "a number", json: `441823105201`, code: "value_shape"},
		{says: "blanks within", text: "4418 23 105 201", limits: village, want: "441823105201"},
		{says: "full-width", text: "４４１８２３", want: "441823"},
		{says: "a number cell", text: "441823105.0", want: "441823105"},
		{says: "a town padded to twelve digits", text: "441823105000", want: "441823105"},
		{says: "a county padded to twelve digits", text: "441823000000", want: "441823"},
		{says: "a city padded to six digits", text: "441800", want: "4418"},
		{says: "a province padded to twelve digits", text: "440000000000", want: "44"},
		{says: "digits lost by a spreadsheet", text: "4.41823E+11", code: "digits_lost"},
		{says: "a name", text: "西牛镇", code: "area_wrong"},
	})
}

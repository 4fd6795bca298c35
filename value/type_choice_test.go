package value

import "testing"

func TestChoice(t *testing.T) {
	l := &Limits{Choices: risks}
	try(t, typeChoice, []example{
		{says: "a code", json: `"illness"`, limits: l, want: "illness", zh: "因病", en: "the illness"},
		{says: "words are refused in JSON", json: `"因病"`, limits: l, code: "choice_unknown"},
		{says: "a retired code", json: `"old"`, limits: l, code: "choice_retired"},
		{says: "a list", json: `["illness"]`, limits: l, code: "value_shape"},
		{says: "words in a cell", text: " 因病 ", limits: l, want: "illness"},
		{says: "words with a blank in between", text: "因 病", limits: l, want: "illness"},
		{says: "English words", text: "the schooling", limits: l, want: "schooling"},
		{says: "a code in full-width letters", text: "ｉｌｌｎｅｓｓ", limits: l, want: "illness"},
		{says: "words with a separator of lists", text: "公益岗位 / 扶贫车间", limits: l, want: "shed"},
		{says: "retired words", text: "缺动力", limits: l, code: "choice_retired"},
		{says: "unknown words", text: "因懒", limits: l, code: "choice_unknown"},
		{says: "无 is a choice here", text: "无", limits: l, want: "none"},
		{says: "a slash is a blank", text: "/", limits: l, want: nil},
		{says: "without a list any code passes", json: `"gone"`, limits: &Limits{}, want: "gone"},
		{says: "but none that breaks columns", json: `"a|b"`, limits: &Limits{}, code: "choice_unknown"},
	})
}

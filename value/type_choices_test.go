package value

import (
	"strings"
	"testing"
)

func TestChoices(t *testing.T) {
	l := &Limits{Choices: risks, MaxCount: 3}
	two := []string{"illness", "schooling"}
	try(t, typeChoices, []example{
		{says: "codes in the order given", json: `["schooling","illness"]`, limits: l,
			want: []string{"schooling", "illness"}, zh: "因学、因病", en: "the schooling, the illness"},
		{says: "none is not known", json: `[]`, limits: l, want: nil},
		{says: "a code twice", json: `["illness","illness"]`, limits: l, code: "list_twice"},
		{says: "an unknown code", json: `["illness","x"]`, limits: l, code: "choice_unknown"},
		{says: "too many", json: `["illness","disability","schooling","none"]`, limits: l, code: "list_too_many"},
		{says: "no list", json: `"illness"`, limits: l, code: "value_shape"},
		{says: "a number in the list", json: `["illness",1]`, limits: l, code: "value_shape"},
		{says: "、 between words", text: "因病、因学", limits: l, want: two},
		{says: "comma between words", text: "因病，因学", limits: l, want: two},
		{says: "semicolon and blanks", text: " 因病 ； 因学；", limits: l, want: two},
		{says: "line end between words", text: "因病\r\n因学", limits: l, want: two},
		{says: "blank between words", text: "因病 因学", limits: l, want: two},
		{says: "twice in a cell counts once", text: "因病,因学,因病", limits: l, want: two},
		{says: "words that hold a separator", text: "因病、弱劳动力、半劳动力、因学", limits: l,
			want: []string{"illness", "weak", "schooling"}},
		{says: "words that hold two of them", text: "公益岗位 / 扶贫车间,因学", limits: l, want: []string{"shed", "schooling"}},
		{says: "an unknown word among others", text: "因病、因懒", limits: l, code: "choice_unknown"},
		{says: "a dash is a blank", text: "—", limits: l, want: nil},
		{says: "a page of separators", text: strings.Repeat("x、", 1000), limits: l, code: "list_too_many"},
	})
	if _, finding := typeChoices.Parse([]any{"illness", "x"}, l); finding.Path != "[1]" {
		t.Errorf("the finding points to %q", finding.Path)
	}
	if got := typeChoices.ToColumn(two); got != "|illness|schooling|" {
		t.Errorf("column is %q", got)
	}
	for _, broken := range []string{"a", "|", "||", "|a", "a|"} {
		if _, err := typeChoices.FromColumn(broken); err == nil {
			t.Errorf("column %q was read", broken)
		}
	}
}

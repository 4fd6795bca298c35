package value

import (
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	try(t, typeText, []example{
		{says: "words stay as they are", json: `"连樟村 3 组"`, want: "连樟村 3 组", zh: "连樟村 3 组"},
		{says: "ends are trimmed and line ends made alike", json: `" a\r\nb\rc\n"`, want: "a\nb\nc"},
		{says: "blanks only are not known", json: `"  \u3000"`, want: nil},
		{says: "a zero character is refused", json: `"a\u0000b"`, code: "text_characters"},
		{says: "an escape is refused", json: `"a\u001bb"`, code: "text_characters"},
		{says: "a number is no text", json: `12`, code: "value_shape"},
		{says: "exactly the longest passes", json: `"五个字以内"`, limits: &Limits{MaxLength: 5}, want: "五个字以内"},
		{says: "one character too many", json: `"五个字以内吗"`, limits: &Limits{MaxLength: 5}, code: "text_too_long"},
		{says: "one character too few", text: "四个字了", limits: &Limits{MinLength: 5}, code: "text_too_short"},
		{says: "beyond the type's own bound", text: strings.Repeat("字", MaxText+1), code: "text_too_long"},
		{says: "the pattern holds for the whole", text: "441823105201000001", limits: &Limits{Pattern: "[0-9]{18}"},
			want: "441823105201000001"},
		{says: "the pattern must reach the end", text: "12\n", limits: &Limits{Pattern: "[0-9]+"}, want: "12"},
		{says: "alternatives are anchored too", text: "ab", limits: &Limits{Pattern: "a|b"}, code: "text_pattern"},
		{says: "a line more does not match", text: "12\n3", limits: &Limits{Pattern: "(?m)[0-9]+$"}, code: "text_pattern"},
		{says: "a broken pattern refuses", text: "a", limits: &Limits{Pattern: "("}, code: "text_pattern"},
	})
	if _, finding := typeText.ParseText("a\xffb", nil); finding == nil || finding.Code != "text_characters" {
		t.Errorf("broken UTF-8: %v", finding)
	}
}

package value

import "testing"

func TestYesNo(t *testing.T) {
	try(t, typeYesNo, []example{
		{says: "yes", json: `true`, want: true, zh: "是", en: "yes"},
		{says: "no", json: `false`, want: false, zh: "否", en: "no"},
		{says: "text in JSON", json: `"是"`, code: "value_shape"},
		{says: "one in JSON", json: `1`, code: "value_shape"},
		{says: "neither", text: "不详", code: "yes_no_wrong"},
		{says: "both", text: "是否", code: "yes_no_wrong"},
	})
	for _, word := range []string{"是", "有", "√", "Y", "yes", "TRUE", "１", " 是 ", "✔", "已"} {
		if v, finding := typeYesNo.ParseText(word, nil); v != true {
			t.Errorf("%q is %v %v", word, v, finding)
		}
	}
	for _, word := range []string{"否", "无", "×", "N", "没有", "False", "0", "未", "　否"} {
		if v, finding := typeYesNo.ParseText(word, nil); v != false {
			t.Errorf("%q is %v %v", word, v, finding)
		}
	}
	if _, err := typeYesNo.FromColumn(int64(2)); err == nil {
		t.Error("2 was read as a boolean")
	}
}

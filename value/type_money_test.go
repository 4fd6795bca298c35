package value

import (
	"math"
	"testing"
)

func TestMoney(t *testing.T) {
	yearly := &Limits{Per: "year", Min: number(0)}
	try(t, typeMoney, []example{
		{says: "fen in JSON", json: `1234560`, want: int64(1234560), zh: "12,345.60 元", en: "12,345.60 yuan"},
		{says: "per year", json: `520000`, limits: yearly, want: int64(520000), zh: "5,200.00 元/年",
			en: "5,200.00 yuan/year"},
		{says: "a fraction of a fen in JSON", json: `12.5`, code: "integer_wrong"},
		{says: "yuan as text is refused in JSON", json: `"12.50"`, code: "value_shape"},
		{says: "below the least", text: "-1", limits: yearly, code: "value_too_small"},
		{says: "more than there is", json: `9007199254740992`, code: "value_too_large"},
		{says: "plain", text: "5200", want: int64(520000)},
		{says: "as packs write it", text: "5200 CNY", want: int64(520000)},
		{says: "commas and 元", text: "1,200.50元", want: int64(120050)},
		{says: "sign in front", text: "￥1，200.5", want: int64(120050)},
		{says: "ten thousands", text: "1.2万元", want: int64(1200000)},
		{says: "ten thousands printed short", text: "4528.3万", want: int64(4528300000)},
		{says: "hundred millions", text: "6.3亿元", want: int64(63000000000)},
		{says: "整 at the end", text: "200元整", want: int64(20000)},
		{says: "角", text: "5角", want: int64(50)},
		{says: "per year in words", text: "5200元/年", limits: yearly, want: int64(520000)},
		{says: "per year before the number's end", text: "5200元每年", limits: yearly, want: int64(520000)},
		{says: "per month in a field per year", text: "5200元/月", limits: yearly, code: "money_wrong"},
		{says: "brackets of book-keepers", text: "（5.00）", want: int64(-500)},
		{says: "minus before the sign", text: "-¥5", want: int64(-500)},
		{says: "minus behind the sign", text: "¥-5", want: int64(-500)},
		{says: "two minuses", text: "-¥-5", code: "money_wrong"},
		{says: "finer than a fen", text: "0.125", code: "number_too_fine"},
		{says: "noise of a spreadsheet", text: "1234.5600000000001", want: int64(123456)},
		{says: "another currency", text: "5美元", code: "money_wrong"},
		{says: "nothing but a sign", text: "元", code: "money_wrong"},
		{says: "two points", text: "1.2.3", code: "money_wrong"},
	})
}

func TestMoneyInWordsComesBack(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 99, 100, -12345, 1234567890, MaxMoney, -MaxMoney} {
		if got, finding := ParseMoney(FormatMoney(n)); finding != nil || got != n {
			t.Errorf("%d printed %q read %d %v", n, FormatMoney(n), got, finding)
		}
	}
	if FormatMoney(math.MinInt64) != "-92,233,720,368,547,758.08" {
		t.Errorf("the least of all is %q", FormatMoney(math.MinInt64))
	}
}

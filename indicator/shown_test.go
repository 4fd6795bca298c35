package indicator

import (
	"math/big"
	"testing"

	"jieli/catalog"
	"jieli/fault"
)

func TestFiguresArePrintedAsANewspaperDoes(t *testing.T) {
	for _, c := range []struct {
		exact     string
		precision catalog.Precision
		step      int64
		decimals  int
		unit      string
		zh, en    string
	}{
		{"14487", catalog.Exact, 0, 0, "户", "14,487户", "14,487 户"},
		{"14.15", catalog.Exact, 0, 2, "万元", "14.15万元", "14.15 万元"},
		{"7634.2", catalog.Over, 100, 0, "亩", "7,600余亩", "over 7,600 亩"},
		{"7600", catalog.Over, 100, 0, "亩", "7,600余亩", "over 7,600 亩"},
		{"1987", catalog.Nearly, 1000, 0, "万元", "近2,000万元", "nearly 2,000 万元"},
		{"1.96", catalog.Nearly, 0, 0, "亿元", "近2亿元", "nearly 2 亿元"},
		{"251.3", catalog.About, 10, 0, "万元", "约250万元", "about 250 万元"},
		{"14.9", catalog.UpTo, 0, 0, "亿元", "达15亿元", "up to 15 亿元"},
		{"-5.83", catalog.Exact, 0, 2, "%", "-5.83%", "-5.83%"},
		{"0", catalog.Over, 100, 0, "吨", "0吨", "0 吨"},
		{"38", catalog.Over, 100, 0, "吨", "38吨", "38 吨"},
		{"4", catalog.Nearly, 1000, 0, "万元", "4万元", "4 万元"},
		{"0.04", catalog.About, 0, 1, "万册", "0.0万册", "0.0 万册"},
		{"1.145", catalog.Over, 0, 1, "万册", "1.1余万册", "over 1.1 万册"},
	} {
		n, ok := new(big.Rat).SetString(c.exact)
		if !ok {
			t.Fatal(c.exact)
		}
		v := Value{Number: n, Indicator: &catalog.Indicator{Precision: c.precision, Step: c.step, Decimals: c.decimals,
			Unit: fault.Text{Zh: c.unit}}}
		if zh, en := v.Shown("zh"), v.Shown("en"); zh != c.zh || en != c.en {
			t.Errorf("%s %s: %q, %q; want %q, %q", c.exact, c.precision, zh, en, c.zh, c.en)
		}
	}
}

func TestNoNumberIsShownAsADash(t *testing.T) {
	v := Value{Indicator: &catalog.Indicator{}}
	if v.Shown("zh") != "—" || v.Plain() != "" {
		t.Errorf("%q %q", v.Shown("zh"), v.Plain())
	}
}

package exchange

import (
	"fmt"
	"testing"

	"jieli/catalog"
)

func TestAVillageIsKnownByAllWaysToWriteIt(t *testing.T) {
	areas := catalog.NewAreas([]catalog.Area{{Code: "441823", Name: "阳山县", Level: "county"},
		{Code: "441823105", Name: "七拱镇", Level: "town", Parent: "441823"},
		{Code: "441823105001", Name: "七拱居委会", Level: "village", Parent: "441823105"},
		{Code: "441823105200", Name: "七拱村委会", Level: "village", Parent: "441823105"},
		{Code: "441823105202", Name: "芙蓉村委会", Level: "village", Parent: "441823105"},
		{Code: "441823105204", Name: "潭村村委会", Level: "village", Parent: "441823105"},
		{Code: "441823106", Name: "太平镇", Level: "town", Parent: "441823"},
		{Code: "441823106201", Name: "芙蓉村委会", Level: "village", Parent: "441823106"}})
	names := areaNames(areas, []string{"441823"})
	for text, want := range map[string]string{"七拱村": "[441823105200]", "七拱社区": "[441823105001]",
		"七拱社区居民委员会": "[441823105001]", "潭村": "[441823105204]", "七拱镇潭村村委会": "[441823105204]",
		"阳山县七拱镇芙蓉村民委员会": "[441823105202]", "太平镇芙蓉村": "[441823106201]", "芙蓉村": "[441823105202 441823106201]",
		"七拱镇": "[441823105]", "七拱": "[]", "村": "[]", "": "[]"} {
		if got := fmt.Sprint(names[plainArea(text)]); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// hung gives a wall chart as SVG.
func (w *world) hung(t *testing.T, login, query string) string {
	t.Helper()
	rec := w.ask(login, "GET", "/api/v1/wall-charts/office_map?"+query, nil)
	if rec.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", login, rec.Code, rec.Body)
	}
	return rec.Body.String()
}

func TestNothingPrivateStandsOnAWall(t *testing.T) {
	w := newWorld(t)
	for i := range 7 {
		fields := household("44182311120500090"+string(rune('0'+i)), "欧阳测试", jiacun)
		fields["dwelling"] = map[string]any{"type": "Point", "coordinates": []float64{112.6512, 24.4711}}
		w.must(w.people["li"], yangshan, entry("household", w.id("mapped", string(rune('0'+i))), "", fields))
	}
	svg := w.hung(t, "li", "area="+lingbei)
	for _, private := range []string{"欧阳测试", "陈测试甲", "441823111205", "13800001234", "6222020000000000008", w.id("mapped", "0"), "112.65"} {
		if strings.Contains(svg, private) {
			t.Errorf("%s stands on the wall", private)
		}
	}
	for _, public := range []string{"作战图", "甲村", ">7<", "按村合计 7", "2022年6月14日"} {
		if !strings.Contains(svg, public) {
			t.Errorf("%s is missing", public)
		}
	}
	if pdf := w.hung(t, "li", "format=pdf&size=A0&area="+lingbei); !strings.HasPrefix(pdf, "%PDF-") {
		t.Errorf("no PDF: %.40q", pdf)
	}
}

func TestAChartIsMadeForOnesOwnAreaAndOfWhatOneMayRead(t *testing.T) {
	w := newWorld(t)
	for query, want := range map[string]int{"area=" + lianzhou: http.StatusForbidden, "area=" + jiacun: http.StatusForbidden,
		"": http.StatusForbidden, "area=" + lingbei + "&size=A7": http.StatusBadRequest, "area=" + lingbei + "&size=A2": http.StatusOK} {
		if rec := w.ask("li", "GET", "/api/v1/wall-charts/office_map?"+query, nil); rec.Code != want {
			t.Errorf("%q: %d, not %d", query, rec.Code, want)
		}
	}
	if rec := w.ask("li", "GET", "/api/v1/wall-charts/nothing?area="+lingbei, nil); rec.Code != http.StatusNotFound {
		t.Errorf("a chart that there is not: %d", rec.Code)
	}
	if svg := w.hung(t, "admin", "area="+yangshan); strings.Contains(svg, "甲村") || !strings.Contains(svg, "打印人无权查看") {
		t.Error("who reads no households prints them")
	}
	if svg := w.hung(t, "county", "lang=en&area="+yangshan); !strings.Contains(svg, "Battle map") || !strings.Contains(svg, "Legend") {
		t.Error("the chart in English has other words")
	}
}

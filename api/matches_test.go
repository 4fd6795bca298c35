package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jieli/engine"
	"jieli/journal"
)

func at(lon, lat float64) map[string]any {
	return map[string]any{"type": "Point", "coordinates": []float64{lon, lat}}
}

func (w *world) field(name, village string, fields map[string]any) engine.EntryIn {
	fields["name"], fields["village"] = name, village
	return entry("field", w.id("field", name), "", fields)
}

// fields offers land to the household of three people, which lives at 112.6, 24.6, and to somebody of another county.
func (w *world) fields() {
	w.must(w.people["li"], yangshan,
		engine.EntryIn{Register: "household", Record: w.home, Action: journal.Change, Base: 1,
			Fields: []byte(`{"dwelling": {"type": "Point", "coordinates": [112.6, 24.6]}}`)},
		w.field("远", jiacun, map[string]any{"place": at(112.7, 24.6), "hands": 1}),
		w.field("近而贵", jiacun, map[string]any{"place": at(112.61, 24.6), "hands": 3, "rent": 50000}),
		w.field("近而便宜", jiacun, map[string]any{"place": at(112.61, 24.6), "hands": 3, "rent": 20000}),
		w.field("近而不知租金", jiacun, map[string]any{"place": at(112.61, 24.6), "hands": 2}),
		w.field("不知在哪", jiacun, map[string]any{"hands": 3}),
		w.field("人手不够", jiacun, map[string]any{"place": at(112.6, 24.6), "hands": 4}),
		w.field("作废", jiacun, map[string]any{"place": at(112.6, 24.6), "hands": 1}))
	w.must(w.people["li"], yangshan, engine.EntryIn{Register: "field", Record: w.id("field", "作废"), Action: journal.Void,
		Base: 1, Reason: "登记错误"})
	w.must(w.people["wang"], lianzhou, w.field("别县", bingcun, map[string]any{"place": at(112.6, 24.6), "hands": 1}))
}

func TestWhatFitsIsListedNearestFirst(t *testing.T) {
	w := newWorld(t)
	w.fields()
	got := w.get("li", "/registers/household/records/441823/"+w.home+"/matches/fields_near")
	var lines []string
	for _, x := range got["matches"].([]any) {
		m := x.(map[string]any)
		lines = append(lines, fmt.Sprint(m["record"].(map[string]any)["title"], " ", m["km"]))
	}
	want := "近而便宜 1, 近而贵 1, 近而不知租金 1, 远 10.1, 不知在哪 <nil>"
	if line := strings.Join(lines, ", "); line != want {
		t.Errorf("listed: %s\nwant:   %s", line, want)
	}
	if said := fmt.Sprint(got["asked"], got["found"], got["read"], got["more"]); said != "true 5 6 false" {
		t.Errorf("found, read, more: %s", said)
	}
}

func TestAMatchIsMadeForSomeRecordsOnly(t *testing.T) {
	w := newWorld(t)
	w.fields()
	w.must(w.people["li"], yangshan, engine.EntryIn{Register: "household", Record: w.home, Action: journal.Change, Base: 2,
		Fields: []byte(`{"members": 1}`)})
	got := w.get("li", "/registers/household/records/441823/"+w.home+"/matches/fields_near")
	if said := fmt.Sprint(got["asked"], got["found"], got["read"], got["matches"]); said != "false 0 0 []" {
		t.Errorf("a household of one person is given %s", said)
	}
}

func TestAMatchIsNotOfferedToWhoDoesNotSeeWhatItReads(t *testing.T) {
	w := newWorld(t)
	w.fields()
	path := "/api/v1/registers/household/records/441823/" + w.home + "/matches/"
	// The county office reads households and fields, but where somebody lives is masked from it.
	rec := w.ask("county", "GET", path+"fields_near", nil)
	if rec.Code != 403 || !strings.Contains(rec.Body.String(), "match_hidden") || strings.Contains(rec.Body.String(), "便宜") {
		t.Errorf("the county office gets %d %s", rec.Code, rec.Body)
	}
	if rec := w.ask("li", "GET", path+"nothing", nil); rec.Code != 404 {
		t.Errorf("a match that does not exist: %d", rec.Code)
	}
	for login, want := range map[string]int{"li": 1, "county": 0, "surveyor": 0} {
		if n := len(w.get(login, "/catalog")["matches"].([]any)); n != want {
			t.Errorf("the catalog offers %d matches to %s, want %d", n, login, want)
		}
	}
}

func TestAMatchSaysWhenItDidNotLookAtEverything(t *testing.T) {
	w := newWorld(t)
	w.fields()
	w.clock.Advance(time.Hour)
	for i := 0; i < engine.MatchesRead; i += 250 {
		var list []engine.EntryIn
		for j := range 250 {
			list = append(list, w.field(fmt.Sprint("荒地", i+j), jiacun, map[string]any{"hands": 9}))
		}
		w.must(w.people["li"], yangshan, list...)
	}
	got := w.get("li", "/registers/household/records/441823/"+w.home+"/matches/fields_near")
	if said := fmt.Sprint(got["found"], got["read"], got["more"]); said != fmt.Sprint(0, engine.MatchesRead, true) {
		t.Errorf("found, read, more: %s", said)
	}
}

package api_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"jieli/value"
)

const errands = `register: bureau
label: {zh: 单位, en: Bureau}
area: place
title: "{name}{boss}"
fields:
  place: {label: {zh: 地区, en: Place}, type: area, level: city, required: true}
  name: {label: {zh: 名称, en: Name}, type: text, required: true}
  boss: {label: {zh: 负责人, en: Boss}, type: text, privacy: personal}
---
role: bureau_office
label: {zh: 市级办公室, en: City office}
level: city
can: {bureau: [read, create]}
---
workflow: errand
label: {zh: 托办, en: Errand}
subject: household
as: errands
title: "{bureau} · {opened_on}"
fields:
  bureau: {label: {zh: 承办单位, en: Bureau}, type: reference, register: bureau, list: true}
  keeper: {label: {zh: 跟进人, en: Keeper}, type: reference, register: account, list: true}
stages:
  going: {label: {zh: 办理中, en: Going on}, owner: team_member}
  over: {label: {zh: 办结, en: Over}, final: true}
transitions:
  - {do: open, label: {zh: 托办, en: Open}, to: going, by: [team_member],
     asks: {bureau: {save_to: errand.bureau}, keeper: {save_to: errand.keeper}}}
  - {do: finish, label: {zh: 办结, en: Finish}, from: going, to: over}
`

// What a case refers to may be kept at the programme's own level, where the reader has nothing to read: it is called by
// a name, and never by its id.
func TestACaseNamesWhatLiesOutsideTheReadersArea(t *testing.T) {
	w := newWorldOf(t, func() fs.FS {
		out, _ := withPhotos().(fstest.MapFS)
		out["survey/errands.yaml"] = &fstest.MapFile{Data: []byte(errands)}
		return out
	}, nil)
	w.populate()
	w.addPerson("bureau", "bureau_office", "4418")
	bureau := w.id("bureau record")
	w.must(w.people["bureau"], value.County("4418"), entry("bureau", bureau, "", map[string]any{"place": "4418", "name": "测试水利局"}))
	check(t, w.submit("li", "errand_open", "household", w.home, map[string]any{"bureau": bureau,
		"keeper": w.people["bureau"].Account}))
	queued := w.get("li", "/workflows/errand/cases")["cases"].([]any)[0].(map[string]any)
	text := fmt.Sprint(queued["summary"])
	for _, want := range []string{"测试水利局", "测试员"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
	if queued["title"] != "测试水利局 · 2022-06-14" && queued["title"] != "测试水利局 · 2022年6月14日" {
		t.Errorf("it is called %v", queued["title"])
	}
	history := fmt.Sprint(w.get("li", fmt.Sprintf("/registers/errand/records/%s/%s/history", yangshan, queued["id"])))
	if !strings.Contains(history, bureau+":测试水利局") {
		t.Errorf("the history does not say who %s is: %s", bureau, history)
	}
}

// A question about something that the county or the programme keeps for all can be answered by who works below; what is
// not theirs to read stays unsaid.
func TestAReferenceMayNameWhatIsKeptAbove(t *testing.T) {
	w := newWorldOf(t, func() fs.FS {
		out, _ := withPhotos().(fstest.MapFS)
		out["survey/errands.yaml"] = &fstest.MapFile{Data: []byte(errands)}
		return out
	}, nil)
	w.populate()
	w.addPerson("bureau", "bureau_office", "4418")
	for n, name := range []string{"测试水利局", "测试教育局"} {
		w.must(w.people["bureau"], value.County("4418"), entry("bureau", w.id("bureau", fmt.Sprint(n)), "",
			map[string]any{"place": "4418", "name": name, "boss": "密不外传"}))
	}
	got := w.ask("li", "GET", "/api/v1/registers/bureau/referable?q=水利", nil).Body.String()
	if !strings.Contains(got, "测试水利局") || strings.Contains(got, "教育") || strings.Contains(got, "密不外传") {
		t.Errorf("li is offered %s", got)
	}
	if got := w.ask("li", "GET", "/api/v1/registers/household/referable", nil).Body.String(); !strings.Contains(got, w.home) ||
		strings.Contains(got, w.far) {
		t.Errorf("of households li is offered %s", got)
	}
	if code := w.ask("county", "GET", "/api/v1/registers/bureau/referable", nil).Code; code < 400 {
		t.Errorf("who reads no bureaus is answered %d", code)
	}
}

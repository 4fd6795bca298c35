package api_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"jieli/journal"
)

const storms = `register: storm
label: {zh: 暴雨, en: Storm}
area: place
fields:
  place: {label: {zh: 范围, en: Place}, type: area, required: true}
  starts_on: {label: {zh: 开始, en: From}, type: date, required: true}
  ends_on: {label: {zh: 结束, en: To}, type: date}
---
register: storm_place
label: {zh: 受灾村, en: Place hit}
parent: storm
as: places
fields:
  village: {label: {zh: 村, en: Village}, type: area, required: true}
---
round: storm_sweep
label: {zh: 灾后排查, en: Sweep after a storm}
opened_by: storm
from: starts_on
to: ends_on
target: household
covered_by: home_visit
on: visited_on
places: storm_place.village
---
round: standing_visits
label: {zh: 定期走访, en: Visits at all times}
target: household
where: household.formerly_poor
covered_by: home_visit
due: last_visited_on
lead: 7 days
---
role: storm_office
label: {zh: 应急办, en: Storm office}
level: county
can: {storm: [read, create, change], storm_place: [read, create], household: [read, change]}
powers: [rounds]
`

// withStorms is the programme of the other tests with a sweep and a standing round.
func withStorms() fs.FS {
	out, _ := withPhotos().(fstest.MapFS)
	out["survey/storms.yaml"] = &fstest.MapFile{Data: []byte(storms)}
	return out
}

// stormy is a world with two more households in a second village, swept since a storm of June 10.
func stormy(t *testing.T) (w *world, storm string) {
	t.Helper()
	w = newWorldOf(t, withStorms, nil)
	w.populate()
	w.addPerson("storm", "storm_office", yangshan)
	w.addPerson("committee", "village_committee", "441823111206")
	for n := range 2 {
		w.must(w.people["li"], yangshan, entry("household", w.id("second", fmt.Sprint(n)), "",
			household(fmt.Sprintf("44182311120600000%d", n), "何测试丁", "441823111206")))
	}
	storm = w.id("storm record")
	w.must(w.people["storm"], yangshan,
		entry("storm", storm, "", map[string]any{"place": yangshan, "starts_on": "2022-06-10", "ends_on": "2022-06-20"}),
		entry("storm_place", w.id("place"), storm, map[string]any{"village": "441823111206"}))
	return w, storm
}

func TestTheCoverageOfASweepCountsItsList(t *testing.T) {
	w, storm := stormy(t)
	check(t, w.submit("li", "home_visit", "household", w.id("second", "0"), map[string]any{"visited_on": "2022-06-14",
		"medical_cost": 100}))
	path := "/rounds/storm_sweep/441823/" + storm + "/coverage?level="
	for level, want := range map[string]string{"village": "441823111206", "town": lingbei} {
		got := w.get("storm", path+level)
		if got["list"] != true || fmt.Sprint(got["total"]) != "map[covered:1 targets:2]" {
			t.Errorf("%s: %v", level, got)
		}
		if text := fmt.Sprint(got["rows"]); !strings.Contains(text, "area:"+want+" covered:1") {
			t.Errorf("%s: %s", level, text)
		}
	}
	plain := w.get("storm", "/rounds/household_round/441823/"+w.round+"/coverage?level=village")
	if plain["list"] != false || fmt.Sprint(plain["total"]) != "map[covered:1 targets:3]" {
		t.Errorf("the round of all: %v", plain)
	}
	for covered, want := range map[string]string{"no": w.id("second", "1"), "yes": w.id("second", "0")} {
		list := w.get("storm", "/registers/household/records?round="+storm+"&covered="+covered)
		if text := fmt.Sprint(list["records"]); list["count"] != float64(1) || !strings.Contains(text, want) {
			t.Errorf("covered=%s: %v", covered, list)
		}
	}
}

func TestWhatASweepLeavesIsATaskOfItsVillage(t *testing.T) {
	w, storm := stormy(t)
	task := taskOf(w, "li", "storm_sweep")
	if task == nil || task["area"] != "441823111206" || fmt.Sprint(task["round"]) != "map[county:441823 id:"+storm+" left:2]" {
		t.Errorf("%v", task)
	}
	for _, who := range []string{"wang", "committee"} {
		if other := taskOf(w, who, "storm_sweep"); other != nil {
			t.Errorf("%s makes no visits there: %v", who, other)
		}
	}
}

func taskOf(w *world, who, kind string) map[string]any {
	w.t.Helper()
	list, _ := w.get(who, "/tasks")["tasks"].([]any)
	for _, x := range list {
		if task, _ := x.(map[string]any); task["kind"] == kind {
			return task
		}
	}
	return nil
}

func TestAStandingRoundMakesOneTaskAVillageOfWhatFallsDue(t *testing.T) {
	w, _ := stormy(t)
	if task := taskOf(w, "li", "standing_visits"); task != nil {
		t.Fatalf("nothing is due yet: %v", task)
	}
	for n, due := range []string{"2022-06-12", "2022-06-21"} {
		w.falls(w.id("second", fmt.Sprint(n)), due)
	}
	task := taskOf(w, "li", "standing_visits")
	if task == nil || task["area"] != "441823111206" || task["due"] != "2022-06-12" || task["overdue"] != true ||
		fmt.Sprint(task["group"]) != "map[due:2 next_due:2022-06-12 round:standing_visits]" || task["form"] != "home_visit" {
		t.Errorf("%v", task)
	}
	w.falls(w.id("second", "0"), "2022-09-12")
	if task = taskOf(w, "li", "standing_visits"); fmt.Sprint(task["group"]) != "map[due:1 next_due:2022-06-21 round:standing_visits]" {
		t.Errorf("%v", task)
	}
	if other := taskOf(w, "committee", "standing_visits"); other != nil {
		t.Errorf("who makes no visits has %v", other)
	}
}

// falls says by when a household is due.
func (w *world) falls(household, due string) {
	w.t.Helper()
	r, err := w.store.Record(w.t.Context(), w.cat.Register("household"), yangshan, household)
	check(w.t, err)
	e := entry("household", household, "", map[string]any{"last_visited_on": due})
	e.Action, e.Base = journal.Change, r.Version
	w.must(w.people["storm"], yangshan, e)
}

package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"jieli/engine"
)

// more are people that only the tests of cases need.
var more = []struct{ login, role, area string }{
	{"committee", "village_committee", jiacun},
	{"zhang", "village_committee", bingcun},
	{"town", "township_office", lingbei},
	{"chief", "township_office", lingbei},
	{"unit", "sending_unit", "4418"},
}

// newCase is a world in which li has opened a case about the household.
func newCase(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	for _, p := range more {
		w.addPerson(p.login, p.role, p.area)
	}
	w.openCase()
	return w
}

// openCase gives the id of the case that li opens about the household of the village.
func (w *world) openCase() string {
	w.t.Helper()
	r := w.submit("li", "recognition_open", "household", w.home, map[string]any{"category": "unstable"})
	check(w.t, r)
	for _, x := range w.get("li", "/registers/recognition/records")["records"].([]any) {
		w.kase = x.(map[string]any)["id"].(string)
	}
	if w.kase == "" {
		w.t.Fatal("no case was opened")
	}
	return w.kase
}

// submit sends a form about a record; the error says why it was refused.
func (w *world) submit(login, form, register, subject string, answers map[string]any) error {
	w.t.Helper()
	w.seq++
	rec, err := w.store.Record(w.t.Context(), w.cat.Register(register), yangshan, subject)
	check(w.t, err)
	out := w.ask(login, "POST", "/api/v1/bundles", map[string]any{"id": w.id("form", fmt.Sprint(w.seq)), "county": yangshan,
		"device": "phone", "device_seq": w.seq, "made_at": w.clock.Now().String(), "form": form, "subject": subject,
		"base": rec.Version, "answers": answers})
	if out.Code != http.StatusOK {
		return fmt.Errorf("%d %s", out.Code, out.Body)
	}
	return nil
}

func (w *world) step(login, do string, answers map[string]any) {
	w.t.Helper()
	check(w.t, w.submit(login, "recognition_"+do, "recognition", w.kase, answers))
}

// toNotice brings the case into the stage of the notice.
func (w *world) toNotice() {
	w.t.Helper()
	check(w.t, w.submit("li", "home_visit", "household", w.home, map[string]any{"visited_on": "2022-06-14", "income_net": 800000}))
	w.step("li", "confirm", map[string]any{"second": "赵测试丁", "found": "户主患病住院", "category": "unstable"})
}

func (w *world) after(days int) { w.clock.Advance(time.Duration(days) * 24 * time.Hour) }

func (w *world) caseOf(login string) map[string]any {
	w.t.Helper()
	return w.get(login, "/cases/recognition/441823/"+w.kase)
}

// action finds a step in the list of what a person can do.
func action(view map[string]any, do string) map[string]any {
	for _, x := range view["actions"].([]any) {
		if a := x.(map[string]any); a["do"] == do {
			return a
		}
	}
	return nil
}

func TestACaseSaysWhatCanBeDoneAndWhatProvesIt(t *testing.T) {
	w := newCase(t)
	v := w.caseOf("li")
	if v["stage"] != "verification" || v["due_on"] != "2022-06-19" || v["days_left"] != 5.0 || v["overdue"] != false ||
		v["deadline_on"] != "2022-06-29" {
		t.Errorf("%v", v)
	}
	if s := v["subject"].(map[string]any); s["id"] != w.home || !strings.Contains(s["title"].(string), "陈测试甲") {
		t.Errorf("subject: %v", s)
	}
	confirm := action(v, "confirm")
	visited := confirm["requires"].([]any)[0].(map[string]any)
	chosen := confirm["requires"].([]any)[1].(map[string]any)
	if confirm["possible"] != false || visited["met"] != false || chosen["met"] != nil ||
		!strings.Contains(fmt.Sprint(confirm["why_not"]), "启动后已入户走访") ||
		!strings.Contains(fmt.Sprint(confirm["why_not"]), "A visit since it was opened") {
		t.Errorf("before a visit: %v", confirm)
	}
	if action(v, "resume") != nil || action(v, "pause")["possible"] != true || action(v, "approve") != nil {
		t.Errorf("actions: %v", v["actions"])
	}
	check(t, w.submit("li", "home_visit", "household", w.home, map[string]any{"visited_on": "2022-06-14", "income_net": 800000}))
	visited = action(w.caseOf("li"), "confirm")["requires"].([]any)[0].(map[string]any)
	shows := fmt.Sprint(visited["shows"])
	if visited["met"] != true || !strings.Contains(shows, "2022年6月14日") || !strings.Contains(shows, "home_visit") ||
		!strings.Contains(shows, "13800001234") {
		t.Errorf("after a visit: %v", visited)
	}
}

func TestACaseShowsEachCallerWhatTheirRolesSee(t *testing.T) {
	w := newCase(t)
	w.toNotice()
	for login, want := range map[string]int{"li": 200, "committee": 200, "town": 200, "county": 200, "auditor": 200,
		"unit": 404, "wang": 404, "zhang": 404, "surveyor": 404, "admin": 404, "": 401} {
		rec := w.ask(login, "GET", "/api/v1/cases/recognition/441823/"+w.kase, nil)
		if rec.Code != want {
			t.Errorf("%q: %d, want %d: %.200s", login, rec.Code, want, rec.Body)
		}
		plain := login == "li" || login == "committee"
		for _, secret := range []string{"陈测试甲", "赵测试丁", "户主患病住院"} {
			if strings.Contains(rec.Body.String(), secret) != plain {
				t.Errorf("%q and %s: %s", login, secret, rec.Body)
			}
		}
	}
	if a := w.caseOf("county")["actions"].([]any); len(a) != 0 {
		t.Errorf("the county can do %v", a)
	}
	steps := w.caseOf("li")["steps"].([]any)
	last := steps[len(steps)-1].(map[string]any)
	if len(steps) != 2 || last["did"] != "confirm" || last["second"] != "赵测试丁" || last["from"] != "verification" ||
		last["by"].(map[string]any)["name"] != "测试员" || last["due_was"] != "2022-06-19" {
		t.Errorf("steps: %v", steps)
	}
	var chain []string
	for _, x := range w.caseOf("li")["chain"].([]any) {
		chain = append(chain, x.(map[string]any)["state"].(string))
	}
	if fmt.Sprint(chain) != "[done now ahead ahead ahead]" {
		t.Errorf("chain: %v", chain)
	}
}

func TestANoticeMayNotEndBeforeItsDaysAreOver(t *testing.T) {
	w := newCase(t)
	w.toNotice()
	proceed := action(w.caseOf("committee"), "proceed")
	if proceed["possible"] != false || proceed["first_day"] != "2022-06-19" || len(proceed["why_not"].([]any)) != 1 {
		t.Errorf("on the first day: %v", proceed)
	}
	if object := action(w.caseOf("committee"), "object"); object["possible"] != true || object["back"] != true {
		t.Errorf("an objection is possible at once: %v", object)
	}
	if err := w.submit("committee", "recognition_proceed", "recognition", w.kase, nil); err == nil {
		t.Error("the engine lets the notice end at once")
	}
	w.after(5)
	if proceed = action(w.caseOf("committee"), "proceed"); proceed["possible"] != true {
		t.Errorf("after five days: %v", proceed)
	}
	w.step("committee", "object", map[string]any{"reason": "邻居反映其有商品房"})
	v := w.caseOf("li")
	steps := v["steps"].([]any)
	if v["stage"] != "verification" || steps[len(steps)-1].(map[string]any)["reason"] != "邻居反映其有商品房" ||
		v["due_on"] != "2022-06-24" {
		t.Errorf("after the objection: %v", v)
	}
}

func TestAProofIsMaskedAsItsRecordIs(t *testing.T) {
	w := newCase(t)
	w.toNotice()
	w.after(5)
	w.step("committee", "proceed", nil)
	approve := action(w.caseOf("town"), "approve")
	reachable := approve["requires"].([]any)[0].(map[string]any)
	shows := fmt.Sprint(reachable["shows"])
	if approve["possible"] != true || reachable["met"] != true || !strings.Contains(shows, "138****1234") ||
		!strings.Contains(shows, "陈**") || strings.Contains(shows, "13800001234") || strings.Contains(shows, "陈测试乙") {
		t.Errorf("the town office, which sees nothing personal, is shown %v", approve)
	}
	w.step("town", "approve", nil)
	v := w.caseOf("li")
	var chain []string
	for _, x := range v["chain"].([]any) {
		chain = append(chain, x.(map[string]any)["state"].(string))
	}
	if fmt.Sprint(chain) != "[done done done now skipped]" || v["closed_on"] != "2022-06-19" || len(v["actions"].([]any)) != 0 ||
		v["days_left"] != nil || len(v["tasks"].([]any)) != 0 {
		t.Errorf("when it is over: %v", v)
	}
}

func TestACaseThatARuleOpensSaysWhy(t *testing.T) {
	w := newWorld(t)
	low := household("441823111205000099", "测试", jiacun)
	low["income_net"] = 300000
	w.must(w.people["li"], yangshan, entry("household", w.id("low"), "", low))
	for login, want := range map[string]string{"li": "家庭纯收入3,000.00 元/年低于7,000.00 元/年", "county": "****"} {
		c := w.get(login, "/workflows/recognition/cases")["cases"].([]any)[0].(map[string]any)
		if c["why"] != want {
			t.Errorf("%s reads %v", login, c["why"])
		}
		w.kase = c["id"].(string)
	}
	step := w.caseOf("li")["steps"].([]any)[0].(map[string]any)
	if step["did"] != "" || step["label"].(map[string]any)["en"] != "Opened by the system" {
		t.Errorf("%v", step)
	}
	for _, x := range w.get("li", "/tasks")["tasks"].([]any) {
		task := x.(map[string]any)
		if task["kind"] == "rule" {
			t.Errorf("the mark of the rule is shown as a task: %v", x)
		}
		if about, _ := task["subject"].(map[string]any); task["record"] == w.kase && about["id"] != w.id("low") {
			t.Errorf("the task does not say whom it is about: %v", x)
		}
	}
	if tasks := w.caseOf("li")["tasks"].([]any); len(tasks) != 1 {
		t.Errorf("tasks of the case: %v", tasks)
	}
}

func TestAQueueCountsWhatStandsWhereAndWhatIsLate(t *testing.T) {
	w := newCase(t)
	queue := func(login, query string) map[string]any { return w.get(login, "/workflows/recognition/cases"+query) }
	first := queue("li", "?mine=yes")
	if cases := first["cases"].([]any); len(cases) != 1 || first["mine"] != 1.0 ||
		first["counts"].(map[string]any)["verification"] != 1.0 {
		t.Fatalf("li has %v", first)
	}
	c := first["cases"].([]any)[0].(map[string]any)
	if c["id"] != w.kase || c["days_left"] != 5.0 || c["stage"] != "verification" || c["area_name"] != "贾村" &&
		c["area"] != jiacun || !strings.Contains(fmt.Sprint(c["summary"]), "脱贫不稳定户") || c["subject"] == nil {
		t.Errorf("%v", c)
	}
	if got := queue("committee", "?mine=yes"); len(got["cases"].([]any)) != 0 || got["mine"] != 0.0 ||
		got["counts"].(map[string]any)["verification"] != 1.0 {
		t.Errorf("nothing waits for the committee yet, and it sees where the case stands: %v", got)
	}
	if got := queue("li", "?overdue=yes"); len(got["cases"].([]any)) != 0 {
		t.Errorf("nothing is late yet: %v", got)
	}
	w.after(6)
	if got := queue("county", "?overdue=yes&stage=verification"); len(got["cases"].([]any)) != 1 {
		t.Errorf("a day late: %v", got)
	}
	w.toNotice()
	if got := queue("committee", "?mine=yes"); len(got["cases"].([]any)) != 1 {
		t.Errorf("the committee's turn: %v", got)
	}
	if got := queue("wang", ""); len(got["cases"].([]any)) != 0 || strings.Contains(fmt.Sprint(got), ":1") {
		t.Errorf("another county's team sees %v", got)
	}
	for query, want := range map[string]int{"?stage=nowhere": 400, "?mine=perhaps": 400, "?after=x": 400, "?what=1": 400} {
		if rec := w.ask("li", "GET", "/api/v1/workflows/recognition/cases"+query, nil); rec.Code != want {
			t.Errorf("%s: %d", query, rec.Code)
		}
	}
	if rec := w.ask("unit", "GET", "/api/v1/workflows/recognition/cases", nil); rec.Code != 404 {
		t.Errorf("the sending unit: %d", rec.Code)
	}
}

func TestAQueueIsReadPageByPage(t *testing.T) {
	w := newCase(t)
	want := map[string]bool{w.kase: true}
	for i := range 4 {
		home := w.id("home", fmt.Sprint(i))
		w.must(w.people["li"], yangshan, entry("household", home, "", household(fmt.Sprintf("44182311120500%04d", 10+i), "测试", jiacun)))
		if i%2 == 0 {
			w.after(1)
		}
		check(t, w.submit("li", "recognition_open", "household", home, map[string]any{"category": "sudden"}))
	}
	for _, x := range w.get("li", "/registers/recognition/records")["records"].([]any) {
		want[x.(map[string]any)["id"].(string)] = true
	}
	got, due, next := map[string]bool{}, "", ""
	for {
		page := w.get("li", "/workflows/recognition/cases?limit=2"+next)
		for _, x := range page["cases"].([]any) {
			c := x.(map[string]any)
			if got[c["id"].(string)] || c["due_on"].(string) < due {
				t.Errorf("twice or out of order: %v", c)
			}
			got[c["id"].(string)], due = true, c["due_on"].(string)
		}
		if page["next"] == nil {
			break
		}
		next = "&after=" + page["next"].(string)
	}
	if len(got) != 5 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestAStepsFormIsOfTheCatalogAndOfNoListOfNewForms(t *testing.T) {
	w := newCase(t)
	steps := map[string]bool{}
	for _, x := range w.get("li", "/catalog")["forms"].([]any) {
		if f := x.(map[string]any); f["transition"] != nil {
			steps[f["transition"].(map[string]any)["do"].(string)] = true
		}
	}
	if !steps["open"] || !steps["confirm"] {
		t.Errorf("%v", steps)
	}
	flow := w.get("committee", "/workflows")["list"].([]any)[0].(map[string]any)
	if flow["name"] != "recognition" || flow["subject"] != "household" || len(flow["stages"].([]any)) != 5 ||
		flow["opens"].([]any)[0].(map[string]any)["form"] != "recognition_open" {
		t.Errorf("%v", flow)
	}
	if got := w.get("unit", "/workflows")["list"].([]any); len(got) != 0 {
		t.Errorf("the sending unit sees %v", got)
	}
}

// stageTask gives the one task of a case that a person has.
func (w *world) stageTask(login string) map[string]any {
	w.t.Helper()
	var found []map[string]any
	for _, x := range w.get(login, "/tasks")["tasks"].([]any) {
		if v := x.(map[string]any); v["case"] != nil {
			found = append(found, v)
		}
	}
	if len(found) != 1 {
		w.t.Fatalf("%s has %v", login, found)
	}
	return found[0]
}

func TestATaskOfAStageGoesToItsOwnerAndClimbsWhenItIsLate(t *testing.T) {
	w := newCase(t)
	task := w.stageTask("li")
	if task["label"].(map[string]any)["zh"] != "入户核实" || fmt.Sprint(task["case"]) != "map[stage:verification workflow:recognition]" ||
		task["due"] != "2022-06-19" || task["level"] != 0.0 || !strings.Contains(fmt.Sprint(task["forms"]), "recognition_confirm") {
		t.Errorf("%v", task)
	}
	if got := w.get("county", "/tasks")["tasks"].([]any); len(got) != 0 {
		t.Errorf("the county is shown what is not late: %v", got)
	}
	w.after(7)
	got := w.get("county", "/tasks")["tasks"].([]any)
	if len(got) != 1 || got[0].(map[string]any)["level"] != 1.0 ||
		got[0].(map[string]any)["climbed_from"].(map[string]any)["zh"] != "驻镇工作队员" {
		t.Errorf("two days late: %v", got)
	}
}

func TestATaskCanBeHandedToWhoMayDoIt(t *testing.T) {
	w := newCase(t)
	w.addPerson("li2", "team_member", lingbei)
	task := w.stageTask("li")
	path := fmt.Sprintf("/tasks/441823/%s/people", task["id"])
	people := w.get("li", path)["list"].([]any)
	if len(people) != 3 || people[0].(map[string]any)["account"] != w.people["li2"].Account {
		t.Errorf("%v", people)
	}
	for _, login := range []string{"wang", "unit", "committee"} {
		if rec := w.ask(login, "GET", "/api/v1"+path, nil); rec.Code != 404 {
			t.Errorf("%s: %d", login, rec.Code)
		}
	}
	w.must(w.people["li"], yangshan, engine.EntryIn{Register: "delegation", Record: w.id("hand"), Action: "create",
		Fields: []byte(fmt.Sprintf(`{"task":%q,"to":%q,"to_name":"测试员","note":"我在外地培训"}`, task["id"], w.people["li2"].Account))})
	got := w.stageTask("li2")
	if got["note"] != "我在外地培训" || got["assignee"].(map[string]any)["account"] != w.people["li2"].Account {
		t.Errorf("%v", got)
	}
	if by := got["assigned_by"].(map[string]any); by["account"] != w.people["li"].Account || by["name"] != "测试员" {
		t.Errorf("who handed it on: %v", by)
	}
}

package pack

import (
	"os"
	"slices"
	"strings"
	"testing"

	"jieli/catalog"
	"jieli/value"
)

// flow loads the pack of workflows for tests, which has neither errors nor warnings.
func flow(t testing.TB) *catalog.Catalog {
	t.Helper()
	cat, findings := Load(os.DirFS("testdata/good/flow"))
	if cat == nil || len(findings) > 0 {
		t.Fatal(findings)
	}
	return cat
}

func fieldList(r *catalog.Register) string { return strings.Join(fieldNames(r), " ") }

func TestAWorkflowMakesRegistersOfCasesAndSteps(t *testing.T) {
	c := flow(t)
	w := c.Workflow("recognition")
	cases, steps := c.Register("recognition"), c.Register("recognition_step")
	if w.Case != cases || w.Steps != steps || cases.Case != w || steps.Step != w || w.Subject != c.Register("household") {
		t.Fatalf("workflow %+v", w)
	}
	if cases.Parent != w.Subject || cases.As != "recognitions" || steps.Parent != cases || steps.As != "steps" {
		t.Errorf("cases below %v as %s, steps below %v as %s", cases.Parent.Name, cases.As, steps.Parent.Name, steps.As)
	}
	const system = "stage stage_on due_on deadline_on opened_on closed_on paused_on late_days rule why"
	if got := fieldList(cases); got != system+" category" {
		t.Errorf("fields of cases: %s", got)
	}
	if got := fieldList(steps); got != "did from_stage to_stage done_on due_was second reason days found" {
		t.Errorf("fields of steps: %s", got)
	}
	for _, f := range slices.Concat(cases.Fields[:10], steps.Fields[:5]) {
		if !f.Kept {
			t.Errorf("%s is not kept by the engine", f.Name)
		}
	}
	if cases.Field("category").Kept || steps.Field("reason").Kept || steps.DateField != "done_on" || cases.Form != nil {
		t.Error("fields that people fill are kept by the engine")
	}
	if text, ok := c.ChoiceList("recognition_stage").Label("review"); !ok || text.En != "Review" {
		t.Errorf("code list of stages: %v", text)
	}
	if _, ok := c.ChoiceList("rule").Label("income_below_line"); !ok {
		t.Error("the rule has no code")
	}
}

func TestAStepIsAForm(t *testing.T) {
	c := flow(t)
	open, confirm := c.Form("recognition_open"), c.Form("recognition_confirm")
	if open.Subject != c.Register("household") || open.Own != c.Register("recognition") || !open.Transition.Opens() {
		t.Errorf("opening form %+v", open)
	}
	category := open.ByName()["category"]
	if category.SaveTo != nil || !category.Required || category.Field != open.Own.Field("category") {
		t.Errorf("the question of the opening form is %+v", category)
	}
	if confirm.Subject != c.Register("recognition") || confirm.Own != c.Register("recognition_step") || confirm.Own.Form != nil {
		t.Errorf("form of a step %+v", confirm)
	}
	var names []string
	for _, q := range confirm.Sections[0].Questions {
		names = append(names, q.Name)
	}
	if got := strings.Join(names, " "); got != "second found category income" {
		t.Errorf("questions %s", got)
	}
	if q := confirm.ByName()["income"]; q.SaveTo == nil || q.SaveTo.Register.Name != "household" {
		t.Errorf("income is %+v", q)
	}
	if q := confirm.ByName()["found"]; !q.Required || q.Field.Required {
		t.Error("an answer that other steps do not give is required of the record")
	}
	for form, asked := range map[string]string{
		"recognition_extend": "days reason", "recognition_pause": "reason", "recognition_return": "reason",
		"recognition_dismiss": "found reason",
	} {
		if got := strings.Join(questionNames(c.Form(form)), " "); got != asked {
			t.Errorf("%s asks %s, want %s", form, got, asked)
		}
	}
	if s := c.Form("recognition_approve").Sets[0]; s.Register.Name != "household" || s.Field.Name != "monitoring_category" {
		t.Errorf("set %+v", s)
	}
}

func TestClocksConditionsAndOwnersAreKept(t *testing.T) {
	c := flow(t)
	w := c.Workflow("recognition")
	notice, review := w.Stage("notice"), w.Stage("review")
	if notice.Document != c.Document("recognition_notice") || !review.FourEyes || !review.Within.Workdays || notice.Within != nil {
		t.Errorf("stages %+v %+v", notice, review)
	}
	confirm, pause := w.Transition("confirm"), w.Transition("pause")
	if confirm.Persons != 2 || !slices.Equal(confirm.By, []string{"team_member"}) || confirm.To != notice || pause.To != nil {
		t.Errorf("step %+v", confirm)
	}
	visited := confirm.Requires[0]
	if visited.When == nil || visited.Shows[0].List != c.Register("home_visit") || visited.Shows[1].Field == nil {
		t.Errorf("condition %+v", visited)
	}
	if !w.OneOpen || len(w.OneOpenBy) > 0 || c.Workflow("signal").OneOpenBy[0] != "cause" || len(w.Climbs) != 2 {
		t.Errorf("one open: %v %v", w.OneOpen, w.OneOpenBy)
	}
}

func TestWhoTakesAStepIsSaidInTheWorkflow(t *testing.T) {
	c := flow(t)
	for _, x := range []struct {
		role, on string
		right    catalog.Right
		want     bool
	}{
		{"village_committee", "recognition_proceed", catalog.MaySubmit, true},
		{"village_committee", "recognition_approve", catalog.MaySubmit, false},
		{"village_committee", "recognition_approve", catalog.MayRead, true}, // by "*"
		{"village_committee", "recognition", catalog.MayRead, true},
		{"village_committee", "recognition", catalog.MayCorrect, false},
		{"team_member", "recognition", catalog.MayCorrect, true},            // its own line holds on
		{"team_member", "recognition_approve", catalog.MaySubmit, false},    // "*" has submit and reaches no step
		{"team_member", "recognition_step", catalog.MayRead, true},          //
		{"team_member", "home_visit", catalog.MaySubmit, true},              // but all other forms
		{"township_office", "recognition_approve", catalog.MaySubmit, true}, //
	} {
		if got := c.Role(x.role).May(x.on, x.right, false); got != x.want {
			t.Errorf("%s may %s %s: %v", x.role, x.right, x.on, got)
		}
	}
}

func TestRulesSayWhyAndOpenCases(t *testing.T) {
	c := flow(t)
	r := c.Rules[0]
	if r.Open == nil || r.Open.Workflow != c.Workflow("signal") || r.Open.Fields["cause"] == nil || r.Task != nil {
		t.Fatalf("rule %+v", r)
	}
	if len(r.Because.Zh) != 4 || r.Because.Zh[1].Field.Name != "income_per_capita" || r.Because.En[3].Parameter == nil {
		t.Errorf("because %+v", r.Because)
	}
	if due := c.Rules[2].Task; due.Due == nil || due.From == nil || due.Within != 0 || !c.Rules[1].Draft {
		t.Errorf("task %+v", due)
	}
}

func TestRoundsOfPlacesAndStandingOnes(t *testing.T) {
	c := flow(t)
	sweep, standing := c.Round("disaster_sweep"), c.Round("monitored_visits")
	if !sweep.Sweep() || sweep.Places.Name != "place" || sweep.PlaceArea != "village" || sweep.Point != "dwelling" || sweep.Targets != nil {
		t.Errorf("sweep %+v", sweep)
	}
	if !standing.Standing() || standing.Due != "visit_due_on" || standing.Lead != 7 || standing.Targets != nil {
		t.Errorf("standing round %+v", standing)
	}
}

func TestDocumentsImportsAndTheCalendar(t *testing.T) {
	c := flow(t)
	p := c.Document("recognition_notice")
	if !p.Public || len(p.Paragraphs) != 2 || p.Paragraphs[1].When == nil || !p.Paragraphs[1].Text.Zh[1].Today {
		t.Errorf("document %+v", p)
	}
	if people := p.Parts[1]; people.List.List != c.Register("person") || people.Where == nil || len(people.Columns) != 2 {
		t.Errorf("list %+v", people)
	}
	x := c.Import("department_warnings")
	if x.Match.Gives != c.Register("household") || len(x.Match.By) != 2 || x.Columns[0].Heads[1] != "证件号码" || x.Otherwise == nil {
		t.Errorf("import %+v", x)
	}
	days := c.Calendar.Days
	if days.IsWorkday(value.DateOf(2022, 2, 3)) || !days.IsWorkday(value.DateOf(2022, 1, 29)) || days.IsWorkday(value.DateOf(2022, 6, 3)) {
		t.Error("holidays are not kept")
	}
	if len(c.Calendar.Years) != 1 || c.Calendar.Years[0].Basis.Zh == "" {
		t.Errorf("years %+v", c.Calendar.Years)
	}
	if small(t).Calendar == nil {
		t.Error("a pack without a calendar has none")
	}
}

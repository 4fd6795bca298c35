package sample

import (
	"context"
	"strings"
	"testing"

	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// all gives the records of a register.
func (s *site) all(t *testing.T, name string) []*register.Record {
	t.Helper()
	var list []*register.Record
	q := store.Query{Register: s.cat.Register(name), Limit: 5000, Sort: []store.Sort{{Field: "id"}}}
	for {
		page, err := s.store.Find(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if list = append(list, page...); len(page) < q.Limit {
			return list
		}
		q.After = []any{page[len(page)-1].ID}
	}
}

// tally counts the records of a register by a field.
func (s *site) tally(t *testing.T, name, field string) map[string]int {
	t.Helper()
	by := map[string]int{}
	for _, r := range s.all(t, name) {
		v, _ := r.Get(field).(string)
		by[v]++
	}
	return by
}

func checkSignals(t *testing.T, s *site) {
	stages, dismissed := s.tally(t, "signal", "stage"), 0
	t.Log(stages, s.tally(t, "signal", "cause"), s.tally(t, "signal", "channel"))
	for _, r := range s.all(t, "signal") {
		since, _ := r.Get("opened_on").(value.Date)
		switch r.Get("stage") {
		case "dismissed":
			dismissed++
		case "received":
			if since < lastDay-6 {
				t.Errorf("a signal of %s about %s waits since %s", r.Area, r.Get("cause"), since)
			}
		}
	}
	between(t, "signals", len(s.all(t, "signal")), 300, 600)
	between(t, "signals dismissed", dismissed, 35, 100)
	between(t, "signals that added a risk", stages["added"], 3, 30)
	between(t, "signals open", stages["received"], 4, 20)
	channels := s.tally(t, "signal", "channel")
	for _, channel := range strings.Fields("self_oral self_written hotline online cadre_visit round department rule neighbours petition") {
		between(t, "signals by "+channel, channels[channel], 1, 400)
	}
	between(t, "rows of departments that wait", s.tally(t, "department_warning", "stage")["undecided"], 2, 6)
}

func checkRecognitions(t *testing.T, s *site) {
	stages := s.tally(t, "recognition", "stage")
	t.Log(stages)
	for _, stage := range strings.Fields("verification application comparison appraisal posting notice town_review county_approval") {
		between(t, "recognitions at "+stage, stages[stage], 1, 12)
	}
	between(t, "not recognised", stages["not_recognized"], 15, 45)
	between(t, "withdrawn", stages["withdrawn"], 1, 6)
	acts := s.tally(t, "recognition_step", "did")
	t.Log(acts)
	for _, act := range strings.Fields("extend pause resume return send_back object answer comparison_stop appraise_against reject refuse") {
		between(t, act, acts[act], 1, 30)
	}
	if acts["uphold"] != 1 {
		t.Errorf("%d objections are upheld", acts["uphold"])
	}
	late := 0
	for _, r := range s.all(t, "recognition") {
		due, _ := r.Get("due_on").(value.Date)
		if r.Get("closed_on") == nil && due < lastDay {
			late++
		}
	}
	between(t, "recognitions overdue", late, 2, 16)
}

func checkHelp(t *testing.T, s *site) {
	categories, risks := map[string]int{}, map[string]int{}
	towns := map[string]bool{}
	helped := map[string]bool{}
	for _, m := range s.all(t, "measure") {
		helped[m.Parent] = helped[m.Parent] || m.Get("stage") != "ended"
	}
	without := 0
	for _, h := range s.all(t, "household") {
		if h.Get("monitored") != true {
			continue
		}
		category, _ := h.Get("monitoring_category").(string)
		categories[category]++
		towns[h.Area[:9]] = true
		list, _ := h.Get("risks").([]string)
		for _, r := range list {
			risks[r]++
		}
		if since, _ := h.Get("recognized_on").(value.Date); !helped[h.ID] && since < lastDay-30 {
			without++
		}
	}
	t.Log(categories, risks, len(towns), "towns; measures", s.tally(t, "measure", "stage"), "plans", s.tally(t, "help_plan", "stage"))
	if len(categories) != 3 || len(risks) != 12 || len(towns) != len(plan(t).towns) || without != 2 {
		t.Errorf("%d categories, %d risks, %d towns, %d without a measure", len(categories), len(risks), len(towns), without)
	}
}

func checkRemovals(t *testing.T, s *site) {
	between(t, "removed", s.tally(t, "removal", "stage")["removed"], 50, 75)
	if ways := s.tally(t, "removal", "way"); ways["natural"] < 4 || ways["helped"] < 40 {
		t.Error(ways)
	}
	if n := s.tally(t, "rollback", "stage")["rolled_back"]; n != 3 {
		t.Errorf("%d rolled back", n)
	}
	episodes := map[string]int{}
	for _, r := range s.all(t, "recognition") {
		if r.Get("stage") == "monitored" {
			episodes[r.Parent]++
		}
	}
	again := 0
	for _, n := range episodes {
		if n > 1 {
			again++
		}
	}
	between(t, "recognised again", again, 3, 5)
}

func checkSweeps(t *testing.T, s *site) {
	sweeps := s.all(t, "disaster_event")
	if waves := len(s.all(t, "disaster_wave")); len(sweeps) != 2 || waves != 2 {
		t.Errorf("%d sweeps, %d second waves", len(sweeps), waves)
	}
	for _, e := range sweeps {
		q := store.Query{Register: s.cat.Register("household"), Listed: &store.Listed{Round: e.ID},
			Conds: []store.Cond{{Field: "dissolved_on", Op: "unknown"}}}
		listed := s.count(t, q)
		q.Covered = &store.Covered{Round: e.ID}
		left := s.count(t, q)
		t.Logf("%s: %d of %d households are left", e.Area, left, listed)
		between(t, "left in "+e.Area, left, 2, 14)
	}
	between(t, "checks after the rain", len(s.all(t, "disaster_check")), 700, 1500)
}

// checkWork holds that everybody who signs in to try the programme out has something to do.
func checkWork(t *testing.T, s *site) {
	kinds := map[string]int{}
	late := map[string]int{}
	everything, err := s.store.OpenTasks(context.Background(), store.TaskQuery{On: lastDay, Limit: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range everything {
		kinds[x.Kind]++
		if x.Due != 0 && x.Due < lastDay && x.Level == 0 {
			late[x.Kind]++
		}
	}
	t.Log(kinds)
	t.Log("late", late)
	if late["signal/received"] > 0 || late["help_plan/drafting"] != 2 || late["plan_measure"] != 2 {
		t.Errorf("late: %v", late)
	}
	for _, a := range Accounts(s.cat) {
		switch a.Role {
		case "village_committee", "first_secretary", "team_member", "township_office", "county_office":
			q := store.TaskQuery{Areas: []string{a.Area}, Owners: []string{a.Role}, On: lastDay, Limit: 100}
			list, err := s.store.OpenTasks(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			cases := 0
			for _, x := range list {
				if strings.Contains(x.Kind, "/") {
					cases++
				}
			}
			t.Logf("%s: %d tasks, %d of cases", a.Login, len(list), cases)
			between(t, "tasks of cases of "+a.Login, cases, 1, 100)
		}
	}
	between(t, "tasks handed on", len(s.all(t, "delegation")), 3, 8)
}

func TestTheCourseOfMonitoringEndsAtThePublishedFigures(t *testing.T) {
	w := plan(t)
	w.play(func(batch) bool { return true })
	houses, people := 0, 0
	look := func(h *household) {
		if h.care != nil && h.care.monitored {
			houses++
			people += h.present()
		}
	}
	for _, h := range w.houses {
		look(h)
	}
	for _, x := range w.fresh {
		look(x.h)
	}
	if houses != monitoredHouseholds || people != monitoredPersons {
		t.Errorf("%d households with %d persons are monitored", houses, people)
	}
}

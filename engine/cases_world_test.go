package engine_test

import (
	"context"
	"os"
	"testing"

	"jieli/access"
	"jieli/engine"
	"jieli/journal"
	"jieli/pack"
	"jieli/register"
	"jieli/store"
)

// cases is a world whose programme has cases.
type cases struct{ *world }

// newCases is a small programme with cases: a recognition of five stages, signals that rules open.
func newCases(t *testing.T) cases {
	t.Helper()
	cat, findings := pack.Load(os.DirFS("testdata/cases"))
	if cat == nil {
		t.Fatal(findings)
	}
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	st := openStore(t, vault)
	t.Cleanup(func() { st.Close() })
	return cases{worldOn(t, cat, st, vault)}
}

func (w cases) committee() *access.Actor { return w.as("village_committee", daping) }
func (w cases) township() *access.Actor  { return w.as("township_office", xiaojiang) }
func (w cases) county() *access.Actor    { return w.as("county_office", yangshan) }

// family registers a household with an income in fen; below 600000 a rule opens a signal.
func (w cases) family(no string, income int) string {
	w.t.Helper()
	b := w.bundle()
	h := id("family", no)
	b.Entries = []engine.EntryIn{{Register: "household", Record: h, Action: journal.Create,
		Fields: raw(answers{"household_no": no, "village": daping, "income": income})}}
	w.must(w.member(), b)
	return h
}

// form fills a form about a record as it stands.
func (w cases) form(name, subject string, a answers) engine.Bundle {
	b := w.bundle()
	b.Form, b.Subject, b.Answers = name, subject, raw(a)
	if r := w.record(w.cat.Form(name).Subject.Name, subject); r != nil {
		b.Base = r.Version
	}
	return b
}

// recognition opens a case of a household and gives its id.
func (w cases) recognition(household string) string {
	w.t.Helper()
	b := w.form("recognition_open", household, answers{"category": "unstable"})
	b.Record = id("case", household, w.seq)
	w.must(w.member(), b)
	return b.Record
}

// confirmed visits the household of a case and takes it to the notice.
func (w cases) confirmed(c string) {
	w.t.Helper()
	w.must(w.member(), w.visitOf(c))
	w.must(w.member(), w.form("recognition_confirm", c, confirmation()))
}

func (w cases) visitOf(c string) engine.Bundle {
	return w.form("home_visit", w.record("recognition", c).Parent, answers{"visited_on": w.clock.Now().Day().String()})
}

func confirmation() answers {
	return answers{"second": "王二", "found": "属实", "category": "sudden"}
}

// reviewed takes a case to the review: the notice was over on that day.
func (w cases) reviewed(c, on string) {
	w.t.Helper()
	w.confirmed(c)
	w.on(on)
	w.must(w.committee(), w.form("recognition_proceed", c, answers{}))
}

// tasks gives the open tasks of a record that somebody sees by now, by kind and role; climbed ones are kind@role.
func (w cases) tasks(record string) map[string]store.Task {
	w.t.Helper()
	list, err := w.store.OpenTasks(context.Background(), store.TaskQuery{Areas: []string{"4418"}, Record: record,
		On: w.clock.Now().Day(), Limit: 100})
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]store.Task{}
	for _, x := range list {
		switch {
		case x.Level > 0:
			out[x.Kind+"@"+x.Owner] = x
		case x.Kind != engine.MarkerKind:
			out[x.Kind+" "+x.Owner] = x
		}
	}
	return out
}

// wantTasks wants these and no others.
func (w cases) wantTasks(record string, names ...string) map[string]store.Task {
	w.t.Helper()
	have := w.tasks(record)
	for _, name := range names {
		if _, ok := have[name]; !ok {
			w.t.Errorf("the task %q should be open; open are %v", name, have)
		}
	}
	if len(have) != len(names) {
		w.t.Errorf("tasks %v wanted, open are %v", names, have)
	}
	return have
}

// want compares fields of a record, shown as JSON has them.
func (w cases) want(r *register.Record, fields answers) {
	w.t.Helper()
	for name, want := range fields {
		f := r.Register.Field(name)
		if have := string(raw(f.Type.JSON(r.Get(name), &f.Limits))); have != string(raw(want)) {
			w.t.Errorf("%s.%s is %s, want %s", r.Register.Name, name, have, raw(want))
		}
	}
}

// open gives the open cases of a household, by creation.
func (w cases) open(flow, household string) []*register.Record {
	w.t.Helper()
	list, err := w.store.Children(context.Background(), w.cat.Register(flow), yangshan, household)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []*register.Record
	for _, r := range list {
		if r.Get("closed_on") == nil {
			out = append(out, r)
		}
	}
	return out
}

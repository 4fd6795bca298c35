package sample

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"jieli/access"
	"jieli/engine"
	"jieli/indicator"
	"jieli/journal"
	"jieli/register"
)

// checkOneChange changes one record at a time, and sees just the figures change that are made of it: in its own town, its
// county and the whole, and none elsewhere.
func checkOneChange(t *testing.T, s *site) {
	w := plan(t)
	income := s.first(t, "farmer_income", func(r *register.Record) bool { return r.Get("year") == int64(2021) })
	perHead, _ := income.Get("per_head").(int64)
	gift := s.first(t, "donation", func(r *register.Record) bool { return r.Get("kind") == "labour" })
	worth, _ := gift.Get("value").(int64)
	for _, x := range []struct {
		record *register.Record
		field  string
		value  any
		want   string
	}{
		{income, "per_head", perHead + 1000_00, "disposable_income_growth disposable_income_mean"},
		{gift, "value", worth + 500_00, "donations_value"},
	} {
		t.Run(x.record.Register.Name, func(t *testing.T) {
			at := x.record.Area[:9]
			other := slices.IndexFunc(w.towns, func(o *town) bool { return o.code[:6] != at[:6] })
			areas := []string{"", at[:6], at, w.towns[other].code}
			before := make([][]indicator.Value, len(areas))
			for i, a := range areas {
				before[i] = s.figures(t, a)
			}
			s.correct(t, w.office.steward.actor, x.record, x.field, x.value)
			for i, a := range areas {
				want := x.want
				if i == len(areas)-1 {
					want = ""
				}
				if got := changedFigures(before[i], s.figures(t, a)); got != want {
					t.Errorf("in %q these figures changed: %s; only %q are made of it", a, got, want)
				}
			}
		})
	}
}

func (s *site) first(t *testing.T, name string, is func(*register.Record) bool) *register.Record {
	t.Helper()
	list := s.all(t, name)
	i := slices.IndexFunc(list, is)
	if i < 0 {
		t.Fatalf("there is no such %s", name)
	}
	return list[i]
}

func (s *site) figures(t *testing.T, area string) []indicator.Value {
	t.Helper()
	list, err := indicator.Compute(context.Background(), s.store, indicator.Query{AsOf: lastDay, Area: area, Indicators: s.cat.Indicators})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// correct puts one value of a record right, as whoever looks after the data does.
func (s *site) correct(t *testing.T, who *access.Actor, r *register.Record, field string, v any) {
	t.Helper()
	fields, err := json.Marshal(map[string]any{field: v})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.engine.Accept(context.Background(), who, engine.Bundle{ID: madeID("one change", r.ID),
		County: r.County, Device: "test", DeviceSeq: 1, MadeAt: s.clock.Now().String(), Pack: s.cat.Pack.Version,
		Entries: []engine.EntryIn{{Register: r.Register.Name, Record: r.ID, Action: journal.Correct, Base: r.Version,
			Reason: "录入有误", Fields: fields}}})
	if err != nil || !got.Accepted {
		t.Fatal(got.Findings, err)
	}
}

// changedFigures names the figures that are not what they were.
func changedFigures(before, after []indicator.Value) string {
	var names []string
	for i := range before {
		a, b := before[i].Number, after[i].Number
		if !after[i].Indicator.Hidden && ((a == nil) != (b == nil) || a != nil && a.Cmp(b) != 0) {
			names = append(names, after[i].Indicator.Name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

package main

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"jieli/clock"
	"jieli/value"
)

func TestRulesAreRunOnceABusinessDayAndCounted(t *testing.T) {
	ctx := context.Background()
	morning, err := value.ParseInstant("2022-06-14T08:00:00+08:00")
	if err != nil {
		t.Fatal(err)
	}
	now := clock.Fixed(morning)
	flags := siteFlags{Data: t.TempDir(), Cipher: "aes"}
	s, err := flags.open(ctx, &bytes.Buffer{}, now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	e, err := s.engine(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	registry := prometheus.NewRegistry()
	daily := newDailyRules(e, now, registry)
	for range 3 {
		daily.look(ctx)
	}
	if n := counted(t, registry, "jieli_rules_runs_total"); n != 1 {
		t.Errorf("%v runs on the first day", n)
	}
	now.Advance(24 * time.Hour)
	daily.look(ctx)
	if n := counted(t, registry, "jieli_rules_runs_total"); n != 2 {
		t.Errorf("%v runs by the second day", n)
	}
	if n := counted(t, registry, "jieli_rules_failed_total"); n != 0 {
		t.Errorf("%v failed", n)
	}
}

func counted(t *testing.T, registry *prometheus.Registry, name string) float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			return f.GetMetric()[0].GetCounter().GetValue()
		}
	}
	t.Fatal("no metric " + name)
	return 0
}

package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"jieli/clock"
	"jieli/engine"
	"jieli/value"
)

// dailyRules runs the rules of the programme over all records when the system starts and when a business day begins: a
// term may have passed overnight, or the pack may have changed, when nobody wrote anything.
type dailyRules struct {
	engine *engine.Engine
	clock  clock.Clock
	log    *slog.Logger
	done   value.Date // the last business day on which they were run

	runs, reviewed, refused, failed prometheus.Counter
	seconds, records, day           prometheus.Gauge
}

// dayPause is how often it is looked whether a business day has begun.
const dayPause = time.Minute

func newDailyRules(e *engine.Engine, c clock.Clock, registry *prometheus.Registry) *dailyRules {
	counter := func(name, help string) prometheus.Counter {
		x := prometheus.NewCounter(prometheus.CounterOpts{Name: "jieli_rules_" + name, Help: help})
		registry.MustRegister(x)
		return x
	}
	gauge := func(name, help string) prometheus.Gauge {
		x := prometheus.NewGauge(prometheus.GaugeOpts{Name: "jieli_rules_" + name, Help: help})
		registry.MustRegister(x)
		return x
	}
	return &dailyRules{engine: e, clock: c, log: slog.New(slog.NewJSONHandler(os.Stderr, nil)),
		runs:     counter("runs_total", "Runs of the rules over all records."),
		reviewed: counter("reviewed_total", "Records that a run had judged anew."),
		refused:  counter("refused_total", "Of them: records with errors that somebody must mend first."),
		failed:   counter("failed_total", "Runs that did not come to their end."),
		seconds:  gauge("last_run_seconds", "How long the last run took."),
		records:  gauge("last_run_records", "Records that the last run judged."),
		day:      gauge("last_run_timestamp_seconds", "When the last run ended.")}
}

// keep runs them until the system stops. A run that failed is tried again at the next look.
func (d *dailyRules) keep(ctx context.Context) {
	tick := time.NewTicker(dayPause)
	defer tick.Stop()
	for {
		d.look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// look runs the rules when they have not been run today.
func (d *dailyRules) look(ctx context.Context) {
	if today := d.clock.Now().Day(); today > d.done && d.run(ctx) {
		d.done = today
	}
}

func (d *dailyRules) run(ctx context.Context) bool {
	r, err := d.engine.RunRules(ctx, engine.SystemActor(d.engine.Catalog()), engine.RunOptions{})
	if ctx.Err() != nil {
		return false
	}
	d.reviewed.Add(float64(r.Reviewed))
	d.refused.Add(float64(r.Refused))
	if err != nil {
		d.failed.Inc()
		d.log.Error("rules: the run failed", "records", r.Records, "reviewed", r.Reviewed, "error", err)
		return false
	}
	d.runs.Inc()
	d.seconds.Set(r.Took.Seconds())
	d.records.Set(float64(r.Records))
	d.day.Set(float64(d.clock.Now()) / 1e6)
	d.log.Info("rules: all records judged", "records", r.Records, "reviewed", r.Reviewed, "refused", r.Refused,
		"seconds", r.Took.Seconds())
	return true
}

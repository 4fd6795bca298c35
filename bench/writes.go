package main

import (
	"fmt"
	"time"
)

const (
	sampleHouseholds = 14_487 // of the programme
	clients          = 16
	batchSize        = 100
	warmTime         = 3 * time.Second
	loadTime         = 15 * time.Second
)

// Targets of writing: submissions or records a second.
var writeTargets = map[string][2]float64{"SQLite": {1500, 6000}, "PostgreSQL": {1000, 6000}}

// writes measures submissions of a visit, one by one and in batches.
func (r *run) writes() error {
	for _, b := range backends {
		if err := r.writesOn(b); err != nil {
			return fmt.Errorf("%s: %w", b.name, err)
		}
	}
	return nil
}

func (r *run) writesOn(b backend) error {
	p, err := r.prepare(b, sampleHouseholds, true)
	if err != nil {
		return err
	}
	c, err := spawn(p.dir, p.database)
	if err != nil {
		return err
	}
	defer c.stop()
	target := writeTargets[b.name]
	f := newFleet(clients, sampleHouseholds)
	one, err := f.measure(c, 0)
	if err != nil {
		return err
	}
	r.report.atLeast(b.name+": visits with 15 answers, one a request, 16 clients", one.rate(), target[0], "/s", r.report.rawOf("echo"))
	r.report.note(b.name+": the same, answered within (p50, p95)", fmt.Sprintf("%.1f, %.1f ms", one.p(.5), one.p(.95)),
		r.report.rawOf("fsync"))
	r.report.note(b.name+": the same, processor time of the server for one", fmt.Sprintf("%.2f ms", one.Processor*1000), "")
	many, err := f.measure(c, batchSize)
	if err != nil {
		return err
	}
	// A visit writes two records: its own and the household's.
	r.report.atLeast(b.name+": the same in batches of 100 visits (each two records), records", 2*many.rate(), target[1], "/s",
		r.report.rawOf(b.name))
	r.report.note(b.name+": the same in visits", number(many.rate())+"/s", "")
	r.report.note(b.name+": memory of the server after it", number(c.memory())+" MB", "")
	return nil
}

// measure is a load with the processor time of the server.
func (f fleet) measure(c *child, batch int) (*writeResult, error) {
	if _, err := f.load(c.addr, batch, 0, warmTime); err != nil {
		return nil, err
	}
	before := c.processor()
	w, err := f.load(c.addr, batch, 0, loadTime)
	if err != nil {
		return nil, err
	}
	if w.Submissions > 0 {
		w.Processor = (c.processor() - before) / float64(w.Submissions)
	}
	return w, nil
}

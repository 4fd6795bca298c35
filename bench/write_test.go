package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"jieli/access"
	"jieli/engine"
	"jieli/value"
)

// BenchmarkWritePath commits groups of visits through the engine, without the edge. Processor time a submission is the
// figure to look at: it does not depend on what else the machine does.
func BenchmarkWritePath(b *testing.B) {
	ctx := context.Background()
	s, err := openSite(ctx, b.TempDir(), "")
	if err != nil {
		b.Fatal(err)
	}
	defer s.close()
	const households = 2400
	if err := s.fill(ctx, households, true, nil); err != nil {
		b.Fatal(err)
	}
	if err := s.admitAll(ctx); err != nil {
		b.Fatal(err)
	}
	for _, size := range []int{16, 200} {
		b.Run(fmt.Sprint("group of ", size), func(b *testing.B) { s.benchmarkGroup(b, households, size) })
	}
}

var benchFleet fleet

func (s *site) benchmarkGroup(b *testing.B, households, size int) {
	if benchFleet == nil {
		benchFleet = newFleet(24, households)
	}
	ctx := context.Background()
	var used float64
	least := 1e9
	b.ReportAllocs()
	for b.Loop() {
		group := s.group(b, benchFleet, size)
		begin := processorTime()
		receipts, err := s.engine.AcceptSent(ctx, slices.Values(group))
		took := processorTime() - begin
		used += took
		least = min(least, took)
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range receipts {
			if !r.Accepted {
				b.Fatal(r.Findings)
			}
		}
	}
	b.ReportMetric(used*1e6/float64(b.N*size), "cpu-µs/submission")
	b.ReportMetric(least*1e6/float64(size), "least-cpu-µs")
}

// group decodes the next visits of all clients in turn.
func (s *site) group(b *testing.B, f fleet, size int) []engine.Sent {
	list := make([]engine.Sent, size)
	for i := range list {
		k := i % len(f)
		var body bytes.Buffer
		f[k].put(&body)
		if err := json.Unmarshal(body.Bytes(), &list[i].Bundle); err != nil {
			b.Fatal(err)
		}
		list[i].Actor = s.teamMember(k)
	}
	return list
}

func (s *site) teamMember(town int) *access.Actor {
	return &access.Actor{Account: value.DeriveID("bench account", member(town)),
		Grants: []access.Grant{{Role: s.cat.Role("team_member"), Area: programmeTowns[town]}}}
}

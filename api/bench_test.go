package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"jieli/access"
	"jieli/api"
	"jieli/engine"
)

// idle is an engine that accepts everything at once: what is left is the cost of the edge.
type idle struct{ *engine.Engine }

func (idle) Accept(_ context.Context, _ *access.Actor, b engine.Bundle) (engine.Receipt, error) {
	return engine.Receipt{Bundle: b.ID, Accepted: true}, nil
}

// BenchmarkEdge measures what the edge adds to a bundle.
func BenchmarkEdge(b *testing.B) {
	w := newWorldWith(b, func(c *api.Config) { c.Engine = idle{c.Engine.(*engine.Engine)} })
	sendAll(b, w, func(int) map[string]any { return w.visit(100) })
}

// BenchmarkBundle measures the whole way of a bundle from request to receipt, 16 clients at once, each visit to a
// household of its own as long as there are some.
func BenchmarkBundle(b *testing.B) {
	w := newWorld(b)
	const households = 2000
	for from := 0; from < households; from += 500 {
		var entries []engine.EntryIn
		for i := from; i < from+500; i++ {
			entries = append(entries, entry("household", w.id("b", fmt.Sprint(i)), "",
				household(fmt.Sprintf("4418231112052%05d", i), "陈测试甲", jiacun)))
		}
		w.must(w.people["li"], yangshan, entries...)
	}
	sendAll(b, w, func(i int) map[string]any {
		visit := w.visit(100)
		visit["subject"], visit["base"] = w.id("b", fmt.Sprint(i%households)), 1
		return visit
	})
}

func sendAll(b *testing.B, w *world, bundle func(i int) map[string]any) {
	token := w.token("li")
	bodies := make([]string, b.N)
	for i := range bodies {
		raw, _ := json.Marshal(bundle(i))
		bodies[i] = string(raw)
	}
	work, done := make(chan string, 64), make(chan bool)
	b.ReportAllocs()
	b.ResetTimer()
	for range 16 {
		go func() {
			for body := range work {
				r := httptest.NewRequest("POST", "/api/v1/bundles", strings.NewReader(body))
				r.Header.Set("Authorization", "Bearer "+token)
				r.Header.Set("Content-Type", "application/json")
				if rec := w.do(r); rec.Code != 200 {
					b.Error(rec.Code, rec.Body)
				}
			}
			done <- true
		}()
	}
	for _, body := range bodies {
		work <- body
	}
	close(work)
	for range 16 {
		<-done
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "bundles/s")
}

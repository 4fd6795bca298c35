package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"jieli/value"
)

var town = StreamKey{County: "441823", Stream: "441823105"}

// visit is an entry with fifteen fields, as a home visit has.
func visit(seq int64, prev Hash) *Entry {
	return &Entry{
		StreamKey: town, Seq: seq, ID: fmt.Sprintf("01964c1e-7d3a-7000-8000-%012d", seq),
		Bundle: "01964c1e-7d39-7abc-9def-000000000001", Register: "home_visit",
		Record: "01964c1e-7d3b-7aaa-8bbb-000000000002", Area: "441823105201", Action: Create, Version: 1,
		Actor: "01964c1e-0000-7000-8000-000000000009", Role: "team_member", Device: "01964c1d-1111-7000-8000-00000000000a",
		DeviceSeq: 40 + seq, MadeAt: value.Instant(1655193600000000 + seq*1000),
		ReceivedAt: value.Instant(1655193700000000 + seq*1000),
		Place:      "112.641200,24.470100,12", Form: "home_visit", Pack: "2022.6.1", Prev: prev,
		Fields: map[string]json.RawMessage{
			"visited_on": raw(`"2022-06-14"`), "household": raw(`"01964c1e-7d3b-7aaa-8bbb-000000000003"`),
			"visitors": raw(`["first_secretary","team_member"]`), "income_per_capita": raw(`980000`),
			"medical_cost": raw(`120000`), "members": raw(`4`), "has_labour": raw(`true`), "phone": raw(`null`),
			"dwelling": raw(`{"coordinates":[112.6412,24.4701],"type":"Point"}`), "remark": raw(`"雨后屋面漏水，已报镇里"`),
			"head_name": raw(`"~a1~Vj1C0l8s0o6ZJm7n3Q0bqKq3o8XbqkzT1u8a0o8s0o6ZJm7n3Q0b"`), "area_mu": raw(`3.25`),
			"water": raw(`"tap"`), "school": raw(`"none"`), "needs": raw(`["roof","job"]`),
		},
	}
}

func raw(s string) json.RawMessage { return json.RawMessage(s) }

// log is a stream in memory: what a store keeps of it.
type log struct {
	head  Head
	rows  []Row
	leafs []Hash
	tiles []Tile
}

func (l *log) add(t testing.TB, e *Entry) {
	t.Helper()
	body, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	leaf := LeafHash(body)
	l.rows = append(l.rows, Row{Seq: e.Seq, Leaf: leaf, Body: body, Columns: []Column{
		{"register", e.Register}, {"record", e.Record}, {"version", e.Version}, {"prev", e.Prev}, {"id", e.ID},
	}})
	l.addLeaf(leaf)
}

func (l *log) addLeaf(leaf Hash) {
	l.leafs = append(l.leafs, leaf)
	l.tiles = append(l.tiles, l.head.Append(leaf)...)
}

// visits makes a stream of n entries.
func visits(t testing.TB, n int) *log {
	l := &log{head: Head{StreamKey: town}}
	for i := 1; i <= n; i++ {
		l.add(t, visit(int64(i), l.head.Last))
	}
	return l
}

// leaves makes a stream of n random leaf hashes.
func leaves(n int, seed uint64) *log {
	l := &log{head: Head{StreamKey: town}}
	r := rand.New(rand.NewPCG(seed, 1))
	for range n {
		l.addLeaf(LeafHash(fmt.Append(nil, r.Uint64())))
	}
	return l
}

func (l *log) LeafHashes(_ context.Context, _ StreamKey, from, to int64) ([]Hash, error) {
	return l.leafs[from-1 : min(to-1, int64(len(l.leafs)))], nil
}

func (l *log) Tiles(_ context.Context, _ StreamKey, level int, from, to int64) ([]Tile, error) {
	var out []Tile
	for _, t := range l.tiles {
		if t.Level == level && t.Index >= from && t.Index < to {
			out = append(out, t)
		}
	}
	return out, nil
}

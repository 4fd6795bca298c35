package journal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"jieli/compact"
	"jieli/journal"
)

// packedEntry is an entry with every part filled.
func packedEntry(t testing.TB) *journal.Entry {
	t.Helper()
	e := &journal.Entry{StreamKey: journal.StreamKey{County: "441823", Stream: "441823105"}, Seq: 7,
		ID: "01964c1e-7d3a-7000-8000-000000000001", Bundle: "01964c1e-7d39-7abc-9def-000000000001", Register: "household",
		Record: "01964c1e-7d3b-7aaa-8bbb-000000000002", Area: "441823105201", Action: journal.Correct, Version: 2, Base: 1,
		Actor: "01964c1e-0000-7000-8000-000000000009", Role: "team_member", Device: "01964c1d-1111-7000-8000-00000000000a",
		DeviceSeq: 41, MadeAt: 1_655_193_600_000_000, ReceivedAt: 1_655_193_660_000_000, Place: "112.6412,24.4701,12",
		Form: `a "form":`, Pack: "2022.6.1", Reason: `原录"4"有误,"fields":{},"form":`, Prev: journal.Hash{1, 2, 3},
		Fields: map[string]json.RawMessage{"members": json.RawMessage("4"), "head_name": json.RawMessage(`"~a1~9swYS2ybLfSAuTeT2rtaHpdV"`),
			"note": json.RawMessage(`"},\"form\":\"x"`)}}
	if _, err := journal.Encode(e); err != nil {
		t.Fatal(err)
	}
	return e
}

func bare(e *journal.Entry) *journal.Entry {
	return &journal.Entry{StreamKey: e.StreamKey, Seq: e.Seq, ID: e.ID, Register: e.Register, Record: e.Record, Version: e.Version,
		Action: e.Action, Actor: e.Actor, ReceivedAt: e.ReceivedAt}
}

func TestAPackedEntryComesBackByteForByteFromItsColumns(t *testing.T) {
	e := packedEntry(t)
	words := compact.NewWords([]string{"household", "members", "441823105201", "team_member", "2022.6.1"})
	packed, ok := journal.Pack(e, words)
	if !ok || len(packed) > len(e.Body)/3 {
		t.Fatalf("%d bytes of %d, %v", len(packed), len(e.Body), ok)
	}
	back := bare(e)
	if err := back.Unpack(packed, words); err != nil || !bytes.Equal(back.Body, e.Body) {
		t.Errorf("%v\n%s\n%s", err, back.Body, e.Body)
	}
	if err := bare(e).Unpack(packed, compact.NewWords(nil)); !errors.Is(err, compact.ErrWord) {
		t.Errorf("without the words: %v", err)
	}
}

func TestAnotherColumnOrAChangedBitMakesAnotherBody(t *testing.T) {
	e := packedEntry(t)
	words := compact.NewWords([]string{"household", "members", "441823105201", "team_member", "2022.6.1"})
	packed, _ := journal.Pack(e, words)
	moved := bare(e)
	moved.Actor = "01964c1e-0000-7000-8000-000000000008"
	if err := moved.Unpack(packed, words); err != nil || bytes.Equal(moved.Body, e.Body) {
		t.Errorf("another actor, the same body: %v", err)
	}
	for i := range 8 * len(packed) {
		changed := bytes.Clone(packed)
		changed[i/8] ^= 1 << (i % 8)
		back := bare(e)
		if err := back.Unpack(changed, words); err == nil && bytes.Equal(back.Body, e.Body) {
			t.Errorf("bit %d: the same body", i)
		}
	}
}

func TestABodyThatIsNotThatOfItsEntryIsNotPacked(t *testing.T) {
	e := packedEntry(t)
	e.Body = append([]byte(" "), e.Body...)
	if _, ok := journal.Pack(e, compact.NewWords(nil)); ok {
		t.Error("packed")
	}
}

func BenchmarkPack(b *testing.B) {
	e, words := packedEntry(b), compact.NewWords(nil)
	for b.Loop() {
		journal.Pack(e, words)
	}
}

func BenchmarkUnpack(b *testing.B) {
	e, words := packedEntry(b), compact.NewWords(nil)
	packed, _ := journal.Pack(e, words)
	for b.Loop() {
		_ = bare(e).Unpack(packed, words)
	}
}

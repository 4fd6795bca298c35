package engine

import (
	"encoding/json"

	"jieli/fault"
	"jieli/journal"
	"jieli/store"
)

// keptReceipt is what is kept of the answer to an accepted bundle. Its entries stand in the journal, so only their places
// are kept.
type keptReceipt struct {
	Entries   []entryRun      `json:"entries,omitempty"`
	Findings  []fault.Finding `json:"findings,omitempty"`
	Conflicts []string        `json:"conflicts,omitempty"`
}

// entryRun are entries one behind the other in a stream of the bundle's county.
type entryRun struct {
	Stream string `json:"stream"`
	Seq    int64  `json:"seq"`   // of the first
	Count  int    `json:"count"` // 0: one, as earlier versions wrote them
}

func placesOf(r Receipt) keptReceipt {
	k := keptReceipt{Findings: r.Findings, Conflicts: r.Conflicts}
	for _, e := range r.Entries {
		if n := len(k.Entries) - 1; n >= 0 && k.Entries[n].Stream == e.Stream && k.Entries[n].Seq+int64(k.Entries[n].Count) == e.Seq {
			k.Entries[n].Count++
			continue
		}
		k.Entries = append(k.Entries, entryRun{e.Stream, e.Seq, 1})
	}
	return k
}

// replay gives the first answer again; ok is false for a bundle that was refused, which is tried again: what it lacked
// may be here now. Another person's bundle is never shown.
func (u *unit) replay(seen store.Receipt, account string) (r Receipt, ok bool) {
	if !seen.Accepted || seen.Actor != account {
		return Receipt{}, false
	}
	at := store.Place{County: seen.County, ID: seen.Bundle}
	if r, ok = u.given[at]; !ok {
		r, ok = u.givenBefore(seen)
	}
	r.Replayed = true
	return r, ok
}

// givenBefore makes the answer of an earlier unit out of what is kept and of the journal.
func (u *unit) givenBefore(seen store.Receipt) (Receipt, bool) {
	var k keptReceipt
	if json.Unmarshal([]byte(seen.Body), &k) != nil {
		return Receipt{}, false
	}
	r := Receipt{Bundle: seen.Bundle, Accepted: true, Findings: k.Findings, Conflicts: k.Conflicts}
	for _, run := range k.Entries {
		entries, err := u.tx.Entries(u.ctx, journal.StreamKey{County: seen.County, Stream: run.Stream}, run.Seq, max(run.Count, 1))
		if err != nil {
			u.fail(err)
			return Receipt{}, false
		}
		for _, e := range entries {
			r.Entries = append(r.Entries, entryReceipt(e))
		}
	}
	return r, true
}

func entryReceipt(e *journal.Entry) EntryReceipt {
	return EntryReceipt{ID: e.ID, County: e.County, Stream: e.Stream, Seq: e.Seq, Register: e.Register, Record: e.Record,
		Version: e.Version}
}

package engine

import (
	"encoding/json"
	"slices"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
)

// keep takes an answered draft into the unit (stages 8 and 9 up to the writing) and completes its receipt. A refused
// bundle stays too, with its reasons and what was sent, sealed.
func (u *unit) keep(d *draft, r Receipt) Receipt {
	if r.Accepted {
		u.accept(d, &r)
	}
	body, err := json.Marshal(placesOf(r))
	u.fail(err)
	if !r.Accepted {
		body = u.refusal(d.j.bundle, r)
	}
	kept := store.Receipt{County: d.county(), Bundle: d.j.bundle.ID, At: u.now, Actor: d.j.actor.Account,
		Accepted: r.Accepted, Body: string(body)}
	at := store.Place{County: kept.County, ID: kept.Bundle}
	u.answered[at], u.receipts[at], u.given[at] = kept, kept, r
	return r
}

// refusal is what is kept of a refused bundle: the codes of the findings, and under a seal their sentences and places,
// which may name values, and what was sent.
func (u *unit) refusal(b *Bundle, r Receipt) []byte {
	sealed, err := json.Marshal(struct {
		Findings []fault.Finding `json:"findings"`
		Sent     *Bundle         `json:"sent"`
	}{r.Findings, b})
	u.fail(err)
	bare := make([]fault.Finding, len(r.Findings))
	for i, f := range r.Findings {
		bare[i] = fault.Finding{Code: f.Code, Severity: f.Severity}
	}
	r.Findings = bare
	body, err := json.Marshal(struct {
		Receipt Receipt `json:"receipt"`
		Sealed  string  `json:"sealed"`
	}{r, u.e.cipher.Seal(string(sealed))})
	u.fail(err)
	return body
}

func (u *unit) accept(d *draft, r *Receipt) {
	for _, t := range d.written() {
		u.settleConflicts(d, t)
		u.cells(t)
		u.hold(t)
		for _, e := range t.entries {
			u.append(t, e)
			r.Entries = append(r.Entries, entryReceipt(e))
		}
		for field := range t.conflicts {
			r.Conflicts = append(r.Conflicts, t.reg.Name+"/"+t.after.ID+"."+field)
		}
		u.put(t)
	}
	u.move(d)
	for _, x := range d.covers {
		u.cover(d, x)
	}
	for _, x := range d.tasks {
		u.saveTask(*x)
	}
	for _, p := range d.parents {
		if !slices.Equal(p.before.Warnings, p.after.Warnings) {
			u.put(p)
		}
	}
	for k, ids := range d.newIDs {
		for _, id := range ids {
			u.addChild(k, id)
		}
	}
}

// append seals an entry, gives it its place in its stream and links it.
func (u *unit) append(t *touch, e *journal.Entry) {
	u.seal(t, e)
	head := u.head(e.StreamKey)
	if u.err != nil {
		return
	}
	e.Seq, e.Prev = head.N+1, head.Last
	body, err := journal.Encode(e)
	if err != nil {
		u.fail(err)
		return
	}
	u.tiles = append(u.tiles, head.Append(journal.LeafHash(body))...)
	u.entries = append(u.entries, e)
	at := store.Place{County: e.County, ID: e.Record}
	u.byRecord[at] = append(u.byRecord[at], e)
}

func (u *unit) head(k journal.StreamKey) *journal.Head {
	if h := u.heads[k]; h != nil {
		return h
	}
	u.lock([]journal.StreamKey{k})
	if u.err != nil {
		return nil
	}
	return u.heads[k]
}

// seal puts personal and sensitive values under the key of their record; the key is made with the first of them.
func (u *unit) seal(t *touch, e *journal.Entry) {
	if e.Action == journal.Erase {
		u.erased[e.County] = append(u.erased[e.County], e.Record)
		delete(u.newKeys[e.County], e.Record)
		u.keys[store.Place{County: e.County, ID: e.Record}] = nil
		return
	}
	if !t.plan.personal {
		return
	}
	for name, raw := range e.Fields {
		f := t.reg.Field(name)
		if f == nil || f.Privacy == catalog.Open || string(raw) == "null" || journal.IsSealed(raw) {
			continue
		}
		key := u.keyFor(e.County, e.Record, t.before == nil)
		e.Fields[name] = u.e.vault.Seal(key, journal.Slot{Register: e.Register, Record: e.Record, Field: name}, raw)
	}
}

func (u *unit) keyFor(county, record string, isNew bool) *journal.RecordKey {
	if isNew {
		if k := u.keys[store.Place{County: county, ID: record}]; k != nil {
			return k
		}
	} else if k := u.key(county, record); k != nil {
		return k
	}
	key, wrapped := u.e.vault.NewRecordKey()
	u.keys[store.Place{County: county, ID: record}] = key
	if u.newKeys[county] == nil {
		u.newKeys[county] = map[string][]byte{}
	}
	u.newKeys[county][record] = wrapped
	return key
}

// put makes the record of a touch the one that the unit holds and will write.
func (u *unit) put(t *touch) {
	r := t.after
	u.records[recordKey{t.reg, r.County, r.ID}] = r
	u.used[usedKey{r.County, r.ID}] = t.reg.Name
	if u.dirty[t.reg] == nil {
		u.dirty[t.reg] = map[store.Place]*register.Record{}
	}
	at := store.Place{County: r.County, ID: r.ID}
	if _, again := u.dirty[t.reg][at]; !again && t.before != nil {
		u.stood[at] = t.before
	}
	u.dirty[t.reg][at] = r
	u.noteKey(t)
	if !t.searchedAnew() {
		return
	}
	terms := store.Terms{County: r.County, Register: t.reg.Name, Record: r.ID, Area: r.Area}
	if r.State == register.StateActive {
		terms.Words = register.Words(r, u.e.cipher.Digest)
	}
	if stood := u.stood[at]; stood != nil {
		terms.Stood = u.wordsThatStood(stood, len(terms.Words) == 0)
	}
	u.terms[at] = terms
}

// wordsThatStood gives the terms by which a record has been found. When none shall be left, an earlier version of the
// pack counts too, in which other fields may have been searched.
func (u *unit) wordsThatStood(r *register.Record, all bool) []string {
	if all {
		return register.WordsOfAll(r, u.e.cipher.Digest)
	}
	return register.Words(r, u.e.cipher.Digest)
}

// searchedAnew reports whether a touch changes the terms by which its record is found.
func (t *touch) searchedAnew() bool {
	if len(t.plan.searched) == 0 {
		return false
	}
	if t.before == nil || t.before.State != t.after.State || t.before.Area != t.after.Area {
		return true
	}
	for _, i := range t.plan.searched {
		before, _ := t.before.Fields[i].(string)
		after, _ := t.after.Fields[i].(string)
		if before != after {
			return true
		}
	}
	return false
}

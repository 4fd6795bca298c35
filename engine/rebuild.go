package engine

import (
	"context"
	"slices"

	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

var journalBroken = fault.Define("rebuild_journal_broken",
	"日志本身核对不通过，不能据此重建台账。请保留数据库作为证据，恢复最近一份核对无误的备份。",
	"The journal itself does not verify; nothing can be made anew from it. Keep the database as evidence and restore the last "+
		"backup that verifies.")

// Rebuild makes anew what was made from the journal and does not fit it any more: rows of records with their search
// terms, cells, balances, tasks of cases. It begins with a verification, whose report it gives: what is found there is
// mended. A journal that does not verify itself is refused (Conflict) and nothing is written. Each county is one
// transaction. It must run before an engine starts. Not made anew: the warnings of rows that were lost (the rules bring
// them back), covers, receipts, conflicts. Cost: three verifications at most.
func (v *Verifier) Rebuild(ctx context.Context, today value.Date) (*Report, error) {
	report, err := v.Run(ctx)
	if err != nil {
		return nil, err
	}
	found := *report
	if found.Broken {
		return &found, journalBroken.Error(fault.Conflict)
	}
	v.begin()
	heads, err := v.Store.Streams(ctx)
	if err != nil {
		return nil, err
	}
	for _, county := range counties(heads) {
		w, err := v.replay(ctx, county, heads)
		if err != nil {
			return nil, err
		}
		if err := v.rebuildCounty(ctx, w); err != nil {
			return nil, err
		}
	}
	_, err = Retask(ctx, v.Store, v.Catalog, today)
	return &found, err
}

// mending is what is written anew of one register in one county.
type mending struct {
	reg  *catalog.Register
	drop []store.Place
	save []*register.Record
}

func (v *Verifier) rebuildCounty(ctx context.Context, w *replayed) error {
	var list []mending
	var terms []store.Terms
	ids := v.byRegister(w)
	for _, reg := range v.Catalog.Registers {
		m, err := v.mendingOf(ctx, reg, w, ids[reg], &terms)
		if err != nil {
			return err
		}
		list = append(list, m)
	}
	return v.Store.Write(ctx, func(tx store.Tx) error {
		for _, m := range list { // all first: a key may stand in a wrong row
			if err := tx.DeleteRecords(ctx, m.reg, m.drop); err != nil {
				return err
			}
		}
		for _, m := range list {
			if err := tx.SaveRecords(ctx, m.reg, m.save); err != nil {
				return err
			}
		}
		return v.replaceDerived(ctx, tx, w, terms)
	})
}

// mendingOf finds the rows of a register that do not fit, and gathers the search terms of all.
func (v *Verifier) mendingOf(
	ctx context.Context, reg *catalog.Register, w *replayed, ids []string, terms *[]store.Terms,
) (mending, error) {
	m := mending{reg: reg}
	for page := range slices.Chunk(ids, verifyPage) {
		rows, err := v.rows(ctx, reg, w.county, page)
		if err != nil {
			return m, err
		}
		digests, err := v.Store.Digests(ctx, reg, w.county, page)
		if err != nil {
			return m, err
		}
		for _, id := range page {
			want := v.made(reg, w, w.entries[id])
			if words := register.Words(want, v.Digest); want.State == register.StateActive && len(words) > 0 {
				*terms = append(*terms, store.Terms{County: want.County, Register: reg.Name, Record: id, Area: want.Area, Words: words})
			}
			if row := rows[id]; row == nil || len(differences(want, row)) > 0 || !v.digestsFit(want, digests[id]) {
				m.anew(want, row)
			}
		}
	}
	return m, v.dropAliens(ctx, &m, w)
}

func (m *mending) anew(want, row *register.Record) {
	if row != nil {
		want.Warnings = row.Warnings // what checks said is not in the journal
	}
	m.drop = append(m.drop, store.Place{County: want.County, ID: want.ID})
	m.save = append(m.save, want)
}

// digestsFit reports whether the stored digests are those of the sensitive values.
func (v *Verifier) digestsFit(want *register.Record, stored []string) bool {
	n := 0
	for i, f := range want.Register.Fields {
		if f.Privacy != catalog.Sensitive {
			continue
		}
		if n >= len(stored) || stored[n] != v.digest(f, want.Fields[i]) {
			return false
		}
		n++
	}
	return true
}

// dropAliens finds rows that no entry made.
func (v *Verifier) dropAliens(ctx context.Context, m *mending, w *replayed) error {
	after := ""
	for {
		ids, err := v.Store.RecordIDs(ctx, m.reg, w.county, after, verifyPage)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if entries := w.entries[id]; entries == nil || entries[0].Register != m.reg.Name {
				m.drop = append(m.drop, store.Place{County: w.county, ID: id})
			}
		}
		if len(ids) < verifyPage {
			return nil
		}
		after = ids[len(ids)-1]
	}
}

func (v *Verifier) replaceDerived(ctx context.Context, tx store.Tx, w *replayed, terms []store.Terms) error {
	if err := tx.ClearTerms(ctx, w.county); err != nil {
		return err
	}
	if err := tx.ReplaceTerms(ctx, terms); err != nil {
		return err
	}
	return v.replaceCellsIn(ctx, tx, w)
}

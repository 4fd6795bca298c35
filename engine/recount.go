package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"

	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
)

// Recount makes the cells of all indicators, and all balances, anew from the journal, county by county, each in one transaction: after a
// new version of the pack has brought or changed an indicator. A journal that does not verify is not counted. It must
// run before an engine starts. Cost: as a verification.
func (v *Verifier) Recount(ctx context.Context) (*Report, error) {
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
		if fault.Blocks(v.report.Findings) {
			return &v.report, nil
		}
		v.count(w)
		if err := v.replaceCells(ctx, w); err != nil {
			return nil, err
		}
	}
	return &v.report, nil
}

// count adds up what all records of a county contribute.
func (v *Verifier) count(w *replayed) {
	for _, entries := range w.entries {
		reg := v.Catalog.Register(entries[0].Register)
		if reg == nil || len(v.indicators.Of(reg)) == 0 && reg != v.Catalog.Transfers() {
			continue
		}
		v.report.Records++
		newFold := func() *register.Fold { return register.NewFold(reg, openWith(v.Vault, w.keys)) }
		if reg == v.Catalog.Transfers() {
			fold := newFold()
			for _, e := range entries {
				fold.Apply(e)
			}
			v.transfers(w, reg, fold.Record())
		}
		v.indicators.Timeline(w.deltas, newFold, entries, 1)
	}
}

func (v *Verifier) replaceCells(ctx context.Context, w *replayed) error {
	return v.Store.Write(ctx, func(tx store.Tx) error { return v.replaceCellsIn(ctx, tx, w) })
}

func (v *Verifier) replaceCellsIn(ctx context.Context, tx store.Tx, w *replayed) error {
	cells := w.deltas.List()
	v.report.Cells += int64(len(cells))
	if err := tx.ClearCells(ctx, w.county); err != nil {
		return err
	}
	if err := tx.AddCells(ctx, cells); err != nil {
		return err
	}
	return v.recountBooks(ctx, tx, w)
}

// FiguresDigest changes when an indicator is counted differently: stored cells then no longer fit the pack.
func FiguresDigest(c *catalog.Catalog) string {
	var lines []string
	for _, i := range c.Indicators {
		if !i.Stored() || i.Register == nil {
			continue
		}
		line := fmt.Sprintf("%s %s %s %s %s %s %v %s %d", i.Name, i.Kind, i.Register.Name, i.Date, i.From, i.Until, i.By,
			i.Distinct, i.Scale)
		if i.Where != nil {
			line += " where " + i.Where.Source()
		}
		if i.Sum != nil {
			line += " sum " + i.Sum.Source()
		}
		lines = append(lines, line)
	}
	sort.Strings(lines)
	h := sha256.New()
	for _, line := range lines {
		fmt.Fprintln(h, line)
	}
	return hex.EncodeToString(h.Sum(nil))
}

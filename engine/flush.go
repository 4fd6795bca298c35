package engine

import (
	"jieli/register"
	"jieli/store"
)

// flush writes what the unit has gathered, few statements for all bundles together.
func (u *unit) flush() error {
	if u.err != nil {
		return u.err
	}
	tx, ctx := u.tx, u.ctx
	steps := []func() error{
		// First what reads before it writes, so that the rest can be sent together.
		func() error { return tx.ReplaceTerms(ctx, values(u.terms)) },
		func() error { return tx.AppendEntries(ctx, u.entries) },
		func() error { return tx.SaveHeads(ctx, u.movedHeads()) },
		func() error { return tx.SaveTiles(ctx, u.tiles) },
		u.flushKeys,
		u.flushRecords,
		func() error { return tx.AddCells(ctx, u.deltas.List()) },
		func() error { return tx.AddMovements(ctx, u.moves) },
		func() error { return tx.SaveTasks(ctx, u.changedTasks()) },
		func() error { return tx.SaveConflicts(ctx, u.conflicts) },
		u.flushCovers,
		u.coverOpened,
		u.flushUses,
		func() error { return tx.SaveReceipts(ctx, values(u.answered)) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (u *unit) flushKeys() error {
	for county, keys := range u.newKeys {
		if err := u.tx.SaveKeys(u.ctx, county, keys); err != nil {
			return err
		}
	}
	for county, records := range u.erased {
		if err := u.tx.DestroyKeys(u.ctx, county, records); err != nil {
			return err
		}
	}
	return nil
}

// flushRecords writes parents before children, in the catalog's order; of records that stood before, what has changed.
func (u *unit) flushRecords() error {
	for _, reg := range u.e.cat.Registers {
		var made []*register.Record
		var changed []store.RecordChange
		for at, r := range u.dirty[reg] {
			if before := u.stood[at]; before != nil {
				changed = append(changed, store.RecordChange{Before: before, After: r})
			} else {
				made = append(made, r)
			}
		}
		if err := u.tx.SaveRecords(u.ctx, reg, made); err != nil {
			return err
		}
		if err := u.tx.UpdateRecords(u.ctx, reg, changed); err != nil {
			return err
		}
	}
	return nil
}

func values[K comparable, V any](m map[K]V) []V {
	list := make([]V, 0, len(m))
	for _, v := range m {
		list = append(list, v)
	}
	return list
}

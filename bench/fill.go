package main

import (
	"context"
	"fmt"
	"slices"

	"jieli/indicator"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
)

// fillPage is how many households go into one transaction of a fill.
const fillPage = 2000

// fill puts n households into the store past the engine, with the cells and search terms that the engine would have
// written. Persons stand as rows only when asked for; their share of the cells is always there.
func (s *site) fill(ctx context.Context, n int, persons bool, progress func(done int)) error {
	p, err := newPeople(s.cat)
	if err != nil {
		return err
	}
	if err := s.makeStreams(ctx); err != nil {
		return err
	}
	set := indicator.NewSet(s.cat)
	digest := s.keys.Vault.Columns().Digest
	deltas := indicator.Deltas{}
	order := townByTown(n)
	for at := 0; at < n; at += fillPage {
		var page filling
		for _, i := range order[at:min(at+fillPage, n)] {
			h, members := p.family(i)
			page.add(set, deltas, digest, h, members, persons)
		}
		if err := s.store.Write(ctx, func(tx store.Tx) error { return page.save(ctx, tx, p, s.keys.Vault) }); err != nil {
			return err
		}
		if progress != nil {
			progress(min(at+fillPage, n))
		}
	}
	return s.store.Write(ctx, func(tx store.Tx) error { return tx.AddCells(ctx, deltas.List()) })
}

// townByTown gives the numbers from 0 to n town by town: a transaction touches the pages of one town then, and not those of
// all. A large site that is filled in the order of the numbers writes each page a hundred times.
func townByTown(n int) []int {
	out := make([]int, 0, n)
	for town := range programmeTowns {
		for i := town; i < n; i += len(programmeTowns) {
			out = append(out, i)
		}
	}
	return out
}

// filling is one transaction of a fill.
type filling struct {
	households, persons []*register.Record
	terms               []store.Terms
}

func (f *filling) add(set *indicator.Set, deltas indicator.Deltas, digest func(string) string, h *register.Record,
	members []*register.Record, persons bool) {
	f.households = append(f.households, h)
	indicator.Cells(deltas, nil, set.Contributions(h), h.LastDay)
	f.terms = append(f.terms, store.Terms{County: h.County, Register: h.Register.Name, Record: h.ID, Area: h.Area,
		Words: register.Words(h, digest)})
	for _, m := range members {
		indicator.Cells(deltas, nil, set.Contributions(m), m.LastDay)
	}
	if persons {
		f.persons = append(f.persons, members...)
	}
}

func (f *filling) save(ctx context.Context, tx store.Tx, p *people, vault *journal.Vault) error {
	keys := map[string]map[string][]byte{}
	for _, r := range slices.Concat(f.households, f.persons) {
		if keys[r.County] == nil {
			keys[r.County] = map[string][]byte{}
		}
		_, keys[r.County][r.ID] = vault.NewRecordKey()
	}
	for county, list := range keys {
		if err := tx.SaveKeys(ctx, county, list); err != nil {
			return err
		}
	}
	if err := tx.SaveRecords(ctx, p.household, f.households); err != nil {
		return err
	}
	if err := tx.SaveRecords(ctx, p.person, f.persons); err != nil {
		return err
	}
	return tx.ReplaceTerms(ctx, f.terms)
}

// makeStreams makes the streams of the towns: a county is known by them.
func (s *site) makeStreams(ctx context.Context) error {
	return s.store.Write(ctx, func(tx store.Tx) error {
		var keys []journal.StreamKey
		for _, town := range programmeTowns {
			keys = append(keys, journal.StreamKey{County: town[:6], Stream: town})
		}
		_, err := tx.Lock(ctx, keys)
		return err
	})
}

// admitAll makes the people of the benchmark: one member of the team in each town, one reader of everything.
func (s *site) admitAll(ctx context.Context) error {
	for i, town := range programmeTowns {
		if err := s.admit(ctx, member(i), "team_member", town); err != nil {
			return err
		}
	}
	if err := s.admit(ctx, officeLogin, "programme_office", "4418"); err != nil {
		return err
	}
	return s.openRound(ctx)
}

const officeLogin = "bench-office"

func member(town int) string { return fmt.Sprintf("bench-%02d", town) }

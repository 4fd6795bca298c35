package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"

	"jieli/access"
	"jieli/api"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/journal"
	"jieli/pack"
	"jieli/packs"
	"jieli/store"
	"jieli/store/postgres"
	"jieli/store/sqlite"
	"jieli/value"
)

// site is one installation being measured: the real pack, a store, an engine, the edge.
type site struct {
	dir      string // folder of keys and, for SQLite, of the database
	database string // URL of PostgreSQL, "" for SQLite
	cat      *catalog.Catalog
	keys     *journal.Keys
	store    store.Store
	engine   *engine.Engine
}

// loadPack gives the catalog of the shipped pack.
func loadPack() (*catalog.Catalog, error) {
	files, err := packs.Open(packs.Default)
	if err != nil {
		return nil, err
	}
	cat, findings := pack.Load(files)
	if cat == nil {
		return nil, fmt.Errorf("the pack does not load: %v", findings)
	}
	return cat, nil
}

// openSite opens or makes a site.
func openSite(ctx context.Context, dir, database string) (*site, error) {
	s := &site{dir: dir, database: database}
	var err error
	if s.cat, err = loadPack(); err != nil {
		return nil, err
	}
	if s.keys, err = journal.OpenKeys(filepath.Join(dir, "keys"), s.cat.Pack.Name, journal.AES); err != nil {
		return nil, err
	}
	if database != "" {
		s.store, err = postgres.Open(ctx, database, s.keys.Vault.Columns())
	} else {
		s.store, err = sqlite.Open(ctx, dir, s.keys.Vault.Columns())
	}
	if err != nil {
		return nil, err
	}
	if err = s.store.Migrate(ctx, s.cat); err == nil {
		s.engine, err = engine.New(ctx, engine.Options{Store: s.store, Catalog: s.cat, Vault: s.keys.Vault,
			Cipher: s.keys.Vault.Columns(), Clock: clock.System()})
	}
	if err != nil {
		s.store.Close()
		return nil, err
	}
	return s, nil
}

func (s *site) close() error {
	s.engine.Close()
	return s.store.Close()
}

// server makes the edge as the program serves it; only the pace of one session is not bounded, because sixteen clients
// stand for some hundred.
func (s *site) server() (*api.Server, error) {
	directory := access.NewDirectory(s.store, s.cat, clock.System())
	return api.New(api.Config{Catalog: s.cat, Reader: s.store, Engine: s.engine, Directory: directory,
		Sessions: access.NewSessions(s.store, directory, clock.System()), Clock: clock.System(),
		PerSecond: 1e9, Burst: 1e9})
}

// token is the session of a person of the benchmark, the same in every process.
func token(login string) string { return login + strings.Repeat("0", 43-len(login)) }

// admit makes an account with one role and a session for it. Made twice, it stays one.
func (s *site) admit(ctx context.Context, login, role, area string) error {
	account, county := value.DeriveID("bench account", login), value.County(area)
	b := engine.Bundle{ID: value.DeriveID("bench admit", login), County: county, Device: "bench",
		Entries: []engine.EntryIn{
			{Register: access.AccountRegister, Record: account, Action: journal.Create,
				Fields: encode(map[string]any{"login": login, "name": "测试员", "home": area})},
			{Register: access.GrantRegister, Record: value.DeriveID("bench grant", login), Parent: account,
				Action: journal.Create, Fields: encode(map[string]any{"role": role, "area": area})},
		}}
	r, err := s.engine.Accept(ctx, access.Operator(s.cat), b)
	if err != nil || !r.Accepted {
		return fmt.Errorf("account %s: %v %v", login, r.Findings, err)
	}
	sum := sha256.Sum256([]byte(token(login)))
	now := clock.System().Now()
	return s.store.SaveSession(ctx, store.Session{Digest: hex.EncodeToString(sum[:]), Account: account, County: county,
		CreatedAt: now, ExpiresAt: now + value.Instant(access.SessionLife.Microseconds())})
}

// openRound opens a round over all formerly poor households, so that each visit has something to cover.
func (s *site) openRound(ctx context.Context) error {
	today := clock.System().Now().Day()
	role := s.cat.Role("programme_office")
	actor := &access.Actor{Account: value.DeriveID("bench office"), Grants: []access.Grant{{Role: role, Area: "4418"}}}
	b := engine.Bundle{ID: value.DeriveID("bench round"), County: "441800", Device: "bench", Form: "round_opening",
		Subject: value.DeriveID("bench round record"), Answers: encode(map[string]any{"name": "测试轮次", "kind": "households",
			"starts_on": today.AddDays(-30).String(), "ends_on": today.AddDays(30).String()})}
	r, err := s.engine.Accept(ctx, actor, b)
	if err != nil || !r.Accepted {
		return fmt.Errorf("round: %v %v", r.Findings, err)
	}
	return nil
}

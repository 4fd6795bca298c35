// Package scenario plays the scenarios of a pack: people act on days, and after each act exactly what is expected must
// hold. Every scenario runs on a store, an engine and a clock of its own; acts go through the write path like all else.
package scenario

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// OpenStore opens an empty store in a folder; cmd and tests say which kind.
type OpenStore func(ctx context.Context, dir string, cipher store.ColumnCipher) (store.Store, error)

// Result is what became of one scenario; no problems: it passed. A problem names file and line.
type Result struct {
	Name     string
	Problems []string
}

// Stage is where scenarios of a pack are played: an empty store with the pack's tables, made once and copied for each,
// since making them takes longer than most scenarios.
type Stage struct {
	cat  *catalog.Catalog
	open OpenStore
	dir  string // of the empty store
}

// NewStage makes a stage. Close it.
func NewStage(ctx context.Context, cat *catalog.Catalog, open OpenStore) (*Stage, error) {
	dir, err := os.MkdirTemp("", "jieli-stage-")
	if err != nil {
		return nil, err
	}
	g := &Stage{cat, open, dir}
	if err := g.build(ctx); err != nil {
		g.Close()
		return nil, err
	}
	return g, nil
}

func (g *Stage) build(ctx context.Context) error {
	vault, err := newVault()
	if err != nil {
		return err
	}
	st, err := g.open(ctx, g.dir, vault.Columns())
	if err != nil {
		return err
	}
	if err := st.Migrate(ctx, g.cat); err != nil {
		st.Close()
		return err
	}
	return st.Close()
}

// Close removes the stage.
func (g *Stage) Close() { os.RemoveAll(g.dir) }

// newVault gives the keys of scenarios, which keep nothing secret.
func newVault() (*journal.Vault, error) { return journal.NewVault(make([]byte, 32), journal.AES) }

// RunAll plays the scenarios whose name holds a text, as many at once as there are processors; results stand in the
// pack's order. err is for what kept them from being played.
func (g *Stage) RunAll(ctx context.Context, holding string) ([]Result, error) {
	var list []*catalog.Scenario
	for _, s := range g.cat.Scenarios {
		if strings.Contains(s.Name, holding) {
			list = append(list, s)
		}
	}
	out, failed := make([]Result, len(list)), make([]error, len(list))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(list); i = next.Add(1) - 1 {
				if out[i], failed[i] = g.Run(ctx, list[i]); failed[i] != nil {
					failed[i] = fmt.Errorf("%s: %w", list[i].Name, failed[i])
				}
			}
		})
	}
	wg.Wait()
	return out, errors.Join(failed...)
}

// Run plays one scenario.
func (g *Stage) Run(ctx context.Context, s *catalog.Scenario) (Result, error) {
	dir, err := os.MkdirTemp("", "jieli-scenario-")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, os.DirFS(g.dir)); err != nil {
		return Result{}, err
	}
	p := &play{ctx: ctx, cat: g.cat, s: s, records: map[string]ref{}, clock: clock.Fixed(at(s.Start, 0))}
	if err := p.begin(dir, g.open); err != nil {
		return Result{}, err
	}
	defer p.end()
	p.people()
	p.given()
	for i := range s.Steps {
		if len(p.problems) > 0 && p.broken {
			break
		}
		p.step(&s.Steps[i])
	}
	return Result{Name: s.Name, Problems: p.problems}, p.err
}

// play is one scenario being played.
type play struct {
	ctx      context.Context
	cat      *catalog.Catalog
	s        *catalog.Scenario
	clock    *clock.Movable
	store    store.Store
	engine   *engine.Engine
	records  map[string]ref // by alias
	seq      int64
	problems []string
	broken   bool // what follows would only repeat the first problem
	err      error
}

// ref is a record that the scenario speaks of.
type ref struct {
	reg        *catalog.Register
	county, id string
}

// morning is the hour of the first act of a day; each act is a minute later.
const morning = 9 * 3600 * 1_000_000

func at(day value.Date, minute int64) value.Instant {
	return day.Start() + value.Instant(morning+minute*60_000_000)
}

func (p *play) begin(dir string, open OpenStore) error {
	vault, err := newVault()
	if err != nil {
		return err
	}
	if p.store, err = open(p.ctx, dir, vault.Columns()); err != nil {
		return err
	}
	p.engine, err = engine.New(p.ctx, engine.Options{Store: p.store, Catalog: p.cat, Vault: vault,
		Cipher: vault.Columns(), Clock: p.clock})
	return err
}

func (p *play) end() {
	if p.engine != nil {
		p.engine.Close()
	}
	if p.store != nil {
		p.store.Close()
	}
}

func (p *play) fail(line int, format string, args ...any) {
	p.problems = append(p.problems, fmt.Sprintf("%s:%d: ", p.s.File, line)+fmt.Sprintf(format, args...))
}

// given puts in the records that stand at the beginning, in the importer's role.
func (p *play) given() {
	for i := range p.s.Given {
		g := &p.s.Given[i]
		reg := p.cat.Register(g.Register)
		id := value.DeriveID(p.s.Name, "given", fmt.Sprint(i))
		fields, bad := p.values(reg, g.Fields)
		if bad != "" {
			p.fail(g.Line, "%s", bad)
			p.broken = true
			return
		}
		parent, county := "", p.county(reg, fields)
		if of, ok := p.records[g.Parent]; ok {
			parent, county = of.id, of.county
		}
		b := p.bundle(county)
		b.Entries = []engine.EntryIn{{Register: reg.Name, Record: id, Action: journal.Create, Parent: parent, Fields: encode(fields)}}
		r, err := p.engine.Accept(p.ctx, importer(p.cat), b)
		if err != nil || !r.Accepted {
			p.fail(g.Line, "the record that should stand at the beginning was refused: %s", reasons(r, err))
			p.broken = true
			return
		}
		if g.Alias != "" {
			p.records[g.Alias] = ref{reg, county, id}
		}
	}
}

// county gives where a record without parent is kept: by its area field, else by the scenario's area.
func (p *play) county(reg *catalog.Register, fields map[string]any) string {
	if code, ok := fields[reg.AreaField].(string); ok && code != "" {
		return value.County(code)
	}
	return value.County(p.s.Area)
}

// bundle begins a bundle of the next minute.
func (p *play) bundle(county string) engine.Bundle {
	p.seq++
	p.clock.Set(p.clock.Now() + 60_000_000)
	return engine.Bundle{ID: value.DeriveID(p.s.Name, "bundle", fmt.Sprint(p.seq)), County: county, Device: "scenario",
		DeviceSeq: p.seq, MadeAt: p.clock.Now().String(), Pack: p.cat.Pack.Version}
}

// importer may put in every declared register of the whole programme.
func importer(c *catalog.Catalog) *access.Actor {
	all := []catalog.Right{catalog.MayRead, catalog.MayCreate, catalog.MayChange}
	role := &catalog.Role{Name: "importer", Can: map[string][]catalog.Right{"*": all}, Powers: []catalog.Power{catalog.Import}}
	return &access.Actor{Account: value.DeriveID("scenario", "importer"), Name: "importer",
		Grants: []access.Grant{{Role: role, Area: c.Pack.Root}}}
}

func (p *play) actor(name string) *access.Actor {
	who := p.s.People[name]
	return &access.Actor{Account: personID(name), Login: name, Name: name,
		Grants: []access.Grant{{Role: p.cat.Role(who.Role), Area: who.Area}}}
}

// personID is the account of a person of a scenario, by which values of the scenario may name them.
func personID(name string) string { return value.DeriveID("scenario", name) }

// people makes the accounts of those who act, so that records can name them.
func (p *play) people() {
	names := make([]string, 0, len(p.s.People))
	for name := range p.s.People {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		who := p.s.People[name]
		b := p.bundle(value.County(who.Area))
		b.Entries = []engine.EntryIn{
			{Register: access.AccountRegister, Record: personID(name), Action: journal.Create,
				Fields: encode(map[string]any{"login": name, "name": name, "home": who.Area})},
			{Register: access.GrantRegister, Record: value.DeriveID("scenario", "grant", name), Parent: personID(name),
				Action: journal.Create, Fields: encode(map[string]any{"role": who.Role, "area": who.Area})}}
		if r, err := p.engine.Accept(p.ctx, access.Operator(p.cat), b); err != nil || !r.Accepted {
			p.fail(0, "the account of %s was refused: %s", name, reasons(r, err))
			p.broken = true
		}
	}
}

func reasons(r engine.Receipt, err error) string {
	if err != nil {
		return err.Error()
	}
	parts := make([]string, 0, len(r.Findings))
	for _, f := range r.Findings {
		if f.Severity == fault.Stop {
			parts = append(parts, f.String())
		}
	}
	return strings.Join(parts, "; ")
}

// record gives a record of the scenario as it stands.
func (p *play) record(alias string) *register.Record {
	x, ok := p.records[alias]
	if !ok {
		return nil
	}
	r, err := p.store.Record(p.ctx, x.reg, x.county, x.id)
	if err != nil {
		p.err = err
	}
	return r
}

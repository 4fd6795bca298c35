package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
	"jieli/pack"
	"jieli/packs"
	"jieli/store"
	"jieli/store/postgres"
	"jieli/store/sqlite"
)

// siteFlags say where a site keeps its data; all commands that touch data take them.
type siteFlags struct {
	Data     string `help:"数据目录 / Folder of the data and keys." default:"./data" type:"path" env:"JIELI_DATA"`
	Database string `help:"PostgreSQL 地址；不填则用内置 SQLite / PostgreSQL URL; without it SQLite in the data folder." env:"JIELI_DATABASE"`
	Pack     string `help:"项目定义包目录；不填则用内置的 / Folder of the pack; without it the one shipped." type:"path" env:"JIELI_PACK"`
	Cipher   string `help:"加密算法：aes 或 sm4 / Algorithm of sealed values." enum:"aes,sm4" default:"aes" env:"JIELI_CIPHER"`
}

// site is an opened installation.
type site struct {
	cat   *catalog.Catalog
	keys  *journal.Keys
	store store.Store
	clock clock.Clock
}

// packGC lets the heap grow while the pack is read: some 60 MB, most of which are not needed afterwards.
const packGC = 800

// loadPack reads the pack; its errors are printed, and nothing starts with them.
func (f *siteFlags) loadPack(out io.Writer) (*catalog.Catalog, error) {
	fsys, err := f.packFS()
	if err != nil {
		return nil, err
	}
	gc := debug.SetGCPercent(packGC)
	cat, findings := pack.Load(fsys)
	debug.SetGCPercent(gc)
	if cat == nil {
		printFindings(out, findings, fault.Stop)
		return nil, errFindings
	}
	return cat, nil
}

func (f *siteFlags) packFS() (fs.FS, error) {
	if f.Pack == "" {
		return packs.Open(packs.Default)
	}
	return os.DirFS(f.Pack), nil
}

func (f *siteFlags) open(ctx context.Context, out io.Writer, c clock.Clock) (*site, error) {
	cat, err := f.loadPack(out)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(f.Data, 0o700); err != nil {
		return nil, err
	}
	keys, err := journal.OpenKeys(filepath.Join(f.Data, "keys"), cat.Pack.Name, journal.Algorithm(f.Cipher))
	if err != nil {
		return nil, err
	}
	st, err := f.openStore(ctx, keys.Vault.Columns())
	if err != nil {
		return nil, err
	}
	if err := st.Migrate(ctx, cat); err != nil {
		st.Close()
		return nil, err
	}
	if err := sameKeys(ctx, st, keys.Vault); err != nil {
		st.Close()
		return nil, err
	}
	s := &site{cat: cat, keys: keys, store: st, clock: c}
	if err = s.recount(ctx, out); err == nil {
		err = s.retask(ctx, out)
	}
	if err != nil {
		st.Close()
		return nil, err
	}
	return s, nil
}

// tasksGiven is the setting that says by which owners of stages the open tasks were given out.
const tasksGiven = "tasks_digest"

// retask gives open cases to their new owners when the pack says other ones.
func (s *site) retask(ctx context.Context, out io.Writer) error {
	want := engine.OwnersDigest(s.cat)
	have, err := s.store.Setting(ctx, tasksGiven)
	if err != nil || have == want {
		return err
	}
	n, err := engine.Retask(ctx, s.store, s.cat, s.clock.Now().Day())
	if err != nil {
		return err
	}
	if n > 0 {
		fmt.Fprintf(out, "按新定义重新分派任务：%d 项 / tasks given out anew: %d\n", n, n)
	}
	return s.store.SaveSetting(ctx, tasksGiven, want)
}

// figuresCounted is the setting that says by which definitions the stored figures were counted.
const figuresCounted = "figures_digest"

// recount counts all figures anew when the pack counts them differently than the stored ones were.
func (s *site) recount(ctx context.Context, out io.Writer) error {
	want := engine.FiguresDigest(s.cat)
	have, err := s.store.Setting(ctx, figuresCounted)
	if err != nil || have == want {
		return err
	}
	bar := progress(-1, "按新定义重算指标 / counting figures anew")
	v := engine.Verifier{Store: s.store, Catalog: s.cat, Vault: s.keys.Vault, Digest: s.keys.Vault.Columns().Digest,
		Progress: func(n int64) { bar.Set64(n) }}
	report, err := v.Recount(ctx)
	bar.Finish()
	if err != nil {
		return err
	}
	if fault.Blocks(report.Findings) {
		printFindings(out, report.Findings, fault.Stop)
		return errFindings
	}
	return s.store.SaveSetting(ctx, figuresCounted, want)
}

var wrongKeys = fault.Define("keys_of_another_site",
	"密钥目录与数据库不匹配：请放回这个数据库自己的密钥目录（keys），否则已加密的内容无法读取。",
	"The keys folder does not belong to this database. Put the database's own keys folder back; without it what is sealed cannot be read.")

// sameKeys refuses a keys folder that is not the one the database was made with.
func sameKeys(ctx context.Context, st store.Store, vault *journal.Vault) error {
	const name = "master_key_id"
	known, err := st.Setting(ctx, name)
	switch {
	case err != nil:
		return err
	case known == "":
		return st.SaveSetting(ctx, name, vault.ID())
	case known != vault.ID():
		return wrongKeys.Error(fault.Unavailable)
	}
	return nil
}

func (f *siteFlags) openStore(ctx context.Context, cipher store.ColumnCipher) (store.Store, error) {
	if f.Database != "" {
		return postgres.Open(ctx, f.Database, cipher)
	}
	return sqlite.Open(ctx, f.Data, cipher)
}

func (s *site) engine(ctx context.Context) (*engine.Engine, error) {
	return engine.New(ctx, engine.Options{Store: s.store, Catalog: s.cat, Vault: s.keys.Vault,
		Cipher: s.keys.Vault.Columns(), Clock: s.clock})
}

// operator is whoever runs the program on the machine itself: may keep accounts, sees no household.
func (s *site) operator() *access.Actor { return access.Operator(s.cat) }

func (s *site) close() { s.store.Close() }

func printFindings(out io.Writer, findings []fault.Finding, least fault.Severity) {
	for _, f := range findings {
		if least == fault.Stop && f.Severity != fault.Stop {
			continue
		}
		place := f.Path
		if f.Pos != nil {
			place = f.Pos.String()
		}
		fmt.Fprintf(out, "%s: %s [%s]\n    %s\n    %s\n", place, f.Severity, f.Code, f.Text.Zh, f.Text.In("en"))
	}
}

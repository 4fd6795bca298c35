package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/journal"
	"jieli/ledger"
	"jieli/pack"
	"jieli/store"
	"jieli/store/sqlite"
	"jieli/value"
)

const (
	ledgerGrowers  = 2_000
	ledgerProjects = 500
	ledgerRows     = 100 // boxes of one submission while the books are filled
	ledgerRate     = 2_000
	ledgerBalance  = 5.0 // ms
	ledgerTown     = "441823111"
	ledgerVillage  = "441823111201"
	ledgerAsked    = 2_000 // balances that are read
)

// books is an engine over the small programme with accounts.
type books struct {
	cat    *catalog.Catalog
	store  store.Store
	engine *engine.Engine
	actor  *access.Actor
	n      atomic.Int64
}

// ledger measures transfers of 16 clients, each durable when it is answered, and reads of accounts among all of them.
func (r *run) ledger() error {
	w, err := r.openBooks()
	if err != nil {
		return err
	}
	defer w.store.Close()
	defer w.engine.Close()
	if err := w.begin(); err != nil {
		return err
	}
	for _, x := range []struct {
		name string
		rows int
	}{{"one a submission", 1}, {"two a submission", 2}, {"ten a submission", 10}} {
		rate, processor, err := w.rate(loadTime, x.rows)
		if err != nil {
			return err
		}
		r.report.atLeast("SQLite: transfers, "+x.name+", 16 clients, in the process", rate, ledgerRate, "/s", r.report.rawOf("fsync"))
		r.report.note("SQLite: the same, processor time of clients and engine for one", fmt.Sprintf("%.2f ms", processor), "")
	}
	start := time.Now()
	if err := w.fill(int64(r.many)); err != nil {
		return err
	}
	r.report.note("SQLite: transfers of 100 a submission, until the books are full",
		number(float64(r.many)/time.Since(start).Seconds())+"/s", "")
	return w.reads(r)
}

func (r *run) openBooks() (*books, error) {
	cat, findings := pack.Load(os.DirFS(filepath.Join(r.tree, "pack/testdata/good/books")))
	if cat == nil {
		return nil, fmt.Errorf("%v", findings)
	}
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(r.temp, "books")
	st, err := sqlite.Open(r.ctx, dir, vault.Columns())
	if err != nil {
		return nil, err
	}
	if err := st.Migrate(r.ctx, cat); err != nil {
		return nil, err
	}
	e, err := engine.New(r.ctx, engine.Options{Store: st, Catalog: cat, Vault: vault, Cipher: vault.Columns(), Clock: clock.System()})
	return &books{cat: cat, store: st, engine: e, actor: &access.Actor{Account: value.DeriveID("bench"), Name: "bench",
		Grants: []access.Grant{{Role: cat.Role("accountant"), Area: ledgerTown}, {Role: cat.Role("county_office"), Area: ledgerTown[:6]}}}}, err
}

func (w *books) send(b engine.Bundle) error {
	b.ID, b.County = value.DeriveID("bench", fmt.Sprint(w.n.Add(1))), ledgerTown[:6]
	r, err := w.engine.Accept(context.Background(), w.actor, b)
	if err == nil && !r.Accepted {
		err = fmt.Errorf("refused: %v", r.Findings)
	}
	return err
}

// begin makes growers, products and projects.
func (w *books) begin() error {
	var entries []engine.EntryIn
	add := func(reg string, n int, fields map[string]any) {
		raw, _ := json.Marshal(fields)
		entries = append(entries, engine.EntryIn{Register: reg, Record: ledgerID(reg, n), Action: journal.Create, Fields: raw})
	}
	for n := range ledgerGrowers {
		add("grower", n, map[string]any{"name": fmt.Sprint("农户", n), "village": ledgerVillage})
	}
	for n := range 3 {
		add("product", n, map[string]any{"name": fmt.Sprint("产品", n), "county": ledgerTown[:6]})
	}
	for n := range ledgerProjects {
		add("project", n, map[string]any{"project_no": fmt.Sprint(n), "name": fmt.Sprint("项目", n), "village": ledgerVillage})
	}
	for part := range slices.Chunk(entries, 500) {
		if err := w.send(engine.Bundle{Entries: part}); err != nil {
			return err
		}
	}
	return nil
}

func ledgerID(reg string, n int) string { return value.DeriveID("bench", reg, fmt.Sprint(n)) }

// delivery is one submission: so many boxes of one grower, each a transfer.
func (w *books) delivery(dice *rand.Rand, rows int) engine.Bundle {
	grower := ledgerID("grower", dice.IntN(ledgerGrowers))
	boxes := make([]any, rows)
	for i := range boxes {
		boxes[i] = map[string]any{"record": value.DeriveID("box", fmt.Sprint(dice.Uint64())), "new": true,
			"product": ledgerID("product", dice.IntN(3)), "weight": 4.5}
	}
	raw, _ := json.Marshal(map[string]any{"on_day": "2022-05-20", "boxes": boxes})
	return engine.Bundle{Form: "hand_over", Subject: grower, Base: 1, Answers: raw}
}

// appropriation is a submission that moves money once and makes nothing but its own record.
func (w *books) appropriation(dice *rand.Rand) engine.Bundle {
	raw, _ := json.Marshal(map[string]any{"amount": 100 + dice.IntN(10000), "source": "central"})
	return engine.Bundle{Form: "appropriate", Subject: ledgerID("project", dice.IntN(ledgerProjects)), Base: 1, Answers: raw}
}

// processorTime is what this process has used of the machine's processors, in seconds.
func processorTime() float64 {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
}

// rate is how many transfers a second 16 clients get done, and the processor time of one in ms.
func (w *books) rate(long time.Duration, rows int) (perSecond, processor float64, err error) {
	var done atomic.Int64
	before := processorTime()
	end := time.Now().Add(long)
	err = w.together(func(dice *rand.Rand) (bool, error) {
		b := w.appropriation(dice)
		if rows > 1 {
			b = w.delivery(dice, rows)
		}
		err := w.send(b)
		done.Add(int64(rows))
		return time.Now().Before(end), err
	})
	n := float64(done.Load())
	return n / long.Seconds(), (processorTime() - before) * 1000 / n, err
}

// fill brings the books to many transfers.
func (w *books) fill(many int64) error {
	var done atomic.Int64
	return w.together(func(dice *rand.Rand) (bool, error) {
		err := w.send(w.delivery(dice, ledgerRows))
		return done.Add(ledgerRows) < many, err
	})
}

// together runs work of 16 clients until it says that it is done.
func (w *books) together(work func(*rand.Rand) (more bool, err error)) error {
	var wg sync.WaitGroup
	failed := make(chan error, clients)
	for n := range clients {
		wg.Go(func() {
			dice := rand.New(rand.NewPCG(uint64(n), uint64(w.n.Load())))
			for {
				more, err := work(dice)
				if err != nil {
					failed <- err
				}
				if !more || err != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// reads measures balances of any account, of the one that all goods go through too, and a statement.
func (w *books) reads(r *run) error {
	ctx, county := r.ctx, []string{ledgerTown[:6]}
	dice := rand.New(rand.NewPCG(1, 1))
	var took []float64
	for n := range ledgerAsked {
		prefix := ledger.OwnerPrefix("harvest", ledgerID("grower", dice.IntN(ledgerGrowers)))
		if n%10 == 0 {
			prefix = ledger.OwnerPrefix("station", "")
		}
		start := time.Now()
		list, err := w.store.Accounts(ctx, county, []string{prefix})
		if err != nil {
			return err
		}
		if len(list) == 0 && r.many >= 100*ledgerGrowers {
			return fmt.Errorf("nothing moved in account %s", prefix)
		}
		took = append(took, float64(time.Since(start).Microseconds())/1000)
	}
	slices.Sort(took)
	r.report.atMost("SQLite: balance of an account among "+number(float64(r.many))+" transfers (p95)", took[len(took)*95/100],
		ledgerBalance, " ms", "")
	r.report.note("SQLite: the same, slowest of "+number(ledgerAsked), fmt.Sprintf("%.2f ms", took[len(took)-1]), "")
	took = took[:0]
	for range 200 {
		a := ledger.Account{Kind: "harvest", Owner: ledgerID("grower", dice.IntN(ledgerGrowers)), Goods: ledgerID("product", 0)}
		from, _ := value.ParseDate("2022-01-01")
		start := time.Now()
		s, err := ledger.StatementOf(ctx, w.store, w.cat, county[0], a, from, from.AddDays(364), 1000)
		if err != nil || s.Came-s.Went != s.Closing-s.Opening {
			return fmt.Errorf("statement of %s: %w", a.Key(), err)
		}
		took = append(took, float64(time.Since(start).Microseconds())/1000)
	}
	slices.Sort(took)
	r.report.note("SQLite: statement of a year of a grower's account there (p95)", fmt.Sprintf("%.1f ms", took[len(took)*95/100]), "")
	return nil
}

package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"jieli/engine"
	"jieli/journal"
	"jieli/ledger"
	"jieli/register"
	"jieli/store/postgres"
	"jieli/store/postgres/pgtest"
)

func projectMoney(project, source string) ledger.Account {
	return ledger.Account{Kind: "project_money", Owner: project, Each: source}
}

// Whatever is appropriated, paid, taken back, delivered and sold, and whatever of it is refused: all commodities add up,
// no account goes below its floor, a payment goes through just when its source holds enough, and the journal fits.
func TestBooksHoldWhateverPeopleDo(t *testing.T) {
	for seed := range uint64(2 + effort) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			p := newPlay(t, seed)
			for n := range 120 {
				p.anything()
				if n%20 == 0 {
					p.balanced()
				}
			}
			p.balanced()
			for key, want := range p.want {
				p.wantHeld(projectMoney(key[0], key[1]), want)
			}
			if p.paid < 10 || p.short < 5 || p.back < 3 {
				t.Errorf("%d payments, %d too large, %d taken back: the test tries too little", p.paid, p.short, p.back)
			}
			p.verify()
		})
	}
}

// play does things with money and goods at random, and keeps its own account of the money of projects.
type play struct {
	books
	dice              *rand.Rand
	projects          []string
	firm              string
	grower            string
	goods             []string
	cases             []string             // of payments
	grants            []string             // appropriations
	want              map[[2]string]int64  // by project and source
	of                map[string][2]string // project and source of a case or grant
	amount            map[string]int64
	paid, short, back int
}

func newPlay(t *testing.T, seed uint64) *play {
	w := newBooks(t)
	p := &play{books: w, dice: rand.New(rand.NewPCG(seed, 9)), want: map[[2]string]int64{}, of: map[string][2]string{},
		amount: map[string]int64{}}
	p.projects = []string{w.project("1"), w.project("2")}
	p.firm = w.payee("路桥公司")
	p.grower = w.made(w.accountant(), "grower", "1", answers{"name": "李家果园", "village": daping})
	for _, name := range []string{"李", "茶"} {
		p.goods = append(p.goods, w.made(w.county(), "product", name, answers{"name": name, "county": yangshan}))
	}
	return p
}

func (p *play) pick(list []string) string { return list[p.dice.IntN(len(list))] }

func (p *play) anything() {
	switch n := p.dice.IntN(12); {
	case n < 3 || len(p.cases) == 0:
		p.bring()
	case n < 5:
		p.ask()
	case n < 9:
		p.step(p.pick(p.cases))
	case n == 9 && len(p.grants) > 0:
		p.withdraw(p.pick(p.grants))
	case n == 10:
		p.void()
	default:
		p.goodsMove()
	}
}

func (p *play) source() string { return []string{"central", "county"}[p.dice.IntN(2)] }

func (p *play) bring() {
	key := [2]string{p.pick(p.projects), p.source()}
	n := 1 + p.dice.Int64N(90000)
	grant := p.appropriate(key[0], key[1], n)
	p.grants, p.of[grant], p.amount[grant] = append(p.grants, grant), key, n
	p.want[key] += n
	p.ask()
}

func (p *play) ask() {
	key := [2]string{p.pick(p.projects), p.source()}
	n := 1 + p.dice.Int64N(60000)
	c := p.asked(key[0], p.firm, key[1], n)
	p.cases, p.of[c], p.amount[c] = append(p.cases, c), key, n
}

// step pays a case, or takes the payment back; sent twice it counts once.
func (p *play) step(c string) {
	key := p.of[c]
	switch p.record("payment", c).Get("stage") {
	case "request":
		b := p.form("payment_pay", c, answers{})
		r := p.accept(p.cashier(), b)
		if enough := p.want[key] >= p.amount[c]; r.Accepted != enough {
			p.t.Fatalf("paying %d of %d: accepted %v, %v", p.amount[c], p.want[key], r.Accepted, r.Findings)
		}
		if !r.Accepted {
			p.short++
			return
		}
		p.want[key] -= p.amount[c]
		p.paid++
		if again := p.must(p.cashier(), b); !again.Replayed {
			p.t.Fatal("the same bundle again is a replay")
		}
	case "paid":
		p.must(p.cashier(), p.form("payment_take_back", c, answers{"reason": "账号有误"}))
		p.want[key] += p.amount[c]
		p.back++
	}
}

func (p *play) withdraw(grant string) {
	r := p.accept(p.accountant(), p.form("withdraw", grant, answers{"reason": "收回"}))
	if r.Accepted {
		p.want[p.of[grant]] -= p.amount[grant]
		p.amount[grant] = 0 // there is nothing to take back a second time
	} else if p.want[p.of[grant]] >= p.amount[grant] {
		p.t.Fatalf("what is there can be withdrawn: %v", r.Findings)
	}
}

// void tries to void what has posted, or what owns accounts: it goes only when nothing stands.
func (p *play) void() {
	if len(p.grants) == 0 {
		return
	}
	grant := p.pick(p.grants)
	r := p.record("appropriate", grant)
	b := p.bundle()
	b.Entries = []engine.EntryIn{{Register: "appropriate", Record: grant, Action: journal.Void, Base: r.Version, Reason: "重复"}}
	if r.State == register.StateVoid {
		return
	}
	if got := p.accept(p.accountant(), b); got.Accepted != (p.amount[grant] == 0) {
		p.t.Fatalf("voiding an appropriation of which %d stand: %v", p.amount[grant], got.Findings)
	} else if got.Accepted {
		p.grants = slices.DeleteFunc(p.grants, func(g string) bool { return g == grant })
	}
}

func (p *play) goodsMove() {
	goods := p.pick(p.goods)
	stock := ledger.Account{Kind: "station", Goods: goods}
	if p.dice.IntN(2) == 0 {
		box := answers{"record": id("box", p.seq), "new": true, "product": goods, "weight": float64(1+p.dice.IntN(200)) / 20}
		p.must(p.accountant(), p.form("hand_over", p.grower, answers{"on_day": "2022-01-10", "boxes": []any{box}}))
		return
	}
	kilos := p.dice.Int64N(20)
	before := p.holds(stock)
	b := p.form("sell", "", answers{"county": yangshan, "product": goods, "weight": float64(kilos) / 1000})
	r := p.accept(p.county(), b)
	if enough := before >= kilos*2000; r.Accepted != enough {
		p.t.Fatalf("selling %d kg of %d thousandths of a jin: %v", kilos, before, r.Findings)
	}
}

// Forty cashiers pay seven yuan each of a budget of a hundred at the same moment: fourteen payments go through.
func TestPaymentsAtTheSameMomentNeverOverspend(t *testing.T) {
	w := newBooks(t)
	project, payee := w.project("1"), w.payee("路桥公司")
	w.appropriate(project, "central", 10000)
	var list []engine.Bundle
	for range 40 {
		list = append(list, w.form("payment_pay", w.asked(project, payee, "central", 700), answers{}))
	}
	accepted := payTogether(t, list, w)
	if accepted != 14 {
		t.Errorf("%d payments of 7 yuan out of 100", accepted)
	}
	w.wantHeld(projectMoney(project, "central"), 200)
	w.wantHeld(ledger.Account{Kind: "paid_out", Owner: payee}, 9800)
	w.balanced()
	w.verify()
}

// payTogether sends bundles at once, dealt out to worlds, and gives how many went through; the others were short.
func payTogether(t *testing.T, list []engine.Bundle, worlds ...books) int {
	t.Helper()
	var wg sync.WaitGroup
	var mu sync.Mutex
	accepted := 0
	for i, b := range list {
		w := worlds[i%len(worlds)]
		wg.Go(func() {
			r, err := w.engine.Accept(context.Background(), w.cashier(), b)
			if err != nil || !r.Accepted && !hasCode(r.Findings, "ledger_short") {
				t.Errorf("%v %v", r.Findings, err)
			}
			mu.Lock()
			defer mu.Unlock()
			if r.Accepted {
				accepted++
			}
		})
	}
	wg.Wait()
	return accepted
}

// Two processes on one database pay out of one budget at the same moment.
func TestPaymentsOfTwoProcessesNeverOverspend(t *testing.T) {
	if unitOnly() {
		t.Skip("needs PostgreSQL; make test runs it")
	}
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	url := pgtest.Database(t)
	var worlds []books
	for range 2 {
		st, err := postgres.Open(context.Background(), url, vault.Columns())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { st.Close() })
		worlds = append(worlds, books{worldOn(t, booksPack(t), st, vault)})
	}
	w := worlds[0]
	project, payee := w.project("1"), w.payee("路桥公司")
	w.appropriate(project, "central", 10000)
	var list []engine.Bundle
	for range 60 {
		list = append(list, w.form("payment_pay", w.asked(project, payee, "central", 700), answers{}))
	}
	if accepted := payTogether(t, list, worlds...); accepted != 14 {
		t.Errorf("%d payments of 7 yuan out of 100", accepted)
	}
	w.balanced()
	w.verify()
}

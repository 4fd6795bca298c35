package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"jieli/store"
	"jieli/value"
)

func moved(account, area string, day value.Date, came, went int64) store.Movement {
	return store.Movement{County: value.County(area), Account: account, Area: area, Day: day, Came: came, Went: went}
}

// books are movements of two counties, saved in two transactions.
func (b *bench) books() {
	b.Helper()
	b.save(b.record(1, village), b.record(2, village4)) // the streams
	day := value.DateOf(2026, 11, 1)
	b.write(func(tx store.Tx) error {
		return tx.AddMovements(ctx, []store.Movement{moved("purse|a||", village, day, 500, 0), moved("out|||", village, day, 0, 500),
			moved("purse|a||", village3, day, 30, 0), moved("out|||", village3, day, 0, 30), moved("purse|a||", village4, day, 7, 0)})
	})
	b.write(func(tx store.Tx) error {
		return tx.AddMovements(ctx, []store.Movement{moved("purse|a||", village, day, -500, 0), moved("out|||", village, day, 0, -500),
			moved("purse|a||", village, day.AddDays(1), 0, 20), moved("purses|b||", village, day.AddDays(1), 20, 0)})
	})
}

func (b *bench) balances(at ...store.Place) map[store.Place]int64 {
	b.Helper()
	var out map[store.Place]int64
	b.write(func(tx store.Tx) error {
		var err error
		out, err = tx.Balances(ctx, at)
		return err
	})
	return out
}

// sums words a turnover.
func (b *bench) turnover(q store.TurnoverQuery) string {
	b.Helper()
	list, err := b.Turnover(ctx, q)
	b.ok(err)
	text := ""
	for _, m := range list {
		text += fmt.Sprintf("%s %s +%d -%d %d; ", m.County, m.Account, m.Came, m.Went, m.Number)
	}
	return text
}

var ledgerTests = []test{
	{"movements add up to balances, county by county", func(b *bench) {
		b.books()
		got := b.balances(store.Place{County: county, ID: "purse|a||"}, store.Place{County: county2, ID: "purse|a||"},
			store.Place{County: county, ID: "out|||"}, store.Place{County: county, ID: "nothing|||"})
		b.same(got, fmt.Sprint(map[store.Place]int64{{County: county, ID: "purse|a||"}: 10, {County: county2, ID: "purse|a||"}: 7,
			{County: county, ID: "out|||"}: -30}))
	}},
	{"accounts are found by the beginning of their names", func(b *bench) {
		b.books()
		list, err := b.Accounts(ctx, nil, []string{"purse|"})
		b.ok(err)
		b.same(list, "[{441823 purse|a|| 10} {441881 purse|a|| 7}]")
		list, err = b.Accounts(ctx, []string{county}, []string{"purse|", "purses|b|"})
		b.ok(err)
		b.same(list, "[{441823 purses|b|| 20} {441823 purse|a|| 10}]")
		list, err = b.Accounts(ctx, []string{county}, []string{})
		b.ok(err)
		b.same(len(list), "0")
	}},
	{"turnover keeps to days, areas and counties", func(b *bench) {
		b.books()
		day := value.DateOf(2026, 11, 1)
		b.same(b.turnover(store.TurnoverQuery{Counties: []string{county}, Prefixes: []string{"purse|a|"}}),
			"441823 purse|a|| +30 -20 4; ")
		b.same(b.turnover(store.TurnoverQuery{Prefixes: []string{"purse|"}, To: day}),
			"441823 purse|a|| +30 -0 3; 441881 purse|a|| +7 -0 1; ")
		b.same(b.turnover(store.TurnoverQuery{Areas: []string{town}, From: day.AddDays(1)}),
			"441823 purses|b|| +20 -0 1; 441823 purse|a|| +0 -20 1; ")
		b.same(b.turnover(store.TurnoverQuery{Areas: []string{}}), "")
	}},
	{"cleared movements leave no balance in that county alone", func(b *bench) {
		b.books()
		b.write(func(tx store.Tx) error { return tx.ClearMovements(ctx, county) })
		list, err := b.Accounts(ctx, nil, nil)
		b.ok(err)
		b.same(list, "[{441881 purse|a|| 7}]")
		n := 0
		b.ok(b.Movements(ctx, county, func(store.Movement) error { n++; return nil }))
		b.same(n, "0")
	}},
	{"a write that fails moves nothing", func(b *bench) {
		b.books()
		stop := errors.New("stop")
		err := b.Write(ctx, func(tx store.Tx) error {
			b.ok(tx.AddMovements(ctx, []store.Movement{moved("purse|a||", village, 1, 1000, 0)}))
			return stop
		})
		b.same(errors.Is(err, stop), "true")
		b.same(b.balances(store.Place{County: county, ID: "purse|a||"})[store.Place{County: county, ID: "purse|a||"}], "10")
	}},
	{"any movements equal their sums", func(b *bench) {
		b.save(b.record(1, village), b.record(2, village4))
		random := rand.New(rand.NewPCG(5, 6))
		want := map[store.Place]int64{}
		for range 20 {
			var list []store.Movement
			for range random.IntN(200) {
				m := moved(fmt.Sprintf("k|%d||", random.IntN(9)), []string{village, village3, village4}[random.IntN(3)],
					value.DateOf(2026, 1, 1).AddDays(random.IntN(300)), random.Int64N(1000)-300, random.Int64N(1000)-300)
				list = append(list, m)
				want[store.Place{County: m.County, ID: m.Account}] += m.Came - m.Went
			}
			b.write(func(tx store.Tx) error { return tx.AddMovements(ctx, list) })
		}
		stored, err := b.Accounts(ctx, nil, nil)
		b.ok(err)
		got := map[store.Place]int64{}
		for _, x := range stored {
			got[store.Place{County: x.County, ID: x.Account}] = x.Amount
		}
		b.same(got, fmt.Sprint(want))
		for _, in := range []string{county, county2} {
			b.ok(b.Movements(ctx, in, func(m store.Movement) error {
				got[store.Place{County: in, ID: m.Account}] -= m.Came - m.Went
				return nil
			}))
		}
		for at, rest := range got {
			if rest != 0 {
				b.Fatalf("%v: balance and movements differ by %d", at, rest)
			}
		}
	}},
}

package engine

import (
	"context"
	"strconv"

	"jieli/catalog"
	"jieli/fault"
	"jieli/ledger"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

var (
	movementDiffers = fault.Define("verify_movement_differs",
		"账户 {account} 在 {area}、{day} 的发生额为 {stored}，按日志重算为 {want}（收入/支出/笔数）。",
		"Account {account} in {area} on {day} holds movements of {stored}; recounted from the journal they are {want} (in/out/number).")
	balanceDiffers = fault.Define("verify_balance_differs",
		"账户 {account} 的余额为 {stored}，按日志重算为 {want}。",
		"Account {account} has a balance of {stored}; recounted from the journal it is {want}.")
)

// movementKey is a row of movements.
type movementKey struct {
	account, area string
	day           value.Date
}

// books are the movements of a county as the journal makes them.
type books map[movementKey]store.Movement

// transfers takes the movement of a record of the register of transfers into the books.
func (v *Verifier) transfers(w *replayed, reg *catalog.Register, r *register.Record) {
	if reg != v.Catalog.Transfers() || r == nil {
		return
	}
	for _, m := range ledger.Read(r).Movements() {
		k := movementKey{m.Account, m.Area, m.Day}
		sum := w.books[k]
		m.Came, m.Went, m.Number = m.Came+sum.Came, m.Went+sum.Went, sum.Number+1
		w.books[k] = m
	}
}

// balances compares movements and balances of a county with those that its transfers make.
func (v *Verifier) balances(ctx context.Context, w *replayed) error {
	want := map[string]int64{}
	for k, m := range w.books {
		want[k.account] += m.Came - m.Went
	}
	err := v.Store.Movements(ctx, w.county, func(m store.Movement) error {
		k := movementKey{m.Account, m.Area, m.Day}
		v.compareMovement(w.county, k, m, w.books[k])
		delete(w.books, k)
		return nil
	})
	if err != nil {
		return err
	}
	for k, m := range w.books {
		v.compareMovement(w.county, k, store.Movement{}, m)
	}
	stored, err := v.Store.Accounts(ctx, []string{w.county}, nil)
	if err != nil {
		return err
	}
	for _, x := range stored {
		v.report.Accounts++
		v.compareBalance(w.county, x.Account, x.Amount, want[x.Account])
		delete(want, x.Account)
	}
	for account, amount := range want {
		v.compareBalance(w.county, account, 0, amount)
	}
	return nil
}

func (v *Verifier) compareMovement(county string, k movementKey, stored, want store.Movement) {
	if stored.Came == want.Came && stored.Went == want.Went && stored.Number == want.Number {
		return
	}
	v.find(movementDiffers.At(county, "account", k.account, "area", k.area, "day", k.day, "stored", movementWords(stored),
		"want", movementWords(want)))
}

func movementWords(m store.Movement) string {
	return strconv.FormatInt(m.Came, 10) + "/" + strconv.FormatInt(m.Went, 10) + "/" + strconv.FormatInt(m.Number, 10)
}

func (v *Verifier) compareBalance(county, account string, stored, want int64) {
	if stored != want {
		v.find(balanceDiffers.At(county, "account", account, "stored", stored, "want", want))
	}
}

// recountBooks makes the movements of a county anew.
func (v *Verifier) recountBooks(ctx context.Context, tx store.Tx, w *replayed) error {
	if err := tx.ClearMovements(ctx, w.county); err != nil {
		return err
	}
	list := make([]store.Movement, 0, len(w.books))
	for _, m := range w.books {
		m.County = w.county
		list = append(list, m)
	}
	return tx.AddMovements(ctx, list)
}

package portable

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"jieli/store"
	"jieli/value"
)

var (
	addMovement = defineInsert("movement", "county, account, day, area, came, went, number",
		"on conflict (county, account, day, area) do update set came = movement.came + excluded.came, "+
			"went = movement.went + excluded.went, number = movement.number + excluded.number")
	addBalance = defineInsert("balance", "county, account, amount",
		"on conflict (county, account) do update set amount = balance.amount + excluded.amount")
	balancesOf     = definePlaced("select county, account, amount from balance", "", "account", "")
	clearMovements = define(OneCounty, "delete from movement where county = $1")
	clearBalances  = define(OneCounty, "delete from balance where county = $1")
	movementsOf    = define(OneCounty, `select account, day, area, came, went, number from movement
		where county = $1 order by county, account, day, area`)
)

// Balances implements store.LedgerTx.
func (r reader) Balances(ctx context.Context, accounts []store.Place) (map[store.Place]int64, error) {
	out := make(map[store.Place]int64, len(accounts))
	return out, r.placedRows(ctx, balancesOf, accounts, func(rows *sql.Rows) error {
		var at store.Place
		var amount int64
		err := rows.Scan(&at.County, &at.ID, &amount)
		out[at] = amount
		return err
	})
}

// AddMovements implements store.LedgerTx. Movements of one row are added up first, and go in key order: one statement may
// not touch a row twice.
func (w *writer) AddMovements(ctx context.Context, list []store.Movement) error {
	moved := mergeMovements(list)
	err := w.rows(ctx, addMovement, len(moved), func(i int, args []any) []any {
		m := &moved[i]
		return append(args, m.County, m.Account, m.Day.String(), m.Area, m.Came, m.Went, m.Number)
	})
	if err != nil {
		return err
	}
	sums := mergeBalances(moved)
	return w.rows(ctx, addBalance, len(sums), func(i int, args []any) []any {
		return append(args, sums[i].County, sums[i].Account, sums[i].Amount)
	})
}

func mergeMovements(list []store.Movement) []store.Movement {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, compareMovements)
	out := sorted[:0]
	for _, m := range sorted {
		m.Number = max(m.Number, 1)
		if last := len(out) - 1; last >= 0 && compareMovements(out[last], m) == 0 {
			out[last].Came += m.Came
			out[last].Went += m.Went
			out[last].Number += m.Number
			continue
		}
		out = append(out, m)
	}
	return out
}

func compareMovements(a, b store.Movement) int {
	return cmp.Or(strings.Compare(a.County, b.County), strings.Compare(a.Account, b.Account), cmp.Compare(a.Day, b.Day),
		strings.Compare(a.Area, b.Area))
}

// mergeBalances sums sorted movements by account.
func mergeBalances(sorted []store.Movement) []store.Balance {
	var out []store.Balance
	for _, m := range sorted {
		if last := len(out) - 1; last >= 0 && out[last].County == m.County && out[last].Account == m.Account {
			out[last].Amount += m.Came - m.Went
			continue
		}
		out = append(out, store.Balance{County: m.County, Account: m.Account, Amount: m.Came - m.Went})
	}
	return out
}

// ClearMovements implements store.LedgerTx.
func (w *writer) ClearMovements(ctx context.Context, county string) error {
	if err := w.exec(ctx, clearMovements.Text, []any{county}); err != nil {
		return err
	}
	return w.exec(ctx, clearBalances.Text, []any{county})
}

// Movements implements store.Ledger.
func (r reader) Movements(ctx context.Context, county string, each func(store.Movement) error) error {
	return r.query(ctx, movementsOf.Text, []any{county}, func(rows *sql.Rows) error {
		m := store.Movement{County: county}
		var day string
		err := rows.Scan(&m.Account, &day, &m.Area, &m.Came, &m.Went, &m.Number)
		if err != nil {
			return err
		}
		if m.Day, err = value.ParseDate(day); err != nil {
			return err
		}
		return each(m)
	})
}

// Accounts implements store.Ledger.
func (r reader) Accounts(ctx context.Context, counties []string, prefixes []string) ([]store.Balance, error) {
	var out []store.Balance
	err := r.s.snapshot(ctx, func(r reader) error {
		places, err := r.counties(ctx, counties, nil)
		if err != nil || len(places) == 0 {
			return err
		}
		b := &builder{}
		b.put("select county, account, amount from balance where 1 = 1")
		in(b, "county", places)
		b.beginsWith("account", prefixes)
		b.put(" order by county, account")
		return r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
			var x store.Balance
			err := rows.Scan(&x.County, &x.Account, &x.Amount)
			out = append(out, x)
			return err
		})
	})
	return out, err
}

// beginsWith puts the condition that a text begins with one of the prefixes; none for nil.
func (b *builder) beginsWith(column string, prefixes []string) {
	if prefixes == nil {
		return
	}
	b.put(" and (1 = 0")
	for _, p := range prefixes {
		b.put(" or " + column + " >= " + b.arg(p))
		if next := value.NextPrefix(p); next != "" {
			b.put(" and " + column + " < " + b.arg(next))
		}
	}
	b.put(")")
}

// Turnover implements store.Ledger.
func (r reader) Turnover(ctx context.Context, q store.TurnoverQuery) ([]store.Movement, error) {
	var out []store.Movement
	err := r.s.snapshot(ctx, func(r reader) error {
		counties, err := r.counties(ctx, q.Counties, q.Areas)
		if err != nil || len(counties) == 0 {
			return err
		}
		b := &builder{}
		b.put("select county, account, cast(sum(came) as bigint), cast(sum(went) as bigint), cast(sum(number) as bigint) " +
			"from movement where 1 = 1")
		in(b, "county", counties)
		b.beginsWith("account", q.Prefixes)
		b.areas("area", q.Areas)
		if q.From != 0 {
			b.put(" and day >= " + b.arg(q.From.String()))
		}
		if q.To != 0 {
			b.put(" and day <= " + b.arg(q.To.String()))
		}
		b.put(" group by county, account order by county, account")
		return r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
			var m store.Movement
			err := rows.Scan(&m.County, &m.Account, &m.Came, &m.Went, &m.Number)
			out = append(out, m)
			return err
		})
	})
	return out, err
}

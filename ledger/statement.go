package ledger

import (
	"context"
	"slices"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Reader is what is read for statements and totals; store.Reader is one.
type Reader interface {
	store.Ledger
	Find(ctx context.Context, q store.Query) ([]*register.Record, error)
}

// Statement is what came into an account and went out of it from a day to a day. Amounts are in the parts that the ledger
// keeps.
type Statement struct {
	Kind             *catalog.AccountKind
	County           string
	Account          Account
	From, To         value.Date
	Opening, Closing int64
	Came, Went       int64
	Lines            []Line // by day, then in the order in which they were entered
	More             bool   // there are further lines: ask for a shorter period
}

// Line is one transfer in a statement.
type Line struct {
	Transfer
	Record  *register.Record
	Other   Account // the other side
	Change  int64   // of this account
	Balance int64   // after it
}

// StatementOf reads the statement of an account of a county, at most limit lines.
func StatementOf(
	ctx context.Context, r Reader, c *catalog.Catalog, county string, a Account, from, to value.Date, limit int,
) (*Statement, error) {
	s := &Statement{Kind: c.AccountKind(a.Kind), County: county, Account: a, From: from, To: to}
	q := store.TurnoverQuery{Counties: []string{county}, Prefixes: []string{a.Key()}}
	before, during := q, q
	before.To, during.From, during.To = from.AddDays(-1), from, to
	opening, err := sumOf(ctx, r, before, a.Key())
	if err != nil {
		return nil, err
	}
	moved, err := sumOf(ctx, r, during, a.Key())
	if err != nil {
		return nil, err
	}
	s.Opening, s.Came, s.Went = opening.Came-opening.Went, moved.Came, moved.Went
	s.Closing = s.Opening + s.Came - s.Went
	return s, s.read(ctx, r, c, limit)
}

// sumOf gives the turnover of one account: names that only begin like its own are left out.
func sumOf(ctx context.Context, r Reader, q store.TurnoverQuery, account string) (store.Movement, error) {
	list, err := r.Turnover(ctx, q)
	for _, m := range list {
		if m.Account == account {
			return m, err
		}
	}
	return store.Movement{}, err
}

// read gathers the transfers of both sides into lines.
func (s *Statement) read(ctx context.Context, r Reader, c *catalog.Catalog, limit int) error {
	reg, key := c.Transfers(), s.Account.Key()
	for _, side := range []string{catalog.TransferFrom, catalog.TransferTo} {
		found, err := r.Find(ctx, store.Query{Register: reg, County: s.County, Limit: limit + 1,
			Conds: []store.Cond{{Field: side, Op: "=", Values: []any{key}},
				{Field: catalog.TransferOn, Op: ">=", Values: []any{s.From}}, {Field: catalog.TransferOn, Op: "<=", Values: []any{s.To}}},
			Sort: []store.Sort{{Field: catalog.TransferOn}, {Field: "created_at"}}})
		if err != nil {
			return err
		}
		for _, x := range found {
			s.Lines = append(s.Lines, lineOf(x, side))
		}
	}
	slices.SortStableFunc(s.Lines, compareLines)
	if s.More = len(s.Lines) > limit; s.More {
		s.Lines = s.Lines[:limit]
	}
	balance := s.Opening
	for i := range s.Lines {
		balance += s.Lines[i].Change
		s.Lines[i].Balance = balance
	}
	return nil
}

func lineOf(r *register.Record, side string) Line {
	x := Line{Transfer: Read(r), Record: r}
	if side == catalog.TransferFrom {
		x.Other, x.Change = x.To, -x.Amount
	} else {
		x.Other, x.Change = x.From, x.Amount
	}
	return x
}

func compareLines(a, b Line) int {
	switch {
	case a.Day != b.Day:
		return int(a.Day - b.Day)
	case a.Record.CreatedAt != b.Record.CreatedAt:
		return int(min(max(a.Record.CreatedAt-b.Record.CreatedAt, -1), 1))
	case a.ID < b.ID:
		return -1
	case a.ID > b.ID:
		return 1
	}
	return 0
}

package store

import (
	"context"

	"jieli/value"
)

// Movement is what came into an account and went out of it on one business day, by transfers that lie in one area.
type Movement struct {
	County, Account string // Account is its whole name, see package ledger
	Day             value.Date
	Area            string
	Came, Went      int64 // in the parts that the ledger keeps
	Number          int64 // transfers; AddMovements counts each movement as one
}

// Balance is what an account holds: all that came less all that went.
type Balance struct {
	County, Account string
	Amount          int64
}

// LedgerTx is what a write transaction does to accounts. Whoever reads balances to decide by them holds a lock on the
// county's own stream.
type LedgerTx interface {
	// Balances gives what accounts hold (Place.ID is the account); those that nothing has touched are left out.
	Balances(ctx context.Context, accounts []Place) (map[Place]int64, error)
	// AddMovements adds to the movements and to the balances of accounts.
	AddMovements(ctx context.Context, list []Movement) error
	// ClearMovements deletes all movements and balances of a county, before they are counted anew.
	ClearMovements(ctx context.Context, county string) error
}

// Ledger reads accounts.
type Ledger interface {
	// Accounts gives the accounts whose names begin with one of the prefixes, with what they hold, by county and name.
	// No counties: those of all counties.
	Accounts(ctx context.Context, counties []string, prefixes []string) ([]Balance, error)
	// Turnover sums what came and went by account; see TurnoverQuery.
	Turnover(ctx context.Context, q TurnoverQuery) ([]Movement, error)
	// Movements gives all movements of a county as they are kept, for verification.
	Movements(ctx context.Context, county string, each func(Movement) error) error
}

// TurnoverQuery asks what came into accounts and went out of them. The answer has neither day nor area.
type TurnoverQuery struct {
	Counties []string   // nil: all
	Prefixes []string   // of the names of accounts; nil: all
	Areas    []string   // area prefixes of the transfers; nil: all
	From, To value.Date // days, both included; From 0: from the beginning; To 0: without end
}

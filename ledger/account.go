// Package ledger is double entry for money and goods: what an account is called, what a transfer moves, what it leaves
// in the accounts, and when that would be too little. It is pure: it reads no database and writes none.
//
// A transfer takes one amount of one commodity from one account and brings it to another, so that for every commodity all
// balances add up to zero: what accounts without a floor have given is what the others hold. It is never changed; a
// reversal is a transfer of the same kind between the same accounts with the amount negated, as book-keepers write a
// wrong line again in red.
package ledger

import (
	"strings"

	"jieli/catalog"
)

// Account names one account within a county.
type Account struct {
	Kind  string
	Owner string // record, "" for accounts of the county
	Each  string // code by which accounts of an owner are kept apart, or ""
	Goods string // record or code of commodities that stand for many, or ""
}

// separator stands in no name, code or id.
const separator = "|"

// Key gives the account as one text, by which it is stored.
func (a Account) Key() string {
	return a.Kind + separator + a.Owner + separator + a.Each + separator + a.Goods
}

// OwnerPrefix begins the keys of all accounts of a kind that an owner has, and of no others.
func OwnerPrefix(kind, owner string) string { return kind + separator + owner + separator }

// KindPrefix begins the keys of all accounts of a kind, and of no others.
func KindPrefix(kind string) string { return kind + separator }

// ParseKey reads a key; ok is false for what is none.
func ParseKey(key string) (a Account, ok bool) {
	parts := strings.Split(key, separator)
	if len(parts) != 4 || parts[0] == "" {
		return Account{}, false
	}
	return Account{Kind: parts[0], Owner: parts[1], Each: parts[2], Goods: parts[3]}, true
}

// KindOf gives the kind of an account in a catalog; nil when the catalog has none of that name.
func KindOf(c *catalog.Catalog, key string) *catalog.AccountKind {
	a, ok := ParseKey(key)
	if !ok {
		return nil
	}
	return c.AccountKind(a.Kind)
}

package catalog

import (
	"jieli/expr"
	"jieli/fault"
	"jieli/value"
)

// Commodity is something that is moved and held: money in fen, or goods in whole parts of 10^-Decimals of a unit.
type Commodity struct {
	Name     string
	Label    fault.Text
	Money    bool
	Unit     string // of goods: a unit of package value
	Decimals int    // of goods: 0 to LedgerDecimals
	Each     *Register
	EachCode *ChoiceList // with Each nil: each code is a commodity of its own
	Folder   string
}

// Apart reports whether the commodity stands for many, which are never mixed.
func (c *Commodity) Apart() bool { return c.Each != nil || c.EachCode != nil }

// Type gives the type and limits by which amounts of the commodity are read and shown: fen, or whole parts of
// 10^-Decimals of its unit.
func (c *Commodity) Type() (value.Type, *value.Limits) {
	if c.Money {
		t, _ := value.ByName("money")
		return t, &value.Limits{}
	}
	t, _ := value.ByName("number")
	return t, &value.Limits{Unit: c.Unit, Decimals: c.Decimals}
}

// LedgerDecimals is how many digits behind the point the register of transfers keeps of goods: grams of a kilogram.
const LedgerDecimals = 3

// AccountKind is a kind of account. An account is named by its kind, its owner, a code of Each and what it holds.
type AccountKind struct {
	Name      string
	Label     fault.Text
	Of        *Register // whose records own such accounts; nil: the county does
	Commodity *Commodity
	Each      *ChoiceList // nil: one account an owner
	Floored   bool        // its balances never go below zero
	Folder    string
}

// TransferKind is a kind of movement between accounts of two kinds, which hold the same commodity.
type TransferKind struct {
	Name     string
	Label    fault.Text
	From, To *AccountKind
	Folder   string
}

// Post is a movement that a form enters in the ledger.
type Post struct {
	Kind     *TransferKind
	Amount   *expr.Program // int64: fen, or whole units; float64: a number in Unit
	Unit     string        // of goods
	From, To Side
	Goods    *expr.Program // string; nil when the commodity is one
	On       *expr.Program // nil: the day of the submission
	When     *expr.Program // nil: always
	Rows     string        // repeat question, "" for once
}

// Side says whose account one side of a posting is. In is the register of the form's line whose record owns it or, when
// Field is not nil, points to its owner; nil for accounts of the county.
type Side struct {
	In    *Register
	Field *Field
	Each  *expr.Program // nil when the kind of account has no Each
}

// Reverse posts back what a record of the form's line has posted.
type Reverse struct {
	Of   *Register
	On   *expr.Program
	When *expr.Program
}

// TransferRegister is the name of the built-in register of all movements. A pack without kinds of transfers has none.
const TransferRegister = "transfer"

// Names of its fields.
const (
	TransferKindField  = "kind"
	TransferCommodity  = "commodity"
	TransferGoods      = "goods"        // record or code, of commodities that stand for many
	TransferAmount     = "amount"       // of money
	TransferQuantity   = "quantity"     // of goods
	TransferOn         = "on"           // business day
	TransferFrom       = "from_account" // whole name of the account
	TransferFromKind   = "from_kind"
	TransferFromRecord = "from_record" // its owner
	TransferFromEach   = "from_each"   // its code
	TransferTo         = "to_account"
	TransferToKind     = "to_kind"
	TransferToRecord   = "to_record"
	TransferToEach     = "to_each"
	TransferRegisterOf = "register" // of the record that posted it; the record itself is the parent
	TransferForm       = "form"     // that was submitted
	TransferReverses   = "reverses" // transfer that it posts back
	TransferArea       = "area"     // where it lies: where the record lies that posted it
)

// Transfers gives the built-in register of movements, nil for a pack without any.
func (c *Catalog) Transfers() *Register {
	if r := c.Register(TransferRegister); r != nil && r.BuiltIn {
		return r
	}
	return nil
}

// Owned gives the kinds of accounts that records of a register own; nil: those of the county.
func (c *Catalog) Owned(r *Register) []*AccountKind {
	var list []*AccountKind
	for _, k := range c.Accounts {
		if k.Of == r {
			list = append(list, k)
		}
	}
	return list
}

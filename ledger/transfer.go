package ledger

import (
	"math"

	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Transfer is one movement, as its record has it.
type Transfer struct {
	County, Area string
	ID           string // of its record
	Kind         string
	Commodity    string
	From, To     Account
	Amount       int64 // fen, or parts of 10^-LedgerDecimals of the unit; negative for a reversal
	Money        bool
	Day          value.Date
	Register     string // of the record that posted it …
	Record       string // … and the record
	Form         string
	Reverses     string // transfer that it posts back, or ""
}

// Read gives the movement that a record of the register of transfers holds.
func Read(r *register.Record) Transfer {
	text := func(name string) string { s, _ := r.Get(name).(string); return s }
	t := Transfer{County: r.County, Area: r.Area, ID: r.ID, Kind: text(catalog.TransferKindField),
		Commodity: text(catalog.TransferCommodity), Register: text(catalog.TransferRegisterOf), Record: r.Parent,
		Form: text(catalog.TransferForm), Reverses: text(catalog.TransferReverses)}
	t.From, _ = ParseKey(text(catalog.TransferFrom))
	t.To, _ = ParseKey(text(catalog.TransferTo))
	t.Day, _ = r.Get(catalog.TransferOn).(value.Date)
	if t.Amount, t.Money = r.Get(catalog.TransferAmount).(int64); !t.Money {
		t.Amount, _ = r.Get(catalog.TransferQuantity).(int64)
	}
	return t
}

// Fields gives the values of a movement's record.
func (t Transfer) Fields() map[string]any {
	fields := map[string]any{
		catalog.TransferOn: t.Day, catalog.TransferKindField: t.Kind, catalog.TransferCommodity: t.Commodity,
		catalog.TransferFrom: t.From.Key(), catalog.TransferFromKind: t.From.Kind,
		catalog.TransferTo: t.To.Key(), catalog.TransferToKind: t.To.Kind,
		catalog.TransferRegisterOf: t.Register, catalog.TransferForm: t.Form, catalog.TransferArea: t.Area,
	}
	for name, text := range map[string]string{
		catalog.TransferGoods:      t.From.Goods,
		catalog.TransferFromRecord: t.From.Owner, catalog.TransferFromEach: t.From.Each,
		catalog.TransferToRecord: t.To.Owner, catalog.TransferToEach: t.To.Each,
		catalog.TransferReverses: t.Reverses,
	} {
		if text != "" {
			fields[name] = text
		}
	}
	if t.Money {
		fields[catalog.TransferAmount] = t.Amount
	} else {
		fields[catalog.TransferQuantity] = t.Amount
	}
	return fields
}

// Reversal gives the movement that takes t back on a day.
func (t Transfer) Reversal(day value.Date) Transfer {
	back := t
	back.ID, back.Amount, back.Day, back.Reverses = "", -t.Amount, day, t.ID
	return back
}

// Movements gives what a transfer does to its two accounts. A reversal takes back what came and what went.
func (t Transfer) Movements() []store.Movement {
	m := store.Movement{County: t.County, Area: t.Area, Day: t.Day}
	from, to := m, m
	from.Account, from.Went = t.From.Key(), t.Amount
	to.Account, to.Came = t.To.Key(), t.Amount
	return []store.Movement{from, to}
}

// Standing gives those of the transfers of one record that nobody has posted back, in their order; reversals stand in
// no list.
func Standing(list []*register.Record) []*register.Record {
	back := map[string]bool{}
	for _, r := range list {
		if id, ok := r.Get(catalog.TransferReverses).(string); ok {
			back[id] = true
			back[r.ID] = true
		}
	}
	var out []*register.Record
	for _, r := range list {
		if !back[r.ID] {
			out = append(out, r)
		}
	}
	return out
}

// MaxAmount bounds the amount of one transfer and every balance: what a float64, and so every browser, holds exactly.
const MaxAmount = 1<<53 - 1

// Kept brings an amount, as an expression gives it, into the smallest parts that a commodity is kept in: fen, or parts of
// 10^-LedgerDecimals of its unit. What has no exact place there is a finding, at no path.
func Kept(p *catalog.Post, v any) (int64, *fault.Finding) {
	c := p.Kind.From.Commodity
	if c.Money {
		fen, _ := v.(int64)
		return fen, nil
	}
	var n int64
	var err error
	switch x := v.(type) {
	case int64:
		n, err = value.Convert(x, 0, p.Unit, c.Unit, c.Decimals)
	case float64:
		scaled := math.Round(x * math.Pow10(value.MaxDecimals))
		if math.Abs(scaled) > MaxAmount {
			return 0, tooMuch(p)
		}
		n, err = value.Convert(int64(scaled), value.MaxDecimals, p.Unit, c.Unit, c.Decimals)
	}
	if err != nil {
		f := amountFine.At("", "transfer", p.Kind.Label, "unit", unitWords(c.Unit), "decimals", c.Decimals)
		return 0, &f
	}
	for range catalog.LedgerDecimals - c.Decimals {
		n *= 10
	}
	if n > MaxAmount || n < -MaxAmount {
		return 0, tooMuch(p)
	}
	return n, nil
}

func tooMuch(p *catalog.Post) *fault.Finding {
	f := amountLarge.At("", "transfer", p.Kind.Label)
	return &f
}

func unitWords(name string) fault.Text {
	u, _ := value.UnitOf(name)
	return u.Label
}

// Words gives an amount of a commodity, in the parts that the ledger keeps, as people read it.
func Words(c *catalog.Commodity, amount int64) fault.Text {
	t, limits := c.Type()
	n := Shown(c, amount)
	return fault.Text{Zh: t.Display(n, limits, "zh"), En: t.Display(n, limits, "en")}
}

// Shown gives an amount, in the parts that the ledger keeps, in those of the commodity's own type.
func Shown(c *catalog.Commodity, amount int64) int64 {
	if c.Money {
		return amount
	}
	for range catalog.LedgerDecimals - c.Decimals {
		amount /= 10
	}
	return amount
}

package main

import (
	"context"
	"fmt"
	"io"

	"jieli/catalog"
	"jieli/ledger"
	"jieli/register"
)

// printTransfers prints the money and goods behind a record: the transfer that it is, or those that it has posted.
func printTransfers(ctx context.Context, s *site, r *register.Record, out io.Writer) error {
	reg := s.cat.Transfers()
	switch {
	case reg == nil:
		return nil
	case r.Register == reg:
		printTransfer(s, r, out)
		return nil
	}
	list, err := s.store.Children(ctx, reg, r.County, r.ID)
	for _, x := range list {
		printTransfer(s, x, out)
	}
	return err
}

func printTransfer(s *site, r *register.Record, out io.Writer) {
	t := ledger.Read(r)
	c, kind := s.cat.Commodity(t.Commodity), s.cat.TransferKind(t.Kind)
	if c == nil || kind == nil {
		return
	}
	fmt.Fprintf(out, "      %s  %s %s  %s → %s  %s %s\n", t.Day, kind.Label.Zh, ledger.Words(c, t.Amount).Zh,
		accountWords(s.cat, t.From), accountWords(s.cat, t.To), t.Register, t.Record)
}

func accountWords(c *catalog.Catalog, a ledger.Account) string {
	k := c.AccountKind(a.Kind)
	if k == nil {
		return a.Kind
	}
	if k.Each == nil {
		return k.Label.Zh
	}
	each, _ := k.Each.Label(a.Each)
	return k.Label.Zh + "（" + each.Zh + "）"
}

package portable

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jieli/store"
)

var (
	saveTerm = defineInsert("term", "county, word, register, record, area",
		replaceAll([]string{"area"}, "county, word, register, record"))
	// dropTerm removes words of one record.
	dropTerm = define(OneCounty, `delete from term where county = $1 and register = $2 and record = $3
		and word in ({list})`)
	clearTerms = define(OneCounty, "delete from term where county = $1")
)

// ReplaceTerms implements store.Tx. Nothing is read: who writes knows the words that stand.
func (w *writer) ReplaceTerms(ctx context.Context, list []store.Terms) error {
	list = lastOf(list, func(t store.Terms) [3]string { return [3]string{t.County, t.Register, t.Record} })
	for _, t := range list {
		old := slices.DeleteFunc(unique(t.Stood), func(word string) bool { return slices.Contains(t.Words, word) })
		if err := w.drop(ctx, dropTerm, []any{t.County, t.Register, w.s.id(t.Record)}, old); err != nil {
			return err
		}
	}
	return w.addTerms(ctx, list)
}

// addTerms writes words; those that stand stay, and their area follows.
func (w *writer) addTerms(ctx context.Context, list []store.Terms) error {
	type row struct {
		word string
		of   *store.Terms
	}
	var add []row
	for i := range list {
		for _, word := range unique(list[i].Words) {
			add = append(add, row{word, &list[i]})
		}
	}
	slices.SortFunc(add, func(a, b row) int { // neighbours share a page
		return cmp.Or(strings.Compare(a.of.County, b.of.County), strings.Compare(a.word, b.word))
	})
	return w.rows(ctx, saveTerm, len(add), func(i int, args []any) []any {
		t := add[i].of
		return append(args, t.County, add[i].word, t.Register, w.s.id(t.Record), t.Area)
	})
}

// ClearTerms implements store.Tx.
func (w *writer) ClearTerms(ctx context.Context, county string) error {
	return w.exec(ctx, clearTerms.Text, []any{county})
}

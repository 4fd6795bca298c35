package portable

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"jieli/store"
)

var (
	saveTerm = defineInsert("term", "county, word, register, record, area",
		replaceAll([]string{"area"}, "county, word, register, record"))
	termsOf = define(OneCounty, "select word, register, record, area from term where county = $1 and record in ({list})")
	// dropTerm removes words of one record.
	dropTerm = define(OneCounty, `delete from term where county = $1 and register = $2 and record = $3
		and word in ({list})`)
)

// termKey is one row of the table term, without its county.
type termKey struct{ word, register, record string }

// ReplaceTerms implements store.Tx. It reads what stands and writes the difference: most changes of a record leave its
// names as they are.
func (w *writer) ReplaceTerms(ctx context.Context, list []store.Terms) error {
	list = lastOf(list, func(t store.Terms) [3]string { return [3]string{t.County, t.Register, t.Record} })
	byCounty := map[string][]store.Terms{}
	for _, t := range list {
		byCounty[t.County] = append(byCounty[t.County], t)
	}
	for _, county := range sortedKeys(byCounty) {
		if err := w.replaceTerms(ctx, county, byCounty[county]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) replaceTerms(ctx context.Context, county string, list []store.Terms) error {
	records := make([]string, len(list))
	for i, t := range list {
		records[i] = t.Record
	}
	stand := map[termKey]string{}
	err := w.listed(ctx, termsOf, []any{county}, unique(records), func(rows *sql.Rows) error {
		var k termKey
		var area string
		err := rows.Scan(&k.word, &k.register, &k.record, &area)
		stand[k] = area
		return err
	})
	if err != nil {
		return err
	}
	if len(stand) > 0 {
		if err := w.dropTerms(ctx, county, list, stand); err != nil {
			return err
		}
	}
	return w.addTerms(ctx, county, list, stand)
}

// dropTerms deletes the words that stand and are wanted no more.
func (w *writer) dropTerms(ctx context.Context, county string, list []store.Terms, stand map[termKey]string) error {
	byRecord := map[[2]string][]string{}
	for k := range stand {
		byRecord[[2]string{k.register, k.record}] = append(byRecord[[2]string{k.register, k.record}], k.word)
	}
	for _, t := range list {
		old := slices.DeleteFunc(byRecord[[2]string{t.Register, t.Record}], func(word string) bool {
			return slices.Contains(t.Words, word)
		})
		slices.Sort(old)
		if err := w.drop(ctx, dropTerm, []any{county, t.Register, t.Record}, old); err != nil {
			return err
		}
	}
	return nil
}

// addTerms writes the words that do not stand yet, or stand under another area.
func (w *writer) addTerms(ctx context.Context, county string, list []store.Terms, stand map[termKey]string) error {
	type row struct {
		termKey
		area string
	}
	var add []row
	for _, t := range list {
		for _, word := range unique(t.Words) {
			k := termKey{word, t.Register, t.Record}
			if area, ok := stand[k]; !ok || area != t.Area {
				add = append(add, row{k, t.Area})
			}
		}
	}
	slices.SortFunc(add, func(a, b row) int { return strings.Compare(a.word, b.word) }) // neighbours share a page
	return w.rows(ctx, saveTerm, len(add), func(i int, args []any) []any {
		r := &add[i]
		return append(args, county, r.word, r.register, r.record, r.area)
	})
}

package portable

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"jieli/store"
)

// hit is a row of the table term that a search met.
type hit struct {
	store.Found
	word string
}

// Search implements store.Reader: in the order of the terms, each record once.
func (r reader) Search(ctx context.Context, q store.SearchQuery) ([]store.Found, error) {
	if q.Prefix == "" {
		return nil, nil
	}
	var all []hit
	err := r.eachCounty(ctx, q.Areas, func(r reader, county string) error {
		hits, err := r.searchCounty(ctx, q, county)
		all = append(all, hits...)
		return err
	})
	slices.SortFunc(all, func(a, b hit) int {
		return cmp.Or(strings.Compare(a.word, b.word), strings.Compare(a.Register, b.Register),
			strings.Compare(a.Record, b.Record))
	})
	out := make([]store.Found, len(all))
	for i, h := range all {
		out[i] = h.Found
	}
	return firstOf(out, q.Limit), err
}

// searchCounty walks the terms in their order, batch by batch, until it has met enough different records.
func (r reader) searchCounty(ctx context.Context, q store.SearchQuery, county string) ([]hit, error) {
	var out []hit
	var last hit
	met := map[[2]string]bool{}
	batch := 2 * q.Limit // a record is met twice at times: by name and by pinyin
	for {
		text, args := searchText(q, county, last, batch, r.s.id)
		n := 0
		err := r.query(ctx, text, args, func(rows *sql.Rows) error {
			h := hit{Found: store.Found{County: county}}
			err := rows.Scan(&h.word, &h.Register, scannedID{&h.Record}, &h.Area)
			n++
			last = h
			if k := [2]string{h.Register, h.Record}; !met[k] {
				met[k] = true
				out = append(out, h)
			}
			return err
		})
		if err != nil || n < batch || batch == 0 || len(out) >= q.Limit {
			return out, err
		}
	}
}

func searchText(q store.SearchQuery, county string, after hit, batch int, short func(string) any) (string, []any) {
	b := &builder{}
	b.put("select word, register, record, area from term where county = " + b.arg(county))
	b.prefix("word", q.Prefix)
	if after.word != "" {
		b.put(" and (word, register, record) > (" + b.arg(after.word) + ", " + b.arg(after.Register) + ", " +
			b.arg(short(after.Record)) + ")")
	}
	if q.Registers != nil {
		in(b, "register", q.Registers)
	}
	b.areas("area", narrowed(county, q.Areas))
	b.put(" order by word, register, record")
	b.limit(batch)
	return b.text(), b.args
}

package storetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"jieli/register"
	"jieli/store"
)

// waysTests hold that a list is the same whichever way a back end reads it.
var waysTests = []test{
	{"rare and common values give the same list, page by page", func(b *bench) {
		records := b.scattered(900)
		for _, sort := range []store.Sort{{Field: "updated_at", Desc: true}, {Field: "members"}, {Field: "id"},
			{Field: "household_no"}} {
			for category := range categories {
				for _, areas := range [][]string{nil, {town}, {village, village4}} {
					b.samePages(records, areas, category, sort)
				}
			}
		}
	}},
	{"rows that lie together behind all others are found, few and many", func(b *bench) {
		var records []*register.Record
		for i := range 2000 {
			r := b.record(i+1, village, "members", int64(i/40))
			switch {
			case i >= 1700:
				r.Set("category", "last")
			case i >= 900:
				r.Set("category", "many")
			case i%300 == 7:
				r.Set("category", "last")
			}
			records = append(records, r)
		}
		b.save(records...)
		for _, category := range []string{"last", "many", ""} {
			for _, sort := range []store.Sort{{Field: "members"}, {Field: "members", Desc: true}, {Field: "household_no"}} {
				b.samePages(records, []string{town}, category, sort)
			}
		}
	}},
	{"many read at once, and some give up", func(b *bench) {
		b.scattered(200)
		var readers sync.WaitGroup
		for i := range 60 {
			readers.Go(func() {
				on, leave := context.WithCancel(ctx)
				if i%3 == 0 {
					go leave()
				}
				defer leave()
				list, err := b.Find(on, store.Query{Register: b.house, Sort: []store.Sort{{Field: "updated_at"}}, Limit: 50})
				if on.Err() == nil && (err != nil || len(list) != 50) {
					b.Errorf("%d records, %v", len(list), err)
				}
			})
		}
		readers.Wait()
		b.same(len(b.found(store.Query{})), "200")
	}},
	{"a list is right after the rows of a county have grown, and after more questions than are kept", func(b *bench) {
		b.save(b.record(1, village, "category", "rare"))
		for i := 2; i < 330; i++ {
			conds := []store.Cond{{Field: "category", Op: "=", Values: []any{"rare"}}}
			for range i {
				conds = append(conds, store.Cond{Field: "updated_at", Op: "known"})
			}
			b.same(len(b.found(store.Query{Conds: conds, Sort: []store.Sort{{Field: "members"}}})), fmt.Sprint((i+8)/10))
			if i%10 == 1 {
				b.save(b.record(i, village, "category", "rare"))
			}
		}
	}},
}

// categories say how many of a thousand records have a value; "" stands for none, "absent" has none.
var categories = map[string]int{"rare": 5, "seldom": 45, "often": 250, "common": 600, "absent": 0, "": 100}

// scattered saves records with those categories all over the places of the tests.
func (b *bench) scattered(n int) []*register.Record {
	b.Helper()
	places := []string{village, village2, village3, village4, town, county}
	var list []*register.Record
	for i := range n {
		r := b.record(i+1, places[i*7%len(places)], "members", int64(i*31%17))
		if c := categoryOf(i * 389 % 1000); c != "" {
			r.Set("category", c)
		}
		list = append(list, r)
	}
	b.save(list...)
	return list
}

func categoryOf(n int) string {
	for _, c := range []string{"rare", "seldom", "often", "common"} {
		if n -= categories[c]; n < 0 {
			return c
		}
	}
	return ""
}

// samePages compares a list, and its count, with what its definition gives.
func (b *bench) samePages(records []*register.Record, areas []string, category string, sort store.Sort) {
	b.Helper()
	q := store.Query{Register: b.house, Areas: areas, Sort: []store.Sort{sort}, Limit: 40,
		Conds: []store.Cond{{Field: "category", Op: "=", Values: []any{category}}}}
	if category == "" {
		q.Conds[0] = store.Cond{Field: "category", Op: "unknown"}
	}
	want := numbers(wanted(records, areas, category, sort))
	var got []int
	for page := -1; page != 0; {
		list, err := b.Find(ctx, q)
		b.ok(err)
		got = append(got, numbers(list)...)
		if page = len(list); page > 0 {
			last := list[page-1]
			q.After = []any{last.Get(sort.Field), last.ID}
			switch sort.Field {
			case "updated_at":
				q.After[0] = last.UpdatedAt
			case "id":
				q.After = q.After[1:]
			}
		}
	}
	q.After = nil
	n, err := b.Count(ctx, q, 0)
	b.ok(err)
	if n != len(want) || !slices.Equal(got, want) {
		b.Errorf("%q in %q by %v: count %d, got %v, want %v", category, areas, sort, n, got, want)
	}
}

// wanted selects and sorts in memory.
func wanted(records []*register.Record, areas []string, category string, sort store.Sort) []*register.Record {
	var list []*register.Record
	for _, r := range records {
		c, _ := r.Get("category").(string)
		if c == category && (areas == nil || slices.ContainsFunc(areas, func(a string) bool { return strings.HasPrefix(r.Area, a) })) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(x, y *register.Record) int {
		if sort.Field == "updated_at" {
			return int(y.UpdatedAt - x.UpdatedAt)
		}
		if sort.Field == "id" || sort.Field == "household_no" { // both rise together
			return strings.Compare(x.ID, y.ID)
		}
		a, _ := x.Get("members").(int64)
		c, _ := y.Get("members").(int64)
		order := cmp.Or(int(a-c), strings.Compare(x.ID, y.ID))
		if sort.Desc {
			return -order
		}
		return order
	})
	return list
}

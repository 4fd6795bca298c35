package storetest

import (
	"fmt"
	"slices"

	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// found runs a query and gives the numbers of its records.
func (b *bench) found(q store.Query) []int {
	b.Helper()
	if q.Register == nil {
		q.Register = b.house
	}
	records, err := b.Find(ctx, q)
	b.ok(err)
	if q.Limit == 0 && q.After == nil {
		n, err := b.Count(ctx, q, 0)
		b.ok(err)
		b.same(n, fmt.Sprint(len(records)))
	}
	return numbers(records)
}

func (b *bench) foundBy(field, op string, values ...any) []int {
	b.Helper()
	return b.found(store.Query{Conds: []store.Cond{{Field: field, Op: op, Values: values}}})
}

// spread saves one household in every place of the tests: 1 to 4 in villages, 5 at a town, 6 at a county, 7 at the city.
func (b *bench) spread() {
	b.Helper()
	var records []*register.Record
	for i, area := range []string{village, village2, village3, village4, town, county, city} {
		records = append(records, b.record(i+1, area, "members", int64(i+1)))
	}
	b.save(records...)
}

var findTests = []test{
	{"a query keeps to its county", func(b *bench) {
		b.spread()
		b.same(b.found(store.Query{County: county2}), "[4]")
		b.same(b.found(store.Query{County: county}), "[1 2 3 5 6]")
		b.same(b.found(store.Query{County: county, Areas: []string{county2}}), "[]")
	}},
	{"a scope is a prefix of areas", func(b *bench) {
		b.spread()
		for _, c := range []struct {
			areas []string
			want  string
		}{
			{nil, "[1 2 3 4 5 6 7]"},
			{[]string{city}, "[1 2 3 4 5 6 7]"},
			{[]string{"44"}, "[1 2 3 4 5 6 7]"},
			{[]string{county}, "[1 2 3 5 6]"},
			{[]string{county2}, "[4]"},
			{[]string{town}, "[1 2 5]"},
			{[]string{village}, "[1]"},
			{[]string{village, village4}, "[1 4]"},
			{[]string{town2, county2}, "[3 4]"},
			{[]string{village2, town}, "[1 2 5]"},
			{[]string{cityKey}, "[]"},
			{[]string{"4419"}, "[]"},
			{[]string{""}, "[]"},
			{[]string{}, "[]"},
			{[]string{"441823999"}, "[]"},
		} {
			if got := fmt.Sprint(b.found(store.Query{Areas: c.areas})); got != c.want {
				b.Errorf("areas %q: %s, want %s", c.areas, got, c.want)
			}
		}
	}},
	{"conditions on every type of field", func(b *bench) {
		one := b.full(1, village)
		two := b.full(2, village2)
		two.Set("members", int64(5))
		two.Set("income", int64(100))
		two.Set("category", "risk")
		two.Set("visited_on", value.DateOf(2026, 3, 1))
		two.Set("has_labour", true)
		two.Set("needs", []string{"job"})
		two.Set("national_id", "441823195001010025")
		two.Set("debt", int64(1))
		two.Set("order", "先后")
		b.save(one, two, b.record(3, village3), b.record(4, village4))
		for _, c := range []struct {
			field, op string
			values    []any
			want      string
		}{
			{"members", "=", []any{int64(5)}, "[2]"},
			{"members", "!=", []any{int64(5)}, "[1]"},
			{"members", "<", []any{int64(5)}, "[1]"},
			{"members", "<=", []any{int64(5)}, "[1 2]"},
			{"members", ">", []any{int64(4)}, "[2]"},
			{"members", ">=", []any{int64(4)}, "[1 2]"},
			{"members", "in", []any{int64(4), int64(5), int64(6)}, "[1 2]"},
			{"members", "in", nil, "[]"},
			{"members", "known", nil, "[1 2]"},
			{"members", "unknown", nil, "[3 4]"},
			{"income", "<", []any{int64(0)}, "[1]"},
			{"category", "=", []any{"risk"}, "[2]"},
			{"category", "in", []any{"risk", "none", "other"}, "[1 2]"},
			{"visited_on", ">=", []any{value.DateOf(2026, 3, 1)}, "[2]"},
			{"has_labour", "=", []any{true}, "[2]"},
			{"has_labour", "=", []any{false}, "[1]"},
			{"has_labour", "unknown", nil, "[3 4]"},
			{"needs", "has", []any{"roof"}, "[1]"},
			{"needs", "has", []any{"job"}, "[1 2]"},
			{"needs", "has", []any{"jo"}, "[]"},
			{"order", "prefix", []any{"先"}, "[1 2]"},
			{"order", "prefix", []any{"先后"}, "[2]"},
			{"household_no", "prefix", []any{"441800000"}, "[1 2]"},
			{"national_id", "=", []any{"441823195001010017"}, "[1]"},
			{"national_id", "in", []any{"441823195001010017", "441823195001010025"}, "[1 2]"},
			{"national_id", "known", nil, "[1 2]"},
			{"debt", "=", []any{int64(1)}, "[2]"},
			{"id", "=", []any{id(3)}, "[3]"},
			{"id", "in", []any{id(3), id(4), id(5)}, "[3 4]"},
			{"area", "prefix", []any{town}, "[1 2]"},
			{"key", "=", []any{"key 2"}, "[2]"},
			{"key", "unknown", nil, "[3 4]"},
			{"updated_at", ">", []any{value.Instant(2_000_002)}, "[3 4]"},
			{"created_at", "<=", []any{value.Instant(1_000_001)}, "[1]"},
		} {
			if got := fmt.Sprint(b.foundBy(c.field, c.op, c.values...)); got != c.want {
				b.Errorf("%s %s %v: %s, want %s", c.field, c.op, c.values, got, c.want)
			}
		}
	}},
	{"conditions that have no meaning are refused", func(b *bench) {
		for _, c := range []store.Cond{
			{Field: "nothing", Op: "="}, {Field: "members", Op: "=", Values: nil},
			{Field: "members", Op: "like", Values: []any{int64(1)}}, {Field: "members", Op: "=", Values: []any{nil}},
			{Field: "national_id", Op: "<", Values: []any{"4"}}, {Field: "national_id", Op: "prefix", Values: []any{"4"}},
			{Field: "members", Op: "prefix", Values: []any{int64(4)}}, {Field: "needs", Op: "=", Values: []any{"roof"}},
		} {
			b.save(b.record(1, village))
			_, err := b.Find(ctx, store.Query{Register: b.house, Conds: []store.Cond{c}})
			b.fails(err, fault.Invalid, "store_query")
		}
		for _, s := range []string{"nothing", "national_id", "needs"} {
			_, err := b.Find(ctx, store.Query{Register: b.house, Sort: []store.Sort{{Field: s}}})
			b.fails(err, fault.Invalid, "store_query")
		}
	}},
	{"all conditions must hold, with ids, parent, scope and expression", func(b *bench) {
		b.spread()
		p := newRecord(b.person, 50, village, "name", "人")
		p.Parent = id(1)
		q := newRecord(b.person, 51, village, "name", "人")
		q.Parent = id(2)
		b.save(p, q)
		b.same(b.found(store.Query{Register: b.person, Parent: id(1)}), "[50]")
		b.same(b.found(store.Query{IDs: []string{id(1), id(4), id(404)}, Areas: []string{county}}), "[1]")
		b.same(b.found(store.Query{IDs: []string{}}), "[]")
		b.same(b.found(store.Query{
			Areas: []string{city}, IDs: []string{id(1), id(2), id(3), id(4)},
			Conds: []store.Cond{{Field: "members", Op: ">", Values: []any{int64(1)}}},
			Where: &store.Where{SQL: "t.f_members < $2 and t.area <> $1 and 'a $1 b' <> ''", Args: []any{village3, int64(5)}},
		}), "[2 4]")
		b.same(b.found(store.Query{Where: &store.Where{SQL: "exists (select 1 from r_person as p " +
			"where p.county = t.county and p.parent = t.id)"}}), "[1 2]")
	}},
	{"void records are found only when asked for", func(b *bench) {
		two := b.record(2, village)
		two.State = register.StateVoid
		b.save(b.record(1, village), two)
		b.same(b.found(store.Query{}), "[1]")
		b.same(b.found(store.Query{Void: true}), "[1 2]")
	}},
	{"targets covered in a round, and those that are not", func(b *bench) {
		b.spread()
		b.write(func(tx store.Tx) error {
			return tx.AddCovers(ctx, []store.Cover{
				{County: county, Round: id(80), Target: id(1), Area: village, Day: 20_000, Record: id(90)},
				{County: county2, Round: id(80), Target: id(4), Area: village4, Day: 20_000, Record: id(91)},
				{County: county, Round: id(81), Target: id(2), Area: village2, Day: 20_000, Record: id(92)},
			})
		})
		b.same(b.found(store.Query{Covered: &store.Covered{Round: id(80), Yes: true}}), "[1 4]")
		b.same(b.found(store.Query{Covered: &store.Covered{Round: id(80)}, Areas: []string{town, town3}}), "[2 5]")
	}},
	{"counting stops at a maximum", func(b *bench) {
		b.spread()
		for _, c := range []struct{ max, want int }{{0, 7}, {1, 1}, {6, 6}, {7, 7}, {8, 7}} {
			n, err := b.Count(ctx, store.Query{Register: b.house}, c.max)
			b.ok(err)
			b.same(n, fmt.Sprint(c.want))
		}
	}},
}

var orderTests = []test{
	{"Chinese texts stand by code point, capitals before small letters", func(b *bench) {
		texts := []string{"岭背", "七拱", "阳山", "杜步", "𠮷田", "秤架", "Z", "a", "é", "~", "飞来峡", "!"}
		for n, text := range texts {
			b.save(b.record(n, village, "order", text))
		}
		sorted := slices.Clone(texts)
		slices.Sort(sorted)
		records, err := b.Find(ctx, store.Query{Register: b.house, Sort: []store.Sort{{Field: "order"}}})
		b.ok(err)
		var got []string
		for _, r := range records {
			text, _ := r.Get("order").(string)
			got = append(got, text)
		}
		b.same(got, fmt.Sprint(sorted))
	}},
	{"unknown values come last in both directions", func(b *bench) {
		b.save(b.record(1, village), b.record(2, village4, "members", int64(5)), b.record(3, village3),
			b.record(4, village2, "members", int64(4)), b.record(5, village, "members", int64(5)))
		b.same(b.found(store.Query{Sort: []store.Sort{{Field: "members"}}}), "[4 2 5 1 3]")
		b.same(b.found(store.Query{Sort: []store.Sort{{Field: "members", Desc: true}}}), "[5 2 4 3 1]")
		b.same(b.found(store.Query{Sort: []store.Sort{{Field: "members", Desc: true}, {Field: "id"}}}), "[2 5 4 1 3]")
		b.same(b.found(store.Query{Sort: []store.Sort{{Field: "income"}, {Field: "members", Desc: true}}}), "[5 2 4 3 1]")
	}},
	{"without an order the id decides", func(b *bench) {
		b.save(b.record(3, village4), b.record(1, village), b.record(2, village3))
		b.same(b.found(store.Query{}), "[1 2 3]")
		b.same(b.found(store.Query{Sort: []store.Sort{{Field: "id", Desc: true}}}), "[3 2 1]")
		b.same(b.found(store.Query{Limit: 2, After: []any{id(1)}}), "[2 3]")
	}},
	{"pages together give exactly the whole list", func(b *bench) {
		b.shuffled(200)
		for _, sort := range [][]store.Sort{
			nil, {{Field: "id", Desc: true}}, {{Field: "members"}}, {{Field: "members", Desc: true}},
			{{Field: "has_labour"}}, {{Field: "has_labour", Desc: true}}, {{Field: "visited_on"}}, {{Field: "order", Desc: true}},
			{{Field: "updated_at"}}, {{Field: "area", Desc: true}}, {{Field: "key"}}, {{Field: "income", Desc: true}, {Field: "id"}},
			{{Field: "area"}, {Field: "id", Desc: true}}, {{Field: "members"}, {Field: "income", Desc: true}},
			{{Field: "members", Desc: true}, {Field: "income"}, {Field: "id", Desc: true}},
			{{Field: "area"}, {Field: "updated_at"}, {Field: "id"}},
		} {
			for _, areas := range [][]string{nil, {county}, {town, village4}} {
				b.pages(store.Query{Register: b.house, Sort: sort, Areas: areas})
			}
		}
	}},
	{"a page that begins nowhere is refused", func(b *bench) {
		b.save(b.record(1, village))
		for _, after := range [][]any{{}, {nil}, {id(1), id(1)}} {
			_, err := b.Find(ctx, store.Query{Register: b.house, After: after})
			b.fails(err, fault.Invalid, "store_query")
		}
	}},
}

// shuffled saves n households whose fields repeat, with gaps, over all places.
func (b *bench) shuffled(n int) {
	b.Helper()
	areas := []string{village, village2, village3, village4, town, county, city}
	var records []*register.Record
	for i := range n {
		r := b.record(i, areas[i*5%len(areas)])
		if x := i * 7 % 11; x > 2 {
			r.Set("members", int64(x))
			r.Set("order", []string{"村", "镇", "县", "a", "B"}[x%5])
			r.Key = fmt.Sprint("key ", (i*37)%n)
		}
		if x := i * 3 % 5; x > 1 {
			r.Set("income", int64(x*100))
			r.Set("has_labour", x > 3)
		}
		if x := i * 13 % 17; x > 4 {
			r.Set("visited_on", value.DateOf(2026, 1, x))
		}
		r.UpdatedAt = value.Instant(i * 7 % 10)
		records = append(records, r)
	}
	b.save(records...)
}

// pages reads a list by pages of 7 and compares it with the list read at once.
func (b *bench) pages(q store.Query) {
	b.Helper()
	whole, err := b.Find(ctx, q)
	b.ok(err)
	if len(whole) < 20 {
		b.Fatalf("%d records", len(whole))
	}
	var paged []*register.Record
	q.Limit = 7
	for range 100 {
		page, err := b.Find(ctx, q)
		b.ok(err)
		paged = append(paged, page...)
		if len(page) < q.Limit {
			break
		}
		q.After = behind(page[len(page)-1], q.Sort)
	}
	b.same(numbers(paged), fmt.Sprint(numbers(whole)))
	seen := slices.Clone(numbers(whole))
	slices.Sort(seen)
	if len(slices.Compact(seen)) != len(whole) {
		b.Fatalf("a record came twice: %v", numbers(whole))
	}
}

// behind gives the keyset of a row: the values of the sort columns and the id.
func behind(r *register.Record, sort []store.Sort) []any {
	var after []any
	for _, s := range sort {
		switch s.Field {
		case "id":
			after = append(after, r.ID)
		case "area":
			after = append(after, r.Area)
		case "updated_at":
			after = append(after, r.UpdatedAt)
		case "key":
			after = append(after, nil)
			if r.Key != "" {
				after[len(after)-1] = r.Key
			}
		default:
			after = append(after, r.Get(s.Field))
		}
	}
	if n := len(sort); n == 0 || sort[n-1].Field != "id" {
		after = append(after, r.ID)
	}
	return after
}

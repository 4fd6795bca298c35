package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"jieli/catalog"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Fill writes households over 8 counties, 24 towns and 240 villages, unless the store has some already.
func Fill(b *testing.B, s store.Store, rows int) *catalog.Register {
	b.Helper()
	cat := Programme()
	house := cat.Registers[0]
	if err := s.Migrate(ctx, cat); err != nil {
		b.Fatal(err)
	}
	if n, err := s.Count(ctx, store.Query{Register: house}, 1); err != nil || n > 0 {
		if err != nil {
			b.Fatal(err)
		}
		return house
	}
	random := rand.New(rand.NewPCG(1, 1))
	for n := 0; n < rows; n += 1000 {
		var records []*register.Record
		var keys []journal.StreamKey
		for i := n; i < min(n+1000, rows); i++ {
			r := randomHouse(house, i, random)
			records = append(records, r)
			keys = append(keys, journal.StreamKey{County: r.County, Stream: r.Stream})
		}
		if err := s.Write(ctx, func(tx store.Tx) error {
			if _, err := tx.Lock(ctx, keys); err != nil {
				return err
			}
			return tx.SaveRecords(ctx, house, records)
		}); err != nil {
			b.Fatal(err)
		}
	}
	return house
}

// randomHouse has fields as unevenly spread as they are in life.
func randomHouse(house *catalog.Register, n int, random *rand.Rand) *register.Record {
	area := benchVillage(random.IntN(240))
	r := newRecord(house, n, area, "household_no", fmt.Sprintf("4418%014d", random.IntN(1e9)), "head_name", "冯国强",
		"village", area, "income", int64(random.NormFloat64()*500_000+1_500_000),
		"national_id", fmt.Sprintf("4418231950%08d", n))
	r.Key = fmt.Sprint("key ", n)
	r.UpdatedAt = value.Instant(1_700_000_000_000_000 + random.Int64N(50_000_000_000_000))
	r.Set("category", []string{"none", "none", "none", "risk", "rare"}[pick(random, 700, 900, 960, 999)])
	if random.IntN(20) > 0 {
		r.Set("members", int64(1+random.IntN(8)))
	}
	if random.IntN(5) > 0 {
		r.Set("visited_on", value.DateOf(2026, 1, 1).AddDays(random.IntN(300)))
	}
	if random.IntN(10) > 0 {
		r.Set("has_labour", random.IntN(3) > 0)
	}
	return r
}

// pick gives the first place whose part of a thousand holds a random number.
func pick(random *rand.Rand, parts ...int) int {
	x := random.IntN(1000)
	i, _ := slices.BinarySearch(parts, x+1)
	return i
}

// BenchmarkFinds measures the first page, and one far down, of every declared filter and order, by every width of
// scope, over the households of Fill. It reports the median and the slowest of each.
func BenchmarkFinds(b *testing.B, s store.Store, house *catalog.Register) {
	scopes := map[string][]string{"city": {"4418"}, "county": {"441823"}, "town": {"441823109"}, "village": {"441823109209"}}
	for _, scope := range []string{"city", "county", "town", "village"} {
		for _, q := range finds(house) {
			q.query.Areas = scopes[scope]
			b.Run(scope+"/"+q.name, func(b *testing.B) { benchmarkFind(b, s, q.query) })
		}
	}
}

type namedQuery struct {
	name  string
	query store.Query
}

// finds are queries of every filter: alone, with its own order, with another, and two together.
func finds(house *catalog.Register) []namedQuery {
	conds := []store.Cond{
		{Field: "category", Op: "=", Values: []any{"none"}}, {Field: "category", Op: "=", Values: []any{"risk"}},
		{Field: "category", Op: "=", Values: []any{"rare"}}, {Field: "category", Op: "in", Values: []any{"risk", "rare"}},
		{Field: "category", Op: "!=", Values: []any{"none"}}, {Field: "members", Op: "=", Values: []any{int64(4)}},
		{Field: "members", Op: "unknown"}, {Field: "income", Op: "<", Values: []any{int64(200_000)}},
		{Field: "income", Op: ">", Values: []any{int64(1_000_000)}},
		{Field: "visited_on", Op: ">=", Values: []any{value.DateOf(2026, 10, 25)}},
		{Field: "visited_on", Op: "unknown"}, {Field: "has_labour", Op: "=", Values: []any{false}},
		{Field: "household_no", Op: "prefix", Values: []any{"44180000012"}},
		{Field: "national_id", Op: "=", Values: []any{"441823195000077777"}},
	}
	sorts := [][]store.Sort{nil, {{Field: "updated_at", Desc: true}}, {{Field: "income", Desc: true}}, {{Field: "visited_on"}}}
	var out []namedQuery
	add := func(name string, sort []store.Sort, conds ...store.Cond) {
		for _, x := range sort {
			name += " by " + x.Field
		}
		out = append(out, namedQuery{name, store.Query{Register: house, Conds: conds, Sort: sort, Limit: 50}})
	}
	for _, sort := range sorts {
		add("all", sort)
		for _, c := range conds {
			add(strings.TrimSuffix(fmt.Sprint(c.Field, c.Op, c.Values), "[]"), sort, c)
		}
		add("category=risk,labour", sort, conds[1], conds[11])
		add("category=none,members=4", sort, conds[0], conds[5])
	}
	for _, name := range []string{"members", "has_labour", "category", "household_no"} {
		add("all", []store.Sort{{Field: name}})
	}
	return out
}

func benchmarkFind(b *testing.B, s store.Store, q store.Query) {
	var took []time.Duration
	for b.Loop() {
		q.After = nil
		for range 2 { // the first page and the second
			begin := time.Now()
			page, err := s.Find(ctx, q)
			if err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(begin))
			if len(page) < q.Limit {
				break
			}
			q.After = behind(page[len(page)-1], q.Sort)
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms-max")
	b.ReportMetric(float64(took[0].Microseconds())/1000, "ms-min")
}

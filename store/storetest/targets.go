package storetest

import (
	"fmt"

	"jieli/store"
	"jieli/value"
)

func target(round, n int, area string, added value.Date) store.Target {
	return store.Target{County: value.County(area), Round: id(round), Target: id(n), Area: area, Added: added}
}

// list saves the households of spread and puts three of them on the list of round 80, and one on that of round 81.
func (b *bench) list() {
	b.spread()
	b.write(func(tx store.Tx) error {
		return tx.AddTargets(ctx, []store.Target{target(80, 1, village, 20_000), target(80, 2, village2, 20_000),
			target(80, 3, village3, 20_002), target(81, 1, village, 20_001)})
	})
}

var targetTests = []test{
	{"a record is put on a list once: its first day stays, its area follows", func(b *bench) {
		b.list()
		b.write(func(tx store.Tx) error {
			b.ok(tx.AddTargets(ctx, []store.Target{target(80, 1, village2, 20_009), target(80, 1, village3, 20_010)}))
			found, err := tx.Targets(ctx, county, id(80), []string{id(1), id(2), id(4)})
			b.same(len(found), "2")
			b.same(found[id(1)], fmt.Sprint(target(80, 1, village3, 20_000)))
			return err
		})
	}},
	{"a record taken from one list stays on the others", func(b *bench) {
		b.list()
		b.write(func(tx store.Tx) error {
			b.ok(tx.RemoveTargets(ctx, county, id(80), []string{id(1), id(4)}))
			found, err := tx.Targets(ctx, county, id(80), []string{id(1), id(2)})
			b.ok(err)
			b.same(len(found), "1")
			found, err = tx.Targets(ctx, county, id(81), []string{id(1)})
			b.same(len(found), "1")
			return err
		})
	}},
	{"a list is counted by area up to a day", func(b *bench) {
		b.list()
		for _, c := range []struct {
			level string
			areas []string
			asOf  value.Date
			want  map[string]int64
		}{
			{"town", nil, 20_002, map[string]int64{town: 2, town2: 1}},
			{"town", nil, 20_001, map[string]int64{town: 2}},
			{"village", []string{village2}, 20_002, map[string]int64{village2: 1}},
			{"town", []string{county2}, 20_002, map[string]int64{}},
		} {
			got, err := b.TargetCounts(ctx, county, id(80), c.level, c.areas, c.asOf)
			b.ok(err)
			b.same(got, fmt.Sprint(c.want))
		}
	}},
	{"a query is restricted to a list, and to what of it is not covered", func(b *bench) {
		b.list()
		b.write(func(tx store.Tx) error {
			return tx.AddCovers(ctx, []store.Cover{{County: county, Round: id(80), Target: id(2), Area: village2, Day: 20_003,
				Record: id(90)}})
		})
		b.same(b.found(store.Query{Listed: &store.Listed{Round: id(80)}}), "[1 2 3]")
		b.same(b.found(store.Query{Listed: &store.Listed{Round: id(80)}, Areas: []string{town}}), "[1 2]")
		b.same(b.found(store.Query{Listed: &store.Listed{Round: id(80)}, Covered: &store.Covered{Round: id(80)}}), "[1 3]")
		b.same(b.found(store.Query{Listed: &store.Listed{Round: id(82)}}), "[]")
	}},
	{"records of a query are counted by area", func(b *bench) {
		b.spread()
		for _, c := range []struct {
			q      store.Query
			digits int
			want   map[string]int64
		}{
			{store.Query{}, 9, map[string]int64{town: 3, town2: 1, town3: 1, county: 1, city: 1}},
			{store.Query{Areas: []string{county}}, 12,
				map[string]int64{village: 1, village2: 1, village3: 1, town: 1, county: 1}},
			{store.Query{Areas: []string{county, county2}}, 6, map[string]int64{county: 5, county2: 1}},
			{store.Query{Conds: []store.Cond{{Field: "members", Op: "<=", Values: []any{int64(2)}}}, Limit: 1}, 9,
				map[string]int64{town: 2}},
			{store.Query{Areas: []string{}}, 9, map[string]int64{}},
		} {
			c.q.Register = b.house
			got, err := b.CountByArea(ctx, c.q, c.digits)
			b.ok(err)
			b.same(got, fmt.Sprint(c.want))
		}
	}},
}

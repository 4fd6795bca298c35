package storetest

import (
	"fmt"
	"reflect"

	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// full is a household with every field known.
func (b *bench) full(n int, area string) *register.Record {
	r := b.record(n, area, "household_no", fmt.Sprintf("4418%06d", n), "head_name", "冯村'德$1", "village", area,
		"members", int64(4), "income", int64(-12_345_678_901), "category", "none", "visited_on", value.DateOf(2026, 2, 28),
		"has_labour", false, "needs", []string{"roof", "job"},
		"dwelling", value.Geometry(`{"coordinates":[112.6412,24.4701],"type":"Point"}`),
		"land", int64(325), "told_at", value.Instant(1_655_193_600_000_001), "national_id", "441823195001010017",
		"debt", int64(50_000), "disabled", true, "order", "先")
	r.Key, r.Warnings = fmt.Sprint("key ", n), []string{"5_12_014", "conflict:members"}
	return r
}

var recordTests = []test{
	{"a record comes back as it was saved, every type of field", func(b *bench) {
		want := b.full(1, village)
		b.save(want)
		got, err := b.Record(ctx, b.house, county, id(1))
		b.ok(err)
		if !reflect.DeepEqual(got, want) {
			b.Fatalf("got  %+v\nwant %+v", got, want)
		}
	}},
	{"absent fields come back absent", func(b *bench) {
		want := b.record(1, village)
		want.LastDay = 0
		b.save(want)
		got, err := b.Record(ctx, b.house, county, id(1))
		b.ok(err)
		if !reflect.DeepEqual(got, want) {
			b.Fatalf("got  %+v\nwant %+v", got, want)
		}
	}},
	{"a record that does not exist is nil, also when its id is no id", func(b *bench) {
		for _, wrong := range []string{id(404), "", "x'; drop table r_household", "\xe6\x9d\x91"} {
			got, err := b.Record(ctx, b.house, county, wrong)
			b.ok(err)
			b.same(got == nil, "true")
		}
	}},
	{"a record is replaced whole", func(b *bench) {
		b.save(b.full(1, village))
		want := b.record(1, village2, "members", int64(9))
		want.Version = 2
		b.save(want)
		got, err := b.Record(ctx, b.house, county, id(1))
		b.ok(err)
		if !reflect.DeepEqual(got, want) {
			b.Fatalf("got  %+v\nwant %+v", got, want)
		}
	}},
	{"a change writes what differs, every type of field, also to and from nothing", func(b *bench) {
		bare := b.record(1, village2, "members", int64(9))
		bare.Version, bare.LastDay, bare.State = 2, 0, register.StateVoid
		for _, pair := range [][2]*register.Record{{b.full(1, village), bare}, {bare, b.full(1, village)}} {
			b.save(pair[0])
			b.write(func(tx store.Tx) error {
				return tx.UpdateRecords(ctx, b.house, []store.RecordChange{{Before: pair[0], After: pair[1]}})
			})
			got, err := b.Record(ctx, b.house, county, id(1))
			b.ok(err)
			if !reflect.DeepEqual(got, pair[1]) {
				b.Fatalf("got  %+v\nwant %+v", got, pair[1])
			}
		}
	}},
	{"rows are named page by page, void ones too, and deleted by name only", func(b *bench) {
		void := b.record(2, village)
		void.State = register.StateVoid
		b.save(b.record(1, village), void, b.record(3, village))
		first, err := b.RecordIDs(ctx, b.house, county, "", 2)
		b.ok(err)
		rest, err := b.RecordIDs(ctx, b.house, county, first[1], 2)
		b.ok(err)
		b.same(append(first, rest...), fmt.Sprint([]string{id(1), id(2), id(3)}))
		b.write(func(tx store.Tx) error {
			return tx.DeleteRecords(ctx, b.house, []store.Place{{County: county, ID: id(2)}, {County: county2, ID: id(1)}})
		})
		left, err := b.RecordIDs(ctx, b.house, county, "", 9)
		b.ok(err)
		b.same(left, fmt.Sprint([]string{id(1), id(3)}))
	}},
	{"of the same record twice in one list the last stands", func(b *bench) {
		b.save(b.record(1, village, "members", int64(1)), b.record(1, village, "members", int64(2)))
		b.same(b.all()[0].Get("members"), "2")
	}},
	{"records are found by key, void ones not", func(b *bench) {
		one, two := b.full(1, village), b.full(2, village)
		two.State = register.StateVoid
		b.save(one, two)
		b.write(func(tx store.Tx) error {
			found, err := tx.RecordsByKey(ctx, b.house, store.In(county, "key 1", "key 2", "key 3"))
			b.same(len(found), "1")
			b.same(found[store.Place{County: county, ID: "key 1"}].ID, id(1))
			return err
		})
	}},
	{"a key names one active record of a county; a void one gives it free", func(b *bench) {
		one, two := b.full(1, village), b.full(2, village)
		two.Key = one.Key
		elsewhere := b.full(3, village4)
		elsewhere.Key = one.Key
		b.save(one, elsewhere)
		err := b.Write(ctx, func(tx store.Tx) error { return tx.SaveRecords(ctx, b.house, []*register.Record{two}) })
		b.fails(err, fault.Conflict, "store_duplicate")
		one.State = register.StateVoid
		b.save(one)
		b.save(two)
	}},
	{"children come by parent in order of creation, void ones not", func(b *bench) {
		var people []*register.Record
		for n := 1; n <= 4; n++ {
			p := newRecord(b.person, n, village, "name", fmt.Sprint("人", n))
			p.Parent, p.CreatedAt = id(100+n%2), value.Instant(100-n)
			people = append(people, p)
		}
		people[1].State = register.StateVoid
		b.save(people...)
		b.write(func(tx store.Tx) error {
			found, err := tx.ChildrenOf(ctx, b.person, store.In(county, id(100), id(101), id(102), id(101)))
			b.same(numbers(found[store.Place{County: county, ID: id(100)}]), "[4]")
			b.same(numbers(found[store.Place{County: county, ID: id(101)}]), "[3 1]")
			b.same(len(found), "2")
			return err
		})
		found, err := b.Children(ctx, b.person, county, id(101))
		b.ok(err)
		b.same(numbers(found), "[3 1]")
	}},
	{"a record with too few fields is refused", func(b *bench) {
		r := b.record(1, village)
		r.Fields = r.Fields[:2]
		err := b.Write(ctx, func(tx store.Tx) error { return tx.SaveRecords(ctx, b.house, []*register.Record{r}) })
		b.fails(err, fault.Internal, "store_internal")
	}},
}

var migrateTests = []test{
	{"a second time alters nothing", func(b *bench) {
		b.save(b.full(1, village))
		b.ok(b.Migrate(ctx, b.cat))
		b.same(len(b.all()), "1")
	}},
	{"a new field, index and register are added, and records stay", func(b *bench) {
		b.save(b.full(1, village))
		next := Programme()
		house := next.Registers[0]
		house.Fields = append(house.Fields, field("trade", "choice", func(f *catalog.Field) { f.Filter = true }))
		house.Field("land").Filter = true
		next.Registers = append(next.Registers, &catalog.Register{Name: "plot", Fields: []*catalog.Field{
			field("owner", "text", nil)}})
		next.Index()
		b.ok(b.Migrate(ctx, next))
		got, err := b.Record(ctx, house, county, id(1))
		b.ok(err)
		b.same(got.Get("trade"), "<nil>")
		b.same(got.Get("members"), "4")
		got.Set("trade", "wood")
		b.save(got, newRecord(next.Register("plot"), 5, village, "owner", "村"))
		found, err := b.Find(ctx, store.Query{Register: house, Conds: []store.Cond{{Field: "trade", Op: "=", Values: []any{"wood"}}}})
		b.ok(err)
		b.same(numbers(found), "[1]")
	}},
	{"a field that left the catalog keeps its values", func(b *bench) {
		b.save(b.full(1, village))
		without := Programme()
		without.Registers[0].Fields = without.Registers[0].Fields[:3]
		without.Index()
		b.ok(b.Migrate(ctx, without))
		b.save(b.less(without.Registers[0]))
		b.ok(b.Migrate(ctx, b.cat))
		got, err := b.Record(ctx, b.house, county, id(1))
		b.ok(err)
		b.same(got.Get("income"), "-12345678901")
		b.same(got.Version, "2")
	}},
	{"a field of another column type is refused and nothing is altered", func(b *bench) {
		next := Programme()
		text, _ := value.ByName("text")
		next.Registers[0].Field("members").Type = text
		next.Registers[0].Fields = append(next.Registers[0].Fields, field("trade", "choice", nil))
		next.Index()
		b.fails(b.Migrate(ctx, next), fault.Conflict, "store_column_type")
		b.fails(b.Migrate(ctx, next), fault.Conflict, "store_column_type")
		b.save(b.full(1, village))
	}},
	{"a field that becomes sensitive, or ceases to be, is refused", func(b *bench) {
		for _, change := range []struct {
			field string
			to    catalog.Privacy
		}{{"head_name", catalog.Sensitive}, {"national_id", catalog.Personal}} {
			next := Programme()
			next.Registers[0].Field(change.field).Privacy = change.to
			b.fails(b.Migrate(ctx, next), fault.Conflict, "store_column_type")
		}
	}},
	{"a name that cannot be a column is refused", func(b *bench) {
		for _, name := range []string{"Upper", "a b", "x;--", "", "户", "a2345678901234567890123456789012345678901234567890123456789012"} {
			next := Programme()
			next.Registers[0].Fields[0].Name = name
			next.Index()
			b.fails(b.Migrate(ctx, next), fault.Invalid, "store_name")
		}
	}},
	{"names that share their first sixty characters have indexes of their own", func(b *bench) {
		next := Programme()
		long := "a23456789012345678901234567890123456789012345678901234567"
		filter := func(f *catalog.Field) { f.Filter = true }
		next.Registers[0].Fields = append(next.Registers[0].Fields, field(long+"xa", "text", filter),
			field(long+"xb", "text", filter))
		next.Index()
		b.ok(b.Migrate(ctx, next))
		b.ok(b.Migrate(ctx, next))
	}},
	{"ping answers", func(b *bench) { b.ok(b.Ping(ctx)) }},
}

// less is the record 1 as a catalog with fewer fields writes it.
func (b *bench) less(reg *catalog.Register) *register.Record {
	r := newRecord(reg, 1, village, "household_no", "441800000001")
	r.Version = 2
	return r
}

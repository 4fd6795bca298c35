package storetest

import (
	"fmt"
	"slices"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// square is an outline of some 11 m for each step, east and north of a corner.
func square(x, y, steps int) value.Geometry {
	at := func(x, y int) string { return fmt.Sprintf("[%d.%04d,%d.%04d]", 112, 5000+x, 24, 3000+y) }
	g, finding := value.ParseGeometry(`{"type":"Polygon","coordinates":[[`+at(x, y)+","+at(x+steps, y)+","+
		at(x+steps, y+steps)+","+at(x, y+steps)+","+at(x, y)+`]]}`, value.Polygon)
	if finding != nil {
		panic(finding.Text.En)
	}
	return g
}

// near gives the numbers of the plots that are filed near a shape.
func (b *bench) near(reg *catalog.Register, county string, g value.Geometry) []int {
	b.Helper()
	var out []int
	b.write(func(tx store.Tx) error {
		found, err := tx.Near(ctx, reg, reg.Field("outline"), county, g)
		out = numbers(found)
		return err
	})
	slices.Sort(out)
	return out
}

var nearTests = []test{
	{"a shape is found by what meets it, where it lies now, while it is active and in its county", func(b *bench) {
		plots := b.cat.Register("field_plot")
		at := func(n int, area string, g value.Geometry) *register.Record {
			return newRecord(plots, n, area, "outline", g)
		}
		b.save(at(1, village, square(0, 0, 4)), at(2, village, square(2000, 2000, 4)), at(3, village4, square(0, 0, 4)),
			newRecord(plots, 4, village))
		b.same(b.near(plots, county, square(2, 2, 4)), "[1]")
		b.same(b.near(plots, county2, square(2, 2, 4)), "[3]")
		b.same(b.near(plots, county, square(0, 0, 3000)), "[1 2]")
		moved := at(1, village, square(2000, 2000, 2))
		b.write(func(tx store.Tx) error {
			return tx.UpdateRecords(ctx, plots, []store.RecordChange{{Before: at(1, village, square(0, 0, 4)), After: moved}})
		})
		b.same(b.near(plots, county, square(2, 2, 4)), "[]")
		b.same(b.near(plots, county, square(2001, 2001, 1)), "[1 2]")
		void := at(2, village, square(2000, 2000, 4))
		void.State = register.StateVoid
		b.save(void)
		b.same(b.near(plots, county, square(2001, 2001, 1)), "[1]")
	}},
	{"shapes that stood before they were kept apart are filed by the migration", func(b *bench) {
		before := Programme()
		before.Registers[2].Name, before.Registers[2].Field("outline").Apart = "meadow", false
		before.Index()
		b.ok(b.Migrate(ctx, before))
		b.save(newRecord(before.Registers[2], 1, village, "outline", square(0, 0, 4)))
		after := Programme()
		after.Registers[2].Name = "meadow"
		after.Index()
		b.ok(b.Migrate(ctx, after))
		b.same(b.near(after.Registers[2], county, square(2, 2, 4)), "[1]")
	}},
}

package storetest

import (
	"fmt"
	"testing"

	"jieli/catalog"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// BenchmarkGroups measures what a group commit of the engine does: a hundred bundles in one transaction, each with a
// new or changed record, its entry, receipt, key, cells and search terms. It reports rows of all tables per second.
func BenchmarkGroups(b *testing.B, s store.Store) {
	cat := Programme()
	if err := s.Migrate(ctx, cat); err != nil {
		b.Fatal(err)
	}
	g := group{house: cat.Registers[0]}
	rows := 0
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Write(ctx, func(tx store.Tx) error {
			n, err := g.write(tx)
			rows += n
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(rows)/float64(b.N), "rows/op")
}

// group makes groups of bundles.
type group struct {
	house *catalog.Register
	n     int
}

const groupSize = 100

// write does one group and gives how many rows it wrote.
func (g *group) write(tx store.Tx) (rows int, err error) {
	records := make([]*register.Record, groupSize)
	for i := range records {
		records[i] = g.record()
	}
	if err := readFirst(tx, g.house, records); err != nil {
		return 0, err
	}
	entries, heads, err := g.entries(tx, records)
	if err != nil {
		return 0, err
	}
	byCounty, receipts, cells, terms := g.rest(records)
	rows = len(records) + len(entries) + len(receipts) + len(heads)
	for county, keys := range byCounty {
		rows += len(keys)
		if err := tx.SaveKeys(ctx, county, keys); err != nil {
			return 0, err
		}
	}
	for _, t := range terms {
		rows += len(t.Words)
	}
	for _, err := range []error{
		tx.AppendEntries(ctx, entries), tx.SaveHeads(ctx, heads), tx.SaveRecords(ctx, g.house, records),
		tx.SaveReceipts(ctx, receipts), tx.AddCells(ctx, cells), tx.ReplaceTerms(ctx, terms),
	} {
		if err != nil {
			return 0, err
		}
	}
	return rows + 4*groupSize, nil // cells: as many as were handed over
}

func (g *group) record() *register.Record {
	g.n++
	area := benchVillage(g.n * 7919)
	r := newRecord(g.house, g.n, area, "household_no", fmt.Sprintf("4418%014d", g.n), "head_name", "冯国强",
		"village", area, "members", int64(g.n%9), "income", int64(g.n*7919%5_000_000), "category", "none",
		"visited_on", value.DateOf(2026, 1, 1).AddDays(g.n%300), "has_labour", g.n%3 == 0,
		"needs", []string{"roof", "job"}, "dwelling", value.Geometry(`{"coordinates":[112.6412,24.4701],"type":"Point"}`),
		"national_id", fmt.Sprintf("4418231950%08d", g.n))
	r.Key = fmt.Sprintf("4418%014d", g.n)
	return r
}

// benchVillage spreads over 8 counties, 24 towns and 240 villages.
func benchVillage(n int) string {
	v := n % 240
	return fmt.Sprintf("4418%02d%03d%03d", 20+v/30, 100+v/10, 200+v%10)
}

// readFirst is what the engine reads before it writes.
func readFirst(tx store.Tx, reg *catalog.Register, records []*register.Record) error {
	ids := make([]store.Place, len(records))
	for i, r := range records {
		ids[i] = store.Place{County: r.County, ID: r.ID}
	}
	if _, err := tx.Records(ctx, reg, ids); err != nil {
		return err
	}
	_, err := tx.Receipts(ctx, ids)
	return err
}

func (g *group) entries(
	tx store.Tx, records []*register.Record,
) ([]*journal.Entry, map[journal.StreamKey]*journal.Head, error) {
	var keys []journal.StreamKey
	for _, r := range records {
		keys = append(keys, journal.StreamKey{County: r.County, Stream: r.Stream})
	}
	heads, err := tx.Lock(ctx, keys)
	if err != nil {
		return nil, nil, err
	}
	entries := make([]*journal.Entry, len(records))
	body := make([]byte, 700)
	for i := range body {
		body[i] = 'x'
	}
	for i, r := range records {
		h := heads[keys[i]]
		entries[i] = &journal.Entry{StreamKey: keys[i], Seq: h.N + 1, ID: r.ID, Register: "household", Record: r.ID,
			Action: journal.Create, Version: 1, Actor: id(1), ReceivedAt: r.UpdatedAt, Body: body}
		h.Append(journal.LeafHash(body))
	}
	return entries, heads, nil
}

func (g *group) rest(
	records []*register.Record,
) (map[string]map[string][]byte, []store.Receipt, []store.Cell, []store.Terms) {
	keys := map[string]map[string][]byte{}
	var receipts []store.Receipt
	var cells []store.Cell
	var terms []store.Terms
	wrapped := make([]byte, 60)
	for _, r := range records {
		if keys[r.County] == nil {
			keys[r.County] = map[string][]byte{}
		}
		keys[r.County][r.ID] = wrapped
		receipts = append(receipts, store.Receipt{County: r.County, Bundle: r.ID, At: r.UpdatedAt, Actor: id(1),
			Accepted: true, Body: `{"bundle":"…","accepted":true,"entries":[{"seq":1,"version":1}]}`})
		cells = append(cells, fact{county: r.County, indicator: "households", area: r.Area, part: "none",
			day: value.DateOf(2026, 1, 1).AddDays(g.n % 300), sum: 1, count: 1}.cells()...)
		terms = append(terms, store.Terms{County: r.County, Register: "household", Record: r.ID, Area: r.Area,
			Words: []string{"冯国强", fmt.Sprint("fengguoqiang", g.n%977), r.Key}})
	}
	return keys, receipts, cells, terms
}

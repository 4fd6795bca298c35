package portable

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jieli/store"
	"jieli/value"
)

const coverColumns = "county, round, target, area, day, record"

var (
	// saveCover decides by itself which day is the first: nothing need be read before.
	saveCover = defineInsert("cover", coverColumns,
		replaceAll(splitColumns(coverColumns), "county, round, target")+" where excluded.day < cover.day")
	removeCover = define(OneCounty, "delete from cover where county = $1 and round = $2 and target = $3")
	clearCovers = define(OneCounty, "delete from cover where county = $1 and round = $2")
)

// AddCovers implements store.Tx.
func (w *writer) AddCovers(ctx context.Context, covers []store.Cover) error {
	list := firstCovers(covers)
	return w.rows(ctx, saveCover, len(list), func(i int, args []any) []any {
		c := &list[i]
		return append(args, c.County, c.Round, c.Target, c.Area, c.Day.String(), c.Record)
	})
}

// firstCovers leaves for each round and target the earliest day, in the order of the keys: one statement may not write
// a row twice.
func firstCovers(covers []store.Cover) []store.Cover {
	sorted := slices.Clone(covers)
	slices.SortStableFunc(sorted, func(a, b store.Cover) int { return cmp.Or(compareCovers(a, b), cmp.Compare(a.Day, b.Day)) })
	return slices.CompactFunc(sorted, func(a, b store.Cover) bool { return compareCovers(a, b) == 0 })
}

func compareCovers(a, b store.Cover) int {
	return cmp.Or(strings.Compare(a.County, b.County), strings.Compare(a.Round, b.Round), strings.Compare(a.Target, b.Target))
}

// RemoveCover implements store.Tx.
func (w *writer) RemoveCover(ctx context.Context, county, round, target string) error {
	return w.exec(ctx, removeCover.Text, []any{county, round, target})
}

// ClearCovers implements store.Tx.
func (w *writer) ClearCovers(ctx context.Context, county, round string) error {
	return w.exec(ctx, clearCovers.Text, []any{county, round})
}

// levelDigits is the length of the codes of a level.
var levelDigits = map[string]int{"province": 2, "city": 4, "county": 6, "town": 9, "village": 12}

// Covers implements store.Reader.
func (r reader) Covers(
	ctx context.Context, county, round string, level string, areas []string, asOf value.Date,
) (map[string]int64, error) {
	return r.countPlaces(ctx, "cover", "day", county, round, level, areas, asOf)
}

// countPlaces counts the rows of a round in a table by area of a level, up to a day.
func (r reader) countPlaces(
	ctx context.Context, table, dated, county, round, level string, areas []string, asOf value.Date,
) (map[string]int64, error) {
	digits, ok := levelDigits[level]
	if !ok {
		return nil, badQuery(fmt.Sprintf("level %q", level))
	}
	if areas != nil && len(areasIn(county, areas)) == 0 {
		return map[string]int64{}, nil
	}
	b := &builder{}
	b.put("select place, count(*) from (select substr(area, 1, " + strconv.Itoa(digits) +
		") as place from " + table + " where county = " + b.arg(county) + " and round = " + b.arg(round) +
		" and " + dated + " <= " + b.arg(asOf.String()))
	b.areas("area", narrowed(county, areas))
	b.put(") as x group by place")
	return r.placeCounts(ctx, b)
}

// placeCounts runs a statement that gives places and numbers.
func (r reader) placeCounts(ctx context.Context, b *builder) (map[string]int64, error) {
	out := map[string]int64{}
	return out, r.query(ctx, b.text(), b.args, func(rows *sql.Rows) error {
		var place string
		var n int64
		err := rows.Scan(&place, &n)
		out[place] = n
		return err
	})
}

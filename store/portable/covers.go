package portable

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"jieli/store"
	"jieli/value"
)

const coverColumns = "county, round, target, area, day, record"

var (
	saveCover = defineInsert("cover", coverColumns,
		replaceAll(splitColumns(coverColumns), "county, round, target"))
	coversOf = define(OneCounty, "select "+coverColumns+` from cover where county = $1 and round = $2
		and target in ({list})`)
	removeCover = define(OneCounty, "delete from cover where county = $1 and round = $2 and target in ({list})")
)

// AddCovers implements store.Tx.
func (w *writer) AddCovers(ctx context.Context, covers []store.Cover) ([]store.CoverChange, error) {
	groups, order := groupCovers(covers)
	var changes []store.CoverChange
	for _, g := range order {
		targets := sortedKeys(groups[g])
		before, err := w.covers(ctx, g.county, g.round, targets)
		if err != nil {
			return nil, err
		}
		for _, target := range targets {
			c := store.CoverChange{Cover: groups[g][target], Before: before[target].Day}
			if _, stood := before[target]; !stood || c.Day < c.Before {
				changes = append(changes, c)
			}
		}
	}
	return changes, w.rows(ctx, saveCover, len(changes), func(i int, args []any) []any {
		c := &changes[i]
		return append(args, c.County, c.Round, c.Target, c.Area, c.Day.String(), c.Record)
	})
}

type roundKey struct{ county, round string }

// groupCovers leaves for each round and target the earliest day.
func groupCovers(covers []store.Cover) (map[roundKey]map[string]store.Cover, []roundKey) {
	groups := map[roundKey]map[string]store.Cover{}
	var order []roundKey
	for _, c := range covers {
		k := roundKey{c.County, c.Round}
		if groups[k] == nil {
			groups[k] = map[string]store.Cover{}
			order = append(order, k)
		}
		if have, ok := groups[k][c.Target]; !ok || c.Day < have.Day {
			groups[k][c.Target] = c
		}
	}
	return groups, order
}

func (r reader) covers(ctx context.Context, county, round string, targets []string) (map[string]store.Cover, error) {
	out := make(map[string]store.Cover, len(targets))
	err := r.listed(ctx, coversOf, []any{county, round}, targets, func(rows *sql.Rows) error {
		var c store.Cover
		var day string
		err := rows.Scan(&c.County, &c.Round, &c.Target, &c.Area, &day, &c.Record)
		if err == nil {
			c.Day, err = parseDay(day)
		}
		out[c.Target] = c
		return err
	})
	return out, err
}

// RemoveCovers implements store.Tx.
func (w *writer) RemoveCovers(ctx context.Context, county, round, target string) ([]store.Cover, error) {
	stood, err := w.covers(ctx, county, round, []string{target})
	if err != nil || len(stood) == 0 {
		return nil, err
	}
	return []store.Cover{stood[target]}, w.drop(ctx, removeCover, []any{county, round}, []string{target})
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

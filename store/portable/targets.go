package portable

import (
	"context"
	"database/sql"

	"jieli/store"
	"jieli/value"
)

const targetColumns = "county, round, target, area, added"

var (
	saveTarget = defineInsert("round_target", targetColumns, replaceAll([]string{"area"}, "county, round, target"))
	targetsOf  = define(OneCounty, "select "+targetColumns+` from round_target where county = $1 and round = $2
		and target in ({list})`)
	removeTarget = define(OneCounty, "delete from round_target where county = $1 and round = $2 and target in ({list})")
)

// Targets implements store.Tx.
func (r reader) Targets(ctx context.Context, county, round string, targets []string) (map[string]store.Target, error) {
	out := make(map[string]store.Target, len(targets))
	err := r.listed(ctx, targetsOf, []any{county, round}, targets, func(rows *sql.Rows) error {
		var t store.Target
		var day string
		err := rows.Scan(&t.County, &t.Round, &t.Target, &t.Area, &day)
		if err == nil {
			t.Added, err = parseDay(day)
		}
		out[t.Target] = t
		return err
	})
	return out, err
}

// AddTargets implements store.Tx.
func (w *writer) AddTargets(ctx context.Context, targets []store.Target) error {
	targets = lastOf(targets, func(t store.Target) [3]string { return [3]string{t.County, t.Round, t.Target} })
	return w.rows(ctx, saveTarget, len(targets), func(i int, args []any) []any {
		t := &targets[i]
		return append(args, t.County, t.Round, t.Target, t.Area, t.Added.String())
	})
}

// RemoveTargets implements store.Tx.
func (w *writer) RemoveTargets(ctx context.Context, county, round string, targets []string) error {
	return w.drop(ctx, removeTarget, []any{county, round}, targets)
}

// TargetCounts implements store.Reader.
func (r reader) TargetCounts(
	ctx context.Context, county, round string, level string, areas []string, asOf value.Date,
) (map[string]int64, error) {
	return r.countPlaces(ctx, "round_target", "added", county, round, level, areas, asOf)
}

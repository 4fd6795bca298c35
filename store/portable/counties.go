package portable

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"jieli/value"
)

// Lengths of codes: a county's is the least prefix that lies in one county, a town's that which names a stream, and no
// area lies below a village.
const (
	countyDigits  = 6
	townDigits    = 9
	villageDigits = 12
)

var allCounties = define(Counties, "select county from stream group by county order by county")

// counties gives the counties that a cross-county read visits: those named, or those that have a stream, as far as one
// of the area prefixes can lie in them. Sorted. Nil areas are no restriction; no areas are nothing.
func (r reader) counties(ctx context.Context, named, areas []string) ([]string, error) {
	if named == nil && areas != nil && !slices.ContainsFunc(areas, isAboveCounty) {
		named = make([]string, 0, len(areas))
		for _, a := range areas {
			named = append(named, value.County(a))
		}
	}
	if named == nil {
		err := r.query(ctx, allCounties.Text, nil, func(rows *sql.Rows) error {
			var county string
			err := rows.Scan(&county)
			named = append(named, county)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	named = slices.Clone(named)
	slices.Sort(named)
	named = slices.Compact(named)
	return slices.DeleteFunc(named, func(county string) bool {
		return areas != nil && len(areasIn(county, areas)) == 0
	}), nil
}

func isAboveCounty(area string) bool { return len(area) < countyDigits }

// areasIn gives the prefixes that can lie in a county. Nothing lies in the empty prefix.
func areasIn(county string, areas []string) []string {
	var out []string
	for _, a := range areas {
		if a != "" && (strings.HasPrefix(county, a) || value.County(a) == county) {
			out = append(out, a)
		}
	}
	return out
}

// narrowed gives the prefixes that must still be asked of rows of the county: nil when one covers all of it.
func narrowed(county string, areas []string) []string {
	in := areasIn(county, areas)
	for _, a := range in {
		// 441800 holds what belongs to 4418 itself, whose area is above the code 441800.
		if len(a) < countyDigits || a == county && !strings.HasSuffix(a, "00") {
			return nil
		}
	}
	return in
}

package portable

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"jieli/store"
)

// Figures implements store.Reader.
func (r reader) Figures(ctx context.Context, q store.CellQuery) ([]store.Figure, error) {
	var out []store.Figure
	err := r.s.snapshot(ctx, func(r reader) error {
		counties, err := r.counties(ctx, q.Counties, q.Areas)
		if err != nil || len(counties) == 0 {
			return err
		}
		text, args, err := figureText(q, counties)
		if err != nil || text == "" {
			return err
		}
		return r.query(ctx, text, args, func(rows *sql.Rows) error {
			var f store.Figure
			err := rows.Scan(&f.Indicator, &f.Area, &f.Period, &f.Breakdown, &f.Sum, &f.Count)
			out = append(out, f)
			return err
		})
	})
	return out, err
}

// figureSpans are the cells that a figure reads.
func figureSpans(q store.CellQuery) []span {
	from, to := q.From, q.To
	if from == 0 {
		from = firstDay
	}
	if to == 0 {
		to = farDay - 1
	}
	switch {
	case to < from:
		return nil
	case q.Own:
		return []span{{store.GrainOwn, from.String(), to.String()}}
	}
	return spans(from, to, q.ByPeriod)
}

// figureText is one statement over all spans: each is a range of the cells' key in each county.
func figureText(q store.CellQuery, counties []string) (string, []any, error) {
	keys, err := figureKeys(q)
	pieces := figureSpans(q)
	if err != nil || len(pieces) == 0 {
		return "", nil, err
	}
	b := &builder{}
	b.put("select indicator, place, span, part, cast(sum(amount) as bigint), cast(sum(number) as bigint) from (")
	for i, p := range pieces {
		if i > 0 {
			b.put(" union all ")
		}
		b.put("select indicator, " + keys + ", amount, number from cell where grain = " + b.arg(p.grain))
		in(b, "county", counties)
		if q.Indicators != nil {
			in(b, "indicator", q.Indicators)
		}
		b.put(" and period >= " + b.arg(p.from) + " and period <= " + b.arg(p.to))
		b.areas("area", q.Areas)
	}
	b.put(") as x group by indicator, place, span, part order by indicator, place, span, part")
	return b.text(), b.args, nil
}

// figureKeys are the columns that a figure is grouped by, as expressions over cell.
func figureKeys(q store.CellQuery) (string, error) {
	area, period, part := "''", "''", "''"
	if q.Level > 0 {
		area = "substr(area, 1, " + strconv.Itoa(q.Level) + ")"
	}
	switch q.ByPeriod {
	case "":
	case "month":
		period = "substr(period, 1, 7)"
	case "day":
		period = "period"
	default:
		return "", badQuery(fmt.Sprintf("period %q", q.ByPeriod))
	}
	if q.ByBreakdown {
		part = "breakdown"
	}
	return area + " as place, " + period + " as span, " + part + " as part", nil
}

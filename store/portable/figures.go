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
	pieces := figureSpans(q)
	if kept, rest := r.s.blockSpans(q, pieces); len(kept) > 0 {
		if out, ok, err := r.s.figuresOfBlocks(ctx, q, kept, rest); ok || err != nil {
			return out, err
		}
	}
	var out []store.Figure
	err := r.s.snapshot(ctx, func(r reader) error {
		counties, err := r.counties(ctx, q.Counties, q.Areas)
		if err != nil || len(counties) == 0 {
			return err
		}
		out, err = r.figures(ctx, q, counties, pieces)
		return err
	})
	return out, err
}

// figures sums the cells of some spans by one statement.
func (r reader) figures(ctx context.Context, q store.CellQuery, counties []string, pieces []span) (out []store.Figure, err error) {
	text, args, err := figureText(q, counties, pieces)
	if err != nil || text == "" {
		return nil, err
	}
	err = r.query(ctx, text, args, func(rows *sql.Rows) error {
		var f store.Figure
		err := rows.Scan(&f.Indicator, &f.Area, &f.Period, &f.Breakdown, &f.Sum, &f.Count)
		out = append(out, f)
		return err
	})
	return out, err
}

// figuresOfBlocks is Figures with the spans kept in memory where they can be had; ok is false where not.
func (s *Store) figuresOfBlocks(ctx context.Context, q store.CellQuery, kept, rest []span) (out []store.Figure, ok bool, err error) {
	counties, err := s.counties(ctx, q.Counties, q.Areas)
	if err != nil {
		return nil, false, err
	}
	list, ok := s.blocks.take(counties, kept, q.Indicators == nil || len(q.Indicators) >= blockFrom)
	if !ok {
		return nil, false, nil
	}
	read := false
	defer func() { ok = s.blocks.finish(list, read) && ok }()
	err = s.snapshot(ctx, func(r reader) error {
		for _, x := range list {
			if x.ready {
				continue
			}
			if err := r.readBlock(ctx, x); err != nil {
				return err
			}
		}
		out, err = r.figures(ctx, q, counties, rest)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	read = true
	return sumOf(q, list, out), true, nil
}

// sumOf adds blocks to what was read beside them.
func sumOf(q store.CellQuery, list []*block, beside []store.Figure) []store.Figure {
	t := &tally{sums: make(map[store.Figure]*store.Figure, 2*len(beside))}
	for i := range beside {
		t.add(&beside[i], &q)
	}
	var wanted map[string]bool
	if q.Indicators != nil {
		wanted = map[string]bool{}
		for _, name := range q.Indicators {
			wanted[name] = true
		}
	}
	for _, x := range list {
		x.addTo(t, &q, wanted)
	}
	return t.list()
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
func figureText(q store.CellQuery, counties []string, pieces []span) (string, []any, error) {
	keys, err := figureKeys(q)
	if err != nil || len(pieces) == 0 {
		return "", nil, err
	}
	shown, inner, grouped := "", "", "indicator" // what is the same for all rows is not sorted with them
	for _, k := range keys {
		if k.expr == "" {
			shown += ", ''"
			continue
		}
		shown += ", " + k.name
		inner += ", " + k.expr + " as " + k.name
		grouped += ", " + k.name
	}
	b := &builder{}
	b.put("select indicator" + shown + ", cast(sum(amount) as bigint), cast(sum(number) as bigint) from (")
	for i, p := range pieces {
		if i > 0 {
			b.put(" union all ")
		}
		b.put("select indicator" + inner + ", amount, number from cell where grain = " + b.arg(p.grain))
		in(b, "county", counties)
		if q.Indicators != nil {
			in(b, "indicator", q.Indicators)
		}
		b.put(" and period >= " + b.arg(p.from) + " and period <= " + b.arg(p.to))
		b.areas("area", q.Areas)
	}
	b.put(") as x group by " + grouped + " order by " + grouped)
	return b.text(), b.args, nil
}

// figureKey is a column that a figure is grouped by, as an expression over cell; "" for none.
type figureKey struct{ name, expr string }

func figureKeys(q store.CellQuery) ([]figureKey, error) {
	area, period, part := "", "", ""
	switch {
	case q.Level >= townDigits && !q.Own: // cells of streams lie at towns and above
		area = "area"
	case q.Level > 0:
		area = "substr(area, 1, " + strconv.Itoa(q.Level) + ")"
	}
	switch q.ByPeriod {
	case "":
	case "month":
		period = "substr(period, 1, 7)"
	case "day":
		period = "period"
	default:
		return nil, badQuery(fmt.Sprintf("period %q", q.ByPeriod))
	}
	if q.ByBreakdown {
		part = "breakdown"
	}
	return []figureKey{{"place", area}, {"span", period}, {"part", part}}, nil
}

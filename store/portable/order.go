package portable

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/store"
)

// sortKey is one column of an order.
type sortKey struct {
	operand
	name string // as the query calls it
	desc bool
}

// ordering is the order of a list, down to the id, and the row behind which a page begins.
type ordering struct {
	keys  []sortKey
	after []any // column values parallel to keys; nil for the first page
}

// orderOf reads the order of a query: what it names, then the id in the direction of the last.
func orderOf(q *store.Query) (*ordering, error) {
	o := &ordering{}
	desc := false
	for _, s := range q.Sort {
		found, ok := operandOf(q.Register, s.Field)
		if !ok || found.sensitive() || found.isList() {
			return nil, badQuery(s.Field)
		}
		o.keys = append(o.keys, sortKey{found, s.Field, s.Desc})
		desc = s.Desc
	}
	if n := len(o.keys); n == 0 || o.keys[n-1].column != "id" {
		o.keys = append(o.keys, sortKey{systemOperands["id"], "id", desc})
	}
	if q.After == nil {
		return o, nil
	}
	if len(q.After) != len(o.keys) {
		return nil, badQuery("after")
	}
	for i, v := range q.After {
		arg, err := o.keys[i].value(v)
		if err != nil {
			return nil, err
		}
		if arg == nil && !o.keys[i].nullable {
			return nil, badQuery("after")
		}
		o.after = append(o.after, arg)
	}
	return o, nil
}

// compare orders two rows as the database does: texts by code point, unknown values last.
func (o *ordering) compare(a, b row) int {
	for i, k := range o.keys {
		if c := compareValues(a.keys[i], b.keys[i], k.desc); c != 0 {
			return c
		}
	}
	return strings.Compare(a.at.County, b.at.County)
}

func compareValues(a, b any, desc bool) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	c := 0
	switch a := a.(type) {
	case string:
		b, _ := b.(string)
		c = strings.Compare(a, b)
	case int64:
		b, _ := b.(int64)
		c = cmp.Compare(a, b)
	case bool:
		b, _ := b.(bool)
		c = cmp.Compare(number(a), number(b))
	}
	if desc {
		return -c
	}
	return c
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// phase is a part of a list in which the first sort column is known everywhere, or nowhere. A list ordered by one
// nullable column is read in two phases, because the databases disagree on where an index keeps its nulls: so the
// index gives the order in both.
type phase int

const (
	whole phase = iota
	known
	unknown
)

// phases gives the parts of the list that are still to be read behind the row after. A condition on the sort column
// says that it is known, or that it is not.
func (o *ordering) phases(conds []store.Cond) []phase {
	if len(o.keys) != 2 || !o.keys[0].nullable || o.keys[0].desc != o.keys[1].desc {
		return []phase{whole}
	}
	out := []phase{known, unknown}
	if o.after != nil && o.after[0] == nil {
		out = []phase{unknown}
	}
	for _, c := range conds {
		if c.Field != o.keys[0].name {
			continue
		}
		useless := unknown
		if c.Op == "unknown" {
			useless = known
		}
		out = slices.DeleteFunc(out, func(p phase) bool { return p == useless })
	}
	return out
}

// byID reports whether the list is ordered by id alone.
func (o *ordering) byID() bool { return o.keys[0].column == "id" }

// columns are those of the keys; the last is the id.
func (o *ordering) columns() string {
	list := make([]string, len(o.keys))
	for i, k := range o.keys {
		list[i] = catalog.Alias + "." + k.column
	}
	return strings.Join(list, ", ")
}

// scan reads a row of those columns, behind others.
func (o *ordering) scan(rows *sql.Rows, county string, others ...any) (row, error) {
	r := row{keys: make([]any, len(o.keys))}
	targets := append(make([]any, 0, len(others)+len(o.keys)), others...)
	for i := range r.keys {
		targets = append(targets, &r.keys[i])
	}
	err := rows.Scan(targets...)
	for i, v := range r.keys {
		if raw, ok := v.([]byte); ok {
			r.keys[i] = string(raw)
		}
	}
	id, _ := r.keys[len(r.keys)-1].(string)
	r.at = store.Place{County: county, ID: id}
	return r, err
}

// put writes the conditions of one phase: what it holds, and where the page begins.
func (o *ordering) put(b *builder, p phase, after []any) {
	first := catalog.Alias + "." + o.keys[0].column
	id := catalog.Alias + ".id"
	op := " > "
	if o.keys[0].desc {
		op = " < "
	}
	switch {
	case p == known:
		b.put(" and " + first + " is not null")
		if after != nil { // its first value is known, else this phase is over
			b.put(" and (" + first + ", " + id + ")" + op + "(" + b.arg(after[0]) + ", " + b.arg(after[1]) + ")")
		}
	case p == unknown:
		b.put(" and " + first + " is null")
		if after != nil && after[0] == nil {
			b.put(" and " + id + op + b.arg(after[1]))
		}
	case after != nil && o.plain():
		o.putRow(b, op, after)
	case after != nil:
		o.putSteps(b, after)
	}
}

// plain reports whether a row comparison says what follows: one direction and nothing nullable.
func (o *ordering) plain() bool {
	for _, k := range o.keys {
		if k.nullable || k.desc != o.keys[0].desc {
			return false
		}
	}
	return true
}

func (o *ordering) putRow(b *builder, op string, after []any) {
	var columns, args []string
	for i, k := range o.keys {
		columns = append(columns, catalog.Alias+"."+k.column)
		args = append(args, b.arg(after[i]))
	}
	if len(columns) == 1 {
		b.put(" and " + columns[0] + op + args[0])
		return
	}
	b.put(" and (" + strings.Join(columns, ", ") + ")" + op + "(" + strings.Join(args, ", ") + ")")
}

// putSteps spells out "behind the row": equal in the first columns and behind in the next, for each next.
func (o *ordering) putSteps(b *builder, after []any) {
	b.put(" and (1 = 0")
	for i, k := range o.keys {
		if after[i] == nil {
			continue // nothing stands behind an unknown value but by the columns that follow
		}
		b.put(" or ")
		for j := range i {
			o.putEqual(b, j, after)
			b.put(" and ")
		}
		column, op := catalog.Alias+"."+k.column, " > "
		if k.desc {
			op = " < "
		}
		if k.nullable {
			b.put("(" + column + op + b.arg(after[i]) + " or " + column + " is null)")
			continue
		}
		b.put(column + op + b.arg(after[i]))
	}
	b.put(")")
}

func (o *ordering) putEqual(b *builder, j int, after []any) {
	column := catalog.Alias + "." + o.keys[j].column
	if after[j] == nil {
		b.put(column + " is null")
		return
	}
	b.put(column + " = " + b.arg(after[j]))
}

// by is the ORDER BY of one phase.
func (o *ordering) by(p phase) string {
	var parts []string
	for i, k := range o.keys {
		if p == unknown && i == 0 {
			continue
		}
		part := catalog.Alias + "." + k.column
		if k.desc {
			part += " desc"
		}
		if k.nullable && p == whole {
			part += " nulls last"
		}
		parts = append(parts, part)
	}
	return " order by " + strings.Join(parts, ", ")
}

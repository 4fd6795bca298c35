package expr

import "strings"

// source is the child records of one list, as the from clause of a subquery.
type source struct {
	from   string // ends in the where clause that picks the children
	passes string // all filters, "" without
	open   string // some filter is unknown for the row, "" when none can be
}

// open begins a subquery over child records.
func (e *emitter) open(r *rows) source {
	t, parent := e.alias(), e.aliases[r.parent]
	if r.slot >= 0 {
		e.aliases[r.slot] = t
	}
	s := source{from: " from " + r.table + " as " + t + " where " + t + ".county = " + parent + ".county and " + t +
		".parent = " + parent + ".id and " + t + ".state = 'active'"}
	var passed, open []string
	for _, f := range r.filters {
		c := e.term(f)
		if !f.sure {
			open = append(open, "("+strings.Join(append(append([]string(nil), passed...), c+" is null"), " and ")+")")
		}
		passed = append(passed, c)
	}
	s.passes, s.open = strings.Join(passed, " and "), strings.Join(open, " or ")
	return s
}

// where adds a condition on the rows that pass; s.open must be empty.
func (s source) where(condition string) string {
	out := s.from
	if s.passes != "" {
		out += " and " + s.passes
	}
	return out + " and " + condition
}

// overRows writes exists, all, exists_one, size and sum as a subquery equated on county and parent.
func (e *emitter) overRows(n *node) string {
	s := e.open(n.rows)
	body := ""
	if len(n.args) > 0 {
		body = e.term(n.args[0])
	}
	switch {
	case n.op == opSize && s.open == "" && s.passes == "":
		return "(select cast(count(*) as bigint)" + s.from + ")"
	case (n.op == opExists || n.op == opAll) && s.open == "":
		return e.quantifier(n, s, body)
	}
	return e.aggregate(n, s, body)
}

// aggregate counts and sums. What is counted stands as columns of a derived table (v the body, p whether the row
// passes, u whether that is unknown): an aggregate over columns of the outer query alone would belong to that query.
func (e *emitter) aggregate(n *node, s source, body string) string {
	t := e.alias()
	columns := []string{"1 as one"}
	if body != "" {
		columns = append(columns, body+" as v")
	}
	from, passes := s.from, ""
	switch {
	case s.open != "":
		columns = append(columns, "("+s.passes+") as p", "("+s.open+") as u")
		passes = t + ".p"
	case s.passes != "":
		from += " and " + s.passes
	}
	result := aggregated(n.op, t+".v", passes)
	if s.open != "" {
		result = "case when count(*) filter (where " + t + ".u) = 0 then " + result + " end"
	}
	return "(select " + result + " from (select " + strings.Join(columns, ", ") + from + ") as " + t + ")"
}

// aggregated gives the result over the rows that pass; v is the column of the body.
func aggregated(o op, v, passes string) string {
	count := func(conditions ...string) string {
		if passes != "" {
			conditions = append([]string{passes}, conditions...)
		}
		if len(conditions) == 0 {
			return "count(*)"
		}
		return "count(*) filter (where " + strings.Join(conditions, " and ") + ")"
	}
	switch o {
	case opExists:
		return "case when " + count(v) + " > 0 then true when " + count(v+" is null") + " > 0 then null else false end"
	case opAll:
		return "case when " + count("not "+v) + " > 0 then false when " + count(v+" is null") +
			" > 0 then null else true end"
	case opOne:
		return "case when " + count(v+" is null") + " = 0 then " + count(v) + " = 1 end"
	case opSize:
		return "cast(" + count() + " as bigint)"
	}
	sum := "sum(" + v + ")"
	if passes != "" {
		sum += " filter (where " + passes + ")"
	}
	return "case when " + count(v+" is null") + " = 0 then cast(coalesce(" + sum + ", 0) as bigint) end"
}

// holds writes a condition that is true where n is, and false or NULL elsewhere.
func (e *emitter) holds(n *node) string {
	switch {
	case n.fixed:
	case n.op == opAnd || n.op == opOr:
		sides := make([]string, len(n.args))
		for i, a := range n.args {
			sides[i] = e.holds(a)
		}
		return "(" + strings.Join(sides, junctions[n.op]) + ")"
	case n.op == opExists && n.rows.sure():
		s := e.open(n.rows)
		return "(exists (select 1" + s.where(e.holds(n.args[0])) + "))"
	case n.op == opAll && n.rows.sure():
		s := e.open(n.rows)
		return "(not exists (select 1" + s.where("("+e.holds(n.args[0])+" is not true)") + "))"
	}
	return e.emit(n)
}

var junctions = map[op]string{opAnd: " and ", opOr: " or "}

// quantifier writes exists and all by EXISTS, which stops at the first row.
func (e *emitter) quantifier(n *node, s source, body string) string {
	deciding, then, otherwise := body, "true", "false"
	if n.op == opAll {
		deciding, then, otherwise = "(not "+body+")", "false", "true"
	}
	exists := "exists (select 1" + s.where(deciding) + ")"
	switch {
	case !n.args[0].sure:
		return "(case when " + exists + " then " + then + " when exists (select 1" + s.where("("+body+" is null)") +
			") then null else " + otherwise + " end)"
	case n.op == opAll:
		return "(not " + exists + ")"
	}
	return "(" + exists + ")"
}

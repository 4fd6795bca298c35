package expr

import "strings"

// source is the child records of one list, as the from clause of a subquery.
type source struct {
	from   string
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
	if condition != "" {
		out += " and " + condition
	}
	return out
}

// count counts the rows that pass and meet a condition.
func (s source) count(condition string) string {
	switch {
	case s.passes == "" && condition == "":
		return "count(*)"
	case s.passes == "":
		return "count(*) filter (where " + condition + ")"
	case condition == "":
		return "count(*) filter (where " + s.passes + ")"
	}
	return "count(*) filter (where " + s.passes + " and " + condition + ")"
}

// overRows writes exists, all, exists_one, size and sum as a subquery equated on county and parent.
func (e *emitter) overRows(n *node) string {
	s := e.open(n.rows)
	body := ""
	if len(n.args) > 0 {
		body = e.term(n.args[0])
	}
	if (n.op == opExists || n.op == opAll) && s.open == "" {
		return e.quantifier(n, s, body)
	}
	var result string
	switch n.op {
	case opExists:
		result = decide(s.count(body), "true", s.count(body+" is null"), "false")
	case opAll:
		result = decide(s.count("(not "+body+")"), "false", s.count(body+" is null"), "true")
	case opOne:
		result = "case when " + s.count(body+" is null") + " = 0 then " + s.count(body) + " = 1 end"
	case opSize:
		result = "cast(" + s.count("") + " as bigint)"
	case opSum:
		result = "case when " + s.count(body+" is null") + " = 0 then cast(coalesce(sum(" + body + ")" + s.filter() +
			", 0) as bigint) end"
	}
	if s.open != "" {
		result = "case when count(*) filter (where " + s.open + ") = 0 then " + result + " end"
	}
	return "(select " + result + s.from + ")"
}

func (s source) filter() string {
	if s.passes == "" {
		return ""
	}
	return " filter (where " + s.passes + ")"
}

// decide gives one truth value when rows decide it, NULL when rows leave it open, else the other.
func decide(deciding, then, open, otherwise string) string {
	return "case when " + deciding + " > 0 then " + then + " when " + open + " > 0 then null else " + otherwise + " end"
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
		return "(" + strings.Join(sides, map[op]string{opAnd: " and ", opOr: " or "}[n.op]) + ")"
	case n.op == opExists && n.rows.sure():
		s := e.open(n.rows)
		return "exists (select 1" + s.where(e.holds(n.args[0])) + ")"
	case n.op == opAll && n.rows.sure():
		s := e.open(n.rows)
		return "(not exists (select 1" + s.where("("+e.holds(n.args[0])+" is not true)") + "))"
	}
	return e.emit(n)
}

// quantifier writes exists and all by EXISTS, which stops at the first row.
func (e *emitter) quantifier(n *node, s source, body string) string {
	deciding, then, otherwise := body, "true", "false"
	if n.op == opAll {
		deciding, then, otherwise = "(not "+body+")", "false", "true"
	}
	exists := "exists (select 1" + s.where(deciding) + ")"
	switch {
	case !n.args[0].sure:
		return "(case when " + exists + " then " + then + " when exists (select 1" + s.where(body+" is null") +
			") then null else " + otherwise + " end)"
	case n.op == opAll:
		return "(not " + exists + ")"
	}
	return "(" + exists + ")"
}

package exprtest

import (
	"fmt"
	"strings"

	"jieli/expr"
	"jieli/value"
)

// columnTypes are names that both databases take; SQLite gives them the right affinity.
var columnTypes = map[value.Kind]string{
	value.KindInt: "bigint", value.KindDouble: "bigint", value.KindString: "text", value.KindBool: "boolean",
	value.KindDate: "text", value.KindInstant: "bigint", value.KindStrings: "text", value.KindOpaque: "text",
}

func (r *run) exec(statement string, args ...any) {
	r.t.Helper()
	if r.db == nil {
		return
	}
	if _, err := r.db.Exec(r.rewrite(statement), args...); err != nil {
		r.t.Fatalf("%s\n%v", statement, err)
	}
}

func (r *run) subjects() []expr.Subject {
	s := r.schema
	return []expr.Subject{s.village, s.household, s.household.Lists[0].Item, s.household.Lists[1].Item}
}

func (r *run) drop() {
	for _, s := range r.subjects() {
		r.exec("drop table if exists " + s.Table)
	}
}

// fill makes the tables and random records: of some households the village is missing, others have no child records;
// void rows and rows of another county with the same ids stand among them.
func (r *run) fill() {
	r.drop()
	for _, s := range r.subjects() {
		columns := "county text not null, id text not null, parent text, state text not null"
		for _, f := range s.Fields {
			columns += ", " + f.Column + " " + columnTypes[f.Kind]
		}
		r.exec("create table " + s.Table + " (" + columns + ", primary key (county, id))")
	}
	village := make([]Row, 4)
	for i := range village {
		village[i] = r.insert(r.schema.village, county, fmt.Sprintf("v%d", i), nil, "active")
	}
	random, day := r.schema.r, r.schema.date()
	r.records = nil
	at := r.schema.instant()
	for i := range recordsPerSchema {
		id, n := fmt.Sprintf("h%03d", i), random.IntN(len(village)+1)
		vars := &Vars{Subjects: map[string]Row{}, Lists: map[string][]expr.Row{},
			Parameters: r.schema.values, Day: day, At: at}
		if n < len(village) {
			vars.Subjects["village"] = village[n]
		}
		vars.Subjects["household"] = r.insert(r.schema.household, county, id, fmt.Sprintf("v%d", n), "active")
		for _, list := range r.schema.household.Lists {
			vars.Lists["household."+list.Name] = r.children(list.Item, id)
		}
		r.records = append(r.records, vars)
	}
}

// children inserts up to four child records, some of them void, and a stranger of another county.
func (r *run) children(s expr.Subject, parent string) []expr.Row {
	var list []expr.Row
	for i := range r.schema.r.IntN(5) {
		id := fmt.Sprintf("%s-%d", parent, i)
		if r.schema.r.IntN(6) == 0 {
			r.insert(s, county, id, parent, "void")
			continue
		}
		list = append(list, r.insert(s, county, id, parent, "active"))
	}
	if r.schema.r.IntN(3) == 0 {
		r.insert(s, otherCounty, parent+"-0", parent, "active")
	}
	return list
}

func (r *run) insert(s expr.Subject, county, id string, parent any, state string) Row {
	row := Row{}
	columns, args := []string{"county", "id", "parent", "state"}, []any{county, id, parent, state}
	for _, f := range s.Fields {
		v := r.schema.value(f)
		row[f.Name] = v
		columns, args = append(columns, f.Column), append(args, stored(v))
	}
	marks := make([]string, len(args))
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	r.exec("insert into "+s.Table+" ("+strings.Join(columns, ", ")+") values ("+strings.Join(marks, ", ")+")", args...)
	return row
}

// stored gives the column form of a value in memory.
func stored(v any) any {
	switch x := v.(type) {
	case value.Date:
		return x.String()
	case value.Instant:
		return int64(x)
	case value.Geometry:
		return string(x)
	case []string:
		return "|" + strings.Join(x, "|") + "|"
	}
	return v
}

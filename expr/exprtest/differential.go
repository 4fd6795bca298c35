package exprtest

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"jieli/expr"
	"jieli/value"
)

const (
	recordsPerSchema = 40  // enough for absent, equal and extreme values to meet
	expressionsEach  = 200 // expressions over one schema
	columnsPerSelect = 20  // expressions in one statement
	county           = "441823"
	otherCounty      = "441802" // holds rows with the same ids, which no condition may see
)

// Differential evaluates random expressions over random records in Go and in a database, and fails where the two do
// not give the same value, or not both unknown. It makes and drops tables named exprtest_…; rewrite turns the $n of a
// statement into what the driver takes. pairs is the least number of expression–record pairs; the same seed gives the
// same run.
func Differential(t *testing.T, db *sql.DB, rewrite func(sql string) string, seed uint64, pairs int) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, seed))
	run := &run{t: t, db: db, rewrite: rewrite}
	for run.pairs < pairs && !t.Failed() {
		run.schema = newSchema(r, false)
		run.round()
	}
	t.Logf("%d pairs of %d expressions agree, %d unknown, %d true of %d conditions; %d expressions without SQL",
		run.pairs, run.expressions, run.unknown, run.held, run.conditions, run.refused)
	if !t.Failed() && (run.refused > run.expressions || run.held*20 < run.conditions || run.unknown*2 > run.pairs) {
		t.Error("the random expressions are too dull to prove anything: look at the generator")
	}
}

// Sample gives random expressions over one random scope, and random records to evaluate them over, without a database.
// Decimals are not divided in them, and dates lie within one lifetime.
func Sample(t *testing.T, seed uint64, expressions int) (expr.Scope, []string, []*Vars) {
	run := &run{t: t, schema: newSchema(rand.New(rand.NewPCG(seed, seed)), true)}
	run.fill()
	g := newGenerator(run.schema)
	g.plain = true
	list := make([]string, expressions)
	for i := range list {
		list[i] = g.whole()
	}
	return run.schema.scope(), list, run.records
}

// run counts what was compared.
type run struct {
	t       *testing.T
	db      *sql.DB
	rewrite func(string) string
	schema  *schema
	records []*Vars // in the order of their ids

	pairs, expressions, refused, unknown, conditions, held int
}

// compiled is one expression in all its forms.
type compiled struct {
	source  string
	program *expr.Program
	sql     *expr.SQL
}

func (r *run) round() {
	r.fill()
	defer r.drop()
	env, err := expr.NewEnv(r.schema.scope())
	if err != nil {
		r.t.Fatal(err)
	}
	g := newGenerator(r.schema)
	var batch []compiled
	for i := range expressionsEach {
		source := g.whole()
		p, problems := env.Compile(source, "")
		if len(problems) == 1 && strings.HasPrefix(problems[0].Finding.Code, "expr_too_") {
			continue
		}
		if problems != nil {
			r.t.Fatalf("a well-typed expression was refused\n%s\n%v", source, problems)
		}
		if s, problems := p.SQL(); problems == nil {
			batch = append(batch, compiled{source, p, s})
		} else {
			r.refused++
		}
		if len(batch) == columnsPerSelect || i == expressionsEach-1 {
			r.compare(batch)
			batch = nil
		}
	}
}

// compare runs one statement with every expression of the batch as columns.
func (r *run) compare(batch []compiled) {
	if len(batch) == 0 || r.t.Failed() {
		return
	}
	got, err := r.query(batch)
	if err != nil && len(batch) > 1 { // find the one
		for _, c := range batch {
			r.compare([]compiled{c})
		}
		return
	}
	if err != nil {
		text, args := batch[0].sql.Bind(r.binding(1))
		r.t.Fatalf("the database refuses\n%s\n%s\n%v\n%v", batch[0].source, text, args, err)
	}
	for i, c := range batch {
		r.expressions++
		for j, vars := range r.records {
			r.check(c, vars, got[j][2*i], got[j][2*i+1])
		}
	}
}

func (r *run) check(c compiled, vars *Vars, column, where any) {
	r.pairs++
	want, known := c.program.Eval(vars)
	if !known {
		want = nil
		r.unknown++
	}
	got, err := inMemory(c.program.Kind(), column)
	if err != nil || !reflect.DeepEqual(got, want) {
		r.fail(c, vars, "value", got, want, err)
		return
	}
	if c.program.Kind() != value.KindBool {
		return
	}
	r.conditions++
	holds := c.program.Holds(vars)
	if holds {
		r.held++
	}
	if stands, _ := inMemory(value.KindBool, where); stands != holds || holds != (want == true) {
		r.fail(c, vars, "condition", stands, holds, nil)
	}
}

// fail ends the run with what is needed to see why: the expression, both answers, the SQL, and what it reads.
func (r *run) fail(c compiled, vars *Vars, what string, got, want any, err error) {
	r.t.Helper()
	text, args := c.sql.Bind(r.binding(1))
	if what == "condition" {
		text, args = c.sql.BindWhere(r.binding(1))
	}
	read := ""
	for _, name := range c.program.Reads() {
		parts := strings.Split(name, ".")
		switch rows := vars.Lists[strings.Join(parts[:2], ".")]; {
		case len(parts) == 3:
			for _, row := range rows {
				read += fmt.Sprintf("  %s = %#v\n", name, row.Get(parts[2]))
			}
		case rows != nil:
			read += fmt.Sprintf("  %s has %d rows\n", name, len(rows))
		case parts[0] == "parameter":
			read += fmt.Sprintf("  %s = %#v\n", name, vars.Parameters[parts[1]])
		default:
			read += fmt.Sprintf("  %s = %#v\n", name, vars.Subjects[parts[0]][parts[1]])
		}
	}
	r.t.Fatalf("%s differs: %s\nGo  %#v\nSQL %#v %v\n%s\n%v\ntoday %v now %v\n%s", what, c.source, want, got, err, text,
		args, vars.Day, vars.At, read)
}

func (r *run) binding(first int) expr.Binding {
	v := r.records[0]
	return expr.Binding{
		First: first, Aliases: map[string]string{"household": "t", "village": "v"}, Parameter: v.Parameter,
		Today: v.Day, Now: v.At,
	}
}

// query gives two columns for every expression: its value, and for conditions whether it holds.
func (r *run) query(batch []compiled) ([][]any, error) {
	args := []any{county}
	columns := make([]string, 0, 2*len(batch))
	for _, c := range batch {
		text, more := c.sql.Bind(r.binding(len(args) + 1))
		columns, args = append(columns, text), append(args, more...)
		if c.program.Kind() == value.KindBool {
			text, more = c.sql.BindWhere(r.binding(len(args) + 1))
			args = append(args, more...)
			text = "case when " + text + " then true else false end"
		}
		columns = append(columns, text)
	}
	statement := fmt.Sprintf("select %s from %s as t left join %s as v on v.county = t.county and v.id = t.parent"+
		" where t.county = $1 order by t.id", strings.Join(columns, ", "), tableHousehold, tableVillage)
	rows, err := r.db.Query(r.rewrite(statement), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return scanAll(rows, len(columns))
}

func scanAll(rows *sql.Rows, columns int) ([][]any, error) {
	var all [][]any
	for rows.Next() {
		row, targets := make([]any, columns), make([]any, columns)
		for i := range row {
			targets[i] = &row[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}

// inMemory turns what a driver gave into the value that Eval gives; nil for NULL.
func inMemory(k value.Kind, v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	if b, ok := v.([]byte); ok {
		v = string(b)
	}
	switch k {
	case value.KindBool:
		if i, ok := v.(int64); ok {
			return i != 0, nil
		}
		return as[bool](v)
	case value.KindInt, value.KindDuration:
		return as[int64](v)
	case value.KindInstant:
		i, err := as[int64](v)
		return value.Instant(i), err
	case value.KindDouble:
		f, err := as[float64](v)
		return f + 0, err // no minus zero
	case value.KindDate:
		s, err := as[string](v)
		if err != nil {
			return nil, err
		}
		return value.ParseDate(s)
	case value.KindStrings:
		s, err := as[string](v)
		return strings.Split(strings.Trim(s, "|"), "|"), err
	}
	return as[string](v)
}

func as[T any](v any) (T, error) {
	got, ok := v.(T)
	if !ok {
		return got, fmt.Errorf("the database gave %T %v", v, v)
	}
	return got, nil
}

package expr_test

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"jieli/expr"
	"jieli/expr/exprtest"
	"jieli/value"
)

// celEnv is CEL as its own library evaluates it, with our functions: what the profile must agree with.
func celEnv(t testing.TB) *cel.Env {
	t.Helper()
	dyn := cel.DynType
	function := func(name string, args int, do func(...ref.Val) ref.Val) cel.EnvOption {
		kinds := make([]*cel.Type, args)
		for i := range kinds {
			kinds[i] = dyn
		}
		return cel.Function(name, cel.Overload("our_"+name, kinds, dyn, cel.FunctionBinding(do)))
	}
	day := func(v ref.Val) value.Date { return value.Date(floorDays(v.Value().(time.Time))) }
	env, err := cel.NewEnv(
		cel.Variable("household", dyn), cel.Variable("village", dyn), cel.Variable("parameter", dyn),
		cel.Variable("today", dyn), cel.Variable("now", dyn),
		function("days", 1, func(a ...ref.Val) ref.Val {
			n := int64(a[0].(types.Int))
			if n < -36_500 || n > 36_500 {
				strayed = true
			}
			return types.Duration{Duration: time.Duration(n) * 24 * time.Hour}
		}),
		function("age", 2, func(a ...ref.Val) ref.Val { return types.Int(day(a[0]).Age(day(a[1]))) }),
		function("year", 1, func(a ...ref.Val) ref.Val { return types.Int(a[0].Value().(time.Time).UTC().Year()) }),
		function("month", 1, func(a ...ref.Val) ref.Val { return types.Int(a[0].Value().(time.Time).UTC().Month()) }),
		function("day", 1, func(a ...ref.Val) ref.Val {
			d := value.InstantOf(a[0].Value().(time.Time)).Day()
			return types.Timestamp{Time: time.Unix(int64(d)*86400, 0).UTC()}
		}),
		function("yuan", 1, func(a ...ref.Val) ref.Val {
			if n, ok := a[0].(types.Int); ok {
				return n * 100
			}
			return types.Int(math.Round(float64(a[0].(types.Double)) * 100))
		}),
		function("min", 2, func(a ...ref.Val) ref.Val { return min(a[0].(types.Int), a[1].(types.Int)) }),
		function("max", 2, func(a ...ref.Val) ref.Val { return max(a[0].(types.Int), a[1].(types.Int)) }),
		function("sum", 1, celSum),
		function("months_after", 2, func(a ...ref.Val) ref.Val {
			d, n := day(a[0]), int64(a[1].(types.Int))
			moved := d.AddMonths(int(n))
			if n < -120_000 || n > 120_000 || moved == value.MinDate || moved == value.MaxDate {
				return types.NewErr("range")
			}
			return types.Timestamp{Time: time.Unix(int64(moved)*86400, 0).UTC()}
		}),
		function("area_of", 1, measured(value.AreaOf)),
		function("length_of", 1, measured(value.LengthOf)),
		function("centre", 1, func(a ...ref.Val) ref.Val {
			g, _ := value.CentreOf(value.Geometry(a[0].(types.String)))
			return types.String(g)
		}),
		function("distance", 2, func(a ...ref.Val) ref.Val {
			km, _ := value.DistanceOf(value.Geometry(a[0].(types.String)), value.Geometry(a[1].(types.String)))
			return types.Double(km)
		}),
	)
	if err != nil {
		t.Fatal(err)
	}
	return env
}

func measured(of func(value.Geometry) (float64, bool)) func(...ref.Val) ref.Val {
	return func(a ...ref.Val) ref.Val {
		v, _ := of(value.Geometry(a[0].(types.String)))
		return types.Double(v)
	}
}

func celSum(a ...ref.Val) ref.Val {
	total := types.Int(0)
	list, _ := a[0].ConvertToNative(reflect.TypeFor[[]int64]())
	for _, n := range list.([]int64) {
		total += types.Int(n)
	}
	return total
}

func floorDays(at time.Time) int64 { return int64(math.Floor(float64(at.Unix()) / 86400)) }

// celVars gives the variables of one evaluation as maps; absent fields are missing keys.
func celVars(s expr.Scope, v *exprtest.Vars) map[string]any {
	vars := map[string]any{
		"today": time.Unix(int64(v.Day)*86400, 0).UTC(), "now": v.At.Time(),
		"parameter": celRow(s.Parameters, exprtest.Row(v.Parameters)),
	}
	for _, subject := range s.Subjects {
		row := celRow(subject.Fields, v.Subjects[subject.Name])
		for _, f := range subject.Fields {
			if f.Refers != nil {
				id, _ := v.Subjects[subject.Name].Get(f.Name).(string)
				row[f.Name+"@"] = celRow(f.Refers.Fields, v.Records[f.Refers.Name][id])
			}
		}
		for _, list := range subject.Lists {
			rows := []any{}
			for _, r := range v.Lists[subject.Name+"."+list.Name] {
				rows = append(rows, celRow(list.Item.Fields, r))
			}
			row[list.Name] = rows
		}
		vars[subject.Name] = row
	}
	return vars
}

func celRow(fields []expr.Field, r expr.Row) map[string]any {
	m := map[string]any{}
	for _, f := range fields {
		switch v := r.Get(f.Name).(type) {
		case nil:
		case value.Date:
			m[f.Name] = time.Unix(int64(v)*86400, 0).UTC()
		case value.Instant:
			m[f.Name] = v.Time()
		case value.Geometry:
			m[f.Name] = string(v)
		case int64:
			m[f.Name] = v
			if f.Kind == value.KindDouble {
				m[f.Name] = float64(v) / math.Pow10(f.Decimals)
			}
		default:
			m[f.Name] = v
		}
	}
	return m
}

// celEval evaluates by the library: nil for an error. Its spans of time end at 292 years and its instants lie in other
// years than ours at both ends: those errors say nothing and are errBeyond.
func celEval(program cel.Program, vars map[string]any, k value.Kind) (any, error) {
	strayed = false
	got, _, err := program.Eval(vars)
	if strayed {
		return nil, errBeyond
	}
	if err != nil {
		if strings.Contains(err.Error(), "overflow") || strings.Contains(err.Error(), "range") {
			return nil, errBeyond
		}
		return nil, nil
	}
	switch x := got.Value().(type) {
	case string:
		if k == value.KindOpaque {
			return value.Geometry(x), nil
		}
		return x, nil
	case time.Time:
		if k == value.KindDate {
			return value.Date(floorDays(x)), nil
		}
		return value.InstantOf(x), nil
	case time.Duration:
		return x.Microseconds(), nil
	case float64:
		return x + 0, nil
	case []ref.Val:
		list, err := got.ConvertToNative(reflect.TypeFor[[]string]())
		return list, err
	}
	return got.Value(), nil
}

// strayed says that days(n) was asked for more days than the library's spans of time bear adding up.
var strayed bool

var errBeyond = errors.New("beyond the range of the library")

func TestEvaluationIsThatOfCEL(t *testing.T) {
	reference := celEnv(t)
	pairs, beyond := 0, 0
	for seed := range uint64(6) {
		scope, sources, records := exprtest.Sample(t, seed+100, 250)
		env, err := expr.NewEnv(scope)
		if err != nil {
			t.Fatal(err)
		}
		for _, source := range sources {
			p, problems := env.Compile(source, "")
			if problems != nil || p.Kind() == value.KindStrings {
				continue
			}
			program := celProgram(t, reference, source)
			for _, record := range records[:12] {
				want, err := celEval(program, celVars(scope, record), p.Kind())
				if err != nil {
					beyond++
					continue
				}
				got, _ := p.Eval(record)
				if pairs++; !reflect.DeepEqual(got, want) {
					t.Fatalf("%s\nours %#v\nCEL  %#v\n%v", source, got, want, celVars(scope, record))
				}
			}
		}
	}
	t.Logf("%d pairs agree with CEL, %d beyond its range", pairs, beyond)
	if beyond*4 > pairs {
		t.Error("too many values are beyond the range of the library to prove anything")
	}
}

// asCEL rewrites what the library has no words for: a.b.c reads the field c of a map a["b@"], months(n) beside a date is a
// call of its own.
func asCEL(e ast.Expr) {
	fac := ast.NewExprFactory()
	if e.Kind() == ast.SelectKind {
		if x := e.AsSelect().Operand(); x.Kind() == ast.SelectKind && !strings.HasSuffix(x.AsSelect().FieldName(), "@") {
			x.SetKindCase(fac.NewSelect(x.ID(), x.AsSelect().Operand(), x.AsSelect().FieldName()+"@"))
		}
		return
	}
	if e.Kind() != ast.CallKind || len(e.AsCall().Args()) != 2 {
		return
	}
	name, x, y := e.AsCall().FunctionName(), e.AsCall().Args()[0], e.AsCall().Args()[1]
	isMonths := func(e ast.Expr) bool { return e.Kind() == ast.CallKind && e.AsCall().FunctionName() == "months" }
	if name == "_+_" && isMonths(x) {
		x, y = y, x
	}
	if name != "_+_" && name != "_-_" || !isMonths(y) {
		return
	}
	n := y.AsCall().Args()[0]
	if name == "_-_" {
		n = fac.NewCall(y.ID(), "-_", n)
	}
	e.SetKindCase(fac.NewCall(e.ID(), "months_after", x, n))
}

func celProgram(t testing.TB, env *cel.Env, source string) cel.Program {
	t.Helper()
	tree, issues := env.Parse(source)
	if issues.Err() != nil {
		t.Fatal(source, issues.Err())
	}
	ast.PostOrderVisit(tree.NativeRep().Expr(), ast.NewExprVisitor(asCEL))
	program, err := env.Program(tree)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", source, err))
	}
	return program
}

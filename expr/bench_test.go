package expr_test

import (
	"testing"

	"cel.dev/cel-go/cel"

	"jieli/expr"
	"jieli/value"
)

// benched are conditions of a programme; all read the fixture full.
var benched = map[string]string{
	"rule": `household.income < parameter.line && household.category == "none"`,
	"span": `has(household.closed_at) && household.closed_at - household.opened_at <= days(15)`,
	"list": `household.people.exists(p, p.age > 60 && p.able)`,
}

// BenchmarkHolds is our evaluation; compare with BenchmarkBareCEL.
func BenchmarkHolds(b *testing.B) {
	for name, source := range benched {
		b.Run(name, func(b *testing.B) {
			p, vars := mustCompile(b, fixtureEnv(b), source), expr.Vars(fixtures["full"])
			b.ReportAllocs()
			for b.Loop() {
				p.Holds(vars)
			}
		})
	}
}

// BenchmarkBareCEL is the CEL library over flat variables of native values, its fastest way.
func BenchmarkBareCEL(b *testing.B) {
	sources := map[string]string{
		"rule": `income < line && category == "none"`,
		"span": `closed_at - opened_at <= fifteen`,
		"list": `people.exists(p, p.age > 60 && p.able)`,
	}
	people := []any{}
	for _, r := range fixtures["full"].List("household", "people") {
		people = append(people, map[string]any{"age": r.Get("age"), "able": r.Get("able")})
	}
	full := celVars(fixtureScope, fixtures["full"])["household"].(map[string]any)
	vars := map[string]any{"income": full["income"], "line": int64(760_000), "category": "none", "people": people,
		"closed_at": full["closed_at"], "opened_at": full["opened_at"], "fifteen": fixtures["full"].At.Time().Sub(
			fixtures["full"].At.Time().AddDate(0, 0, -15))}
	env, err := cel.NewEnv(cel.Variable("income", cel.IntType), cel.Variable("line", cel.IntType),
		cel.Variable("category", cel.StringType),
		cel.Variable("people", cel.ListType(cel.MapType(cel.StringType, cel.DynType))),
		cel.Variable("closed_at", cel.TimestampType), cel.Variable("opened_at", cel.TimestampType),
		cel.Variable("fifteen", cel.DurationType))
	if err != nil {
		b.Fatal(err)
	}
	for name, source := range sources {
		b.Run(name, func(b *testing.B) {
			tree, issues := env.Compile(source)
			if issues.Err() != nil {
				b.Fatal(issues.Err())
			}
			program, err := env.Program(tree, cel.EvalOptions(cel.OptOptimize))
			if err != nil {
				b.Fatal(err)
			}
			activation, err := cel.NewActivation(vars)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if got, _, err := program.Eval(activation); err != nil {
					b.Fatal(got, err)
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	env := fixtureEnv(b)
	for b.Loop() {
		if _, problems := env.Compile(benched["rule"], value.KindBool); problems != nil {
			b.Fatal(problems)
		}
	}
}

func BenchmarkBind(b *testing.B) {
	s, _ := mustCompile(b, fixtureEnv(b), benched["rule"]).SQL()
	for b.Loop() {
		s.Bind(expr.Binding{Parameter: fixtures["full"].Parameter})
	}
}

// TestConditionsDoNotAllocate: a rule runs on every entry, over every record concerned.
func TestConditionsDoNotAllocate(t *testing.T) {
	for name, source := range benched {
		p, vars := mustCompile(t, fixtureEnv(t), source), expr.Vars(fixtures["full"])
		p.Holds(vars)
		if n := testing.AllocsPerRun(200, func() { p.Holds(vars) }); n > 1 { // List of the fixture joins two names
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

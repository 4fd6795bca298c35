package expr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jieli/expr"
	"jieli/value"
)

// wrong are expressions that people write, and the kind that was wanted; what they are told is in the golden file.
var wrong = []struct {
	source string
	want   value.Kind
}{
	{"", ""}, {"   ", ""},
	{"household.membrs > 3", ""}, {"houshold.members > 3", ""}, {"members > 3", ""}, {"line < 3", ""}, {"xyz", ""},
	{"parameter.lime > 3", ""}, {"parameter", ""}, {"household", ""}, {"household.people.exists(p, p.agee < 3)", ""},
	{"household.people.exists(p, p)", ""}, {"village.household.members > 1", ""}, {"todya > household.built", ""},
	{"household.members = 3", ""}, {"household.members == 3 and household.poor", ""}, {"household.members <> 3", ""},
	{"not household.poor", ""}, {"household.members > 3 & household.poor", ""}, {"household.head == “张三”", ""},
	{"（household.members）> 3", ""}, {"household.members ≥ 3", ""}, {"household.category == 无", ""},
	{"household.head == \"张三", ""}, {"household.members >", ""}, {"(household.members > 3", ""},
	{"household.members > 3)", ""},
	{"household..members", ""}, {"household.poor &&\n  household.membrs > 3", ""}, {"household.members in in", ""},
	{"household.poor > village.ethnic", ""}, {"household.members == \"4\"", ""}, {"household.head == 3", ""},
	{"household.area * 2 > 3", ""}, {"household.members + 1.5 > 3", ""}, {"household.built < now", ""},
	{"household.opened_at < today", ""}, {"today - household.opened_at > days(3)", ""},
	{"household.built + 3 > today", ""},
	{"today - household.built > 30", ""}, {"household.built + (now - household.opened_at) < today", ""},
	{"household.built == \"2020-01-01\"", ""}, {"household.risks == \"flood\"", ""},
	{"household.risks == household.risks", ""},
	{"household.members && household.poor", ""}, {"!household.members", ""}, {"household.members ? 1 : 2", ""},
	{"household.poor ? 1 : \"a\"", ""}, {"household.poor ? 1 : 2.0", ""}, {"-household.head", ""},
	{"household.head - 1", ""},
	{"household.area % 2.0", ""}, {"household.dwelling == household.dwelling", ""}, {"household.people > 3", ""},
	{"household.people", ""}, {"household.people == 3", ""}, {"has(household.people)", ""}, {"has(household)", ""},
	{"has(today)", ""}, {"has(1 + 1)", ""}, {"has(household.membrs)", ""},
	{"household.people.filter(p, p.age > 3)", "bool"}, {"household.people.map(p, p.age)", ""},
	{"sum(household.people)", ""}, {"sum(household.people.map(p, p.name))", ""}, {"sum(household.people.size())", ""},
	{"household.people.exists(household, true)", ""}, {"household.people.exists(today, true)", ""},
	{"household.people.exists(p.age, true)", ""}, {"household.people.exists(p, p.age)", ""},
	{"household.people.exists(p)", ""}, {"household.members.exists(p, true)", ""},
	{"household.risks.exists(p, p == \"a\")", ""},
	{"household.people.exists(p, household.people.exists(q, household.people.exists(r, r.age > p.age)))", ""},
	{"household.people[0].age > 3", ""}, {"\"flod\" in household.head", ""}, {"3 in household.risks", ""},
	{"household.members in [1, \"a\"]", ""}, {"[1, 2]", ""}, {"[1, 2] == [1, 2]", ""}, {"{\"a\": 1}", ""},
	{"household.head == null", ""}, {"household.members == 4u", ""}, {"household.head == b\"a\"", ""},
	{"timestamp(\"2020-01-01T00:00:00Z\") < now", ""}, {"duration(\"3h\") > days(1)", ""},
	{"agee(household.built, today)", ""},
	{"age(household.built)", ""}, {"age(now, today)", ""}, {"year(now)", ""}, {"day(today) == today", ""},
	{"days(household.area) > days(1)", ""}, {"min(1.5, 2)", ""}, {"yuan(household.income)", ""}, {"yuan(1.005)", ""},
	{"double(1.5)", ""}, {"int(1)", ""}, {"household.head.lower() == \"a\"", ""}, {"household.head.startWith(\"a\")", ""},
	{"household.head.startsWith(3)", ""}, {"household.head.matches(\"[\")", ""},
	{"household.head.matches(household.head)", ""},
	{"1e300 > 1.0", ""}, {"99999999999999999999 > 1", ""}, {"if > 3", ""},
	{"household.members", "bool"}, {"household.members", "double"}, {"household.area", "int"},
	{"household.opened_at", "date"},
	{"today - household.built", "date"}, {"household.poor", "string"}, {"household.head", "strings"},
	{"household.membrs > 3 && houshold.poor || foo(1)", ""},
	{"household.station.seat > 3", ""}, {"household.members.name == \"a\"", ""}, {"household.station.name.short == \"a\"", ""},
	{"household.statin.seats > 3", ""}, {"household.people.name == \"a\"", ""}, {"household.station.seats", "bool"},
	{"houshold.station.seats > 3", ""}, {"parameter.line.high > 3", ""},
	{"household.built + months(1.5) < today", ""}, {"today - household.built > months(6)", ""}, {"now + months(1) > now", ""},
	{"months(1) + months(2) + today > today", ""}, {"months(1) - today > today", ""}, {"today + months() > today", ""},
	{"area_of(household.dwelling) > 3.0", ""}, {"distance(household.plot, household.dwelling) < 3.0", ""},
	{"distance(household.dwelling) < 3.0", ""}, {"length_of(household.members) < 3.0", ""}, {"centre(household.way)", ""},
	{"centre(household.plot) == household.dwelling", ""}, {"area(household.plot) > 3.0", ""}, {"centre(household.plot)", "bool"},
}

func TestProblemsSayWhatToDo(t *testing.T) {
	env := fixtureEnv(t)
	var b strings.Builder
	for _, w := range wrong {
		_, problems := env.Compile(w.source, w.want)
		if len(problems) == 0 {
			t.Errorf("%q is accepted", w.source)
		}
		writeProblems(&b, w.source, string(w.want), problems)
	}
	long := []string{
		strings.Repeat("min(1, ", 70) + "2" + strings.Repeat(")", 70),
		strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300),
		"1" + strings.Repeat("+1", 400), "1" + strings.Repeat("+1", 50) + strings.Repeat("+ household.members", 20),
		strings.Repeat("household.poor && ", 300) + "true", "household.members in [" + strings.Repeat("1,", 100) + "1]",
		"household.head == \"" + strings.Repeat("长", expr.MaxLength) + "\"",
		"household.head == \"\xff\"", "household.head == \"\\000\"",
	}
	for _, source := range long {
		_, problems := env.Compile(source, "")
		writeProblems(&b, fmt.Sprintf("%q… (%d bytes)", cut(source, 24), len(source)), "", problems)
	}
	checkFile(t, "testdata/problems.golden", []byte(b.String()))
}

func TestReferencesAreFollowedOnlyWhereSomebodyWrites(t *testing.T) {
	scope := fixtureScope
	scope.Follow = false
	env, err := expr.NewEnv(scope)
	if err != nil {
		t.Fatal(err)
	}
	_, problems := env.Compile("has(household.station) && household.station.seats > 3", "")
	if len(problems) != 1 || problems[0].Finding.Code != "expr_follow_here" {
		t.Errorf("the answer is %v", problems)
	}
	p := mustCompile(t, fixtureEnv(t), "household.station.seats > 3 && household.station.open || has(household.lost.name)")
	want := []expr.Way{{Subject: "household", Field: "station", Register: "station"},
		{Subject: "household", Field: "lost", Register: "station"}}
	if !slices.Equal(p.Follows(), want) {
		t.Errorf("follows %v, want %v", p.Follows(), want)
	}
}

func cut(s string, n int) string { return s[:min(n, len(s))] }

func writeProblems(b *strings.Builder, source, want string, problems []expr.Problem) {
	fmt.Fprintf(b, "%s", strings.ReplaceAll(source, "\n", "\n    "))
	if want != "" {
		fmt.Fprintf(b, "   [%s is wanted]", want)
	}
	b.WriteString("\n")
	for _, p := range problems {
		text := p.Finding.Text
		fmt.Fprintf(b, "  %d:%d %s\n      %s\n      %s\n", p.Line, p.Column, p.Finding.Code, text.Zh, text.En)
	}
}

// translated are expressions whose SQL the golden file shows; those that have none show why.
var translated = []string{
	`household.income < parameter.line && household.category == "none"`,
	`household.built < today - days(90)`,
	`today - household.built > days(180)`,
	`today - household.built <= days(180)`,
	`household.closed_at - now > days(3)`,
	`household.opened_at > now - days(3)`,
	`household.built + days(30) >= today`,
	`household.built - days(30) >= today`,
	`village.code.startsWith("441823")`,
	`"flood" in household.risks`,
	`household.members in [1, 2]`,
	`household.area / 2.0 > 3`,
	`household.people.exists(p, p.age < 16)`,
	`household.people.all(p, has(p.age))`,
	`household.people.filter(p, p.age < 16).size() > 2`,
	`sum(household.people.map(p, p.income)) > parameter.line`,
	`household.poor && household.people.exists(p, p.able)`,
	`has(household.built) ? year(household.built) : 0`,
	`household.head.matches("张")`, `household.note == "a"`, `household.visits.size() > 1`,
	`household.visits.exists(v, v.on > today)`, `household.income * household.income > 3`,
	`household.income * household.members > 3`, `days(household.income) > days(3)`, `int(1.0 / household.area) > 3`,
	`household.dwelling`,
	`household.built <= today - months(6)`, `household.built + months(6) <= today`, `household.station.seats > 3`,
	`area_of(household.plot) > 3`, `has(household.station)`,
}

func TestSQLReadsAsExpected(t *testing.T) {
	env := fixtureEnv(t)
	full := fixtures["full"]
	binding := expr.Binding{First: 3, Aliases: map[string]string{"household": "t"}, Parameter: full.Parameter,
		Today: full.Day, Now: full.At}
	var b strings.Builder
	for _, source := range translated {
		s, problems := mustCompile(t, env, source).SQL()
		if problems != nil {
			writeProblems(&b, source, "", problems)
			continue
		}
		text, args := s.Bind(binding)
		where, _ := s.BindWhere(binding)
		fmt.Fprintf(&b, "%s\n  %s\n", source, text)
		if where != text {
			fmt.Fprintf(&b, "  where %s\n", where)
		}
		fmt.Fprintf(&b, "  %v\n", args)
	}
	checkFile(t, "testdata/sql.golden", []byte(b.String()))
}

func TestBindNumbersItsPlaceholdersFromFirst(t *testing.T) {
	s, _ := mustCompile(t, fixtureEnv(t), `household.members > 3 && household.head == "a"`).SQL()
	text, args := s.Bind(expr.Binding{First: 7})
	if !strings.Contains(text, "$7") || !strings.Contains(text, "$8") || strings.Contains(text, "$1") || len(args) != 2 {
		t.Errorf("%s %v", text, args)
	}
	if !strings.Contains(text, "household.f_members") {
		t.Errorf("a subject without alias is not called by its name: %s", text)
	}
}

func TestScopesThatCELCannotReadAreRefused(t *testing.T) {
	field := func(name string, k value.Kind) []expr.Field { return []expr.Field{{Name: name, Kind: k}} }
	for name, s := range map[string]expr.Scope{
		"a subject named by a word of the language": {Subjects: []expr.Subject{{Name: "today"}}},
		"a subject named in Chinese":                {Subjects: []expr.Subject{{Name: "农户"}}},
		"two subjects of one name":                  {Subjects: []expr.Subject{{Name: "a"}, {Name: "a"}}},
		"a field with a hyphen": {Subjects: []expr.Subject{
			{Name: "a", Fields: field("b-c", value.KindInt)}}},
		"a field of no kind":             {Parameters: field("b", "")},
		"a field that is a span of time": {Parameters: field("b", value.KindDuration)},
		"a list named as a field": {Subjects: []expr.Subject{{Name: "a", Fields: field("b", value.KindInt),
			Lists: []expr.List{{Name: "b"}}}}},
	} {
		if _, err := expr.NewEnv(s); err == nil {
			t.Error(name, "is accepted")
		}
	}
}

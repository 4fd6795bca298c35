package expr_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jieli/expr"
	"jieli/value"
)

var rewriteFiles = flag.Bool("rewrite", false, "write the conformance files and golden problems anew")

// conformance is the folder of cases that the engine in the browser runs too; its README says what the files hold.
const conformance = "../testdata/conformance"

func TestEveryOperatorGivesWhatTheTablesSay(t *testing.T) {
	env := fixtureEnv(t)
	for group, lines := range cases {
		for _, l := range lines {
			p := mustCompile(t, env, l.source)
			for name, want := range l.wants() {
				got, known := p.Eval(fixtures[name])
				if !known {
					got = unknown
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s: %s over %s gives %#v, want %#v", group, l.source, name, got, want)
				}
				if p.Kind() == value.KindBool && p.Holds(fixtures[name]) != (want == true) {
					t.Errorf("%s: %s over %s: Holds is wrong", group, l.source, name)
				}
			}
		}
	}
}

func TestTheCELLibraryGivesWhatTheTablesSay(t *testing.T) {
	reference, env := celEnv(t), fixtureEnv(t)
	for group, lines := range cases {
		for _, l := range lines {
			if strings.Contains(l.source, "/ 0.0") {
				continue // infinity in CEL, unknown in SQL and here
			}
			kind := mustCompile(t, env, l.source).Kind()
			for name, want := range l.wants() {
				if want == unknown {
					want = nil
				}
				got, _ := celEval(celProgram(t, reference, l.source), celVars(fixtureScope, fixtures[name]), kind)
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%s: CEL gives %#v for %s over %s, the table says %#v", group, got, l.source, name, want)
				}
			}
		}
	}
}

func (l line) wants() map[string]any {
	m := map[string]any{"full": l.full, "absent": l.absent}
	if l.gaps != nil {
		m["gaps"] = l.gaps
	}
	return m
}

func fixtureEnv(t testing.TB) *expr.Env {
	t.Helper()
	env, err := expr.NewEnv(fixtureScope)
	if err != nil {
		t.Fatal(err)
	}
	return env
}

func mustCompile(t testing.TB, env *expr.Env, source string) *expr.Program {
	t.Helper()
	p, problems := env.Compile(source, "")
	if problems != nil {
		t.Fatalf("%s\n%v", source, problems)
	}
	return p
}

// conformanceCase is one case as the files hold it.
type conformanceCase struct {
	Expr    string     `json:"expr"`
	Vars    string     `json:"vars"`
	Kind    value.Kind `json:"kind"`
	Want    any        `json:"want,omitempty"`
	Unknown bool       `json:"unknown,omitempty"`
}

func TestConformanceFilesAreThoseOfTheTables(t *testing.T) {
	env := fixtureEnv(t)
	files := map[string]any{"scope.json": scopeFile()}
	for group, lines := range cases {
		var list []conformanceCase
		for _, l := range lines {
			kind := mustCompile(t, env, l.source).Kind()
			for _, name := range []string{"full", "absent", "gaps"} {
				want, ok := l.wants()[name]
				if !ok {
					continue
				}
				c := conformanceCase{Expr: l.source, Vars: name, Kind: kind, Want: want}
				if want == unknown {
					c.Want, c.Unknown = nil, true
				}
				list = append(list, c)
			}
		}
		files[group+".json"] = list
	}
	total := 0
	for name, content := range files {
		checkFile(t, filepath.Join(conformance, name), linesOf(t, content))
		if list, ok := content.([]conformanceCase); ok {
			total += len(list)
		}
	}
	found, _ := filepath.Glob(filepath.Join(conformance, "*.json"))
	if len(found) != len(files) || total < 300 {
		t.Errorf("%d files with %d cases, %d lie in the folder", len(files), total, len(found))
	}
}

// linesOf writes a list with one element a line, so that a change shows as what it is.
func linesOf(t *testing.T, content any) []byte {
	t.Helper()
	var b bytes.Buffer
	write := func(v any) {
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			t.Fatal(err)
		}
		b.Truncate(b.Len() - 1)
	}
	list, ok := content.([]conformanceCase)
	if !ok {
		write(content)
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, b.Bytes(), "", "  "); err != nil {
			t.Fatal(err)
		}
		return append(pretty.Bytes(), '\n')
	}
	b.WriteString("[\n")
	for i, c := range list {
		write(c)
		if i < len(list)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	return b.Bytes()
}

func checkFile(t *testing.T, path string, want []byte) {
	t.Helper()
	if *rewriteFiles {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what the tables say (%v): run go test ./expr -rewrite and look at the difference", path, err)
	}
}

// scopeFile describes the scope and the records for an engine that knows none of our types.
func scopeFile() any {
	type field struct {
		Kind     value.Kind `json:"kind"`
		Decimals int        `json:"decimals,omitempty"`
		Shape    string     `json:"shape,omitempty"`
		Refers   string     `json:"refers,omitempty"`
	}
	fields := func(list []expr.Field) map[string]field {
		m := map[string]field{}
		for _, f := range list {
			m[f.Name] = field{f.Kind, f.Decimals, f.Shape, ""}
			if f.Refers != nil {
				m[f.Name] = field{f.Kind, f.Decimals, "", f.Refers.Name}
			}
		}
		return m
	}
	subjects, lists := map[string]any{}, map[string]any{}
	for _, s := range fixtureScope.Subjects {
		subjects[s.Name] = fields(s.Fields)
		for _, l := range s.Lists {
			lists[s.Name+"."+l.Name] = fields(l.Item.Fields)
		}
	}
	vars := map[string]any{}
	for name, v := range fixtures {
		vars[name] = map[string]any{
			"subjects": orEmpty(v.Subjects), "lists": orEmpty(v.Lists), "parameters": orEmpty(v.Parameters),
			"records": orEmpty(v.Records), "today": v.Day, "now": v.At,
		}
	}
	return map[string]any{
		"subjects": subjects, "lists": lists, "records": map[string]any{fixtureStation.Name: fields(fixtureStation.Fields)},
		"parameters": fields(fixtureScope.Parameters), "vars": vars,
	}
}

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

func TestReadsNamesWhatIsRead(t *testing.T) {
	p := mustCompile(t, fixtureEnv(t), `household.members > 3 && has(village.code) && today > parameter.since &&
		household.people.filter(p, has(p.income)).exists(q, age(q.birth_date, today) < 16)`)
	want := []string{"household.members", "household.people", "household.people.birth_date", "household.people.income",
		"parameter.since", "village.code"}
	if !slices.Equal(p.Reads(), want) || !p.Timely() {
		t.Errorf("reads %v, want %v; timely %v", p.Reads(), want, p.Timely())
	}
	if p := mustCompile(t, fixtureEnv(t), "household.members > 3"); p.Timely() {
		t.Error("an expression without today and now is called timely")
	}
}

func TestProgramsAreSafeForConcurrentUse(t *testing.T) {
	p := mustCompile(t, fixtureEnv(t),
		`household.people.filter(p, has(p.age)).exists(q, q.age == 45 && household.members == 4)`)
	done := make(chan bool)
	for i := range 8 {
		name, want := "full", true
		if i%2 == 1 {
			name, want = "gaps", false
		}
		go func() {
			ok := true
			for range 2000 {
				ok = ok && p.Holds(fixtures[name]) == want
			}
			done <- ok
		}()
	}
	for range 8 {
		if !<-done {
			t.Error("one evaluation saw the records of another")
		}
	}
}

package expr_test

import (
	"testing"
	"unicode/utf8"

	"jieli/expr"
	"jieli/value"
)

// FuzzCompile: any text compiles or gives problems at places within it, and what compiles evaluates and translates.
func FuzzCompile(f *testing.F) {
	for _, lines := range cases {
		for _, l := range lines {
			f.Add(l.source)
		}
	}
	for _, w := range wrong {
		f.Add(w.source)
	}
	env := fixtureEnv(f)
	f.Fuzz(func(t *testing.T, source string) {
		p, problems := env.Compile(source, "")
		if (p == nil) == (problems == nil) {
			t.Fatalf("%q gives program %v and problems %v", source, p != nil, problems)
		}
		for _, problem := range problems {
			text := problem.Finding.Text
			if problem.Line < 1 || problem.Column < 1 || text.Zh == "" || text.En == "" {
				t.Fatalf("%q: %v", source, problem)
			}
			if utf8.ValidString(source) && problem.Column > utf8.RuneCountInString(source)+1 {
				t.Fatalf("%q: column %d", source, problem.Column)
			}
		}
		if p == nil {
			return
		}
		for _, vars := range fixtures {
			got, known := p.Eval(vars)
			if p.Kind() == value.KindBool && p.Holds(vars) != (known && got == true) {
				t.Fatalf("%q: Holds and Eval differ", source)
			}
		}
		if s, problems := p.SQL(); problems == nil {
			s.Bind(expr.Binding{})
			s.BindWhere(expr.Binding{})
		}
	})
}

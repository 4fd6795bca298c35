package pack

import (
	"jieli/catalog"
	"jieli/expr"
)

// Condition compiles a condition about the records of a register in the scope that rules have: for one that stands in
// no file and is only to be tried. Its problems say where in the text they are.
func Condition(c *catalog.Catalog, r *catalog.Register, text string) (*expr.Program, []expr.Problem) {
	var s expr.Scope
	for _, p := range c.Parameters {
		s.Parameters = append(s.Parameters, exprField(p.Name, p.Type, &p.Limits))
	}
	for _, x := range lineOf(r) {
		s.Subjects = append(s.Subjects, knownFields{}.subject(x, listDepth, c.Register))
	}
	env, err := expr.NewEnv(s)
	if err != nil {
		return nil, []expr.Problem{{Line: 1, Column: 1, Finding: codeScope.At("", "scope", r.Name, "why", err)}}
	}
	return env.Compile(text, kindBool)
}

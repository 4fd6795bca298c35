package catalog

import (
	"slices"
	"strings"

	"jieli/expr"
	"jieli/fault"
)

// Match lists, for a record, records of another register that fit it: posts for who looks for work. Nothing is decided
// or written by it.
type Match struct {
	Name       string
	Label      fault.Text // of what it lists
	Help       fault.Text
	Folder     string
	Subject    *Register     // for whose records it is made
	Candidates *Register     // what it lists; never the subject's register
	When       *expr.Program // about the subject alone: for which of its records it is made; nil: all
	Where      *expr.Program // over the own fields of both
	From, To   *Field        // points of Subject and Candidates, nearest first; nil: no distance
	Order      []MatchOrder  // at the same distance
	Shows      []*Field      // of Candidates
}

// MatchOrder is a field of the candidates that orders them.
type MatchOrder struct {
	Field *Field
	Desc  bool
}

// Reads gives the fields of Subject or Candidates, by place, on which it hangs what is listed and in which order. Who does
// not see all of them is not given the list: it would tell what a mask hides.
func (m *Match) Reads(of *Register) []int {
	names := []string{}
	for _, p := range []*expr.Program{m.When, m.Where} {
		if p == nil {
			continue
		}
		for _, read := range p.Reads() {
			if register, field, ok := strings.Cut(read, "."); ok && register == of.Name {
				names = append(names, field)
			}
		}
	}
	switch {
	case of == m.Subject && m.From != nil:
		names = append(names, m.From.Name)
	case of == m.Candidates && m.To != nil:
		names = append(names, m.To.Name)
	}
	if of == m.Candidates {
		for _, o := range m.Order {
			names = append(names, o.Field.Name)
		}
	}
	return of.places(names)
}

// places gives the places of fields, each once.
func (r *Register) places(names []string) []int {
	var list []int
	for _, name := range names {
		if i, ok := r.FieldIndex(name); ok && !slices.Contains(list, i) {
			list = append(list, i)
		}
	}
	return list
}

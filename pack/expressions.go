package pack

import (
	"sort"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/value"
)

const kindBool = value.KindBool

// listDepth is how far lists of lists reach in expressions: household.people.exists(p, p.measures.size() > 0).
const listDepth = 2

// compile compiles an expression and reports its problems where they stand in the file. nil when there are any.
func (b *builder) compile(f formula, env *expr.Env, want value.Kind) *expr.Program {
	if env == nil || !f.set() {
		return nil
	}
	p, problems := env.Compile(f.text, want)
	if len(problems) > 0 {
		b.reportProblems(f, problems)
		return nil
	}
	b.places[p] = f.pos
	for _, read := range p.Reads() {
		b.reads[read] = true
	}
	b.checkLiterals(f)
	return p
}

// reportProblems maps problems of an expression into the file. What follows from a field whose own definition is
// wrong, or from a document that could not be read, is left out: it would send the reader to the wrong place.
func (b *builder) reportProblems(f formula, problems []expr.Problem) {
	for _, word := range identifiers(f.text) {
		if b.poor[word] || b.isBroken("register", word) || b.isBroken("parameter", word) {
			return
		}
	}
	for _, p := range problems {
		if len(b.findings) < limitFindings {
			b.findings = append(b.findings, p.Finding.In(f.node.place(p.Line, p.Column)))
		}
	}
}

// identifiers gives the words of an expression, in any order, those within texts included.
func identifiers(src string) []string {
	return strings.FieldsFunc(src, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// recordEnv is the scope of calculated fields, rules and whatever else is asked of a record at any time: the record, its
// parents, their lists of children, parameters, today, now.
func (b *builder) recordEnv(r *catalog.Register) *expr.Env {
	if r == nil {
		return nil
	}
	return b.env("record "+r.Name, lineOf(r), false)
}

// writingEnv is recordEnv for what is asked when somebody writes: references are followed.
func (b *builder) writingEnv(r *catalog.Register) *expr.Env {
	if r == nil {
		return nil
	}
	return b.env("writing "+r.Name, lineOf(r), true)
}

// formEnv is the scope of a form: its own register, the subject and its parents and, inside a repeat, the row.
func (b *builder) formEnv(f *catalog.Form, row *catalog.Register) *expr.Env {
	key := "form " + f.Name
	var scope []*catalog.Register
	if row != nil {
		key += "/" + row.Name
		scope = append(scope, row)
	}
	if f.Own != nil {
		scope = append(scope, f.Own)
	}
	return b.env(key, append(scope, lineOf(f.Subject)...), true)
}

// lineOf gives a register and its parents.
func lineOf(r *catalog.Register) []*catalog.Register {
	var out []*catalog.Register
	for ; r != nil && len(out) <= limitParents+1; r = r.Parent {
		out = append(out, r)
	}
	return out
}

func (b *builder) env(key string, scope []*catalog.Register, follow bool) *expr.Env {
	if env, ok := b.envs[key]; ok {
		return env
	}
	s := expr.Scope{Parameters: b.parameterFields(), Follow: follow, Shared: b.shared}
	seen := map[string]bool{}
	for _, r := range scope {
		if !seen[r.Name] {
			s.Subjects = append(s.Subjects, b.subjectOf(r))
		}
		seen[r.Name] = true
	}
	env, err := expr.NewEnv(s)
	if err != nil {
		b.report(fault.Pos{File: packFile, Line: 1, Column: 1}, codeScope, "scope", key, "why", err)
	}
	b.envs[key] = env
	return env
}

// subjectOf is subject, made once: a register stands in the scopes of many forms. It is asked for when every register is
// complete.
func (b *builder) subjectOf(r *catalog.Register) expr.Subject {
	s, ok := b.subjects[r]
	if !ok {
		s = b.fields.subject(r, listDepth, b.pointed)
		b.subjects[r] = s
	}
	return s
}

// parameterFields gives the parameters as expressions see them. It is asked for when all are known.
func (b *builder) parameterFields() []expr.Field {
	if len(b.paramFields) != len(b.cat.Parameters) {
		b.paramFields = nil
		for _, p := range b.cat.Parameters {
			b.paramFields = append(b.paramFields, exprField(p.Name, p.Type, &p.Limits))
		}
	}
	return b.paramFields
}

func exprField(name string, t value.Type, l *value.Limits) expr.Field {
	f := expr.Field{Name: name, Kind: t.Kind()}
	switch t.Name() {
	case "number":
		f.Decimals = l.Decimals
	case "point", "line", "polygon":
		f.Shape = shapes[t.Name()]
	}
	switch {
	case l.Min != nil && l.Max != nil:
		f.Min, f.Max = *l.Min, *l.Max
	case l.Min != nil:
		f.Min, f.Max = *l.Min, *l.Min-1 // below Min: the type's own upper bound
	case l.Max != nil:
		f.Min, f.Max = min(-value.MaxInteger, *l.Max), *l.Max
	}
	return f
}

// shapes are the kinds of geometry by type.
var shapes = map[string]string{"point": value.Point, "line": value.Line, "polygon": value.Polygon}

// Subject gives a register as package expr sees it, with its lists of children.
func Subject(r *catalog.Register) expr.Subject { return knownFields{}.subject(r, listDepth, nil) }

// pointed gives a register that fields of type reference point to, nil when there is none.
func (b *builder) pointed(name string) *catalog.Register {
	if x := b.reg[name]; x != nil {
		return x.reg
	}
	return nil
}

// knownFields are the fields of registers as expressions see them, made once for each register: it stands in many lists.
type knownFields map[fieldsOf][]expr.Field

type fieldsOf struct {
	register *catalog.Register
	pointing bool // with the registers to which references point
}

// subject gives a register with lists of children to a depth. pointed finds the registers to which its references point;
// nil leaves them out.
func (k knownFields) subject(r *catalog.Register, depth int, pointed func(string) *catalog.Register) expr.Subject {
	s := expr.Subject{Name: r.Name, Table: r.Table(), Fields: k.of(r, pointed)}
	if depth == 0 {
		return s
	}
	names := make(map[string]bool, len(s.Fields))
	for i := range s.Fields {
		names[s.Fields[i].Name] = true
	}
	for _, c := range r.Children {
		if !names[c.As] {
			names[c.As] = true
			s.Lists = append(s.Lists, expr.List{Name: c.As, Item: k.subject(c, depth-1, pointed)})
		}
	}
	return s
}

func (k knownFields) of(r *catalog.Register, pointed func(string) *catalog.Register) []expr.Field {
	key := fieldsOf{r, pointed != nil}
	if list, ok := k[key]; ok {
		return list
	}
	list := make([]expr.Field, 0, len(r.Fields))
	names := make(map[string]bool, len(r.Fields))
	for _, f := range r.Fields {
		if names[f.Name] {
			continue
		}
		names[f.Name] = true
		x := exprField(f.Name, f.Type, &f.Limits)
		if f.Privacy != catalog.Sensitive { // its column holds ciphertext: no condition on it has SQL
			x.Column = f.Column()
		}
		if to := f.Limits.Register; to != "" && pointed != nil && pointed(to) != nil {
			target := k.subject(pointed(to), 0, nil)
			x.Refers = &target
		}
		list = append(list, x)
	}
	k[key] = list
	return list
}

func sorted(list []string) []string {
	sort.Strings(list)
	return list
}

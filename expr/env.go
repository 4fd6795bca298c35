package expr

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/parser"

	"jieli/value"
)

// Env is a scope made ready for compiling. It is immutable and safe for concurrent use.
type Env struct {
	parser     *parser.Parser
	shared     *Shared
	subjects   []*subjectInfo
	byName     map[string]*subjectInfo
	parameters map[string]*Field
	follow     bool
}

type subjectInfo struct {
	name   string
	slot   int
	fields map[string]*Field
	lists  map[string]*listInfo
	refers map[string]map[string]*Field // fields of the record that a field names
}

type listInfo struct {
	list   *List
	fields map[string]*Field
}

// Names of the language that no subject may have.
const (
	nameParameter = "parameter"
	nameToday     = "today"
	nameNow       = "now"
)

// reserved are the words that CEL keeps for itself, and ours.
var reserved = map[string]bool{
	"as": true, "break": true, "const": true, "continue": true, "else": true, "false": true, "for": true,
	"function": true, "if": true, "import": true, "in": true, "let": true, "loop": true, "namespace": true,
	"null": true, "package": true, "return": true, "true": true, "var": true, "void": true, "while": true,
	nameParameter: true, nameToday: true, nameNow: true,
}

// isName reports whether a word is letters, digits and underscores and begins with no digit. It is asked of every field of
// every scope: no regular expression.
func isName(word string) bool {
	for i, r := range word {
		letter := r == '_' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return word != ""
}

// NewEnv makes a scope ready. The error names what is wrong with the scope: a name that CEL cannot read, stands twice
// or is a word of the language; a field of a kind that fields cannot have. It is for programmers, not for people.
func NewEnv(s Scope) (*Env, error) {
	p, err := celParser()
	if err != nil {
		return nil, fmt.Errorf("expr: parser: %w", err)
	}
	e := &Env{parser: p, shared: s.Shared, byName: map[string]*subjectInfo{}, parameters: map[string]*Field{}, follow: s.Follow}
	for i := range s.Subjects {
		if err := e.addSubject(&s.Subjects[i]); err != nil {
			return nil, err
		}
	}
	e.parameters, err = e.shared.fieldMap(nameParameter, s.Parameters)
	return e, err
}

func (e *Env) addSubject(s *Subject) error {
	if !isName(s.Name) || reserved[s.Name] {
		return fmt.Errorf("expr: %q cannot name a subject", s.Name)
	}
	if e.byName[s.Name] != nil {
		return fmt.Errorf("expr: subject %s stands twice", s.Name)
	}
	fields, err := e.shared.fieldMap(s.Name, s.Fields)
	if err != nil {
		return err
	}
	info := &subjectInfo{name: s.Name, slot: len(e.subjects), fields: fields, lists: map[string]*listInfo{},
		refers: map[string]map[string]*Field{}}
	for _, f := range s.Fields {
		if f.Refers == nil || !e.follow {
			continue
		}
		if info.refers[f.Name], err = e.shared.fieldMap(s.Name+"."+f.Name, f.Refers.Fields); err != nil {
			return err
		}
	}
	for i := range s.Lists {
		if err := info.addList(s.Lists[i], e.shared); err != nil {
			return err
		}
	}
	e.subjects = append(e.subjects, info)
	e.byName[s.Name] = info
	return nil
}

func (s *subjectInfo) addList(l List, shared *Shared) error {
	path := s.name + "." + l.Name
	if !isName(l.Name) || reserved[l.Name] {
		return fmt.Errorf("expr: %q cannot name a list", path)
	}
	if s.fields[l.Name] != nil || s.lists[l.Name] != nil {
		return fmt.Errorf("expr: %s stands twice", path)
	}
	fields, err := shared.fieldMap(path, l.Item.Fields)
	s.lists[l.Name] = &listInfo{list: &l, fields: fields}
	return err
}

func fieldMap(owner string, fields []Field) (map[string]*Field, error) {
	m := make(map[string]*Field, len(fields))
	for i := range fields {
		f := &fields[i]
		switch {
		case !isName(f.Name):
			return nil, fmt.Errorf("expr: %s.%s cannot be read by an expression", owner, f.Name)
		case m[f.Name] != nil:
			return nil, fmt.Errorf("expr: %s.%s stands twice", owner, f.Name)
		case kindOfValue[f.Kind] == kNone:
			return nil, fmt.Errorf("expr: %s.%s has kind %q, which no field has", owner, f.Name, f.Kind)
		case f.Decimals < 0 || f.Decimals > value.MaxDecimals:
			return nil, fmt.Errorf("expr: %s.%s has %d decimals", owner, f.Name, f.Decimals)
		}
		m[f.Name] = f
	}
	return m, nil
}

// names lists the keys of a map in order, for hints.
func names[V any](m map[string]V) []string {
	list := make([]string, 0, len(m))
	for name := range m {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// nearest gives the known name closest to a mistyped one; "" when none is close.
func nearest(name string, known []string) string {
	best, least := "", max(1, len(name)/3)+1
	for _, k := range known {
		if d := distance(strings.ToLower(name), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance counts the insertions, deletions, exchanges and swaps of neighbours between two short names.
func distance(a, b string) int {
	const longest = 64 // names are shorter; longer ones are not near anything
	if len(a) > longest || len(b) > longest {
		return longest
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

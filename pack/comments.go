package pack

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
	"sync"

	"jieli/value"
)

// comments are the comments of language.go: of a struct under its name, of a field under "struct.Field".
var comments = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	file, err := parser.ParseFile(token.NewFileSet(), "language.go", languageSource, parser.ParseComments)
	if err != nil {
		return out // cannot be: the same file is compiled
	}
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range g.Specs {
			t, ok := spec.(*ast.TypeSpec)
			if !ok {
				continue
			}
			out[t.Name.Name] = oneLine(g.Doc.Text())
			if s, ok := t.Type.(*ast.StructType); ok {
				fieldComments(out, t.Name.Name, s)
			}
		}
	}
	return out
})

func fieldComments(out map[string]string, name string, s *ast.StructType) {
	for _, f := range s.Fields.List {
		for _, id := range f.Names {
			out[name+"."+id.Name] = oneLine(f.Doc.Text())
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// described is one key of a struct with its comment.
type described struct {
	slot
	comment string
	one     []string // the only values, when they are few
}

// describe lists the keys of a struct with their comments, those of embedded structs included.
func describe(t reflect.Type) []described {
	var out []described
	for _, s := range slotsOf(t) {
		owner := t
		for _, i := range s.index[:len(s.index)-1] {
			owner = owner.Field(i).Type
		}
		d := described{slot: s, comment: comments()[owner.Name()+"."+s.field.Name]}
		d.one = strings.Fields(s.field.Tag.Get("one"))
		if len(d.one) == 1 && d.one[0] == "types" {
			d.one = nil
			for _, t := range value.Types() {
				d.one = append(d.one, t.Name())
			}
		}
		out = append(out, d)
	}
	return out
}

// structName gives the name of a struct in the reference and the schema: registerDoc is "register".
func structName(t reflect.Type) string {
	name := strings.TrimSuffix(t.Name(), "Doc")
	var b strings.Builder
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('_')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// documentTypes lists the structs of the kinds of documents, in the order of kinds.
func documentTypes() []reflect.Type {
	var docs documents
	var out []reflect.Type
	for _, k := range kinds {
		out = append(out, reflect.TypeOf(k.make(&docs)).Elem())
	}
	return out
}

// elem looks through pointers and through lists and dictionaries of structs.
func elem(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && !isDict(t) {
		t = t.Elem()
	}
	if isDict(t) {
		return elem(t.Elem().Field(1).Type)
	}
	return t
}

// isDict reports whether a type is a dict: a list of pairs of key and value.
func isDict(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && strings.HasPrefix(t.Name(), "dict[")
}

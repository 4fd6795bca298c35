package pack

import (
	"encoding/json"
	"reflect"
)

// Schema gives a JSON Schema (2020-12) of one document of a pack, for editors: it completes keys, shows their
// meaning, and marks unknown keys and wrong shapes. What names mean, Load checks.
func Schema() []byte {
	g := schemaMaker{defs: map[string]any{}}
	var documents []any
	for _, t := range documentTypes() {
		documents = append(documents, g.of(t))
	}
	out, err := json.MarshalIndent(map[string]any{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"$id":         "https://jieli.invalid/pack.schema.json",
		"title":       "Jieli pack",
		"description": "One document of a pack. Its first key names its kind and its name.",
		"oneOf":       documents,
		"$defs":       g.defs,
	}, "", "  ")
	if err != nil {
		return nil // cannot be: only maps, lists and texts
	}
	return append(out, '\n')
}

type schemaMaker struct{ defs map[string]any }

func object(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// Shapes of scalars. YAML readers give 5 and true for what a pack reads as a word.
var (
	anyScalar  = []any{"string", "number", "boolean"}
	labelShape = object("oneOf", []any{
		object("type", "string"),
		object("type", "object", "additionalProperties", false, "required", []any{"zh"},
			"properties", object("zh", object("type", "string"), "en", object("type", "string"))),
	})
	scalarShapes = map[reflect.Type]any{
		reflect.TypeFor[word]():      object("type", anyScalar),
		reflect.TypeFor[formula]():   object("type", anyScalar),
		reflect.TypeFor[truth]():     object("type", "boolean"),
		reflect.TypeFor[count]():     object("type", "integer", "minimum", 0),
		reflect.TypeFor[step]():      object("type", "integer", "minimum", 1),
		reflect.TypeFor[span]():      object("type", "string", "pattern", "^[0-9]+ *(days?|天|日)$"),
		reflect.TypeFor[delay]():     object("type", "string", "pattern", "^[0-9]+ *(days?|天|日)$"),
		reflect.TypeFor[day]():       object("type", "string", "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
		reflect.TypeFor[raw]():       object(),
		reflect.TypeFor[label]():     labelShape,
		reflect.TypeFor[citation]():  labelShape,
		reflect.TypeFor[unitWords](): labelShape,
	}
)

// of gives the schema of a Go type of the language.
func (g *schemaMaker) of(t reflect.Type) any {
	if shape, ok := scalarShapes[t]; ok {
		return shape
	}
	switch {
	case t == reflect.TypeFor[words]():
		one := object("type", anyScalar)
		return object("oneOf", []any{one, object("type", "array", "items", one)})
	case t == reflect.TypeFor[setsDoc]():
		values := object("type", "object", "additionalProperties", object("type", anyScalar))
		return object("oneOf", []any{values, object("type", "array", "items", g.of(t.Elem()))})
	case t == reflect.TypeFor[sumDoc]():
		return object("oneOf", []any{object("type", "string"), g.structure(t)})
	case t == reflect.TypeFor[paragraphDoc]():
		return object("oneOf", []any{labelShape, g.structure(t)})
	case t.Kind() == reflect.Pointer:
		return g.of(t.Elem())
	case isDict(t):
		return object("type", "object", "additionalProperties", g.of(t.Elem().Field(1).Type))
	case t.Kind() == reflect.Slice:
		return object("type", "array", "items", g.of(t.Elem()))
	}
	return g.structure(t)
}

// structure puts the schema of a struct into $defs and gives a reference to it.
func (g *schemaMaker) structure(t reflect.Type) any {
	name := structName(t)
	ref := object("$ref", "#/$defs/"+name)
	if _, done := g.defs[name]; done {
		return ref
	}
	properties, required := map[string]any{}, []any{}
	def := object("type", "object", "description", comments()[t.Name()], "additionalProperties", false,
		"properties", properties)
	g.defs[name] = def
	for _, d := range describe(t) {
		properties[d.key] = withComment(oneOf(g.of(d.field.Type), d.one), d.comment)
		if d.required {
			required = append(required, d.key)
		}
	}
	if len(required) > 0 {
		def["required"] = required
	}
	return ref
}

// oneOf narrows a word, or the words of a list, to the values that are possible.
func oneOf(shape any, values []string) any {
	if len(values) == 0 {
		return shape
	}
	one := object("enum", values)
	if m, ok := shape.(map[string]any); ok && m["oneOf"] != nil {
		return object("oneOf", []any{one, object("type", "array", "items", one)})
	}
	return one
}

// withComment adds the meaning of a key to a copy of its schema.
func withComment(shape any, comment string) any {
	out := map[string]any{"description": comment}
	if m, ok := shape.(map[string]any); ok {
		for k, v := range m {
			out[k] = v
		}
	}
	return out
}

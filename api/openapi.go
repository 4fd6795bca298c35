package api

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/value"
)

// object is a part of a JSON document.
type object = map[string]any

// getOpenAPI answers with the document of the API; to a stranger without the registers.
func getOpenAPI(c *call) error {
	body, err := c.views.get("openapi "+c.roleKey(), func() any { return c.document(c.actor) })
	if err != nil {
		return err
	}
	c.send(http.StatusOK, "application/json", body, true)
	return nil
}

// document makes the OpenAPI 3.1 document out of the table of routes, the Go types of bodies and answers, and the
// registers that the actor may read (none for nil).
func (s *Server) document(a *access.Actor) object {
	d := &documenter{schemas: object{}}
	paths := object{}
	for _, r := range s.routes {
		path, _ := paths[r.path].(object)
		if path == nil {
			path = object{}
			paths[r.path] = path
		}
		path[strings.ToLower(r.method)] = d.operation(r)
	}
	d.registers(s.Catalog, a)
	return object{
		"openapi": "3.1.0",
		"info": object{"title": "Jieli (接力)", "version": s.Catalog.Pack.Version,
			"description": s.Catalog.Pack.Label.In("en") + ". Values: money is whole fen, dates are 2022-06-14, instants " +
				"RFC 3339; what the caller may not see is {\"masked\": true, \"hint\": \"…\"}."},
		"servers":  []object{{"url": base}},
		"security": []object{{"bearer": []string{}}, {"cookie": []string{}}},
		"paths":    paths,
		"components": object{"schemas": d.schemas, "securitySchemes": object{
			"bearer": object{"type": "http", "scheme": "bearer"},
			"cookie": object{"type": "apiKey", "in": "cookie", "name": cookieName},
		}},
	}
}

// documenter gathers schemas by name while it writes operations.
type documenter struct{ schemas object }

func (d *documenter) operation(r *route) object {
	op := object{"operationId": r.id, "summary": r.doc, "responses": d.responses(r)}
	if params := d.parameters(r); len(params) > 0 {
		op["parameters"] = params
	}
	switch r.who {
	case anyone:
		op["security"] = []object{{}}
	case powered:
		op["x-jieli-power"] = string(r.power)
	case reader:
		op["x-jieli-right"] = string(catalog.MayRead)
	}
	switch r.body {
	case nil:
	case fileBody{}:
		op["requestBody"] = object{"required": true, "content": files("application/octet-stream")}
	default:
		op["requestBody"] = object{"required": true, "content": d.content("application/json", r.body)}
	}
	return op
}

func (d *documenter) parameters(r *route) []object {
	var list []object
	for _, name := range r.segments() {
		list = append(list, object{"name": name, "in": "path", "required": true, "schema": object{"type": "string"}})
	}
	for _, p := range r.query {
		schema := map[string]object{
			"string": {"type": "string"}, "integer": {"type": "integer"}, "date": {"type": "string", "format": "date"},
			"area": {"type": "string", "pattern": "^[0-9]{2,12}$"}}[p.kind]
		if p.enum != nil {
			schema["enum"] = p.enum
		}
		param := object{"name": p.name, "in": "query", "schema": schema}
		if p.doc != "" {
			param["description"] = p.doc
		}
		list = append(list, param)
	}
	if r.filters {
		list = append(list, object{"name": "filters", "in": "query", "style": "form", "explode": true,
			"description": "FIELD, FIELD.min, FIELD.max, FIELD.in=a,b, FIELD.known=yes|no for fields that filter",
			"schema":      object{"type": "object", "additionalProperties": object{"type": "string"}}})
	}
	return list
}

func (d *documenter) responses(r *route) object {
	out := object{}
	for i, status := range r.statuses() {
		response := object{"description": http.StatusText(status)}
		switch {
		case i > 0:
			response["content"] = d.content("application/problem+json", Problem{})
		case r.answer == textBody{}:
			response["content"] = object{"text/plain": object{"schema": object{"type": "string"}}}
		case r.answer == tileBody{}:
			response["content"] = files("application/vnd.mapbox-vector-tile")
		case r.answer == streamBody{}:
			response["content"] = object{"text/event-stream": object{"schema": object{"type": "string"}}}
		case r.answer == chartBody{}:
			response["content"] = files("image/svg+xml", "application/pdf")
		case r.answer == sheetBody{}:
			response["content"] = files(xlsxType, "text/csv")
		case r.answer == fileBody{}:
			response["content"] = files("image/jpeg", "image/png", "application/pdf")
		case r.answer == pageBody{}:
			response["content"] = object{"text/html": object{"schema": object{"type": "string"}}}
		case r.answer != nil:
			response["content"] = d.content("application/json", r.answer)
		}
		out[strconv.Itoa(status)] = response
	}
	return out
}

// files describes bytes of some media types.
func files(media ...string) object {
	out := object{}
	for _, m := range media {
		out[m] = object{"schema": object{"type": "string", "format": "binary"}}
	}
	return out
}

func (d *documenter) content(media string, x any) object {
	return object{media: object{"schema": d.schema(typeOf(x))}}
}

// opaque are the types that have a schema of their own.
var opaque = map[reflect.Type]object{
	reflect.TypeFor[value.Date]():    {"type": "string", "format": "date"},
	reflect.TypeFor[value.Instant](): {"type": "string", "format": "date-time"},
}

// anything is the schema of what may be any value, null too.
var anything = object{"type": []string{"string", "number", "boolean", "object", "array", "null"}}

// schema gives the schema of a Go type as encoding/json writes it. Structs become components by their names.
func (d *documenter) schema(t reflect.Type) object {
	if s, ok := opaque[t]; ok {
		return s
	}
	switch t.Kind() {
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Pointer:
		return object{"anyOf": []object{d.schema(t.Elem()), {"type": "null"}}}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 { // json.RawMessage
			return anything
		}
		return object{"type": "array", "items": d.schema(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.schema(t.Elem())}
	case reflect.Struct:
		return d.component(t)
	}
	return anything
}

func (d *documenter) component(t reflect.Type) object {
	ref := object{"$ref": "#/components/schemas/" + t.Name()}
	if _, ok := d.schemas[t.Name()]; ok {
		return ref
	}
	d.schemas[t.Name()] = object{} // stands for itself within itself
	properties, required := object{}, []string{}
	d.properties(t, properties, &required)
	schema := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		slices.Sort(required)
		schema["required"] = required
	}
	d.schemas[t.Name()] = schema
	return ref
}

func (d *documenter) properties(t reflect.Type, properties object, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if f.Anonymous && tag == "" {
			d.properties(f.Type, properties, required)
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "" || name == "-" {
			continue
		}
		schema := d.schema(f.Type)
		if doc := f.Tag.Get("doc"); doc != "" {
			schema = object{"allOf": []object{schema}, "description": doc}
		}
		properties[name] = schema
		if !strings.Contains(options, "omit") {
			*required = append(*required, name)
		}
	}
}

// registers adds one schema for the fields of each register that the actor may read: Fields_household, and says in
// RecordView which of them goes with which register.
func (d *documenter) registers(c *catalog.Catalog, a *access.Actor) {
	d.schema(reflect.TypeFor[Masked]())
	if a == nil {
		return
	}
	var cases []object
	for _, r := range c.Registers {
		if len(a.Areas(r.Name, r.BuiltIn, catalog.MayRead)) == 0 {
			continue
		}
		name := "Fields_" + r.Name
		d.schemas[name] = fieldsSchema(r, a.Widest(r))
		cases = append(cases, object{
			"if":   object{"properties": object{"register": object{"const": r.Name}}},
			"then": object{"properties": object{"fields": object{"$ref": "#/components/schemas/" + name}}},
		})
	}
	if view, ok := d.schemas["RecordView"].(object); ok && len(cases) > 0 {
		view["allOf"] = cases
	}
}

func fieldsSchema(r *catalog.Register, seen access.View) object {
	properties := object{}
	for i, f := range r.Fields {
		if seen.Hidden(i) {
			continue
		}
		schema := valueSchema(f)
		if f.Privacy != catalog.Open {
			schema = object{"anyOf": []object{schema, {"$ref": "#/components/schemas/Masked"}}}
		}
		schema["title"] = f.Label.In("en")
		properties[f.Name] = schema
	}
	return object{"type": "object", "description": fmt.Sprintf("Fields of %s (%s)", r.Name, r.Label.Zh),
		"properties": properties, "additionalProperties": false}
}

// valueSchema gives the JSON form of a field's values. Limits are left out: records may be older than they are.
func valueSchema(f *catalog.Field) object {
	switch f.Type.Kind() {
	case value.KindInt:
		return object{"type": "integer"}
	case value.KindDouble:
		return object{"type": "number"}
	case value.KindBool:
		return object{"type": "boolean"}
	case value.KindDate:
		return object{"type": "string", "format": "date"}
	case value.KindInstant:
		return object{"type": "string", "format": "date-time"}
	case value.KindStrings:
		return object{"type": "array", "items": object{"type": "string"}}
	case value.KindOpaque:
		return object{"type": "object", "required": []string{"type", "coordinates"}}
	}
	return object{"type": "string"}
}

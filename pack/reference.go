package pack

import (
	_ "embed" // the words before the tables
	"fmt"
	"reflect"
	"strings"

	"jieli/fault"
	"jieli/value"
)

// referenceHead is the part of the reference that is written by hand.
//
//go:embed reference_head.md
var referenceHead string

// Reference gives the reference of the language as Markdown; docs/pack-language.md holds it, and a test keeps that
// file current.
func Reference() []byte {
	var b strings.Builder
	b.WriteString(referenceHead)
	b.WriteString("\n## Documents\n")
	done := map[reflect.Type]bool{}
	for _, t := range documentTypes() {
		writeStruct(&b, t, "###", "`"+structName(t)+"`", done)
	}
	writeTypes(&b)
	writeUnits(&b)
	writeLimits(&b)
	writeProblems(&b)
	return []byte(b.String())
}

// writeStruct writes the table of keys of a struct, then those of the structs in it that were not written before.
func writeStruct(b *strings.Builder, t reflect.Type, level, title string, done map[reflect.Type]bool) {
	done[t] = true
	fmt.Fprintf(b, "\n%s %s\n\n%s\n\n| key | value | meaning |\n|---|---|---|\n", level, title, comments()[t.Name()])
	var inner []described
	for _, d := range describe(t) {
		key := "`" + d.key + "`"
		if d.required {
			key = "**" + key + "**"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", key, shapeWords(d), cell(d.comment))
		if s := elem(d.field.Type); isDocStruct(s) && !done[s] {
			done[s] = true
			inner = append(inner, d)
		}
	}
	for _, d := range inner {
		writeStruct(b, elem(d.field.Type), "####", title+" → `"+d.key+"`", done)
	}
}

func isDocStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasSuffix(t.Name(), "Doc")
}

// shapeWords says in a word what a key takes.
func shapeWords(d described) string {
	if len(d.one) > 0 && len(d.one) < 10 {
		return "`" + strings.Join(d.one, "` `") + "`"
	}
	switch t := d.field.Type; t {
	case reflect.TypeFor[word]():
		return "word"
	case reflect.TypeFor[words]():
		return "words"
	case reflect.TypeFor[label](), reflect.TypeFor[citation](), reflect.TypeFor[unitWords]():
		return "text"
	case reflect.TypeFor[formula]():
		return "CEL"
	case reflect.TypeFor[truth]():
		return "true, false"
	case reflect.TypeFor[count](), reflect.TypeFor[step]():
		return "number"
	case reflect.TypeFor[span](), reflect.TypeFor[delay]():
		return "days"
	case reflect.TypeFor[day]():
		return "date"
	case reflect.TypeFor[raw]():
		return "value"
	default:
		return structureWords(t)
	}
}

func structureWords(t reflect.Type) string {
	s := elem(t)
	inside := "`" + structName(s) + "`"
	switch s {
	case reflect.TypeFor[formula]():
		inside = "CEL"
	case reflect.TypeFor[raw]():
		inside = "value"
	case reflect.TypeFor[word](), reflect.TypeFor[words]():
		inside = "words"
	case reflect.TypeFor[label]():
		inside = "text"
	}
	switch {
	case isDict(t):
		return "name: " + inside
	case t.Kind() == reflect.Slice:
		return "list of " + inside
	}
	return inside
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

func writeTypes(b *strings.Builder) {
	b.WriteString("\n## Types of fields\n\n| type | name | in expressions | options |\n|---|---|---|---|\n")
	for _, t := range value.Types() {
		options := ""
		if len(t.Options()) > 0 {
			options = "`" + strings.Join(t.Options(), "` `") + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s, %s | %s | %s |\n", t.Name(), t.Label().Zh, t.Label().En, t.Kind(), options)
	}
}

func writeUnits(b *strings.Builder) {
	b.WriteString("\n## Units of numbers\n\nAny of these words may be written.\n\n")
	b.WriteString("| unit | words | other ways |\n|---|---|---|\n")
	for _, u := range value.Units() {
		fmt.Fprintf(b, "| `%s` | %s, %s | %s |\n", u.Name, u.Label.Zh, u.Label.En, strings.Join(u.Aliases, " "))
	}
}

func writeLimits(b *strings.Builder) {
	b.WriteString("\n## Limits\n\n| what | at most |\n|---|---|\n")
	for _, l := range []struct {
		what string
		most int
	}{
		{"files of a pack", limitFiles}, {"bytes of a file", limitFileBytes}, {"documents of a file", limitDocuments},
		{"characters of a line", limitLine}, {"levels of a document", limitNesting},
		{"entries of a mapping or list", limitEntries}, {"characters of a name", limitNameLength},
		{"characters of a text", limitTextLength}, {"fields of a register", limitFields},
		{"questions of a form", limitQuestions}, {"rows of a repeat", limitRepeatRows},
		{"parents above a register", limitParents}, {"fields of a breakdown", limitBreakdowns},
		{"codes of a breakdown's list", limitChoicesInCell}, {"steps of a scenario", limitScenarioSteps},
	} {
		fmt.Fprintf(b, "| %s | %d |\n", l.what, l.most)
	}
}

func writeProblems(b *strings.Builder) {
	b.WriteString("\n## Problems\n\nEach has a stable code. A warning does not stop a pack.\n\n")
	b.WriteString("| code | | sentence |\n|---|---|---|\n")
	for _, c := range fault.Codes() {
		if strings.HasPrefix(c.Name, "pack_") || strings.HasPrefix(c.Name, "expr_") {
			fmt.Fprintf(b, "| `%s` | %s | %s |\n", c.Name, c.Severity, cell(c.Text.En))
		}
	}
}

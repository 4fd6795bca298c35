package catalog

import (
	"jieli/expr"
	"jieli/fault"
)

// Document is a page to print, made from a record and its line of parents.
type Document struct {
	Name       string
	Label      fault.Text // what lists of documents call it
	Folder     string
	Register   *Register // whose records it is made from
	Public     bool      // hangs in public: the pack may name only fields that everybody may see
	Title      fault.Text
	Paragraphs []*Paragraph // above the parts
	Parts      []*DocumentPart
	Closing    []*Paragraph // below the parts
	Signatures []fault.Text // lines to sign
}

// Paragraph is text with {register.field}, {parameter.name} or {today} in it.
type Paragraph struct {
	Text Template
	When *expr.Program // nil: always
}

// Template is text for people in which values stand, in two languages.
type Template struct{ Zh, En []TemplatePart }

// TemplatePart is literal text, or a value.
type TemplatePart struct {
	Text      string
	Register  *Register // with Field: a field of a record in the line
	Field     *Field
	Parameter *Parameter
	Today     bool
}

// DocumentPart is a heading with fields, or with a table of child records.
type DocumentPart struct {
	Label   fault.Text
	When    *expr.Program // nil: always
	Fields  []Target      // shown as pairs of label and value; of the record or its line of parents
	List    *Shown        // or a table: child records …
	Where   *expr.Program // … for which this holds (about the child record); nil: all
	Columns []*Field      // fields of the child register
}

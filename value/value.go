// Package value holds the values of fields: what they look like in memory, in JSON, in a column, in a spreadsheet
// and on a screen. It knows no register and no database.
//
// A value in memory is one of these Go types, and nothing else; nil is "not known" (absent), for every type:
//
//	text choice area reference person_name national_id phone bank_account   string
//	integer            int64
//	number             int64, scaled: the number times 10^Limits.Decimals, in Limits.Unit
//	money              int64, fen
//	date               Date, days since 1970-01-01
//	instant            Instant, microseconds since 1970-01-01 UTC
//	yes_no             bool
//	choices photo file []string, in the order given, no duplicates
//	point line polygon Geometry, canonical GeoJSON text
package value

import "jieli/fault"

// Column is how a value is stored; each store maps it to a type of its own.
type Column string

const (
	ColumnText    Column = "text"    // string, Date as YYYY-MM-DD, []string as |a|b|, Geometry
	ColumnInteger Column = "integer" // int64: integer, number, money, instant
	ColumnBoolean Column = "boolean" // bool
)

// Kind is what an expression sees; see package expr.
type Kind string

const (
	KindString   Kind = "string"
	KindInt      Kind = "int"    // integer, and money in fen
	KindDouble   Kind = "double" // number, in its unit
	KindBool     Kind = "bool"
	KindDate     Kind = "date"     // a timestamp at 00:00 UTC of that day in CEL
	KindInstant  Kind = "instant"  // a timestamp in CEL
	KindDuration Kind = "duration" // only of expressions, never of fields
	KindStrings  Kind = "strings"  // list of string
	KindOpaque   Kind = "opaque"   // geometry: only has() works on it
)

// Limits bounds a field; each type reads those that concern it and its Configure refuses the others. Min and Max are
// in the scale of the value in memory (fen, scaled number, days), nil is "no bound but the type's own".
type Limits struct {
	MinLength, MaxLength int     // text: characters
	Pattern              string  // text: RE2, anchored at both ends
	Min, Max             *int64  // integer, number, money; date as days
	Unit                 string  // number: one of Units
	Decimals             int     // number: 0 to 6
	Per                  string  // money, number: "year", "month", … for display only
	Choices              Choices // choice, choices
	Level                string  // area: province, city, county, town, village
	MaxCount             int     // choices, photo, file
	Register             string  // reference: the register it points to
}

// Choices is a code list as a type sees it.
type Choices interface {
	// Label gives the words of a code and whether it exists; retired codes exist but Active is false for them.
	Label(code string) (fault.Text, bool)
	// Active reports whether the code may be chosen today.
	Active(code string) bool
	// Code finds a code by code or by its words in either language, as a spreadsheet has them.
	Code(text string) (string, bool)
}

// Type is one kind of field. Each is one small file. All methods are pure and safe for concurrent use.
type Type interface {
	// Name is the word of the pack language: "text", "money", …
	Name() string
	// Label is the word for people.
	Label() fault.Text
	Column() Column
	Kind() Kind
	// Options names the keys of Limits (in the pack's spelling: min, max, unit, decimals, per, pattern, min_length,
	// max_length, choices, level, max_count, register) that this type takes.
	Options() []string
	// Parse takes a decoded JSON value (nil, bool, string, json.Number, []any, map[string]any) and gives the value in
	// memory, checked against the limits. JSON null gives nil.
	Parse(raw any, l *Limits) (any, *fault.Finding)
	// ParseText takes what a spreadsheet cell or a person's typing holds, with the habits of the field (full-width
	// digits, "1,200.50元", "2022.6.14", "是", choice words in Chinese, stray blanks). Blank gives nil.
	ParseText(s string, l *Limits) (any, *fault.Finding)
	// JSON gives what Parse takes: a value that encoding/json can write. nil gives nil.
	JSON(v any, l *Limits) any
	// Display gives words for people, unit included, in lang "zh" or "en". nil gives "".
	Display(v any, l *Limits, lang string) string
	// Column values: ToColumn gives nil, string, int64 or bool; FromColumn takes what a driver returned.
	ToColumn(v any) any
	FromColumn(v any) (any, error)
}

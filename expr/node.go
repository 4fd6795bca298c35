package expr

import (
	"jieli/value"
)

// kind is what the checker knows of a subexpression: finer than value.Kind, so that whole days stay apart from other
// spans of time and a list of child records from a list of texts.
type kind uint8

const (
	kNone     kind = iota // a problem stands here already; whatever reads it stays silent
	kBool                 // tri
	kInt                  // int64
	kDouble               // float64, finite
	kString               // string
	kDate                 // int64, days since 1970-01-01
	kInstant              // int64, microseconds
	kDays                 // int64, whole days
	kDuration             // int64, microseconds
	kStrings              // []string
	kOpaque               // value.Geometry: has(), a bare read, and the functions that measure
	kRows                 // child records, perhaps filtered
	kInts                 // child records mapped to integers: only sum() takes it
)

var kindOfValue = map[value.Kind]kind{
	value.KindString: kString, value.KindInt: kInt, value.KindDouble: kDouble, value.KindBool: kBool,
	value.KindDate: kDate, value.KindInstant: kInstant, value.KindStrings: kStrings, value.KindOpaque: kOpaque,
}

var valueOfKind = map[kind]value.Kind{
	kString: value.KindString, kInt: value.KindInt, kDouble: value.KindDouble, kBool: value.KindBool,
	kDate: value.KindDate, kInstant: value.KindInstant, kDays: value.KindDuration, kDuration: value.KindDuration,
	kStrings: value.KindStrings, kOpaque: value.KindOpaque,
}

// op is what a node does.
type op uint8

const (
	opNone op = iota
	opLiteral
	opField     // field of a subject or of a row of a list
	opParameter // parameter.x
	opToday
	opNow
	opHas // has(field) or has(parameter)
	opNot
	opAnd // any number of sides
	opOr
	opEqual
	opUnequal
	opLess
	opLessEqual
	opGreater
	opGreaterEqual
	opAdd // numbers, dates and spans
	opSubtract
	opMultiply
	opDivide
	opRemainder
	opNegate
	opJoin   // text + text
	opChoose // condition ? a : b
	opIn     // first side in the others
	opMember // text in a list of texts
	opTexts  // list literal of texts
	opLength // size(text)
	opCount  // size(list of texts)
	opStarts
	opEnds
	opContains
	opMatches
	opAge
	opMonths   // date, int: months later; earlier when number is -1
	opArea     // area_of(polygon)
	opDistance // distance(point, point)
	opLineLong // length_of(line)
	opCentre   // centre(polygon)
	opYear
	opMonth
	opDay      // day(instant)
	opDays     // days(int)
	opSpan     // whole days as microseconds
	opToDouble // double(int), and int beside double in a comparison
	opToInt    // int(double)
	opMin
	opMax
	opExists
	opAll
	opOne
	opSize // size(list of rows)
	opSum
)

// place is a position within the source, from 1; columns count characters.
type place struct{ line, column int }

// node is a checked subexpression. Nodes are immutable once compiled.
type node struct {
	op   op
	kind kind
	at   place
	args []*node

	text   string  // opLiteral of kString; opMatches: the pattern
	number int64   // opLiteral of kBool (0, 1), kInt, kDate …
	real   float64 // opLiteral of kDouble
	shape  string  // kOpaque: kind of the geometry

	slot  int    // opField, opHas: which row of the frame
	field *Field // opField, opHas, opParameter
	via   bool   // opField: of a record that a reference names
	rows  *rows  // opExists … opSum

	fixed bool   // reads no record: known as soon as parameters, today and now are
	sure  bool   // never unknown
	span  span   // kInt, kDate, kInstant, kDays, kDuration: bounds
	raw   span   // opAdd, opSubtract of dates and instants: bounds before the calendar cuts them
	size  extent // kDouble: bounds

	code code
}

// rows is a source of child records: a list of a subject, filtered.
type rows struct {
	list    int     // index into Program.lists
	use     listUse // the same, by name
	parent  int     // slot of the subject
	slot    int     // slot of the row at hand
	table   string
	filters []*node
	at      place
	path    string    // "household.people"
	info    *listInfo // while compiling
}

// code is the compiled evaluation of a node; the member for its kind is set. Closures are stateless: what changes
// lives in the frame.
type code struct {
	yes    func(*frame) tri              // kBool
	number func(*frame) (int64, bool)    // kInt, kDate, kInstant, kDays, kDuration
	real   func(*frame) (float64, bool)  // kDouble
	text   func(*frame) (string, bool)   // kString
	texts  func(*frame) ([]string, bool) // kStrings
	shape  func(*frame) (value.Geometry, bool)
}

// tri is a truth value: false, true or unknown.
type tri uint8

const (
	no tri = iota
	yes
	unknown
)

func truth(b bool) tri {
	if b {
		return yes
	}
	return no
}

// simple reports whether a node's SQL may be repeated at no cost.
func (n *node) simple() bool { return n.fixed || n.op == opField }

// walk visits a node and all below it, filters included.
func (n *node) walk(visit func(*node)) {
	visit(n)
	for _, a := range n.args {
		a.walk(visit)
	}
	if n.rows != nil {
		for _, f := range n.rows.filters {
			f.walk(visit)
		}
	}
}

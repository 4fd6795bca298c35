package catalog

import (
	"jieli/expr"
	"jieli/fault"
)

// IndicatorKind says how an indicator is computed.
type IndicatorKind string

const (
	// Stock counts or sums the records for which Where holds on a day. A record counts from the business day of the
	// change that made the condition true; with From and Until (date fields) from and until those days instead.
	Stock IndicatorKind = "stock"
	// Flow counts or sums records on the day in their field Date; a figure covers all days up to its own.
	Flow IndicatorKind = "flow"
	// Distinct counts the different values of the field Distinct among the records that a stock would count.
	Distinct IndicatorKind = "distinct"
	// Ratio is numerator over denominator; Mean is the same with the words of a mean.
	Ratio IndicatorKind = "ratio"
	Mean  IndicatorKind = "mean"
	// Growth compares indicator Of with its value a year before, in percent of the latter.
	Growth IndicatorKind = "growth"
)

// Precision says how a newspaper prints the value.
type Precision string

const (
	Exact  Precision = "exact"
	Over   Precision = "over"   // 超 / 余: printed value is at most the exact one
	Nearly Precision = "nearly" // 近: printed value is at least the exact one
	About  Precision = "about"  // 约 / 左右
	UpTo   Precision = "upto"   // 达
)

// Indicator is a number with a definition, unit and period.
type Indicator struct {
	Name                   string
	Label                  fault.Text
	Definition             fault.Text // what is counted, where, when, of which kind, what is left out
	Folder                 string
	Unit                   fault.Text // 户, 万元, %
	Factor                 int64      // value in Unit = sum / Factor: 1, or 1_000_000 for 万元 of fen; holds 10^Scale
	Scale                  int        // Sum of kind double: a cell holds its value times 10^Scale, rounded; else 0
	Decimals               int        // digits shown behind the point
	Precision              Precision
	Step                   int64 // for hedged figures: printed value is a multiple of Step (in Unit); 0 for 1
	Kind                   IndicatorKind
	Register               *Register
	Sum                    *expr.Program // nil: count records. An int expression (fen, scaled number)
	Where                  *expr.Program // nil: all records
	Date                   string        // flow: date field
	From, Until            string        // stock: date fields
	By                     []string      // breakdown: choice or yes_no fields
	Distinct               string        // distinct: field (any text column), or "county", "town", "village" of the record's area
	Numerator, Denominator *Indicator    // ratio, mean; their names are "<name>/numerator" and "<name>/denominator". Each
	// has its own Factor: the value is numerator sum / its Factor over denominator sum / its Factor (times 100 for %)
	Of     *Indicator // growth
	Hidden bool       // part of another
	// What the value is held against: another figure of the same unit, or a dated number of policy. At most one of them.
	Plan          *Indicator
	PlanParameter *Parameter
}

// Stored reports whether the indicator has cells of its own.
func (i *Indicator) Stored() bool { return i.Kind == Stock || i.Kind == Flow || i.Kind == Distinct }

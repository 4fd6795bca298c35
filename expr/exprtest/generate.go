package exprtest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"jieli/expr"
	"jieli/value"
)

// generator writes random well-typed expressions.
type generator struct {
	r      *rand.Rand
	owners []owner // subjects and variables in scope
	schema *schema
	macros int
	plain  bool // no division of decimals, which CEL itself lets end in infinity
}

// owner is a name whose fields can be read.
type owner struct {
	name   string
	fields []expr.Field
}

// resultKinds are the kinds of whole expressions, conditions the likeliest.
var resultKinds = []value.Kind{
	value.KindBool, value.KindBool, value.KindBool, value.KindBool, value.KindInt, value.KindDouble, value.KindString,
	value.KindDate, value.KindInstant, value.KindDuration, value.KindStrings,
}

func newGenerator(s *schema) *generator {
	g := &generator{r: s.r, schema: s}
	g.owners = []owner{
		{"household", s.household.Fields}, {"household", s.household.Fields}, {"village", s.village.Fields},
		{"parameter", s.params},
	}
	return g
}

// whole gives one expression of a random kind.
func (g *generator) whole() string { return g.gen(pick(g.r, resultKinds), 1+g.r.IntN(5)) }

const kindDays = value.Kind("days") // whole days, finer than value.KindDuration

func (g *generator) gen(k value.Kind, depth int) string {
	if depth <= 0 || g.r.IntN(7) == 0 {
		return g.leaf(k)
	}
	makers := map[value.Kind]func(int) string{
		value.KindBool: g.condition, value.KindInt: g.integer, value.KindDouble: g.decimal, value.KindString: g.text,
		value.KindDate: g.date, value.KindInstant: g.instant, value.KindDuration: g.span, kindDays: g.days,
		value.KindStrings: g.texts,
	}
	return makers[k](depth - 1)
}

// leaf is a field, a parameter or a literal.
func (g *generator) leaf(k value.Kind) string {
	if g.r.IntN(4) != 0 && k != value.KindDuration && k != kindDays {
		return g.field(k)
	}
	switch k {
	case value.KindBool:
		return pick(g.r, []string{"true", "false"})
	case value.KindInt:
		return pick(g.r, []string{"0", "1", "-1", "2", "3", "7", "-5", "100", "yuan(7500)", "yuan(0.05)", "1000000"})
	case value.KindDouble:
		return pick(g.r, []string{"0.0", "1.0", "-1.5", "0.1", "2.5", "1000.01", "3.0"})
	case value.KindString:
		return quote(pick(g.r, append(someTexts, "")))
	case value.KindDate:
		return "today"
	case value.KindInstant:
		return "now"
	case value.KindStrings:
		return g.field(k)
	}
	return fmt.Sprintf("days(%d)", g.r.IntN(400)-100)
}

func quote(s string) string { return strconv.Quote(s) }

// field reads a field of the kind from any owner.
func (g *generator) field(k value.Kind) string {
	o := pick(g.r, g.owners)
	var fit []string
	for _, f := range o.fields {
		if f.Kind == k {
			fit = append(fit, o.name+"."+f.Name)
		}
	}
	return pick(g.r, fit)
}

// chosen is a ternary of any kind.
func (g *generator) chosen(k value.Kind, d int) string {
	return fmt.Sprintf("(%s ? %s : %s)", g.gen(value.KindBool, d), g.gen(k, d), g.gen(k, d))
}

func (g *generator) condition(d int) string {
	switch g.r.IntN(14) {
	case 0:
		return g.has()
	case 1:
		return "!" + g.group(g.gen(value.KindBool, d))
	case 2, 3:
		return g.group(g.gen(value.KindBool, d) + pick(g.r, []string{" && ", " || "}) + g.gen(value.KindBool, d))
	case 4:
		return g.group(strings.Join([]string{g.gen(value.KindBool, d), g.gen(value.KindBool, d), g.gen(value.KindBool, d)},
			pick(g.r, []string{" && ", " || "})))
	case 5, 6, 7:
		return g.compared(d)
	case 8:
		return g.group(g.gen(value.KindBool, d) + pick(g.r, []string{" == ", " != "}) + g.gen(value.KindBool, d))
	case 9:
		return g.in(d)
	case 10:
		return fmt.Sprintf("(%s in %s)", g.gen(value.KindString, d), g.field(value.KindStrings))
	case 11:
		return fmt.Sprintf("%s.%s(%s)", g.gen(value.KindString, d), pick(g.r, []string{"startsWith", "endsWith", "contains"}),
			g.gen(value.KindString, d))
	case 12:
		return g.walked(pick(g.r, []string{"exists", "all", "exists_one"}), d, value.KindBool)
	}
	return g.chosen(value.KindBool, d)
}

func (g *generator) group(s string) string { return "(" + s + ")" }

func (g *generator) has() string {
	return "has(" + g.field(pick(g.r, fieldKinds[:len(fieldKinds)-1])) + ")"
}

func (g *generator) compared(d int) string {
	if g.r.IntN(10) == 0 {
		return g.due()
	}
	k := pick(g.r, []value.Kind{value.KindInt, value.KindInt, value.KindDouble, value.KindString, value.KindDate,
		value.KindDate, value.KindInstant, value.KindDuration, kindDays})
	other := k
	switch {
	case k == value.KindInt && g.r.IntN(5) == 0:
		other = value.KindDouble
	case k == value.KindDuration && g.r.IntN(2) == 0:
		other = kindDays
	}
	return g.group(g.gen(k, d) + pick(g.r, []string{" == ", " != ", " < ", " <= ", " > ", " >= "}) + g.gen(other, d))
}

// due is what clocks ask: how far a field lies from today or now.
func (g *generator) due() string {
	k, clock := value.KindDate, "today"
	if g.r.IntN(2) == 0 {
		k, clock = value.KindInstant, "now"
	}
	sign := pick(g.r, []string{" == ", " != ", " < ", " <= ", " > ", " >= "})
	field, days := g.field(k), g.leaf(kindDays)
	return g.group(pick(g.r, []string{
		clock + " - " + field + sign + days, field + " - " + clock + sign + days, field + " + " + days + sign + clock,
		field + " - " + days + sign + clock, days + " + " + field + sign + g.field(k),
	}))
}

func (g *generator) in(d int) string {
	k := pick(g.r, []value.Kind{value.KindInt, value.KindString, value.KindString, value.KindDate, value.KindDouble})
	list := make([]string, g.r.IntN(5))
	for i := range list {
		list[i] = g.gen(k, min(d, g.r.IntN(3)))
		if k == value.KindInt && g.r.IntN(8) == 0 {
			list[i] = g.leaf(value.KindDouble)
		}
	}
	return fmt.Sprintf("(%s in [%s])", g.gen(k, d), strings.Join(list, ", "))
}

// walked is a list macro whose body has a kind.
func (g *generator) walked(macro string, d int, body value.Kind) string {
	if g.macros >= expr.MaxMacros {
		return g.leaf(body)
	}
	list := pick(g.r, g.schema.household.Lists)
	source := "household." + list.Name
	for range g.r.IntN(3) {
		if g.r.IntN(2) == 0 {
			source += ".filter" + g.body(list, d, value.KindBool)
		}
	}
	return source + "." + macro + g.body(list, d, body)
}

func (g *generator) body(list expr.List, d int, k value.Kind) string {
	g.macros++
	defer func(before []owner) { g.owners = before; g.macros-- }(g.owners)
	name := "p" + strconv.Itoa(g.macros)
	g.owners = append(append([]owner(nil), g.owners...), owner{name, list.Item.Fields}, owner{name, list.Item.Fields},
		owner{name, list.Item.Fields})
	return "(" + name + ", " + g.gen(k, d) + ")"
}

func (g *generator) integer(d int) string {
	switch g.r.IntN(14) {
	case 0, 1, 2:
		return g.group(g.gen(value.KindInt, d) + pick(g.r, []string{" + ", " - ", " * "}) + g.gen(value.KindInt, d))
	case 3:
		return g.group(g.gen(value.KindInt, d) + pick(g.r, []string{" / ", " % "}) + g.gen(value.KindInt, d))
	case 4:
		return "-" + g.group(g.gen(value.KindInt, d))
	case 5:
		return "size(" + g.gen(value.KindString, d) + ")"
	case 6:
		return g.field(value.KindStrings) + ".size()"
	case 7:
		return g.count(d)
	case 8:
		if g.macros < expr.MaxMacros {
			return "sum(" + g.walked("map", d, value.KindInt) + ")"
		}
	case 9:
		return fmt.Sprintf("age(%s, %s)", g.gen(value.KindDate, d), g.gen(value.KindDate, d))
	case 10:
		return fmt.Sprintf("%s(%s)", pick(g.r, []string{"year", "month"}), g.gen(value.KindDate, d))
	case 11:
		return fmt.Sprintf("%s(%s, %s)", pick(g.r, []string{"min", "max"}), g.gen(value.KindInt, d), g.gen(value.KindInt, d))
	case 12:
		return "int(" + g.gen(value.KindDouble, d) + ")"
	}
	return g.chosen(value.KindInt, d)
}

func (g *generator) count(d int) string {
	list := pick(g.r, g.schema.household.Lists)
	if g.macros >= expr.MaxMacros || g.r.IntN(4) == 0 {
		return "size(household." + list.Name + ")"
	}
	return "household." + list.Name + ".filter" + g.body(list, d, value.KindBool) + ".size()"
}

func (g *generator) decimal(d int) string {
	switch g.r.IntN(6) {
	case 0, 1, 2:
		signs := []string{" + ", " - ", " * ", " / "}
		if g.plain {
			signs = signs[:3]
		}
		return g.group(g.gen(value.KindDouble, d) + pick(g.r, signs) + g.gen(value.KindDouble, d))
	case 3:
		return "-" + g.group(g.gen(value.KindDouble, d))
	case 4:
		return "double(" + g.gen(value.KindInt, d) + ")"
	}
	return g.chosen(value.KindDouble, d)
}

func (g *generator) text(d int) string {
	if g.r.IntN(2) == 0 {
		return g.group(g.gen(value.KindString, d) + " + " + g.gen(value.KindString, d))
	}
	return g.chosen(value.KindString, d)
}

func (g *generator) texts(d int) string {
	list := make([]string, 1+g.r.IntN(3))
	for i := range list {
		list[i] = pick(g.r, []string{quote("水"), quote("a"), g.field(value.KindString)})
	}
	return "[" + strings.Join(list, ", ") + "]"
}

func (g *generator) date(d int) string {
	switch g.r.IntN(6) {
	case 5:
		return g.group(g.gen(value.KindDate, d) + pick(g.r, []string{" + ", " - "}) + g.months(d))
	case 0, 1:
		return g.group(g.gen(value.KindDate, d) + pick(g.r, []string{" + ", " - "}) + g.gen(kindDays, d))
	case 2:
		return g.group(g.gen(kindDays, d) + " + " + g.gen(value.KindDate, d))
	case 3:
		return "day(" + g.gen(value.KindInstant, d) + ")"
	}
	return g.chosen(value.KindDate, d)
}

// months are few, or any number: what leads out of the calendar is unknown. Where the generator is plain they stay within
// what the library can check.
func (g *generator) months(d int) string {
	if g.plain || g.r.IntN(2) == 0 {
		return fmt.Sprintf("months(%d)", g.r.IntN(60)-20)
	}
	return "months(" + g.gen(value.KindInt, d) + ")"
}

func (g *generator) instant(d int) string {
	if g.r.IntN(3) != 0 {
		span := pick(g.r, []value.Kind{kindDays, value.KindDuration})
		return g.group(g.gen(value.KindInstant, d) + pick(g.r, []string{" + ", " - "}) + g.gen(span, d))
	}
	return g.chosen(value.KindInstant, d)
}

func (g *generator) days(d int) string {
	switch g.r.IntN(5) {
	case 0:
		return "days(" + g.gen(value.KindInt, d) + ")"
	case 1, 2:
		return g.group(g.gen(value.KindDate, d) + " - " + g.gen(value.KindDate, d))
	case 3:
		return g.group(g.gen(kindDays, d) + pick(g.r, []string{" + ", " - "}) + g.gen(kindDays, d))
	}
	return g.chosen(kindDays, d)
}

func (g *generator) span(d int) string {
	switch g.r.IntN(5) {
	case 0, 1:
		return g.group(g.gen(value.KindInstant, d) + " - " + g.gen(value.KindInstant, d))
	case 2:
		return g.group(g.gen(value.KindDuration, d) + pick(g.r, []string{" + ", " - "}) + g.gen(kindDays, d))
	case 3:
		return "-" + g.group(g.gen(value.KindDuration, d))
	}
	return g.chosen(value.KindDuration, d)
}

package exprtest

import (
	"fmt"
	"math/rand/v2"

	"jieli/expr"
	"jieli/value"
)

// Tables of the test, made and dropped by Differential.
const (
	tableHousehold = "exprtest_household"
	tableVillage   = "exprtest_village"
	tablePerson    = "exprtest_person"
	tableVisit     = "exprtest_visit"
)

// schema is a random scope: a household, the village above it, and two lists of child records.
type schema struct {
	r         *rand.Rand
	household expr.Subject
	village   expr.Subject
	params    []expr.Field
	values    map[string]any // of the parameters
	near      bool           // dates of this age only: the CEL library counts no longer spans than 292 years
}

var fieldKinds = []value.Kind{
	value.KindInt, value.KindDouble, value.KindString, value.KindBool, value.KindDate, value.KindInstant,
	value.KindStrings, value.KindOpaque,
}

func newSchema(r *rand.Rand, near bool) *schema {
	s := &schema{r: r, near: near, values: map[string]any{}}
	s.household = expr.Subject{Name: "household", Table: tableHousehold, Fields: s.fields("f_"), Lists: []expr.List{
		{Name: "people", Item: expr.Subject{Name: "person", Table: tablePerson, Fields: s.fields("f_")}},
		{Name: "visits", Item: expr.Subject{Name: "visit", Table: tableVisit, Fields: s.fields("f_")}},
	}}
	s.village = expr.Subject{Name: "village", Table: tableVillage, Fields: s.fields("f_")}
	for _, f := range s.fields("") {
		if f.Kind != value.KindOpaque {
			s.params = append(s.params, f)
			s.values[f.Name] = s.value(f)
		}
	}
	return s
}

func (s *schema) scope() expr.Scope {
	return expr.Scope{Subjects: []expr.Subject{s.household, s.village}, Parameters: s.params}
}

// fields gives one to three fields of every kind.
func (s *schema) fields(column string) []expr.Field {
	var list []expr.Field
	for _, k := range fieldKinds {
		for i := range 1 + s.r.IntN(3) {
			f := expr.Field{Name: fmt.Sprintf("%s_%d", k, i+1), Kind: k}
			f.Column = column + f.Name
			s.bound(&f)
			list = append(list, f)
		}
	}
	return list
}

// bound gives a number its bounds: narrow ones, wide ones, or none.
func (s *schema) bound(f *expr.Field) {
	switch f.Kind {
	case value.KindDouble:
		f.Decimals = s.r.IntN(5)
		f.Min, f.Max = -s.r.Int64N(1e6), 1+s.r.Int64N(1e9)
	case value.KindInt:
		switch s.r.IntN(4) {
		case 0:
			f.Min, f.Max = -5, 5
		case 1:
			f.Min, f.Max = 1, 30
		case 2:
			f.Min, f.Max = -s.r.Int64N(1e6), 1+s.r.Int64N(1e9)
		}
	}
}

var someTexts = []string{
	"none", "a", "ab", "aB", "水利", "低收入户", "脱贫不稳定户", "水", "A%", "_x", "o'clock", "𠮷野家", "a b", `x\y`, "4418", "441823",
	"4419", "a|b", "$1", "?1", "é", "～", "--", "🙂",
}

var someItems = []string{"none", "a", "ab", "水利", "%", "_", "o'clock", "𠮷", "b"}

// value gives a random value of a field in memory; nil, absent, one time in five.
func (s *schema) value(f expr.Field) any {
	if s.r.IntN(5) == 0 {
		return nil
	}
	switch f.Kind {
	case value.KindInt, value.KindDouble:
		return s.number(f)
	case value.KindString:
		return pick(s.r, someTexts)
	case value.KindBool:
		return s.r.IntN(2) == 0
	case value.KindDate:
		return s.date()
	case value.KindInstant:
		return s.instant()
	case value.KindStrings:
		list := make([]string, 0, 3)
		for _, i := range s.r.Perm(len(someItems))[:1+s.r.IntN(3)] {
			list = append(list, someItems[i])
		}
		return list
	}
	return value.Geometry(`{"type":"Point","coordinates":[113,23]}`)
}

// number stays within the bounds of its field; small numbers are the likeliest, so that comparisons meet.
func (s *schema) number(f expr.Field) int64 {
	least, most := f.Min, f.Max
	if least == 0 && most == 0 {
		least, most = -value.MaxInteger, value.MaxInteger
	}
	switch s.r.IntN(8) {
	case 0:
		return least
	case 1:
		return most
	case 2:
		return least + int64(s.r.Float64()*float64(most-least))
	}
	return max(least, min(s.r.Int64N(20)-6, most))
}

func (s *schema) date() value.Date {
	if s.near {
		return value.DateOf(1990+s.r.IntN(50), 1+s.r.IntN(12), 1+s.r.IntN(31))
	}
	switch s.r.IntN(8) {
	case 0:
		return value.FirstDay
	case 1:
		return value.LastDay
	case 2:
		return value.DateOf(1896+4*s.r.IntN(60), 2, 29)
	case 3:
		return value.FirstDay.AddDays(s.r.IntN(int(value.LastDay - value.FirstDay)))
	}
	return value.DateOf(2021, 1+s.r.IntN(24), 1+s.r.IntN(31))
}

func (s *schema) instant() value.Instant {
	near := s.date().Start() + value.Instant(s.r.Int64N(value.Day))
	switch s.r.IntN(4) {
	case 0:
		return s.date().Start() - 1
	case 1:
		return s.date().Start()
	}
	return near
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

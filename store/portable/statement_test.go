package portable

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"jieli/catalog"
	"jieli/store"
	"jieli/value"
)

// banned are words that mean different things, or nothing, on one of the databases.
var banned = regexp.MustCompile(`(?i)\b(current_timestamp|interval|lateral|distinct on|using|merge|grouping|rollup|cube|` +
	`truncate|xmin|ctid|for update|like|ilike|similar|collate|glob|regexp|rowid|replace into|insert or|indexed by)\b|` +
	`\b(now|gen_random_uuid|nextval|random|date_trunc|extract|generate_series|greatest|least|round|to_char|any|unnest|` +
	`percentile_cont|upper|lower|strftime|julianday|ifnull|json_extract)\s*\(|::|@>|\?|` + "`" + `|"`)

// fake is a dialect that runs nothing.
type fake struct{ Dialect }

func (fake) Rewrite(text string) string             { return text }
func (fake) Type(t ColumnType) string               { return string(t) }
func (fake) TableOptions(bool) string               { return "" }
func (fake) From(table, alias, index string) string { return table + " as " + alias }
func (fake) PrimaryIndex(table string) string       { return table + "_pkey" }
func (fake) Prepares() bool                         { return false }
func (fake) Alone() bool                            { return false }
func (fake) Chooses() bool                          { return false }
func (fake) Patience() time.Duration                { return 0 }
func (fake) SnapshotOptions() *sql.TxOptions        { return nil }

type fakeCipher struct{}

func (fakeCipher) Seal(s string) string          { return s }
func (fakeCipher) Open(s string) (string, error) { return s, nil }
func (fakeCipher) Digest(s string) string        { return s }

func (fakeCipher) SealBytes(_ string, b []byte) []byte          { return b }
func (fakeCipher) OpenBytes(_ string, b []byte) ([]byte, error) { return b, nil }

func testRegister(t *testing.T) *catalog.Register {
	t.Helper()
	reg := &catalog.Register{Name: "household"}
	for _, name := range []string{"text", "integer", "date", "yes_no", "choices", "national_id"} {
		kind, ok := value.ByName(name)
		if !ok {
			t.Fatal(name)
		}
		reg.Fields = append(reg.Fields, &catalog.Field{Name: name, Type: kind, Filter: name != "choices"})
	}
	reg.Fields[5].Privacy = catalog.Sensitive
	reg.Parent = reg
	reg.Index()
	return reg
}

// made are statements that are put together when they are asked: samples of every shape.
func made(t *testing.T) []*Statement {
	t.Helper()
	reg := testRegister(t)
	s := &Store{dialect: fake{}, cipher: fakeCipher{}}
	s.reader = reader{&session{s: s}}
	plan := newTable(reg, fake{})
	out := []*Statement{{Scope: OneCounty, Text: plan.save.texts[0]}, {Scope: OneCounty, Text: plan.updates.text(always)}}
	for _, p := range []*placed{plan.byID, plan.byKey, plan.byParent} {
		out = append(out, p.statements()...)
	}
	out = append(out, &Statement{Scope: OneCounty, Text: nearText(plan, reg.Fields[0], 16)})
	conds := []store.Cond{
		{Field: "text", Op: "prefix", Values: []any{"a"}}, {Field: "integer", Op: "in", Values: []any{int64(1), int64(2)}},
		{Field: "yes_no", Op: "=", Values: []any{true}}, {Field: "choices", Op: "has", Values: []any{"a"}},
		{Field: "national_id", Op: "!=", Values: []any{"a"}}, {Field: "date", Op: "known"}, {Field: "date", Op: "unknown"},
	}
	for _, sort := range [][]store.Sort{nil, {{Field: "date"}}, {{Field: "date", Desc: true}, {Field: "text"}},
		{{Field: "updated_at"}, {Field: "area"}}} {
		for _, areas := range [][]string{nil, {"441823105"}, {"441823105201", "441823107"}} {
			q := &store.Query{Register: reg, Areas: areas, Conds: conds, Sort: sort, IDs: []string{"a", "b"}, Parent: "p",
				Covered: &store.Covered{Round: "r"}, Listed: &store.Listed{Round: "r"}, Limit: 50}
			order, err := orderOf(q)
			if err != nil {
				t.Fatal(err)
			}
			after := []any{"2026-01-01", "t", "id"}[:len(order.keys)]
			for _, p := range append([]phase{whole}, order.phases(nil)...) {
				for _, place := range []string{"", "441823105201"} {
					c := &cursor{r: s.reader, q: q, order: order, part: part{county: "441823", ids: q.IDs, place: place},
						phases: []phase{p}, after: after}
					b := &builder{}
					if err := c.put(b, 50); err != nil {
						t.Fatal(err)
					}
					out = append(out, &Statement{Scope: OneCounty, Text: b.text()})
				}
			}
		}
	}
	return append(out, madeElsewhere(t)...)
}

func madeElsewhere(t *testing.T) []*Statement {
	t.Helper()
	areas := []string{"441823105"}
	tasks, _ := openTasksText(store.TaskQuery{Areas: areas, Owners: []string{"a"}, Record: "r", On: 9, Limit: 5}, "441823")
	handed, _ := tasksOfText("a", "441823", 5)
	search, _ := searchText(store.SearchQuery{Prefix: "a", Registers: []string{"r"}, Areas: areas, Limit: 5}, "441823",
		hit{word: "b"}, 10, func(id string) any { return id })
	sums := store.CellQuery{From: 1, To: 9000, Areas: areas, Indicators: []string{"a"}, Level: 9, ByPeriod: "month",
		ByBreakdown: true}
	figures, _, err := figureText(sums, []string{"441823"}, figureSpans(sums))
	if err != nil {
		t.Fatal(err)
	}
	return []*Statement{{Scope: OneCounty, Text: tasks}, {Scope: OneCounty, Text: handed},
		{Scope: OneCounty, Text: search}, {Scope: Counties, Text: figures}}
}

func TestEveryStatementIsInThePortableSubset(t *testing.T) {
	all := append(slices.Clone(Declared()), made(t)...)
	if len(all) < 60 {
		t.Fatalf("%d statements", len(all))
	}
	for _, s := range all {
		if word := banned.FindString(s.Text); word != "" {
			t.Errorf("%q in %s", word, s.Text)
		}
		if strings.Contains(s.Text, "sum(") && strings.Count(s.Text, "sum(") != strings.Count(s.Text, "cast(sum(") {
			t.Errorf("a sum without cast in %s", s.Text)
		}
		if n := strings.Count(s.Text, "limit "); n > 0 && !strings.Contains(s.Text, "order by") &&
			!strings.Contains(s.Text, "count(*)") {
			t.Errorf("a limit without order in %s", s.Text)
		}
	}
}

var (
	tables   = regexp.MustCompile(`\b(?:from|join|into|^update) ([a-z_]+)`)
	inCounty = regexp.MustCompile(`\bcounty (= \$|in \(\$|= [a-z]\.(k_)?county)`)
	registry = []string{"setting", "credential", "session", "migration", "attachment", "word", "device", "sign_in"}
)

// TestEveryStatementKeepsItsScope holds that each table of a statement of one county is asked for that county.
func TestEveryStatementKeepsItsScope(t *testing.T) {
	for _, s := range append(slices.Clone(Declared()), made(t)...) {
		names := tables.FindAllStringSubmatch(s.Text, -1)
		if len(names) == 0 {
			t.Errorf("no table in %s", s.Text)
		}
		for _, n := range names {
			if slices.Contains(registry, n[1]) != (s.Scope == Registry) {
				t.Errorf("table %s in a statement of scope %s: %s", n[1], s.Scope, s.Text)
			}
		}
		if s.Scope == OneCounty && !strings.HasPrefix(s.Text, "insert into ") {
			if have := len(inCounty.FindAllString(s.Text, -1)); have < len(names) {
				t.Errorf("%d tables, %d with their county: %s", len(names), have, s.Text)
			}
		}
		if s.Scope == OneCounty && strings.HasPrefix(s.Text, "insert into ") {
			if !strings.Contains(s.Text, "(county, ") {
				t.Errorf("rows without county: %s", s.Text)
			}
		}
	}
}

func TestPlaceholdersAreRewrittenOutsideLiterals(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a = $1 and b = $2", "a = ? and b = ?"},
		{"a = $2 and b = $1", "a = ?2 and b = ?1"},
		{"a = $1 and b = $1", "a = ?1 and b = ?1"},
		{"a = '$1 it''s $2' and b = $1", "a = '$1 it''s $2' and b = ?"},
		{"a = $10", "a = ?10"},
		{"a$ = $1", "a$ = ?"},
		{"村 = $1", "村 = ?"},
	} {
		if got := Question(c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
	if got := shift("a = $1 and b = '$1' or c = $12", 3); got != "a = $4 and b = '$1' or c = $15" {
		t.Error(got)
	}
}

func TestNamesOfIndexesFitADatabase(t *testing.T) {
	long := strings.Repeat("a", 62)
	one, two := indexName(long, "f_x"), indexName(long, "f_y")
	if len(one) != 63 || len(two) != 63 || one == two {
		t.Errorf("%s %s", one, two)
	}
	if short := indexName("r_household", "f_members"); short != "r_household__f_members" {
		t.Error(short)
	}
}

func TestListsAreCutIntoStatementsOfFewSizes(t *testing.T) {
	s := newStatement(OneCounty, "select 1 from x where county = $1 and id in ({list})")
	for _, c := range []struct {
		n    int
		want []int // arguments of each statement
	}{{0, nil}, {1, []int{2}}, {2, []int{9}}, {8, []int{9}}, {9, []int{65}}, {65, []int{513}}, {513, []int{513, 2}}} {
		list := make([]string, c.n)
		var got []int
		err := eachList(s, []any{"441823"}, list, func(text string, args []any) error {
			if countPlaceholders(text) != len(args) {
				t.Errorf("%d arguments for %s", len(args), text)
			}
			got = append(got, len(args))
			return nil
		})
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%d values: %v, want %v (%v)", c.n, got, c.want, err)
		}
	}
}

func TestSpansCoverEachDayOnce(t *testing.T) {
	start := value.DateOf(2023, 11, 28)
	for from := start; from < start+800; from += 13 {
		for to := from - 2; to < from+900; to += 23 {
			for _, by := range []string{"", "month", "day"} {
				covered := map[value.Date]int{}
				for _, s := range spans(from, to, by) {
					for d := periodStart(t, s.from); d < periodEnd(t, s.to); d++ {
						covered[d]++
					}
				}
				for d := from; d <= to; d++ {
					if covered[d] != 1 {
						t.Fatalf("%s to %s by %q: %s is covered %d times", from, to, by, d, covered[d])
					}
				}
				if len(covered) != max(0, int(to-from)+1) {
					t.Fatalf("%s to %s by %q: %d days covered", from, to, by, len(covered))
				}
			}
		}
	}
}

func periodStart(t *testing.T, period string) value.Date {
	t.Helper()
	d, err := value.ParseDate(period + "-01-01"[len(period)-4:])
	if err != nil {
		t.Fatal(period, err)
	}
	return d
}

func periodEnd(t *testing.T, period string) value.Date {
	t.Helper()
	switch d := periodStart(t, period); len(period) {
	case 4:
		return d.AddYears(1)
	case 7:
		return d.AddMonths(1)
	default:
		return d + 1
	}
}

func TestAScopeNarrowsToACounty(t *testing.T) {
	for _, c := range []struct {
		county  string
		areas   []string
		inside  bool
		further bool // the rows must still be asked for their area
	}{
		{"441823", nil, false, false}, {"441823", []string{"44"}, true, false}, {"441823", []string{"4418"}, true, false},
		{"441823", []string{"441823"}, true, false}, {"441823", []string{"441823105"}, true, true},
		{"441823", []string{"441881", "441823105"}, true, true}, {"441823", []string{"441823105", "441823"}, true, false},
		{"441823", []string{""}, false, false}, {"441823", []string{"4419"}, false, false},
		{"441800", []string{"4418"}, true, false}, {"441800", []string{"441800"}, true, true}, {"440000", []string{"44"}, true, false},
		{"440000", []string{"4418"}, false, false},
	} {
		if got := len(areasIn(c.county, c.areas)) > 0; got != c.inside {
			t.Errorf("%s in %q: %v", c.county, c.areas, got)
		}
		if got := narrowed(c.county, c.areas) != nil; got != c.further && c.inside {
			t.Errorf("%s in %q: narrowed %v", c.county, c.areas, got)
		}
	}
}

func TestAWriteWaitsOnlyAsLongAsItsCaller(t *testing.T) {
	s := &Store{dialect: unavailable{}, turn: make(chan struct{}, 1)} // the turn is taken
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if err := s.Write(ctx, nil); err == nil {
		t.Error("no error")
	}
}

type unavailable struct{ fake }

func (unavailable) Fault(err error, _ bool) error { return err }
func (unavailable) Batches() bool                 { return false }
func (unavailable) Writers() int                  { return 1 }

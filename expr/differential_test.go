package expr_test

import (
	"database/sql"
	"regexp"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"jieli/expr"
	"jieli/expr/exprtest"
)

var placeholder = regexp.MustCompile(`\$([0-9]+)`)

func TestGoAndSQLiteGiveTheSame(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // one connection is one database in memory
	rewrite := func(s string) string { return placeholder.ReplaceAllString(s, "?$1") }
	pairs := 40_000
	if testing.Short() {
		pairs = 10_000
	}
	exprtest.Differential(t, db, rewrite, 20221, pairs)
}

func TestTheDeepestExpressionsRunInSQLite(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("create table household (county text, id text, f_members bigint, f_poor boolean, f_built text," +
		" f_area bigint, f_head text, f_opened_at bigint, f_risks text)"); err != nil {
		t.Fatal(err)
	}
	env := fixtureEnv(t)
	for name, nested := range map[string][3]string{
		"minimum": {"min(", "household.members", ", household.members)"}, "not": {"!(", "household.poor", ")"},
		"choice":    {"(household.poor ? ", "household.members", " : 1)"},
		"condition": {"((", "household.poor", ") ? household.poor : false)"},
		"date":      {"(days(1) + ", "household.built", ")"},
		"instant":   {"(days(1) + ", "household.opened_at", ")"},
		"decimal":   {"(1.5 / ", "household.area", ")"},
		"in":        {"(", "household.poor", " in [household.poor, true])"},
		"text":      {"(household.head + ", "household.head", ")"},
		"nobody":    {"(today - day(now) == days(", "household.members", ") ? 1 : 2)"},
	} {
		source := ""
		for depth := 5; depth < 60; depth++ {
			next := strings.Repeat(nested[0], depth) + nested[1] + strings.Repeat(nested[2], depth)
			if _, problems := env.Compile(next, ""); problems != nil {
				break
			}
			source = next
		}
		s, problems := mustCompile(t, env, source).SQL()
		if problems != nil {
			continue // refused in words is as good
		}
		text, args := s.Bind(expr.Binding{})
		if _, err := db.Exec(placeholder.ReplaceAllString("select "+text+" from household", "?$1"), args...); err != nil {
			t.Errorf("%s: %v\n%.300s", name, err, text)
		}
		t.Logf("%s: %d characters of SQL", name, len(text))
	}
}

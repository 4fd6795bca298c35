package expr_test

import (
	"database/sql"
	"regexp"
	"testing"

	_ "modernc.org/sqlite"

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

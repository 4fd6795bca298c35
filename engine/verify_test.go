package engine_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
	"jieli/store/sqlite"
)

// Whoever changes one byte of an entry or of a record behind the back of the engine is found out, and the finding names
// the entry.
func TestOneChangedByteIsFound(t *testing.T) {
	dir := t.TempDir()
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(context.Background(), dir, vault.Columns())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w := worldOn(t, smallPack(t), st, vault)
	w.live()
	db, err := sql.Open("sqlite", "file:"+dir+"/"+sqlite.FileName)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r := rand.New(rand.NewPCG(3, 3))
	for _, table := range []string{"entry", "stream", "tile", "cell", w.cat.Register("household").Table(),
		w.cat.Register("person").Table(), w.cat.Register("home_visit").Table()} {
		for _, column := range columnsOf(t, db, table) {
			if column == "warnings" {
				continue // what checks say depends on the pack, not on the journal
			}
			t.Run(table+"."+column, func(t *testing.T) { flipAndFind(t, w, db, r, table, column) })
		}
	}
	w.verify()
}

// live makes a small history with all kinds of columns filled.
func (w *world) live() {
	for n := range 4 {
		h := w.household(fmt.Sprintf("%06d", n+1), daping)
		w.must(w.member(), w.visit(h, answers{"visited_on": "2022-01-10", "by_phone": true, "note": "电话", "income": 1000 * n,
			"phone": "13800000000"}))
		w.must(w.member(), w.change("household", h, w.record("household", h).Version, answers{"account": "6222020000000000000"}))
	}
	for n := range 300 {
		w.must(w.member(), w.change("household", id("household", "000001"), w.record("household", id("household", "000001")).Version,
			answers{"income": n}))
	}
}

func columnsOf(t *testing.T, db *sql.DB, table string) []string {
	t.Helper()
	rows, err := db.Query("select name from pragma_table_info('" + table + "')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		list = append(list, name)
	}
	return list
}

// flipAndFind changes one byte of one value, wants it found, and puts it back.
func flipAndFind(t *testing.T, w *world, db *sql.DB, r *rand.Rand, table, column string) {
	var rowid string
	var old any
	key := keyOf(table)
	q := fmt.Sprintf("select %s, %s from %s where %s is not null and length(%s) > 0 order by abs(random() %% 7) limit 1",
		key, column, table, column, column)
	if err := db.QueryRow(q).Scan(&rowid, &old); err != nil {
		t.Skip("no value in this column")
	}
	flipped := flip(r, old)
	stood := keysOf(t, db, table)
	set := fmt.Sprintf("update %s set %s = ? where %s = ?", table, column, key)
	if _, err := db.Exec(set, flipped, rowid); err != nil {
		t.Skipf("the database itself refuses it: %v", err)
	}
	for moved := range keysOf(t, db, table) {
		if !stood[moved] {
			rowid = moved // the column is part of the key
		}
	}
	defer restore(t, db, table, column, key, old, rowid)
	v := engine.Verifier{Store: w.store, Catalog: w.cat, Vault: w.vault, Digest: w.vault.Columns().Digest}
	report, err := v.Run(context.Background())
	if err != nil {
		if fault.KindOf(err) != fault.Unavailable {
			return // it cannot even be read: found, in words
		}
		t.Fatal(err)
	}
	if len(report.Findings) == 0 {
		t.Errorf("%s.%s changed from %.40v to %.40v and nobody saw it", table, column, old, flipped)
		return
	}
	if f := report.Findings[0]; table == "entry" && !strings.Contains(f.Path+f.Text.En, "#") && !strings.Contains(f.Text.En, "ntry") {
		t.Errorf("the finding names no entry: %s", f)
	}
}

// keyOf tells rows of a table apart.
func keyOf(table string) string {
	switch table {
	case "stream":
		return "county || '/' || stream"
	case "tile":
		return "county || '/' || stream || '/' || level || '/' || number"
	case "cell":
		return "county || indicator || area || grain || period || breakdown"
	case "balance":
		return "county || '/' || account"
	case "movement":
		return "county || '/' || account || '/' || day || '/' || area"
	case "entry":
		return "county || '/' || stream || '/' || seq"
	}
	return "county || '/' || id"
}

// keysOf gives the keys of all rows of a table.
func keysOf(t *testing.T, db *sql.DB, table string) map[string]bool {
	t.Helper()
	rows, err := db.Query(fmt.Sprintf("select %s from %s", keyOf(table), table))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	keys := map[string]bool{}
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			t.Fatal(err)
		}
		keys[key] = true
	}
	return keys
}

func restore(t *testing.T, db *sql.DB, table, column, key string, old any, rowid string) {
	t.Helper()
	if _, err := db.Exec(fmt.Sprintf("update %s set %s = ? where %s = ?", table, column, key), old, rowid); err != nil {
		t.Fatal(err)
	}
}

func flip(r *rand.Rand, v any) any {
	switch x := v.(type) {
	case int64:
		return x ^ 1
	case []byte:
		c := append([]byte(nil), x...)
		c[r.IntN(len(c))] ^= 1
		return c
	case string:
		c := []byte(x)
		c[r.IntN(len(c))] ^= 1
		return string(c)
	}
	return v
}

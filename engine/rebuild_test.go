package engine_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
	"jieli/store"
	"jieli/store/sqlite"
)

// onFile is a world whose database another program can reach into.
func onFile(t *testing.T) (*world, *sql.DB) {
	t.Helper()
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
	db, err := sql.Open("sqlite", "file:"+dir+"/"+sqlite.FileName)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return worldOn(t, smallPack(t), st, vault), db
}

func (w *world) rebuild() (*engine.Report, error) {
	v := engine.Verifier{Store: w.store, Catalog: w.cat, Vault: w.vault, Digest: w.vault.Columns().Digest}
	return v.Rebuild(context.Background(), w.clock.Now().Day())
}

func (w *world) rebuilt() *engine.Report {
	w.t.Helper()
	report, err := w.rebuild()
	if err != nil {
		w.t.Fatal(err)
	}
	w.verify()
	return report
}

// found counts the records that a search finds.
func (w *world) found(prefix string) int {
	w.t.Helper()
	list, err := w.store.Search(context.Background(), store.SearchQuery{Prefix: prefix, Areas: []string{"4418"}, Limit: 50})
	if err != nil {
		w.t.Fatal(err)
	}
	return len(list)
}

// Whatever byte of a row somebody changes behind the back of the engine, the journal makes it anew, and nothing is added
// to the journal by it.
func TestChangedRowsAreMadeAnewFromTheJournal(t *testing.T) {
	w, db := onFile(t)
	w.live()
	entries := w.entries()
	r := rand.New(rand.NewPCG(7, 7))
	for _, table := range []string{"cell", w.cat.Register("household").Table(), w.cat.Register("person").Table(),
		w.cat.Register("home_visit").Table()} {
		for _, column := range columnsOf(t, db, table) {
			if column == "warnings" || column == "county" { // a row of no county that there is belongs to nobody
				continue
			}
			t.Run(table+"."+column, func(t *testing.T) {
				flipOne(t, db, r, table, column)
				if report := w.rebuilt(); len(report.Findings) == 0 {
					t.Error("the report does not say what was wrong")
				}
			})
		}
	}
	if now := w.entries(); now != entries {
		t.Errorf("%d entries have become %d", entries, now)
	}
}

// flipOne changes one byte of one value of a column.
func flipOne(t *testing.T, db *sql.DB, r *rand.Rand, table, column string) {
	t.Helper()
	var key string
	var old any
	q := fmt.Sprintf("select %s, %s from %s where %s is not null and length(%s) > 0 limit 1", keyOf(table), column, table, column, column)
	if err := db.QueryRow(q).Scan(&key, &old); err != nil {
		t.Skip("no value in this column")
	}
	if _, err := db.Exec(fmt.Sprintf("update %s set %s = ? where %s = ?", table, column, keyOf(table)), flip(r, old), key); err != nil {
		t.Skipf("the database itself refuses it: %v", err)
	}
}

// Emptied tables come back whole: records, what they are found by, and figures.
func TestEmptiedTablesComeBack(t *testing.T) {
	w, db := onFile(t)
	w.live()
	found, figure := w.found("0000"), w.figure("visited", "2022-01-10", daping)
	h := w.record("household", id("household", "000001"))
	for _, table := range []string{"cell", "term", w.cat.Register("household").Table(), w.cat.Register("home_visit").Table()} {
		if _, err := db.Exec("delete from " + table); err != nil {
			t.Fatal(err)
		}
	}
	w.rebuilt()
	if got := w.found("0000"); got != found || found < 4 {
		t.Errorf("%d found by the number, %d before", got, found)
	}
	w.wantFigure("visited", "2022-01-10", daping, figure)
	if got := w.record("household", h.ID); got == nil || got.Version != h.Version || got.Get("income") != h.Get("income") {
		t.Errorf("the household is %v, was %v", got, h)
	}
	w.must(w.member(), w.change("household", h.ID, h.Version, answers{"income": 5}))
	w.verify()
}

// From a journal that was changed itself nothing is made: the tables stay as they are.
func TestABrokenJournalRebuildsNothing(t *testing.T) {
	w, db := onFile(t)
	w.live()
	reg := w.cat.Register("household")
	income := reg.Field("income").Column()
	if _, err := db.Exec("update " + reg.Table() + " set " + income + " = 77"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("update entry set leaf = zeroblob(32) where seq = 2"); err != nil {
		t.Fatal(err)
	}
	report, err := w.rebuild()
	var problem *fault.Error
	if !errors.As(err, &problem) || string(problem.Findings[0].Code) != "rebuild_journal_broken" || !report.Broken {
		t.Fatalf("%v", err)
	}
	var untouched int
	if err := db.QueryRow("select count(*) from " + reg.Table() + " where " + income + " = 77").Scan(&untouched); err != nil {
		t.Fatal(err)
	}
	if untouched != 4 {
		t.Errorf("%d of 4 rows stayed as they were", untouched)
	}
}

// Tasks of cases that were lost, altered or left over are found by a verification, and come back as their cases make them.
func TestTasksOfCasesComeBack(t *testing.T) {
	w := newCases(t)
	c := w.recognition(w.family("000001", 900000))
	w.confirmed(c)
	want := "recognition/notice village_committee"
	w.wantTasks(c, want)
	tasks, err := w.store.OpenTasks(context.Background(), store.TaskQuery{Record: c})
	if err != nil || len(tasks) == 0 {
		t.Fatal(tasks, err)
	}
	for name, spoil := range map[string]func(*store.Task){
		"closed by hand": func(x *store.Task) { x.Closed = x.Opened },
		"another due":    func(x *store.Task) { x.Due = x.Due.AddDays(100) },
		"of nobody":      func(x *store.Task) { x.Kind = "recognition/publicity" },
	} {
		t.Run(name, func(t *testing.T) {
			x := tasks[0]
			spoil(&x)
			if err := w.store.Write(context.Background(), func(tx store.Tx) error {
				return tx.SaveTasks(context.Background(), []store.Task{x})
			}); err != nil {
				t.Fatal(err)
			}
			if report := w.rebuilt(); len(report.Findings) == 0 {
				t.Error("the verification does not see it")
			}
			w.wantTasks(c, want)
		})
	}
}

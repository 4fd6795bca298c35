package sqlite

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"testing"

	"jieli/journal"
	"jieli/store"
	"jieli/store/storetest"
)

// asOfTheFirstVersion makes a database whose tasks have the columns and the index of the first version, and one task.
func asOfTheFirstVersion(t *testing.T, dir string) {
	t.Helper()
	s := openIn(t, dir)
	must(t, s.Migrate(ctx, storetest.Programme()))
	must(t, s.Write(ctx, func(tx store.Tx) error {
		return tx.SaveTasks(ctx, []store.Task{{County: "441823", ID: "a", Kind: "visit", Owner: "team_member", Opened: 20_000}})
	}))
	db, err := sql.Open("sqlite", dsn(filepath.Join(dir, FileName), "immediate", readerCacheKB))
	must(t, err)
	for _, step := range []string{"drop index task_owned", "drop index task_assignee", "alter table task drop column from_day",
		"alter table task drop column level", "alter table task drop column assignee", "alter table task drop column note",
		"create index task_open on task (county, urgency, opened, id, owner, area) where closed is null", "drop table round_target"} {
		_, err := db.ExecContext(ctx, step)
		must(t, err)
	}
	must(t, db.Close())
}

func TestADatabaseOfTheFirstVersionLearnsWhatATaskHasNow(t *testing.T) {
	dir := t.TempDir()
	t.Run("before", func(t *testing.T) { asOfTheFirstVersion(t, dir) })
	s := openIn(t, dir)
	must(t, s.Migrate(ctx, storetest.Programme()))
	must(t, s.Write(ctx, func(tx store.Tx) error {
		return tx.SaveTasks(ctx, []store.Task{{County: "441823", ID: "b", Kind: "visit", Owner: "team_member", Opened: 20_000,
			From: 20_001, Level: 1, Assignee: "x", Note: "y"}})
	}))
	found, err := s.OpenTasks(ctx, store.TaskQuery{Areas: []string{"441823"}, On: 20_000})
	must(t, err)
	if len(found) != 1 || found[0].ID != "a" || found[0].Level != 0 || found[0].Note != "" {
		t.Errorf("tasks shown on the first day: %+v", found)
	}
	var old int
	must(t, s.Readers().QueryRowContext(ctx, "select count(*) from sqlite_master where name = 'task_open'").Scan(&old))
	if old != 0 {
		t.Error("the old index costs every write still")
	}
}

// A database of a version that did not pack is read as it stands, and goes on with packed bodies beside the plain ones.
func TestEntriesOfAVersionThatDidNotPackAreReadAsTheyStand(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	must(t, s.Migrate(ctx, storetest.Programme()))
	key := journal.StreamKey{County: "441823", Stream: "441823105"}
	entry := func(seq int64, id string) *journal.Entry {
		e := &journal.Entry{StreamKey: key, Seq: seq, ID: id, Bundle: "b", Register: "household", Record: "r", Area: key.Stream,
			Action: journal.Change, Version: seq, Actor: "a", Fields: map[string]json.RawMessage{"members": json.RawMessage("4")}}
		_, err := journal.Encode(e)
		must(t, err)
		return e
	}
	old, later := entry(1, "old"), entry(2, "later")
	must(t, s.Write(ctx, func(tx store.Tx) error { return tx.AppendEntries(ctx, []*journal.Entry{old}) }))
	db, err := sql.Open("sqlite", dsn(filepath.Join(dir, FileName), "immediate", readerCacheKB))
	must(t, err)
	_, err = db.ExecContext(ctx, "update entry set body = ?, packed = null", string(old.Body))
	must(t, err)
	must(t, db.Close())
	must(t, s.Write(ctx, func(tx store.Tx) error { return tx.AppendEntries(ctx, []*journal.Entry{later}) }))
	found, err := s.History(ctx, key.County, "r")
	must(t, err)
	rows, err := s.Rows(ctx, key, 1, 10)
	must(t, err)
	if len(found) != 2 || len(rows) != 2 {
		t.Fatalf("%d entries, %d rows", len(found), len(rows))
	}
	for i, want := range []*journal.Entry{old, later} {
		if string(found[i].Body) != string(want.Body) || string(rows[i].Body) != string(want.Body) {
			t.Errorf("entry %d: %s and %s, want %s", i+1, found[i].Body, rows[i].Body, want.Body)
		}
	}
}

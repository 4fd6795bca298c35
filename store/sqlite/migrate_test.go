package sqlite

import (
	"database/sql"
	"path/filepath"
	"testing"

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

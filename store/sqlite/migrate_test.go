package sqlite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
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
		"create index task_open on task (county, urgency, opened, id, owner, area) where closed is null", "drop table round_target",
		"create index r_household__f_household_no on r_household (county, f_household_no, id, area, state)",
		"create index r_household__f_household_no__00000000 on r_household (county, f_household_no, id, area, state, f_category)"} {
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
	must(t, s.Readers().QueryRowContext(ctx, "select count(*) from sqlite_master where name in ('task_open', "+
		"'r_household__f_household_no', 'r_household__f_household_no__00000000')").Scan(&old))
	if old != 0 {
		t.Error("an old index costs every write still")
	}
	must(t, s.Readers().QueryRowContext(ctx,
		"select count(*) from sqlite_master where name like 'r_household__f_household_no%'").Scan(&old))
	if old != 1 {
		t.Errorf("%d indexes of the key", old)
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

// A database of a version that kept ids as text has them short after migration, and everything is found by them.
func TestIDsOfAVersionThatKeptThemAsTextAreShortened(t *testing.T) {
	const uuid = "01964f31-7000-8000-8000-0123456789ab"
	dir := t.TempDir()
	s := openIn(t, dir)
	must(t, s.Migrate(ctx, storetest.Programme()))
	key := journal.StreamKey{County: "441823", Stream: "441823105"}
	for i, id := range []string{uuid, "fifteen-letters", "a"} { // of each form
		e := &journal.Entry{StreamKey: key, Seq: int64(i) + 1, ID: id, Bundle: "b", Register: "household", Record: id, Area: key.Stream,
			Action: journal.Create, Version: 1, Actor: id, Fields: map[string]json.RawMessage{"members": json.RawMessage("4")}}
		_, err := journal.Encode(e)
		must(t, err)
		must(t, s.Write(ctx, func(tx store.Tx) error {
			return errors.Join(tx.AppendEntries(ctx, []*journal.Entry{e}),
				tx.SaveReceipts(ctx, []store.Receipt{{County: key.County, Bundle: id, Actor: id, Accepted: true, Body: "{}"}}),
				tx.SaveKeys(ctx, key.County, map[string][]byte{id: {1, 2}}),
				tx.ReplaceTerms(ctx, []store.Terms{{County: key.County, Register: "household", Record: id, Area: key.Stream, Words: []string{"word"}}}))
		}))
		for _, step := range []string{ // what was written, as that version wrote it
			"create table if not exists old_entry (county text not null, stream text not null, seq integer not null, id text not null, " +
				"register text not null, record text not null, version integer not null, action text not null, actor text not null, " +
				"received_at integer not null, leaf blob not null, body text not null, packed blob, primary key (county, stream, seq)) strict",
			"create table if not exists old_receipt (county text not null, bundle text not null, answered_at integer not null, " +
				"actor text not null, accepted integer not null, body text not null, packed blob, primary key (county, bundle)) strict, without rowid",
			"create table if not exists old_sealing_key (county text not null, record text not null, wrapped blob not null, " +
				"primary key (county, record)) strict, without rowid",
			"create table if not exists old_term (county text not null, word text not null, register text not null, record text not null, " +
				"area text not null, primary key (county, word, register, record)) strict, without rowid",
			"insert into old_entry select county, stream, seq, $1, register, $1, version, action, $1, received_at, leaf, body, packed from entry",
			"insert into old_receipt select county, $1, answered_at, $1, accepted, body, packed from receipt",
			"insert into old_sealing_key select county, $1, wrapped from sealing_key",
			"insert into old_term select county, word, register, $1, area from term",
			"delete from entry", "delete from receipt", "delete from sealing_key", "delete from term",
		} {
			must(t, onDisk(dir, step, id))
		}
	}
	for _, table := range []string{"entry", "receipt", "sealing_key", "term"} {
		must(t, onDisk(dir, "drop table "+table))
		must(t, onDisk(dir, "alter table old_"+table+" rename to "+table))
	}
	must(t, onDisk(dir, "create unique index entry_id on entry (county, id)"))
	must(t, s.Migrate(ctx, storetest.Programme()))
	for _, id := range []string{uuid, "fifteen-letters", "a"} {
		e, err := s.EntryByID(ctx, key.County, id)
		must(t, err)
		history, err := s.History(ctx, key.County, id)
		must(t, err)
		receipt, err := s.Receipt(ctx, key.County, id)
		must(t, err)
		keys, err := s.RecordKeys(ctx, key.County, []string{id})
		must(t, err)
		if e == nil || e.Actor != id || len(history) != 1 || receipt == nil || receipt.Actor != id || len(keys[id]) != 2 {
			t.Errorf("of %s: %+v, %d entries, receipt %+v, key %x", id, e, len(history), receipt, keys[id])
		}
	}
	found, err := s.Search(ctx, store.SearchQuery{Prefix: "word", Areas: []string{key.County}, Limit: 10})
	must(t, err)
	if len(found) != 3 || found[0].Record != uuid || found[2].Record != "fifteen-letters" {
		t.Errorf("found %+v", found)
	}
	var long int
	must(t, s.Readers().QueryRowContext(ctx, "select count(*) from entry where length(id) > 17").Scan(&long))
	if long != 0 {
		t.Errorf("%d ids are still long", long)
	}
}

// onDisk runs one statement on the database of a folder, beside the store that has it.
func onDisk(dir, step string, args ...any) error {
	db, err := sql.Open("sqlite", dsn(filepath.Join(dir, FileName), "immediate", readerCacheKB))
	if err != nil {
		return err
	}
	if !strings.Contains(step, "$") {
		args = nil
	}
	_, err = db.ExecContext(ctx, step, args...)
	return errors.Join(err, db.Close())
}

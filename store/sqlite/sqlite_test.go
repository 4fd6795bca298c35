package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"jieli/expr/exprtest"
	"jieli/fault"
	"jieli/journal"
	"jieli/store"
	"jieli/store/portable"
	"jieli/store/storetest"
)

var ctx = context.Background()

func TestAStoreThatHasSettledHoldsWhatItHeldAndIsSmaller(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	ctx := context.Background()
	must(t, s.Migrate(ctx, storetest.Programme()))
	must(t, s.Hasten(ctx))
	must(t, s.SaveSetting(ctx, "great", strings.Repeat("x", 4<<20)))
	must(t, s.SaveSetting(ctx, "great", "small"))
	must(t, s.Settle(ctx))
	if text, err := s.Setting(ctx, "great"); err != nil || text != "small" {
		t.Errorf("%q, %v", text, err)
	}
	file, err := os.Stat(filepath.Join(dir, FileName))
	must(t, err)
	if file.Size() > 1<<20 {
		t.Errorf("the file has %d bytes", file.Size())
	}
	must(t, s.SaveSetting(ctx, "great", "again")) // it still takes writes
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return openIn(t, t.TempDir()) })
}

func TestContractOfWritesThatRunSideBySide(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s := openIn(t, t.TempDir())
		must(t, s.Hasten(ctx))
		return s
	})
}

// Two writes read at the same time, and none waits for the other until it writes.
func TestWritesOfALoadReadSideBySide(t *testing.T) {
	s := openIn(t, t.TempDir())
	must(t, s.Migrate(ctx, storetest.Programme()))
	must(t, s.Hasten(ctx))
	other, ready := make(chan struct{}), make(chan error, 1)
	key := func(town string) journal.StreamKey { return journal.StreamKey{County: town[:6], Stream: town} }
	add := func(town string, meet func()) error {
		return s.Write(ctx, func(tx store.Tx) error {
			heads, err := tx.Lock(ctx, []journal.StreamKey{key(town)})
			if err != nil {
				return err
			}
			meet()
			heads[key(town)].N++
			return tx.SaveHeads(ctx, heads)
		})
	}
	go func() { ready <- add("441823105", func() { <-other }) }()
	must(t, add("441826102", func() { close(other) }))
	must(t, <-ready)
	heads, err := s.Streams(ctx)
	must(t, err)
	if len(heads) != 2 || heads[key("441823105")].N != 1 || heads[key("441826102")].N != 1 {
		t.Errorf("%v", heads)
	}
}

func openIn(t testing.TB, dir string, pragmas ...string) *Store {
	t.Helper()
	s, err := openWith(ctx, dir, &storetest.Cipher{}, pragmas...)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func TestExpressionsAgreeWithGo(t *testing.T) {
	db, err := sql.Open("sqlite", dsn(filepath.Join(t.TempDir(), "x.db"), "immediate", readerCacheKB))
	must(t, err)
	defer func() { _ = db.Close() }()
	exprtest.Differential(t, db, portable.Question, 1, 6_000)
}

// receipts writes n receipts from number from on, each of about a page, in one transaction.
func receipts(s store.Store, from, n int) error {
	return s.Write(ctx, func(tx store.Tx) error {
		if _, err := tx.Lock(ctx, []journal.StreamKey{{County: "441823", Stream: "441823105"}}); err != nil {
			return err
		}
		var list []store.Receipt
		for i := range n {
			list = append(list, store.Receipt{County: "441823", Bundle: fmt.Sprint(from + i), Accepted: true,
				Body: string(make([]byte, 8000))})
		}
		return tx.SaveReceipts(ctx, list)
	})
}

func countReceipts(t *testing.T, s store.Store, to int) (n int) {
	t.Helper()
	for i := range to {
		found, err := s.Receipt(ctx, "441823", fmt.Sprint(i))
		must(t, err)
		if found != nil {
			n++
		}
	}
	return n
}

func TestAFullDiskIsUnavailableAndLosesNothing(t *testing.T) {
	dir := t.TempDir()
	s, err := openWith(ctx, dir, nil, "max_page_count(200)")
	must(t, err)
	must(t, s.Migrate(ctx, storetest.Programme()))
	kept := 0
	for ; err == nil && kept < 1000; kept++ {
		err = receipts(s, kept, 1)
	}
	kept-- // the last one failed
	wantFault(t, err, fault.Unavailable, "store_disk_full")
	wantFault(t, receipts(s, kept, 50), fault.Unavailable, "store_disk_full")
	if n := countReceipts(t, s, kept+60); n != kept || kept < 10 {
		t.Errorf("%d receipts stand, %d were confirmed", n, kept)
	}
	must(t, s.Close())

	again := openIn(t, dir) // more room
	if n := countReceipts(t, again, kept+60); n != kept {
		t.Errorf("%d receipts stand, %d were confirmed", n, kept)
	}
	must(t, receipts(again, kept, 50))
	checkFile(t, filepath.Join(dir, FileName))
}

func checkFile(t *testing.T, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file)
	must(t, err)
	defer func() { _ = db.Close() }()
	var found string
	must(t, db.QueryRowContext(ctx, "pragma integrity_check").Scan(&found))
	if found != "ok" {
		t.Error(found)
	}
}

func TestASecondOpenOfTheFolderIsRefused(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(ctx, dir, nil)
	must(t, err)
	_, err = Open(ctx, dir, nil)
	wantFault(t, err, fault.Conflict, "store_folder_taken")
	must(t, s.Close())
	must(t, openIn(t, dir).Ping(ctx))
}

// TestHelperProcess is not a test: it is the other process of the test below.
func TestHelperProcess(t *testing.T) {
	dir := os.Getenv("JIELI_TEST_FOLDER")
	if dir == "" {
		t.Skip("only as another process")
	}
	_, err := Open(ctx, dir, nil)
	wantFault(t, err, fault.Conflict, "store_folder_taken")
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	openIn(t, dir)
	program, err := os.Executable()
	must(t, err)
	c := exec.Command(program, "-test.run=^TestHelperProcess$", "-test.v")
	c.Env = append(os.Environ(), "JIELI_TEST_FOLDER="+dir)
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestTheDataIsReadableForNobodyElse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := openIn(t, dir)
	must(t, s.Migrate(ctx, storetest.Programme()))
	must(t, receipts(s, 0, 1))
	must(t, s.Backup(ctx, filepath.Join(dir, "backup"), nil))
	files, err := os.ReadDir(dir)
	must(t, err)
	for _, f := range files {
		info, err := f.Info()
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
	}
	if len(files) < 4 {
		t.Errorf("%d files", len(files))
	}
}

func TestABackupHoldsTheStateOfItsBeginningWhileWritesGoOn(t *testing.T) {
	s := openIn(t, t.TempDir())
	must(t, s.Migrate(ctx, storetest.Programme()))
	must(t, receipts(s, 0, 2000))
	file := filepath.Join(t.TempDir(), "a b%20c?.db")
	next, calls, last := 2000, 0, 0
	must(t, s.Backup(ctx, file, func(done, total int) {
		calls++
		if done < last || done > total {
			t.Errorf("%d of %d pages after %d", done, total, last)
		}
		last = done
		must(t, receipts(s, next, 10))
		next += 10
	}))
	if calls < 2 {
		t.Errorf("progress was told %d times", calls)
	}
	wantFault(t, s.Backup(ctx, file, nil), fault.Conflict, "store_file_stands")

	dir := t.TempDir()
	must(t, Restore(file, dir))
	wantFault(t, Restore(file, dir), fault.Conflict, "store_file_stands")
	restored := openIn(t, dir)
	if n := countReceipts(t, restored, next); n != 2000 {
		t.Errorf("%d receipts in the backup, want 2000", n)
	}
	must(t, receipts(restored, 2000, 1))
	if n := countReceipts(t, s, next); n != next {
		t.Errorf("%d receipts, want %d", n, next)
	}
}

func TestABackupThatIsGivenUpLeavesNoFile(t *testing.T) {
	s := openIn(t, t.TempDir())
	must(t, s.Migrate(ctx, storetest.Programme()))
	must(t, receipts(s, 0, 3000))
	stopping, stop := context.WithCancel(ctx)
	dir := t.TempDir()
	err := s.Backup(stopping, filepath.Join(dir, "backup"), func(int, int) { stop() })
	wantFault(t, err, fault.Unavailable, "store_unavailable")
	files, err := os.ReadDir(dir)
	must(t, err)
	if len(files) != 0 {
		t.Errorf("left: %v", files)
	}
}

func TestAFolderThatCannotBeMadeIsUnavailable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	_, err := Open(ctx, filepath.Join(file, "data"), nil)
	wantFault(t, err, fault.Unavailable, "store_unavailable")
}

func TestAFileThatIsNoDatabaseIsUnavailable(t *testing.T) {
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, FileName), []byte("this is no database, and long enough to see it"), 0o600))
	_, err := Open(ctx, dir, nil)
	wantFault(t, err, fault.Unavailable, "store_unavailable")
}

func TestEveryCommitIsSynced(t *testing.T) {
	s := openIn(t, t.TempDir())
	for _, c := range []struct{ pragma, want string }{
		{"synchronous", "2"}, {"journal_mode", "wal"}, {"foreign_keys", "1"}, {"query_only", "1"},
	} {
		var got string
		must(t, s.Readers().QueryRowContext(ctx, "pragma "+c.pragma).Scan(&got))
		if got != c.want {
			t.Errorf("%s is %s, want %s", c.pragma, got, c.want)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantFault(t testing.TB, err error, kind fault.Kind, code string) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Findings[0].Code != code {
		t.Errorf("error %v, want kind %d code %s", err, kind, code)
	}
}

func TestAFolderInUseIsCopiedFromBeside(t *testing.T) {
	dir := t.TempDir()
	s := openIn(t, dir)
	must(t, s.Migrate(ctx, storetest.Programme()))
	must(t, receipts(s, 0, 20))
	file := filepath.Join(t.TempDir(), "copy.db")
	must(t, Copy(ctx, dir, file, nil))
	to := t.TempDir()
	must(t, Restore(file, to))
	if n := countReceipts(t, openIn(t, to), 30); n != 20 {
		t.Errorf("%d receipts in the copy, want 20", n)
	}
	wantFault(t, Copy(ctx, t.TempDir(), file, nil), fault.Unavailable, "store_unavailable")
}

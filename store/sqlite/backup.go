package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"

	"jieli/fault"
)

// backupPages is how many pages are copied between two calls of progress: 8 MB.
const backupPages = 1024

// backuper is the part of the driver's connection that copies a database.
type backuper interface {
	NewBackup(to string) (*sqlite.Backup, error)
}

// Backup implements store.Store. The copy is the state at the moment of the call: a read transaction holds it while
// writers go on. progress may be nil; done and total are pages.
func (s *Store) Backup(ctx context.Context, file string, progress func(done, total int)) error {
	return backup(ctx, s.Readers(), file, progress)
}

// Copy backs up the database of a data folder that another process may be serving: it reads beside that process and
// does not take the folder. As Backup otherwise.
func Copy(ctx context.Context, dir, file string, progress func(done, total int)) error {
	source := filepath.Join(dir, FileName)
	if _, err := os.Stat(source); err != nil {
		return diskFault(err)
	}
	db, err := sql.Open("sqlite", dsn(source, "deferred", readerCacheKB, "query_only(1)"))
	if err != nil {
		return dialect{}.Fault(err, false)
	}
	err = backup(ctx, db, file, progress)
	if failed := db.Close(); err == nil {
		err = diskFault(failed)
	}
	return err
}

func backup(ctx context.Context, db *sql.DB, file string, progress func(done, total int)) error {
	if _, err := os.Stat(file); err == nil {
		return faultFileStands.Error(fault.Conflict, "file", file)
	}
	part := file + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return diskFault(err)
	}
	err := private(part)
	if err == nil {
		err = copyTo(ctx, db, part, progress)
	}
	if err != nil {
		_ = os.Remove(part)
		return dialect{}.Fault(err, false)
	}
	return intoPlace(part, file, syncFile(part))
}

func copyTo(ctx context.Context, db *sql.DB, file string, progress func(done, total int)) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var tables int
	const begin = "select count(*) from sqlite_schema" // the first read begins the snapshot
	if err := tx.QueryRowContext(ctx, begin).Scan(&tables); err != nil {
		return err
	}
	return conn.Raw(func(driver any) error { return copyPages(ctx, driver, file, progress) })
}

func copyPages(ctx context.Context, driver any, file string, progress func(done, total int)) error {
	source, ok := driver.(backuper)
	if !ok {
		return errors.New("the driver has no backup")
	}
	b, err := source.NewBackup("file:" + (&url.URL{Path: file}).EscapedPath())
	if err != nil {
		return err
	}
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, b.Finish())
		}
		if more, err = b.Step(backupPages); err != nil {
			return errors.Join(err, b.Finish())
		}
		if progress != nil {
			progress(b.PageCount()-b.Remaining(), b.PageCount())
		}
	}
	return b.Finish()
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

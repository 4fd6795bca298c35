// Package sqlite keeps a store in one file of one folder: SQLite in WAL mode, one writer and a pool of readers. It is
// the back end of a site without a database server.
package sqlite

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	_ "modernc.org/sqlite" // the driver

	"jieli/fault"
	"jieli/store"
	"jieli/store/portable"
)

// FileName is the database's file in the data folder. A backup put in its place, while no process has the folder, is a
// restored database.
const FileName = "jieli.db"

const (
	readers = 8 // concurrent reads; each holds a connection and its page cache
	// writerCacheKB holds the pages of the indexes that every write touches. More does harm: SQLite goes through the whole
	// cache when a page in the midst of an index is split.
	writerCacheKB = 49_152
	readerCacheKB = 32_768
	// readerMapBytes of the file are read where the system has them in memory, and not copied page by page; the most that
	// SQLite maps. What is written goes through files as ever.
	readerMapBytes = 2 << 30
	busyMillis     = 5_000 // only a checkpoint or a tool of the operator can be in the way
	// checkpointPages is when the log is copied into the database: about 64 MB, so that hot pages are copied once for
	// many commits.
	checkpointPages = 16_000
	maxLogBytes     = 256 << 20 // to which a log that a long read made grow is cut back
)

var faultFolderTaken = fault.Define("store_folder_taken",
	"数据文件夹 {folder} 正被另一个进程使用；一个文件夹只能由一个进程打开，请先停止它。",
	"The data folder {folder} is in use by another process. A folder belongs to one process: stop that one first.")

// Store is a store in a data folder.
type Store struct {
	*portable.Store
	lock *os.File
}

var _ store.Store = (*Store)(nil)

// Open opens or makes the database in the folder dir and takes the folder for this process. cipher may be nil when no
// register has sensitive fields. Errors: Conflict when another process has the folder, Unavailable when the disk fails.
func Open(ctx context.Context, dir string, cipher store.ColumnCipher) (*Store, error) {
	return openWith(ctx, dir, cipher)
}

// openWith is Open with further pragmas for the writer.
func openWith(ctx context.Context, dir string, cipher store.ColumnCipher, pragmas ...string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, diskFault(err)
	}
	lock, err := takeFolder(dir)
	if err != nil {
		return nil, err
	}
	s, err := open(ctx, filepath.Join(dir, FileName), cipher, pragmas)
	if err != nil {
		_ = lock.Close()
		return nil, err
	}
	return &Store{Store: s, lock: lock}, nil
}

func open(
	ctx context.Context, file string, cipher store.ColumnCipher, pragmas []string,
) (*portable.Store, error) {
	if err := private(file); err != nil {
		return nil, err
	}
	write, err := sql.Open("sqlite", dsn(file, "immediate", writerCacheKB, pragmas...))
	if err != nil {
		return nil, dialect{}.Fault(err, false)
	}
	write.SetMaxOpenConns(1)
	if err := write.PingContext(ctx); err != nil { // makes the file, so that readers find it
		_ = write.Close()
		return nil, dialect{}.Fault(err, false)
	}
	read, err := sql.Open("sqlite", dsn(file, "deferred", readerCacheKB, "query_only(1)",
		"mmap_size("+strconv.Itoa(readerMapBytes)+")"))
	if err != nil {
		_ = write.Close()
		return nil, dialect{}.Fault(err, false)
	}
	read.SetMaxOpenConns(readers + 1) // one for a backup
	read.SetMaxIdleConns(readers)
	s, err := portable.New(ctx, read, write, dialect{}, cipher)
	if err != nil {
		_ = write.Close()
		_ = read.Close()
		return nil, err
	}
	return s, nil
}

// dsn gives the address of a file with the settings of a connection. Pages have SQLite's own size of 4 KiB: with larger
// ones the sample takes as much room, and each commit writes more.
func dsn(file, lock string, cacheKB int, more ...string) string {
	q := url.Values{}
	q.Set("_txlock", lock)
	pragmas := []string{
		"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "trusted_schema(0)",
		"temp_store(memory)", "busy_timeout(" + strconv.Itoa(busyMillis) + ")",
		"journal_size_limit(" + strconv.Itoa(maxLogBytes) + ")",
		"cache_size(-" + strconv.Itoa(cacheKB) + ")", "wal_autocheckpoint(" + strconv.Itoa(checkpointPages) + ")",
	}
	for _, p := range append(pragmas, more...) {
		q.Add("_pragma", p)
	}
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + q.Encode()
}

// besideOnLoad is how many transactions of a load run side by side: enough that one is always ready to write.
const besideOnLoad = 4

// Hasten lets commits be acknowledged before they are on disk, until the store settles: for a load by one engine that is
// begun anew when it is cut off. The file stays whole whatever happens. Writes run side by side until they write, from now
// on until the store is closed.
func (s *Store) Hasten(ctx context.Context) error {
	s.Beside(besideOnLoad)
	return s.Alone(ctx, "pragma synchronous = normal")
}

// Settle implements store.Store.
func (s *Store) Settle(ctx context.Context) error {
	return s.Alone(ctx, "pragma synchronous = full", "vacuum", "pragma wal_checkpoint(truncate)")
}

// Close ends the store and gives the folder back.
func (s *Store) Close() error {
	err := s.Store.Close()
	if failed := s.lock.Close(); err == nil {
		err = diskFault(failed)
	}
	return err
}

package sqlite

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"jieli/fault"
	"jieli/store/portable"
)

// lockName is a file of its own: closing a database file would let go of SQLite's locks on it.
const lockName = "lock"

var faultFileStands = fault.Define("store_file_stands",
	"文件 {file} 已经存在，不会被覆盖；请换一个位置。",
	"The file {file} exists already and is not written over. Choose another place.")

// takeFolder takes the data folder for this process; closing the file, or the end of the process, gives it back.
func takeFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, diskFault(err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	_ = f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, faultFolderTaken.Error(fault.Conflict, "folder", dir).Because(err)
	}
	return nil, diskFault(err)
}

// private makes the file of a new database, readable for nobody else; SQLite gives its log the same mode.
func private(file string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return diskFault(err)
	}
	return diskFault(f.Close())
}

// Restore makes a data folder of a backup: file is copied to its place in dir, which must not hold a database yet.
func Restore(file, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return diskFault(err)
	}
	lock, err := takeFolder(dir)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	to := filepath.Join(dir, FileName)
	if _, err := os.Stat(to); err == nil {
		return faultFileStands.Error(fault.Conflict, "file", to)
	}
	in, err := os.Open(file)
	if err != nil {
		return diskFault(err)
	}
	defer func() { _ = in.Close() }()
	part := to + ".part" // half a copy is never found under the name of a whole one
	out, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return diskFault(err)
	}
	_, err = io.Copy(out, in)
	return intoPlace(part, to, errors.Join(err, out.Sync(), out.Close()))
}

// intoPlace gives a file that is written, or failed to be, its own name, and makes that last.
func intoPlace(part, to string, err error) error {
	if err == nil {
		err = os.Rename(part, to)
	}
	if err != nil {
		_ = os.Remove(part)
		return diskFault(err)
	}
	d, err := os.Open(filepath.Dir(to))
	if err == nil {
		err = errors.Join(d.Sync(), d.Close())
	}
	return diskFault(err)
}

// diskFault maps an error of the file system; what is a fault already stays.
func diskFault(err error) error {
	var known *fault.Error
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, syscall.ENOSPC):
		return portable.FaultDiskFull.Error(fault.Unavailable).Because(err)
	}
	return portable.FaultUnavailable.Error(fault.Unavailable).Because(err)
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"jieli/clock"
	"jieli/fault"
	"jieli/journal"
	"jieli/store/sqlite"
)

type backupCmd struct {
	siteFlags
	File string `arg:"" help:"备份文件 / File to write." type:"path"`
}

// Run writes a consistent copy of the database while the system runs. The keys folder is not in it: keep that apart.
func (c *backupCmd) Run(ctx context.Context, out io.Writer) error {
	if c.Database == "" {
		return c.copySQLite(ctx, out)
	}
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	return s.store.Backup(ctx, c.File, nil)
}

func (c *backupCmd) copySQLite(ctx context.Context, out io.Writer) error {
	bar := progress(1, "备份 / backing up")
	err := sqlite.Copy(ctx, c.Data, c.File, func(done, total int) { bar.ChangeMax(total); bar.Set(done) })
	bar.Finish()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "✓ %s\n密钥目录 %s 须另行保管 / keep the keys folder apart.\n", c.File, filepath.Join(c.Data, "keys"))
	return nil
}

type restoreCmd struct {
	siteFlags
	File string `arg:"" help:"备份文件 / Backup file." type:"existingfile"`
}

var restoreOver = fault.Define("restore_over_data",
	"{dir} 中已有数据库；请先移走它再恢复。", "There is a database in {dir} already; move it away first.")

var restoreKeys = fault.Define("restore_without_keys",
	"没有密钥：请先把这个备份的密钥目录放到 {dir}，再恢复。",
	"There are no keys: put the keys folder that belongs to the backup at {dir} first, then restore.")

// Run puts a backup into an empty data folder (with its keys folder in place) and verifies it.
func (c *restoreCmd) Run(ctx context.Context, out io.Writer) error {
	target := filepath.Join(c.Data, sqlite.FileName)
	if _, err := os.Stat(target); err == nil {
		return restoreOver.Error(fault.Conflict, "dir", c.Data)
	}
	keys := filepath.Join(c.Data, "keys")
	if _, err := os.Stat(filepath.Join(keys, journal.MasterFile)); err != nil {
		return restoreKeys.Error(fault.Unavailable, "dir", keys)
	}
	if err := copyFile(c.File, target); err != nil {
		return err
	}
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	return verifySite(ctx, s, c.Data, out)
}

func copyFile(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(dst, src); err != nil {
		dst.Close()
		return err
	}
	if err := dst.Sync(); err != nil {
		dst.Close()
		return err
	}
	return dst.Close()
}

package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"jieli/fault"
	"jieli/store/portable"
)

var (
	faultURL = fault.Define("store_url",
		"数据库地址无法识别，应为 postgres://用户@主机/库名。",
		"The database address cannot be read; it is postgres://user@host/database.")
	faultWorker = fault.Define("store_worker",
		"这里是分布式数据库的工作节点，表结构只能在协调节点上修改；请连接协调节点。",
		"This is a worker of a distributed database; tables are altered on the coordinator only. Connect there.")
	faultCollation = fault.Define("store_collation",
		"数据库的排序规则是 {collation}，必须是 C 或 C.UTF-8；请用 create database … template template0 lc_collate 'C.UTF-8' 新建。",
		"The database has the collation {collation}; it must be C or C.UTF-8. "+
			"Make it by: create database … template template0 lc_collate 'C.UTF-8'.")
	faultBackup = fault.Define("store_backup_elsewhere",
		"PostgreSQL 数据库请用 {command} 或数据库自带的连续归档备份。",
		"Back up a PostgreSQL database with {command} or the server's own continuous archiving.")
)

// dialect implements portable.Dialect.
type dialect struct{}

var _ portable.Dialect = dialect{}

var types = map[portable.ColumnType]string{
	portable.ID: "text", portable.UUID: "text", portable.Text: "text", portable.Day: "text",
	portable.Integer: "bigint", portable.Boolean: "boolean", portable.Bytes: "bytea",
}

func (dialect) Rewrite(text string) string         { return text }
func (dialect) Type(t portable.ColumnType) string  { return types[t] }
func (dialect) ShortIDs() bool                     { return false }
func (dialect) TableOptions(bool) string           { return "" }
func (dialect) From(table, alias, _ string) string { return table + " as " + alias }
func (dialect) PrimaryIndex(table string) string   { return table + "_pkey" }
func (dialect) Chooses() bool                      { return true }
func (dialect) Prepares() bool                     { return false }
func (dialect) Alone() bool                        { return false }
func (dialect) Patience() time.Duration            { return patience }
func (dialect) Batches() bool                      { return true }
func (dialect) Writers() int                       { return writers }
func (dialect) Unhurried() string                  { return "set local statement_timeout = 0" }

// Shorten is never asked for: ids stay text.
func (dialect) Shorten(_, _ string, _, _ []string) string { return "" }

func (dialect) Columns() string {
	return "select cast(table_name as text), cast(column_name as text), cast(data_type as text) from information_schema.columns " +
		"where table_schema = current_schema()"
}

func (dialect) Indexes() string {
	return "select cast(tablename as text), cast(indexname as text) from pg_indexes where schemaname = current_schema()"
}

func (dialect) SnapshotOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

// CheckSchemaOwner refuses a worker of Citus, and a database that orders texts by a language.
func (dialect) CheckSchemaOwner(ctx context.Context, query portable.Query) error {
	var collation string
	var byCodePoint, distributed bool
	// No language puts Z before a, or é behind z; the name alone says nothing about the provider of the collation.
	err := query(ctx, "select datcollate, 'Z' < 'a' and 'z' < 'é', to_regclass('pg_dist_local_group') is not null "+
		"from pg_database where datname = current_database()", nil,
		func(rows *sql.Rows) error { return rows.Scan(&collation, &byCodePoint, &distributed) })
	if err != nil {
		return err
	}
	if !byCodePoint {
		return faultCollation.Error(fault.Conflict, "collation", collation)
	}
	if !distributed {
		return nil
	}
	group := 0
	err = query(ctx, "select groupid from pg_dist_local_group", nil,
		func(rows *sql.Rows) error { return rows.Scan(&group) })
	if err == nil && group != 0 {
		return faultWorker.Error(fault.Conflict)
	}
	return err
}

// Fault maps an error by its SQLSTATE; names and messages differ between plain and distributed servers.
func (dialect) Fault(err error, atCommit bool) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return byState(e.Code, atCommit).Because(err)
	}
	if atCommit || isLost(err) {
		return portable.FaultUnavailable.Error(fault.Unavailable).Because(err)
	}
	return portable.FaultInternal.Error(fault.Internal).Because(err)
}

func byState(state string, atCommit bool) *fault.Error {
	switch state {
	case "23505":
		return portable.FaultDuplicate.Error(fault.Conflict)
	case "23503":
		return portable.FaultReference.Error(fault.Conflict)
	case "40001", "40P01", "55P03", "57014", "25P03": // serialization, deadlock, deadlines
		return portable.FaultBusy.Error(fault.Unavailable)
	case "53100":
		return portable.FaultDiskFull.Error(fault.Unavailable)
	}
	switch state[:min(2, len(state))] {
	case "08", "53", "57", "58": // connection, resources, operator, disk
		return portable.FaultUnavailable.Error(fault.Unavailable)
	}
	if atCommit {
		return portable.FaultUnavailable.Error(fault.Unavailable)
	}
	return portable.FaultInternal.Error(fault.Internal)
}

// isLost reports whether the connection or the caller went away.
func isLost(err error) bool {
	for _, lost := range []error{
		context.Canceled, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed,
		driver.ErrBadConn, sql.ErrConnDone, sql.ErrTxDone,
	} {
		if errors.Is(err, lost) {
			return true
		}
	}
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.As(err, &network) || errors.As(err, &connect) || pgconn.SafeToRetry(err)
}

// oncePlanned keeps the plans of what is written: it names rows by whole keys, so that one plan is right for all values,
// and planning each statement anew takes a fifth of the server's time. Reads go on being planned for their values.
const oncePlanned = "set local plan_cache_mode = force_generic_plan"

// Batch sends statements through the driver's own pipeline.
func (dialect) Batch(ctx context.Context, conn *sql.Conn, list []portable.Queued) error {
	return conn.Raw(func(bare any) error {
		batch := &pgx.Batch{}
		batch.Queue(oncePlanned)
		for _, q := range list {
			batch.Queue(q.Text, q.Args...)
		}
		return bare.(*stdlib.Conn).Conn().SendBatch(ctx, batch).Close()
	})
}

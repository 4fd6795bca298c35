package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite"

	"jieli/fault"
	"jieli/store/portable"
)

// dialect implements portable.Dialect.
type dialect struct{}

var _ portable.Dialect = dialect{}

var types = map[portable.ColumnType]string{
	portable.ID: "TEXT", portable.UUID: "BLOB", portable.Text: "TEXT", portable.Day: "TEXT",
	portable.Integer: "INTEGER", portable.Boolean: "INTEGER", portable.Bytes: "BLOB",
}

func (dialect) Type(t portable.ColumnType) string { return types[t] }
func (dialect) Indexes() string {
	return "select tbl_name, name from sqlite_schema where type = 'index'"
}
func (dialect) Chooses() bool                   { return false }
func (dialect) Prepares() bool                  { return true }
func (dialect) Alone() bool                     { return true }
func (dialect) Patience() time.Duration         { return 0 }
func (dialect) Unhurried() string               { return "" }
func (dialect) Batches() bool                   { return false }
func (dialect) Writers() int                    { return 1 }   // a file has one writer
func (dialect) SnapshotOptions() *sql.TxOptions { return nil } // in WAL mode every transaction is a snapshot

func (dialect) CheckSchemaOwner(context.Context, portable.Query) error { return nil }

func (dialect) ShortIDs() bool { return true }

// Shorten writes ids as portable.Store does: a UUID as its bytes, other text behind a zero.
func (dialect) Shorten(table, create string, columns, ids []string) string {
	const short = "case when unhex(replace(%, '-', '')) is not null and length(%) = 36 and length(replace(%, '-', '')) = 32 " +
		"and % = lower(%) and % glob '????????-????-????-????-????????????' then unhex(replace(%, '-', '')) " +
		"else unhex(iif(length(cast(% as blob)) = 15, '0000', '00') || hex(%)) end"
	read := make([]string, len(columns))
	for i, c := range columns {
		if read[i] = c; slices.Contains(ids, c) {
			read[i] = strings.ReplaceAll(short, "%", c)
		}
	}
	before := table + "_before"
	return "alter table " + table + " rename to " + before + "; " + create + "; insert into " + table + " (" +
		strings.Join(columns, ", ") + ") select " + strings.Join(read, ", ") + " from " + before + "; drop table " + before
}

func (dialect) Columns() string {
	return "select t.name, c.name, c.type from sqlite_schema as t, pragma_table_info(t.name) as c where t.type = 'table'"
}

func (dialect) TableOptions(compact bool) string {
	if compact {
		return " strict, without rowid"
	}
	return " strict"
}

// PrimaryIndex is the index that SQLite makes for the first constraint of a table.
func (dialect) PrimaryIndex(table string) string { return "sqlite_autoindex_" + table + "_1" }

// From forces the chosen index: SQLite has no statistics here, and guesses by the shape of the conditions alone.
func (dialect) From(table, alias, index string) string {
	if index == "" {
		return table + " as " + alias
	}
	return table + " as " + alias + " indexed by " + index
}

// Rewrite also says that a statement that fails need not be undone by itself: the whole transaction is. SQLite would keep
// a copy of every page that a statement of several rows touches.
func (dialect) Rewrite(text string) string {
	for _, verb := range [...]string{"insert", "update"} {
		if rest, ok := strings.CutPrefix(text, verb+" "); ok {
			text = verb + " or fail " + rest
		}
	}
	return portable.Question(text)
}

// Result codes of SQLite; the low byte is the class.
const (
	codeBusy, codeLocked            = 5, 6
	codeNoMemory, codeReadOnly      = 7, 8
	codeIO, codeCorrupt             = 10, 11
	codeFull, codeCannotOpen        = 13, 14
	codeNotDatabase, codeForeignKey = 26, 787
	codePrimaryKey, codeUnique      = 1555, 2067
)

// Fault maps an error by its code.
func (dialect) Fault(err error, atCommit bool) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	var e *sqlite.Error
	if errors.As(err, &e) {
		return byCode(e.Code(), atCommit).Because(err)
	}
	for _, gone := range []error{context.Canceled, context.DeadlineExceeded, sql.ErrConnDone, sql.ErrTxDone} {
		if errors.Is(err, gone) {
			return portable.FaultUnavailable.Error(fault.Unavailable).Because(err)
		}
	}
	return portable.FaultInternal.Error(fault.Internal).Because(err)
}

func byCode(code int, atCommit bool) *fault.Error {
	switch code {
	case codeForeignKey:
		return portable.FaultReference.Error(fault.Conflict)
	case codePrimaryKey, codeUnique:
		return portable.FaultDuplicate.Error(fault.Conflict)
	}
	switch code & 0xff {
	case codeBusy, codeLocked:
		return portable.FaultBusy.Error(fault.Unavailable)
	case codeFull:
		return portable.FaultDiskFull.Error(fault.Unavailable)
	case codeReadOnly, codeIO, codeCorrupt, codeCannotOpen, codeNotDatabase, codeNoMemory:
		return portable.FaultUnavailable.Error(fault.Unavailable)
	}
	if atCommit {
		return portable.FaultUnavailable.Error(fault.Unavailable)
	}
	return portable.FaultInternal.Error(fault.Internal)
}

// Batch is never asked for: there is no way to the database that could be saved.
func (dialect) Batch(context.Context, *sql.Conn, []portable.Queued) error { return nil }

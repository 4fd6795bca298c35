// Package portable holds everything that the back ends share: the statements, the row codecs and the rules of the
// portable subset of SQL, over database/sql. What differs between databases stands behind Dialect.
//
// Every statement names its scope: one county (each table carries county = $n or has county in its inserted rows),
// counties (a cross-county read that lists the counties it wants), or registry (small tables that belong to no county).
package portable

import (
	"context"
	"database/sql"
	"time"
)

// ColumnType is a type of column; a dialect gives each its name.
type ColumnType string

// The types that columns have.
const (
	ID      ColumnType = "id"      // UUID as 36 characters of text
	UUID    ColumnType = "uuid"    // an id, mostly a UUID, in the shortest form that the database has: see Store.id
	Text    ColumnType = "text"    // UTF-8, ordered by code point
	Integer ColumnType = "integer" // int64: numbers, fen, instants in microseconds
	Boolean ColumnType = "boolean"
	Day     ColumnType = "day"   // YYYY-MM-DD
	Bytes   ColumnType = "bytes" // hashes, wrapped keys
)

// Queued is a statement that waits to be sent together with others.
type Queued struct {
	Text string
	Args []any
}

// Dialect is what differs between the databases.
type Dialect interface {
	// Rewrite turns the placeholders $1…$n into those of the database.
	Rewrite(text string) string
	// Type names a column type; the name is also what Columns reports.
	Type(t ColumnType) string
	// ShortIDs reports whether columns of type UUID hold bytes; otherwise they are text.
	ShortIDs() bool
	// Shorten makes a table anew whose ids were text in a former version: create is its CREATE TABLE, ids are those columns.
	Shorten(table, create string, columns, ids []string) string
	// TableOptions closes a CREATE TABLE. compact asks for rows stored inside the primary key where that exists.
	TableOptions(compact bool) string
	// Columns is a statement that lists table, name and type of the columns of all tables.
	Columns() string
	// Indexes is a statement that lists table and name of all indexes.
	Indexes() string
	// From names a table with its alias; index is the index that the caller has chosen, "" for none. A database
	// with statistics of its own ignores it.
	From(table, alias, index string) string
	// PrimaryIndex names the index of a table's primary key for From.
	PrimaryIndex(table string) string
	// Chooses reports whether the database chooses indexes well by itself.
	Chooses() bool
	// Prepares reports whether statements must be prepared and kept by us; the driver does it otherwise.
	Prepares() bool
	// Alone reports whether no other process writes the database while this one has it.
	Alone() bool
	// Writers is how many transactions of one process may write at once.
	Writers() int
	// Batches reports whether statements are better sent together: a database inside the process gains nothing by it.
	Batches() bool
	// Batch sends statements without rows in one go, in their order, and gives the first error.
	Batch(ctx context.Context, conn *sql.Conn, list []Queued) error
	// SnapshotOptions begins a transaction whose reads all see one state.
	SnapshotOptions() *sql.TxOptions
	// Patience is how long one statement may take; 0 leaves it to the caller's context.
	Patience() time.Duration
	// Unhurried is a statement that lifts the database's own deadline within one transaction, "" for none.
	Unhurried() string
	// Fault turns an error of the driver into a *fault.Error. atCommit says that the outcome may be unknown.
	Fault(err error, atCommit bool) error
	// CheckSchemaOwner refuses to migrate where that must not be done.
	CheckSchemaOwner(ctx context.Context, query Query) error
}

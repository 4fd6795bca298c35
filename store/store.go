// Package store is the contract between the engine and its back ends: what is kept and how it is reached. Types only;
// store/sqlite and store/postgres implement it, store/storetest holds them to it.
//
// Every method that takes a county touches that county only; methods without one are cross-county reads. Lists of any
// length are allowed everywhere: implementations split them to the limits of their database. All errors are
// *fault.Error: Unavailable when disk, connection or server failed (nothing of the transaction was kept, or its outcome
// is unknown and a retry under the same ids is harmless), Internal otherwise.
package store

import (
	"context"

	"jieli/catalog"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

// Store is one database.
type Store interface {
	Reader
	// Migrate makes or alters the tables so that they fit the catalog; no value is lost: fields that left the catalog
	// keep their column. Refuses (Conflict) what cannot be done by adding tables, columns and indexes. Idempotent.
	Migrate(ctx context.Context, c *catalog.Catalog) error
	// Write runs do in one transaction: all or nothing, durable when Write returns nil. Writers of them run at a time
	// in a process; between them, and between processes, Tx.Lock serialises those of one stream.
	Write(ctx context.Context, do func(Tx) error) error
	// Writers is how many Writes of one process can run at once; further ones wait.
	Writers() int
	// Backup writes a consistent copy while the store stays open (SQLite: one file; PostgreSQL: refuses with what to
	// run instead).
	Backup(ctx context.Context, file string, progress func(done, total int)) error
	// Settle gives back the room that a great load has left (SQLite rewrites its file, a second for each 100 MB; PostgreSQL
	// does so by itself). Nobody may write meanwhile.
	Settle(ctx context.Context) error
	// Ping reports whether the database answers.
	Ping(ctx context.Context) error
	Close() error
}

// Place names a row by its county and its id (or by its key, where keys are asked for).
type Place struct{ County, ID string }

// In gives the places of ids in one county.
func In(county string, ids ...string) []Place {
	list := make([]Place, len(ids))
	for i, id := range ids {
		list[i] = Place{county, id}
	}
	return list
}

// RecordChange is one record as it stands in the store, and as it shall stand.
type RecordChange struct{ Before, After *register.Record }

// ColumnCipher encrypts the columns of sensitive fields, and attachments.
type ColumnCipher interface {
	Seal(plain string) string           // printable; differs every time
	Open(sealed string) (string, error) // inverse of Seal
	Digest(plain string) string         // keyed, same for same plain: for equality and keys
	// SealBytes and OpenBytes are for attachments; what was sealed under one name does not open under another.
	SealBytes(name string, plain []byte) []byte
	OpenBytes(name string, sealed []byte) ([]byte, error)
}

// Tx is one write transaction. Reads see its own writes.
type Tx interface {
	// Lock takes the streams (made when new) until the end of the transaction, in sorted order, and gives their heads.
	Lock(ctx context.Context, keys []journal.StreamKey) (map[journal.StreamKey]*journal.Head, error)
	SaveHeads(ctx context.Context, heads map[journal.StreamKey]*journal.Head) error
	AppendEntries(ctx context.Context, entries []*journal.Entry) error
	// SaveTiles keeps interior hashes of the stream's tree; see journal.Tile.
	SaveTiles(ctx context.Context, tiles []journal.Tile) error

	// Receipts gives the receipts of bundles that were answered before.
	Receipts(ctx context.Context, bundles []Place) (map[Place]Receipt, error)
	// SaveReceipts keeps one receipt a bundle: a refusal gives way to a later receipt, an acceptance stays.
	SaveReceipts(ctx context.Context, receipts []Receipt) error

	// Records loads by id; ids that do not exist are left out.
	Records(ctx context.Context, reg *catalog.Register, ids []Place) (map[Place]*register.Record, error)
	// RecordsByKey loads by Record.Key; void records are left out.
	RecordsByKey(ctx context.Context, reg *catalog.Register, keys []Place) (map[Place]*register.Record, error)
	// ChildrenOf loads the child records, not void, by parent id, in order of creation.
	ChildrenOf(ctx context.Context, child *catalog.Register, parents []Place) (map[Place][]*register.Record, error)
	// Near gives the active records of a county whose shapes in a field that is kept apart may meet a shape; some of them
	// do not.
	Near(ctx context.Context, reg *catalog.Register, f *catalog.Field, county string, shape value.Geometry) ([]*register.Record, error)
	// SaveRecords inserts or replaces rows whole.
	SaveRecords(ctx context.Context, reg *catalog.Register, records []*register.Record) error
	// UpdateRecords writes what differs between records as they stand in the store and as they shall stand.
	UpdateRecords(ctx context.Context, reg *catalog.Register, changes []RecordChange) error
	// DeleteRecords deletes rows that no entry made, or that are written anew: whatever people do goes by states.
	DeleteRecords(ctx context.Context, reg *catalog.Register, ids []Place) error
	// Entries gives entries of a stream from seq on, at most limit.
	Entries(ctx context.Context, key journal.StreamKey, from int64, limit int) ([]*journal.Entry, error)
	// EntriesOf gives all entries of one record by version.
	EntriesOf(ctx context.Context, county, record string) ([]*journal.Entry, error)
	// RegistersOf gives the register in which each of the record ids has entries; ids without any are left out.
	RegistersOf(ctx context.Context, records []Place) (map[Place]string, error)

	// Keys gives the wrapped keys of records by record id; DestroyKeys deletes them for good.
	Keys(ctx context.Context, records []Place) (map[Place][]byte, error)
	SaveKeys(ctx context.Context, county string, keys map[string][]byte) error
	DestroyKeys(ctx context.Context, county string, records []string) error

	AddCells(ctx context.Context, deltas []Cell) error
	// ClearCells deletes all cells of a county, before they are counted anew.
	ClearCells(ctx context.Context, county string) error
	SaveTasks(ctx context.Context, tasks []Task) error
	Tasks(ctx context.Context, ids []Place) (map[Place]Task, error)
	SaveConflicts(ctx context.Context, conflicts []register.Conflict) error
	// Conflicts gives the open conflicts of a record.
	Conflicts(ctx context.Context, county, record string) ([]register.Conflict, error)
	// AddCovers keeps the first day on which a round's target was covered; a later day changes nothing.
	AddCovers(ctx context.Context, covers []Cover) error
	// RemoveCover deletes the cover of a target in a round, if there is one.
	RemoveCover(ctx context.Context, county, round, target string) error
	// ClearCovers deletes all covers of a round in one county, before they are counted anew.
	ClearCovers(ctx context.Context, county, round string) error
	// Targets gives those of the records that stand on the list of a round.
	Targets(ctx context.Context, county, round string, targets []string) (map[string]Target, error)
	// AddTargets puts records on the lists of rounds; of those that stand there the day stays and the area follows.
	AddTargets(ctx context.Context, targets []Target) error
	// RemoveTargets takes records from the list of a round.
	RemoveTargets(ctx context.Context, county, round string, targets []string) error
	// AddUses notes which records hold which attachments; those that stand stay.
	AddUses(ctx context.Context, uses []Use) error
	// RemoveUses forgets all attachments that records held.
	RemoveUses(ctx context.Context, county string, records []string) error
	// ReplaceTerms makes terms the only search terms of each record: those that stood are named with them.
	ReplaceTerms(ctx context.Context, terms []Terms) error
	// ClearTerms deletes all search terms of a county, before they are written anew.
	ClearTerms(ctx context.Context, county string) error

	LedgerTx
}

// Reader reads outside a write transaction, each call on a snapshot of its own.
type Reader interface {
	// Record gives one record, nil when there is none.
	Record(ctx context.Context, reg *catalog.Register, county, id string) (*register.Record, error)
	// RecordIDs gives ids of a register's records in one county, void ones too, in order, from the one behind after; nothing
	// else of the rows is read or trusted.
	RecordIDs(ctx context.Context, reg *catalog.Register, county, after string, limit int) ([]string, error)
	// Digests gives the stored digests of the sensitive fields of records, by record id, in the order of the fields, ""
	// for absent ones: for verification.
	Digests(ctx context.Context, reg *catalog.Register, county string, ids []string) (map[string][]string, error)
	// Find gives a page of records.
	Find(ctx context.Context, q Query) ([]*register.Record, error)
	// Count gives how many records a query has, and stops counting at max (0: never).
	Count(ctx context.Context, q Query, max int) (int, error)
	// CountByArea counts the records of a query by the area with that many digits that they lie in; those of a higher
	// area stand under their own. Order and limit of the query do not matter.
	CountByArea(ctx context.Context, q Query, digits int) (map[string]int64, error)
	// InTile gives what is drawn of the records of a query whose shape in a filed field may reach into one of some cells of
	// the map, none of which lies in another, with the value of the field by, where it is not nil; at most limit, in no
	// order. Some lines and polygons do not reach in. Order and cursor of the query do not matter.
	InTile(ctx context.Context, q Query, f, by *catalog.Field, cells []value.Cell, limit int) ([]Drawn, error)
	// Squares counts the records of a query that have a shape in a filed field by their area, the square of a zoom of the
	// map and, where by is not nil, the value of that field. Each record is in one square, also where its shape is larger.
	// Without a field all records of the query are counted, in no square (0).
	Squares(ctx context.Context, q Query, f, by *catalog.Field, zoom int) ([]Square, error)
	// Children gives the child records of one parent, not void.
	Children(ctx context.Context, child *catalog.Register, county, parent string) ([]*register.Record, error)
	// ChildrenOf is Children for many parents, by parent, in order of creation.
	ChildrenOf(ctx context.Context, child *catalog.Register, parents []Place) (map[Place][]*register.Record, error)
	// History gives the entries of one record by version.
	History(ctx context.Context, county, record string) ([]*journal.Entry, error)
	// Entries gives entries of a stream from seq on, at most limit.
	Entries(ctx context.Context, key journal.StreamKey, from int64, limit int) ([]*journal.Entry, error)
	// Rows gives entries of a stream as they stand in the table, nothing decoded or trusted, for journal.Verifier.
	Rows(ctx context.Context, key journal.StreamKey, from int64, limit int) ([]journal.Row, error)
	EntryByID(ctx context.Context, county, id string) (*journal.Entry, error)
	Streams(ctx context.Context) (map[journal.StreamKey]*journal.Head, error)
	Tiles(ctx context.Context, key journal.StreamKey, level int, from, to int64) ([]journal.Tile, error)
	// LeafHashes gives the leaf hashes of entries from..to (from included, to not; sequence numbers from 1).
	LeafHashes(ctx context.Context, key journal.StreamKey, from, to int64) ([]journal.Hash, error)
	RecordKeys(ctx context.Context, county string, records []string) (map[string][]byte, error)
	Receipt(ctx context.Context, county, bundle string) (*Receipt, error)

	// Figures sums cells; see CellQuery.
	Figures(ctx context.Context, q CellQuery) ([]Figure, error)
	// Cells gives all cells of one county for verification, in key order.
	Cells(ctx context.Context, county string, each func(Cell) error) error
	// OpenTasks gives open tasks. Tasks without an owner are marks of the engine and are left out, unless Owners has "".
	OpenTasks(ctx context.Context, q TaskQuery) ([]Task, error)
	// TasksOf gives the open tasks that were handed to an account, of all counties, most urgent first.
	TasksOf(ctx context.Context, account string, limit int) ([]Task, error)
	OpenConflicts(ctx context.Context, areas []string, limit int) ([]register.Conflict, error)
	// Covers counts covered targets of one round by area of the given level ("town", "village") within areas, up to a day.
	Covers(ctx context.Context, county, round string, level string, areas []string, asOf value.Date) (map[string]int64, error)
	// TargetCounts counts the list of one round by area of the given level within areas, as it was on a day.
	TargetCounts(ctx context.Context, county, round string, level string, areas []string, asOf value.Date) (map[string]int64, error)
	// Search finds records whose terms begin with a term, within areas.
	Search(ctx context.Context, q SearchQuery) ([]Found, error)

	// Saved settings: small named texts (active pack, checkpoints).
	Setting(ctx context.Context, name string) (string, error)
	SaveSetting(ctx context.Context, name, text string) error

	Credentials
	Devices
	Attachments
	Ledger
}

// Credentials keeps what must never be in the journal: password hashes and sessions.
type Credentials interface {
	Credential(ctx context.Context, login string) (*Credential, error)
	SaveCredential(ctx context.Context, c Credential) error
	SaveSession(ctx context.Context, s Session) error
	Session(ctx context.Context, digest string) (*Session, error)
	// DeleteSession ends a session, and those that were opened out of it.
	DeleteSession(ctx context.Context, digest string) error
	DeleteSessionsOf(ctx context.Context, account string) error
	// TouchSession notes when a session was last used.
	TouchSession(ctx context.Context, digest string, at value.Instant) error
	// SessionsIn gives the sessions of accounts that are kept in counties whose codes begin so and that do not end before
	// an instant, those used last first.
	SessionsIn(ctx context.Context, county string, until value.Instant, limit int) ([]Session, error)
	// SessionsOf gives those of one account, used last first.
	SessionsOf(ctx context.Context, account string, until value.Instant, limit int) ([]Session, error)
	// SaveSignIn keeps what happened at the door; nothing there is ever changed.
	SaveSignIn(ctx context.Context, s SignIn) error
	// SignIns gives what happened from an instant until before another, latest first: of accounts kept in counties whose
	// codes begin so, and of unknown logins too where county is empty. account "" is any.
	SignIns(ctx context.Context, county, account string, from, before value.Instant, limit int) ([]SignIn, error)
}

// Credential is how an account signs in. Login is stored in lower case.
type Credential struct {
	Login, Account, County string
	Password               string // argon2id, PHC format
	Disabled               bool
	Temporary              bool // given by somebody else: good for choosing another
}

// Session is one signed-in browser or device; Digest is the hash of its secret.
type Session struct {
	Digest, Account, County string
	CreatedAt, ExpiresAt    value.Instant
	SeenAt                  value.Instant // last use, to some minutes; 0: not since it was opened
	Device, Address, Agent  string        // what the device and the browser call themselves, and where they are
	Temporary               bool          // opened by a temporary password
	Origin, AsRole, AsArea  string        // opened out of another session to see as a role in an area
}

// SignIn is one thing that happened at the door.
type SignIn struct {
	ID              string // rises with time
	At              value.Instant
	What            string // see access.DoorEvents
	Account, County string // "" for an unknown login
	By              string // account of who did it to another; "" for oneself
	Address, Agent  string
}

// Receipt is the answer that a bundle got; a replay gets the same.
type Receipt struct {
	County, Bundle string
	At             value.Instant
	Actor          string
	Accepted       bool
	Body           string // JSON: findings and places of the entries; of a refused bundle also what was sent, sealed
}

// Cell is a stored part of an indicator: what the records of one area contributed on one day in one breakdown.
// Day cells stand at the record's own area; Grain "day", "month" and "year" cells of the town (or of the area itself
// when it is above towns) are kept beside them so that a figure reads few rows: see docs/indicators in the pack of docs.
type Cell struct {
	County, Indicator, Area string
	Grain                   string // GrainOwn (day, area of the record) or GrainDay, GrainMonth, GrainYear (area of the stream)
	Period                  string // 2022-06-14, 2022-06 or 2022
	Breakdown               string // values of By joined with "|"; "" without
	Sum, Count              int64
}

// Grains of cells.
const (
	GrainOwn   = "own"
	GrainDay   = "day"
	GrainMonth = "month"
	GrainYear  = "year"
)

// CellQuery asks for sums of cells.
type CellQuery struct {
	Counties    []string   // counties concerned; nil: all
	Indicators  []string   // nil: all
	Areas       []string   // area prefixes; nil: all
	Level       int        // digits of area codes to group by (2, 4, 6, 9, 12); 0: no grouping, Figure.Area is ""
	Own         bool       // read own-area cells (villages); else the stream's
	From, To    value.Date // days, both included; From 0: from the beginning
	ByPeriod    string     // "", "month", "day": group by period (trend)
	ByBreakdown bool       // group by breakdown
}

// Figure is one sum of cells.
type Figure struct {
	Indicator, Area, Period, Breakdown string
	Sum, Count                         int64
}

// Task is something due: who, what, by when.
type Task struct {
	County, ID       string // ID is derived from rule and record: the same cause is one task
	Kind             string // TaskSpec.Name, "conflict", …
	Register, Record string
	Area             string
	Owner            string // role
	Opened           value.Date
	From             value.Date // shown from this day on; 0: at once
	Due              value.Date // 0: none
	Closed           value.Date // 0: open
	Why              string     // JSON fault.Text: in words
	Form             string     // form that answers it
	Level            int        // 0: the owner's own; 1, 2, …: it is late and has climbed
	Assignee         string     // account that it was handed to, "" for none
	Note             string     // what was said when it was handed on
}

// TaskQuery asks for open tasks, most urgent first (due, then opened).
type TaskQuery struct {
	Areas  []string
	Owners []string // roles
	Record string
	On     value.Date // only tasks that are shown by this day; 0: all
	Limit  int
}

// Cover says that a round's target was covered on a day.
type Cover struct {
	County, Round, Target, Area string
	Day                         value.Date
	Record                      string // the visit
}

// Target is a record on the list of a round.
type Target struct {
	County, Round, Target, Area string
	Added                       value.Date
}

// Terms are the search terms of one record: folded to lower case, cut to 32 characters, no duplicates.
type Terms struct {
	County, Register, Record, Area string
	Words                          []string
	Stood                          []string // the words that may stand in the store by now; nil for a record that is new
}

// SearchQuery finds records by the beginning of a term.
type SearchQuery struct {
	Prefix    string
	Registers []string
	Areas     []string
	Limit     int
}

// Found is a record that a search found.
type Found struct{ County, Register, Record, Area string }

// Query asks for records of one register.
type Query struct {
	Register *catalog.Register
	County   string   // only records of this county; "": of all
	Areas    []string // scope: area prefixes, never empty unless the caller may see all (then nil)
	Conds    []Cond   // all must hold
	Where    *Where   // translated expression, or nil
	IDs      []string // nil: no restriction
	Parent   string   // "": any
	Covered  *Covered // only (not) covered targets of a round
	Listed   *Listed  // only records on the list of a round
	Void     bool     // void records too
	Sort     []Sort   // ends with id always
	After    []any    // keyset: values of the sort columns and id of the last row of the page before
	Limit    int
}

// Drawn is a record as a map draws it.
type Drawn struct {
	County, ID, Area string
	Shape            value.Geometry
	Value            any // of the field that was asked for, in memory form
}

// Square is a number of records of one area in one square of the map.
type Square struct {
	Area  string
	Part  int64 // as value.Part makes it of the cells in the square
	Value any   // of the field by which they are counted, in memory form; nil where it is not known, or not asked for
	Count int64
}

// Cond compares one field, or one of the columns "id", "area", "parent", "updated_at", "created_at", "key". Values are
// in memory form. Prefix is for text and area, In for choices and codes; Has finds one element of a list field.
type Cond struct {
	Field  string
	Op     string // "=", "!=", "<", "<=", ">", ">=", "in", "prefix", "known", "unknown", "has"
	Values []any
}

// Where is an SQL condition made by package expr. Placeholders are written $1…$n over Args; columns stand bare behind
// the alias of the table.
type Where struct {
	SQL  string
	Args []any
}

// Covered restricts to targets (not) covered in a round.
type Covered struct {
	Round string
	Yes   bool
}

// Listed restricts to the records on the list of a round.
type Listed struct{ Round string }

// Sort is one sort column.
type Sort struct {
	Field string // a field, or a column as in Cond
	Desc  bool
}

package portable

import "strings"

// column is one column of a table.
type column struct {
	name    string
	kind    ColumnType
	notNull bool
}

// indexSpec is a further index of a table.
type indexSpec struct {
	name    string
	columns string
	unique  bool
	where   string
	instead string // beginning of the names that it had with other columns behind; "" for none
}

// tableSpec is a table as it must be.
type tableSpec struct {
	name    string
	columns []column
	key     string
	compact bool // small rows, read by their key: stored inside it where the database can
	indexes []indexSpec
	// outdated are indexes of former versions: they give nothing and cost every write, so migration drops them.
	outdated []string
	// Columns of digests, by what column they belong to: those that must stand beside it, and those that must not.
	sealed, open map[string]string
}

// must and may make columns from "name type, name type": not null, and nullable.
func must(list string) []column { return parseColumns(list, true) }
func may(list string) []column  { return parseColumns(list, false) }

func parseColumns(list string, notNull bool) []column {
	var out []column
	for _, item := range strings.Split(list, ",") {
		name, kind, _ := strings.Cut(strings.TrimSpace(item), " ")
		out = append(out, column{name, ColumnType(kind), notNull})
	}
	return out
}

func join(lists ...[]column) []column {
	var out []column
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// systemTables are the tables that do not follow from a catalog. Null means "none": the days and instants that are 0
// in memory.
var systemTables = []tableSpec{
	{
		name:    "stream",
		columns: must("county text, stream text, n integer, last_hash bytes, frontier bytes"),
		key:     "county, stream", compact: true,
	},
	{
		name: "entry",
		columns: join(must("county text, stream text, seq integer, id uuid, register text, record uuid, version integer, "+
			"action text, actor uuid, received_at integer, leaf bytes, body text"), may("packed bytes")),
		key: "county, stream, seq",
		indexes: []indexSpec{
			{name: "entry_id", columns: "county, id", unique: true},
			{name: "entry_record", columns: "county, record, version"},
		},
	},
	{
		name:    "tile",
		columns: must("county text, stream text, level integer, number integer, hash bytes"),
		key:     "county, stream, level, number", compact: true,
	},
	{
		name:    "receipt",
		columns: join(must("county text, bundle uuid, answered_at integer, actor uuid, accepted boolean, body text"), may("packed bytes")),
		key:     "county, bundle", compact: true,
	},
	{
		name:    "sealing_key",
		columns: must("county text, record uuid, wrapped bytes"),
		key:     "county, record", compact: true,
	},
	{
		name: "cell",
		columns: must("county text, grain text, indicator text, period text, area text, breakdown text, " +
			"amount integer, number integer"),
		key: "county, grain, indicator, period, area, breakdown", compact: true,
	},
	{
		name:    "balance",
		columns: must("county text, account text, amount integer"),
		key:     "county, account", compact: true,
	},
	{
		name:    "movement",
		columns: must("county text, account text, day day, area text, came integer, went integer, number integer"),
		key:     "county, account, day, area", compact: true,
	},
	{
		name: "task",
		columns: join(must("county text, id text, kind text, register text, record id, area text, owner text, opened day"),
			may("due day, closed day"), must("urgency day, why text, form text"),
			may("from_day day, level integer, assignee text, note text")),
		key: "county, id",
		indexes: []indexSpec{
			// Without the marks of rules, which nobody owns: they are many and never listed.
			{name: "task_owned", columns: "county, urgency, opened, id, owner, area, from_day", where: "closed IS NULL AND owner <> ''"},
			{name: "task_assignee", columns: "county, assignee, urgency, opened, id", where: "closed IS NULL AND assignee IS NOT NULL"},
			{name: "task_record", columns: "county, record"},
		},
		outdated: []string{"task_open"},
	},
	{
		name: "conflict",
		columns: join(must("county text, register text, record id, field text, opened_at integer, area text, entries text"),
			may("closed_at integer, closed_by text")),
		key: "county, record, register, field, opened_at", compact: true,
		indexes: []indexSpec{
			{name: "conflict_open", columns: "county, opened_at, record, field, area", where: "closed_at IS NULL"},
		},
	},
	{
		name:    "cover",
		columns: must("county text, round id, target id, area text, day day, record id"),
		key:     "county, round, target", compact: true,
	},
	{
		name:    "round_target",
		columns: must("county text, round id, target id, area text, added day"),
		key:     "county, round, target", compact: true,
	},
	{
		// Of no county: see store.Attachments. The bytes stand last, so that the rest is read without them.
		name:    "attachment",
		columns: must("hash text, type text, size integer, uploaded_by id, uploaded_at integer, body bytes"),
		key:     "hash",
		indexes: []indexSpec{
			{name: "attachment_account", columns: "uploaded_by, uploaded_at, size"},
			{name: "attachment_uploaded", columns: "uploaded_at, hash"},
		},
	},
	{
		name:    "attachment_use",
		columns: must("county text, record id, hash text"),
		key:     "county, record, hash", compact: true,
		indexes: []indexSpec{{name: "attachment_use_hash", columns: "hash"}},
	},
	{
		name:    "term",
		columns: must("county text, word text, register text, record uuid, area text"),
		key:     "county, word, register, record", compact: true,
		// Who writes knows the words that stand, so nothing is ever asked by record.
		outdated: []string{"term_record"},
	},
	{
		// The names by which bodies are packed, by their number from 0 on: see package compact. They are only added to.
		name:    "word",
		columns: must("number integer, text text"),
		key:     "number",
	},
	{
		name:    "setting",
		columns: must("name text, body text"),
		key:     "name",
	},
	{
		name:    "credential",
		columns: join(must("login text, account text, county text, password text, disabled boolean"), may("temporary boolean")),
		key:     "login",
	},
	{
		name: "session",
		columns: join(must("digest text, account text, county text, created_at integer, expires_at integer, device text"),
			may("seen_at integer, address text, agent text, temporary boolean, origin text, as_role text, as_area text")),
		key: "digest",
		indexes: []indexSpec{{name: "session_account", columns: "account"}, {name: "session_county", columns: "county, expires_at"},
			{name: "session_origin", columns: "origin", where: "origin IS NOT NULL"}},
	},
	{
		name:    "sign_in",
		columns: must("id text, at integer, what text, account text, county text, done_by text, address text, agent text"),
		key:     "id",
		indexes: []indexSpec{{name: "sign_in_at", columns: "at"}, {name: "sign_in_account", columns: "account, at"}},
	},
	{
		name: "device",
		columns: must("id id, account text, county text, area text, name text, app text, pack text, unsent integer, " +
			"ahead integer, created_at integer, seen_at integer, revoked_at integer, wiped_at integer, revoked_by text"),
		key:     "id",
		indexes: []indexSpec{{name: "device_area", columns: "area, seen_at"}, {name: "device_account", columns: "account"}},
	},
}

// create gives the CREATE TABLE of a table.
func (t *tableSpec) create(d Dialect) string {
	var b strings.Builder
	b.WriteString("create table " + t.name + " (")
	for _, c := range t.columns {
		b.WriteString(c.name + " " + d.Type(c.kind))
		if c.notNull {
			b.WriteString(" not null")
		}
		b.WriteString(", ")
	}
	b.WriteString("primary key (" + t.key + "))" + d.TableOptions(t.compact))
	return b.String()
}

// create gives the CREATE INDEX of an index.
func (x *indexSpec) create(table string) string {
	unique, where := "", ""
	if x.unique {
		unique = "unique "
	}
	if x.where != "" {
		where = " WHERE " + x.where
	}
	return "create " + unique + "index " + x.name + " on " + table + " (" + x.columns + ")" + where
}

package portable

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"

	"jieli/catalog"
	"jieli/value"
)

// systemColumns are those of every register, in the order in which they are written and read.
var systemColumns = join(
	must("county text, id id, stream text, area text"), may("record_key text, parent id"),
	must("version integer, state text, created_at integer, created_by text, updated_at integer, updated_by text"),
	may("last_day day, warnings text"))

// table is a register as the database has it, with the statements that are made once for it.
type table struct {
	reg      *catalog.Register
	columns  string // all columns that are read, behind the alias t
	save     *insert
	byID     *placed
	byKey    *placed
	byParent *placed
	updates  updates
	indexes  map[string]string          // by their column behind county
	carried  map[string]map[string]bool // by index, what is filtered by within it
	sizes    sync.Map                   // county → *size
}

// table gives the plan of a register, made on first use.
func (s *Store) table(reg *catalog.Register) *table {
	if known, ok := s.tables.Load(reg); ok {
		return known.(*table)
	}
	known, _ := s.tables.LoadOrStore(reg, newTable(reg, s.dialect))
	return known.(*table)
}

func newTable(reg *catalog.Register, d Dialect) *table {
	t := &table{reg: reg, indexes: map[string]string{"id": d.PrimaryIndex(reg.Table())},
		carried: map[string]map[string]bool{}}
	for _, x := range tableOf(reg).indexes {
		if x.where == "" {
			columns := splitColumns(x.columns)
			t.indexes[columns[1]], t.carried[x.name] = x.name, map[string]bool{}
			for _, c := range columns[2:] {
				t.carried[x.name][c] = true
			}
		}
	}
	t.updates = updates{table: reg.Table(), texts: map[string]string{}}
	written, read := registerColumns(reg)
	t.columns = "t." + strings.Join(read, ", t.")
	t.save = newInsert(reg.Table(), strings.Join(written, ", "), replaceAll(written, "county, id"))
	from := "select " + t.columns + " from " + reg.Table() + " as t"
	t.byID = newPlaced(from, "t", "id", "")
	t.byKey = newPlaced(from, "t", "record_key", "and t.state = 'active' and t.record_key is not null")
	t.byParent = newPlaced(from, "t", "parent", "and t.state = 'active'")
	return t
}

// replaceAll is the tail of an insert that replaces a row whole.
func replaceAll(columns []string, key string) string {
	var sets []string
	for _, c := range columns {
		if !strings.Contains(", "+key+",", ", "+c+",") {
			sets = append(sets, c+" = excluded."+c)
		}
	}
	return "on conflict (" + key + ") do update set " + strings.Join(sets, ", ")
}

// registerColumns names the columns of a register as they are written, and as they are read (without digests).
func registerColumns(reg *catalog.Register) (written, read []string) {
	for _, c := range systemColumns {
		written = append(written, c.name)
	}
	read = append(read, written...)
	for _, f := range reg.Fields {
		written = append(written, f.Column())
		read = append(read, f.Column())
		if f.Privacy == catalog.Sensitive {
			written = append(written, f.DigestColumn())
		}
		if f.Filed() {
			written = append(written, f.CellColumn())
		}
	}
	return written, read
}

// tableOf is the table that a register needs.
//
// Its indexes end with id, area and state, so that a list is read in its order and rows outside the scope are passed
// over within the index. The index of a filter begins with county and field only: one index serves the scopes of
// village, town, county and, county by county, the city. A filter on the field that places records asks for their area,
// and needs no index of its own.
func tableOf(reg *catalog.Register) tableSpec {
	name := reg.Table()
	t := tableSpec{name: name, columns: append([]column(nil), systemColumns...), key: "county, id",
		sealed: map[string]string{}, open: map[string]string{}}
	for _, f := range reg.Fields {
		t.columns = append(t.columns, column{name: f.Column(), kind: columnType(f)})
		if f.Privacy == catalog.Sensitive {
			t.columns = append(t.columns, column{name: f.DigestColumn(), kind: Text})
			t.sealed[f.DigestColumn()] = f.Column()
		} else {
			t.open[f.DigestColumn()] = f.Column()
		}
		if f.Filed() {
			t.columns = append(t.columns, column{name: f.CellColumn(), kind: Integer})
			t.indexes = append(t.indexes, indexSpec{name: indexName(name, f.CellColumn()), columns: "county, " + f.CellColumn(),
				where: f.CellColumn() + " IS NOT NULL"})
		}
	}
	t.indexes = append(t.indexes,
		indexSpec{name: indexName(name, "record_key"), columns: "county, record_key", unique: true,
			where: "record_key IS NOT NULL AND state = 'active'"},
		indexSpec{name: indexName(name, "area"), columns: "county, area, id, state"},
		indexSpec{name: indexName(name, "updated_at"), columns: "county, updated_at, id, area, state"})
	t.outdated = append(t.outdated, indexName(name, "stream"))
	if reg.Parent != nil || reg.BuiltIn && reg.Name == catalog.TransferRegister { // transfers stand below what posted them
		t.indexes = append(t.indexes, indexSpec{name: indexName(name, "parent"), columns: "county, parent, id, state"})
	}
	for _, f := range reg.Fields {
		c := filterColumn(f)
		if c == "" || f.Name == reg.AreaField {
			continue
		}
		x := indexSpec{name: indexName(name, c), columns: "county, " + c + ", id, area, state"}
		if more := carried(reg, f); len(more) > 0 {
			sum := sha256.Sum256([]byte(strings.Join(more, ", ")))
			x.columns += ", " + strings.Join(more, ", ")
			x.name, x.instead = indexName(name, c+"__"+hex.EncodeToString(sum[:4])), indexName(name, c)
		}
		t.indexes = append(t.indexes, x)
	}
	return t
}

// carried are the columns that the index of a field carries besides: those of the key and of days, by which lists of things
// that have a key are put in order, have the short ones by which they are filtered. Such a list is filtered without reading
// rows then.
func carried(reg *catalog.Register, order *catalog.Field) (columns []string) {
	if len(reg.Key) != 1 || reg.Key[0] != order.Name && order.Type.Name() != "date" || order.Privacy == catalog.Sensitive {
		return nil
	}
	for _, f := range reg.Fields {
		switch f.Type.Name() {
		case "yes_no", "choice", "date":
			if f.Filter && f != order && f.Privacy != catalog.Sensitive {
				columns = append(columns, f.Column())
			}
		}
	}
	return columns
}

// filterColumn is the column that the index of a filter field stands on: equality of sensitive fields goes by digest.
func filterColumn(f *catalog.Field) string {
	switch {
	case !f.Filter:
		return ""
	case f.Privacy == catalog.Sensitive:
		return f.DigestColumn()
	}
	return f.Column()
}

// columnType is the type of a field's column; a sensitive field is ciphertext whatever it was.
func columnType(f *catalog.Field) ColumnType {
	if f.Privacy == catalog.Sensitive {
		return Text
	}
	switch f.Type.Column() {
	case value.ColumnInteger:
		return Integer
	case value.ColumnBoolean:
		return Boolean
	}
	return Text
}

// indexName names an index within the 63 bytes of a database name.
func indexName(table, column string) string {
	name := table + "__" + column
	if len(name) <= 63 {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return name[:46] + "_" + hex.EncodeToString(sum[:8])
}

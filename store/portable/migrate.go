package portable

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
)

// migrationTable remembers each step that altered the database, in order, for operators.
var migrationTable = tableSpec{
	name:    "migration",
	columns: must("number integer, step text, pack text"),
	key:     "number",
}

var (
	lastMigration = define(Registry, "select cast(coalesce(max(number), 0) as bigint) from migration")
	saveMigration = defineInsert("migration", "number, step, pack", "")
)

// nameLaw is what may be a table or a column: a database name has at most 63 bytes and ours have a prefix of 2.
var nameLaw = regexp.MustCompile(`^[a-z][a-z0-9_]{0,59}$`)

// Migrate implements store.Store. It first compares, so that a catalog that cannot be fitted alters nothing; then each
// step is one statement in a transaction of its own, with its line in the table migration. In an empty database many steps
// share a transaction: there is nothing that waits for it or could be locked.
func (s *Store) Migrate(ctx context.Context, c *catalog.Catalog) error {
	if err := s.dialect.CheckSchemaOwner(ctx, s.query); err != nil {
		return err
	}
	specs := append([]tableSpec{migrationTable}, systemTables...)
	for _, reg := range c.Registers {
		if err := checkNames(reg); err != nil {
			return err
		}
		specs = append(specs, tableOf(reg))
	}
	stands, err := s.standing(ctx)
	if err != nil {
		return err
	}
	var steps []string
	for i := range specs {
		more, err := s.compare(&specs[i], stands)
		if err != nil {
			return err
		}
		steps = append(steps, more...)
	}
	together := 1
	if len(stands.columns) == 0 {
		together = firstSteps
	}
	for some := range slices.Chunk(steps, together) {
		if err := s.alter(ctx, some, c.Pack.Version); err != nil {
			return err
		}
	}
	if err := s.fileShapes(ctx, c); err != nil {
		return err
	}
	return s.learn(ctx, c)
}

func checkNames(reg *catalog.Register) error {
	if !nameLaw.MatchString(reg.Name) {
		return FaultName.Error(fault.Invalid, "name", reg.Name)
	}
	for _, f := range reg.Fields {
		if !nameLaw.MatchString(f.Name) {
			return FaultName.Error(fault.Invalid, "name", reg.Name+"."+f.Name)
		}
	}
	return nil
}

// standing is what the database has: columns with their types by table, and names of indexes by table.
type standing struct {
	columns map[string]map[string]string
	indexes map[string]map[string]bool
}

// standing reads it in two statements: asked table by table, it was a tenth of a start.
func (s *Store) standing(ctx context.Context) (*standing, error) {
	out := &standing{map[string]map[string]string{}, map[string]map[string]bool{}}
	err := s.query(ctx, s.dialect.Columns(), nil, func(rows *sql.Rows) error {
		var table, name, kind string
		err := rows.Scan(&table, &name, &kind)
		if out.columns[table] == nil {
			out.columns[table] = map[string]string{}
		}
		out.columns[table][name] = kind
		return err
	})
	if err != nil {
		return nil, err
	}
	err = s.query(ctx, s.dialect.Indexes(), nil, func(rows *sql.Rows) error {
		var table, name string
		err := rows.Scan(&table, &name)
		if out.indexes[table] == nil {
			out.indexes[table] = map[string]bool{}
		}
		out.indexes[table][name] = true
		return err
	})
	return out, err
}

// compare gives the steps that make a table what it must be.
func (s *Store) compare(t *tableSpec, stands *standing) (steps []string, err error) {
	indexes := stands.indexes[t.name]
	have := stands.columns[t.name]
	if ids := t.longIDs(have, s.dialect); len(have) == 0 {
		steps = append(steps, t.create(s.dialect))
	} else if len(ids) > 0 {
		steps = append(steps, s.dialect.Shorten(t.name, t.create(s.dialect), t.columnsIn(have), ids))
		indexes = nil // they go with the table that was
	} else if steps, err = s.missing(t, have); err != nil {
		return nil, err
	}
	for _, x := range t.indexes {
		if !indexes[x.name] {
			steps = append(steps, x.create(t.name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(indexes)) {
		if t.isOutdated(name) {
			steps = append(steps, "drop index "+name)
		}
	}
	return steps, nil
}

// isOutdated reports whether an index that stands is one of a former version.
func (t *tableSpec) isOutdated(name string) bool {
	if slices.Contains(t.outdated, name) {
		return true
	}
	stays := false
	old := false
	for _, x := range t.indexes {
		stays = stays || x.name == name
		old = old || x.instead != "" && (name == x.instead || strings.HasPrefix(name, x.instead+"__"))
	}
	return old && !stays
}

// longIDs gives the columns whose ids are text, in a database of a former version.
func (t *tableSpec) longIDs(have map[string]string, d Dialect) (ids []string) {
	for _, c := range t.columns {
		if c.kind == UUID && have[c.name] == d.Type(Text) && d.ShortIDs() {
			ids = append(ids, c.name)
		}
	}
	return ids
}

// columnsIn names the columns that stand already.
func (t *tableSpec) columnsIn(have map[string]string) (out []string) {
	for _, c := range t.columns {
		if have[c.name] != "" {
			out = append(out, c.name)
		}
	}
	return out
}

// missing gives the columns to add; a column that would have to change is refused.
func (s *Store) missing(t *tableSpec, have map[string]string) ([]string, error) {
	var steps []string
	for _, c := range t.columns {
		was, ok := have[c.name]
		now := s.dialect.Type(c.kind)
		switch {
		case ok && was != now:
			return nil, FaultColumnType.Error(fault.Conflict, "field", t.name+"."+c.name, "was", was, "now", now)
		case !ok && c.notNull:
			return nil, internal(fmt.Errorf("table %s lacks column %s, which must not be null", t.name, c.name))
		case !ok:
			steps = append(steps, "alter table "+t.name+" add column "+c.name+" "+now)
		}
	}
	return steps, t.refuse(have)
}

// refuse finds fields that became sensitive, or ceased to be, while they hold values of the other kind: a sensitive
// field has a column of digests beside it.
func (t *tableSpec) refuse(have map[string]string) error {
	for digest, field := range t.open {
		if _, stands := have[digest]; stands {
			return FaultColumnType.Error(fault.Conflict, "field", t.name+"."+field, "was", "sensitive", "now", "open")
		}
	}
	for digest, field := range t.sealed {
		_, hasField := have[field]
		if _, stands := have[digest]; hasField && !stands {
			return FaultColumnType.Error(fault.Conflict, "field", t.name+"."+field, "was", "open", "now", "sensitive")
		}
	}
	return nil
}

// firstSteps is how many steps share a transaction in an empty database: PostgreSQL keeps a lock for each table and index.
const firstSteps = 200

// alter runs steps and notes them, in one transaction.
func (s *Store) alter(ctx context.Context, steps []string, pack string) error {
	return s.transact(ctx, false, func(w *writer) error {
		w.prepare, w.unhurried = nil, true // run once, and an index over millions of rows takes its time
		if lift := s.dialect.Unhurried(); lift != "" {
			if err := w.exec(ctx, lift, nil); err != nil {
				return err
			}
		}
		for _, step := range steps {
			if err := w.exec(ctx, step, nil); err != nil {
				return err
			}
		}
		number := int64(0)
		err := w.query(ctx, lastMigration.Text, nil, func(rows *sql.Rows) error { return rows.Scan(&number) })
		if err != nil {
			return err
		}
		return w.rows(ctx, saveMigration, len(steps), func(i int, args []any) []any {
			return append(args, number+1+int64(i), steps[i], pack)
		})
	})
}

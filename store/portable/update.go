package portable

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
)

// UpdateRecords implements store.Tx. Only columns that differ are written: an index is touched only when its own
// columns change, and a record has more than a dozen.
func (w *writer) UpdateRecords(ctx context.Context, reg *catalog.Register, changes []store.RecordChange) error {
	t := w.s.table(reg)
	for _, c := range changes {
		if len(c.Before.Fields) != len(reg.Fields) || len(c.After.Fields) != len(reg.Fields) {
			return internal(fmt.Errorf("record of %s has %d and %d fields for %d", reg.Name, len(c.Before.Fields),
				len(c.After.Fields), len(reg.Fields)))
		}
		text, args := t.update(w.s, c.Before, c.After)
		if err := w.exec(ctx, text, args); err != nil {
			return err
		}
	}
	return nil
}

// always are the columns that every change writes; together in each statement, so that there are few different ones.
var always = []string{"version", "updated_at", "updated_by", "last_day", "warnings"}

// update makes the statement that turns one state of a row into another.
func (t *table) update(s *Store, before, after *register.Record) (string, []any) {
	columns := make([]string, 0, 24)
	args := make([]any, 0, 32)
	columns = append(columns, always...)
	args = append(args, after.Version, int64(after.UpdatedAt), after.UpdatedBy, dayOrNull(after.LastDay),
		orNull(packList(after.Warnings)))
	for _, c := range [...]struct{ name, before, after string }{
		{"stream", before.Stream, after.Stream}, {"area", before.Area, after.Area}, {"record_key", before.Key, after.Key},
		{"parent", before.Parent, after.Parent}, {"state", before.State, after.State},
		{"created_by", before.CreatedBy, after.CreatedBy},
	} {
		if c.before != c.after {
			columns, args = append(columns, c.name), append(args, orNull(c.after))
		}
	}
	if before.CreatedAt != after.CreatedAt {
		columns, args = append(columns, "created_at"), append(args, int64(after.CreatedAt))
	}
	for i, f := range t.reg.Fields {
		if register.SameValue(before.Fields[i], after.Fields[i]) {
			continue
		}
		columns = append(columns, f.Column())
		if f.Privacy == catalog.Sensitive {
			columns = append(columns, f.DigestColumn())
		}
		if f.Filed() {
			columns = append(columns, f.CellColumn())
		}
		args = s.column(args, f, after.Fields[i])
	}
	return t.updates.text(columns), append(args, after.County, after.ID)
}

// updates keeps the texts of the updates of a table by the columns that they set.
type updates struct {
	table string
	mu    sync.Mutex
	texts map[string]string
}

// maxUpdates bounds the texts kept for one table; people correct a few fields at a time, mostly the same ones.
const maxUpdates = 256

func (u *updates) text(columns []string) string {
	key := strings.Join(columns, ",")
	u.mu.Lock()
	defer u.mu.Unlock()
	text, ok := u.texts[key]
	if !ok {
		text = updateText(u.table, columns)
		if len(u.texts) < maxUpdates {
			u.texts[key] = text
		}
	}
	return text
}

func updateText(table string, columns []string) string {
	var b strings.Builder
	b.WriteString("update " + table + " set ")
	for i, c := range columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(c + " = $" + strconv.Itoa(i+1))
	}
	b.WriteString(" where county = $" + strconv.Itoa(len(columns)+1) + " and id = $" + strconv.Itoa(len(columns)+2))
	return b.String()
}

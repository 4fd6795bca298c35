package portable

import (
	"context"
	"database/sql"
)

var (
	settingOf   = define(Registry, "select body from setting where name = $1")
	saveSetting = defineInsert("setting", "name, body", replaceAll([]string{"body"}, "name"))
)

// Setting implements store.Reader; "" when there is none.
func (s *Store) Setting(ctx context.Context, name string) (text string, err error) {
	err = s.query(ctx, settingOf.Text, []any{name}, func(rows *sql.Rows) error { return rows.Scan(&text) })
	return text, err
}

// SaveSetting implements store.Reader. It is a write transaction of its own: never call it within Write.
func (s *Store) SaveSetting(ctx context.Context, name, text string) error {
	return s.runOne(ctx, saveSetting.texts[0], name, text)
}

// runOne executes one statement in a write transaction of its own.
func (s *Store) runOne(ctx context.Context, text string, args ...any) error {
	return s.transact(ctx, false, func(w *writer) error { return w.exec(ctx, text, args) })
}

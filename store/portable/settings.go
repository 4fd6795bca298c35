package portable

import (
	"context"
	"database/sql"

	"jieli/store"
)

var (
	settingOf   = define(Registry, "select body from setting where name = $1")
	saveSetting = defineInsert("setting", "name, body", replaceAll([]string{"body"}, "name"))

	credentialOf   = define(Registry, "select account, county, password, disabled from credential where login = $1")
	saveCredential = defineInsert("credential", "login, account, county, password, disabled",
		replaceAll(splitColumns("account, county, password, disabled"), "login"))

	sessionOf   = define(Registry, "select account, county, created_at, expires_at, device from session where digest = $1")
	saveSession = defineInsert("session", "digest, account, county, created_at, expires_at, device",
		replaceAll(splitColumns("account, county, created_at, expires_at, device"), "digest"))
	deleteSession    = define(Registry, "delete from session where digest = $1")
	deleteSessionsOf = define(Registry, "delete from session where account = $1")
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

// Credential implements store.Credentials; nil when there is none.
func (s *Store) Credential(ctx context.Context, login string) (found *store.Credential, err error) {
	err = s.query(ctx, credentialOf.Text, []any{login}, func(rows *sql.Rows) error {
		found = &store.Credential{Login: login}
		return rows.Scan(&found.Account, &found.County, &found.Password, &found.Disabled)
	})
	return found, err
}

// SaveCredential implements store.Credentials.
func (s *Store) SaveCredential(ctx context.Context, c store.Credential) error {
	return s.runOne(ctx, saveCredential.texts[0], c.Login, c.Account, c.County, c.Password, c.Disabled)
}

// Session implements store.Credentials; nil when there is none. Whether it has expired is for the caller to say.
func (s *Store) Session(ctx context.Context, digest string) (found *store.Session, err error) {
	err = s.query(ctx, sessionOf.Text, []any{digest}, func(rows *sql.Rows) error {
		found = &store.Session{Digest: digest}
		return rows.Scan(&found.Account, &found.County, &found.CreatedAt, &found.ExpiresAt, &found.Device)
	})
	return found, err
}

// SaveSession implements store.Credentials.
func (s *Store) SaveSession(ctx context.Context, c store.Session) error {
	return s.runOne(ctx, saveSession.texts[0],
		c.Digest, c.Account, c.County, int64(c.CreatedAt), int64(c.ExpiresAt), c.Device)
}

// DeleteSession implements store.Credentials.
func (s *Store) DeleteSession(ctx context.Context, digest string) error {
	return s.runOne(ctx, deleteSession.Text, digest)
}

// DeleteSessionsOf implements store.Credentials.
func (s *Store) DeleteSessionsOf(ctx context.Context, account string) error {
	return s.runOne(ctx, deleteSessionsOf.Text, account)
}

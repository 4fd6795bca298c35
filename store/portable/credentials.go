package portable

import (
	"context"
	"database/sql"

	"jieli/store"
	"jieli/value"
)

const (
	credentialColumns = "account, county, password, disabled, temporary"
	sessionColumns    = "digest, account, county, created_at, expires_at, device, seen_at, address, agent, temporary, origin, " +
		"as_role, as_area"
	// readSession gives what a former version did not keep as none.
	readSession = "select digest, account, county, created_at, expires_at, device, coalesce(seen_at, 0), " +
		"coalesce(address, ''), coalesce(agent, ''), coalesce(temporary, false), coalesce(origin, ''), " +
		"coalesce(as_role, ''), coalesce(as_area, '') from session "
	signInColumns = "id, at, what, account, county, done_by, address, agent"
	readSignIn    = "select " + signInColumns + " from sign_in where at >= $1 and at < $2 and "
)

var (
	credentialOf = define(Registry, "select account, county, password, disabled, coalesce(temporary, false) "+
		"from credential where login = $1")
	saveCredential = defineInsert("credential", "login, "+credentialColumns, replaceAll(splitColumns(credentialColumns), "login"))

	sessionOf   = define(Registry, readSession+"where digest = $1")
	saveSession = defineInsert("session", sessionColumns, replaceAll(splitColumns("account, county, created_at, expires_at, "+
		"device, seen_at, address, agent, temporary, origin, as_role, as_area"), "digest"))
	touchSession     = define(Registry, "update session set seen_at = $1 where digest = $2")
	deleteSession    = define(Registry, "delete from session where digest = $1 or origin = $2")
	deleteSessionsOf = define(Registry, "delete from session where account = $1")
	sessionsIn       = define(Registry, readSession+"where county >= $1 and county < $2 and expires_at >= $3 "+
		"order by coalesce(seen_at, created_at) desc, digest limit $4")
	sessionsOf = define(Registry, readSession+"where account = $1 and expires_at >= $2 "+
		"order by coalesce(seen_at, created_at) desc, digest limit $3")

	saveSignIn    = defineInsert("sign_in", signInColumns, "")
	signInsIn     = define(Registry, readSignIn+"county >= $3 and county < $4 order by at desc, id desc limit $5")
	signInsOfThem = define(Registry, readSignIn+"county >= $3 and county < $4 and account = $5 order by at desc, id desc limit $6")
)

// Credential implements store.Credentials; nil when there is none.
func (s *Store) Credential(ctx context.Context, login string) (found *store.Credential, err error) {
	err = s.query(ctx, credentialOf.Text, []any{login}, func(rows *sql.Rows) error {
		found = &store.Credential{Login: login}
		return rows.Scan(&found.Account, &found.County, &found.Password, &found.Disabled, &found.Temporary)
	})
	return found, err
}

// SaveCredential implements store.Credentials.
func (s *Store) SaveCredential(ctx context.Context, c store.Credential) error {
	return s.runOne(ctx, saveCredential.texts[0], c.Login, c.Account, c.County, c.Password, c.Disabled, c.Temporary)
}

// Session implements store.Credentials; nil when there is none. Whether it has expired is for the caller to say.
func (s *Store) Session(ctx context.Context, digest string) (found *store.Session, err error) {
	list, err := s.sessions(ctx, sessionOf.Text, digest)
	if len(list) > 0 {
		found = &list[0]
	}
	return found, err
}

func (s *Store) sessions(ctx context.Context, text string, args ...any) (list []store.Session, err error) {
	err = s.query(ctx, text, args, func(rows *sql.Rows) error {
		var x store.Session
		err := rows.Scan(&x.Digest, &x.Account, &x.County, &x.CreatedAt, &x.ExpiresAt, &x.Device, &x.SeenAt, &x.Address,
			&x.Agent, &x.Temporary, &x.Origin, &x.AsRole, &x.AsArea)
		list = append(list, x)
		return err
	})
	return list, err
}

// SaveSession implements store.Credentials.
func (s *Store) SaveSession(ctx context.Context, c store.Session) error {
	return s.runOne(ctx, saveSession.texts[0], c.Digest, c.Account, c.County, int64(c.CreatedAt), int64(c.ExpiresAt), c.Device,
		noneOf(int64(c.SeenAt)), c.Address, c.Agent, c.Temporary, noneOf(c.Origin), c.AsRole, c.AsArea)
}

// noneOf keeps what is zero as null.
func noneOf[T comparable](x T) any {
	var zero T
	if x == zero {
		return nil
	}
	return x
}

// TouchSession implements store.Credentials.
func (s *Store) TouchSession(ctx context.Context, digest string, at value.Instant) error {
	return s.runOne(ctx, touchSession.Text, int64(at), digest)
}

// DeleteSession implements store.Credentials.
func (s *Store) DeleteSession(ctx context.Context, digest string) error {
	return s.runOne(ctx, deleteSession.Text, digest, digest)
}

// DeleteSessionsOf implements store.Credentials.
func (s *Store) DeleteSessionsOf(ctx context.Context, account string) error {
	return s.runOne(ctx, deleteSessionsOf.Text, account)
}

// SessionsIn implements store.Credentials.
func (s *Store) SessionsIn(ctx context.Context, county string, until value.Instant, limit int) ([]store.Session, error) {
	return s.sessions(ctx, sessionsIn.Text, county, value.NextPrefix(county), int64(until), limit)
}

// SessionsOf implements store.Credentials.
func (s *Store) SessionsOf(ctx context.Context, account string, until value.Instant, limit int) ([]store.Session, error) {
	return s.sessions(ctx, sessionsOf.Text, account, int64(until), limit)
}

// SaveSignIn implements store.Credentials.
func (s *Store) SaveSignIn(ctx context.Context, x store.SignIn) error {
	return s.runOne(ctx, saveSignIn.texts[0], x.ID, int64(x.At), x.What, x.Account, x.County, x.By, x.Address, x.Agent)
}

// SignIns implements store.Credentials.
func (s *Store) SignIns(ctx context.Context, county, account string, from, before value.Instant, limit int) (
	list []store.SignIn, err error) {
	text, past := signInsIn.Text, ":" // behind all digits
	if county != "" {
		past = value.NextPrefix(county)
	}
	args := []any{int64(from), int64(before), county, past}
	if account != "" {
		text, args = signInsOfThem.Text, append(args, account)
	}
	err = s.query(ctx, text, append(args, limit), func(rows *sql.Rows) error {
		var x store.SignIn
		err := rows.Scan(&x.ID, &x.At, &x.What, &x.Account, &x.County, &x.By, &x.Address, &x.Agent)
		list = append(list, x)
		return err
	})
	return list, err
}

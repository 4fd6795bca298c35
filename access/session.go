package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

const (
	// SessionLife is how long a session lasts: a team member signs in once a week, also when most days are spent
	// without network. Every request checks the account anew, so that a longer life gives nobody more rights.
	SessionLife = 7 * 24 * time.Hour
	// tokenBytes of randomness cannot be guessed.
	tokenBytes = 32
	// sessionsKept bounds the cache to about 2 MiB.
	sessionsKept = 8192
	// sessionFresh is how long, in microseconds, another process's sign-out may go unseen (2 s).
	sessionFresh = 2_000_000
	maxLogin     = 64 // bytes
	maxDevice    = 64 // bytes
)

var (
	errSignIn = fault.Define("sign_in_failed",
		"账号或密码不正确。", "The login or the password is wrong.")
	errNoSession = fault.Define("not_signed_in",
		"请先登录。", "Sign in first.")
	errPasswordWrong = fault.Define("password_wrong",
		"原密码不正确。", "The present password is wrong.")
	errKeeper = fault.Define("password_not_yours_to_set",
		"您不能为这个账号设置密码：该账号或它的授权超出您的管辖范围。",
		"You may not set the password of this account: it or one of its grants lies outside your areas.")
)

// Sessions signs people in and out. Safe for concurrent use.
type Sessions struct {
	store     store.Reader
	directory *Directory
	hasher    *Hasher
	throttle  *throttle
	clock     clock.Clock

	mu         sync.Mutex
	known      map[string]knownSession // by digest
	generation int64                   // rises with each sign-out
}

type knownSession struct {
	session store.Session
	at      value.Instant
}

// NewSessions makes the keeper of sessions; one in a process, so that throttling and memory bounds hold.
func NewSessions(s store.Reader, d *Directory, c clock.Clock) *Sessions {
	return &Sessions{
		store: s, directory: d, hasher: NewHasher(), throttle: newThrottle(c), clock: c,
		known: map[string]knownSession{},
	}
}

// Session is what a token opens.
type Session struct {
	Digest    string // of the token: names the session without opening it
	Actor     *Actor
	ExpiresAt value.Instant
}

// SignIn opens a session and gives its token, which is kept nowhere. address is where the request came from, device
// may be empty. Errors: Unauthenticated (sign_in_failed for an unknown login and a wrong password alike, account_gone
// for a disabled account with the right password), Busy (sign_in_throttled with RetryAfter, sign_in_busy).
func (s *Sessions) SignIn(ctx context.Context, login, password, address, device string) (string, *Session, error) {
	login, address = normalLogin(login), Neighbourhood(address)
	if login == "" || len(login) > maxLogin {
		login = "" // counts against the address; no credential has this login
	}
	if err := s.throttle.attempt(login, address); err != nil {
		return "", nil, err
	}
	cred, err := s.verify(ctx, login, password)
	if err != nil {
		return "", nil, err
	}
	actor, err := s.directory.Actor(ctx, cred.County, cred.Account)
	if err != nil {
		return "", nil, err
	}
	if cred.Disabled || normalLogin(actor.Login) != login { // the login was given another name since
		return "", nil, errNoAccount.Error(fault.Unauthenticated)
	}
	s.throttle.forgive(login, address)
	return s.open(ctx, actor, device)
}

func normalLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// verify gives the credential that login and password fit.
func (s *Sessions) verify(ctx context.Context, login, password string) (*store.Credential, error) {
	var cred *store.Credential
	if login != "" {
		var err error
		if cred, err = s.store.Credential(ctx, login); err != nil {
			return nil, err
		}
	}
	stored := ""
	if cred != nil {
		stored = cred.Password
	}
	ok, err := s.hasher.Verify(ctx, stored, password)
	if err != nil {
		return nil, err
	}
	if !ok || cred == nil {
		return nil, errSignIn.Error(fault.Unauthenticated)
	}
	return cred, nil
}

func (s *Sessions) open(ctx context.Context, actor *Actor, device string) (string, *Session, error) {
	raw := make([]byte, tokenBytes)
	rand.Read(raw) // never fails since Go 1.24
	token := base64.RawURLEncoding.EncodeToString(raw)
	now := s.clock.Now()
	kept := store.Session{
		Digest: digest(token), Account: actor.Account, County: actor.County,
		CreatedAt: now, ExpiresAt: now + value.Instant(SessionLife.Microseconds()),
		Device: device[:min(len(device), maxDevice)],
	}
	if err := s.store.SaveSession(ctx, kept); err != nil {
		return "", nil, err
	}
	return token, &Session{Digest: kept.Digest, Actor: actor, ExpiresAt: kept.ExpiresAt}, nil
}

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Open gives the session of a token. Errors: Unauthenticated (not_signed_in for an unknown, ended or malformed token,
// account_gone when the account has been disabled since).
func (s *Sessions) Open(ctx context.Context, token string) (*Session, error) {
	if len(token) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return nil, errNoSession.Error(fault.Unauthenticated)
	}
	kept, err := s.find(ctx, digest(token))
	if err != nil {
		return nil, err
	}
	if kept == nil || kept.ExpiresAt <= s.clock.Now() {
		return nil, errNoSession.Error(fault.Unauthenticated)
	}
	actor, err := s.directory.Actor(ctx, kept.County, kept.Account)
	if err != nil {
		return nil, err
	}
	return &Session{Digest: kept.Digest, Actor: actor, ExpiresAt: kept.ExpiresAt}, nil
}

func (s *Sessions) find(ctx context.Context, digest string) (*store.Session, error) {
	now := s.clock.Now()
	s.mu.Lock()
	k, ok := s.known[digest]
	generation := s.generation
	s.mu.Unlock()
	if ok && now-k.at <= sessionFresh && now >= k.at {
		return &k.session, nil
	}
	kept, err := s.store.Session(ctx, digest)
	if err != nil || kept == nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.generation == generation {
		if len(s.known) >= sessionsKept {
			clear(s.known)
		}
		s.known[digest] = knownSession{*kept, now}
	}
	return kept, nil
}

func (s *Sessions) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.generation++
	clear(s.known)
}

// SignOut ends one session, by its digest.
func (s *Sessions) SignOut(ctx context.Context, digest string) error {
	err := s.store.DeleteSession(ctx, digest)
	s.forget()
	return err
}

// SignOutAll ends all sessions of an account.
func (s *Sessions) SignOutAll(ctx context.Context, account string) error {
	err := s.store.DeleteSessionsOf(ctx, account)
	s.forget()
	return err
}

// SetPassword gives an account its password and ends all its sessions. It asks nobody: callers are the command line,
// sample data, ChangePassword and SetPasswordOf. Errors: Invalid with what is wrong with the password.
func (s *Sessions) SetPassword(ctx context.Context, login, county, account, password string) error {
	if f := CheckPassword(login, password); f != nil {
		return fault.Of(fault.Invalid, []fault.Finding{*f})
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	cred := store.Credential{Login: normalLogin(login), Account: account, County: county, Password: hash}
	if err := s.store.SaveCredential(ctx, cred); err != nil {
		return err
	}
	return s.SignOutAll(ctx, account)
}

// ChangePassword lets a signed-in person choose a new password; all sessions of the account end. Errors: Invalid
// (password_wrong and those of SetPassword), Busy as of SignIn: guessing the old password is throttled alike.
func (s *Sessions) ChangePassword(ctx context.Context, a *Actor, address, old, new string) error {
	login := normalLogin(a.Login)
	if err := s.throttle.attempt(login, Neighbourhood(address)); err != nil {
		return err
	}
	if _, err := s.verify(ctx, login, old); err != nil {
		if fault.KindOf(err) == fault.Unauthenticated {
			return fault.Of(fault.Invalid, []fault.Finding{errPasswordWrong.At("old")})
		}
		return err
	}
	s.throttle.forgive(login, Neighbourhood(address))
	return s.SetPassword(ctx, login, a.County, a.Account, new)
}

// SetPasswordOf lets a keeper of accounts give somebody a password; all sessions of that account end. Who may set a
// password can become that person, so the keeper must keep the accounts of the account's own area and of all areas it
// is granted, coming grants included. Errors: Denied (password_not_yours_to_set), those of SetPassword.
func (s *Sessions) SetPasswordOf(ctx context.Context, keeper *Actor, county, account, password string) error {
	r, err := s.governed(ctx, keeper, county, account)
	if err != nil {
		return err
	}
	return s.SetPassword(ctx, text(r, "login"), county, account, password)
}

// SignOutOf lets a keeper of accounts end all sessions of an account. Errors as of SetPasswordOf.
func (s *Sessions) SignOutOf(ctx context.Context, keeper *Actor, county, account string) error {
	if _, err := s.governed(ctx, keeper, county, account); err != nil {
		return err
	}
	return s.SignOutAll(ctx, account)
}

func (s *Sessions) governed(ctx context.Context, keeper *Actor, county, account string) (*register.Record, error) {
	scope := keeper.Has(catalog.KeepUsers)
	r, grants, err := s.directory.Account(ctx, county, account)
	if err != nil {
		return nil, err
	}
	if r == nil || len(scope) == 0 {
		return nil, errKeeper.Error(fault.Denied)
	}
	ok := Covers(scope, r.Area)
	today := s.clock.Now().Day()
	for _, g := range grants {
		ended := g.Until != 0 && g.Until < today
		ok = ok && (ended || Covers(scope, g.Area))
	}
	if !ok {
		return nil, errKeeper.Error(fault.Denied)
	}
	return r, nil
}

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
	// seenEvery is how exactly it is kept when a session was last used, in microseconds (5 min): a write each.
	seenEvery = 300_000_000
	maxLogin  = 64  // bytes
	maxDevice = 64  // bytes
	maxAgent  = 200 // bytes
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
	errLoginTaken = fault.Define("login_taken",
		"登录名“{login}”已经是别人的，请换一个。", "The login “{login}” is somebody else's already; choose another.")
)

// Sessions signs people in and out. Safe for concurrent use.
type Sessions struct {
	store     store.Reader
	directory *Directory
	hasher    *Hasher
	throttle  *throttle
	door      *door
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
		door:  newDoor(s, c),
		known: map[string]knownSession{},
	}
}

// Session is what a token opens.
type Session struct {
	Digest    string // of the token: names the session without opening it
	Actor     *Actor
	ExpiresAt value.Instant
	Temporary bool     // opened by a temporary password: good for choosing another
	Viewing   *Viewing // nil but for a session that sees as a role
}

// Client is where a request comes from. What it calls itself may be empty and is believed by nobody.
type Client struct{ Address, Device, Agent string }

// SignIn opens a session and gives its token, which is kept nowhere. What became of it is kept in the book of the door.
// Errors: Unauthenticated (sign_in_failed for an unknown login and a wrong password alike, account_gone for a disabled
// account with the right password), Busy (sign_in_throttled with RetryAfter, sign_in_busy).
func (s *Sessions) SignIn(ctx context.Context, login, password string, from Client) (string, *Session, error) {
	login, address := normalLogin(login), Neighbourhood(from.Address)
	if login == "" || len(login) > maxLogin {
		login = "" // counts against the address; no credential has this login
	}
	if err := s.throttle.attempt(login, address); err != nil {
		return "", nil, err
	}
	cred, ok, err := s.verify(ctx, login, password)
	if err != nil {
		return "", nil, err
	}
	if !ok {
		s.door.failed(ctx, cred, from)
		return "", nil, errSignIn.Error(fault.Unauthenticated)
	}
	actor, err := s.directory.Actor(ctx, cred.County, cred.Account)
	if err == nil && (cred.Disabled || normalLogin(actor.Login) != login) { // the login was given another name since
		err = errNoAccount.Error(fault.Unauthenticated)
	}
	if err != nil {
		if fault.KindOf(err) == fault.Unauthenticated {
			s.door.failed(ctx, cred, from)
		}
		return "", nil, err
	}
	s.throttle.forgive(login, address)
	token, session, err := s.open(ctx, actor, from, store.Session{Temporary: cred.Temporary}, SessionLife)
	if err != nil {
		return "", nil, err
	}
	return token, session, s.door.note(ctx, SignedIn, actor.County, actor.Account, "", from)
}

func normalLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// verify gives the credential of a login, nil when there is none, and whether the password fits it.
func (s *Sessions) verify(ctx context.Context, login, password string) (cred *store.Credential, ok bool, err error) {
	if login != "" {
		if cred, err = s.store.Credential(ctx, login); err != nil {
			return nil, false, err
		}
	}
	stored := ""
	if cred != nil {
		stored = cred.Password
	}
	ok, err = s.hasher.Verify(ctx, stored, password)
	return cred, ok && cred != nil, err
}

// open keeps a new session of an actor; kept holds what is particular about it.
func (s *Sessions) open(ctx context.Context, actor *Actor, from Client, kept store.Session, life time.Duration) (
	string, *Session, error) {
	raw := make([]byte, tokenBytes)
	rand.Read(raw) // never fails since Go 1.24
	token := base64.RawURLEncoding.EncodeToString(raw)
	now := s.clock.Now()
	kept.Digest, kept.Account, kept.County = digest(token), actor.Account, actor.County
	kept.CreatedAt, kept.ExpiresAt = now, now+value.Instant(life.Microseconds())
	kept.Address, kept.Device, kept.Agent = from.Address, cut(from.Device, maxDevice), cut(from.Agent, maxAgent)
	if err := s.store.SaveSession(ctx, kept); err != nil {
		return "", nil, err
	}
	return token, &Session{Digest: kept.Digest, Actor: actor, ExpiresAt: kept.ExpiresAt, Temporary: kept.Temporary}, nil
}

// cut keeps what somebody calls themselves short, and text.
func cut(text string, most int) string {
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
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
	session := &Session{Digest: kept.Digest, Actor: actor, ExpiresAt: kept.ExpiresAt, Temporary: kept.Temporary}
	if kept.Origin != "" {
		return s.viewing(ctx, session, kept)
	}
	return session, nil
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
	if now-max(kept.SeenAt, kept.CreatedAt) > seenEvery {
		_ = s.store.TouchSession(ctx, digest, now) // that it is not kept when somebody came keeps nobody out
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

// SignOutOf lets a keeper of accounts end all sessions of an account. Errors as of SetPasswordOf.
func (s *Sessions) SignOutOf(ctx context.Context, keeper *Actor, county, account string) error {
	if _, err := s.governed(ctx, keeper, county, account); err != nil {
		return err
	}
	if err := s.SignOutAll(ctx, account); err != nil {
		return err
	}
	return s.door.note(ctx, SessionsEnded, county, account, keeper.Account, Client{})
}

func (s *Sessions) governed(ctx context.Context, keeper *Actor, county, account string) (*register.Record, error) {
	r, grants, err := s.directory.Account(ctx, county, account)
	if err != nil {
		return nil, err
	}
	if r == nil || !Keeps(keeper, r.Area, grants, s.clock.Now().Day()) {
		return nil, errKeeper.Error(fault.Denied)
	}
	return r, nil
}

// Keeps reports whether somebody keeps the accounts of an area and of all areas that an account of it is granted, now or
// later.
func Keeps(keeper *Actor, home string, grants []Grant, today value.Date) bool {
	scope := keeper.Has(catalog.KeepUsers)
	if !Covers(scope, home) {
		return false
	}
	for _, g := range grants {
		if ended := g.Until != 0 && g.Until < today; !ended && !Covers(scope, g.Area) {
			return false
		}
	}
	return true
}

package access

import (
	"context"
	"sync"

	"jieli/clock"
	"jieli/store"
	"jieli/value"
)

// What is kept of the door: who came in, who was turned away, who was put out by whom.
const (
	SignedIn        = "in"
	SignInFailed    = "failed"
	PasswordGiven   = "password_given"   // by a keeper of accounts
	PasswordChanged = "password_changed" // by oneself
	SessionEnded    = "session_ended"    // one, by a keeper of accounts
	SessionsEnded   = "sessions_ended"   // all of an account, by a keeper of accounts
)

// DoorEvents are all of them.
var DoorEvents = []string{SignedIn, SignInFailed, PasswordGiven, PasswordChanged, SessionEnded, SessionsEnded}

const (
	// strangerEvery is how often failures of unknown logins from one address are kept, in microseconds (1 min): whoever
	// tries names all night fills no disk.
	strangerEvery  = 60_000_000
	strangersKnown = 4096
)

// door keeps the book of the door.
type door struct {
	store store.Reader
	clock clock.Clock

	mu        sync.Mutex
	strangers map[string]value.Instant // by neighbourhood
}

func newDoor(s store.Reader, c clock.Clock) *door {
	return &door{store: s, clock: c, strangers: map[string]value.Instant{}}
}

func (d *door) note(ctx context.Context, what, county, account, by string, from Client) error {
	return d.store.SaveSignIn(ctx, store.SignIn{ID: clock.NewID(d.clock), At: d.clock.Now(), What: what, County: county,
		Account: account, By: by, Address: from.Address, Agent: cut(from.Agent, maxAgent)})
}

// failed keeps a failure. What was typed as the login is not kept: it may be a password in the wrong box. That it cannot
// be kept changes nothing of the refusal.
func (d *door) failed(ctx context.Context, cred *store.Credential, from Client) {
	if cred != nil {
		_ = d.note(ctx, SignInFailed, cred.County, cred.Account, "", from)
	} else if d.strange(Neighbourhood(from.Address)) {
		_ = d.note(ctx, SignInFailed, "", "", "", from)
	}
}

// strange reports whether nobody unknown came from there lately.
func (d *door) strange(address string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.clock.Now()
	if at, ok := d.strangers[address]; ok && now-at < strangerEvery {
		return false
	}
	if len(d.strangers) >= strangersKnown {
		clear(d.strangers)
	}
	d.strangers[address] = now
	return true
}

package access

import (
	"container/list"
	"errors"
	"net/netip"
	"sync"
	"time"

	"jieli/clock"
	"jieli/fault"
	"jieli/value"
)

const (
	// Attempts that may fail before a wait is asked for. A person mistypes a password a few times; an office behind
	// one address has many persons; a login that is tried from everywhere is slowed, not locked, so that nobody can
	// shut another out for long.
	freePerPair    = 5  // one login from one address
	freePerLogin   = 20 // one login from anywhere
	freePerAddress = 50 // one address, any login

	firstWait = 30 * time.Second // doubles with each further failure
	longWait  = 15 * time.Minute // at most, for a pair and an address
	loginWait = time.Minute      // at most, for a login: its owner is not shut out
	forgets   = time.Hour        // without an attempt the count starts anew

	// throttleSize bounds memory: about 2 MiB. The entry longest unused makes room.
	throttleSize = 16384
)

var errThrottled = fault.Define("sign_in_throttled",
	"登录失败次数过多，请在 {seconds} 秒后再试。", "Too many failed sign-ins. Try again in {seconds} seconds.")

// Wait is the cause of errors that ask to wait.
type Wait time.Duration

// Error gives the wait in words for logs.
func (w Wait) Error() string { return "retry after " + time.Duration(w).String() }

// RetryAfter gives how long an error asks to wait, rounded up to whole seconds; false when it asks for nothing.
func RetryAfter(err error) (seconds int64, ok bool) {
	var w Wait
	if !errors.As(err, &w) {
		return 0, false
	}
	return (int64(w) + int64(time.Second) - 1) / int64(time.Second), true
}

// throttle counts attempts in memory and asks to wait. Attempts are counted before the password is verified and
// forgiven afterwards, so that many at once do not slip through.
type throttle struct {
	clock clock.Clock
	mu    sync.Mutex
	byKey map[throttleKey]*list.Element
	order *list.List // of *attempts, most recently used first
}

type throttleKey struct{ login, address string }

type attempts struct {
	key     throttleKey
	n       int           // attempts that were not forgiven
	last    value.Instant // of the latest attempt
	blocked value.Instant // no attempt before
}

func newThrottle(c clock.Clock) *throttle {
	return &throttle{clock: c, byKey: map[throttleKey]*list.Element{}, order: list.New()}
}

// limits of the three counts that an attempt falls under.
func throttleKeys(login, address string) [3]struct {
	key  throttleKey
	free int
	max  time.Duration
} {
	return [3]struct {
		key  throttleKey
		free int
		max  time.Duration
	}{
		{throttleKey{login, address}, freePerPair, longWait},
		{throttleKey{login, ""}, freePerLogin, loginWait},
		{throttleKey{"", address}, freePerAddress, longWait},
	}
}

// attempt counts one attempt, or gives the error Busy with how long to wait; a refused attempt is not counted.
func (t *throttle) attempt(login, address string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.clock.Now()
	keys := throttleKeys(login, address)
	var until value.Instant
	for _, k := range keys {
		until = max(until, t.entry(k.key, now).blocked)
	}
	if until > now {
		wait := Wait(time.Duration(until-now) * time.Microsecond)
		err := errThrottled.Error(fault.Busy).Because(wait)
		seconds, _ := RetryAfter(err)
		err.Findings[0] = errThrottled.At("", "seconds", seconds)
		return err
	}
	for _, k := range keys {
		a := t.entry(k.key, now)
		a.n++
		a.last = now
		if over := a.n - k.free; over >= 0 {
			a.blocked = now + value.Instant(waitAfter(over, k.max).Microseconds())
		}
	}
	return nil
}

// forgive takes an attempt back that succeeded. The pair's failures are forgotten with it; the counts of the login
// and the address lose this attempt only, so that one good password does not cover a search for others.
func (t *throttle) forgive(login, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, k := range throttleKeys(login, address) {
		el, ok := t.byKey[k.key]
		if !ok {
			continue
		}
		a := el.Value.(*attempts)
		a.n--
		if i == 0 || a.n <= 0 {
			t.order.Remove(el)
			delete(t.byKey, k.key)
		} else if a.n < k.free {
			a.blocked = 0
		}
	}
}

func waitAfter(over int, most time.Duration) time.Duration {
	wait := firstWait
	for ; over > 0 && wait < most; over-- {
		wait *= 2
	}
	return min(wait, most)
}

// entry gives the count of a key, made when new, emptied when long unused. The caller holds the lock.
func (t *throttle) entry(key throttleKey, now value.Instant) *attempts {
	if el, ok := t.byKey[key]; ok {
		t.order.MoveToFront(el)
		a := el.Value.(*attempts)
		if now-a.last > value.Instant(forgets.Microseconds()) {
			a.n, a.blocked = 0, 0
		}
		return a
	}
	if t.order.Len() >= throttleSize {
		oldest := t.order.Back()
		delete(t.byKey, oldest.Value.(*attempts).key)
		t.order.Remove(oldest)
	}
	a := &attempts{key: key, last: now}
	t.byKey[key] = t.order.PushFront(a)
	return a
}

// Neighbourhood gives what counts as one address: an IPv4 address, or the /64 of an IPv6 address, which one
// subscriber holds whole. What is no address counts as itself, cut short.
func Neighbourhood(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address[:min(len(address), 64)]
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	p, err := ip.Prefix(64)
	if err != nil {
		return ip.String()
	}
	return p.String()
}

package access

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"jieli/clock"
	"jieli/fault"
)

func TestGuessingIsSlowedByLoginAndAddress(t *testing.T) {
	c := clock.Fixed(0)
	th := newThrottle(c)
	tries := func(n int, login, address string) (err error) {
		for range n {
			err = th.attempt(login, address)
		}
		return err
	}
	if err := tries(freePerPair, "li", "a"); err != nil {
		t.Fatalf("within the free attempts: %v", err)
	}
	err := tries(1, "li", "a")
	if seconds, ok := RetryAfter(err); !ok || seconds != 30 || code(err) != "sign_in_throttled" ||
		!strings.Contains(err.Error(), "30 seconds") {
		t.Errorf("the sixth: %v", err)
	}
	if err := tries(1, "li", "b"); err != nil {
		t.Errorf("the owner from elsewhere: %v", err)
	}
	c.Advance(30 * time.Second)
	if err := tries(1, "li", "a"); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	if seconds, _ := RetryAfter(tries(1, "li", "a")); seconds != 60 {
		t.Errorf("the wait does not double: %d", seconds)
	}
	for i := range 200 {
		err = th.attempt(fmt.Sprint("user", i), "c")
	}
	if _, ok := RetryAfter(err); !ok {
		t.Error("one address tries 200 logins unhindered")
	}
	for i := range 200 {
		err = th.attempt("wang", fmt.Sprint("address", i))
	}
	if seconds, ok := RetryAfter(err); !ok || seconds > int64(loginWait.Seconds()) {
		t.Errorf("one login from 200 addresses: %v", err)
	}
	c.Advance(2 * forgets)
	if err := tries(1, "wang", "c"); err != nil {
		t.Errorf("hours later: %v", err)
	}
}

func TestASuccessForgivesAndMemoryStaysBounded(t *testing.T) {
	th := newThrottle(clock.Fixed(0))
	for range 100 {
		if err := th.attempt("li", "a"); err != nil {
			t.Fatal(err)
		}
		th.forgive("li", "a")
	}
	if len(th.byKey) != 0 {
		t.Errorf("%d counts are left", len(th.byKey))
	}
	for i := range throttleSize + 100 {
		th.attempt(fmt.Sprint("user", i), fmt.Sprint("address", i))
	}
	if th.order.Len() > throttleSize || len(th.byKey) != th.order.Len() {
		t.Errorf("%d counts", th.order.Len())
	}
}

func TestAnAddressCountsByWhatOneSubscriberHolds(t *testing.T) {
	for in, want := range map[string]string{"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "rubbish": "rubbish"} {
		if got := Neighbourhood(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestHashesAreOfTheirKindAndDamagedOnesFitNothing(t *testing.T) {
	h := NewHasher()
	ctx := context.Background()
	one, err := h.Hash(ctx, "gleich um die ecke")
	if err != nil || !strings.HasPrefix(one, "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Fatal(one, err)
	}
	for stored, want := range map[string]bool{one: true, "": false, one[:len(one)-2]: false, one + "=": false,
		strings.Replace(one, "m=65536", "m=4194304", 1): false, strings.Replace(one, "p=4", "p=0", 1): false,
		strings.Replace(one, "t=3", "t=03", 1): false, "$argon2i$" + one[10:]: false, h.nobody: false} {
		if ok, err := h.Verify(ctx, stored, "gleich um die ecke"); ok != want || err != nil {
			t.Errorf("%s: %v %v", stored, ok, err)
		}
	}
}

func TestTooManyHashesAtOnceAreTurnedAway(t *testing.T) {
	h := NewHasher()
	for range hashesWaiting {
		h.queue <- struct{}{}
	}
	if _, err := h.Hash(context.Background(), "x"); fault.KindOf(err) != fault.Busy {
		t.Errorf("%v", err)
	}
	h = NewHasher()
	for range hashesAtOnce {
		h.running <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := h.Hash(ctx, "x"); fault.KindOf(err) != fault.Busy || len(h.queue) != 0 {
		t.Errorf("%v, %d in the queue", err, len(h.queue))
	}
}

func TestAPasswordMustBeLongAndHardToGuess(t *testing.T) {
	for password, want := range map[string]string{"": "password_too_short", "kurz": "password_too_short",
		"密码密码密码": "password_too_short", "aaaaaaaaaaaa": "password_guessable", "abababababab": "password_guessable",
		"liwei-liwei-1": "password_guessable", strings.Repeat("x9z", 100): "password_too_long", "gleich um die ecke": ""} {
		f := CheckPassword("LiWei", password)
		if f == nil && want != "" || f != nil && f.Code != want {
			t.Errorf("%q: %v, want %q", password, f, want)
		}
	}
}

func FuzzPHC(f *testing.F) {
	f.Add(NewHasher().nobody)
	f.Add("$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$a2V5")
	f.Fuzz(func(t *testing.T, s string) {
		h, ok := parsePHC(s)
		if ok && phc(h.memory, h.passes, h.lanes, h.salt, h.key) != s {
			t.Fatalf("%q is read but not written so", s)
		}
	})
}

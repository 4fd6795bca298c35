package api

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"jieli/clock"
)

const (
	// A session may do this many requests a second, and so many at once: a console page asks for a dozen things, a
	// phone sends its day in batches. Enough for a person or a device, too little to empty a county in an hour unseen.
	sessionRate  = 200
	sessionBurst = 400
	// An address without a session only signs in and looks around.
	strangerRate  = 20
	strangerBurst = 100
	// limitersKept bounds memory to about 1 MiB.
	limitersKept = 8192
)

// limiter paces callers by key.
type limiter struct {
	clock clock.Clock
	rate  rate.Limit
	burst int
	mu    sync.Mutex
	byKey map[string]*rate.Limiter
}

func newLimiter(c clock.Clock, perSecond float64, burst int) *limiter {
	l := &limiter{clock: c, rate: rate.Limit(perSecond), burst: burst, byKey: map[string]*rate.Limiter{}}
	if l.rate <= 0 {
		l.rate = sessionRate
	}
	if l.burst <= 0 {
		l.burst = sessionBurst
	}
	return l
}

// take counts one request and gives how long its sender must wait, 0 for not at all.
func (l *limiter) take(key string, session bool) time.Duration {
	now := l.clock.Now().Time()
	l.mu.Lock()
	x, ok := l.byKey[key]
	if !ok {
		if len(l.byKey) >= limitersKept {
			l.sweep(now)
		}
		if x = rate.NewLimiter(strangerRate, strangerBurst); session {
			x = rate.NewLimiter(l.rate, l.burst)
		}
		l.byKey[key] = x
	}
	l.mu.Unlock()
	r := x.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

// sweep drops those who are full again, and if nobody is, somebody.
func (l *limiter) sweep(now time.Time) {
	for key, x := range l.byKey {
		if x.TokensAt(now) >= float64(x.Burst()) {
			delete(l.byKey, key)
		}
	}
	for key := range l.byKey {
		if len(l.byKey) < limitersKept {
			return
		}
		delete(l.byKey, key)
	}
}

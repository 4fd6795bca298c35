// Package clock is the only place that asks what time it is. All else is given a Clock, so that tests move time and all
// rows of one act share one instant.
package clock

import (
	"sync"
	"sync/atomic"
	"time"

	"jieli/value"
)

// Clock tells the time. Now never gives an earlier instant than it gave before.
type Clock interface {
	Now() value.Instant
}

// System is the clock of the machine. When that is set back, Now stands still until it has caught up. Safe for
// concurrent use.
func System() Clock { return &system }

var system systemClock

type systemClock struct{ last atomic.Int64 }

func (c *systemClock) Now() value.Instant {
	now := int64(value.InstantOf(time.Now()))
	for {
		last := c.last.Load()
		if now <= last {
			return value.Instant(last)
		}
		if c.last.CompareAndSwap(last, now) {
			return value.Instant(now)
		}
	}
}

// Movable is a clock that stands still until it is moved. The zero value stands at 1970-01-01. Safe for concurrent use.
type Movable struct {
	mu  sync.Mutex
	now value.Instant
}

// Fixed gives a clock that stands at an instant.
func Fixed(at value.Instant) *Movable { return &Movable{now: at} }

// Now gives where the clock stands.
func (m *Movable) Now() value.Instant {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Set puts the clock to an instant. It is the only way back.
func (m *Movable) Set(at value.Instant) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = at
}

// Advance moves the clock forward and gives where it stands then; a negative span does not move it.
func (m *Movable) Advance(by time.Duration) value.Instant {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(max(0, by.Microseconds()))
	return m.now
}
